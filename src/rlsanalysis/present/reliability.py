"""How far an estimate can be relied on, in words and as the symbol by which figures draw it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import pandas as pd

from rlsanalysis.present import printing, vocabulary
from rlsanalysis.present.verdict import imprecise
from rlsanalysis.study.estimate import NOT_ESTIMABLE
from rlsanalysis.study.records import Study

ADEQUATE = "adequate"
Symbol = Literal["filled", "open", "interval", "none"]


@dataclass(frozen=True)
class Reliability:
    """What a reader must know before relying on an estimate.

    Attributes
    ----------
    label : a few words for a column of a table: `adequate`, `caution; 36 cases: imprecise`.
    details : sentences that explain the label, shown on tap, on keyboard focus and in print.
    symbol : how figures draw the row: a filled or an open mark, the interval alone, or nothing.
    """

    label: str
    details: tuple[str, ...]
    symbol: Symbol


def reliability(study: Study, row: Any, controls: Sequence[str] = ()) -> Reliability:
    """Rate a row of `estimates`.

    Parameters
    ----------
    row : row of `estimates`, with its columns as attributes.
    controls : control outcomes that are associated in the same direction, each with its estimate.
    """
    few = _few(study, row)
    limits = [part for part in (_of_status(row), *few) if part] or [ADEQUATE]
    meanings = vocabulary.STATUS_OF_CONTINUOUS if pd.isna(row.cases_exposed) else vocabulary.STATUS_OF_GROUPS
    details = [_sentence(meanings[row.status])]
    details += map(_sentence, _reasons(row))
    details += [f"Also associated with the control outcome {control}." for control in controls]
    label = "; ".join([*limits, *(f"also seen with {control}" for control in controls)])
    return Reliability(label, tuple(details), _symbol(row, few))


def limits(study: Study, row: Any) -> list[str]:
    """Name what limits an estimate that is shown, as the label does: `caution`, `36 cases: imprecise`."""
    return [*(["caution"] if row.status == "caution" else []), *_few(study, row)]


def _reasons(row: Any) -> list[str]:
    """Return the reasons of a row, without its expected cases, which are shown with the estimate."""
    reasons = [reason for reason in str(row.reason).split("; ") if reason]
    counted = row.status in vocabulary.CASES and not np.isnan(row.expected_exposed_cases)
    return reasons[1:] if counted else reasons


def _of_status(row: Any) -> str:
    """Name a status; of a row that is not reported, say how many cases are expected and observed."""
    if row.status == vocabulary.TOO_FEW:
        return printing.not_reported(row)
    return {"ok": "", "caution": "caution", "sparse": "sparse: CI only", NOT_ESTIMABLE: "not estimable"}[
        row.status
    ]


def _few(study: Study, row: Any) -> list[str]:
    """Name few cases and few degrees of freedom, where an interval is shown."""
    if row.status not in printing.INTERVAL:
        return []
    few = [f"{printing.count(row.cases)} cases: imprecise"] if imprecise(study, row) else []
    if row.df < study.fewest_df:
        few.append(f"{row.df:.0f} design degrees of freedom: imprecise")
    return few


def _symbol(row: Any, few: Sequence[str]) -> Symbol:
    if row.status not in printing.INTERVAL:
        return "none"
    if row.status not in printing.POINT:
        return "interval"
    return "open" if few or row.status == "caution" else "filled"


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}" + ("" if text.endswith(".") else ".")
