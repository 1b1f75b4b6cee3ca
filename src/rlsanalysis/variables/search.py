"""Find the words by which a reader may search for a variable, and topics that need a sentence instead of one."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from rlsanalysis.variables import registry
from rlsanalysis.variables.declare import Variable


@dataclass(frozen=True)
class NotMeasured:
    """A topic without a variable in this study, or without one for every outcome.

    Parameters
    ----------
    topic : what a reader may look for.
    words : words by which a reader may search for it, in lower case.
    search : words whose search finds the estimates for it; empty if the reader's own words do.
    sentence : what to tell the reader.
    """

    topic: str
    words: tuple[str, ...]
    search: str
    sentence: str


@dataclass(frozen=True)
class Drug:
    """A single drug by which a reader may search.

    Parameters
    ----------
    name : generic name, in lower case.
    brands : brand names under which it is sold in the United States.
    variables : ids of the variables that count it, those that count the fewest drugs first.
    nonprescription : whether it is also sold without a prescription.
    """

    name: str
    brands: tuple[str, ...]
    variables: tuple[str, ...]
    nonprescription: bool


def search_words(variable: Variable) -> tuple[str, ...]:
    """Return the words and phrases that stand for a variable, in lower case and without repetition.

    They are its labels, its id in words, its group, its synonyms, and generic and brand names of its drugs.
    """
    generic = (*variable.synonyms, *counted_drugs(variable))
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
        NotMeasured(
            row["topic"],
            (row["topic"].lower(), *_listed(row["words"].lower())),
            row["search"],
            row["sentence"],
        )
        for row in _rows("not_measured.csv")
    )


@cache
def drug_names() -> dict[str, tuple[str, ...]]:
    """Return the generic names of the drugs that participants took, for variables declared by drug class."""
    return _lists("drug_names.csv")


@cache
def brand_names() -> dict[str, tuple[str, ...]]:
    """Return brand names by which drugs are sold in the United States, by generic name."""
    return _lists("brand_names.csv")


@cache
def nonprescription_drugs() -> dict[str, tuple[str, ...]]:
    """Return brand names of drugs that are also sold without a prescription, by generic name."""
    return _lists("nonprescription_drugs.csv")


def counted_drugs(variable: Variable) -> tuple[str, ...]:
    """Return the generic names of the drugs that a variable counts, in lower case; none if it does not count drugs."""
    named = (*variable.drugs.names, *variable.drugs.containing) if variable.drugs else ()
    return tuple(dict.fromkeys((*drug_names().get(variable.id, ()), *map(str.lower, named))))


@cache
def drugs() -> tuple[Drug, ...]:
    """Return every drug that a variable counts or that is also sold without a prescription."""
    counted = {variable.id: counted_drugs(variable) for variable in registry().values()}
    narrowest_first = sorted((id_ for id_ in counted if counted[id_]), key=lambda id_: len(counted[id_]))
    names = dict.fromkeys((*(n for names in counted.values() for n in names), *nonprescription_drugs()))
    return tuple(
        Drug(
            name,
            tuple(dict.fromkeys((*brand_names().get(name, ()), *nonprescription_drugs().get(name, ())))),
            tuple(id_ for id_ in narrowest_first if name in counted[id_]),
            name in nonprescription_drugs(),
        )
        for name in names
    )


def _lists(name: str) -> dict[str, tuple[str, ...]]:
    """Read a file of two columns: a key, and the list that belongs to it."""
    return {key: _listed(cell) for key, cell in (row.values() for row in _rows(name))}


def _rows(name: str) -> Iterator[dict[str, str]]:
    text = (files("rlsanalysis.variables") / name).read_text(encoding="utf-8")
    yield from csv.DictReader(text.splitlines())


def _listed(cell: str) -> tuple[str, ...]:
    return tuple(cell.split("; ")) if cell else ()
