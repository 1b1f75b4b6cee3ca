"""The caption of the forest plot, as text."""

from collections.abc import Sequence

from rlsanalysis.present import labels, models
from rlsanalysis.present.controls import about_control_outcomes, any_controls, with_estimate
from rlsanalysis.present.few_cases import few_cases
from rlsanalysis.present.figures.forest_panel import restricted_to
from rlsanalysis.present.figures.selection import Chosen, Part, Selection, Source, select
from rlsanalysis.present.figures.sentences import (
    UNWEIGHTED,
    cases,
    imprecise,
    people,
    symbols,
    with_notes,
)
from rlsanalysis.present.findings import conflicts
from rlsanalysis.present.phrases import compared_among
from rlsanalysis.present.remarks import NO_CONTROLS
from rlsanalysis.present.words import (
    METHOD,
    RELIABILITY,
    on_not_reported,
    weights,
)
from rlsanalysis.study.results import Results, records

ODDS_RATIOS = "Odds ratios with their 95% CIs, on a logarithmic axis."
RESTRICTED = "Years or people below an estimate: the factor is known for these, not for everyone."
COUNTS = (
    "Each row gives exposed cases among all cases (for a continuous exposure, all cases). Rows without an estimate "
    "also give exposed non-cases among all non-cases."
)


def forest_caption(
    source: Source,
    *,
    rows: Chosen | None = None,
    outcomes: Sequence[str] | None = None,
    roles: Sequence[str] | None = None,
    part: Part | None = None,
) -> str:
    """Return the caption of a forest plot; parameters as those of `forest`."""
    selection = select(source, rows, outcomes, roles, part=part)
    results = source if isinstance(source, Results) else None
    planned = _sets(selection)
    described = (
        people(selection.study, results),
        models.samples(selection.study, selection.rows) if selection.tidy else "",
        _counted(results, selection),
        ODDS_RATIOS,
        *planned,
        models.adjustment(selection.study, selection.rows) if selection.tidy else "",
        symbols(),
    )
    notes = (
        COUNTS,
        UNWEIGHTED,
        imprecise(selection.study),
        drug_population(selection),
        selection.study.words.adjusters_themselves if planned else "",
        selection.study.words.adjustment_exceptions
        if {*selection.rows["set"]} & {*selection.study.words.sets}
        else "",
        models.estimators(selection.rows) or METHOD,
        weights(selection.study),
        RELIABILITY,
        on_not_reported(selection.rows),
        f"{labels.NOT_COMPARED.capitalize()}: not asked in those years, or part of the definition of that outcome."
        if _gaps(selection)
        else "",
        RESTRICTED
        if any(restricted_to(selection.study, r, tidy=selection.tidy) for r in records(selection.rows))
        else "",
        _controls(results, selection),
        _opposite(results, selection),
        selection.study.words.association,
        models.drug_source(selection.study, selection.rows),
    )
    return with_notes(described, notes)


def _counted(results: Results | None, selection: Selection) -> str:
    """Count the cases of each outcome: among all people with it known, or in the largest analytic sample."""
    if results is None:
        return cases(selection.study, selection.rows, selection.outcomes)
    found = [few_cases(results, o) for o in results.outcomes if o.id in selection.outcomes]
    unit = results.study.unit.people
    return "; ".join(f"{f.label}: {f.cases} cases among {f.people} {unit}{f.where}" for f in found) + "."


def drug_population(selection: Selection) -> str:
    """Say for which outcomes of a run drugs are compared among users of drugs."""
    models = zip(selection.rows["outcome"], selection.rows["sample"], strict=True)
    return "" if selection.tidy else compared_among(selection.study, models)


def _sets(selection: Selection) -> list[str]:
    """Say what the adjustment sets of the primary estimates of a run contain, and those below them."""
    study = selection.study
    shown = [set_ for set_ in study.sets if (selection.rows["set"] == set_).any()]
    if selection.tidy or not shown:
        return []
    told = [*study.sets][: [*study.sets].index(shown[-1]) + 1]
    return [
        f"{set_.capitalize()} adjustment: {study.words.sets[set_]}."
        for set_ in told
        if set_ in shown or study.sets[set_]
    ]


def _gaps(selection: Selection) -> bool:
    """Return whether a comparison is absent for an outcome."""
    counted = selection.rows.groupby(["exposure", "level"])["outcome"].nunique()
    return bool((counted < len(selection.outcomes)).any())


def _controls(results: Results | None, selection: Selection) -> str:
    if results is not None and not any_controls(results):
        return f"{NO_CONTROLS}."
    if not any(found for of in selection.controls.values() for found in of.values()):
        return ""
    return (
        "Gray text below an estimate: a control outcome that is associated in the same direction, with its odds ratio. "
        f"{about_control_outcomes(selection.study)}"
    )


def _opposite(results: Results | None, selection: Selection) -> str:
    """Name the drawn comparisons of a run whose estimates conflict between its outcomes."""
    drawn = {(r.outcome, r.exposure, r.level, r.set, r.sample) for r in records(selection.rows)}
    found = []
    for finding in conflicts(results) if results else ():
        rows = finding.rows.values()
        if all((r.outcome, r.exposure, r.level, r.set, r.sample) in drawn for r in rows):
            estimates = "; ".join(with_estimate(selection.study, r.outcome, r) for r in rows)
            found.append(f"{finding.label} ({estimates})")
    if not found:
        return ""
    return f"Estimates in opposite directions, where neither 95% CI includes the other odds ratio: {'; '.join(found)}."
