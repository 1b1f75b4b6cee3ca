"""The Methods section of a manuscript: paragraphs under headings, as Markdown with `[@key]` citations."""

from collections.abc import Callable, Mapping

from rlsanalysis.present.manuscript import data, further, models, software, variables
from rlsanalysis.present.manuscript.bibliography import bibliography
from rlsanalysis.study.results import Results

Paragraph = Callable[[Results], str]

SECTIONS: Mapping[str, tuple[Paragraph, ...]] = {
    "Study design and data": (data.study_design, data.setting, data.participants),
    "Outcomes": (variables.outcomes,),
    "Exposures": (variables.exposures, variables.measurement),
    "Covariates": (variables.covariates,),
    "Missing data": (variables.missing_data,),
    "Survey design and weights": (data.weights, data.survey_design),
    "Statistical models": (models.model, models.few_cases_inference, models.restriction, models.quantitative),
    "Reporting rules": (models.reporting,),
    "Study size and multiple comparisons": (models.study_size, models.multiplicity),
    "Sensitivity analyses": (further.sensitivity,),
    "Controls": (further.controls,),
    "Absolute size, confounding and detection": (further.size_and_bias,),
    "Prevalence and description": (further.description,),
    "Reporting guidelines, software and data": (further.guidelines, software.software, software.access),
    "Ethics": (data.ethics,),
}
"""Headings of the section in their order, each with its paragraphs."""


def methods(results: Results) -> str:
    """Return the Methods section as Markdown; a heading without a paragraph in this run is left out.

    Citations are keys of `references`, such as `[@Firth1993]`, as pandoc reads them.
    """
    notice = [f"**{results.study.words.synthetic}.**"] if results.synthetic else []
    parts = ["# Methods", *notice]
    for heading, paragraphs in SECTIONS.items():
        texts = [text for paragraph in paragraphs if (text := paragraph(results))]
        parts += [f"## {heading}", *texts] if texts else []
    return "\n\n".join(parts) + "\n"


def references(results: Results) -> str:
    """Return the BibTeX file of the works that the Methods section cites.

    Raises
    ------
    AnalysisError
        The words of the study cite a work that is not in its bibliography.
    """
    return bibliography(results.study, methods(results))
