"""Compare cases with non-cases on every described variable, without adjustment."""

from collections.abc import Iterator, Sequence
from typing import Any

import pandas as pd

from rlsanalysis.study.cohort import Cohort
from rlsanalysis.study.descriptives import described
from rlsanalysis.study.estimate import NOT_ESTIMABLE
from rlsanalysis.study.records import Study, Variable
from rlsanalysis.survey import SurveyDesign
from rlsanalysis.survey.errors import AnalysisError

Row = dict[str, Any]

RAO_SCOTT, T = "Rao-Scott", "t"
FEWEST_SHOWN = 2  # expected or observed cases in a level


def comparison_rows(cohort: Cohort, outcome: str, variables: Sequence[Variable]) -> Iterator[Row]:
    """Yield the rows of `comparisons` for an outcome, over the pooled releases.

    Samples and weights are those of `descriptives`.
    """
    for component, together, design in described(cohort, outcome, cohort.releases, variables):
        for variable in together:
            key = {
                "outcome": outcome,
                "variable": variable.id,
                "releases": " ".join(variable.known_in(cohort.releases)),
                "weight": component,
                "test": T if variable.kind == "continuous" else RAO_SCOTT,
            }
            if design is None:
                yield key | {
                    "n": 0, "cases": 0, "status": NOT_ESTIMABLE,
                    "reason": f"no {cohort.sampling.unit.one} has a weight of the component {component}",
                }  # fmt: skip
                continue
            yield key | _row(design, variable, outcome, cohort.study)


def _row(design: SurveyDesign, variable: Variable, outcome: str, study: Study) -> Row:
    """Return the counts, the test, its status and the reasons for reservations."""
    frame = design.frame
    known = design.domain(frame[outcome].notna() & frame[variable.id].notna())
    sample = known.frame.loc[known.member, [outcome, variable.id]]
    counted = {"n": len(sample), "cases": int(sample[outcome].sum())}
    try:
        test = _test(design, variable, outcome)
    except AnalysisError as error:
        return counted | {"status": NOT_ESTIMABLE, "reason": str(error)}
    reasons = []
    if counted["cases"] < study.fewest_cases:
        reasons.append(f"{counted['cases']} cases in total (fewer than {study.fewest_cases})")
    if known.df < study.fewest_df:
        reasons.append(f"{known.df} design degrees of freedom (fewer than {study.fewest_df})")
    status = "ok"
    if variable.kind != "continuous":
        for level, expected, cases in _levels(sample, variable, outcome):
            if min(expected, cases) < FEWEST_SHOWN:
                status = "too_few"
            elif expected >= study.fewest_expected:
                continue
            elif status != "too_few":
                status = "sparse"
            reasons.append(f"{expected:.1f} expected cases in {level} ({cases} observed)")
    return counted | test | {"status": status, "reason": "; ".join(reasons)}


def _test(design: SurveyDesign, variable: Variable, outcome: str) -> Row:
    if variable.kind == "continuous":
        t = design.difference(variable.id, by=outcome)
        return {"statistic": t.statistic, "df_den": t.df, "p_value": t.p_value}
    F = design.independence(variable.id, outcome)
    return {"statistic": F.statistic, "df_num": F.df_num, "df_den": F.df_den, "p_value": F.p_value}


def _levels(sample: pd.DataFrame, variable: Variable, outcome: str) -> Iterator[tuple[str, float, int]]:
    """Yield the levels that occur, each with its expected cases under no association and its observed cases."""
    values, cases = sample[variable.id], sample[outcome]
    for level, value in variable.level_values.items():
        inside = values == value
        if inside.any():
            yield level, float(cases.mean() * inside.sum()), int(cases[inside].sum())
