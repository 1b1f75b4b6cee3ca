"""The Methods section of a manuscript: paragraphs under headings, as Markdown with `[@key]` citations."""

from collections.abc import Sequence

from rlsanalysis.present.manuscript.bibliography import bibliography
from rlsanalysis.present.manuscript.checklists import Checklist, checklists
from rlsanalysis.present.manuscript.sections import SECTIONS
from rlsanalysis.study.results import Results

OF_THE_AUTHORS = (
    "the addresses of the code and of the archived results",
    "the date on which the data were downloaded",
    "the decision of their institutional review board",
)
"""What a Methods section needs and no run and no checklist has."""


def methods(results: Results, filled: Sequence[Checklist] = ()) -> str:
    """Return the Methods section as Markdown; a heading without a paragraph in this run is left out.

    Citations are keys of `references`, such as `[@Firth1993]`, as pandoc reads them. The last paragraph names what the
    run does not know, for the authors to add.

    Parameters
    ----------
    filled : the checklists, if they have been filled.
    """
    notice = [f"**{results.study.words.synthetic}.**"] if results.synthetic else []
    parts = ["# Methods", *notice]
    for heading, paragraphs in SECTIONS.items():
        texts = [text for paragraph in paragraphs if (text := paragraph(results))]
        parts += [f"## {heading}", *texts] if texts else []
    return "\n\n".join([*parts, *_to_add(filled or checklists(results))]) + "\n"


def references(results: Results, text: str = "") -> str:
    """Return the BibTeX file of the works that the Methods section cites.

    Parameters
    ----------
    text : the Methods section, if it has been written.

    Raises
    ------
    AnalysisError
        The words of the study cite a work that is not in its bibliography.
    """
    return bibliography(results.study, text or methods(results))


def _to_add(filled: Sequence[Checklist]) -> list[str]:
    """Name the items of the checklists that belong to the methods and that the run does not know."""
    lacking = [
        f"{found.item.topic.lower()} ({checklist.name} {found.item.number})"
        for checklist in filled
        for found in checklist.empty
        if found.item.methods
    ]
    return ["---", f"*The authors must add: {'; '.join([*lacking, *OF_THE_AUTHORS])}.*"]
