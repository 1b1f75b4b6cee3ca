"""Words for the units of a study: who they are, in which releases, with which weights.

It says `participants` and `survey cycles`, or `visits` and `years`, as the study says.
"""

from collections.abc import Sequence

from rlsanalysis.present import vocabulary
from rlsanalysis.study.records import ADULTS, Outcome, Study


def weight(study: Study, component: str) -> str:
    """Weight of a component of the survey: `examination weight`; empty if no cohort has the component."""
    cohorts = (c.components for c in study.cohorts.values())
    return next((found[component].weight for found in cohorts if component in found), "")


def weight_of(study: Study, *outcomes: Outcome) -> str:
    """Weight of the components that have outcomes: `interview weight`."""
    pooled = ((study.variables[o.id], study.cohorts[o.cohort].together) for o in outcomes)
    components = sorted({variable.component[r] for variable, releases in pooled for r in releases})
    return " or ".join(weight(study, component) for component in components)


def data(study: Study) -> str:
    """Name the data within a title: `NHANES`, or `in the form of NHANES` for simulated people."""
    return f"{'in the form of ' * study.synthetic}{study.words.survey}"


def direction(study: Study, hypothesis: str) -> str:
    """Direction of an association that the plan expects: `higher odds`; empty if it expects none in particular."""
    return vocabulary.DIRECTIONS.get(hypothesis) or study.words.directions.get(hypothesis, "")


def people(study: Study, id_: str) -> str:
    """Whom `descriptives` describes: `Cases`, `Non-cases`, `All adults`."""
    return f"All {study.unit.people}" if id_ == "all" else vocabulary.PEOPLE[id_]


def everyone(study: Study) -> str:
    """Name the people of a model that is not restricted to a sample: `all eligible adults`."""
    return f"all eligible {study.unit.people}"


def whole(study: Study, cohort: str) -> str:
    """Name the people whom a cohort describes: `adults 20 and older`."""
    design = study.cohorts[cohort]
    ages = design.population
    upper = "and older" if ages.oldest is None else f"to {ages.oldest}"
    return f"{design.unit.people} {ages.youngest} {upper}"


def first_upper(text: str) -> str:
    """Capitalize the first letter only, unless the word has a capital of its own, as `eGFR`."""
    return text if text[1:2].isupper() else f"{text[:1].upper()}{text[1:]}"


def group_heading(study: Study, by: str) -> str:
    """Heading of a grouping of prevalence; empty for everyone."""
    if by == "release":
        return first_upper(study.unit.release)
    return study.groupings[by].label if by in study.groupings else ""


def usual_population(study: Study, pooled: Sequence[str]) -> str:
    """Population of the cohort to which releases belong."""
    design = next((c for c in study.cohorts.values() if {*pooled} <= c.releases.keys()), None)
    return (design.population if design else ADULTS).described(study.unit.people)
