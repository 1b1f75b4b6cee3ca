"""Which associations of a primary outcome the control outcomes show as well, so that they are no finding about RLS."""

from typing import Any

from rlsanalysis.present import labels
from rlsanalysis.study.plan import Outcome
from rlsanalysis.study.results import Results, records

Comparison = tuple[str, str]


def control_outcomes(results: Results, outcome: Outcome) -> list[Outcome]:
    """Fitted control outcomes of the same cohort."""
    return [o for o in results.outcomes if o.role == "control" and o.cohort == outcome.cohort]


def shared_with(results: Results, outcome: Outcome) -> dict[Comparison, list[str]]:
    """Control outcomes whose interval leaves 1 on the same side, by exposure and level of an outcome's headline rows.

    Only rows of a primary outcome whose own interval leaves 1 are there; a list is empty where no control shows it.
    """
    if outcome.role != "primary":
        return {}
    sides = {comparison: side for comparison, side in _sides(results, outcome).items() if side}
    found: dict[Comparison, list[str]] = {comparison: [] for comparison in sides}
    for control in control_outcomes(results, outcome):
        for comparison, side in _sides(results, control).items():
            if side and side == sides.get(comparison):
                found[comparison].append(labels.name(control.id))
    return found


def _sides(results: Results, outcome: Outcome) -> dict[Comparison, int]:
    """1 if an interval that may be shown lies above 1, -1 if below, else 0."""
    rows = records(results.quoted(outcome, "headline"))
    return {(r.exposure, r.level): _side(r) for r in rows if r.status in labels.INTERVAL}


def _side(row: Any) -> int:
    return int(row.conf_low > 1) - int(row.conf_high < 1)
