"""What is missing of each variable: shares by reason, before anything is drawn."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pandas as pd

from rlsanalysis.present.figures.text import FIRM
from rlsanalysis.study.names import as_names
from rlsanalysis.study.records import Outcome, Study
from rlsanalysis.study.records.missing import NOT_MEASURED
from rlsanalysis.study.results import Results

REASONS = {
    NOT_MEASURED: "not measured",
    "no_record": "not examined",
    "blank": "no value",
    "refused": "refused",
    "dont_know": "don't know",
    "undetermined": "undetermined",
    "no_weight": "no weight",
}
"""Reasons in the order in which they are drawn, each in the words that label it."""
LEAST = 0.95  # percent from which a reason is named


@dataclass(frozen=True)
class Missing:
    """Percent of adults without a value, by reason."""

    shares: dict[str, float]

    @property
    def words(self) -> str:
        """The reasons with their percents: `not examined 5%, no value 4%`."""
        named = [
            f"{REASONS[r]} {share:.0f}%".replace(" ", FIRM)
            for r, share in self.shares.items()
            if share >= LEAST
        ]
        total = sum(self.shares.values())
        return ", ".join(named) or ("none missing" if total == 0 else f"{max(total, 0.1):.1f}% missing")


@dataclass(frozen=True)
class MissingRow:
    """A variable, or an outcome, with what is missing of it in each cohort."""

    variable: str
    group: str
    cohorts: dict[str, Missing]


def missing_rows(results: Results, variables: Sequence[str] | None = None) -> list[MissingRow]:
    """Return what is missing: of headline exposures by group, of adjusters, and of outcomes.

    `variables` chooses exposures and adjusters, and their order.
    """
    cells = {
        (variable, cohort): missing
        for cohort, outcome in _one_per_cohort(results).items()
        for variable, missing in _of_cohort(results, outcome)
    }
    cohorts = list(_one_per_cohort(results))
    rows = []
    for variable, group in (
        _listed(results.study) if variables is None else [(v, "") for v in as_names(variables)]
    ):
        found = {c: cells[variable, c] for c in cohorts if (variable, c) in cells}
        if found:
            rows.append(MissingRow(variable, group, found))
    if variables is None:
        rows += [
            MissingRow(o.id, "outcomes", {o.cohort: m})
            for o in results.outcomes
            if (m := _of_outcome(results, o))
        ]
    return rows


def _one_per_cohort(results: Results) -> dict[str, Outcome]:
    """Return the first outcome of each cohort: its people stand for the adults of the cohort."""
    found: dict[str, Outcome] = {}
    for outcome in results.outcomes:
        found.setdefault(outcome.cohort, outcome)
    return found


def _of_cohort(results: Results, outcome: Outcome) -> Iterator[tuple[str, Missing]]:
    """Yield what is missing of each variable in the pooled cycles of a cohort."""
    rows, pooled = results.descriptives, " ".join(results.study.cohorts[outcome.cohort].together)
    own = rows[(rows["outcome"] == outcome.id) & (rows["people"] == "all") & (rows["releases"] == pooled)]
    for row in own.drop_duplicates("variable").to_dict("records"):
        counts = {reason: 0 if pd.isna(row[reason]) else int(row[reason]) for reason in REASONS}
        total = sum(counts.values()) + int(row["n"])
        if total:
            yield str(row["variable"]), Missing({r: 100 * n / total for r, n in counts.items()})


def _listed(study: Study) -> Iterator[tuple[str, str]]:
    """Yield headline exposures with their group, then adjusters."""
    adjusters = [a.variable for a in study.adjusters.values()]
    for exposure in study.exposures.values():
        if exposure.role == "headline" and exposure.id not in adjusters:
            yield exposure.id, study.variables[exposure.id].group
    yield from ((variable, "adjusters") for variable in adjusters)


def _of_outcome(results: Results, outcome: Outcome) -> Missing | None:
    """Return the share of adults whose outcome is not known; None where the run does not have it."""
    flow, prevalence = results.flow, results.prevalence
    adults = flow.loc[
        (flow["outcome"] == outcome.id)
        & (
            flow["left"]
            == results.study.cohorts[outcome.cohort].population.described(results.study.unit.people)
        ),
        "n",
    ].max()
    known = outcome_known(prevalence, outcome.id)
    return None if pd.isna(adults) or known is None else Missing({"blank": 100 * (1 - known / int(adults))})


def outcome_known(prevalence: pd.DataFrame, outcome: str) -> int | None:
    """Return the number of people with the outcome known."""
    rows = prevalence[(prevalence["outcome"] == outcome) & (prevalence["by"] == "all")]
    return int(rows["n"].iloc[0]) if len(rows) else None
