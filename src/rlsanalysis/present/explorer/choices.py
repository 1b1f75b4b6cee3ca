"""The filters of the explorer: their values in words, and what they are set to at first."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from rlsanalysis.present import labels, vocabulary
from rlsanalysis.study.records import ALL, Outcome, Study
from rlsanalysis.study.results import Results

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
    study = results.study
    rows, first = results.estimates, first_outcome(results)
    own = rows[rows["outcome"] == first]
    role = "headline" if (own["role"] == "headline").any() else ""
    cohorts = [c for c in study.cohorts if c in {o.cohort for o in results.outcomes}]
    sets = [s for s in study.sets if s in set(rows["set"])]
    samples = [(s, labels.sample(study, s)) for s in _samples(study, rows["sample"])]
    return (
        Choice(
            "outcome",
            "Outcome",
            (ANY, *((o.id, outcome_words(study, o, brief=True)) for o in results.outcomes)),
            first,
        ),
        Choice("cohort", "Cohort", (ANY, *((c, study.cohorts[c].years) for c in cohorts)), ""),
        Choice("role", "Role", (ANY, *_known(study.words.roles, rows["role"])), role),
        Choice("group", "Group", (ANY, *((g, labels.group(study, g)) for g in dict.fromkeys(rows["group"]))), ""),
        Choice(
            "set", "Adjustment", ((PRIMARY, "primary set"), ANY, *((s, s) for s in sets)), PRIMARY, model=True
        ),
        Choice("sample", "Sample", ((PRIMARY, "primary sample"), ANY, *samples), PRIMARY, model=True),
        Choice(
            "method", "Method", (ANY, *_known(vocabulary.METHOD_WORDS, rows["method"])), study.methods[0],
            model=True,
        ),
    )  # fmt: skip


def first_outcome(results: Results) -> str:
    """Return the primary outcome with most cases; the first of all outcomes if none is primary."""
    cases = results.estimates.groupby("outcome")["cases"].max()
    primary = sorted(results.primary, key=lambda o: -cases[o.id])
    return next((o.id for o in (*primary, *results.outcomes)), "")


def outcome_words(study: Study, outcome: Outcome, *, brief: bool = False) -> str:
    """Name an outcome, with its role where that is not primary; `brief` names the role so that it fits a phone."""
    if outcome.role == "primary":
        return labels.short(study, outcome.id)
    role = outcome.role if brief else OUTCOME_ROLES[outcome.role].format(condition=study.words.condition)
    return f"{labels.short(study, outcome.id)} ({role})"


def _samples(study: Study, present: Iterable[str]) -> list[str]:
    return sorted(set(present), key=lambda s: (s != ALL, s not in study.samples, s))


def _known(words: Mapping[str, str], values: Iterable[str]) -> list[tuple[str, str]]:
    present = set(values)
    return [(value, label) for value, label in words.items() if value in present]
