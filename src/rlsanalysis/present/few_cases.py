"""How many cases an outcome has, in whom they are counted, and which odds ratios they can detect."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from rlsanalysis.present import labels, printing, vocabulary
from rlsanalysis.present.roles import SUSPECTED, roles_shown
from rlsanalysis.study.records import Outcome, Study
from rlsanalysis.study.results import Results, records
from rlsanalysis.study.summary import largest_sample

IN_LARGEST_SAMPLE = " in the largest analytic sample"


@dataclass(frozen=True)
class FewCases:
    """How few cases an outcome has, and which odds ratios the comparisons that a run shows can detect.

    `where` is empty if all adults with the outcome known are counted, and names the sample otherwise. `kind` names the
    comparisons: headline ones, or others in a run without any. `statuses` counts them by status, `compared` counts
    those of people with and without a factor. `detectable` has the lowest, median and highest odds ratio that these can
    detect, empty where none has an interpretable point estimate; `hardest` names the comparison with the highest.
    """

    outcome: Outcome
    label: str
    people: str
    cases: str
    where: str
    percent: str
    flag: str
    kind: str
    statuses: dict[str, int]
    compared: int
    detectable: tuple[str, ...]
    hardest: str


def few_cases(results: Results, outcome: Outcome) -> FewCases:
    """Count the cases of an outcome and the statuses of the rows that a run shows, with their detectable odds ratios.

    Without prevalence, the counts are those of the largest analytic sample.
    """
    study = results.study
    roles = roles_shown(results)
    shown = results.primary_estimates(outcome, *roles)
    compared = shown[shown["reference"] != ""]
    detectable = compared.loc[compared["status"].isin(printing.POINT), "detectable_or"].dropna()
    overall = results.prevalence[
        (results.prevalence["outcome"] == outcome.id) & (results.prevalence["by"] == "all")
    ]
    if len(overall):
        row = overall.iloc[0]
        where, percent, flag = "", printing.percent(row["percent"]), row["flag"]
    else:
        row = largest_sample(results.estimates[results.estimates["outcome"] == outcome.id])
        where, percent, flag = IN_LARGEST_SAMPLE, "", ""
    spread = (detectable.min(), detectable.median(), detectable.max()) if len(detectable) else (np.nan,) * 3
    return FewCases(
        outcome, labels.name(study, outcome.id), printing.count(row["n"]), printing.count(row["cases"]), where, percent,
        flag,
        "headline comparison" if roles == SUSPECTED else "comparison",
        {s: int((shown["status"] == s).sum()) for s in vocabulary.STATUS_NAMES},
        len(compared),
        tuple(printing.ratio(value, 2) for value in spread),
        _hardest(study, compared, detectable),
    )  # fmt: skip


def _hardest(study: Study, compared: pd.DataFrame, detectable: pd.Series) -> str:
    """Name the comparison whose minimum detectable odds ratio is the highest, with its exposed cases."""
    if detectable.empty:
        return ""
    row = max(records(compared.loc[detectable.index]), key=lambda row: float(row.detectable_or))
    name = labels.in_sentence(labels.comparison(study, row)).replace(", by category", "")
    return f"{name}, {printing.count(row.cases_exposed)} exposed cases"


def detectable(study: Study, found: FewCases) -> str:
    """Say which odds ratios the comparisons of an outcome that a run shows can detect."""
    if not any(found.statuses.values()):
        return f"No {found.kind} of it is part of this run."
    if not found.compared:
        return (
            "The minimum detectable odds ratio is computed for comparisons of people with and without a factor; no "
            f"{found.kind} of it in this run is one of them."
        )
    low, median, high = found.detectable
    if not low:
        return (
            f"In none of its {found.kind}s of people with and without a factor are enough cases expected in the "
            "smaller group to interpret a point estimate."
        )
    span = (
        f"was {low} (for {found.hardest})"
        if low == high
        else f"ranged from {low} to {high} (median {median}; highest for {found.hardest})"
    )
    return (
        "Among comparisons of people with and without a factor that have an interpretable point estimate, the minimum "
        f"odds ratio detectable with {study.power:.0%} power {span}. {weaker_associations(study)}"
    )


def weaker_associations(study: Study) -> str:
    """Say what the minimum detectable odds ratio does not mean."""
    return f"Power to detect weaker associations was below {study.power:.0%}."
