"""The title of a study: that of the project, or for runs of other outcomes one that names these."""

from collections.abc import Sequence

from rlsanalysis.present import labels
from rlsanalysis.present.about import about
from rlsanalysis.present.words import listed
from rlsanalysis.study.plan import load_plan


def study_title(outcomes: Sequence[str], *, synthetic: bool) -> str:
    """Return the title for some outcomes of the plan, by id, which says whether the data are synthetic."""
    if _of_condition(outcomes):
        return about().title_synthetic if synthetic else about().title
    source = "synthetic data in the form of " if synthetic else ""
    return f"Associations with {condition(outcomes)} in {source}{about().survey}"


def condition(outcomes: Sequence[str]) -> str:
    """Name the condition of the study if a primary outcome is among these, and the outcomes otherwise."""
    if _of_condition(outcomes):
        return about().condition
    return listed([labels.in_sentence(labels.short(outcome)) for outcome in outcomes])


def _of_condition(outcomes: Sequence[str]) -> bool:
    return any(load_plan().outcomes[outcome].role == "primary" for outcome in outcomes)
