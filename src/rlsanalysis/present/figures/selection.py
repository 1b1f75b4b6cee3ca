"""Which rows of `estimates` a figure of odds ratios draws: primary estimates of a run, or any tidy rows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import pandas as pd

from rlsanalysis.present.controls import Comparison, shared_with
from rlsanalysis.present.findings import findings
from rlsanalysis.present.own_rows import MODEL, estimate_rows_of
from rlsanalysis.present.roles import BESIDE_DRUGS, roles_shown
from rlsanalysis.study.attached import study_of
from rlsanalysis.study.names import as_names, known_name
from rlsanalysis.study.primary import MODEL as RUN_MODEL
from rlsanalysis.study.records import MEDICATIONS, Outcome, Study
from rlsanalysis.study.results import Results
from rlsanalysis.survey.errors import AnalysisError

Chosen = str | Sequence[str | tuple[str, str]] | pd.DataFrame
"""One exposure or several by id, single levels as (exposure, level), or tidy rows."""
Part = Literal["drugs", "others"]
"""Prescription drugs with their comparators and control drugs, or all other exposures."""
Source = Results | pd.DataFrame
"""A run, or tidy rows with the columns of `estimates.csv`, as `associate` returns them."""

VARIANT = ("set", "sample", "releases", "method")


@dataclass(frozen=True)
class Selection:
    """Rows to draw, in their order, and the outcomes from left to right.

    `controls` has, by outcome and comparison, the control outcomes that are associated in the same direction, each
    with its estimate. `tidy` rows are of any models; all others are primary estimates of a run.
    """

    rows: pd.DataFrame
    outcomes: tuple[str, ...]
    study: Study
    controls: Mapping[str, Mapping[Comparison, list[str]]]
    tidy: bool = False


def select(
    source: Source,
    rows: Chosen | None = None,
    outcomes: Sequence[str] | None = None,
    roles: Sequence[str] | None = None,
    *,
    part: Part | None = None,
    every_set: bool = False,
) -> Selection:
    """Choose rows of `estimates`, their order and their outcomes.

    Parameters
    ----------
    source : a run, or tidy rows.
    rows : an exposure, or several, or levels of them, in the order in which they are drawn; or tidy rows. If None,
        the primary estimates of all exposures with these `roles`, or all tidy rows.
    outcomes : ids, from left to right; the primary outcomes of a run, or all of the tidy rows, if None.
    roles : roles of the exposures if `rows` is None; those of `roles_shown` if None.
    part : `drugs` or `others`, a part of the exposures of a run if `rows` and `roles` are None.
    every_set : also take the models of a run with the other adjustment sets.

    Raises
    ------
    AnalysisError
        There is no such exposure or outcome, or tidy rows are empty or are refused by `estimate_rows_of`.
    """
    if rows is not None and not isinstance(rows, (str, Sequence)):
        return _of_rows(estimate_rows_of(rows), outcomes, source if isinstance(source, Results) else None)
    if not isinstance(source, Results):
        own = estimate_rows_of(source)
        return _of_rows(own if rows is None else _chosen(own, rows), outcomes, None)
    fitted = {o.id: o for o in source.outcomes}
    shown = [known_name("outcome", o, fitted) for o in as_names(outcomes or [p.id for p in source.primary])]
    wanted = (
        as_names(roles or _roles_of(source, part))
        if rows is None
        else sorted({e.role for e in source.study.exposures.values()})
    )
    found = [_estimates(source, fitted[o], wanted, every_set=every_set) for o in shown]
    frame = pd.concat(found) if found else source.estimates[:0]
    if part and rows is None and roles is None:
        frame = frame[(frame["group"] == MEDICATIONS) == (part == "drugs")]
    frame = _in_order_of_plan(source.study, frame, wanted) if rows is None else _chosen(frame, rows)
    controls = {o: shared_with(source, fitted[o]) for o in shown}
    return Selection(frame, tuple(shown), source.study, controls)


def _roles_of(results: Results, part: Part | None) -> tuple[str, ...]:
    """Return the roles that are shown; those of comparators and control drugs follow the other drugs."""
    shown = roles_shown(results)
    return tuple(dict.fromkeys((*shown, *BESIDE_DRUGS))) if part == "drugs" else shown


def _estimates(results: Results, outcome: Outcome, roles: Sequence[str], *, every_set: bool) -> pd.DataFrame:
    primary = results.primary_estimates(outcome, *roles)
    if not every_set:
        return primary
    model = [column for column in RUN_MODEL if column != "set"]
    found = primary[model].drop_duplicates().merge(results.estimates, on=model)
    return found[found["set"].isin(results.study.main_sets)]


def primary_rows(results: Results) -> list[str | tuple[str, str]]:
    """Return the levels that stand for the primary exposures of the plan."""
    rows = [finding.first for finding in findings(results)]
    return [(row.exposure, row.level) for row in rows]


def _in_order_of_plan(study: Study, frame: pd.DataFrame, roles: Sequence[str]) -> pd.DataFrame:
    """Sort rows by role and then as the plan lists their exposures."""
    planned = list(study.exposures)
    places = frame["role"].map(list(roles).index) * len(planned) + frame["exposure"].map(planned.index)
    return frame.iloc[places.argsort(kind="stable")]


def _of_rows(frame: pd.DataFrame, outcomes: Sequence[str] | None, results: Results | None) -> Selection:
    """Select tidy rows: the headline method where they have several."""
    study = study_of(frame)
    if frame.empty:
        raise AnalysisError(
            "There are no rows to draw. Choose rows of `associate` or of `estimates.csv`, one or more."
        )
    frame = _one_method(study, frame.reset_index(drop=True))
    there = list(dict.fromkeys(map(str, frame["outcome"])))
    shown = tuple(known_name("outcome", o, there) for o in as_names(outcomes or there))
    controls = {o.id: shared_with(results, o) for o in results.outcomes if o.id in shown} if results else {}
    return Selection(frame[frame["outcome"].isin(shown)], shown, study, controls, tidy=True)


def _one_method(study: Study, frame: pd.DataFrame) -> pd.DataFrame:
    """Keep the headline method of each model that was fitted by it, and of any other model all that there is."""
    headline = frame["method"] == study.methods[0]
    model = [column for column in MODEL if column != "method"]
    models = pd.MultiIndex.from_frame(frame[model])
    return frame[headline | ~models.isin(models[headline])]


def _chosen(frame: pd.DataFrame, rows: str | Sequence[str | tuple[str, str]]) -> pd.DataFrame:
    """Keep exposures, or levels of them, in the order in which they are asked for."""
    frame = frame.reset_index(drop=True)
    exposures = list(dict.fromkeys(frame["exposure"]))
    found = []
    for row in [rows] if isinstance(rows, str) else rows:
        exposure, level = (row, None) if isinstance(row, str) else row
        own = frame[frame["exposure"] == known_name("exposure", exposure, exposures)]
        if level is not None:
            own = own[own["level"] == known_name(f"level of {exposure}", level, map(str, own["level"]))]
        found.append(own)
    chosen = pd.concat(found) if found else frame[:0]
    return chosen[~chosen.index.duplicated()]
