"""Everything that people look at, made anew from the tables of a results folder without fitting anything."""

from collections.abc import Iterator
from pathlib import Path

from rlsanalysis.present import explorer
from rlsanalysis.present.figures import forest, save_all, svg
from rlsanalysis.present.report import render
from rlsanalysis.present.tables import write_all
from rlsanalysis.present.words import caption
from rlsanalysis.study.results import Results
from rlsanalysis.study.tables import write_text


def publish(results: Results, workers: int = 1) -> Iterator[Path]:
    """Write figures, tables and pages into a results folder, from its tables; the same tables give the same bytes."""
    yield from publish_figures(results, workers)
    yield from publish_tables(results)
    yield from publish_pages(results)


def publish_figures(results: Results, workers: int = 2) -> Iterator[Path]:
    """Write every figure as SVG, PDF and PNG, and its caption as text, into `figures/`."""
    yield from save_all(results, results.folder / "figures", workers)


def publish_tables(results: Results) -> Iterator[Path]:
    """Write every table for a manuscript into `tables/`."""
    yield from write_all(results, results.folder / "tables")


def publish_pages(results: Results) -> Iterator[Path]:
    """Write `report.html` and `explorer.html`; the report shows the forest plot of the results."""
    write_text(render(results, svg(forest(results)), caption(results)), results.folder / "report.html")
    yield results.folder / "report.html"
    write_text(explorer.render(results), results.folder / "explorer.html")
    yield results.folder / "explorer.html"
