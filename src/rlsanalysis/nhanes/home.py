"""Locate data and results: `data/` of the checkout one works in, or the folder that RLSANALYSIS_DATA names."""

import os
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import Literal, cast, get_args

from rlsanalysis.nhanes import catalog
from rlsanalysis.survey.errors import AnalysisError, AnalysisWarning

Source = Literal["demo", "nhanes"]

_VARIABLE = "RLSANALYSIS_DATA"


class SyntheticDataNotice(AnalysisWarning):
    """The demonstration cohort is used because there are no NHANES files."""


def data_home() -> Path:
    """Return the folder named by RLSANALYSIS_DATA, otherwise `data/` of the current checkout, otherwise `./data`."""
    named = os.environ.get(_VARIABLE)
    return Path(named) if named else (_checkout() or Path.cwd()) / "data"


def _checkout() -> Path | None:
    """Return the checkout that contains the working directory, if any."""
    here = Path.cwd()
    return next((f for f in (here, *here.parents) if (f / "src" / "rlsanalysis").is_dir()), None)


def best_source() -> Source:
    """Return `nhanes` if the NHANES files have been fetched into the data folder, otherwise `demo`.

    Warns
    -----
    SyntheticDataNotice
        There are no NHANES files, so that an analysis uses the synthetic people of the demonstration.
    """
    raw = raw_folder("nhanes")
    if all((raw / path).exists() for path in _demographics()):
        return "nhanes"
    warnings.warn(
        f"{absence(raw)} Using the demonstration cohort, whose people are synthetic.",
        SyntheticDataNotice,
        stacklevel=2,
    )
    return "demo"


def absence(raw: Path) -> str:
    """Say that a raw folder lacks NHANES files, why this folder is searched, and what to do."""
    reason = (
        ""
        if os.environ.get(_VARIABLE) or _checkout() or raw != raw_folder("nhanes")
        else f" The folder is searched because {_VARIABLE} is not set and the working directory is not in a checkout."
    )
    return (
        f"There are no complete NHANES files in {raw}.{reason} Fetch them with `rlsanalysis fetch`, or set the "
        f"environment variable {_VARIABLE} to the data folder that contains them in raw/nhanes."
    )


def assert_fetched(raw: Path, letters: Sequence[str]) -> None:
    """Check that a raw folder has the demographics file of some survey cycles.

    Raises
    ------
    AnalysisError
        A file is absent. The message names the folder and RLSANALYSIS_DATA.
    """
    if not all((raw / path).exists() for path in _demographics(letters)):
        raise AnalysisError(absence(raw))


def _demographics(letters: Sequence[str] = ()) -> list[str]:
    return [catalog.table("DEMO", letter).relative_path for letter in letters or catalog.releases()]


def raw_folder(source: str) -> Path:
    """Return the folder of raw tables of a source, laid out as at CDC; it need not exist."""
    return data_home() / "raw" / checked(source)


def processed_folder(source: str) -> Path:
    """Return the folder of cohorts built from a source; it need not exist."""
    return data_home() / "processed" / checked(source)


def results_folder(source: str, parts: Sequence[str] = ()) -> Path:
    """Return the folder of results, `results/<source>` next to `data/`; part of a study gets a folder of its own."""
    return data_home().parent / "results" / "--".join([checked(source), *parts])


def checked(source: str) -> Source:
    """Return the source if it exists.

    Raises
    ------
    AnalysisError
        There is no such source.
    """
    if source not in get_args(Source):
        raise AnalysisError(
            f"There is no source {source!r}. Choose 'nhanes' (files from CDC) or 'demo' (synthetic people)."
        )
    return cast("Source", source)
