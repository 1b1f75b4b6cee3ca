"""The robustness analyses of an exposure: specifications, differences from control outcomes, permuted p values."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from rlsanalysis.study.control_differences import control_rows, failed_differences
from rlsanalysis.study.estimate import SHOWN
from rlsanalysis.study.model import Assembler
from rlsanalysis.study.permutations import permuted_p_values
from rlsanalysis.study.plan import primary_fit
from rlsanalysis.study.primary import primary_among
from rlsanalysis.study.records import Outcome, PlannedExposure, Study
from rlsanalysis.study.results import BROKE
from rlsanalysis.study.specifications import failed_specifications, specification_rows
from rlsanalysis.survey.errors import AnalysisError

Row = dict[str, Any]

PERMUTED = "permuted"
"""Rows that are no table of results: the p values of one exposure after each permutation of the outcome."""
BAND = (2.5, 97.5)
"""Percentiles between which 95% of the permuted p values of a rank lie."""


def robustness_of(assembler: Assembler, outcome: Outcome, exposure: PlannedExposure) -> dict[str, list[Row]]:
    """Return the rows of an exposure for a primary outcome by table; an error becomes the reason in a row.

    Only a headline exposure has specifications and differences from control outcomes; every exposure has permuted p
    values.
    """
    study = assembler.study
    try:
        p_values = permuted_p_values(assembler, primary_fit(study, outcome, exposure))
    except AnalysisError:
        p_values = []
    found = {
        PERMUTED: [{"outcome": outcome.id, "exposure": exposure.id, "p_values": p_values}] if p_values else []
    }
    if exposure.role != "headline":
        return found
    return found | {
        "specifications": _rows(
            lambda: specification_rows(assembler, outcome, exposure),
            lambda reason: failed_specifications(study, outcome, exposure, reason),
        ),
        "control_differences": _rows(
            lambda: list(control_rows(assembler, outcome, exposure)),
            lambda reason: failed_differences(study, outcome, exposure, reason),
        ),
    }


def _rows(fitted: Callable[[], list[Row]], failed: Callable[[str], list[Row]]) -> list[Row]:
    try:
        return fitted()
    except Exception as error:  # noqa: BLE001
        return failed(reason_of(error))


def reason_of(error: Exception) -> str:
    """Say why a model has no numbers: what the user can correct, or that the program failed."""
    return str(error) if isinstance(error, AnalysisError) else f"{BROKE}{type(error).__name__}: {error}"


def p_value_rows(
    study: Study, estimates: pd.DataFrame, tests: pd.DataFrame, permuted: Sequence[Mapping[str, Any]]
) -> Iterator[Row]:
    """Yield the rows of `p_values`: the ordered p values of each outcome, and those that chance alone would give.

    Parameters
    ----------
    study : Study
    estimates, tests : tables of the run.
    permuted : outcome, exposure and p values after each permutation. A missing p value, of a model that a permutation
        left without cases for example, counts as 1.
    """
    after = {(row["outcome"], row["exposure"]): row["p_values"] for row in permuted}
    for outcome in dict.fromkeys(row["outcome"] for row in permuted):
        shown = [
            row
            for row in _of_outcome(study, estimates, tests, outcome)
            if (outcome, row["exposure"]) in after
        ]
        shown.sort(key=lambda row: row["p_value"])
        if not shown:
            continue
        chance = np.sort(np.nan_to_num([after[outcome, row["exposure"]] for row in shown], nan=1.0), axis=0)
        low, median, high = np.percentile(chance, [BAND[0], 50, BAND[1]], axis=1)
        for i, row in enumerate(shown):
            yield row | {
                "rank": i + 1, "expected": (i + 1) / (len(shown) + 1), "median": median[i], "low": low[i],
                "high": high[i], "permutations": chance.shape[1],
            }  # fmt: skip


def _of_outcome(study: Study, estimates: pd.DataFrame, tests: pd.DataFrame, outcome: str) -> Iterable[Row]:
    """Yield one p value per exposure: of its primary estimate, or of the joint test of its levels."""
    columns = ["outcome", "exposure", "set", "method", "sample"]
    primary = primary_among(estimates[estimates["outcome"] == outcome], study)
    joint = primary_among(tests[tests["outcome"] == outcome], study)
    single = primary[~primary["exposure"].isin(joint["exposure"])]
    roles = dict(zip(primary["exposure"], primary["role"], strict=True))
    rows = pd.concat([single, joint])[[*columns, "status", "p_value"]]
    for row in rows[rows["status"].isin(SHOWN) & rows["p_value"].notna()].to_dict("records"):
        yield {str(name): value for name, value in row.items()} | {"role": roles[row["exposure"]]}
