"""Everything that people look at, made anew from the tables of a results folder without fitting anything."""

from pathlib import Path

from rlsanalysis.present.forest import forest, save
from rlsanalysis.present.report import render
from rlsanalysis.study.results import read_results


def publish(folder: Path) -> None:
    """Write `figures/forest.{svg,png,pdf}` and `report.html` into a results folder, from its tables.

    The same tables give the same bytes.

    Raises
    ------
    AnalysisError
        A table is absent, or was written by another version.
    """
    results = read_results(folder)
    save(forest(results), folder / "figures")
    figure = (folder / "figures" / "forest.svg").read_text(encoding="utf-8")
    part = folder / "report.part"
    part.write_text(render(results, figure), encoding="utf-8")
    part.replace(folder / "report.html")
