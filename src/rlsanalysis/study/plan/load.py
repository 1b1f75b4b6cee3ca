"""Read the analysis plan (`study.toml` and the `.csv` files in this folder) and report all of its faults at once."""

import csv
import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Any, cast

import pandas as pd

from rlsanalysis.study.plan.faults import faults
from rlsanalysis.study.plan.records import Adjuster, Bins, Curve, Outcome, PlannedExposure, Role, Scale, Study
from rlsanalysis.study.plan.settings import complete, lacking, outcome_keys, parsed
from rlsanalysis.survey.errors import AnalysisError
from rlsanalysis.variables import registry
from rlsanalysis.variables.cohort import COHORTS

_RELEASES = {cohort: f"releases_{cohort.replace('-', '_')}" for cohort in COHORTS}
_HEADER = (
    "exposure", "role", "hypothesis", "primary", *_RELEASES.values(), "primary_sample", "sets", "drop", "add",
)  # fmt: skip
_BINS_HEADER = ("variable", "scale", "edges")
_CURVES_HEADER = ("variable", "exposure", "step", "unit", "scale", "reference", "reason")
_FILES = ("study.toml", "exposures.csv", "bins.csv", "curves.csv")
_LOGARITHM = "2^"
_ONE_OF = {"primary": ("yes", ""), "primary_sample": ("all", "users")}


@cache
def load_plan() -> Study:
    """Read the packaged plan.

    Raises
    ------
    AnalysisError
        The plan has faults; the message lists all of them: malformed lines, unknown variables, releases, sets or
        roles, models without a survey weight.
    """
    return parse_plan(*map(_text, _FILES))


def plan_digest() -> str:
    """Return the digest of the plan's files."""
    return hashlib.sha256("".join(map(_text, _FILES)).encode()).hexdigest()[:16]


def parse_plan(
    settings: str, exposures: str, bins: str = ",".join(_BINS_HEADER), curves: str = ",".join(_CURVES_HEADER)
) -> Study:
    """Read a plan from the texts of `study.toml`, `exposures.csv`, `bins.csv` and `curves.csv`.

    Without the texts of `bins.csv` and `curves.csv`, the plan has no bins and no curves.

    Raises
    ------
    AnalysisError
        The plan has faults; the message lists all of them.
    """
    lines, malformed = _lines("exposures.csv", exposures, _HEADER)
    bin_lines, malformed_bins = _lines("bins.csv", bins, _BINS_HEADER)
    curve_lines, malformed_curves = _lines("curves.csv", curves, _CURVES_HEADER)
    read = parsed(settings)
    if absent := list(lacking(read)):
        raise _faulty(absent)
    study = _study(
        read | {"outcomes": complete(read["outcomes"])},
        exposures=[_exposure(line) for line in lines],
        bins=[_bins(line) for line in bin_lines],
        curves=[_curve(line) for line in curve_lines],
    )
    found = [
        *outcome_keys(read["outcomes"]), *malformed, *_unknown_words(lines), *malformed_bins, *malformed_curves,
        *faults(study, registry()),
    ]  # fmt: skip
    if found:
        raise _faulty(found)
    return study


def _faulty(found: list[str]) -> AnalysisError:
    return AnalysisError(
        f"The analysis plan has faults ({len(found)}): {'; '.join(found)}. Correct them in study/plan/ of the package."
    )


def _lines(name: str, text: str, header: tuple[str, ...]) -> tuple[list[dict[str, str]], list[str]]:
    """Return the complete lines of a file of the plan, and the faults of the others; the first column is the key."""
    first, *rest = csv.reader(text.splitlines())
    malformed = [] if tuple(first) == header else [f"the columns of {name} must be {','.join(header)}"]
    malformed += [
        f"line {number} of {name} has {len(cells)} cells; it must have {len(header)}"
        for number, cells in enumerate(rest, start=2)
        if len(cells) != len(header)
    ]
    times = Counter(cells[0] for cells in rest if cells)
    malformed += [f"{header[0]} {key} has {n} lines in {name}" for key, n in times.items() if n > 1]
    return [dict(zip(header, cells, strict=True)) for cells in rest if len(cells) == len(header)], malformed


def _unknown_words(lines: list[dict[str, str]]) -> Iterator[str]:
    for line in lines:
        for column, allowed in _ONE_OF.items():
            if line[column] not in allowed:
                yield f"exposure {line['exposure']}: {column} is {line[column]!r}; it must be one of {allowed}"


def _study(
    settings: Mapping[str, Any], *, exposures: list[PlannedExposure], bins: list[Bins], curves: list[Curve]
) -> Study:
    return Study(
        outcomes={
            name: Outcome(name, **record | {"knots": tuple(record.get("knots", settings["curves"]["knots"]))})
            for name, record in settings["outcomes"].items()
        },
        exposures={exposure.id: exposure for exposure in exposures},
        adjusters={
            name: Adjuster(record["variable"], tuple(record.get("powers", (1,))))
            for name, record in settings["adjusters"].items()
        },
        sets={name: tuple(adjusters) for name, adjusters in settings["sets"].items()},
        by_release_set=settings["by_release"]["set"],
        methods=(settings["methods"]["headline"], settings["methods"]["comparison"]),
        fewest_cases=settings["marks"]["fewest_cases"],
        fewest_df=settings["marks"]["fewest_df"],
        fewest_expected=settings["marks"]["fewest_expected"],
        power=settings["detectable"]["power"],
        level=settings["detectable"]["level"],
        bins={b.variable: b for b in bins},
        curves={c.variable: c for c in curves},
    )


def _exposure(line: Mapping[str, str]) -> PlannedExposure:
    return PlannedExposure(
        id=line["exposure"],
        role=cast("Role", line["role"]),
        hypothesis=line["hypothesis"],
        primary=line["primary"] == "yes",
        releases={cohort: tuple(line[column].split()) for cohort, column in _RELEASES.items()},
        among_users=line["primary_sample"] == "users",
        sets=tuple(line["sets"].split()),
        drop=line["drop"],
        add=line["add"],
    )


def _bins(line: Mapping[str, str]) -> Bins:
    return Bins(line["variable"], cast("Scale", line["scale"]), _numbers(line["edges"].split()))


def _curve(line: Mapping[str, str]) -> Curve:
    step, reference = _numbers([line["step"], line["reference"]])
    return Curve(
        line["variable"], line["exposure"], None if line["step"] == _LOGARITHM else step, line["unit"],
        cast("Scale", line["scale"]), reference, line["reason"],
    )  # fmt: skip


def _numbers(words: list[str]) -> tuple[float, ...]:
    """Return words as numbers; a word that is not a number becomes missing, which is a fault of the plan."""
    return tuple(pd.to_numeric(pd.Series(words, dtype=object), errors="coerce").astype(float))


def _text(name: str) -> str:
    return (files(__package__) / name).read_text(encoding="utf-8")
