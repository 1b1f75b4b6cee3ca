"""Find the words by which a reader may search for a variable, and topics that need a sentence instead of one."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from rlsanalysis.variables.declare import Variable


@dataclass(frozen=True)
class NotMeasured:
    """A topic without a variable in this study, or without one for every outcome.

    Parameters
    ----------
    topic : what a reader may look for.
    words : words by which a reader may search for it, in lower case.
    sentence : what to tell the reader.
    """

    topic: str
    words: tuple[str, ...]
    sentence: str


def search_words(variable: Variable) -> tuple[str, ...]:
    """Return the words and phrases that stand for a variable, in lower case and without repetition.

    They are its labels, its id in words, its group, its synonyms, and generic and brand names of its drugs.
    """
    generic = (*variable.synonyms, *drug_names().get(variable.id, ()))
    words = (
        variable.label,
        variable.short,
        variable.id.replace("_", " "),
        variable.group,
        *generic,
        *(brand for drug in generic for brand in brand_names().get(drug, ())),
    )
    return tuple(dict.fromkeys(word.lower() for word in words if word))


@cache
def not_measured() -> tuple[NotMeasured, ...]:
    """Return the topics that have no variable in this study, or none for one of its outcomes."""
    return tuple(
        NotMeasured(row["topic"], (row["topic"].lower(), *_listed(row["words"].lower())), row["sentence"])
        for row in _rows("not_measured.csv")
    )


@cache
def drug_names() -> dict[str, tuple[str, ...]]:
    """Return the generic names of the drugs that participants took, for variables declared by drug class."""
    return {row["variable"]: _listed(row["names"]) for row in _rows("drug_names.csv")}


@cache
def brand_names() -> dict[str, tuple[str, ...]]:
    """Return brand names by which drugs are sold in the United States, by generic name."""
    return {row["drug"]: _listed(row["brands"]) for row in _rows("brand_names.csv")}


def _rows(name: str) -> Iterator[dict[str, str]]:
    text = (files("rlsanalysis.variables") / name).read_text(encoding="utf-8")
    yield from csv.DictReader(text.splitlines())


def _listed(cell: str) -> tuple[str, ...]:
    return tuple(cell.split("; "))
