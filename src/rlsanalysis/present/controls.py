"""What the controls say about the primary outcomes: associations also seen with control outcomes, and signs of bias."""

from collections.abc import Collection, Sequence
from typing import Any

from rlsanalysis.present import printing, units
from rlsanalysis.present.phrases import numeral, outcome_name
from rlsanalysis.present.verdict import side
from rlsanalysis.present.words import listed
from rlsanalysis.study.records import MEDICATIONS, Outcome, Study
from rlsanalysis.study.results import Results

Comparison = tuple[str, str]


def comparison_of(study: Study, row: Any) -> Comparison:
    """Return the exposure and level that a row compares, where the exposure may stand for another one."""
    return study.stands_for(str(row.exposure)), str(row.level)


def control_outcomes(results: Results, outcome: Outcome) -> list[Outcome]:
    """Return the fitted control outcomes of the same cohort."""
    return [o for o in results.outcomes if o.role == "control" and o.cohort == outcome.cohort]


def any_controls(results: Results) -> bool:
    """Return whether an outcome of interest has a control outcome in the same cohort."""
    return any(control_outcomes(results, o) for o in results.outcomes if o.role != "control")


def without_controls(results: Results) -> list[Outcome]:
    """Return the outcomes of interest that have no control outcome in this run."""
    return [o for o in results.outcomes if o.role != "control" and not control_outcomes(results, o)]


def shared_with(results: Results, outcome: Outcome) -> dict[Comparison, list[str]]:
    """Return the control outcomes that are associated in the same direction, by exposure and level.

    Each comes with its estimate: `other sleep disorder 3.57 (2.79 to 4.56)`. Only headline rows of a primary outcome
    whose own 95% CI excludes 1 are included; the list is empty where no control outcome is associated.
    """
    if outcome.role != "primary":
        return {}
    own = _associated(results, outcome, "headline")
    found: dict[Comparison, list[str]] = {comparison: [] for comparison in own}
    for control in control_outcomes(results, outcome):
        for comparison, row in _associated(results, control, "headline").items():
            if comparison in own and side(row) == side(own[comparison]):
                found[comparison].append(with_estimate(results.study, control.id, row))
    return found


def about_control_outcomes(study: Study) -> str:
    """Say how to read an association with a control outcome, and which of them are the more neutral."""
    return " ".join(filter(None, (study.words.control_outcomes, study.words.neutral_controls)))


def not_shared(results: Results, row: Any) -> list[str]:
    """Name the control outcomes with which a comparison is not associated, each with its estimate."""
    return [
        with_estimate(results.study, outcome, control)
        for outcome, control in of_control_outcomes(results, row).items()
        if results.study.outcomes[outcome].cohort == results.study.outcomes[row.outcome].cohort
        and control.status in printing.INTERVAL
        and not side(control)
    ]


def of_control_outcomes(results: Results, row: Any) -> dict[str, Any]:
    """Return the headline rows of the same comparison for every fitted control outcome, by id of the outcome."""
    return {
        outcome.id: control
        for outcome in results.outcomes
        if outcome.role == "control"
        for control in results.primary_rows(outcome, "headline")
        if comparison_of(results.study, control) == (row.exposure, row.level)
    }


def bias(results: Results, outcome: Outcome) -> str:
    """Say which negative controls are associated with an outcome, or why that is not known."""
    study = results.study
    role, name = "negative_control", outcome_name(study, outcome.id)
    if not results.primary_rows(outcome, role):
        return f"Negative controls are not part of this run for {name}."
    shown, associated = _reported(results, outcome, role), _associated(results, outcome, role)
    if not shown:
        return f"No negative control has enough cases to indicate bias for {name}."
    if not associated:
        if len(shown) == 1:
            return f"The negative control was not associated with {name}."
        spread = _spread([*shown.values()])
        ranges = f"; the{spread}" if spread else ""
        return f"None of the {numeral(len(shown))} negative controls was associated with {name}{ranges}."
    verb = "was" if len(associated) == 1 else "were"
    count = f"{units.first_upper(numeral(len(associated)))} of {numeral(len(shown))} negative controls {verb}"
    which = "; ".join(with_estimate(study, str(r.exposure), r) for r in associated.values())
    others = _spread([row for comparison, row in shown.items() if comparison not in associated])
    which += f". Of the others, the{others}" if others else ""
    return f"{count} associated with {name}: {which}. {on_negative_controls(results, outcome)}"


def on_negative_controls(results: Results, outcome: Outcome) -> str:
    """Say what an association with a negative control means, and which of those in the run can reveal bias."""
    study = results.study
    shown = _reported(results, outcome, "negative_control")
    there = {exposure for exposure, _ in shown}
    drugs = any(row.group == MEDICATIONS for row in shown.values())
    said = " ".join(filter(None, (study.words.negative_controls, study.words.control_drugs if drugs else "")))
    return " ".join(filter(None, (said, revealing_bias(study, there))))


def revealing_bias(study: Study, controls: Collection[str]) -> str:
    """Say which of some negative controls can reveal bias, if the schedule of the survey sets others."""
    revealing, scheduled = (
        [words for exposure, words in of.items() if exposure in controls]
        for of in (study.words.revealing, study.words.scheduled)
    )
    if not scheduled:
        return ""
    every = numeral(len(revealing) + len(scheduled))
    which = (
        f"Only {numeral(len(revealing))} of the {every}, {listed(revealing)}, can"
        if revealing
        else "No negative control of this run can"
    )
    return f"{which} reveal such bias: the field schedule sets {listed(scheduled)}."


def similar_negative_controls(results: Results, outcome: Outcome, row: Any) -> list[str]:
    """Return the associated negative controls of an outcome whose odds ratio is of the size of a row's.

    Two odds ratios are of similar size if each lies within the 95% CI of the other. Each control comes with its
    estimate: `relative with asthma 3.13 (1.33 to 7.23)`.
    """
    return [
        with_estimate(results.study, str(control.exposure), control)
        for control in _associated(results, outcome, "negative_control").values()
        if _contains(row, control) and _contains(control, row)
    ]


def _spread(rows: Sequence[Any]) -> str:
    """Say where the odds ratios of some rows lie and how far their 95% CIs reach."""
    points = [row.odds_ratio for row in rows if row.status in printing.POINT]
    if not points:
        return ""
    limits = printing.interval(min(row.conf_low for row in rows), max(row.conf_high for row in rows))
    return f" odds ratios are {printing.interval(min(points), max(points))}, and 95% CIs reach from {limits}"


def _contains(row: Any, other: Any) -> bool:
    """Return whether the 95% CI of a row includes the odds ratio of another, where both have one."""
    both = row.status in printing.POINT and other.status in printing.POINT
    return bool(both and row.conf_low <= other.odds_ratio <= row.conf_high)


def with_estimate(study: Study, variable: str, row: Any) -> str:
    """Name a variable within a sentence, with the estimate of a row: `treated insomnia 8.17 (6.48 to 10.37)`."""
    return f"{outcome_name(study, variable)} {printing.estimate_text(row)}"


def _reported(results: Results, outcome: Outcome, role: str) -> dict[Comparison, Any]:
    """Return the primary estimates whose interval may be shown."""
    rows = results.primary_rows(outcome, role)
    return {comparison_of(results.study, r): r for r in rows if r.status in printing.INTERVAL}


def _associated(results: Results, outcome: Outcome, role: str) -> dict[Comparison, Any]:
    """Return those of them whose 95% CI excludes 1."""
    return {comparison: row for comparison, row in _reported(results, outcome, role).items() if side(row)}
