"""Read an analysis plan (`study.toml` and its `.csv` files) and report all of its faults at once."""

import csv
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any, cast

import pandas as pd

from rlsanalysis.study.plan.faults import faults
from rlsanalysis.study.plan.settings import complete, lacking, outcome_keys, parsed
from rlsanalysis.study.records import (
    Adjuster,
    Bins,
    CohortDesign,
    Curve,
    Grouping,
    Outcome,
    PlannedExposure,
    Robustness,
    Role,
    Sample,
    Scale,
    Study,
    Variable,
    Words,
)
from rlsanalysis.survey.errors import AnalysisError

_BINS_HEADER = ("variable", "scale", "edges")
_CURVES_HEADER = ("variable", "exposure", "step", "unit", "scale", "reference", "reason")
_LOGARITHM = "2^"
_ONE_OF = {"primary": ("yes", "")}
_OPTIONAL = ("more_sets", "more_samples", "stands_for")
"""Columns that `exposures.csv` may have after the others."""


def parse_plan(
    settings: str, exposures: str, bins: str = ",".join(_BINS_HEADER), curves: str = ",".join(_CURVES_HEADER),
    *, words: Words, cohorts: Mapping[str, CohortDesign], variables: Mapping[str, Variable],
) -> Study:  # fmt: skip
    """Read a plan.

    Parameters
    ----------
    settings, exposures, bins, curves : texts of `study.toml`, `exposures.csv`, `bins.csv` and `curves.csv`. Without the
        last two, the plan has no bins and no curves. `exposures.csv`, and each of its lines, may end before
        `more_sets`, `more_samples` and `stands_for`.
    words : what the study says of itself.
    cohorts : designs of the cohorts, by name.
    variables : variables by id, in the order in which they are presented.

    Raises
    ------
    AnalysisError
        The plan has faults; the message lists all of them: malformed lines, unknown variables, releases, sets or
        roles, models without a survey weight.
    """
    releases = {cohort: f"releases_{cohort.replace('-', '_')}" for cohort in cohorts}
    header = (
        "exposure",
        "role",
        "hypothesis",
        "primary",
        *releases.values(),
        "primary_sample",
        "sets",
        "drop",
        "add",
    )
    lines, malformed = _lines("exposures.csv", exposures, header, _OPTIONAL)
    bin_lines, malformed_bins = _lines("bins.csv", bins, _BINS_HEADER)
    curve_lines, malformed_curves = _lines("curves.csv", curves, _CURVES_HEADER)
    read = parsed(settings)
    if absent := list(lacking(read)):
        raise _faulty(absent)
    study = Study(
        words, cohorts, variables=variables,
        exposures={line["exposure"]: _exposure(line, releases) for line in lines},
        bins={line["variable"]: _bins(line) for line in bin_lines},
        curves={line["variable"]: _curve(line) for line in curve_lines},
        **_settings(read | {"outcomes": complete(read["outcomes"])}),
    )  # fmt: skip
    found = [
        *outcome_keys(read["outcomes"]), *malformed, *_unknown_words(lines), *malformed_bins, *malformed_curves,
        *faults(study),
    ]  # fmt: skip
    if found:
        raise _faulty(found)
    return study


def _faulty(found: list[str]) -> AnalysisError:
    return AnalysisError(
        f"The analysis plan has faults ({len(found)}): {'; '.join(found)}. Correct them in the files of the plan."
    )


def _lines(
    name: str, text: str, header: tuple[str, ...], optional: tuple[str, ...] = ()
) -> tuple[list[dict[str, str]], list[str]]:
    """Return the complete lines of a file of the plan, and the faults of the others; the first column is the key."""
    first, *rest = csv.reader(text.splitlines())
    required, header = len(header), (*header, *(column for column in optional if column in first))
    fits = {n: required <= n <= len(header) for n in {*map(len, rest)}}
    malformed = [] if tuple(first) == header else [f"the columns of {name} must be {','.join(header)}"]
    malformed += [
        f"line {number} of {name} has {len(cells)} cells; it must have "
        f"{required if len(cells) < required else len(header)}"
        for number, cells in enumerate(rest, start=2)
        if not fits[len(cells)]
    ]
    times = Counter(cells[0] for cells in rest if cells)
    malformed += [f"{header[0]} {key} has {n} lines in {name}" for key, n in times.items() if n > 1]
    return [dict(zip(header, cells, strict=False)) for cells in rest if fits[len(cells)]], malformed


def _unknown_words(lines: list[dict[str, str]]) -> Iterator[str]:
    for line in lines:
        for column, allowed in _ONE_OF.items():
            if line[column] not in allowed:
                yield f"exposure {line['exposure']}: {column} is {line[column]!r}; it must be one of {allowed}"


def _settings(read: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields of a study that `study.toml` has."""
    robust = read.get("robustness", {})
    return {
        "outcomes": {
            name: Outcome(
                name,
                **record
                | {
                    "knots": tuple(record.get("knots", read["curves"]["knots"])),
                    "without": tuple(record.get("without", ())),
                },
            )
            for name, record in read["outcomes"].items()
        },
        "adjusters": {
            name: Adjuster(record["variable"], tuple(record.get("powers", (1,))), record.get("label", name))
            for name, record in read["adjusters"].items()
        },
        "sets": {name: tuple(adjusters) for name, adjusters in read["sets"].items()},
        "sensitivity": {name: tuple(sets) for name, sets in read.get("sensitivity", {}).items()},
        "samples": {
            name: Sample(**record | {"levels": tuple(record["levels"])})
            for name, record in read.get("samples", {}).items()
        },
        "groupings": {
            name: Grouping(
                record["label"],
                record.get("variable", ""),
                {band: (low, high) for band, (low, high) in record.get("bands", {}).items()},
                record.get("note", ""),
            )
            for name, record in read.get("groupings", {}).items()
        },
        "figures": {kind: tuple(names) for kind, names in read.get("figures", {}).items()},
        "robustness": Robustness(**robust | {"always": tuple(robust.get("always", ()))}),
        "by_release_set": read["by_release"]["set"],
        "methods": (read["methods"]["headline"], read["methods"]["comparison"]),
        "condition_percent": tuple(read.get("condition", {}).get("percent", ())),
        **read["marks"],
        **read["detectable"],
    }


def _exposure(line: Mapping[str, str], releases: Mapping[str, str]) -> PlannedExposure:
    return PlannedExposure(
        id=line["exposure"],
        role=cast("Role", line["role"]),
        hypothesis=line["hypothesis"],
        primary=line["primary"] == "yes",
        releases={cohort: tuple(line[column].split()) for cohort, column in releases.items()},
        sample=line["primary_sample"],
        sets=tuple(line["sets"].split()),
        drop=line["drop"],
        add=line["add"],
        more_sets=tuple(line.get("more_sets", "").split()),
        more_samples=tuple(line.get("more_samples", "").split()),
        stands_for=line.get("stands_for", ""),
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
