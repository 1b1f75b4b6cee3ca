"""What the explorer says when a reader searches for a single drug."""

from collections.abc import Collection
from typing import Any

from rlsanalysis.present import labels
from rlsanalysis.study.results import Results
from rlsanalysis.variables import registry
from rlsanalysis.variables.search import Drug, counted_drugs, drugs

NONPRESCRIPTION = "It is also sold without a prescription; only prescriptions count here."


def notes(results: Results) -> list[dict[str, Any]]:
    """Return for each drug its names in lower case, the exposures that count it, and what to tell the reader."""
    fitted = {*results.estimates["exposure"]}
    return [
        {
            "words": [word.lower() for word in (drug.name, *drug.brands)],
            "exposures": [id_ for id_ in drug.variables if id_ in fitted],
            "sentence": sentence(drug, fitted),
        }
        for drug in drugs()
    ]


def sentence(drug: Drug, fitted: Collection[str]) -> str:
    """Say whether a drug has an estimate of its own, which classes count it, and whether it needs a prescription.

    `fitted`: ids of the exposures with estimates.
    """
    brands = f" ({', '.join(drug.brands)})" if drug.brands else ""
    counted = [id_ for id_ in drug.variables if id_ in fitted]
    own = [id_ for id_ in counted if len(counted_drugs(registry()[id_])) == 1]
    classes = "; ".join(_class(id_) for id_ in counted if id_ not in own)
    if not counted:
        own_or_none = "has no estimate here, alone or in a class."
    else:
        own_or_none = f"has {'an' if own else 'no'} estimate of its own."
    sentences = [
        f"{drug.name.capitalize()}{brands} {own_or_none}",
        f"It is {'also ' if own else ''}counted in: {classes}." if classes else "",
        NONPRESCRIPTION if drug.nonprescription else "",
    ]
    return " ".join(filter(None, sentences))


def _class(id_: str) -> str:
    """Name a class of drugs within a sentence, shortly, and that it is the whole class where the label says so."""
    short, label = labels.short(id_), labels.name(id_)
    return labels.in_sentence(label if label == f"{short} (any)" else short)
