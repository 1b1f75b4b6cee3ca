"""Paragraph on covariates: adjustment sets, their coding, and what was left out of the models of which exposures."""

from collections.abc import Sequence

from rlsanalysis.present import labels
from rlsanalysis.present.manuscript import numbers
from rlsanalysis.present.phrases import outcome_name
from rlsanalysis.present.words import listed
from rlsanalysis.study.records import PlannedExposure, Study
from rlsanalysis.study.results import Results


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
