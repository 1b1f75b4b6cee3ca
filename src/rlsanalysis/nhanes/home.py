"""Where raw and processed data lie: `data/` of the project one works in, or the folder that RLSANALYSIS_DATA names."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Literal, cast, get_args

from rlsanalysis.nhanes import catalog
from rlsanalysis.survey.errors import AnalysisError

Source = Literal["demo", "nhanes"]


def data_home() -> Path:
    """Return $RLSANALYSIS_DATA, else `data/` of the checkout that one is in, else `./data`."""
    named = os.environ.get("RLSANALYSIS_DATA")
    if named:
        return Path(named)
    here = Path.cwd()
    for folder in (here, *here.parents):
        if (folder / "src" / "rlsanalysis").is_dir():
            return folder / "data"
    return here / "data"


def best_source() -> Source:
    """Return `nhanes` where CDC's files of people were fetched into the data folder, else `demo`."""
    people = [catalog.table("DEMO", letter).relative_path for letter in catalog.releases()]
    return "nhanes" if all((raw_folder("nhanes") / path).exists() for path in people) else "demo"


def raw_folder(source: str) -> Path:
    """Folder of raw tables of a source, in CDC's layout; it need not exist yet."""
    return data_home() / "raw" / checked(source)


def processed_folder(source: str) -> Path:
    """Folder of cohorts built from a source; it need not exist yet."""
    return data_home() / "processed" / checked(source)


def results_folder(source: str, parts: Sequence[str] = ()) -> Path:
    """Folder for results: `results/<source>` beside `data/`; a part of the study gets a folder of its own."""
    return data_home().parent / "results" / "--".join([checked(source), *parts])


def checked(source: str) -> Source:
    """Return the source if there is one of that name.

    Raises
    ------
    AnalysisError
        There is none.
    """
    if source not in get_args(Source):
        raise AnalysisError(
            f"there is no source {source!r}: it is 'demo' (synthetic people) or 'nhanes' (CDC's files)"
        )
    return cast("Source", source)
