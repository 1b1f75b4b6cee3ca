"""List what the study consists of: exposures, outcomes, variables, cohorts and the raw tables that it reads."""

from collections.abc import Callable, Iterable, Mapping

import pandas as pd

from rlsanalysis.nhanes import catalog
from rlsanalysis.nhanes.store import raw_tables
from rlsanalysis.nhanes.study import nhanes_study


def exposures() -> pd.DataFrame:
    """Return the exposures of the plan, with the releases that are pooled in each cohort."""
    study = nhanes_study()
    return pd.DataFrame(
        {
            "id": e.id, "label": study.variables[e.id].label, "group": study.variables[e.id].group, "role": e.role,
            **{cohort: " ".join(releases) for cohort, releases in e.releases.items()},
        }
        for e in study.exposures.values()
    )  # fmt: skip


def outcomes() -> pd.DataFrame:
    """Return the outcomes of the plan, with their primary adjustment set."""
    study = nhanes_study()
    return pd.DataFrame(
        {
            "id": o.id, "label": study.variables[o.id].label, "role": o.role, "cohort": o.cohort,
            "primary adjustment": o.headline_set,
        }
        for o in study.outcomes.values()
    )  # fmt: skip


def variables() -> pd.DataFrame:
    """Return every declared variable, such as may be an adjuster or define a subpopulation."""
    return pd.DataFrame(
        {"id": v.id, "label": v.label, "group": v.group, "kind": v.kind, "cycles": " ".join(v.releases)}
        for v in nhanes_study().variables.values()
    )


def cohorts() -> pd.DataFrame:
    """Return the cohorts, with the releases that are pooled and those that repeat participants of another release."""
    return pd.DataFrame(
        {
            "cohort": name,
            "pooled": _years(design.together),
            "alternative": _years([r for r in design.releases if r not in design.together]),
        }
        for name, design in nhanes_study().cohorts.items()
    )


def tables() -> pd.DataFrame:
    """Return the raw tables that the study reads, with their release and survey component."""
    names = dict.fromkeys(table for cohort in nhanes_study().cohorts for table in raw_tables(cohort))
    found = [catalog.tables()[name] for name in names]
    return pd.DataFrame(
        {
            "table": t.name, "release": t.release or "all", "component": t.component, "one row per": t.unit,
            "file": t.relative_path,
        }
        for t in found
    )  # fmt: skip


KINDS: Mapping[str, Callable[[], pd.DataFrame]] = {
    "exposures": exposures,
    "outcomes": outcomes,
    "variables": variables,
    "cohorts": cohorts,
    "tables": tables,
}


def overview() -> pd.DataFrame:
    """Return the number of each kind, and the command that lists it."""
    return pd.DataFrame(
        {"number": str(len(listed())), "kind": kind, "command": f"rlsanalysis list {kind}"}
        for kind, listed in KINDS.items()
    )


def aligned(frame: pd.DataFrame) -> str:
    """Return a table of texts with left-aligned columns."""
    rows = [[str(name) for name in frame], *frame.to_numpy().tolist()]
    widths = [max(map(len, cells)) for cells in zip(*rows, strict=True)]
    lines = ("  ".join(map(str.ljust, cells, widths)).rstrip() for cells in rows)
    return "\n".join(lines) + "\n"


def _years(releases: Iterable[str]) -> str:
    return ", ".join(f"{r} ({catalog.release(r).label})" for r in releases)
