"""Citations of a manuscript: the BibTeX entries of the works that its paragraphs cite as `[@key]`."""

import re
from collections.abc import Iterator, Mapping
from importlib.resources import files

from rlsanalysis.study.records import Study
from rlsanalysis.survey.errors import AnalysisError

CITATION = re.compile(r" ?\[(@[\w:-]+(?:; @[\w:-]+)*)\]")
START = re.compile(r"^@\w+\{([^,\s]+),", re.MULTILINE)


def entries(text: str) -> dict[str, str]:
    """Return the entries of a BibTeX file, by key; what stands between entries is ignored."""
    return {found[1]: text[found.start() : _end(text, found.start())] for found in START.finditer(text)}


def _end(text: str, start: int) -> int:
    """Return the position after the brace that closes the entry which begins at `start`."""
    depth = 0
    for position in range(start, len(text)):
        depth += {"{": 1, "}": -1}.get(text[position], 0)
        if text[position] == "}" and not depth:
            return position + 1
    line = text[start:].partition("\n")[0]
    raise AnalysisError(
        f"The BibTeX entry {line!r} has no closing brace. Add it to the bibliography of the study."
    )


def cited(text: str) -> list[str]:
    """Return the keys that a text cites, each once, in the order of the text."""
    return list(
        dict.fromkeys(key.strip("@ ") for found in CITATION.finditer(text) for key in found[1].split(";"))
    )


def without_citations(text: str) -> str:
    """Return a text without its citations."""
    return CITATION.sub("", text)


def works(study: Study) -> Mapping[str, str]:
    """Return the entries that a manuscript may cite: those of the methods, and those of the study."""
    methods = (files(__package__) / "references.bib").read_text(encoding="utf-8")
    return entries(methods) | entries(study.bibliography)


def bibliography(study: Study, text: str) -> str:
    """Return a BibTeX file of the works that a text cites, sorted by key.

    Raises
    ------
    AnalysisError
        The text cites a key without an entry.
    """
    return "\n\n".join(_cited_entries(study, text)) + "\n"


def _cited_entries(study: Study, text: str) -> Iterator[str]:
    known = works(study)
    for key in sorted(cited(text), key=str.lower):
        if key not in known:
            raise AnalysisError(
                f"The words of the study cite [@{key}], but its bibliography has no such entry. Add it to the "
                "bibliography, or correct the key."
            )
        yield known[key]
