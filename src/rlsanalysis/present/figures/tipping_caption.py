"""The caption of the tipping-point figure: what its lines stand for, and what they rest on."""

from collections.abc import Sequence

from rlsanalysis.present import labels, printing, size
from rlsanalysis.present.figures.sentences import people, with_notes
from rlsanalysis.present.figures.tipping import associated, drawn_controls, share_detected
from rlsanalysis.present.own_rows import results_of
from rlsanalysis.present.phrases import outcome_name
from rlsanalysis.present.words import listed
from rlsanalysis.study.results import Results


def tipping_point_caption(results: Results, *, outcomes: Sequence[str] | None = None) -> str:
    """Return the caption of the tipping-point figure; parameters as those of `tipping_point`."""
    run = results_of(results, "The tipping-point figure")
    few = "" if associated(run, outcomes) else "No 95% CI of a headline exposure excludes 1."
    drawn = (
        "Detection that would explain each association of a headline exposure whose 95% CI excludes 1: the share of "
        "cases that is detected among people with the factor against that among people without it, on logarithmic axes."
    )
    notes = (
        _shares(run, outcomes),
        _controls(run, outcomes),
        size.DETECTION,
        run.study.words.detection,
        run.study.words.association,
    )
    return with_notes((people(run.study, run), drawn, few), notes)


def _shares(results: Results, outcomes: Sequence[str] | None) -> str:
    """Give the shares at the dotted lines, with the published prevalence that they rest on."""
    shares = {o: share for o in associated(results, outcomes) if (share := share_detected(results, o))}
    if not shares:
        return ""
    listed_shares = listed(
        [f"{low:.0%} to {high:.0%} for {outcome_name(results.study, o)}" for o, (low, high) in shares.items()]
    )
    low, high = results.study.condition_percent
    return (
        f"Dotted lines: the share of people with {results.study.words.condition} who are cases, if {low:g}% to "
        f"{high:g}% have it: {listed_shares}."
    )


def _controls(results: Results, outcomes: Sequence[str] | None) -> str:
    """Name the control outcomes at the dashed lines of each panel, from the lowest odds ratio to the highest."""
    study, sentences = results.study, []
    for outcome, rows in associated(results, outcomes).items():
        found = []
        for row in rows:
            shown = sorted(drawn_controls(results, row).items(), key=lambda item: item[1].odds_ratio)
            if shown:
                named = listed([f"{outcome_name(study, o)} {printing.ratio(c.odds_ratio)}" for o, c in shown])
                found.append(f"{labels.in_sentence(labels.comparison(study, row))}, {named}")
        if found:
            sentences.append(
                f"Control outcomes at the dashed lines for {outcome_name(study, outcome)}: {'; '.join(found)}."
            )
    return " ".join(sentences)
