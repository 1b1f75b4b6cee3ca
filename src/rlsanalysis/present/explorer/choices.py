"""What can be picked in the explorer: its controls, their values in words, and what they stand at first."""

from collections.abc import Iterable
from dataclasses import dataclass

from rlsanalysis.nhanes import catalog
from rlsanalysis.present import labels
from rlsanalysis.study.plan import ALL, USERS, Outcome, load_plan
from rlsanalysis.study.results import Results
from rlsanalysis.variables.cohort import COHORTS

ANY = ("", "any")
QUOTED = "quoted"


@dataclass(frozen=True)
class Choice:
    """One control: the field of a row that it picks by, its title, its options (value and words), the one at first."""

    id: str
    title: str
    options: tuple[tuple[str, str], ...]
    first: str


def choices(results: Results) -> tuple[Choice, ...]:
    """Every control, with the values that the results hold; at first the headline rows of the first outcome."""
    rows = results.estimates
    outcome = next(iter(results.primary or results.outcomes), None)
    mine = rows[rows["outcome"] == (outcome.id if outcome else "")]
    role = "headline" if (mine["role"] == "headline").any() else ""
    cohorts = [c for c in COHORTS if c in {o.cohort for o in results.outcomes}]
    sets = [s for s in load_plan().sets if s in set(rows["set"])]
    return (
        Choice("cohort", "Cohort", (ANY, *((c, c.replace("-", labels.DASH)) for c in cohorts)), ""),
        Choice(
            "outcome",
            "Outcome",
            (ANY, *((o.id, outcome_words(o)) for o in results.outcomes)),
            outcome.id if outcome else "",
        ),
        Choice("set", "Adjustment", ((QUOTED, "as in the report"), ANY, *((s, s) for s in sets)), QUOTED),
        Choice(
            "method", "Method", (ANY, *_known(labels.METHOD_WORDS, rows["method"])), load_plan().methods[0]
        ),
        Choice(
            "sample",
            "Sample",
            ((QUOTED, "as in the report"), ANY, *((s, sample_words(s)) for s in _samples(rows["sample"]))),
            QUOTED,
        ),
        Choice("group", "Group", (ANY, *((g, labels.group(g)) for g in dict.fromkeys(rows["group"]))), ""),
        Choice("role", "Role", (ANY, *_known(labels.ROLE_WORDS, rows["role"])), role),
    )


def outcome_words(outcome: Outcome) -> str:
    """An outcome with its role, where that is not primary."""
    return labels.name(outcome.id) + ("" if outcome.role == "primary" else f" ({outcome.role})")


def sample_words(sample: str) -> str:
    """A sample in words."""
    if sample in (ALL, USERS):
        return {ALL: "all adults", USERS: "people with any prescription"}[sample]
    return f"release {sample} alone ({catalog.release(sample).label.replace('-', labels.DASH)})"


def _samples(found: Iterable[str]) -> list[str]:
    return sorted(set(found), key=lambda s: (s != ALL, s != USERS, s))


def _known(words: dict[str, str], found: Iterable[str]) -> list[tuple[str, str]]:
    present = set(found)
    return [(value, said) for value, said in words.items() if value in present]
