"""What the study says of itself: the sentences of `about.toml`, which name its survey, outcomes and condition."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True)
class About:
    """Sentences about the study, each without a final line break.

    `definitions` has a phrase for an outcome, by id; `years` the years of a cohort as they are printed, by its name.
    `comments` and `classes` have, by exposure, what must be read with its finding and the exposures that it comprises.
    `revealing` names the negative controls that can reveal bias, and `scheduled` has what the field schedule sets of
    the others, both by exposure.
    `true_by_definition` has, by exposure and control outcome, the drugs that make a user of the exposure a case.
    `not_assessable` has exposures of clinical interest with a comment for the case that they are not reported.
    """

    question: str
    title: str
    title_synthetic: str
    population: str
    source: str
    survey: str
    condition: str
    authors: str
    purpose: str
    under_ascertainment: str
    control_outcomes: str
    same_prescription: str
    negative_controls: str
    association: str
    selection: str
    misclassification: str
    misclassified_associations: str
    drug_classes: str
    sources_to_cite: str
    consequences: str
    observed_drugs: str
    treatment_guideline: str
    indication_or_exposure: str
    analysis_plan: str
    not_preregistered: str
    definitions: Mapping[str, str]
    years: Mapping[str, str]
    comments: Mapping[str, str]
    classes: Mapping[str, list[str]]
    revealing: Mapping[str, str]
    scheduled: Mapping[str, str]
    true_by_definition: Mapping[str, Mapping[str, list[str]]]
    not_assessable: Mapping[str, str]


@cache
def about() -> About:
    """Read the sentences of the study."""
    return About(**tomllib.loads((files(__package__) / "about.toml").read_text(encoding="utf-8")))
