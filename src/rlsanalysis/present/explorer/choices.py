"""The filters of the explorer: their values in words, and what they are set to at first."""

from collections.abc import Iterable
from dataclasses import dataclass

from rlsanalysis.present import labels, vocabulary
from rlsanalysis.present.about import about
from rlsanalysis.study.plan import USERS, load_plan
from rlsanalysis.study.records import ALL, Outcome
from rlsanalysis.study.results import Results
from rlsanalysis.variables.cohort import COHORTS

ANY = ("", "any")
PRIMARY = "primary"
OUTCOME_ROLES = {"secondary": "secondary outcome", "control": "control outcome, not {condition}"}


@dataclass(frozen=True)
class Choice:
    """One filter.

    Attributes
    ----------
    id : field of a row by which it selects.
    title : its label.
    options : value and words of each option.
    first : value at first.
    model : whether it selects how an estimate was made, not which factor and outcome.
    """

    id: str
    title: str
    options: tuple[tuple[str, str], ...]
    first: str
    model: bool = False


def choices(results: Results) -> tuple[Choice, ...]:
    """Return every filter, with the values that occur in the results."""
    rows, first = results.estimates, first_outcome(results)
    own = rows[rows["outcome"] == first]
    role = "headline" if (own["role"] == "headline").any() else ""
    cohorts = [c for c in COHORTS if c in {o.cohort for o in results.outcomes}]
    sets = [s for s in load_plan().sets if s in set(rows["set"])]
    samples = [(s, labels.sample(s)) for s in _samples(rows["sample"])]
    return (
        Choice(
            "outcome", "Outcome", (ANY, *((o.id, outcome_words(o, brief=True)) for o in results.outcomes)), first
        ),
        Choice("cohort", "Cohort", (ANY, *((c, about().years[c]) for c in cohorts)), ""),
        Choice("role", "Role", (ANY, *_known(vocabulary.ROLE_WORDS, rows["role"])), role),
        Choice("group", "Group", (ANY, *((g, labels.group(g)) for g in dict.fromkeys(rows["group"]))), ""),
        Choice(
            "set", "Adjustment", ((PRIMARY, "primary set"), ANY, *((s, s) for s in sets)), PRIMARY, model=True
        ),
        Choice("sample", "Sample", ((PRIMARY, "primary sample"), ANY, *samples), PRIMARY, model=True),
        Choice(
            "method", "Method", (ANY, *_known(vocabulary.METHOD_WORDS, rows["method"])), load_plan().methods[0],
            model=True,
        ),
    )  # fmt: skip


def first_outcome(results: Results) -> str:
    """Return the primary outcome with most cases; the first of all outcomes if none is primary."""
    cases = results.estimates.groupby("outcome")["cases"].max()
    primary = sorted(results.primary, key=lambda o: -cases[o.id])
    return next((o.id for o in (*primary, *results.outcomes)), "")


def outcome_words(outcome: Outcome, *, brief: bool = False) -> str:
    """Name an outcome, with its role where that is not primary; `brief` names the role so that it fits a phone."""
    if outcome.role == "primary":
        return labels.short(outcome.id)
    role = outcome.role if brief else OUTCOME_ROLES[outcome.role].format(condition=about().condition)
    return f"{labels.short(outcome.id)} ({role})"


def _samples(present: Iterable[str]) -> list[str]:
    return sorted(set(present), key=lambda s: (s != ALL, s != USERS, s))


def _known(words: dict[str, str], values: Iterable[str]) -> list[tuple[str, str]]:
    present = set(values)
    return [(value, label) for value, label in words.items() if value in present]
