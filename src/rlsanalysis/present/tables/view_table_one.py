"""Table 1: cases of an outcome, the others and all adults described, weighted, with unweighted counts beside."""

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from rlsanalysis.present import labels
from rlsanalysis.present.tables.table import Column, References, Row, Table, make
from rlsanalysis.study.comparisons import FEWEST_SHOWN
from rlsanalysis.study.plan import Outcome, load_plan
from rlsanalysis.study.results import Results, records
from rlsanalysis.survey.proportions import LEAST_N
from rlsanalysis.variables import registry
from rlsanalysis.variables.declare import MISSING_KINDS, NOT_ELIGIBLE, Variable

PEOPLE = {"cases": "Cases", "others": "Others", "all": "All adults"}
MISSING = [kind for kind in MISSING_KINDS if kind != NOT_ELIGIBLE]
FEWEST_IN_LEVEL = 10
UNSTABLE = "*"
NO_TEST = "no test of it is part of this run"

Key = tuple[str, str]


@dataclass(frozen=True)
class Line:
    """A variable of Table 1: below which heading, under which name, in which unit, times what."""

    heading: str
    variable: Variable
    label: str
    unit: str
    times: float


@cache
def lines() -> tuple[Line, ...]:
    """Variables of Table 1, as declared in `table_one.csv`; empty cells keep the variable's own label and unit."""
    text = (files(__package__) / "table_one.csv").read_text(encoding="utf-8")
    return tuple(
        Line(
            said["heading"],
            variable := registry()[said["variable"]],
            said["label"] or variable.label,
            said["unit"] or variable.unit,
            float(said["times"] or 1),
        )
        for said in csv.DictReader(text.splitlines())
    )


def table_one(results: Results, outcome: Outcome) -> Table:
    """Table 1 of an outcome, from `descriptives` (pooled releases) and `comparisons`."""
    mine = results.descriptives[results.descriptives["outcome"] == outcome.id]
    pooled = max(mine["releases"], key=len, default="")
    found: dict[str, dict[Key, Any]] = {}
    for row in records(mine[mine["releases"] == pooled]):
        found.setdefault(row.variable, {})[row.people, row.level] = row
    tests = {r.variable: r for r in records(results.comparisons) if r.outcome == outcome.id}
    refer = References()
    absent = "" if mine.empty else "; ".join(name(li) for li in lines() if li.variable.id not in found)
    spanners = [spanner(results, outcome, people) for people in PEOPLE]
    columns = [Column(heading, said) for said in spanners for heading in ("n", "% or mean (SE)")]
    return make(
        f"table1_{outcome.id}",
        f"Table 1. {labels.name(outcome.id)}: cases, others and all adults 20 and older, "
        f"{'in the form of ' if results.synthetic else ''}NHANES {outcome.cohort.replace('-', labels.DASH)}",
        "Characteristic",
        [*columns, Column("p")],
        [
            row
            for li in lines()
            if li.variable.id in found
            for row in rows(li, found[li.variable.id], pooled.split(), p_cell(li, tests, refer))
        ],
        [*notes(outcome, pooled, tests, absent), *refer.notes],
        synthetic=results.synthetic,
        empty="Descriptives of this outcome are not part of this run.",
    )


def spanner(results: Results, outcome: Outcome, people: str) -> str:
    """Heading over the columns of some people, with their number where the run has it."""
    frame = results.prevalence
    for row in records(frame[(frame["outcome"] == outcome.id) & (frame["by"] == "all")]):
        n = {"cases": row.cases, "others": row.n - row.cases, "all": row.n}[people]
        return f"{PEOPLE[people]} (n = {labels.count(n)})"
    return PEOPLE[people]


def name(li: Line) -> str:
    """Label of a variable, with the unit of a mean."""
    unit = f", {li.unit}" if li.unit and li.variable.kind == "continuous" else ""
    return labels.typeset(f"{li.label}{unit}{', mean' if li.variable.kind == 'continuous' else ''}")


def rows(li: Line, found: Mapping[Key, Any], pooled: Sequence[str], p: str) -> Iterator[Row]:
    """Rows of a variable: its mean, share or shares, then who is missing; where its years are fewer, they are named."""
    label, blank = f"{name(li)}{restricted(li.variable, pooled)}", ("",) * 2 * len(PEOPLE)
    levels = list(dict.fromkeys(level for _, level in found))
    if li.variable.kind == "categorical":
        yield Row(li.heading, label, (*blank, p))
        for level in levels:
            yield Row(li.heading, labels.typeset(level), (*cells(li, found, level), ""), label)
    else:
        yield Row(li.heading, label, (*cells(li, found, levels[0]), p))
    people = [found.get((p, levels[0])) for p in PEOPLE]
    for said, kinds in (("missing", MISSING), ("without the weight it needs", ["no_weight"])):
        counts = [int(sum(getattr(row, kind) for kind in kinds)) if row else 0 for row in people]
        if any(counts):
            shown = [cell for n in counts for cell in (labels.count(n), "")]
            yield Row(li.heading, said, (*shown, ""), label)


def restricted(variable: Variable, pooled: Sequence[str]) -> str:
    """Of whom and of which releases a variable is, where that is not all adults of all pooled releases."""
    said = labels.restricted(variable.id, " ".join(variable.known_in(pooled)), pooled)
    return f" ({'; '.join(filter(None, said))})" if any(said) else ""


def cells(li: Line, found: Mapping[Key, Any], level: str) -> Iterator[str]:
    """For cases, others and all: people, and the weighted share or mean with its standard error."""
    for people in PEOPLE:
        row = found.get((people, level))
        if row is None:
            yield from (labels.NONE, labels.NONE)
            continue
        share = row.statistic == "percent"
        yield f"{labels.count(row.n_level)} of {labels.count(row.n)}" if share else labels.count(row.n)
        if row.n == 0 or (share and row.n_level == 0):
            yield labels.NONE if row.n == 0 else "0"
            continue
        text = labels.with_error(row.value * li.times, row.std_error * li.times)
        yield f"{text} {UNSTABLE}" if unstable(row) else text


def unstable(row: Any) -> bool:
    """Whether so few people have a value, or are in or out of the level, that the number is marked."""
    few = row.statistic == "percent" and min(row.n_level, row.n - row.n_level) < FEWEST_IN_LEVEL
    return bool(row.n < LEAST_N or few)


def p_cell(li: Line, tests: Mapping[str, Any], refer: References) -> str:
    """Cell of p: its value, or a dash and why there is none."""
    if not tests:
        return labels.NONE
    row = tests.get(li.variable.id)
    if row is None or row.status not in labels.INTERVAL:
        return f"{labels.NONE} {refer.mark(NO_TEST if row is None else too_few(row))}"
    return f"{labels.p_text(row.p_value)}{f' {labels.FEW}' if row.reason else ''}"


def too_few(row: Any) -> str:
    """Why a row of `comparisons` shows no p."""
    return "too few cases in a level for a test" if row.status == labels.TOO_FEW else row.reason.rstrip(".")


def notes(outcome: Outcome, pooled: str, tests: Mapping[str, Any], absent: str) -> Iterator[str]:
    """What the columns hold, how they were made, and what is not there."""
    yield (
        f"Releases: {labels.releases(pooled)}; a variable that fewer of them measured names them."
        if pooled
        else ""
    )
    yield (
        "n: people, unweighted; for a share those in the level of those with a value, for a mean those with a value. "
        "Percents and means are weighted, each with the weight of the part of the survey that measured the variable, "
        "shared out over the pooled releases; SE: standard error by Taylor linearisation over strata and PSUs, "
        f"{labels.NONE} where the design leaves no degree of freedom."
    )
    yield (
        "Missing, unweighted: refused, don't know, no record (not examined or interviewed), blank, undetermined, or a "
        "release without the variable; they are in no percent and no mean. A variable without this row has nobody "
        "missing. Where a variable is of some people only, as its label says, the others are not counted."
    )
    yield (
        f"{UNSTABLE} fewer than {LEAST_N} people with a value (the least that NCHS presents a share of), or fewer than "
        f"{FEWEST_IN_LEVEL} in the level or out of it: unstable. NCHS's limits of the width of an interval are not "
        "applied here: see the SE."
    )
    if outcome.among_users:
        yield (
            "Every case takes a prescription drug by definition, and many others take none: drugs, and what they "
            "treat, are more common among cases for that alone. The table of estimates compares drugs among people "
            "who take any."
        )
    if tests:
        yield (
            "p: cases against others, by the design: Rao-Scott F test of shares, t test of the difference of means. "
            "Not adjusted, neither for other variables nor for the number of tests."
        )
        study = load_plan()
        yield (
            f"{labels.FEW} fewer than {study.fewest_cases} cases in all, {study.fewest_df} design degrees of freedom, "
            f"or {study.fewest_expected} cases to expect in a level: the p is rough, and often too small. Below "
            f"{FEWEST_SHOWN} to expect or found in a level there is none."
        )
    else:
        yield f"p: {labels.NONE}, since tests between cases and others are not part of this run."
    yield f"Not measured in these years: {absent}." if absent else ""
