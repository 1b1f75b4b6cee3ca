"""What the explorer says when a reader searches for a single drug."""

from collections.abc import Collection, Sequence
from typing import Any

from rlsanalysis.present import labels, printing
from rlsanalysis.present.phrases import outcome_name
from rlsanalysis.study.indications import OTHER
from rlsanalysis.study.records import Brands, Study
from rlsanalysis.study.results import Results, records
from rlsanalysis.study.search import Drug, drugs


def notes(results: Results) -> list[dict[str, Any]]:
    """Return for each drug its names in lower case, the exposures that count it, and what to tell the reader."""
    study = results.study
    fitted = {*results.estimates["exposure"]}
    indications = [row for row in records(results.indications) if row.drug != OTHER]
    return [
        {
            "words": [word.lower() for word in (drug.name, *drug.brands)],
            "exposures": [id_ for id_ in drug.variables if id_ in fitted],
            "sentence": " ".join(
                [
                    sentence(study, drug, fitted),
                    *cases_who_take(study, drug.name, indications),
                ]
            ),
        }
        for drug in (*drugs(study), *uncounted(study, indications))
    ]


def uncounted(study: Study, indications: Sequence[Any]) -> list[Drug]:
    """Return the drugs that define a case and that no variable counts, without their route.

    `indications`: rows of the table of the same name.
    """
    known = {drug.name for drug in drugs(study)}
    ingredients = (name.split()[0] for row in indications for name in row.drug.split("; "))
    names = (name for name in dict.fromkeys(ingredients) if name not in known)
    return [Drug(name, study.brands.get(name, Brands()).names, (), nonprescription=False) for name in names]


def cases_who_take(study: Study, name: str, indications: Sequence[Any]) -> list[str]:
    """Say for each product of a drug how many cases of which outcome take it for that condition.

    `indications`: rows of the table of the same name.
    """
    return [
        f"{printing.count(row.n)} of {printing.count(row.cases)} cases of {outcome_name(study, row.outcome)} "
        f"take {'it' if row.drug == name else row.drug.replace('; ', ' and ')} for that condition."
        for row in indications
        if any(f"{ingredient} ".startswith(f"{name} ") for ingredient in row.drug.split("; "))
    ]


def sentence(study: Study, drug: Drug, fitted: Collection[str]) -> str:
    """Say whether a drug has an estimate of its own, which classes count it, and whether it needs a prescription.

    `fitted`: ids of the exposures with estimates.
    """
    brands = f" ({', '.join(drug.brands)})" if drug.brands else ""
    counted = [id_ for id_ in drug.variables if id_ in fitted]
    own = [id_ for id_ in counted if len(study.variables[id_].drugs) == 1]
    classes = "; ".join(_class(study, id_) for id_ in counted if id_ not in own)
    if not counted:
        own_or_none = "has no estimate here, alone or in a class."
    else:
        own_or_none = f"has {'an' if own else 'no'} estimate of its own."
    sentences = [
        f"{drug.name.capitalize()}{brands} {own_or_none}",
        f"It is {'also ' if own else ''}counted in: {classes}." if classes else "",
        study.words.over_the_counter if drug.nonprescription else "",
    ]
    return " ".join(filter(None, sentences))


def _class(study: Study, id_: str) -> str:
    """Name a class of drugs within a sentence, shortly, and that it is the whole class where the label says so."""
    short, label = labels.short(study, id_), labels.name(study, id_)
    return labels.in_sentence(label if label == f"{short} (any)" else short)
