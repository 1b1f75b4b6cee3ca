"""Fit a model by every method of the plan and return tidy rows, one per level, each with its status and the reasons."""

from functools import cache, partial
from typing import Any

import numpy as np
import pandas as pd
from scipy import stats

from rlsanalysis.study.absolute import absolute_sizes
from rlsanalysis.study.bias import e_value, nearer_limit
from rlsanalysis.study.model import Model, Term, terms_of
from rlsanalysis.study.plan import Fit
from rlsanalysis.study.records import Study, Variable
from rlsanalysis.survey import FirthResults, Logit, LogitResults
from rlsanalysis.survey.errors import ConvergenceError, NotEstimableError
from rlsanalysis.survey.support import support_status

Row = dict[str, Any]

NOT_ESTIMABLE = "not_estimable"
STATUSES = ("ok", "caution", "sparse", "too_few", NOT_ESTIMABLE)
SHOWN = ("ok", "caution", "sparse")
NOT_ADJUSTED = "not adjusted for "
CONSTANT = ", constant in this domain"
NO_FIRTH = "The Firth estimate, from which the reliability of this one follows, does not exist."


def fitted_rows(model: Model, study: Study) -> tuple[list[Row], list[Row]]:
    """Fit a model and return its rows of `estimates` and of `tests`, without q values.

    The status under both methods follows from the cases expected in the smaller group, of the primary method (Firth).
    """
    counts = [model.counts(t) for t in model.terms]
    prepared = cache(partial(logit_of, model))
    rated: list[Row] = []
    estimates: list[Row] = []
    tests: list[Row] = []
    for method in study.methods:
        try:
            results = prepared().fit(method=method)
            rated = rated or reliabilities(results, model, study)
            numbers = _records(results.tidy(terms=model.columns))
            rows = [
                _numbers(row, study) | size | found
                for row, size, found in zip(numbers, absolute_sizes(results, model), rated, strict=True)
            ]
            joint = joint_test(results, model.columns) if model.factors else {}
        except (NotEstimableError, ConvergenceError) as error:
            joint = {"status": NOT_ESTIMABLE, "reason": str(error)}
            rows = [joint] * len(model.terms)
        key = model_key(model.planned, method)
        attributes = _attributes(model.planned, model.exposure, study, method) | {"weight": model.component}
        estimates += [
            key | attributes | _level(term) | counted | row
            for term, counted, row in zip(model.terms, counts, rows, strict=True)
        ]
        if model.factors:
            status = max((row["status"] for row in rows), key=STATUSES.index)
            sample = {name: counts[0][name] for name in ("n", "cases")}
            tests.append(key | sample | {"status": status, "reason": ""} | joint)
    return estimates, tests


def logit_of(model: Model) -> Logit:
    """Return the logistic model to fit, after the check of its sample (see `check_sample`)."""
    check_sample(model)
    return Logit(model.outcome, model.exog, model.design, model.factors)


def check_sample(model: Model) -> None:
    """Check that the analytic sample is not empty and has every level of the exposure.

    Raises
    ------
    NotEstimableError
        It is empty, or nobody in it has one of the levels.
    """
    if model.design.n == 0:
        raise NotEstimableError(
            f"{model.exposure.id}: no {model.unit.one} of release {', '.join(model.planned.releases)} has outcome, "
            "exposure and adjusters known. Check the domain, and that the raw tables are complete."
        )
    if model.exposure.kind == "continuous":
        return
    levels = model.exog.loc[model.design.member, model.columns].to_numpy() == 1
    known = [model.terms[0].reference, *(t.level for t in model.terms)]
    there = [not levels.any(axis=1).all(), *levels.any(axis=0)]
    absent = [level for level, present in zip(known, there, strict=True) if not present]
    if absent:
        raise NotEstimableError(
            f"Nobody in the analytic sample has the level {' or '.join(absent)} of {model.exposure.id}."
        )


def failed_rows(exposure: Variable, study: Study, planned: Fit, reason: str) -> tuple[list[Row], list[Row]]:
    """Return the rows of a model that could not be fitted: the reason instead of numbers."""
    failed = {"status": NOT_ESTIMABLE, "reason": reason}
    estimates = [
        model_key(planned, method) | _attributes(planned, exposure, study, method) | _level(term) | failed
        for method in study.methods
        for term in terms_of(exposure)
    ]
    joint = exposure.kind == "categorical"
    return estimates, [model_key(planned, method) | failed for method in study.methods] if joint else []


def model_key(planned: Fit, method: str) -> Row:
    """Return the columns that identify the model of a row."""
    return {
        "outcome": planned.outcome, "exposure": planned.exposure, "set": planned.set, "method": method,
        "sample": planned.sample, "releases": " ".join(planned.releases),
    }  # fmt: skip


def _attributes(planned: Fit, exposure: Variable, study: Study, method: str) -> Row:
    headline = planned.headline and method == study.methods[0]
    return {"group": exposure.group, "role": planned.role, "headline": "yes" if headline else ""}


def _level(term: Term) -> Row:
    return {"level": term.level, "reference": term.reference}


def _records(frame: pd.DataFrame) -> list[Row]:
    return [{str(name): value for name, value in row.items()} for row in frame.to_dict("records")]


def _numbers(row: Row, study: Study) -> Row:
    """Return the numbers of a coefficient; an unbounded confidence limit is 0 or infinite."""
    odds_ratio, low, high = (float(np.exp(row[name])) for name in ("estimate", "conf_low", "conf_high"))
    nearer = nearer_limit(low, high)
    return {
        "estimate": row["estimate"],
        "std_error": row["std_error"],
        "df": row["df"],
        "odds_ratio": odds_ratio,
        "conf_low": low,
        "conf_high": high,
        "statistic": row["statistic"],
        "p_value": row["p_value"],
        "detectable_or": detectable_odds_ratio(row["std_error"], row["df"], study.power, study.level),
        "detection_ratio": float(nearer),
        "e_value": float(e_value(odds_ratio)),
        "e_value_limit": float(e_value(nearer)),
    }


def detectable_odds_ratio(std_error: float, df: float, power: float, level: float) -> float:
    """Return the smallest odds ratio above 1 that a two-sided t test detects with this power, given the standard error.

    Parameters
    ----------
    std_error : standard error of the log odds ratio.
    df : degrees of freedom of the test.
    power, level : power and two-sided significance level, between 0 and 1.
    """
    return float(np.exp((stats.t.ppf(1 - level / 2, df) + stats.t.ppf(power, df)) * std_error))


def reliabilities(results: LogitResults, model: Model, study: Study) -> list[Row]:
    """Return the reliability of the estimate of each term (see `reliability`), from the primary method.

    Raises
    ------
    NotEstimableError
        These are results of another method.
    """
    if not isinstance(results, FirthResults):
        raise NotEstimableError(NO_FIRTH)
    support = results.support(model.columns)
    cases = model.counts(model.terms[0])["cases"] or 0
    return [
        reliability(expected, effective_df, cases, model, study)
        for expected, effective_df in zip(
            support["expected_exposed_cases"], support["effective_df"], strict=True
        )
    ]


def reliability(expected: float, effective_df: float, cases: int, model: Model, study: Study) -> Row:
    """Return the cases expected in the smaller group, status and the reasons for reservations about an estimate.

    Reasons are: a status other than `ok`, few cases, few design degrees of freedom, releases without data,
    and adjusters that are constant in the domain.

    Parameters
    ----------
    expected : cases expected in the smaller group (E0) of a 0/1 column; missing for other columns. The value is capped
        at half of the cases: the smaller of two groups cannot have more, while the probabilities fitted by Firth's
        method can add up to more cases than there are.
    effective_df : effective degrees of freedom (k), used where E0 is missing.
    cases : number of cases in the model.
    """
    expected = float(np.minimum(expected, cases / 2))
    status = support_status(expected, effective_df)
    reasons = []
    if status != "ok":
        reasons.append(
            f"{effective_df:.2f} effective degrees of freedom"
            if np.isnan(expected)
            else f"{expected:.2f} expected exposed cases"
        )
    if cases < study.fewest_cases:
        reasons.append(f"{cases} cases in total (fewer than {study.fewest_cases})")
    if model.design.df < study.fewest_df:
        reasons.append(f"{model.design.df} design degrees of freedom (fewer than {study.fewest_df})")
    if model.releases_without_data:
        reasons.append(f"no data in release {', '.join(model.releases_without_data)}")
    if model.constant:
        reasons.append(f"{NOT_ADJUSTED}{', '.join(model.constant)}{CONSTANT}")
    return {"expected_exposed_cases": expected, "status": status, "reason": "; ".join(reasons)}


def constant_in(reason: str) -> tuple[str, ...]:
    """Return the adjusters that a reason names as constant in the domain, and so not in the model."""
    parts = (part for part in reason.split("; ") if part.startswith(NOT_ADJUSTED) and part.endswith(CONSTANT))
    named = (part.removeprefix(NOT_ADJUSTED).removesuffix(CONSTANT) for part in parts)
    return tuple(name for names in named for name in names.split(", "))


def joint_test(results: LogitResults, columns: list[str]) -> Row:
    """Test that the coefficients of several columns are all 0, with the joint test of the fitting method."""
    if isinstance(results, FirthResults):
        joint = results.profile_test(columns)
        return {
            "statistic": joint.statistic,
            "df_num": joint.df_num,
            "df_den": joint.df_den,
            "p_value": joint.p_value,
        }
    restriction = np.array([[float(name == column) for name in results.names] for column in columns])
    wald = results.wald_test(restriction)
    return {
        "statistic": float(wald.statistic),
        "df_num": len(columns),
        "df_den": results.df_resid,
        "p_value": float(wald.pvalue),
    }
