"""What the controls tell of the primary outcomes: associations that control outcomes share, and signs of bias."""

from typing import Any

from rlsanalysis.present import labels
from rlsanalysis.study.plan import Outcome
from rlsanalysis.study.results import Results, records

Comparison = tuple[str, str]
BIAS = "a sign of bias in who reports and who is diagnosed: no link is expected"


def control_outcomes(results: Results, outcome: Outcome) -> list[Outcome]:
    """Fitted control outcomes of the same cohort."""
    return [o for o in results.outcomes if o.role == "control" and o.cohort == outcome.cohort]


def any_controls(results: Results) -> bool:
    """Whether a control outcome stands beside an outcome of interest."""
    return any(control_outcomes(results, o) for o in results.outcomes if o.role != "control")


def without_controls(results: Results) -> list[Outcome]:
    """Outcomes of interest that no control outcome of the run stands beside."""
    return [o for o in results.outcomes if o.role != "control" and not control_outcomes(results, o)]


def shared_with(results: Results, outcome: Outcome) -> dict[Comparison, list[str]]:
    """Control outcomes whose interval leaves 1 on the same side, by exposure and level of an outcome's headline rows.

    Each with its estimate: `another sleep disorder: 3.57, 2.79-4.56`. Only rows of a primary outcome whose own interval
    leaves 1 are there; a list is empty where no control shows it.
    """
    if outcome.role != "primary":
        return {}
    own = _away(results, outcome, "headline")
    found: dict[Comparison, list[str]] = {comparison: [] for comparison in own}
    for control in control_outcomes(results, outcome):
        for comparison, row in _away(results, control, "headline").items():
            if comparison in own and side(row) == side(own[comparison]):
                found[comparison].append(_with_estimate(control, row))
    return found


def bias(results: Results, outcome: Outcome) -> str:
    """Which negative controls have an interval that leaves 1, and how far; or why that is not known."""
    role, name = "negative_control", labels.name(outcome.id)
    if results.primary_estimates(outcome, role).empty:
        return f"Negative controls are not part of this run for {name}."
    shown, away = _shown(results, outcome, role), _away(results, outcome, role)
    if not shown:
        return f"No negative control has enough cases to tell of bias for {name}."
    if not away:
        return f"Of {len(shown)} negative controls none has an interval that leaves 1 for {name}."
    count = f"{len(away)} of {len(shown)} negative controls {'are' if len(away) > 1 else 'is'}"
    which = "; ".join(f"{labels.name(str(r.exposure))}, {labels.estimate_text(r)}" for r in away.values())
    return f"{count} associated with {name}: {which}. {BIAS[:1].upper()}{BIAS[1:]}."


def side(row: Any) -> int:
    """1 if the interval of a row lies above 1, -1 if below, else 0."""
    return int(row.conf_low > 1) - int(row.conf_high < 1)


def _shown(results: Results, outcome: Outcome, role: str) -> dict[Comparison, Any]:
    """Quoted rows whose interval may be shown."""
    rows = records(results.primary_estimates(outcome, role))
    return {(r.exposure, r.level): r for r in rows if r.status in labels.INTERVAL}


def _away(results: Results, outcome: Outcome, role: str) -> dict[Comparison, Any]:
    """Of these, the rows whose interval leaves 1."""
    return {comparison: row for comparison, row in _shown(results, outcome, role).items() if side(row)}


def _with_estimate(control: Outcome, row: Any) -> str:
    name, shown = labels.name(control.id), labels.line(row)
    return f"{name[:1].lower()}{name[1:]}: {', '.join(t for t in (shown.odds_ratio, shown.interval) if t)}"
