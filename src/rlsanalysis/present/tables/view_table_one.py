"""Table 1: cases of an outcome, non-cases and all adults, with weighted percents and means and unweighted counts."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from rlsanalysis.present import labels, printing, units, vocabulary
from rlsanalysis.present.tables.table import Column, References, Row, Table, make
from rlsanalysis.study.comparisons import FEWEST_SHOWN
from rlsanalysis.study.descriptives import PEOPLE
from rlsanalysis.study.records import ALL, Line, Outcome, Study, Variable
from rlsanalysis.study.records.missing import MISSING_KINDS, NOT_ELIGIBLE, NOT_MEASURED
from rlsanalysis.study.results import Results, records
from rlsanalysis.survey.proportions import LEAST_N

ABSENT = {
    "missing": [kind for kind in MISSING_KINDS if kind not in (NOT_ELIGIBLE, NOT_MEASURED)],
    "not available in their {release}": [NOT_MEASURED],
    "without the survey weight that it needs": ["no_weight"],
}
"""Rows below a variable that count people without a value, with the columns of `descriptives` that they add up."""
FEWEST_IN_LEVEL = 10
UNSTABLE = "*"
FEW = "†"
UNIT = re.compile(r"(\d+(?:\.\d+)?) (.+?)( lower)?")
"""A unit of comparison that is a multiple of another unit, upwards or downwards: `10 years`, `5 mg lower`."""
NO_TEST = "no test of it is part of this run"

Key = tuple[str, str]


def table_one(results: Results, outcome: Outcome, *, p_values: bool = False) -> Table:
    """Tabulate an outcome from `descriptives` (pooled survey cycles), and from `comparisons` if P values are wanted."""
    study = results.study
    mine = results.descriptives[results.descriptives["outcome"] == outcome.id]
    pooled = max(mine["releases"], key=len, default="")
    found: dict[str, dict[Key, Any]] = {}
    for row in records(mine[mine["releases"] == pooled]):
        found.setdefault(row.variable, {})[row.people, row.level] = row
    tests = {r.variable: r for r in records(results.comparisons) if r.outcome == outcome.id}
    references, lines = References(), lines_of(study)
    absent = "" if mine.empty else "; ".join(name(study, li) for li in lines if li.variable not in found)
    spanners = [spanner(results, outcome, people) for people in PEOPLE]
    columns = [Column(heading, text) for text in spanners for heading in ("n", "% or mean (SE)")]
    shown = [
        row
        for li in lines
        if li.variable in found
        for row in rows(
            study,
            li,
            found[li.variable],
            pooled.split(),
            p_cell(li, tests, references) if p_values else None,
        )
    ]
    return make(
        study,
        f"table1_{outcome.id}",
        f"Table 1. {labels.name(study, outcome.id)}: characteristics of cases, non-cases and all "
        f"{units.whole(study, outcome.cohort)}, {units.data(study)} {study.cohorts[outcome.cohort].years}",
        "Characteristic",
        [*columns, *([Column("P")] if p_values else [])],
        shown,
        [
            *notes(study, outcome, pooled, absent),
            *(notes_on_p(study, tests) if p_values else []),
            *references.notes,
        ],
        empty="Descriptives of this outcome are not part of this run.",
    )


def lines_of(study: Study) -> Sequence[Line]:
    """Return the lines of Table 1 that a study declares, or else one for each of its adjusters and exposures."""
    if study.table_one:
        return study.table_one
    adjusters = {adjuster.variable for adjuster in study.adjusters.values()}
    headings = {"Adjusters": adjusters, "Exposures": study.exposures.keys() - adjusters}
    return [
        _line(study, heading, v) for heading, ids in headings.items() for v in study.variables if v in ids
    ]


def _line(study: Study, heading: str, variable: str) -> Line:
    """Return the line of a variable; the mean of one that is compared per 10 years is in years."""
    record = study.variables[variable]
    if unit := UNIT.fullmatch(record.unit):
        times = -float(unit[1]) if unit[3] else float(unit[1])
        return Line(heading, variable, labels.quantity(study, variable), unit[2], times)
    quantity, per, unit_of_label = record.label.partition(", per ")
    if record.kind == "continuous" and per:
        return Line(heading, variable, quantity, f"per {unit_of_label}", 1.0)
    return Line(heading, variable, "", "", 1.0)


def spanner(results: Results, outcome: Outcome, people: str) -> str:
    """Heading over the columns of some people, with their number where the run has it."""
    frame = results.prevalence
    for row in records(frame[(frame["outcome"] == outcome.id) & (frame["by"] == "all")]):
        n = {"cases": row.cases, "others": row.n - row.cases, "all": row.n}[people]
        return f"{units.people(results.study, people)} (n = {printing.count(n)})"
    return units.people(results.study, people)


def name(study: Study, li: Line) -> str:
    """Label of a variable, with the unit of a mean."""
    variable = study.variables[li.variable]
    label, unit = li.label or variable.label, li.unit or variable.unit
    if variable.kind != "continuous":
        return labels.typeset(label)
    return labels.typeset(f"{label}{f', {unit}' if unit else ''}, mean")


def rows(
    study: Study, li: Line, found: Mapping[Key, Any], pooled: Sequence[str], p: str | None
) -> Iterator[Row]:
    """Return the rows of a variable: its mean or percents, then counts of people without a value.

    `p`: cell of the P value; None for a table without them.
    """
    variable = study.variables[li.variable]
    label, blank = (
        f"{name(study, li)}{restricted(study, variable, pooled)}",
        ("",) * 2 * len(PEOPLE),
    )
    last, no_p = ((p,), ("",)) if p is not None else ((), ())
    levels = list(dict.fromkeys(level for _, level in found))
    if variable.kind == "categorical":
        yield Row(li.heading, label, (*blank, *last))
        for level in levels:
            shown = labels.level(study, li.variable, level)
            yield Row(li.heading, shown, (*cells(li, found, level), *no_p), label)
    else:
        yield Row(li.heading, label, (*cells(li, found, levels[0]), *last))
    people = [found.get((p, levels[0])) for p in PEOPLE]
    for words, kinds in ABSENT.items():
        counts = [int(sum(getattr(row, kind) for kind in kinds)) if row else 0 for row in people]
        if any(counts):
            shown_counts = [cell for n in counts for cell in (printing.count(n), "")]
            yield Row(li.heading, words.format(release=study.unit.release), (*shown_counts, *no_p), label)


def restricted(study: Study, variable: Variable, pooled: Sequence[str]) -> str:
    """Name the population and survey cycles of a variable where they are not all adults and all pooled cycles."""
    parts = labels.restricted(study, variable.id, pooled, pooled)
    return f" ({'; '.join(filter(None, parts))})" if any(parts) else ""


def cells(li: Line, found: Mapping[Key, Any], level: str) -> Iterator[str]:
    """Return for cases, non-cases and all: people, and the weighted percent or mean with its standard error."""
    for people in PEOPLE:
        row = found.get((people, level))
        if row is None:
            yield from (printing.NONE, printing.NONE)
            continue
        share = row.statistic == "percent"
        yield f"{printing.count(row.n_level)} / {printing.count(row.n)}" if share else printing.count(row.n)
        if row.n == 0 or (share and row.n_level == 0):
            yield printing.NONE if row.n == 0 else "0"
            continue
        text = printing.with_error(row.value * li.times, row.std_error * abs(li.times))
        yield f"{text} {UNSTABLE}" if unstable(row) else text


def unstable(row: Any) -> bool:
    """Return whether too few people have a value, or are in or out of the level, for a stable number."""
    few = row.statistic == "percent" and min(row.n_level, row.n - row.n_level) < FEWEST_IN_LEVEL
    return bool(row.n < LEAST_N or few)


def p_cell(li: Line, tests: Mapping[str, Any], references: References) -> str:
    """Cell of P: its value, or a dash and why there is none."""
    if not tests:
        return printing.NONE
    row = tests.get(li.variable)
    if row is None or row.status not in printing.INTERVAL:
        return f"{printing.NONE} {references.mark(NO_TEST if row is None else no_p(row))}"
    return f"{printing.p_text(row.p_value)}{f' {FEW}' if row.reason else ''}"


def no_p(row: Any) -> str:
    """Say why a row of `comparisons` shows no P value."""
    return (
        "too few cases in a level for a test" if row.status == vocabulary.TOO_FEW else row.reason.rstrip(".")
    )


def notes(study: Study, outcome: Outcome, pooled: str, absent: str) -> Iterator[str]:
    """Explain the columns, missing values and unstable numbers, and name what was not measured."""
    if pooled:
        yield (
            f"{units.first_upper(study.unit.releases)}: {labels.releases(study, pooled)}. A variable that was "
            "measured in fewer of them names them."
        )
    yield (
        "n: unweighted people; for percents, those in the level / those with a value. Percents and means are "
        "weighted, each with the weight of the survey component that measured the variable, rescaled over the pooled "
        f"{study.unit.releases}. SE: standard error by Taylor linearization over strata and PSUs; {printing.NONE} "
        "where the design leaves no degrees of freedom."
    )
    yield (
        "Missing (unweighted): refused, don't know, not examined or interviewed, blank, or undetermined. People "
        "without a value are not part of any percent or mean. A variable that applies to some people only, as its "
        "label says, does not count the others."
    )
    yield (
        f"{UNSTABLE} Unstable: fewer than {LEAST_N} people with a value (the NCHS minimum for a proportion), or fewer "
        f"than {FEWEST_IN_LEVEL} people in the level or outside it. The NCHS limits on the width of an interval are "
        "not applied here; see the SE."
    )
    if outcome.sample != ALL:
        sample = study.samples[outcome.sample]
        yield (f"{sample.note} The table of estimates compares {sample.exposures} among {sample.label}.")
    if absent:
        yield f"Not shown, because not measured in these years or part of the definition of the outcome: {absent}."


def notes_on_p(study: Study, tests: Mapping[str, Any]) -> Iterator[str]:
    """Explain the P values, or say that the run has none."""
    if not tests:
        yield f"P: {printing.NONE}, because tests between cases and non-cases are not part of this run."
        return
    yield (
        "P: cases against non-cases under the survey design, by the Rao-Scott F test for percents and a t test for "
        "means. They are not adjusted for other variables or for the number of tests."
    )
    yield (
        f"{FEW} Approximate, and often too small: fewer than {study.fewest_cases} cases, {study.fewest_df} design "
        f"degrees of freedom or {study.fewest_expected} expected cases in a level. With fewer than {FEWEST_SHOWN} "
        "cases expected or observed in a level, no P value is given."
    )
