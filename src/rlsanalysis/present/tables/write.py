"""Files of the tables for a manuscript: each as HTML, CSV, LaTeX and Word."""

from collections.abc import Iterator
from pathlib import Path

from rlsanalysis.present.rows import drugs_of
from rlsanalysis.present.tables.as_csv import as_csv
from rlsanalysis.present.tables.as_gt import as_html
from rlsanalysis.present.tables.as_latex import as_latex
from rlsanalysis.present.tables.as_word import as_word
from rlsanalysis.present.tables.table import Table
from rlsanalysis.present.tables.view_control_differences import control_differences
from rlsanalysis.present.tables.view_drugs import drugs
from rlsanalysis.present.tables.view_estimates import estimates
from rlsanalysis.present.tables.view_prevalence import prevalence
from rlsanalysis.present.tables.view_size import sizes
from rlsanalysis.present.tables.view_specifications import specifications
from rlsanalysis.present.tables.view_table_one import table_one
from rlsanalysis.study.results import Results
from rlsanalysis.study.tables import write_text


def tables_of(results: Results) -> Iterator[Table]:
    """Yield the tables of each outcome that is no control (of all, if all are), then that of prevalence.

    They are Table 1, estimates, sizes, specifications, differences from control outcomes and drugs, as far as the run
    has their rows.
    """
    for outcome in [o for o in results.outcomes if o.role != "control"] or results.outcomes:
        yield table_one(results, outcome)
        yield estimates(results, outcome)
        yield sizes(results, outcome)
        if (results.specifications["outcome"] == outcome.id).any():
            yield specifications(results, outcome)
        if (results.control_differences["outcome"] == outcome.id).any():
            yield control_differences(results, outcome)
        if drugs_of(results, outcome):
            yield drugs(results, outcome)
    yield prevalence(results)


def write_all(results: Results, folder: Path) -> Iterator[Path]:
    """Write every table of a run into a folder as `<name>.html`, `.csv`, `.tex` and `.docx`; the paths, as written."""
    for table in tables_of(results):
        yield from write(table, folder, table.name)


def write(table: Table, folder: Path, name: str) -> Iterator[Path]:
    """Write a table into a folder as `<name>.html`, `.csv`, `.tex` and `.docx`; yield the paths, as written."""
    for ending, render in ((".html", as_html), (".csv", as_csv), (".tex", as_latex)):
        path = folder / f"{name}{ending}"
        write_text(render(table), path)
        yield path
    path = folder / f"{name}.docx"
    part = path.with_suffix(".part")
    part.write_bytes(as_word(table))
    yield part.replace(path)
