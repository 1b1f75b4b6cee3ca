"""Every variable that is described, cases against others: is the difference more than chance, before any adjustment."""

from collections.abc import Iterator
from typing import Any

import pandas as pd

from rlsanalysis.study.descriptives import described
from rlsanalysis.study.estimate import NOT_ESTIMABLE
from rlsanalysis.study.plan import Study
from rlsanalysis.survey import SurveyDesign
from rlsanalysis.survey.errors import AnalysisError
from rlsanalysis.variables.cohort import Cohort
from rlsanalysis.variables.declare import Variable

Row = dict[str, Any]

RAO_SCOTT, T = "Rao-Scott", "t"
FEWEST_SHOWN = 2  # cases to expect, or found, in a level


def comparison_rows(cohort: Cohort, outcome: str, study: Study) -> Iterator[Row]:
    """Rows of `comparisons` for one outcome, over the pooled releases: the people and weights of `descriptives`."""
    for component, variables, design in described(cohort, outcome, cohort.releases):
        for variable in variables:
            said = {
                "outcome": outcome,
                "variable": variable.id,
                "releases": " ".join(variable.known_in(cohort.releases)),
                "weight": component,
                "test": T if variable.kind == "continuous" else RAO_SCOTT,
            }
            if design is None:
                yield said | {
                    "n": 0, "cases": 0, "status": NOT_ESTIMABLE, "reason": f"nobody has the weight {component} here",
                }  # fmt: skip
                continue
            frame = design.frame
            known = design.domain(frame[outcome].notna() & frame[variable.id].notna())
            yield said | _row(known, variable, outcome, study)


def _row(known: SurveyDesign, variable: Variable, outcome: str, study: Study) -> Row:
    """Counts, the test, and how far to believe it: few cases, in all or in a level, or degrees of freedom."""
    people = known.frame.loc[known.member, [outcome, variable.id]]
    counted = {"n": len(people), "cases": int(people[outcome].sum())}
    try:
        found = _test(known, variable, outcome)
    except AnalysisError as error:
        return counted | {"status": NOT_ESTIMABLE, "reason": str(error)}
    marks = []
    if counted["cases"] < study.fewest_cases:
        marks.append(f"{counted['cases']} cases in all (fewer than {study.fewest_cases})")
    if known.df < study.fewest_df:
        marks.append(f"{known.df} design degrees of freedom (fewer than {study.fewest_df})")
    status = "ok"
    if variable.kind != "continuous":
        for level, expected, cases in _levels(people, variable, outcome):
            if min(expected, cases) < FEWEST_SHOWN:
                status = "too_few"
            elif expected >= study.fewest_expected:
                continue
            elif status != "too_few":
                status = "sparse"
            marks.append(f"{expected:.1f} cases to expect in {level}, {cases} found")
    return counted | found | {"status": status, "reason": "; ".join(marks)}


def _test(known: SurveyDesign, variable: Variable, outcome: str) -> Row:
    if variable.kind == "continuous":
        t = known.difference(variable.id, by=outcome)
        return {"statistic": t.statistic, "df_den": t.df, "p_value": t.p_value}
    F = known.independence(variable.id, outcome)
    return {"statistic": F.statistic, "df_num": F.df_num, "df_den": F.df_den, "p_value": F.p_value}


def _levels(people: pd.DataFrame, variable: Variable, outcome: str) -> Iterator[tuple[str, float, int]]:
    """Levels that somebody is in, with the cases to expect there, if cases were as all people, and those found."""
    values, cases = people[variable.id], people[outcome]
    for code, level in enumerate(variable.levels):
        inside = values == (code if variable.kind == "binary" else level)
        if inside.any():
            yield level, float(cases.mean() * inside.sum()), int(cases[inside].sum())
