"""The content of the page of a variable, from its declaration and the analysis plan."""

from collections.abc import Iterator
from typing import Any

from rlsanalysis.present import labels, units
from rlsanalysis.present.definitions import define
from rlsanalysis.site.markdown import markdown
from rlsanalysis.study.plan import adjusters_of, exposures_of, primary_sample
from rlsanalysis.study.records import PlannedExposure, Study, Variable


def variable_facts(study: Study, variable: Variable) -> dict[str, Any]:
    """Return the content of the page of a variable."""
    planned = study.exposures.get(variable.id)
    return {
        "d": define(study, variable),
        "direction": _direction(study, planned) if planned else "",
        "cycles": labels.releases(study, " ".join(variable.releases)),
        "outcome": study.outcomes.get(variable.id),
        "study": study,
        "planned": planned,
        "models": list(_models(study, planned)) if planned else [],
        "curves": [c for c in study.curves.values() if variable.id in (c.variable, c.exposure)],
        "adjusts": _adjusts(study, variable.id),
        "rows": variable.rows,
    }


def page_link(study: Study, variable: str) -> str:
    """Link to the page of a variable."""
    return f"[{markdown(labels.name(study, variable))}]({variable}.md)"


def cdc_links(study: Study, cells: tuple[str, ...], releases: tuple[str, ...]) -> str:
    """List table and column in each survey cycle, with links to CDC's documentation."""
    return ", ".join(
        f"[{cell}]({_documentation(study, cell)})"
        + (f" ({labels.releases(study, r)})" if cells.count(cell) == 1 else "")
        for cell, r in dict(zip(cells, releases, strict=True)).items()
        if cell
    )


def _documentation(study: Study, cell: str) -> str:
    table, column = cell.split(".")
    return f"{study.documentation[table]}#{column}"


def _direction(study: Study, planned: PlannedExposure) -> str:
    """Return the direction that the analysis plan expects, and whether the exposure is primary."""
    expected = units.direction(study, planned.hypothesis)
    primary = "primary exposure in the analysis plan" if planned.primary else ""
    return "; ".join(filter(None, (expected, primary)))


def _models(study: Study, planned: PlannedExposure) -> Iterator[dict[str, Any]]:
    """Describe the models of an exposure, by cohort."""
    for cohort, releases in planned.releases.items():
        if not releases:
            continue
        outcomes = [
            o for o in study.outcomes.values() if o.cohort == cohort and planned in exposures_of(study, o)
        ]
        yield {
            "cohort": study.cohorts[cohort].years,
            "cycles": labels.releases(study, " ".join(releases)),
            "pooled": len(releases) > 1,
            "outcomes": [o.id for o in outcomes],
            "samples": [
                sample
                for name, sample in study.samples.items()
                if any(primary_sample(o, planned) == name for o in outcomes)
            ],
            "sets": [
                {"name": set_, "adjusters": _adjusters(study, adjusters_of(study, planned, set_, releases))}
                for set_ in planned.sets
            ],
        }  # fmt: skip


def _adjusters(study: Study, names: tuple[str, ...]) -> list[dict[str, str]]:
    return [
        {
            "variable": study.adjusters[name].variable,
            "square": " and its square" if 2 in study.adjusters[name].powers else "",
        }
        for name in names
    ]


def _adjusts(study: Study, variable: str) -> str:
    """Name the adjustment sets that contain a variable, and the exposures whose models add it."""
    names = {name for name, adjuster in study.adjusters.items() if adjuster.variable == variable}
    sets = [f"{set_} adjustment set" for set_, members in study.sets.items() if names & {*members}]
    added = [page_link(study, e.id) for e in study.exposures.values() if e.add in names]
    return " and the ".join([*sets, *([f"dietary exposures {', '.join(added)}"] if added else [])])
