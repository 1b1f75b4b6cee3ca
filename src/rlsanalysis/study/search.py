"""Find the words by which a reader may search for a variable or a drug."""

from dataclasses import dataclass

from rlsanalysis.study.records import Brands, Study, Variable


@dataclass(frozen=True)
class Drug:
    """A single drug by which a reader may search.

    Parameters
    ----------
    name : generic name, in lower case.
    brands : brand names under which it is sold.
    variables : ids of the variables that count it, those that count the fewest drugs first.
    nonprescription : whether it is also sold without a prescription.
    """

    name: str
    brands: tuple[str, ...]
    variables: tuple[str, ...]
    nonprescription: bool


def search_words(study: Study, variable: Variable) -> tuple[str, ...]:
    """Return the words and phrases that stand for a variable, in lower case and without repetition.

    They are its labels, its id in words, its group, its synonyms, and generic and brand names of its drugs.
    """
    generic = (*variable.synonyms, *variable.drugs)
    words = (
        variable.label,
        variable.short,
        variable.id.replace("_", " "),
        variable.group,
        *generic,
        *(brand for drug in generic for brand in study.brands.get(drug, Brands()).names),
    )
    return tuple(dict.fromkeys(word.lower() for word in words if word))


def drugs(study: Study) -> tuple[Drug, ...]:
    """Return every drug that a variable counts or that is also sold without a prescription."""
    counting = sorted((v for v in study.variables.values() if v.drugs), key=lambda v: len(v.drugs))
    counted = (name for v in study.variables.values() for name in v.drugs)
    unprescribed = (name for name, brands in study.brands.items() if brands.over_the_counter is not None)
    return tuple(
        Drug(
            name,
            tuple(dict.fromkeys((*brands.names, *(brands.over_the_counter or ())))),
            tuple(v.id for v in counting if name in v.drugs),
            brands.over_the_counter is not None,
        )
        for name in dict.fromkeys((*counted, *unprescribed))
        for brands in [study.brands.get(name, Brands())]
    )
