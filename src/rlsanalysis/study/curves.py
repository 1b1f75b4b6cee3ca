"""Dose-response curves: the odds along a continuous exposure, by restricted cubic splines, and how far to believe them.

A curve is one model: that which the text quotes for the planned exposure (its people, adjusters and weight), with the
spline of the continuous variable in place of the exposure. Knots lie at weighted percentiles of the people of the
model, fixed in the plan; where several fall on one value, it is one knot.

Status. Each value of a curve is a contrast of its own with the reference, and so is each direction in which a joint
test looks; each has its own effective degrees of freedom k, which stand for the support of a continuous exposure. A
value whose contrast is `too_few` by its k, or that has fewer than 2 cases to expect at it and beyond if there were no
association, is not told, nor are those beyond it: the curve ends before. What is left is as good as its worst: the
values that are told, and the generalised directions of both tests, which do not depend on how the spline is coded. A
curve that is `too_few` or `not_estimable` has its tests and the reason, and no points.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from rlsanalysis.study.estimate import NOT_ESTIMABLE, SHOWN, check_people, joint_test, model_key, reliability
from rlsanalysis.study.model import Model
from rlsanalysis.study.plan import Curve, Fit, Outcome, Study, among_users, fit_of
from rlsanalysis.study.spline import Spline
from rlsanalysis.survey import FirthResults, LogitResults
from rlsanalysis.survey.contrasts import linear_contrasts
from rlsanalysis.survey.errors import ConvergenceError, NotEstimableError
from rlsanalysis.survey.support import LEAST

Row = dict[str, Any]

TESTS = ("association", "curvature")


def curves_of(study: Study, outcome: Outcome, exposure: str) -> tuple[Curve, ...]:
    """Planned curves of an exposure; none for a control outcome."""
    if outcome.role == "control":
        return ()
    return tuple(c for c in study.curves.values() if c.exposure == exposure)


def curve_fit(study: Study, outcome: Outcome, curve: Curve) -> Fit:
    """The model whose people and adjusters a curve takes: the quoted one, with the variable of the curve."""
    exposure = study.exposures[curve.exposure]
    quoted = fit_of(
        study, outcome, exposure, exposure.primary_set(outcome), users=among_users(outcome, exposure)
    )
    return replace(quoted, exposure=curve.variable, headline=False)


def curve_rows(model: Model, curve: Curve, study: Study) -> tuple[list[Row], list[Row]]:
    """Rows of `curves` and of `curve_tests` for one curve, by every method of the plan."""
    people = _people(model)
    try:
        check_people(model)
        spline = Spline(model, curve, study.outcomes[model.planned.outcome].knots)
        spline.check()
    except NotEstimableError as error:
        return [], failed_tests(model.planned, curve, study, str(error), people)
    people |= {"knots": " ".join(f"{knot:.6g}" for knot in spline.knots), "reference": spline.reference}
    points: list[Row] = []
    tests: list[Row] = []
    trust: Trust | None = None
    for method in study.methods:
        try:
            results = spline.logit.fit(method=method)
            odds = linear_contrasts(results, spline.contrasts)
            trust = trust or _trust(results, odds, spline, study)
            joint = {test: joint_test(results, columns) for test, columns in spline.tested.items()}
        except (NotEstimableError, ConvergenceError) as error:
            tests += failed_tests(model.planned, curve, study, str(error), people, [method])
            continue
        about = model_key(model.planned, method)
        tests += [about | _unit(curve) | people | {"test": test} | joint[test] | trust.row for test in TESTS]
        if trust.status in SHOWN:
            del about["releases"]
            points += [about | row | {"status": trust.status} for row in _points(odds, spline, trust.told)]
    return points, tests


def failed_tests(
    planned: Fit,
    curve: Curve,
    study: Study,
    reason: str,
    people: Row | None = None,
    methods: Iterable[str] = (),
) -> list[Row]:
    """Rows of the tests of a curve that cannot be fitted, by some methods or all: no numbers, the reason."""
    failed = {"status": NOT_ESTIMABLE, "reason": reason}
    return [
        model_key(planned, method) | _unit(curve) | (people or {}) | {"test": test} | failed
        for method in methods or study.methods
        for test in TESTS
    ]


def _people(model: Model) -> Row:
    counts = model.counts(model.terms[0])
    return {"weight": model.component, "n": counts["n"], "cases": counts["cases"]}


def _unit(curve: Curve) -> Row:
    return {"unit": curve.unit, "scale": curve.scale}


@dataclass(frozen=True)
class Trust:
    """How far to believe a curve: status, the reason, and the values of the grid whose odds are told."""

    status: str
    reason: str
    told: NDArray[np.bool_]

    @property
    def row(self) -> Row:
        """Status and reason as columns of `curve_tests`."""
        return {"status": self.status, "reason": self.reason}


def _trust(results: LogitResults, odds: pd.DataFrame, spline: Spline, study: Study) -> Trust:
    """How far to believe a curve under either method: Firth's effective degrees of freedom tell it."""
    if not isinstance(results, FirthResults):
        raise NotEstimableError("Firth's estimate, which tells how far to believe this one, does not exist.")
    values, k = spline.grid.to_numpy(), odds["effective_df"].to_numpy()
    cases = _people(spline.model)["cases"]
    told = supported(values, spline.reference, k, cases * spline.share_beyond)
    shown = k[told & ~np.isnan(k)]
    least = min(*map(results.least_effective_df, spline.tested.values()), shown.min() if shown.size else 0.0)
    found = reliability(np.nan, least, cases, spline.model, study)
    marks = [found["reason"]] if found["reason"] else []
    if len(spline.knots) < len(spline.percentiles):
        marks.append(f"{len(spline.knots)} knots, since percentiles coincide")
    if not told.all() and found["status"] in SHOWN:
        low, high = (f"{end:.4g}" for end in (values[told].min(), values[told].max()))
        marks.append(f"told from {low} to {high} {spline.curve.unit} only: too few cases beyond")
    return Trust(found["status"], "; ".join(marks), told)


def supported(
    values: NDArray[np.floating], reference: float, k: NDArray[np.floating], beyond: NDArray[np.floating]
) -> NDArray[np.bool_]:
    """Which values have odds to tell: those whose contrast with the reference is not `too_few`, as all between them.

    Parameters
    ----------
    values : ascending.
    k : effective degrees of freedom of each contrast; missing at the reference itself.
    beyond : cases to expect at each value and beyond it, away from the reference, if there were no association.
    """
    cases, effective_df = LEAST["sparse"]
    enough = np.isnan(k) | ((k >= effective_df) & (beyond >= cases))
    below = int((values < reference).sum())
    down, up = enough[:below][::-1], enough[below:]
    return np.concatenate([np.logical_and.accumulate(down)[::-1], np.logical_and.accumulate(up)])


def _points(odds: pd.DataFrame, spline: Spline, told: NDArray[np.bool_]) -> list[Row]:
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
    return [{str(name): value for name, value in row.items()} for row in points[told].to_dict("records")]
