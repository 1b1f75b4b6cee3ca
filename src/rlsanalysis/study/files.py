"""Write a study next to its results and read it again: `study.json` has everything but the variables.

`variables.csv` has one row per variable. Several values in a cell are separated by ` | `, and `D: women 20-49` is the
value for release D.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import fields, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

import pandas as pd

from rlsanalysis.study.records import Kind, Population, Study, Variable
from rlsanalysis.study.tables import RUN, existing, write_text
from rlsanalysis.survey.errors import AnalysisError

if TYPE_CHECKING:
    from pydantic import TypeAdapter

PLAN, DICTIONARY = "study.json", "variables.csv"
FORMAT = 3
"""Version of the format of a results folder; a reader refuses a later one."""
BETWEEN, OF = " | ", ": "
_MAPPINGS: Mapping[str, Callable[[str], Any]] = {
    "population": Population.read, "component": str, "level_labels": str,
}  # fmt: skip
_LISTS = ("levels", "columns", "hazards", "synonyms", "drugs")


def write_study(study: Study, folder: Path) -> None:
    """Write `study.json` and `variables.csv`.

    Raises
    ------
    AnalysisError
        A text of a variable contains a separator of the file, so that it could not be read again.
    """
    for variable in study.variables.values():
        if not _readable(variable):
            raise AnalysisError(
                f"The variable {variable.id} cannot be written to {DICTIONARY}: a level, release, hazard or synonym "
                f"is empty or contains {BETWEEN!r} or {OF!r}, a text contains a carriage return, or "
                f"{variable.kind!r} is not a kind. Change this text."
            )
    write_text(dictionary_text(study), folder / DICTIONARY)
    write_text(plan_text(study), folder / PLAN)


def dictionary_text(study: Study) -> str:
    """Return the content of `variables.csv`."""
    rows = [_row(v) for v in study.variables.values()]
    return pd.DataFrame(rows, columns=[f.name for f in fields(Variable)]).to_csv(
        index=False, lineterminator="\n"
    )


def plan_text(study: Study) -> str:
    """Return the content of `study.json`."""
    plan = _adapter().dump_python(study, mode="json", exclude={"variables"})
    return json.dumps({"format": FORMAT, **plan}, indent=1, ensure_ascii=False) + "\n"


def read_study(folder: Path) -> Study:
    """Read the study of a results folder.

    Raises
    ------
    AnalysisError
        A file is missing, as in folders of earlier versions, is not valid, or was written by a later version.
    """
    if not (folder / PLAN).exists() and (folder / "estimates.csv").exists():
        raise AnalysisError(
            f"{folder} was written by an earlier version, which did not write {PLAN}, so only `rlsanalysis diff` can "
            f"read it. Run the study again: {RUN}."
        )
    try:
        plan = json.loads(existing(folder / PLAN).read_text(encoding="utf-8"))
        version = plan.pop("format")
        if version > FORMAT:
            raise AnalysisError(
                f"{folder / PLAN} has format {version}, but this version of the package reads formats up to {FORMAT}. "
                "Update the package."
            )
        study = _adapter().validate_python(plan, strict=False)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise AnalysisError(
            f"{folder / PLAN} is not the description of a study ({' '.join(str(error).split())}). "
            f"Run the study again: {RUN}."
        ) from error
    return replace(study, variables=_read_variables(existing(folder / DICTIONARY)))


def _read_variables(path: Path) -> dict[str, Variable]:
    try:
        frame = pd.read_csv(path, dtype=str, keep_default_na=False)
        return {row["id"]: _variable({str(k): v for k, v in row.items()}) for row in frame.to_dict("records")}
    except (ValueError, KeyError, TypeError, AnalysisError) as error:
        raise AnalysisError(
            f"{path} is not a dictionary of variables ({' '.join(str(error).split())}). Run the study again: {RUN}."
        ) from error


def _readable(variable: Variable) -> bool:
    """Return whether a variable is read as an equal one from the row that it is written to."""
    try:
        row = _row(variable)
        return _variable(row) == variable and not any("\r" in cell for cell in row.values())
    except (ValueError, AnalysisError):
        return False


def _row(variable: Variable) -> dict[str, str]:
    """Return a variable as the cells of a row."""
    return {
        name: BETWEEN.join(f"{key}{OF}{text}" for key, text in value.items())
        if isinstance(value, Mapping)
        else BETWEEN.join(value)
        if isinstance(value, tuple)
        else value
        for name, value in vars(variable).items()
    }


def _variable(cells: Mapping[str, Any]) -> Variable:
    """Return the variable of a row."""
    values: dict[str, Any] = dict(cells)
    if values["kind"] not in get_args(Kind):
        raise ValueError(f"{values['kind']!r} is not a kind of variable")
    for name in _LISTS:
        values[name] = tuple(cells[name].split(BETWEEN)) if cells[name] else ()
    for name, read in _MAPPINGS.items():
        pairs = (item.partition(OF) for item in cells[name].split(BETWEEN)) if cells[name] else ()
        values[name] = {key: read(text) for key, _, text in pairs}
    return Variable(**values)


@cache
def _adapter() -> "TypeAdapter[Study]":
    from pydantic import TypeAdapter  # noqa: PLC0415 (slow to import)

    return TypeAdapter(Study)
