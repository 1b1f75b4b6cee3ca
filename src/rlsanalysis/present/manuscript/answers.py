"""Answers to items of checklists that no paragraph of the Methods section gives: survey, results and discussion."""

from collections.abc import Iterator

from rlsanalysis.present import dependence, limitations, summary, units
from rlsanalysis.present.controls import not_shared
from rlsanalysis.present.findings import findings
from rlsanalysis.present.manuscript import data, models, numbers
from rlsanalysis.present.phrases import estimate, outcome_name, subject
from rlsanalysis.present.roles import SUSPECTED
from rlsanalysis.present.titles import contents, title_of
from rlsanalysis.present.words import listed, population
from rlsanalysis.study.results import Results


def title(results: Results) -> str:
    """Propose a title that names the design."""
    return f"Proposed title: {title_of(results)}, a cross-sectional study."


def abstract(results: Results) -> str:
    """Give the findings in brief, for the abstract."""
    return numbers.paragraph(contents(results), _lead(results), *_associations(results))


def _associations(results: Results) -> Iterator[str]:
    """Give the odds ratios of the findings that are associated, and the control outcomes whose CIs include 1."""
    for finding in findings(results):
        rows = [finding.rows[o] for o, verdict in finding.verdicts.items() if verdict == "associated"]
        stated = [
            f"{outcome_name(finding.study, row.outcome)} {estimate(finding.study, row, first=row is rows[0])}"
            for row in rows
        ]
        if stated:
            yield f"{units.first_upper(subject(finding))} was associated with {listed(stated)}."
        apart = [text for row in rows for text in not_shared(results, row)]
        if apart:
            yield f"Its 95% CI included 1 for {listed(apart)}."


def _lead(results: Results) -> str:
    return summary.lead(results) if findings(results) else "No primary exposure is part of this run."


def objectives(results: Results) -> str:
    """State the question and the hypotheses of the plan."""
    study = results.study
    expected: dict[str, list[str]] = {}
    for exposure in numbers.exposures_with(results, *SUSPECTED):
        if exposure.primary:
            direction = units.direction(study, exposure.hypothesis)
            known = direction if direction and exposure.hypothesis != "two-sided" else "no direction"
            expected.setdefault(known, []).append(numbers.compared(study, exposure.id))
    stated = [f"{direction} for {numbers.series(names)}" for direction, names in expected.items()]
    return numbers.paragraph(
        f"The question was: {study.words.question}",
        f"The analysis plan expected {'; and '.join(stated)}." if stated else "",
        study.words.not_preregistered,
    )


def dates(results: Results) -> str:
    """Give the years of data collection."""
    study = results.study
    years = [numbers.years(study, cohort) for cohort in numbers.cohorts_of(results)]
    form = "The files have the form of data that were" if results.synthetic else "Data were"
    return f"{form} collected in {numbers.series(years)}."


def target_population(results: Results) -> str:
    """Name the population that the numbers describe, with that of the survey."""
    words = results.study.words
    of_survey = words.manuscript.population
    return numbers.paragraph(
        population(results), f"The target population was {of_survey}." if of_survey else ""
    )


def comparability(results: Results) -> str:
    """Name the headline exposures with each threat to comparability or validity."""
    study = results.study
    found: dict[str, list[str]] = {}
    for exposure in numbers.exposures_with(results, *SUSPECTED):
        for hazard in study.variables[exposure.id].hazards:
            found.setdefault(hazard, []).append(numbers.name_of(study, exposure.id))
    return " ".join(
        f"{study.words.hazards.get(hazard, f'{units.first_upper(hazard)}.').rstrip('.')}: {'; '.join(names)}."
        for hazard, names in found.items()
    )


def key_results(results: Results) -> str:
    """Give the key result."""
    return _lead(results)


def limitation(results: Results) -> str:
    """Say how far the findings can be relied on."""
    return " ".join(filter(None, limitations.reliability_of_findings(results)))


def interpretation(results: Results) -> str:
    """Say how the findings are to be read."""
    comments = [dependence.adjustment(results), *dependence.comments(results)] if findings(results) else []
    return numbers.paragraph(results.study.words.association, *comments)


def applies_to(results: Results) -> str:
    """Say whom the results describe."""
    return numbers.paragraph(f"The results describe: {population(results)}",
                                  results.study.words.manuscript.generalizability)  # fmt: skip


def uncertainty(_: Results) -> str:
    """Say which measure of uncertainty each kind of number has."""
    return (
        "Every odds ratio has a standard error under the survey design and a 95% CI; prevalences and differences of "
        "adjusted prevalences have a 95% CI, and weighted means and percentages a standard error."
    )


def variance(results: Results) -> str:
    """Describe the estimation of variances of the models."""
    return models.few_cases_inference(results) or models.model(results)


def subpopulations(results: Results) -> str:
    """Say that a subpopulation is a domain of the complete design."""
    unit = results.study.unit.one
    return f"A subpopulation was a domain of the complete design; no {unit} was deleted from the design."


def single_psu(_: Results) -> str:
    """Say how a stratum with a single PSU was handled."""
    return data.SINGLE_PSU
