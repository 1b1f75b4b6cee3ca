"""How large an association is, and what bias would explain it: in cells and sentences, as far as a status allows."""

import math
from typing import Any

from rlsanalysis.present import labels, printing
from rlsanalysis.study.absolute import PER
from rlsanalysis.study.records import Study

STANDARDIZED = (
    f"Adjusted prevalence: the mean predicted number of cases per {PER:,} people of the model if everyone were "
    "without, or with, the factor and kept their other covariates (marginal standardization), calibrated to the "
    "weighted prevalence. Of a factor measured on a scale: as observed, and with everyone one step of the odds ratio "
    "further, such as 100 mg more or half as much."
)
DETECTION = (
    "Detection ratio: how many times as often cases would have to be detected among people with the factor as among "
    "people without it for that alone to give the odds ratio, if the factor and the condition were not associated; in "
    "parentheses, for the 95% CI to include 1. It lets only detection differ and assumes that no case is false."
)
E_VALUE = (
    "E-value: the smallest risk ratio that an unmeasured confounder would need with both the factor and the outcome, "
    "beyond the adjusters, to explain the odds ratio, or its limit, completely (VanderWeele and Ding 2017). It takes "
    "the odds ratio of a rare outcome as a risk ratio. For a factor measured on a scale, detection ratio and E-value "
    "depend on the unit. Neither covers reverse causation or selection; each assumes that there is no other bias."
)
TITLES = (
    f"Adjusted prevalence per {PER:,}",
    f"Difference per {PER:,} (95% CI)",
    "Detection ratio (limit)",
    "E-value (limit)",
)
NOT_SHOWN = labels.DASH
LIMIT = (
    "Limit: the limit of the 95% CI that is nearer to 1; 1 if the CI includes 1, so that no bias is needed to explain "
    "the association. The CI of the difference is symmetric, so it may include 0 where that of the odds ratio excludes "
    "1, and the reverse. The odds ratio decides."
)
NOTES = STANDARDIZED, DETECTION, E_VALUE, LIMIT
"""Explanations of the measures of size and of bias."""


def rate(value: float) -> str:
    """A number of people per 1,000: one decimal; two below 0.95."""
    return f"{value:.{2 if abs(value) < 0.95 else 1}f}".replace("-", "−")


def prevalences(row: Any) -> tuple[str, str]:
    """Adjusted prevalence without and with the exposure, per 1,000; empty where the status shows no point."""
    if row.status not in printing.POINT or math.isnan(row.prevalence_without):
        return "", ""
    return rate(row.prevalence_without), rate(row.prevalence_with)


def prevalences_text(row: Any) -> str:
    """Adjusted prevalence without and with the exposure, in one phrase."""
    without, with_ = prevalences(row)
    words = (
        ("without the factor", "with it")
        if row.reference
        else ("as observed", f"one step further ({row.level})")
    )
    return f"{without} {words[0]}, {with_} {words[1]}" if without else ""


def texts(row: Any) -> tuple[str, str, str, str]:
    """Size of an estimate and the bias that would explain it, as texts in the order of `TITLES`."""
    return prevalences_text(row), difference(row), detection(row), e_value(row)


def difference(row: Any) -> str:
    """Their difference with its 95% CI, `8.4 (2.1 to 14.7)`, or only the CI; empty where it is not reported."""
    if row.status not in printing.INTERVAL or math.isnan(row.difference):
        return ""
    limits = f"{rate(row.difference_low)} to {rate(row.difference_high)}"
    return f"{rate(row.difference)} ({limits})" if row.status in printing.POINT else f"CI only: {limits}"


def detection(row: Any) -> str:
    """The ratio of detection that would explain the odds ratio, and its limit: `2.25 (1.36)`."""
    return _with_limit(row, row.odds_ratio, row.detection_ratio)


def e_value(row: Any) -> str:
    """The E-value of the odds ratio, and of its limit: `3.93 (2.06)`."""
    return _with_limit(row, row.e_value, row.e_value_limit)


def _with_limit(row: Any, value: float, limit: float) -> str:
    """A ratio and that of the limit nearer to 1; only the latter if it is 1 or where the status shows no point."""
    if row.status not in printing.INTERVAL or math.isnan(limit):
        return ""
    if limit == 1:
        return f"{NOT_SHOWN} (1)"
    return f"{printing.ratio(value) if row.status in printing.POINT else NOT_SHOWN} ({printing.ratio(limit)})"


def in_words(study: Study, row: Any) -> str:
    """Say how large an association is, and what bias would explain it; empty if it is not reported."""
    if not (shown := difference(row)):
        return ""
    among = study.samples[row.sample].label if row.sample in study.samples else study.unit.people
    people, both = f"per {PER:,} {among}", prevalences_text(row)
    size = (
        f"Adjusted prevalence {people}: {both}; difference {shown}."
        if both
        else f"Difference in adjusted prevalence {people}: {shown}."
    )
    return f"{size} {_explained(row)}".strip()


def _explained(row: Any) -> str:
    """Say what bias would explain an association; empty if the CI includes 1."""
    if row.detection_ratio == 1:
        return ""
    limit, ratio = printing.ratio(row.detection_ratio), printing.ratio(row.odds_ratio)
    e_limit = printing.ratio(row.e_value_limit)
    if row.status not in printing.POINT:
        return (
            f"The CI would include 1 if cases were detected {limit} times as often with the factor as without it. "
            f"E-value of the limit: {e_limit}."
        )
    return (
        f"If cases were detected {ratio} times as often with the factor as without it, that alone would give this odds "
        f"ratio, and {limit} times would bring the CI to 1. E-value: {printing.ratio(row.e_value)} (limit {e_limit})."
    )
