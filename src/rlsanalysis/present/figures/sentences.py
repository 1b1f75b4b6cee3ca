"""Sentences that captions of several figures share."""

from collections.abc import Iterable, Sequence

import pandas as pd

from rlsanalysis.present import labels, printing
from rlsanalysis.present.figures.key import BEYOND, MEANINGS
from rlsanalysis.present.words import population
from rlsanalysis.study.records import Study
from rlsanalysis.study.results import Results
from rlsanalysis.study.summary import largest_sample

UNWEIGHTED = "Counts of people are unweighted."


def people(study: Study, results: Results | None) -> str:
    """Say whom the numbers describe: the population of a run, or whether tidy rows are of synthetic people."""
    if results is not None:
        return population(results)
    return (
        f"{study.words.synthetic}." if study.synthetic else f"{study.words.population}, {study.words.survey}."
    )


def symbols() -> str:
    """Say what filled and open marks, dashed lines and arrows mean."""
    return (
        f"Filled marks: {MEANINGS['filled']}. Open marks: {MEANINGS['open']}. Dashed lines: {MEANINGS['interval']}. "
        f"Arrows: the {BEYOND}."
    )


def imprecise(study: Study) -> str:
    """Say below which numbers a mark is open."""
    return (
        f"A mark is open if there are fewer than {study.fewest_cases} cases, fewer than {study.fewest_df} design "
        "degrees of freedom, or few cases expected in the smaller group (caution)."
    )


def cases(study: Study, rows: pd.DataFrame, outcomes: Sequence[str]) -> str:
    """Count the most cases and people of the models of each outcome."""
    counted = []
    for outcome in outcomes:
        own = rows[rows["outcome"] == outcome]
        if len(own):
            most = largest_sample(own)
            counted.append(
                f"{labels.name(study, outcome)}: {printing.count(most['cases'])} cases among "
                f"{printing.count(most['n'])} {study.unit.people}"
            )
    return f"Largest analytic samples: {'; '.join(counted)}." if counted else ""


def with_notes(caption: Iterable[str], notes: Iterable[str]) -> str:
    """Return a caption and, as a paragraph after it, its notes; empty sentences are left out."""
    return "\n\n".join([_joined(caption), _joined(["Notes.", *notes])])


def _joined(sentences: Iterable[str]) -> str:
    return " ".join(filter(None, sentences))
