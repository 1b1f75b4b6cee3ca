"""Paragraphs on what was measured: outcomes, exposures, and what was missing."""

from collections.abc import Sequence

from rlsanalysis.present import labels, units
from rlsanalysis.present.manuscript import numbers
from rlsanalysis.present.phrases import numeral, outcome_name
from rlsanalysis.present.words import listed
from rlsanalysis.study.records import Outcome, PlannedExposure, Study
from rlsanalysis.study.results import Results

APART = {
    "treats_rls": "possible treatments",
    "accompanying": "possible companions or consequences of the outcome",
}
"""Kinds of exposures beyond suspected causes and controls, by role."""


def outcomes(results: Results) -> str:
    """Define the outcomes that are presented first, and the secondary ones."""
    study, first = results.study, results.primary
    sentences = [_definition(study, outcome) for outcome in first]
    if any(outcome.role == "primary" for outcome in first):
        n = len(first)
        sentences.insert(0, f"The primary {numbers.plural('outcome', n)} {'was' if n == 1 else 'were'} "
                            f"{numbers.outcomes_named(study, first)}.")  # fmt: skip
    secondary = [o for o in numbers.outcomes_with(results, "secondary") if o not in first]
    if secondary:
        n = len(secondary)
        sentences.append(f"{units.first_upper(numeral(n))} {numbers.plural('outcome', n)} "
                         f"{'was' if n == 1 else 'were'} secondary.")  # fmt: skip
        sentences += [_definition(study, outcome) for outcome in secondary]
    return " ".join(sentences)


def _definition(study: Study, outcome: Outcome) -> str:
    declared = study.variables[outcome.id]
    return study.words.manuscript.outcomes.get(outcome.id) or (
        f"The outcome {labels.in_sentence(declared.label)} was binary ({labels.typeset(declared.contrast)})."
    )


def exposures(results: Results) -> str:
    """Name the exposures: those that are primary in the plan with contrast and direction, others by group."""
    study = results.study
    headline = numbers.exposures_with(results, "headline")
    primary = [e for e in headline if e.primary]
    others = [e for e in headline if not e.primary]
    secondary = numbers.exposures_with(results, "secondary")
    sentences = [_plan(results)]
    if headline:
        n, role = len(headline), study.words.roles["headline"]
        overlap = ", some of which are definitions of one suspected cause" if n > 1 else ""
        sentences.append(f"We studied {numeral(n)} {numbers.plural(role, n)}{overlap}.")
    if primary:
        n = len(primary)
        of = f" of the {numeral(len(headline))}" if others else ""
        sentences.append(
            f"{units.first_upper(numeral(n))}{of} {'was' if n == 1 else 'were'} primary in the plan: "
            f"{'; '.join(_described(study, e) for e in primary)}."
        )
    if others:
        sentences.append(
            f"The {'others' if primary else 'exposures'} were, by group, {_by_group(study, others)}."
        )
    if secondary:
        n, role = len(secondary), study.words.roles["secondary"]
        sentences.append(f"Estimates of {numeral(n)} {numbers.plural(role, n)} were exploratory.")
    for role, kind in APART.items():
        if found := numbers.exposures_with(results, role):
            n, names = len(found), numbers.series([numbers.name_of(study, e.id) for e in found])
            sentences.append(
                f"{units.first_upper(numeral(n))} {numbers.plural('exposure', n)} {'was' if n == 1 else 'were'} "
                f"analyzed as {kind}, not as suspected causes: {names}."
            )
    return numbers.paragraph(*sentences)


def _plan(results: Results) -> str:
    plan = "An analysis plan named the exposures, their adjustment sets and the expected direction of associations."
    words = results.study.words
    return numbers.paragraph(plan, words.not_preregistered, words.manuscript.plan)


def _described(study: Study, exposure: PlannedExposure) -> str:
    """Name an exposure, what was compared, and the direction that the plan expected."""
    declared = study.variables[exposure.id]
    expected = units.direction(study, exposure.hypothesis)
    two_sided = exposure.hypothesis == "two-sided"
    direction = "no direction expected" if two_sided else f"{expected} expected" if expected else ""
    details = "; ".join(filter(None, (labels.typeset(declared.contrast), direction)))
    return f"{numbers.name_of(study, exposure.id).partition(' (')[0]} ({details})"


def _by_group(study: Study, exposures: Sequence[PlannedExposure]) -> str:
    """List exposures by group: `iron: serum ferritin <50 ng/mL, anemia; kidney: ...`."""
    groups: dict[str, list[str]] = {}
    for exposure in exposures:
        group = labels.group(study, study.variables[exposure.id].group)
        groups.setdefault(group, []).append(_with_levels(study, exposure.id))
    return "; ".join(f"{labels.in_sentence(group)}: {', '.join(names)}" for group, names in groups.items())


def _with_levels(study: Study, exposure: str) -> str:
    """Name an exposure: a continuous one with the change, a categorical one with the levels that are compared."""
    binary = study.variables[exposure].kind == "binary"
    return numbers.name_of(study, exposure) if binary else numbers.with_contrast(study, exposure)


def measurement(results: Results) -> str:
    """Say how exposures and adjusters were measured."""
    return results.study.words.manuscript.measurement


def missing_data(results: Results) -> str:
    """Say how missing values were handled and how many there were."""
    study = results.study
    spreads = {outcome.id: numbers.excluded(results, outcome) for outcome in results.primary}
    shares = [
        f"{spread.percents()} for {outcome_name(study, id_)}" for id_, spread in spreads.items() if spread
    ]
    role = numbers.plural(study.words.roles["headline"], 2)
    return numbers.paragraph(
        "Refused, unknown and blank answers were missing values. Analyses were of complete cases: a model included "
        f"the {study.unit.people} whose outcome, exposure and adjusters were all known and who had a positive "
        "weight. No value was imputed. Such estimates are valid if, given exposure and covariates, being complete did "
        "not depend on the outcome [@White2010].",
        f"Of the {study.unit.people} in the population and sample of an exposure whose outcome was known, the share "
        "that was not in the model, because the exposure or a covariate was unknown or because there was no weight "
        f"(without an examination, for example), was {listed(shares)} across {role}."
        if shares
        else "",
    )
