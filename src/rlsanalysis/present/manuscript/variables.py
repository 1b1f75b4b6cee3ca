"""Paragraphs on what was measured: outcomes, exposures, adjusters, and what was missing."""

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


def covariates(results: Results) -> str:
    """Name the adjustment sets, which of them was primary for which outcome, and the coding of covariates."""
    study = results.study
    there = {*results.estimates["set"]}
    main = [set_ for set_ in study.main_sets if set_ in there]
    named = [f"{set_} ({study.words.sets[set_]})" for set_ in main if set_ in study.words.sets]
    several = "these adjustment sets" if len(named) > 1 else "one adjustment set"
    return numbers.paragraph(
        f"Models had {several}: {'; '.join(named)}." if named else "",
        _primary_sets(results),
        _without_full(results, main),
        _coding(results, main),
        study.words.manuscript.adjustment,
    )


def _primary_sets(results: Results) -> str:
    """Say which adjustment set the primary estimates of which outcomes had."""
    sets: dict[str, list[str]] = {}
    for outcome in (*results.primary, *(o for o in results.outcomes if o.role == "secondary")):
        names = sets.setdefault(outcome.headline_set, [])
        names += [name] if (name := outcome_name(results.study, outcome.id)) not in names else []
    if not sets:
        return ""
    if len(sets) == 1:
        return f"Primary estimates had the {next(iter(sets))} set."
    named = [f"the {set_} set for {numbers.series(names)}" for set_, names in sets.items()]
    return f"Primary estimates had {', and '.join(named)}."


def _without_full(results: Results, main: Sequence[str]) -> str:
    """Name the exposures that are themselves covariates and have no model with the largest of the main sets."""
    study, rows = results.study, results.estimates
    outcomes = [outcome.id for outcome in results.primary]
    own = rows[rows["outcome"].isin(outcomes) & rows["set"].isin(main)]
    largest = main[-1] if main else ""
    there = own.groupby("exposure")["set"].agg(set)
    names = [
        numbers.name_of(study, id_)
        for id_ in study.exposures
        if id_ in there.index and largest not in there[id_]
    ]
    if not names or len(main) < 2:
        return ""
    sets = f"the {listed(main[:-1])} sets only, and the {main[-2]} set was primary"
    return f"As exposures, {numbers.series(names)} had {sets}."


def _coding(results: Results, main: Sequence[str]) -> str:
    """Say how the adjusters of the main sets entered the models, and that an exposure replaced what it measured."""
    study = results.study
    names = dict.fromkeys(a for set_ in main for a in study.sets[set_])
    coded = [text for name in names if (text := _coded(study, name))]
    if not coded:
        return ""
    fitted = numbers.exposures_with(results, *study.words.roles)
    added: dict[str, list[str]] = {}
    for exposure in fitted:
        if exposure.add:
            label = study.adjusters[exposure.add].label
            added.setdefault(label, []).append(numbers.name_of(study, exposure.id))
    return numbers.paragraph(
        f"Covariates were coded as {'; '.join(coded)}.",
        _left_out(study, fitted),
        *(
            f"Models of {numbers.series([*dict.fromkeys(names)])} were also adjusted for {label}."
            for label, names in added.items()
        ),
    )


def _left_out(study: Study, exposures: Sequence[PlannedExposure]) -> str:
    """Say which covariate was left out of the models of which exposures."""
    dropped: dict[str, list[str]] = {}
    for exposure in exposures:
        if exposure.drop:
            label = study.adjusters[exposure.drop].label
            dropped.setdefault(label, []).append(numbers.name_of(study, exposure.id))
    named = [
        f"{label} in models of {numbers.series([*dict.fromkeys(names)])}" for label, names in dropped.items()
    ]
    constant = "A covariate that was constant in the population of an exposure was left out"
    if not named:
        return f"{constant}."
    return f"{constant}, and so was one that measured the exposure itself or may follow from it: {'; '.join(named)}."


def _coded(study: Study, name: str) -> str:
    adjuster = study.adjusters[name]
    declared = study.variables[adjuster.variable]
    label = adjuster.label.partition(" and its ")[0]
    if declared.kind == "continuous":
        powers = "linear and quadratic terms" if 2 in adjuster.powers else "linear term"
        return f"{label} ({powers})"
    levels = [labels.level(study, declared.id, level) for level in declared.levels]
    return f"{label} ({', '.join(levels)})"


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
