"""How the odds ratios of an outcome depend on the choice of adjusters."""

from rlsanalysis.present import labels, printing, units
from rlsanalysis.present.robustness import Curve, curves, expected_text
from rlsanalysis.present.tables.table import Column, Row, Table, make
from rlsanalysis.present.words import listed
from rlsanalysis.study.records import Outcome, Study
from rlsanalysis.study.results import Results

ODDS = "Odds ratio"
EXCLUDES = "95% CI excludes 1 on the expected side"
COLUMNS = (
    Column("With a CI / all"), Column("Primary", ODDS), Column("Median", ODDS), Column("Range", ODDS),
    Column("Firth", EXCLUDES), Column("Own people", EXCLUDES), Column("Maximum likelihood", EXCLUDES),
)  # fmt: skip
HIDDEN = labels.DASH
SUMMARIZED = (
    "Median and range: of the odds ratios that are neither sparse nor not reported; in parentheses, their number among "
    "the specifications with a CI, where some of these are sparse. If the plan expects no direction, the CIs above "
    "and below 1 are counted."
)
NO_EVIDENCE = (
    "Specifications share their people, so their number is no measure of evidence, and no p value is given."
)


def specifications(results: Results, outcome: Outcome) -> Table:
    """Tabulate the specification curve of each headline comparison of an outcome."""
    study = results.study
    found = curves(results, outcome)
    return make(
        study,
        f"specifications_{outcome.id}",
        f"{labels.name(study, outcome.id)}: odds ratios under every subset of the adjusters, {units.data(study)} "
        f"{study.cohorts[outcome.cohort].years}",
        "Exposure",
        COLUMNS,
        [
            Row(
                labels.group(study, study.variables[curve.first.exposure].group),
                labels.comparison(study, curve.first),
                _cells(curve),
            )
            for curve in found
        ],
        [specification_note(study), SUMMARIZED, NO_EVIDENCE, study.words.association],
        empty="No specification of this outcome is part of this run.",
    )


def _cells(curve: Curve) -> tuple[str, ...]:
    ratios, primary = curve.points["odds_ratio"], curve.primary
    return (
        f"{len(curve.shown)} / {len(curve.rows)}",
        printing.estimate_text(primary) if primary is not None else HIDDEN,
        _median(curve) if len(ratios) else HIDDEN,
        f"{printing.ratio(ratios.min())} to {printing.ratio(ratios.max())}" if len(ratios) else HIDDEN,
        *(expected_text(curve, rows) or HIDDEN for rows in (curve.rows, curve.own, curve.comparison)),
    )


def _median(curve: Curve) -> str:
    """Return the median of the odds ratios that are reported, with their number where some are sparse."""
    part = curve.part_with_points
    return printing.ratio(curve.points["odds_ratio"].median()) + (f" ({part})" if part else "")


def specification_note(study: Study) -> str:
    """Explain what a specification is."""
    always = listed([study.adjusters[a].label for a in study.robustness.always])
    kept = f"{always} and the {study.unit.release} are" if always else f"the {study.unit.release} is"
    return (
        "A specification is the primary model with a subset of the adjusters of the exposure's fullest set; "
        f"{kept} always adjusted for. Specifications are compared in the people with all adjusters known "
        f"(own people: {study.unit.people} with the adjusters of the specification known)."
    )
