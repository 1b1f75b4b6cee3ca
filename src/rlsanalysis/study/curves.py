"""Estimate dose-response curves with restricted cubic splines, and their reliability.

A curve is the primary model of a planned exposure (its analytic sample, adjusters and weight) with the spline of the
continuous variable in place of the exposure. The knots are at weighted percentiles of the analytic sample that are
defined in the plan; percentiles with the same value give one knot.

Status. Each point of a curve is a contrast with the reference value. Its effective degrees of freedom k measure its
support, as for any continuous exposure; the same holds for each direction of a joint test. A point is not shown if its
contrast is `too_few` by k, or if fewer than 2 cases would be expected at this value and beyond under no association.
The points beyond it are not shown either, so the curve ends there. The status of the curve is the worst among the
points shown and the directions of both tests, which do not depend on how the spline is coded. A curve that is `too_few`
or `not_estimable` has tests and a reason, but no points.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from rlsanalysis.study.estimate import (
    NO_FIRTH,
    NOT_ESTIMABLE,
    SHOWN,
    check_sample,
    joint_test,
    model_key,
    reliability,
)
from rlsanalysis.study.model import Model
from rlsanalysis.study.plan import Fit, primary_fit, with_variable
from rlsanalysis.study.records import Curve, Outcome, Study
from rlsanalysis.study.spline import Spline
from rlsanalysis.survey import FirthResults, LogitResults
from rlsanalysis.survey.contrasts import linear_contrasts
from rlsanalysis.survey.errors import ConvergenceError, NotEstimableError
from rlsanalysis.survey.support import LEAST

Row = dict[str, Any]

TESTS = ("association", "curvature")


def curves_of(study: Study, outcome: Outcome, exposure: str) -> tuple[Curve, ...]:
    """Return the planned curves of an exposure; a control outcome has none."""
    if outcome.role == "control":
        return ()
    return tuple(c for c in study.curves.values() if c.exposure == exposure)


def curve_fit(study: Study, outcome: Outcome, curve: Curve) -> Fit:
    """Return the model of a curve: the primary model of its planned exposure, with the variable of the curve."""
    exposure = study.exposures[curve.exposure]
    return with_variable(primary_fit(study, outcome, exposure), curve.variable)


def curve_rows(model: Model, curve: Curve, study: Study) -> tuple[list[Row], list[Row]]:
    """Fit a curve by every method of the plan and return its rows of `curves` and of `curve_tests`."""
    sample = _sample(model)
    try:
        check_sample(model)
        spline = Spline(model, curve, study.outcomes[model.planned.outcome].knots)
        spline.check()
    except NotEstimableError as error:
        return [], failed_tests(model.planned, curve, study, str(error), sample)
    sample |= {"knots": " ".join(f"{knot:.6g}" for knot in spline.knots), "reference": spline.reference}
    points: list[Row] = []
    tests: list[Row] = []
    support: Support | None = None
    for method in study.methods:
        try:
            results = spline.logit.fit(method=method)
            odds = linear_contrasts(results, spline.contrasts)
            support = support or _support(results, odds, spline, study)
            joint = {test: joint_test(results, columns) for test, columns in spline.tested.items()}
        except (NotEstimableError, ConvergenceError) as error:
            tests += failed_tests(model.planned, curve, study, str(error), sample, [method])
            continue
        key = model_key(model.planned, method)
        tests += [key | _unit(curve) | sample | {"test": test} | joint[test] | support.row for test in TESTS]
        if support.status in SHOWN:
            del key["releases"]
            points += [key | row | {"status": support.status} for row in _points(odds, spline, support.shown)]
    return points, tests


def failed_tests(
    planned: Fit,
    curve: Curve,
    study: Study,
    reason: str,
    sample: Row | None = None,
    methods: Iterable[str] = (),
) -> list[Row]:
    """Return the rows of `curve_tests` of a curve that cannot be fitted: the reason instead of numbers."""
    failed = {"status": NOT_ESTIMABLE, "reason": reason}
    return [
        model_key(planned, method) | _unit(curve) | (sample or {}) | {"test": test} | failed
        for method in methods or study.methods
        for test in TESTS
    ]


def _sample(model: Model) -> Row:
    counts = model.counts(model.terms[0])
    return {"weight": model.component, "n": counts["n"], "cases": counts["cases"]}


def _unit(curve: Curve) -> Row:
    return {"unit": curve.unit, "scale": curve.scale}


@dataclass(frozen=True)
class Support:
    """Reliability of a curve: its status, the reasons, and which points of the grid are shown."""

    status: str
    reason: str
    shown: NDArray[np.bool_]

    @property
    def row(self) -> Row:
        """Return status and reasons as columns of `curve_tests`."""
        return {"status": self.status, "reason": self.reason}


def _support(results: LogitResults, odds: pd.DataFrame, spline: Spline, study: Study) -> Support:
    """Return the reliability of a curve under both methods, from the effective degrees of freedom of Firth's method."""
    if not isinstance(results, FirthResults):
        raise NotEstimableError(NO_FIRTH)
    values, k = spline.grid.to_numpy(), odds["effective_df"].to_numpy()
    cases = _sample(spline.model)["cases"]
    shown = supported(values, spline.reference, k, cases * spline.share_beyond)
    of_points = k[shown & ~np.isnan(k)]
    least = min(
        *map(results.least_effective_df, spline.tested.values()), of_points.min() if of_points.size else 0.0
    )
    overall = reliability(np.nan, least, cases, spline.model, study)
    reasons = [overall["reason"]] if overall["reason"] else []
    if len(spline.knots) < len(spline.percentiles):
        reasons.append(f"{len(spline.knots)} knots because percentiles coincide")
    if not shown.all() and overall["status"] in SHOWN:
        low, high = (f"{end:.4g}" for end in (values[shown].min(), values[shown].max()))
        reasons.append(f"shown from {low} to {high} {spline.curve.unit} only: too few cases beyond")
    return Support(overall["status"], "; ".join(reasons), shown)


def supported(
    values: NDArray[np.floating], reference: float, k: NDArray[np.floating], beyond: NDArray[np.floating]
) -> NDArray[np.bool_]:
    """Return which points of a curve are supported by data, together with all points nearer to the reference.

    Parameters
    ----------
    values : values of the exposure, shape (m,), ascending.
    reference : value at which the odds ratio is 1.
    k : effective degrees of freedom of each contrast, shape (m,); missing at the reference itself.
    beyond : expected cases at each value and beyond it, away from the reference, under no association, shape (m,).
    """
    cases, effective_df = LEAST["sparse"]
    enough = np.isnan(k) | ((k >= effective_df) & (beyond >= cases))
    below = int((values < reference).sum())
    down, up = enough[:below][::-1], enough[below:]
    return np.concatenate([np.logical_and.accumulate(down)[::-1], np.logical_and.accumulate(up)])


def _points(odds: pd.DataFrame, spline: Spline, shown: NDArray[np.bool_]) -> list[Row]:
    points = pd.DataFrame(
        {
            "percentile": spline.grid.index.to_numpy(),
            "value": spline.grid.to_numpy(),
            "estimate": odds["estimate"],
            "std_error": odds["std_error"],
            "odds_ratio": np.exp(odds["estimate"]),
            "conf_low": np.exp(odds["conf_low"]),
            "conf_high": np.exp(odds["conf_high"]),
        }
    )
    return [{str(name): value for name, value in row.items()} for row in points[shown].to_dict("records")]
