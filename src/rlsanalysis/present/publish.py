"""Write figures, tables and pages of a results folder from its tables, without fitting any model."""

from collections.abc import Iterator
from pathlib import Path

from rlsanalysis.present import explorer, manuscript
from rlsanalysis.present.figures import caption, save_all, summary, svg
from rlsanalysis.present.report import render
from rlsanalysis.present.tables import write_all
from rlsanalysis.study.results import Results
from rlsanalysis.study.tables import write_text


def publish(results: Results, workers: int = 1) -> Iterator[Path]:
    """Write figures, tables and pages into a results folder; the same tables give the same bytes."""
    yield from publish_figures(results, workers)
    yield from publish_tables(results)
    yield from publish_pages(results)
    yield from publish_manuscript(results)


def publish_figures(results: Results, workers: int = 2) -> Iterator[Path]:
    """Write every figure as SVG, PDF and PNG, and its caption as text, into `figures/`."""
    yield from save_all(results, results.folder / "figures", workers)


def publish_tables(results: Results) -> Iterator[Path]:
    """Write every table for a manuscript into `tables/`."""
    yield from write_all(results, results.folder / "tables")


def publish_pages(results: Results) -> Iterator[Path]:
    """Write `report.html`, which shows the summary figure, and `explorer.html`."""
    report = render(results, svg(summary(results)), caption("summary", results))
    write_text(report, results.folder / "report.html")
    yield results.folder / "report.html"
    write_text(explorer.render(results), results.folder / "explorer.html")
    yield results.folder / "explorer.html"


def publish_manuscript(results: Results) -> Iterator[Path]:
    """Write `methods.md` with its `methods.bib`, and the filled checklists as `strobe.md` and `strobe.html`."""
    filled = manuscript.checklists(results)
    methods = manuscript.methods(results, filled)
    texts = {
        "methods.md": methods,
        "methods.bib": manuscript.references(results, methods),
        "strobe.md": manuscript.checklists_markdown(results, filled),
        "strobe.html": manuscript.checklists_html(results, filled),
    }
    for name, text in texts.items():
        write_text(text, results.folder / name)
        yield results.folder / name
