"""What the explorer shows of one factor next to its estimates: definition, participant flow, values, joint tests."""

from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from rlsanalysis.present import labels, printing, units, vocabulary
from rlsanalysis.present.definitions import Definition, define
from rlsanalysis.present.explorer.choices import outcome_words
from rlsanalysis.study.records import MEDICATIONS, PlannedExposure, Study, Variable
from rlsanalysis.study.results import Results, records
from rlsanalysis.study.search import search_words

PRESCRIBED = "prescribed for {condition}; expected, not a cause"
EXPECTED = {
    "treats_rls": "sometimes prescribed for {condition} or its symptoms; not interpreted as a cause",
    "positive_control": "positive control; expected",
    "negative_control": "negative control; none expected",
}
"""What a row says of a factor that is not suspected as a cause, by its role."""


def factors(results: Results) -> dict[str, dict[str, Any]]:
    """Label and definition of every fitted exposure, by its id."""
    return {
        str(exposure): _factor(results.study, str(exposure))
        for exposure in results.estimates["exposure"].unique()
    }


def outcomes(results: Results) -> dict[str, dict[str, Any]]:
    """Labels, role, cohort and words for the search of every fitted outcome, by its id."""
    study = results.study
    return {
        o.id: {
            "label": labels.name(study, o.id), "short": labels.short(study, o.id), "role": o.role,
            "cohort": o.cohort, "place": outcome_words(study, o), "words": search_words(study, study.variables[o.id]),
            "terms": _outcome_terms(study, define(study, study.variables[o.id])),
        }
        for o in results.outcomes
    }  # fmt: skip


def flow_fields(results: Results) -> Iterator[dict[str, Any]]:
    """People excluded and remaining at each step of the participant flow."""
    for row in records(results.flow.assign(excluded=_excluded(results))):
        yield {
            "outcome": row.outcome, "exposure": row.exposure, "sample": row.sample, "left": row.left,
            "excluded": printing.count(row.excluded) if row.excluded else "none",
            "n": printing.count(row.n), "cases": printing.count(row.cases),
        }  # fmt: skip


def value_fields(results: Results) -> Iterator[dict[str, Any]]:
    """Values of the fitted exposures among cases, non-cases and all, in the pooled survey cycles."""
    study = results.study
    rows = results.descriptives
    fitted = rows["variable"].isin(results.estimates["exposure"])
    pooled = rows["releases"].str.contains(" ", regex=False)
    for row in records(rows[fitted & pooled]):
        unit = "%" if row.statistic == "percent" else ""
        value = printing.percent(row.value)
        declared = study.variables.get(row.variable)
        mean = (
            f"mean, in units of {labels.level(study, declared.id, declared.unit)}"
            if declared
            else row.statistic
        )
        yield {
            "outcome": row.outcome, "exposure": row.variable, "people": units.people(study, row.people),
            "level": labels.level(study, row.variable, row.level) if row.level else mean, "n": printing.count(row.n),
            "value": value + unit if value else "", "std_error": printing.percent(row.std_error),
        }  # fmt: skip


def joint_fields(results: Results) -> Iterator[dict[str, Any]]:
    """Joint tests of all levels of a factor, in words."""
    for row in records(results.tests):
        shown = printing.joint(row)
        q = f", {printing.equation('q', shown.q)}" if shown.q else ""
        result = (
            f"F({shown.df}) = {shown.statistic}, {printing.equation('p', shown.p)}{q}."
            if shown.p
            else f"not reported, because a level is {vocabulary.STATUS_NAMES[row.status]}."
        )
        yield {
            "outcome": row.outcome, "exposure": row.exposure, "set": row.set, "method": row.method,
            "sample": row.sample, "text": f"Joint test of all levels: {result}",
        }  # fmt: skip


def _excluded(results: Results) -> "pd.Series[float]":
    """People excluded by each step; not a number for the first."""
    return -results.flow.astype({"n": "float64"}).groupby(["outcome", "exposure", "sample"])["n"].diff()


def _factor(study: Study, exposure: str) -> dict[str, Any]:
    declared, planned = study.variables.get(exposure), study.exposures.get(exposure)
    if declared is None:
        return {
            "label": exposure,
            "expected": "",
            "words": [exposure],
            "limitations": [],
            "terms": [],
            "releases": [],
            "sources": [],
        }
    d = define(study, declared)
    plan = {}
    if planned:
        expected = units.direction(study, planned.hypothesis)
        plan = {"Primary in the analysis plan": "yes" if planned.primary else "no", "Expected": expected}
    return {
        "label": d.label,
        "expected": _expected(study, declared, planned),
        "words": search_words(study, declared),
        "limitations": _limitations(d),
        "terms": _terms(study, d, plan),
        "releases": [labels.releases(study, r) for r in d.releases],
        "sources": [[s.label, s.asked, *s.cells] for s in d.sources],
    }


def _expected(study: Study, declared: Variable, planned: PlannedExposure | None) -> str:
    """Say of a control, or a drug that is prescribed for RLS, how its association is read; empty for other factors."""
    if planned is None:
        return ""
    treatment = planned.role == "positive_control" and declared.group == MEDICATIONS
    words = PRESCRIBED if treatment else EXPECTED.get(planned.role, "")
    return words.format(condition=study.words.condition)


def _terms(study: Study, d: Definition, plan: Mapping[str, str] | None = None) -> list[list[str]]:
    """Terms and texts of a definition, without those that are empty; `plan` has those of the analysis plan."""
    role = "Role" if plan is None else f"Role for {study.words.condition}"
    terms = {
        "Id": d.id, role: d.role, **(plan or {}), "Comparison": d.contrast, "Levels (reference first)": d.levels,
        "Population": d.population, "Survey component (decides the weight)": d.component,
        "Source of the definition": d.citation,
    }  # fmt: skip
    return _typeset(terms)


def _outcome_terms(study: Study, d: Definition) -> list[list[str]]:
    return [*_terms(study, d), *_limitations(d)]


def _limitations(d: Definition) -> list[list[str]]:
    return _typeset({"Note": d.note, "Measurement issues": d.hazards})


def _typeset(terms: Mapping[str, str]) -> list[list[str]]:
    """Terms and texts for display, without those that are empty."""
    return [[term, labels.typeset(text)] for term, text in terms.items() if text]
