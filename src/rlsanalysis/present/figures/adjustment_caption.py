"""The caption of the adjustment figure, as text."""

from collections.abc import Sequence

from rlsanalysis.present import labels, models
from rlsanalysis.present.figures.adjustment import sets_of
from rlsanalysis.present.figures.forest_caption import drug_population
from rlsanalysis.present.figures.selection import Chosen, Source, select
from rlsanalysis.present.figures.sentences import UNWEIGHTED, cases, imprecise, people, symbols, with_notes
from rlsanalysis.present.words import METHOD, RELIABILITY, adjustment_set, weights
from rlsanalysis.study.results import Results

CHANGE = (
    "Reliability can rise with adjustment, because the cases expected in the smaller group depend on the adjusters. "
    "Where, for instance, exposed people are older, an adjusted model expects more cases among them than the crude "
    "model does. An estimate with a CI only in the crude model can therefore have a point estimate when adjusted. "
    "With few cases, a model with more adjusters may rate better only because the penalty of Firth's method raises "
    "the fitted probabilities, and with them the expected cases; a better rating with full adjustment is not better "
    "evidence. With so few cases, estimates that only the full model shows, or whose 95% CI excludes 1 only there, "
    "should not be interpreted. The effective degrees of freedom of continuous exposures change with the model as "
    "well. Fuller sets have smaller analytic samples, because people with a missing adjuster are excluded; part of a "
    "change may be due to this."
)


def adjustment_caption(
    source: Source, *, rows: Chosen | None = None, outcomes: Sequence[str] | None = None
) -> str:
    """Return the caption of the adjustment figure; parameters as those of `adjustment`."""
    selection = select(source, rows, outcomes, every_set=True)
    results = source if isinstance(source, Results) else None
    sets = sets_of(selection.study, selection.rows)
    named = [
        f"{s.capitalize()} adjustment: {selection.study.words.sets[s]}."
        for s in sets
        if s in selection.study.words.sets
    ]
    in_order = "; ".join(adjustment_set(selection.study, s) for s in sets)
    planned = selection.study.outcomes
    primary = [
        f"{labels.name(selection.study, o)}, {planned[o].headline_set}"
        for o in selection.outcomes
        if o in planned
    ]
    described = (
        people(selection.study, results),
        models.samples(selection.study, selection.rows) if selection.tidy else "",
        f"Odds ratios with their 95% CIs, on a logarithmic axis, from top to bottom: {in_order}.",
        *([models.adjustment(selection.study, selection.rows)] if selection.tidy else named),
        symbols(),
    )
    notes = (
        cases(selection.study, selection.rows, selection.outcomes),
        UNWEIGHTED,
        imprecise(selection.study),
        f"Primary adjustment set: {'; '.join(primary)}." if primary else "",
        f"{selection.study.words.adjusters_themselves} {selection.study.words.adjustment_exceptions}"
        if named
        else "",
        CHANGE,
        drug_population(selection),
        models.estimators(selection.rows) or METHOD,
        weights(selection.study),
        RELIABILITY,
        selection.study.words.association,
    )
    return with_notes(described, notes)
