"""Fit a model by every method of the plan: tidy rows, one a level, each with its status or the reason why not."""

from functools import cache, partial
from typing import Any

import numpy as np
import pandas as pd
from scipy import stats

from rlsanalysis.study.model import Model, Term, terms_of
from rlsanalysis.study.plan import Fit, Study
from rlsanalysis.survey import FirthResults, Logit, LogitResults
from rlsanalysis.survey.errors import ConvergenceError, NotEstimableError
from rlsanalysis.survey.support import support_status
from rlsanalysis.variables.declare import Variable

Row = dict[str, Any]

NOT_ESTIMABLE = "not_estimable"
STATUSES = ("ok", "caution", "sparse", "too_few", NOT_ESTIMABLE)
SHOWN = ("ok", "caution", "sparse")


def fitted_rows(model: Model, study: Study) -> tuple[list[Row], list[Row]]:
    """Rows of `estimates` and of `tests` for one model, without q values.

    The exposed cases to expect come from the headline method (Firth) and decide the status under both methods.
    """
    columns = [t.column for t in model.terms]
    factors = {model.exposure.id: columns} if model.exposure.kind == "categorical" else {}
    counts = [model.counts(t) for t in model.terms]
    prepared = cache(partial(_logit, model, factors))
    support: list[tuple[float, float]] = []
    estimates: list[Row] = []
    tests: list[Row] = []
    for method in study.methods:
        try:
            results = prepared().fit(method=method)
            support = support or _support(results, columns)
            numbers = _records(results.tidy(terms=columns))
            found = [
                _numbers(row, study) | reliability(*of_level, counts[0]["cases"] or 0, model, study)
                for row, of_level in zip(numbers, support, strict=True)
            ]
            joint = joint_test(results, columns) if factors else {}
        except (NotEstimableError, ConvergenceError) as error:
            joint = {"status": NOT_ESTIMABLE, "reason": str(error)}
            found = [joint] * len(columns)
        which = model_key(model.planned, method)
        about = _about(model.planned, model.exposure, study, method) | {"weight": model.component}
        estimates += [
            which | about | _level(t) | people | row
            for t, people, row in zip(model.terms, counts, found, strict=True)
        ]
        if factors:
            status = max((row["status"] for row in found), key=STATUSES.index)
            people = {name: counts[0][name] for name in ("n", "cases")}
            tests.append(which | people | {"status": status, "reason": ""} | joint)
    return estimates, tests


def _logit(model: Model, factors: dict[str, list[str]]) -> Logit:
    check_people(model)
    return Logit(model.outcome, model.exog, model.design, factors)


def check_people(model: Model) -> None:
    """Refuse a model of nobody."""
    if model.design.n == 0:
        raise NotEstimableError(
            f"{model.exposure.id}: nobody of release {', '.join(model.planned.releases)} has outcome, exposure and "
            "adjusters known: not measured here. Is a raw table absent?"
        )


def failed_rows(exposure: Variable, study: Study, planned: Fit, reason: str) -> tuple[list[Row], list[Row]]:
    """Rows of a fit that could not even be assembled: no numbers, the reason."""
    failed = {"status": NOT_ESTIMABLE, "reason": reason}
    estimates = [
        model_key(planned, method) | _about(planned, exposure, study, method) | _level(term) | failed
        for method in study.methods
        for term in terms_of(exposure)
    ]
    joint = exposure.kind == "categorical"
    return estimates, [model_key(planned, method) | failed for method in study.methods] if joint else []


def model_key(planned: Fit, method: str) -> Row:
    """Which model a row is of."""
    return {
        "outcome": planned.outcome, "exposure": planned.exposure, "set": planned.set, "method": method,
        "sample": planned.sample, "releases": " ".join(planned.releases),
    }  # fmt: skip


def _about(planned: Fit, exposure: Variable, study: Study, method: str) -> Row:
    headline = planned.headline and method == study.methods[0]
    return {"group": exposure.group, "role": planned.role, "headline": "yes" if headline else ""}


def _level(term: Term) -> Row:
    return {"level": term.level, "reference": term.reference}


def _support(results: LogitResults, columns: list[str]) -> list[tuple[float, float]]:
    """Exposed cases to expect and effective degrees of freedom of each coefficient: the headline method tells both."""
    if not isinstance(results, FirthResults):
        raise NotEstimableError("Firth's estimate, which tells how far to believe this one, does not exist.")
    support = results.support(columns)
    return list(zip(support["expected_exposed_cases"], support["effective_df"], strict=True))


def _records(frame: pd.DataFrame) -> list[Row]:
    return [{str(name): value for name, value in row.items()} for row in frame.to_dict("records")]


def _numbers(row: Row, study: Study) -> Row:
    """The numbers of one coefficient; an open limit is 0 or infinite."""
    return {
        "estimate": row["estimate"],
        "std_error": row["std_error"],
        "df": row["df"],
        "odds_ratio": np.exp(row["estimate"]),
        "conf_low": np.exp(row["conf_low"]),
        "conf_high": np.exp(row["conf_high"]),
        "statistic": row["statistic"],
        "p_value": row["p_value"],
        "detectable_or": detectable_odds_ratio(row["std_error"], row["df"], study.power, study.level),
    }


def detectable_odds_ratio(std_error: float, df: float, power: float, level: float) -> float:
    """Smallest odds ratio above 1 that a two-sided t test finds with this power, given its standard error."""
    return float(np.exp((stats.t.ppf(1 - level / 2, df) + stats.t.ppf(power, df)) * std_error))


def reliability(expected: float, effective_df: float, cases: int, model: Model, study: Study) -> Row:
    """Status, and what to mark: why it is not `ok`, few cases or design degrees of freedom, a release left out.

    Parameters
    ----------
    expected : E0 of a 0/1 column, else missing. It is held to half of the cases: of two groups one has no more than
        that, while Firth's fitted probabilities can add up to more cases than there are.
    effective_df : k, which stands for E0 where that is missing.
    cases : in the model.
    """
    expected = float(np.minimum(expected, cases / 2))
    status = support_status(expected, effective_df)
    marks = []
    if status != "ok":
        marks.append(
            f"{effective_df:.2f} effective degrees of freedom"
            if np.isnan(expected)
            else f"{expected:.2f} exposed cases to expect"
        )
    if cases < study.fewest_cases:
        marks.append(f"{cases} cases in all (fewer than {study.fewest_cases})")
    if model.design.df < study.fewest_df:
        marks.append(f"{model.design.df} design degrees of freedom (fewer than {study.fewest_df})")
    if model.left_out:
        marks.append(f"not measured here in release {', '.join(model.left_out)}")
    return {"expected_exposed_cases": expected, "status": status, "reason": "; ".join(marks)}


def joint_test(results: LogitResults, columns: list[str]) -> Row:
    """Test that the coefficients of several columns are all 0, by the method's own joint test."""
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
