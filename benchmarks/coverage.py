"""Estimate how often the 95% CIs of this package, and of others, include the truth in simulated surveys.

Cells, seeds and the constant are those of `coverage_study/cells.csv` and `coverage_study/cells.py`. Each sample has a
generator of its own, so that any part of the study can be repeated. Blocks of samples are kept in build/coverage; a
program that was stopped continues where it was. The table of results is `benchmarks/coverage.csv`; with it, the
figure of the documentation and the short table of the package are written.
"""

import argparse
import os
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import pandas as pd
from coverage_study.cells import Cell, read_cells
from coverage_study.figure import draw
from coverage_study.intervals import frame_of, rows_of, truths
from coverage_study.population import populate
from coverage_study.summary import brief, of_coefficients, summarize
from joblib import Parallel, delayed

from rlsanalysis.present.figures.files import svg

HERE = Path(__file__).parent
FIGURE = HERE.parent / "docs" / "_static" / "coverage.svg"
PACKAGED = HERE.parent / "src" / "rlsanalysis" / "present" / "coverage.csv"
SAMPLES, BLOCK = 5000, 500
QUICK_CELL, QUICK_SAMPLES = "e05_or3", 200


def run_block(cell: Cell, block: int, folder: Path) -> str:
    """Analyze one block of samples of a cell and write what each method says; return the name of the file."""
    target = folder / f"{cell.id}-{block:02}.parquet"
    if not target.exists():
        population = populate(cell)
        truth = truths(population)
        numbers = range(block * BLOCK, (block + 1) * BLOCK)
        found = frame_of([row for number in numbers for row in rows_of(population, truth, number)], truth)
        part = target.with_suffix(".part")
        found.to_parquet(part)
        part.rename(target)
    return target.name


def table(cells: dict[str, Cell], folder: Path) -> pd.DataFrame:
    """Return the table of results of the blocks that exist without a gap, in the order of the cells."""
    found = []
    for cell in cells.values():
        blocks = [folder / f"{cell.id}-{block:02}.parquet" for block in range(SAMPLES // BLOCK)]
        there = [path.exists() for path in blocks]
        last = there.index(False) if False in there else len(blocks)
        if last:
            found.append(summarize(cell, pd.concat(map(pd.read_parquet, blocks[:last]), ignore_index=True)))
    return pd.concat(found, ignore_index=True)


def quick(cell: Cell) -> pd.DataFrame:
    """Return the table of the first samples of one cell."""
    population = populate(cell)
    truth = truths(population)
    rows = [row for number in range(QUICK_SAMPLES) for row in rows_of(population, truth, number)]
    return summarize(cell, frame_of(rows, truth))


def main() -> None:
    """Run what is missing, one block of every cell after the other, and write the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument(
        "--blocks", type=int, default=SAMPLES // BLOCK, help=f"blocks of {BLOCK} samples per cell"
    )
    parser.add_argument("--folder", type=Path, default=HERE.parent / "build" / "coverage")
    parser.add_argument(
        "--out", type=Path, help="table of results; by default coverage.csv or coverage_quick.csv"
    )
    parser.add_argument("--quick", action="store_true", help=f"only {QUICK_SAMPLES} samples of {QUICK_CELL}")
    parser.add_argument("--only-table", action="store_true", help="write the table of the blocks that exist")
    given = parser.parse_args()
    cells = read_cells()
    if given.quick:
        out = given.out or HERE / "coverage_quick.csv"
        quick(cells[QUICK_CELL]).to_csv(out, index=False, lineterminator="\n")
        return
    given.folder.mkdir(parents=True, exist_ok=True)
    work = [(cell, block) for block in range(given.blocks) for cell in cells.values()]
    if not given.only_table:
        done = Parallel(n_jobs=given.workers, return_as="generator_unordered")(
            delayed(run_block)(cell, block, given.folder) for cell, block in work
        )
        for name in done:
            print(name, flush=True)
    found = table(cells, given.folder)
    found.to_csv(given.out or HERE / "coverage.csv", index=False, lineterminator="\n")
    if given.out is None:
        FIGURE.write_text(svg(draw(of_coefficients(found))), encoding="utf-8")
        brief(found).to_csv(PACKAGED, index=False, lineterminator="\n")


if __name__ == "__main__":
    main()
