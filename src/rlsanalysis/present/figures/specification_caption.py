"""Captions of specification curves: what they count, and what they do not draw."""

from collections.abc import Sequence

from rlsanalysis.present import labels, printing
from rlsanalysis.present.figures.sentences import people, with_notes
from rlsanalysis.present.figures.specifications import chosen, shown_outcomes
from rlsanalysis.present.own_rows import results_of
from rlsanalysis.present.phrases import outcome_name
from rlsanalysis.present.robustness import SIDES, Curve, curves
from rlsanalysis.present.tables.view_specifications import NO_EVIDENCE, specification_note
from rlsanalysis.present.verdict import side
from rlsanalysis.study.results import Results

LAST_LEVEL = "Of a categorical exposure only the last level is drawn; the tables have all levels."


def specifications_caption(results: Results, *, outcomes: Sequence[str] | None = None) -> str:
    """Return the caption of the joint figure; parameters as those of `specifications`."""
    run = results_of(results, "The caption of the specification curves")
    drawn = (
        "Odds ratios of each headline exposure under every subset of its adjusters, by Firth's method, on a "
        "logarithmic axis. Each row is a specification curve: the sorted CIs form the band, the odds ratios the line. "
        "The numbers on the right count the specifications whose CI lies on the same side of 1 as that of the primary "
        "estimate, or includes 1 as it does, among those with a CI."
    )
    shown = [c for o in shown_outcomes(run, outcomes) for c in curves(run, o, last=True)]
    last = LAST_LEVEL if any(_several_levels(curve) for curve in shown) else ""
    return with_notes(
        (people(run.study, run), drawn, last), (_parts(shown), *_notes(run), run.study.words.association)
    )


def specification_curve_caption(
    results: Results, exposure: str, *, outcomes: Sequence[str] | None = None
) -> str:
    """Return the caption of a specification curve; parameters as those of `specification_curve`."""
    run = results_of(results, "The caption of a specification curve")
    study = run.study
    counted, shown = [], chosen(run, exposure, outcomes)
    for curve in shown:
        primary = curve.primary
        if primary is not None and primary.status in printing.INTERVAL:
            what = "includes 1" if not side(primary) else f"lies {SIDES[side(primary)]}"
            name = outcome_name(study, curve.first.outcome)
            counted.append(f"{curve.agreeing} of {len(curve.shown)} for {name}, whose primary 95% CI {what}")
    drawn = (
        f"{labels.name(study, exposure)}: odds ratios with 95% CIs under every subset of the adjusters, sorted, on a "
        "logarithmic axis; the marks below show what each specification adjusts for."
    )
    last = LAST_LEVEL if any(map(_several_levels, shown)) else ""
    agree = f"Specifications that agree with the primary estimate: {'; '.join(counted)}." if counted else ""
    return with_notes(
        (people(study, run), drawn, last, agree), (_parts(shown), *_notes(run), study.words.association)
    )


def _several_levels(curve: Curve) -> bool:
    return curve.study.variables[curve.first.exposure].kind == "categorical"


def _parts(shown: Sequence[Curve]) -> str:
    """Name the curves that have an odds ratio for a part of their CIs only, and say for how many."""
    parts = [
        f"{labels.in_sentence(labels.comparison(c.study, c.first))} and {outcome_name(c.study, c.first.outcome)} "
        f"{c.part_with_points}"
        for c in shown
        if c.part_with_points
    ]
    if not parts:
        return ""
    return (
        "Odds ratios of sparse specifications are not drawn. Where only some are sparse, the curve has the odds ratios "
        f"of these numbers of the specifications with a CI: {'; '.join(parts)}."
    )


def _notes(results: Results) -> tuple[str, ...]:
    """Explain specifications, and count those that are not drawn."""
    hidden = (~results.specifications["status"].isin(printing.INTERVAL)).sum()
    few = (
        "Specifications with too few cases, or without an estimate, are counted and not drawn."
        if hidden
        else ""
    )
    return specification_note(results.study), NO_EVIDENCE, few, "Counts of people are unweighted."
