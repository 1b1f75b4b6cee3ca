"""The headings of a Methods section, each with the functions that write its paragraphs from a run."""

from collections.abc import Callable, Mapping

from rlsanalysis.present.manuscript import covariates, data, further, models, robustness, software, variables
from rlsanalysis.study.results import Results

Paragraph = Callable[[Results], str]

SECTIONS: Mapping[str, tuple[Paragraph, ...]] = {
    "Study design and data": (data.study_design, data.setting, data.participants),
    "Outcomes": (variables.outcomes,),
    "Exposures": (variables.measurement, variables.exposures),
    "Covariates": (covariates.covariates,),
    "Missing data": (variables.missing_data,),
    "Survey design and weights": (data.weights, data.survey_design),
    "Statistical models": (models.model, models.few_cases_inference, models.restriction, models.quantitative),
    "Reporting rules": (models.reporting,),
    "Study size and multiple comparisons": (models.study_size, models.multiplicity),
    "Sensitivity analyses": (further.sensitivity, robustness.robustness),
    "Controls": (further.controls,),
    "Absolute size, confounding and detection": (further.size_and_bias,),
    "Prevalence and description": (further.description,),
    "Reporting guidelines, software and data": (further.guidelines, software.software, software.access),
    "Ethics": (data.ethics,),
}
"""Headings of the section in their order, each with its paragraphs."""
