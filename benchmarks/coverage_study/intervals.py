"""What each method says about one sample: limits, whether they include the truth, and P values, in rows.

Columns: sample, quantity, method, low, high (95% CI), p_truth and p_null (of the hypotheses that the quantity is equal
to the truth, and to 0), side (on which side of the truth the estimate lies); and of the sample, equal in all rows of a
quantity: expected (cases in the smaller group, E0), k (effective degrees of freedom), status, events (cases with the
exposure). A method without a finite estimate has a row without numbers. A joint test has no limits. Limits of profiles
and of adjusted prevalences are computed for the first samples; whether a profile includes the truth follows from
p_truth.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
from coverage_study.cells import CONSTANT, Cell
from coverage_study.fits import Fit, design_df, firth, sample_of, start, svyglm
from coverage_study.jackknife import jackknife
from coverage_study.population import Drawn, Population, sample
from numpy.typing import NDArray
from scipy.special import fdtrc, ndtr

from rlsanalysis.survey import Logit, SurveyDesign
from rlsanalysis.survey.errors import ConvergenceError, NotEstimableError
from rlsanalysis.survey.firth import PRIOR_DF
from rlsanalysis.survey.joint import generalized_directions, ratio_test
from rlsanalysis.survey.likelihood import Point, maximize
from rlsanalysis.survey.profile import limit
from rlsanalysis.survey.support import support_status

Array = NDArray[np.float64]
Row = dict[str, Any]
Truth = dict[str, float]

if PRIOR_DF != CONSTANT:
    raise AssertionError("The study examines the constant of the package.")
MARGINS = ("prevalence_without", "prevalence_with", "difference")
ABOUT = ("expected", "k", "status", "events")
WITH_LIMITS, WITH_JACKKNIFE = (
    1000,
    500,
)  # first samples for which these, and adjusted prevalences, are computed


def truths(population: Population) -> Truth:
    """Return the census value of each quantity: coefficients, points of a curve, adjusted prevalences."""
    data, point = population.census
    b, cell = data.T @ point.b, population.cell
    if cell.knots:
        return {name: float(contrast @ b) for name, contrast in population.curve.items()}
    found = {name: float(b[population.names.index(name)]) for name in cell.exposures}
    if cell.exposures == ["x"]:
        j = population.names.index("x")
        x, rest = data.raw[j], b @ data.raw - b[j] * data.raw[j]
        values = (0, 1) if cell.exposure == "levels" else (x, x + 1)
        low, high = (np.average(1 / (1 + np.exp(-rest - b[j] * v)), weights=data.people) for v in values)
        found |= {
            "prevalence_without": float(low),
            "prevalence_with": float(high),
            "difference": float(high - low),
        }
    return found


def rows_of(population: Population, truth: Truth, number: int) -> list[Row]:
    """Return the rows of a sample; a single row without numbers if it has no cases or nobody with a level."""
    cell, drawn = population.cell, sample(population, number)
    prepared = sample_of(drawn)
    if prepared is None:
        return [{"sample": number, "quantity": "none", "method": "none"}]
    penalized, ml = firth(*prepared), svyglm(*prepared)
    columns = [population.names.index(name) for name in cell.exposures]
    rows: list[Row] = []
    if cell.knots:
        rows += _curve(penalized, ml, population, truth)
    else:
        rows += _coefficients(penalized, ml, population, truth, number)
    if len(columns) > 1:
        rows += _joint(penalized, ml, columns, curved=cell.knots > 0)
    elif number < WITH_LIMITS:
        about = {name: rows[0][name] for name in ABOUT}
        rows += [row | about for row in _margins(drawn, population)]
    return [{"sample": number} | row for row in rows]


def _coefficients(
    penalized: Fit, ml: Fit | None, population: Population, truth: Truth, number: int
) -> Iterator[Row]:
    columns = [population.names.index(name) for name in population.cell.exposures]
    repeated = jackknife(ml, penalized.sample) if number < WITH_JACKKNIFE else None
    equal = _equal_weights(penalized)
    for name, j in zip(population.cell.exposures, columns, strict=True):
        null = penalized.at(_unit(penalized, j)[:, None], 0.0)
        about = _about(penalized, columns, j, null)
        limits = number < WITH_LIMITS
        found = _firth(penalized, j, truth[name], null, limits=limits)
        found |= _svyglm(ml, j, truth[name], limits=limits)
        found["unweighted"] = _unweighted(equal, j, truth[name])
        if repeated is not None:
            finite = ml is not None and np.isfinite(repeated[j])
            found["jackknife"] = _wald(ml, ml.b[j], repeated[j] ** 0.5, truth[name]) if finite else {}
        for method, row in found.items():
            yield {"quantity": name, "method": method} | row | about


def _unit(fit: Fit, j: int) -> Array:
    return fit.contrast(np.eye(len(fit.b))[j])


def _about(fit: Fit, columns: list[int], j: int, null: Point) -> Row:
    """Return the reliability of a coefficient as the study judges it, and the number of exposed cases."""
    expected = fit.expected(columns, j, null)
    k = float(fit.stabilized(_unit(fit, j)[:, None]).k[0])
    events = np.nan if np.isnan(expected) else float(fit.data.cases[fit.data.raw[j] == 1].sum())
    return {"expected": expected, "k": k, "status": support_status(expected, k), "events": events}


def _wald(fit: Fit, b: float, se: float, truth: float) -> Row:
    return {
        "low": b - fit.t * se,
        "high": b + fit.t * se,
        "p_truth": fit.p((b - truth) / se),
        "p_null": fit.p(b / se),
        "side": np.sign(b - truth),
    }


def _firth(fit: Fit, j: int, truth: float, null: Point, *, limits: bool) -> dict[str, Row]:
    """Return this method with its constant and with 2 and 8, and Firth's estimate with the linearized variance."""
    contrast = _unit(fit, j)
    V = fit.stabilized(contrast[:, None])
    V_lin, V_mod, k, b = float(V.V_lin[0]), float(V.V_mod[0]), float(V.k[0]), float(fit.b[j])
    inverse = fit.inverse_information(contrast)
    at_truth, at_null = (fit.root(contrast, at) for at in (fit.at(contrast[:, None], truth), null))

    def of(variance: float) -> Row:
        scale = (variance / inverse) ** 0.5
        return {
            "p_truth": fit.p(at_truth / scale),
            "p_null": fit.p(at_null / scale),
            "side": np.sign(b - truth),
        }

    found = {"profile": of(float(V.V[0]))}
    if limits:
        profile = fit.profile(contrast, float(V.V[0]))
        found["profile"] |= {"low": limit(profile, fit.t), "high": limit(profile, -fit.t)}
    found["wald"] = _wald(fit, b, float(V.V[0]) ** 0.5, truth)
    for constant in (2, 8):
        shrunk = (k * V_lin + constant * V.D * V_mod) / (k + constant)
        found[f"constant_{constant}"] = of(max(V_lin, shrunk))
    found["linearized"] = _wald(fit, b, V_lin**0.5, truth)
    return found


def _svyglm(fit: Fit | None, j: int, truth: float, *, limits: bool) -> dict[str, Row]:
    """Return what R's `svyglm` says by default, and with method = "likelihood", if asked for with its limits."""
    if fit is None:
        return {"svyglm": {}, "svyglm_likelihood": {}}
    contrast = _unit(fit, j)
    variance = float(fit.linearized(contrast[:, None])[0])
    if variance <= 0:
        return {"svyglm": {}, "svyglm_likelihood": {}}
    found = {"svyglm": _wald(fit, float(fit.b[j]), variance**0.5, truth)}
    profile = fit.profile(contrast, variance * fit.dispersion)
    try:
        at_truth, at_null = (
            fit.root(contrast, fit.at(contrast[:, None], value)) / profile.delta**0.5
            for value in (truth, 0.0)
        )
        low, high = (limit(profile, sign * fit.t) for sign in (1, -1)) if limits else (np.nan, np.nan)
    except ConvergenceError:
        return found | {"svyglm_likelihood": {}}
    p = {"p_truth": fit.p(at_truth), "p_null": fit.p(at_null), "side": np.sign(fit.b[j] - truth)}
    return found | {"svyglm_likelihood": {"low": low, "high": high} | p}


def _equal_weights(fit: Fit) -> Fit:
    """Return Firth's method for independent people of equal weight (Heinze and Schemper 2002)."""
    sampled = fit.sample
    data = replace(fit.data, w=fit.data.people, wy=fit.data.cases, w2=fit.data.people)
    return Fit(sampled, data, maximize(data, start(data), penalized=True), design_df(sampled), penalized=True)


def _unweighted(fit: Fit, j: int, truth: float) -> Row:
    contrast = _unit(fit, j)
    at_truth = fit.root(contrast, fit.at(contrast[:, None], truth))
    return {"p_truth": float(2 * ndtr(-abs(at_truth))), "side": np.sign(fit.b[j] - truth)}


def _joint(penalized: Fit, ml: Fit | None, columns: list[int], *, curved: bool) -> Iterator[Row]:
    """Yield the tests that all coefficients of the exposure are 0, and that a curve is a straight line."""
    tested = {"association": columns} | ({"curvature": columns[1:]} if curved else {})
    for name, tests in tested.items():
        contrasts = penalized.data.T[tests].T
        V = penalized.stabilized(generalized_directions(penalized.best, penalized.G, contrasts))
        k = float(V.k.min())
        about = {"k": k, "status": support_status(np.nan, k)}
        found = ratio_test(name, penalized.best, penalized.at(contrasts, 0.0), V.delta, penalized.df)
        yield {"quantity": name, "method": "profile", "p_null": found.p_value} | about
        yield (
            {"quantity": name, "method": "svyglm"}
            | about
            | ({} if ml is None else {"p_null": _f_test(ml, tests)})
        )


def _f_test(fit: Fit, tests: list[int]) -> float:
    """Return the P value of the Wald test of `regTermTest`, F with the degrees of freedom of the fit."""
    contrasts = fit.data.T[tests].T
    spread = np.linalg.solve(fit.best.information, contrasts)
    b = fit.b[tests]
    return float(fdtrc(len(tests), fit.df, b @ np.linalg.solve(spread.T @ fit.G @ spread, b) / len(tests)))


def _curve(penalized: Fit, ml: Fit | None, population: Population, truth: Truth) -> Iterator[Row]:
    for name, weights in population.curve.items():
        contrast = penalized.contrast(weights)[:, None]
        V = penalized.stabilized(contrast)
        about = {"k": float(V.k[0]), "status": support_status(np.nan, float(V.k[0])), "quantity": name}
        estimate = float(weights @ penalized.b)
        yield about | {"method": "wald"} | _wald(penalized, estimate, float(V.V[0]) ** 0.5, truth[name])
        yield (
            about
            | {"method": "linearized"}
            | _wald(penalized, estimate, float(V.V_lin[0]) ** 0.5, truth[name])
        )
        row = {}
        if ml is not None:
            row = _wald(ml, float(weights @ ml.b), float(ml.linearized(contrast)[0]) ** 0.5, truth[name])
        yield about | {"method": "svyglm"} | row


def logit_of(drawn: Drawn, cell: Cell, names: list[str]) -> Logit:
    """Return the model of a sample in the package's public classes."""
    columns = {"y": drawn.y, "w": drawn.weight, "stratum": drawn.stratum[drawn.psu], "psu": drawn.psu}
    design = SurveyDesign(
        pd.DataFrame(columns), weights="w", strata="stratum", psu="psu", singleton="adjust"
    ).domain(drawn.domain)
    factors = {"x": cell.exposures} if len(cell.exposures) > 1 else {}
    return Logit(drawn.y, pd.DataFrame(drawn.X, columns=names), design, factors)


def _margins(drawn: Drawn, population: Population) -> Iterator[Row]:
    """Yield the adjusted prevalences without and with the exposure, or one unit more of it, and their difference."""
    model = logit_of(drawn, population.cell, population.names)
    shift = None if population.cell.exposure == "levels" else 1.0
    for method, by in (("firth", "wald"), ("ml", "svyglm")):
        try:
            table = model.fit(method=method).margins("x", shift=shift)
        except (NotEstimableError, ConvergenceError):
            yield from ({"quantity": name, "method": by} for name in MARGINS)
            continue
        limits = table.loc[table["measure"] != "ratio", ["conf_low", "conf_high"]].to_numpy()
        for name, (low, high) in zip(MARGINS, limits, strict=True):
            yield {"quantity": name, "method": by, "low": low, "high": high}


def frame_of(rows: list[Row], truth: Truth) -> pd.DataFrame:
    """Return rows as a frame, with the truth and how each interval misses it.

    `miss` is -1 where the interval lies below the truth, 1 where it lies above it, 0 where it includes it; missing
    without an interval. Where p_truth is known, it decides.
    """
    names = ["low", "high", "p_truth", "p_null", "side", "expected", "k", "status", "events"]
    table = pd.DataFrame(rows).reindex(columns=["sample", "quantity", "method", *names])
    true = table["quantity"].map(truth)
    by_limits = np.where(table["high"] < true, -1.0, np.where(table["low"] > true, 1.0, 0.0))
    by_limits = np.where(table["low"].notna() & true.notna(), by_limits, np.nan)
    by_test = np.where(table["p_truth"] < 0.05, table["side"], 0.0)
    table["miss"] = np.where(table["p_truth"].notna(), by_test, by_limits)
    return table.drop(columns="side")
