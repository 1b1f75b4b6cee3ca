"""What the explorer tells of one factor beside its estimates: definition, people left, values, joint tests."""

from collections.abc import Iterator
from typing import Any

from rlsanalysis.present import labels
from rlsanalysis.present.definitions import define
from rlsanalysis.study.plan import load_plan
from rlsanalysis.study.results import Results, records
from rlsanalysis.variables import registry


def factors(results: Results) -> dict[str, dict[str, Any]]:
    """Label and definition of every fitted exposure, by its id."""
    return {str(exposure): _factor(str(exposure)) for exposure in results.estimates["exposure"].unique()}


def outcomes(results: Results) -> dict[str, dict[str, str]]:
    """Label, role and cohort of every fitted outcome, by its id."""
    return {o.id: {"label": labels.name(o.id), "role": o.role, "cohort": o.cohort} for o in results.outcomes}


def flow_fields(results: Results) -> Iterator[dict[str, Any]]:
    """Who is left after each step."""
    for row in records(results.flow):
        yield {
            "outcome": row.outcome, "exposure": row.exposure, "sample": row.sample, "left": row.left,
            "n": labels.count(row.n), "cases": labels.count(row.cases),
        }  # fmt: skip


def value_fields(results: Results) -> Iterator[dict[str, Any]]:
    """Values of the fitted exposures among cases, others and all, in the pooled releases."""
    rows = results.descriptives
    fitted = rows["variable"].isin(results.estimates["exposure"])
    pooled = rows["releases"].str.contains(" ", regex=False)
    for row in records(rows[fitted & pooled]):
        unit = " %" if row.statistic == "percent" else ""
        value = labels.percent(row.value)
        declared = registry().get(row.variable)
        mean = f"mean, in units of {declared.unit}" if declared else row.statistic
        yield {
            "outcome": row.outcome, "exposure": row.variable, "people": row.people,
            "level": row.level or mean, "n": labels.count(row.n), "value": value + unit if value else "",
            "std_error": labels.percent(row.std_error),
        }  # fmt: skip


def joint_fields(results: Results) -> Iterator[dict[str, Any]]:
    """Joint tests of all levels, in words."""
    for row in records(results.tests):
        shown = labels.joint(row)
        if shown.p:
            said = f"F = {shown.statistic} on {shown.df} degrees of freedom, p = {shown.p}"
            said = f"{said}, q = {shown.q}." if shown.q else f"{said}."
        else:
            said = f"not shown, since a level is {row.status.replace('_', ' ')}."
        yield {
            "outcome": row.outcome, "exposure": row.exposure, "set": row.set, "method": row.method,
            "sample": row.sample, "said": f"Joint test of all levels: {said}",
        }  # fmt: skip


def _factor(exposure: str) -> dict[str, Any]:
    declared, planned = registry().get(exposure), load_plan().exposures.get(exposure)
    if declared is None:
        return {"label": exposure, "categorical": True, "terms": [], "releases": [], "sources": []}
    d = define(declared)
    before = f"{planned.hypothesis}{', primary' if planned.primary else ''}" if planned else ""
    terms = {
        "Id": d.id, "Role": d.role, "Stated beforehand": before, "Contrast": d.contrast,
        "Levels, reference first": d.levels, "Population": d.population, "Component, hence weight": d.component,
        "Hazards": d.hazards, "Source of the definition": d.citation, "Note": d.note,
    }  # fmt: skip
    return {
        "label": d.label,
        "categorical": declared.kind == "categorical",
        "terms": [[term, text] for term, text in terms.items() if text],
        "releases": [f"{r}: {labels.releases(r)}" for r in d.releases],
        "sources": [[s.label, s.asked, *s.cells] for s in d.sources],
    }
