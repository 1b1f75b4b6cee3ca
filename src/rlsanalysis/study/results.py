"""What a run found: the tidy tables of a results folder, and which rows the text quotes."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from rlsanalysis.study.plan import ALL, USERS, Outcome, PlannedExposure, Study, among_users, load_plan
from rlsanalysis.study.tables import SAID, existing, read, schema, write, write_text
from rlsanalysis.survey.errors import AnalysisError

BROKE = "the program broke: "
RECORD = "provenance.json"
MODEL = ["outcome", "exposure", "set", "method", "sample"]


@dataclass(frozen=True)
class Results:
    """What one run found: a frame for each CSV file of the results schema, and the record of its inputs.

    `folder` holds the files; `source` is `demo` (synthetic people) or `nhanes`.
    """

    folder: Path
    source: str
    estimates: pd.DataFrame
    tests: pd.DataFrame
    prevalence: pd.DataFrame
    descriptives: pd.DataFrame
    flow: pd.DataFrame
    curves: pd.DataFrame
    curve_tests: pd.DataFrame
    comparisons: pd.DataFrame
    distributions: pd.DataFrame
    provenance: dict[str, Any]

    @property
    def synthetic(self) -> bool:
        """Whether its people are invented, so that everything made from it must say so."""
        return self.source != "nhanes"

    @property
    def broken(self) -> int:
        """Models that stopped on a fault of the program; they are rows with the reason."""
        fitted = pd.concat([self.estimates, self.curve_tests])
        models = fitted.loc[fitted["reason"].str.startswith(BROKE), MODEL[:3] + MODEL[4:]]
        return len(models.drop_duplicates())

    @property
    def outcomes(self) -> list[Outcome]:
        """Fitted outcomes, in the order of the plan."""
        fitted = set(self.estimates["outcome"])
        return [o for o in load_plan().outcomes.values() if o.id in fitted]

    @property
    def primary(self) -> list[Outcome]:
        """Fitted primary outcomes, in the order of the plan."""
        return [o for o in self.outcomes if o.role == "primary"]

    def primary_estimates(self, outcome: Outcome, *roles: str) -> pd.DataFrame:
        """Rows that the text quotes for an outcome, of exposures with these roles: one model an exposure."""
        study = load_plan()
        models = pd.DataFrame(
            [primary_model(study, outcome, e) for e in study.exposures.values() if e.role in roles],
            columns=MODEL,
        )
        return models.merge(self.estimates, on=MODEL)


def records(frame: pd.DataFrame) -> Iterator[Any]:
    """Rows of a frame, with its columns as attributes."""
    yield from frame.itertuples(index=False)


def primary_model(
    study: Study, outcome: Outcome, exposure: PlannedExposure
) -> tuple[str, str, str, str, str]:
    """Key of the model that is quoted: the outcome's headline set, or the exposure's fullest, in its main sample."""
    sample = USERS if among_users(outcome, exposure) else ALL
    return outcome.id, exposure.id, exposure.primary_set(outcome), study.methods[0], sample


def write_results(
    folder: Path, source: str, tables: Mapping[str, pd.DataFrame], provenance: Mapping[str, Any]
) -> Results:
    """Write the tables of a run and, last, its record, which says how many rows each of them has."""
    for name, frame in tables.items():
        write(frame, folder / f"{name}.csv")
    record = {**provenance, "rows": {name: len(frame) for name, frame in tables.items()}}
    write_text(json.dumps(record, indent=1, sort_keys=True) + "\n", folder / RECORD)
    return Results(folder, source, **tables, provenance=record)


def read_results(folder: Path | str) -> Results:
    """Read the files of a results folder.

    Raises
    ------
    AnalysisError
        A file is absent, was written by another version, or is not of this run: it has another number of rows than
        `provenance.json` says, or people of another source.
    """
    folder = Path(folder)
    path = existing(folder / RECORD)
    try:
        provenance = json.loads(path.read_text(encoding="utf-8"))
        source, rows = provenance["source"], provenance["rows"]
    except (ValueError, KeyError, TypeError) as error:
        raise AnalysisError(
            f"{path} is not a record of this version ({error}): run the study again."
        ) from error
    tables = {name: _of_run(name, folder, source, rows.get(name)) for name in schema()}
    return Results(folder, source, **tables, provenance=provenance)


def _of_run(name: str, folder: Path, source: str, rows: int | None) -> pd.DataFrame:
    """A table, if it is that of the run."""
    frame = read(name, folder)
    if len(frame) != rows:
        raise AnalysisError(
            f"{folder / name}.csv has {len(frame):,} rows, provenance.json says {rows}: run the study again."
        )
    if strange := sorted(set(frame["source"]) - {SAID[source]}):
        raise AnalysisError(
            f"{folder / name}.csv is of {', '.join(strange)} people, provenance.json of {SAID[source]}: run the study "
            "again."
        )
    return frame
