"""Read and write the results of a run: the tables of a results folder, and the primary estimates among them."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import KW_ONLY, dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd

from rlsanalysis.study.attached import with_study
from rlsanalysis.study.files import DICTIONARY, PLAN, read_study, write_study
from rlsanalysis.study.names import as_names, known_name
from rlsanalysis.study.primary import MODEL, primary_among
from rlsanalysis.study.recorded import check_digests, digest
from rlsanalysis.study.records import Outcome, Study
from rlsanalysis.study.summary import Summarized, as_html, as_text
from rlsanalysis.study.tables import RUN, existing, is_later, read, schema, table, write, write_text
from rlsanalysis.survey.arguments import described
from rlsanalysis.survey.errors import AnalysisError

BROKE = "program error: "
RECORD = "provenance.json"


class Table:
    """A table of results, which is given out as a lazy copy: assigning to that frame leaves the results as they are.

    Only what pandas does not guard, such as writing to `frame["cases"].array`, still reaches the results.
    """

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = name

    def __get__(self, results: "Results | None", owner: type) -> pd.DataFrame:
        if results is None:
            raise AttributeError(self._name)
        return with_study(vars(results)[self._name], results.study)

    def __set__(self, results: object, frame: pd.DataFrame) -> None:
        if not isinstance(frame, pd.DataFrame):
            raise AnalysisError(f"{self._name} must be a pandas.DataFrame, not {described(frame)}.")
        vars(results)[self._name] = frame.copy()


@dataclass(frozen=True)
class Results:
    """Results of one run: a data frame for each table of the results schema, and the record of their provenance.

    Attributes
    ----------
    folder : folder with the files.
    study : the study that was run.
    provenance : inputs, versions and the request of the run.
    estimates, tests, prevalence, descriptives, flow, curves, curve_tests, comparisons, distributions,
        indications : tables; their columns are described in `schema.csv`. Each is a copy: `dataclasses.replace` gives
        results with a table of your own.
    specifications, control_differences, p_values : tables of the robustness analyses; empty if the run had none.
    """

    folder: Path
    study: Study
    _: KW_ONLY
    provenance: dict[str, Any]
    estimates: Table = Table()
    tests: Table = Table()
    prevalence: Table = Table()
    descriptives: Table = Table()
    flow: Table = Table()
    curves: Table = Table()
    curve_tests: Table = Table()
    comparisons: Table = Table()
    distributions: Table = Table()
    indications: Table = Table()
    specifications: Table = Table()
    control_differences: Table = Table()
    p_values: Table = Table()

    @property
    def synthetic(self) -> bool:
        """Whether the participants are simulated; everything made from such results must say so."""
        return self.study.synthetic

    @property
    def broken(self) -> int:
        """Number of models that ended in a program error; the reason is in their rows."""
        fitted = pd.concat([self.estimates, self.curve_tests])
        models = fitted.loc[fitted["reason"].str.startswith(BROKE), MODEL[:3] + MODEL[4:]]
        return len(models.drop_duplicates()) + sum(
            len(frame.loc[frame["reason"].str.startswith(BROKE), columns].drop_duplicates())
            for frame, columns in (
                (self.specifications, ["outcome", "exposure"]),
                (self.control_differences, ["outcome", "control", "exposure"]),
            )
        )

    @property
    def outcomes(self) -> list[Outcome]:
        """Outcomes with estimates, in the order of the plan."""
        fitted = set(self.estimates["outcome"].unique())
        return [o for o in self.study.outcomes.values() if o.id in fitted]

    @property
    def primary(self) -> list[Outcome]:
        """Outcomes that are presented first, in the order of the plan.

        These are the primary outcomes with estimates. A run without any, such as that of a single secondary outcome,
        has its first two outcomes here, and outcomes of interest precede control outcomes.
        """
        primary = [o for o in self.outcomes if o.role == "primary"]
        return primary or sorted(self.outcomes, key=lambda o: o.role == "control")[:2]

    def primary_estimates(self, outcome: Outcome, *roles: str) -> pd.DataFrame:
        """Return the primary estimates of an outcome: one model per exposure.

        Parameters
        ----------
        outcome : outcome of the plan.
        roles : roles of the exposures.
        """
        primary = self._primary
        chosen = (primary["outcome"] == outcome.id) & primary["exposure"].isin(self._exposures(roles))
        return primary[chosen].reset_index(drop=True)

    def primary_rows(self, outcome: Outcome, *roles: str) -> list[Any]:
        """Return the rows of `primary_estimates`, with the columns as attributes."""
        exposures = self._exposures(roles)
        return [row for row in self._primary_rows if row.outcome == outcome.id and row.exposure in exposures]

    def _exposures(self, roles: Sequence[str]) -> set[str]:
        """Return the exposures of the plan that have one of these roles."""
        return {exposure.id for exposure in self.study.exposures.values() if exposure.role in roles}

    @cached_property
    def _primary(self) -> pd.DataFrame:
        return primary_among(self.estimates, self.study)

    @cached_property
    def _primary_rows(self) -> list[Any]:
        return list(records(self._primary))

    def part(self, group: str | Sequence[str]) -> "Results":
        """Return the results of some groups of exposures; q-values remain those of the whole run.

        Parameters
        ----------
        group : group of exposures, such as `iron`, or several.

        Returns
        -------
        Results
            Tables with the exposures and variables of the groups; outcomes and prevalence are complete.

        Raises
        ------
        AnalysisError
            A group is unknown, or has no exposures in these results, as `outcomes`.
        """
        groups = as_names(group)
        variables = self.study.variables
        known = list(dict.fromkeys(v.group for v in variables.values()))
        fitted = list(dict.fromkeys(self.estimates["group"]))
        for name in groups:
            if known_name("group", name, known) not in fitted:
                raise AnalysisError(
                    f"The group {name} has no exposures in these results. Groups with exposures: {', '.join(fitted)}."
                )
        kept = [id_ for id_, v in variables.items() if v.group in groups]
        parts = {
            name: frame[frame[column].isin(kept)].reset_index(drop=True)
            for name in schema()
            for column in ("exposure", "variable")
            if column in (frame := getattr(self, name))
        }
        request = self.provenance["request"] | {"group": "+".join(groups)}
        return replace(self, **parts, provenance=self.provenance | {"request": request})

    def __getstate__(self) -> dict[str, Any]:
        """Return the fields, without what was selected from them: its rows cannot be pickled."""
        return {name: value for name, value in vars(self).items() if not name.startswith("_")}

    @property
    def _summarized(self) -> Summarized:
        return Summarized(self.folder, self.study, self.outcomes, self.estimates, self.prevalence)

    def __repr__(self) -> str:
        return as_text(self._summarized)

    def _repr_html_(self) -> str:
        return as_html(self._summarized)


def records(frame: pd.DataFrame) -> Iterator[Any]:
    """Iterate over the rows of a data frame, with its columns as attributes."""
    yield from frame.itertuples(index=False)


def write_results(
    folder: Path, study: Study, tables: Mapping[str, pd.DataFrame], provenance: Mapping[str, Any]
) -> Results:
    """Write the study, the tables of a run and then its provenance, with the digests of these files.

    The record of an earlier run is deleted first, so that an interrupted run leaves no folder that looks complete.
    """
    (folder / RECORD).unlink(missing_ok=True)
    write_study(study, folder)
    for name, frame in tables.items():
        write(frame, folder / f"{name}.csv")
    record = {**provenance, "digests": {name: digest(folder / name) for name in _files()}}
    write_text(json.dumps(record, indent=1, sort_keys=True) + "\n", folder / RECORD)
    return Results(folder, study, **tables, provenance=record)


def read_results(folder: Path | str) -> Results:
    """Read a folder of results.

    Parameters
    ----------
    folder : folder that a run wrote, such as `results/nhanes`.

    Returns
    -------
    Results

    Raises
    ------
    AnalysisError
        A file is missing, was written by another version, was changed, or belongs to another run: its digest differs
        from that in `provenance.json`.
    """
    folder = Path(folder)
    path = existing(folder / RECORD)
    study = read_study(folder)
    try:
        provenance = json.loads(path.read_text(encoding="utf-8"))
        digests = dict(provenance["digests"])
    except (ValueError, KeyError, TypeError) as error:
        raise AnalysisError(
            f"{path} was not written by this version ({error}). Run the study again: {RUN}."
        ) from error
    later = {name for name in schema() if is_later(name) and f"{name}.csv" not in digests}
    check_digests(path, digests, (name for name in _files() if name.removesuffix(".csv") not in later))
    tables = {n: table(n, (), study.label) if n in later else read(n, folder) for n in schema()}
    return Results(folder, study, **tables, provenance=provenance)


def _files() -> tuple[str, ...]:
    """Return the names of the files whose digests the record has."""
    return PLAN, DICTIONARY, *(f"{name}.csv" for name in schema())
