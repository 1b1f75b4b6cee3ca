"""The panels of a dose-response figure: the curves of a run with their tests, or tidy rows of curves."""

from collections.abc import Sequence

import pandas as pd

from rlsanalysis.present.figures.curve_panel import CurvePanel
from rlsanalysis.study.names import as_names, known_name
from rlsanalysis.study.records import Study
from rlsanalysis.study.results import Results, records
from rlsanalysis.survey.errors import AnalysisError

MODEL = ("outcome", "exposure", "set", "sample")


def curve_panels(
    results: Results, variable: str, outcomes: Sequence[str] | None
) -> tuple[list[CurvePanel], list[str]]:
    """Return the panels of a variable in the order of the plan, and the outcomes that have no curve of it."""
    fitted = {
        o.id: o.role
        for role in ("primary", "secondary", "control")
        for o in results.outcomes
        if o.role == role
    }
    shown = [
        known_name("outcome", o, fitted)
        for o in as_names(outcomes or [o for o, r in fitted.items() if r != "control"])
    ]
    found = {o: _panel(results, variable, o) for o in shown}
    return [p for p in found.values() if p], [o for o, p in found.items() if not p]


def tidy_panels(study: Study, rows: pd.DataFrame, outcomes: Sequence[str] | None) -> list[CurvePanel]:
    """Return the panels of tidy rows of one variable: one for each outcome and model.

    Models differ in adjustment set, sample, survey cycles or reference value.
    """
    model = [*MODEL, *(column for column in ("releases", "reference") if column in rows)]
    rows, every = _headline(study, rows), rows
    if len(every[model].drop_duplicates()) > len(rows[model].drop_duplicates()):
        raise AnalysisError(
            f"The rows have curves without the method {study.methods[0]}, which a dose-response figure shows. "
            "Pass the rows of both methods, as `rlsanalysis.dose_response` returns them."
        )
    there = list(dict.fromkeys(map(str, rows["outcome"])))
    shown = [known_name("outcome", o, there) for o in as_names(outcomes or there)]
    return [
        _tidy_panel(study, own, outcome)
        for outcome in shown
        for _, own in rows[rows["outcome"] == outcome].groupby(model, sort=False, dropna=False)
    ]


def _tidy_panel(study: Study, rows: pd.DataFrame, outcome: str) -> CurvePanel:
    """Return the panel of one curve.

    Raises
    ------
    AnalysisError
        The rows have a value twice, so they are not of one curve.
    """
    variable, set_, sample = (str(rows[column].iloc[0]) for column in ("exposure", "set", "sample"))
    if rows["value"].duplicated().any():
        raise AnalysisError(
            f"The rows of {variable} and {outcome} ({set_}, {sample}) have a value of {variable} twice, so they are "
            "not of one curve. Draw each curve in a figure of its own."
        )
    return CurvePanel(study, variable, outcome, set_, rows.sort_values("value"), {})


def _panel(results: Results, variable: str, outcome: str) -> CurvePanel | None:
    """Return the curve of an outcome by the headline method; there is one model of it."""
    tests, grid = (
        _headline(results.study, rows[(rows["exposure"] == variable) & (rows["outcome"] == outcome)])
        for rows in (results.curve_tests, results.curves)
    )
    if tests.empty:
        return None
    rows = {str(r.test): r for r in records(tests)}
    return CurvePanel(
        results.study, variable, outcome, str(tests["set"].iloc[0]), grid.sort_values("value"), rows
    )


def _headline(study: Study, rows: pd.DataFrame) -> pd.DataFrame:
    return rows[rows["method"] == study.methods[0]]
