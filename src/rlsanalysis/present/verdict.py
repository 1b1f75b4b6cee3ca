"""What an estimate says, in words of association: by one rule for every table, figure and sentence."""

from collections.abc import Sequence
from typing import Any, Literal

from rlsanalysis.present import labels, printing, vocabulary
from rlsanalysis.present.rounding import HIGH, LOW
from rlsanalysis.study.estimate import NOT_ESTIMABLE
from rlsanalysis.study.records import MEDICATIONS, Study

Verdict = Literal[
    "associated", "undecided", "no evidence", "not clearly associated", "not reported", "not estimable"
]


MEANINGS: dict[Verdict, str] = {
    "associated": "The 95% CI excludes 1. Association does not mean that the factor causes {condition}.",
    "undecided": f"The 95% CI includes 1 and is wide: it reaches below {LOW:g} or above {HIGH:g}, so that a strong "
    "association remains possible. A factor measured on a scale is also undecided if the model has few cases.",
    "no evidence": f"The 95% CI includes 1 and lies within {LOW:g} to {HIGH:g}: there is no evidence of an "
    "association, but odds ratios within the CI remain possible.",
    "not clearly associated": f"The 95% CI of a factor measured on a scale includes 1 and lies within {LOW:g} to "
    f"{HIGH:g} per unit. How wide the CI is depends on the unit.",
    "not reported": "Too few cases are expected in the smaller group for an estimate. This is no evidence of safety.",
    "not estimable": "No finite or no unique estimate exists.",
}
"""What each verdict means, in plain words."""


def meanings(study: Study) -> dict[Verdict, str]:
    """Return what each verdict means in a study."""
    return {verdict: text.format(condition=study.words.condition) for verdict, text in MEANINGS.items()}


def side(row: Any) -> int:
    """Return 1 if the 95% CI of a row lies above 1, -1 if below, else 0."""
    return int(row.conf_low > 1) - int(row.conf_high < 1)


def imprecise(study: Study, row: Any) -> bool:
    """Return whether an estimate rests on so few cases that it is called imprecise."""
    return bool(row.cases < study.fewest_cases)


def verdict(study: Study, row: Any) -> Verdict:
    """Classify a row of `estimates` by its status and its 95% CI.

    A CI that excludes 1 is an association. One that includes 1 is, for levels of a factor, no evidence of an
    association if it lies within 0.5 to 2 and undecided if it is wider. The width of the CI of a continuous exposure
    depends on its unit, so that a narrow one is not clearly associated, or undecided with few cases.
    """
    if row.status == vocabulary.TOO_FEW:
        return "not reported"
    if row.status == NOT_ESTIMABLE:
        return "not estimable"
    if side(row):
        return "associated"
    if row.conf_low < LOW or row.conf_high > HIGH:
        return "undecided"
    if row.reference:
        return "no evidence"
    return "undecided" if imprecise(study, row) else "not clearly associated"


def overlap(rows: Sequence[Any]) -> bool:
    """Return whether the 95% CIs of some rows have a value in common."""
    return bool(max(row.conf_low for row in rows) <= min(row.conf_high for row in rows))


def in_words(study: Study, row: Any, controls: Sequence[str] = ()) -> str:
    """Say what a row says, in one phrase of association.

    `controls` names the control outcomes that are associated in the same direction, each with its estimate.
    """
    found, limits = verdict(study, row), printing.interval(row.conf_low, row.conf_high)
    unit = "" if row.reference else f" {labels.contrast(study, row)}"
    if found == "associated":
        return _associated(study, row, controls)
    return {
        "undecided": f"undecided: compatible with odds ratios from {limits}{unit}",
        "no evidence": f"no evidence of an association (odds ratios from {limits} remain possible)",
        "not clearly associated": f"not clearly associated: compatible with odds ratios from {limits}{unit}",
        "not reported": printing.not_reported(row),
        "not estimable": f"not estimable: {row.reason}",
    }[found]


def _associated(study: Study, row: Any, controls: Sequence[str]) -> str:
    parts = [f"associated with {'higher' if side(row) > 0 else 'lower'} odds"]
    if row.status == "sparse":
        parts.append("size not interpreted (sparse data)")
    if row.q_value >= study.level:
        parts.append(
            f"does not meet a false discovery rate of {study.level:.0%} ({labels.q_text(study, row)})"
        )
    if row.role == "secondary":
        parts.append("exploratory, not corrected for multiple comparisons")
    if row.role == "negative_control":
        parts.append("may reflect bias or chance, since no association is expected")
    if controls:
        parts.append(
            f"also associated with {' and '.join(controls)}, so it may reflect contact with care or "
            f"{'the same indication' if row.group == MEDICATIONS else 'a shared cause'}"
        )
    return "; ".join(parts)
