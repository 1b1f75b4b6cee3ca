"""The caption of a dose-response figure, as text."""

import math
from collections.abc import Sequence

from rlsanalysis.present import labels, printing, vocabulary
from rlsanalysis.present.figures.curve_panel import CurvePanel
from rlsanalysis.present.figures.dose_response import panels_of
from rlsanalysis.present.figures.key import MEANINGS
from rlsanalysis.present.figures.selection import Source
from rlsanalysis.present.figures.sentences import UNWEIGHTED, people, with_notes
from rlsanalysis.present.own_rows import study_of_source
from rlsanalysis.present.words import METHOD_OF_CURVES, adjusted_for, adjusters, lacking, listed, weights
from rlsanalysis.study.records import Study
from rlsanalysis.study.results import Results

LINES = (
    f"Solid lines: {MEANINGS['filled']}. Dashed lines: {MEANINGS['open']}. Bands: pointwise 95% CIs; gray without a "
    "line: CI only (sparse data)."
)
RUG = "Ticks above the horizontal axis: weighted percentiles 2, 4, ..., 98 of the analytic sample."
ENDS = "Equal percentiles share a tick. A curve ends where too few cases support it."
KNOTS = (
    "More knots let a curve bend more freely, but leave less information for each of its coefficients. The reliability "
    "of a curve is that of its least supported value or coefficient. A curve with more cases and more knots may "
    "therefore be shown with less, as a CI only or not at all, than a curve with fewer cases and fewer knots."
)


def dose_response_caption(
    source: Source, exposure: str | None = None, *, outcomes: Sequence[str] | None = None
) -> str:
    """Return the caption of a dose-response figure; parameters as those of `dose_response`."""
    variable, panels, lacking = panels_of(source, exposure, outcomes)
    results = source if isinstance(source, Results) else None
    study = study_of_source(source)
    absent = "; ".join(labels.name(study, outcome) for outcome in lacking)
    described = (
        people(
            study,
            results,
        ),
        _reference(study, panels, variable),
        *(f"Sample: {words}." for words in dict.fromkeys(p.sample for p in panels if p.sample)),
        _sets(study, panels),
        LINES,
        RUG,
    )
    notes = (
        UNWEIGHTED,
        *(f"{labels.short(study, p.outcome)}: {p.tests}." for p in panels if p.tests),
        *(_ends(results, p) for p in panels if results is not None and p.few),
        *_adjusters(study, panels, variable),
        METHOD_OF_CURVES,
        _knots(study, panels),
        _reliability(study),
        ENDS,
        weights(study),
        f"No curve in this run, or not measured with this variable: {absent}." if absent else "",
        study.words.association,
    )
    return with_notes(described, notes)


def _names(study: Study, panels: list[CurvePanel]) -> list[str]:
    """Name each panel within a sentence: by its outcome, and what tells it from others of this outcome."""
    parts = [
        (p.sample_text, labels.releases(study, p.row.releases), p.adjusted, f"reference {p.reference_text}")
        for p in panels
    ]
    found = []
    for panel, own in zip(panels, parts, strict=True):
        same = [part for other, part in zip(panels, parts, strict=True) if other.outcome == panel.outcome]
        apart = ", ".join(words for i, words in enumerate(own) if len({part[i] for part in same}) > 1)
        found.append(
            labels.in_sentence(labels.short(study, panel.outcome)) + (f" ({apart})" if apart else "")
        )
    return found


def _ends(results: Results, panel: CurvePanel) -> str:
    """Say beyond which values a drawn curve has no case: `Of the 34 cases ..., none has one below 45`."""
    rows = results.distributions[results.distributions["variable"] == panel.variable]
    own = (rows["outcome"] == panel.outcome) & (rows["people"] == "cases")
    bins = rows[own].sort_values("bin")
    with_cases = bins[bins["n"] > 0]
    if panel.symbol == "none" or with_cases.empty:
        return ""
    low, high = with_cases["low"].iloc[0], with_cases["high"].iloc[-1]
    ends = [f"below {low:g}"] * math.isfinite(low) + [f"at or above {high:g}"] * math.isfinite(high)
    if not ends:
        return ""
    cases, outcome = (
        printing.count(bins["n"].sum()),
        labels.in_sentence(labels.short(results.study, panel.outcome)),
    )
    beyond = labels.typeset(f"{' or '.join(ends)} {panel.unit}")
    return f"Of the {cases} cases of {outcome} with a value, none has one {beyond}."


def _reference(study: Study, panels: list[CurvePanel], variable: str) -> str:
    """Give the reference value, and why it was chosen if the plan did so."""
    planned = study.curves.get(variable)
    drawn = [p for p in panels if p.symbol != "none"]
    if not drawn:
        return "No curve is shown."
    values = listed(list(dict.fromkeys(p.reference_text for p in drawn)))
    as_planned = planned is not None and all(p.reference == planned.reference for p in drawn)
    why = f": {planned.reason}" if planned and planned.reason and as_planned else ""
    verb = "is" if len({p.reference for p in drawn}) == 1 else "is that of each panel:"
    quantity = labels.in_sentence(labels.quantity(study, variable))
    return f"Odds ratios by {quantity}; the reference value {verb} {values}{why}."


def _sets(study: Study, panels: list[CurvePanel]) -> str:
    """Name the adjustment of each outcome, without its adjusters."""
    named: dict[str, list[str]] = {}
    for panel, name in zip(panels, _names(study, panels), strict=True):
        named.setdefault(panel.adjusted, []).append(name)
    text = "; ".join(f"{words} for {listed(outcomes)}" for words, outcomes in named.items())
    return f"{text[:1].upper()}{text[1:]}." if text else ""


def _adjusters(study: Study, panels: list[CurvePanel], variable: str) -> list[str]:
    """Name the adjusters of each model."""
    planned = study.curves.get(variable)
    found: dict[str, list[str]] = {}
    for panel, name in zip(panels, _names(study, panels), strict=True):
        without = lacking(study, variable, panel.set, panel.row.releases, panel.row.reason)
        words = (
            panel.set
            if panel.set in study.sets
            else adjusters(study, panel.set, [panel.row.releases], without)
        )
        if planned and panel.set in study.sets and panel.row.releases:
            releases = tuple(panel.row.releases.split())
            words += (
                f" ({adjusted_for(study, study.exposures[planned.exposure], panel.set, releases, without)})"
            )
        found.setdefault(words, []).append(name)
    return [f"Adjustment for {listed(outcomes)}: {words}." for words, outcomes in found.items()]


def _knots(study: Study, panels: list[CurvePanel]) -> str:
    """Count the knots of each curve, and explain what their number does."""
    named = zip(panels, _names(study, panels), strict=True)
    counted = [f"{name}, {len(panel.knots)}" for panel, name in named if panel.knots]
    return f"Number of knots: {'; '.join(counted)}. {KNOTS}" if counted else ""


def _reliability(study: Study) -> str:
    """Say below which numbers a line is dashed, and below which there is none."""
    df = vocabulary.EFFECTIVE_DF
    return (
        f"A line is dashed with {df['caution']} effective degrees of freedom, fewer than {study.fewest_cases} cases, "
        f"or fewer than {study.fewest_df} design degrees of freedom. With {df['sparse']} effective degrees of freedom "
        "only the CI is shown."
    )
