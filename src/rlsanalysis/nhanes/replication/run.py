"""Recompute all published numbers, and say of each that was not computed why."""

from collections.abc import Iterable
from pathlib import Path

import pandas as pd

from rlsanalysis.nhanes import catalog, home
from rlsanalysis.nhanes.demo import is_synthetic
from rlsanalysis.nhanes.replication.estimate import estimate
from rlsanalysis.nhanes.replication.people import read_people
from rlsanalysis.nhanes.replication.recipes import Recipe, needed, published, recipes
from rlsanalysis.nhanes.study import nhanes_study
from rlsanalysis.study.attached import with_study
from rlsanalysis.study.replication import Computed, Missing, compared
from rlsanalysis.survey.errors import AnalysisError

FILE = "replication.csv"
SYNTHETIC = (
    "Not computed, because the people are synthetic: a number that they reproduce, or do not, says nothing about the "
    "computation."
)


def replicate(source: str = "nhanes", *, raw: Path | str | None = None) -> pd.DataFrame:
    """Recompute published NHANES numbers from the raw tables and compare them at the printed digit.

    Parameters
    ----------
    source : `nhanes` (CDC's files, which must have been fetched) or `demo`. Nothing is computed from the synthetic
        people of the demonstration: each row says so.
    raw : folder to use instead of `data/raw/nhanes`.

    Returns
    -------
    DataFrame
        One row per published number, as `rlsanalysis.study.replication.compared` describes; the table knows its study.
        Numbers that were not
        computed, since a table is not in the catalog or has not been fetched, are rows with a reason.

    Raises
    ------
    AnalysisError
        The source is unknown; there are no raw files, or they are damaged or synthetic.
    """
    if home.checked(source) == "demo":
        nothing = {one.id: Missing(SYNTHETIC) for one in published()}
        return with_study(compared(published(), nothing, {}), nhanes_study(source))
    folder = Path(raw or home.raw_folder(source))
    home.assert_fetched(folder, sorted({letter for recipe in recipes() for letter in recipe.letters}))
    assert_real(folder)
    found = dict(zip(recipes(), _computed(recipes(), folder), strict=True))
    main = {recipe.id: result for recipe, result in found.items() if not recipe.reading}
    tried: dict[str, dict[str, Computed | Missing]] = {}
    for recipe, result in found.items():
        if recipe.reading:
            tried.setdefault(recipe.id, {})[recipe.reading] = result
    impossible = {one.id: Missing(one.reason) for one in published() if one.id not in main}
    return with_study(compared(published(), main | impossible, tried), nhanes_study(source))


def assert_real(raw: Path) -> None:
    """Refuse a folder with the files of the demonstration.

    Raises
    ------
    AnalysisError
        A demographics file is synthetic.
    """
    for letter in {letter for recipe in recipes() for letter in recipe.letters}:
        path = raw / catalog.table("DEMO", letter).relative_path
        if is_synthetic(path):
            raise AnalysisError(
                f"{path} is synthetic, and published numbers are compared with CDC's files only. Name their folder "
                "(`raw=`, or `--raw` on the command line)."
            )


def _computed(wanted: Iterable[Recipe], raw: Path) -> list[Computed | Missing]:
    """Return the number of each recipe; people are read once for the recipes that pool the same cycles."""
    wanted = tuple(wanted)
    names: dict[str, frozenset[str]] = {}
    for recipe in wanted:
        for letter in recipe.letters:
            if not _absent(recipe, letter, raw):
                names[letter] = names.get(letter, frozenset()) | recipe.names
    everyone = {letter: read_people(letter, columns, raw) for letter, columns in names.items()}
    pools: dict[str, pd.DataFrame] = {}
    results: list[Computed | Missing] = []
    for recipe in wanted:
        absent = [table for letter in recipe.letters for table in _absent(recipe, letter, raw)]
        if absent:
            results.append(
                Missing(f"{', '.join(absent)} has not been fetched. Run `rlsanalysis replicate` to fetch it.")
            )
            continue
        if recipe.releases not in pools:
            pools[recipe.releases] = pd.concat([everyone[letter] for letter in recipe.letters])
        try:
            results.append(estimate(recipe, pools[recipe.releases]))
        except AnalysisError as error:
            results.append(Missing(str(error)))
    return results


def _absent(recipe: Recipe, letter: str, raw: Path) -> list[str]:
    """Return the tables of a recipe in a survey cycle that are not in the raw folder."""
    tables = [catalog.table(base, letter) for base in ("DEMO", *needed(recipe.names))]
    return [table.name for table in tables if not (raw / table.relative_path).is_file()]
