"""Answer one question: estimate the association of one exposure with one outcome, or its dose-response curve."""

import re
from collections.abc import Sequence
from dataclasses import replace

import pandas as pd

from rlsanalysis.study.attached import with_study
from rlsanalysis.study.cohort import Cohort
from rlsanalysis.study.curves import curve_rows
from rlsanalysis.study.estimate import fitted_rows
from rlsanalysis.study.names import known_name
from rlsanalysis.study.plan import variables_of, with_variable
from rlsanalysis.study.question import Adjust, check_cohort, check_measured, exposure_of, question_of
from rlsanalysis.study.records import Curve, Study
from rlsanalysis.study.tables import table
from rlsanalysis.survey.errors import AnalysisError, NotEstimableError

OF_CURVE = ["releases", "weight", "n", "cases", "unit", "scale", "knots", "reference", "df_den", "reason"]
"""What is known about a whole curve: columns of `curve_tests` that its points have too."""


def associate(
    cohort: Cohort, outcome: str, exposure: str, adjust: Adjust = "full", *, sample: str | None = None,
    releases: str | Sequence[str] | None = None, domain: "str | pd.Series[bool] | None" = None,
) -> pd.DataFrame:  # fmt: skip
    """Estimate the association of an exposure with an outcome, by every method of the analysis plan.

    The survey weight, the population and the releases follow from the declarations of the variables and from the plan.

    Parameters
    ----------
    cohort : from `load_cohort`.
    outcome : id of an outcome of this cohort.
    exposure : id of any declared variable; one that is not in the plan is treated as a secondary exposure.
    adjust : name of an adjustment set of the plan (`crude`, `minimal` or `full`), the id of a variable, or a list of
        ids. A variable that is an adjuster of the plan enters as there: age (`age_10`) with its square. Any other
        number enters linearly, a categorical variable as its levels. Nothing else is adjusted for but the release,
        where several are pooled; sex is left out where the exposure is defined in women only.
    sample : `all` adults, or `users` (adults with any prescription drug); that of the plan if None.
    releases : letters of the releases to pool; those of the plan if None.
    domain : subpopulation to which the analysis is restricted. A string is a query on the columns of
        `cohort.everyone`, as in `pandas.DataFrame.query`: `"age >= 50 and female == 1"`. Participants with a missing
        value in a variable of the query are excluded, and the survey weight takes these variables into account. A
        boolean Series with the index of `cohort.frame` is a mask. The results describe it by the number of adults that
        it selects and a digest of who they are; name it to say what it is, `mask.rename("over 80")`. The variables
        from which a mask was computed are not known here, so the weight does not take them into account: use a query
        where they belong to a smaller part of the survey than the model, such as laboratory values. An adjuster that
        is constant in the domain, such as sex among women, is left out, and `reason` names it.

    Returns
    -------
    DataFrame
        Tidy rows with the columns of `estimates.csv`, one per level and method, which know their study. `set` names the
        adjusters (`age_10+energy`); `sample` starts with `custom:` and describes the restriction if there is a domain
        or if the releases are not those of the plan. `q_value` is missing, because it requires a whole run.

    Raises
    ------
    AnalysisError
        The cohort is not a `Cohort`; a name is unknown; the outcome belongs to another cohort; an outcome is given as
        the exposure; a variable is not measured in a release; releases include the same participants; the variables
        have no survey weight in common; or the domain is not valid.
    """
    question = question_of(cohort, outcome, exposure, adjust, sample, releases, domain)
    estimates, _ = fitted_rows(question.model(cohort), question.study)
    return with_study(table("estimates", estimates, cohort.study.label), cohort.study)


def dose_response(
    cohort: Cohort, outcome: str, exposure: str, reference: float | None = None, *, adjust: Adjust | None = None,
    sample: str | None = None, releases: str | Sequence[str] | None = None,
    domain: "str | pd.Series[bool] | None" = None,
) -> pd.DataFrame:  # fmt: skip
    """Estimate the dose-response curve of a continuous exposure, by every method of the analysis plan.

    The curve is a restricted cubic spline: see `rlsanalysis.study.curves`.

    Parameters
    ----------
    cohort : from `load_cohort`.
    outcome : id of an outcome of this cohort.
    exposure : id of any declared continuous variable, or of an exposure for which the plan defines a curve. A variable
        without a planned curve is drawn on the linear scale in its own unit.
    reference : value at which the odds ratio is 1, in the unit of the curve; that of the plan if None, or the weighted
        median where the plan has none.
    adjust : as in `associate`; the primary adjustment set of the outcome if None.
    sample, releases, domain : as in `associate`.

    Returns
    -------
    DataFrame
        Tidy rows with the columns of `curves.csv`, one per value and method, followed by what `curve_tests.csv` says
        about the whole curve: `releases`, `weight`, `n`, `cases`, `unit`, `scale`, `knots`, `reference`, `df_den` and
        `reason`.

    Raises
    ------
    AnalysisError
        As in `associate`; the exposure is not continuous; or the curve is not shown (the message gives the reason).
    """
    check_cohort(cohort)
    plan = cohort.study
    curve = _curve(plan, cohort, exposure)
    if reference is not None:
        curve = replace(curve, reference=reference)
    if adjust is None:
        planned_outcome = plan.outcomes[known_name("outcome", outcome, plan.outcomes)]
        adjust = exposure_of(plan, cohort.variable(curve.exposure)).primary_set(planned_outcome)
    question = question_of(cohort, outcome, curve.exposure, adjust, sample, releases, domain)
    question = replace(question, fit=with_variable(question.fit, curve.variable))
    check_measured(cohort, variables_of(question.study, question.fit), question.fit)
    points, tests = curve_rows(question.model(cohort), curve, question.study)
    if not points:
        reason = tests[0]["reason"].rstrip(".")
        raise NotEstimableError(
            f"The curve of {outcome} along {exposure} is not shown: {tests[0]['status']} ({reason})."
        )
    about = table("curve_tests", tests, cohort.study.label).drop_duplicates("method")[["method", *OF_CURVE]]
    rows = table("curves", points, cohort.study.label).merge(about, on="method", validate="many_to_one")
    return with_study(rows, cohort.study)


def _curve(study: Study, cohort: Cohort, exposure: str) -> Curve:
    """Return the planned curve of a variable or exposure, or a new one on the linear scale."""
    planned = [c for c in study.curves.values() if exposure in (c.variable, c.exposure)]
    if planned:
        return planned[0]
    variable = cohort.variable(exposure)
    if variable.kind != "continuous":
        raise AnalysisError(
            f"{exposure} is {variable.kind}. A dose-response curve needs a continuous variable."
        )
    step, unit = multiple_of(variable.unit)
    return Curve(exposure, exposure, step, unit, "linear", None, "")


def multiple_of(unit: str) -> tuple[float, str]:
    """Return the factor from a multiple of a unit to the unit itself: `10 years` is 10 and `years`.

    It is negative for a variable that counts downwards, such as `1 g/dL lower`.
    """
    found = re.fullmatch(r"([\d.]+) (.+?)( lower)?", unit)
    if found is None:
        return 1.0, unit
    return float(found[1]) * (-1 if found[3] else 1), found[2]
