"""Name what tells the models of rows apart: adjustment set, sample, survey cycles, method or reference level."""

from collections.abc import Collection, Sequence
from typing import Any

import pandas as pd

from rlsanalysis.present import labels, vocabulary
from rlsanalysis.present.figures.selection import VARIANT, Selection
from rlsanalysis.present.models import lacking_in, own_sample, part_of_cycles
from rlsanalysis.present.own_rows import same_model
from rlsanalysis.present.words import adjusters
from rlsanalysis.study.records import Study
from rlsanalysis.study.results import records


def variants(study: Study, rows: pd.DataFrame, columns: Sequence[str]) -> dict[tuple[Any, ...], str]:
    """Name what tells rows of the same comparison and outcome apart, by the values of these columns; else empty."""
    key = ["outcome", "exposure", "level", *(c for c in VARIANT if c not in columns)]
    differing = [c for c in columns if rows.drop_duplicates([*key, c]).duplicated(key).any()]
    return {
        tuple(getattr(row, c) for c in columns): ", ".join(
            _variant(study, c, getattr(row, c)) for c in differing
        )
        for row in records(rows[list(columns)].drop_duplicates())
    }


def _variant(study: Study, column: str, value: str) -> str:
    words = {
        "set": lambda: adjusted(study, value),
        "sample": lambda: labels.sample(study, value),
        "releases": lambda: labels.releases(study, value),
        "method": lambda: vocabulary.METHOD_WORDS.get(value, value),
    }
    return words[column]()


def add_row(rows: dict[Any, Any], key: Any, row: Any) -> None:
    """Add a row to those of a line by its key.

    Raises
    ------
    AnalysisError
        The line has a row with this key, which would not be drawn.
    """
    if key in rows:
        raise same_model(row)
    rows[key] = row


def adjusted(study: Study, set_: str, releases: str = "", without: Collection[str] = ()) -> str:
    """Name an adjustment set after a comparison: `full adjustment`, or `adjusted for sex, survey cycle`.

    `without`: adjusters of the set that are not in the model.
    """
    return (
        f"{set_} adjustment"
        if set_ in study.words.sets
        else f"adjusted for {adjusters(study, set_, [releases], without)}"
    )


def differing(selection: Selection) -> list[str]:
    """Return what differs among the models of an outcome, in tidy rows: adjustment set, sample, cycles or method.

    The reference level differs if rows compare the same level of an exposure with several.
    """
    if not selection.tidy:
        return []
    counted = selection.rows.groupby("outcome")[[*VARIANT]].nunique()
    found = [column for column in VARIANT if (counted[column] > 1).any()]
    references = selection.rows.groupby(["outcome", "exposure", "level"])["reference"].nunique()
    return [*found, "reference"] if (references > 1).any() else found


def model_words(study: Study, row: Any, columns: Sequence[str], shared: Sequence[str]) -> str:
    """Describe the model of a row by these columns: `full adjustment, women only`, but not the shared sample."""
    words = {
        "set": adjusted(study, row.set, row.releases, lacking_in(study, row)),
        "sample": own_sample(study, row, shared),
        "releases": part_of_cycles(study, row),
        "method": vocabulary.METHOD_WORDS.get(row.method, row.method),
        "reference": f"vs {labels.level(study, row.exposure, row.reference)}" if row.reference else "",
    }
    return ", ".join(filter(None, (words[column] for column in columns)))
