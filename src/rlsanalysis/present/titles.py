"""Titles of a study: that of the project, or for a part of it one that names its outcomes and its exposure."""

from collections.abc import Sequence

from rlsanalysis.present import labels, units
from rlsanalysis.present.phrases import numeral, outcome_name
from rlsanalysis.present.roles import SUSPECTED
from rlsanalysis.present.words import listed
from rlsanalysis.study.records import Study
from rlsanalysis.study.results import Results

MOST_NAMED = 8


def study_title(study: Study, outcomes: Sequence[str], exposures: Sequence[str]) -> str:
    """Return the title for some outcomes and exposures of the plan, by id, which says whether the data are synthetic.

    It is that of the project for several exposures with suspected causes among them and a primary outcome.
    """
    roles = {study.exposures[exposure].role for exposure in exposures}
    if _of_condition(study, outcomes) and len(exposures) > 1 and roles & {*SUSPECTED}:
        return study.words.title_synthetic if study.synthetic else study.words.title
    source = "synthetic data in the form of " if study.synthetic else ""
    associations = f"associations with {condition(study, outcomes)} in {source}{study.words.survey}"
    return (
        f"{_named(study, exposures[0])}: {associations}"
        if len(exposures) == 1
        else units.first_upper(associations)
    )


def title_of(results: Results) -> str:
    """Return the title of a run, from the exposures and the outcomes that it presents first."""
    exposures = list(results.estimates["exposure"].unique())
    return study_title(results.study, [o.id for o in results.primary], exposures)


def contents(results: Results) -> str:
    """Say which exposures and outcomes a run has: how many, and their names where they are few."""
    exposures = [outcome_name(results.study, e) for e in results.estimates["exposure"].unique()]
    outcomes, controls = (
        [outcome_name(results.study, o.id) for o in results.outcomes if (o.role == "control") == control]
        for control in (False, True)
    )
    parts = {"exposure": exposures, "outcome": outcomes, "control outcome": controls}
    return f"This run contains estimates for {listed([_items(*part) for part in parts.items() if part[1]])}."


def _items(kind: str, names: Sequence[str]) -> str:
    named = f" ({'; '.join(names)})" if len(names) <= MOST_NAMED else ""
    return f"{numeral(len(names))} {kind}{'s' * (len(names) != 1)}{named}"


def condition(study: Study, outcomes: Sequence[str]) -> str:
    """Name the condition of the study if a primary outcome is among these, and the outcomes otherwise."""
    if _of_condition(study, outcomes):
        return study.words.condition
    return listed([outcome_name(study, outcome) for outcome in outcomes])


def _of_condition(study: Study, outcomes: Sequence[str]) -> bool:
    return any(study.outcomes[outcome].role == "primary" for outcome in outcomes)


def _named(study: Study, exposure: str) -> str:
    return labels.without_unit(labels.short(study, exposure)).removesuffix(", by category")
