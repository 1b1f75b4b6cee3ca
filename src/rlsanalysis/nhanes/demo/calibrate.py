"""Calibrate the parameters of the demonstration from the real tables (for developers).

``python -m rlsanalysis.nhanes.demo.calibrate FOLDER`` reads ``FOLDER/<TABLE>.parquet`` and writes the parameter files
in ``data/``. They contain only rounded proportions, quantiles and loadings, from cells of at least `FEWEST` people.
"""

import csv
import json
import sys
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import pandas as pd

from rlsanalysis.nhanes import catalog
from rlsanalysis.nhanes.demo.calibrate_associations import associations
from rlsanalysis.nhanes.demo.calibrate_cells import field_rows
from rlsanalysis.nhanes.demo.calibrate_drugs import drug_columns, drug_rows
from rlsanalysis.nhanes.demo.structure import Field, drug_fields, fields

DATA = Path(__file__).parent / "data"
ADULT = 20
PRESENT = 0.05


def person_frame(folder: Path, release: str) -> pd.DataFrame:
    """Return all people of a survey cycle: columns of `fields` as ``BASE.COLUMN``, drugs as ``DRUG.<group>``.

    ``in BASE`` says who has a row in a table. Answers about sleep disorders of people with diagnosed RLS, and
    prescriptions for RLS, are removed, because the outcomes are drawn from a model.
    """
    wanted: dict[str, set[str]] = {"DEMO": {"RIDAGEYR", "RIAGENDR", "SDMVSTRA", "SDMVPSU"}}
    for field in fields(release):
        wanted.setdefault(field.base, set()).update(c.split(".")[1] for c in field.columns)
    frame = pd.DataFrame()
    for base, names in wanted.items():
        table = _read(folder, catalog.table(base, release).name)
        if base == "RXQ_RX":
            table = table.drop_duplicates("SEQN")
        if base == "SLQ" and "SLQ070C" in table:
            table.loc[table["SLQ070C"] == 3, ["SLQ060", "SLQ070A", "SLQ070B", "SLQ070D"]] = np.nan
        part = table.set_index("SEQN")[sorted(names)].astype(float)
        part[part.abs() < 1e-70] = 0.0
        part = part.add_prefix(f"{base}.").assign(**{f"in {base}": True})
        frame = part if frame.empty else frame.join(part)
        frame[f"in {base}"] = frame[f"in {base}"].eq(other=True)
    takers = frame["RXQ_RX.RXDUSE"] == 1
    groups = drug_columns(_read(folder, catalog.table("RXQ_RX", release).name), _read(folder, "RXQ_DRUG"))
    return frame.join(groups.reindex(frame.index, fill_value=0).where(takers))


def release_design(frame: pd.DataFrame, release: str) -> dict[str, object]:
    """Return strata, ages, membership in tables, and population totals of a survey cycle."""
    strata = {
        f"{stratum:g}": [round(size / len(frame), 3) for size in people.groupby("DEMO.SDMVPSU").size()]
        for stratum, people in frame.groupby("DEMO.SDMVSTRA")
    }
    age, sex = frame["DEMO.RIDAGEYR"], frame["DEMO.RIAGENDR"]
    bins = [*range(0, int(age.max()), 5), int(age.max())]
    ages = [
        [code, low, high, round(float(((sex == code) & age.between(low, high)).mean()), 4)]
        for code in (1, 2)
        for low, high in zip(bins, [*(b - 1 for b in bins[1:]), bins[-1]], strict=True)
    ]
    weight = frame[f"DEMO.{catalog.release(release).weights['interview']}"]
    universe = {
        base: _universe(frame, base, release)
        for base in sorted({field.base for field in fields(release)} - {"DEMO"})
    }
    population = [float(f"{weight[adult].sum():.3g}") for adult in (age >= ADULT, age < ADULT)]
    return {"strata": strata, "ages": ages, "population": population, "tables": universe}


def _universe(frame: pd.DataFrame, base: str, release: str) -> list[list[float]]:
    """Return the sexes and ages that a table covers: code of sex, youngest, oldest, share of people with a row."""
    exam = catalog.table(base, release).component != "interview"
    able = frame[frame["DEMO.RIDSTATR"] == 2] if exam else frame
    ranges: list[list[float]] = []
    for code in (1, 2):
        people = able[able["DEMO.RIAGENDR"] == code]
        share = people.groupby("DEMO.RIDAGEYR")[f"in {base}"].mean()
        inside = share.index[share > PRESENT]
        for run in np.split(inside, np.flatnonzero(np.diff(inside) > 1) + 1) if len(inside) else []:
            covered = people[people["DEMO.RIDAGEYR"].between(run[0], run[-1])]
            ranges.append([code, int(run[0]), int(run[-1]), round(float(covered[f"in {base}"].mean()), 3)])
    return ranges


def write_csv(path: Path, rows: Iterable[dict[str, object]]) -> None:
    """Write rows to a CSV file with the columns of the first row."""
    rows = list(rows)
    with path.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.DictWriter(handle, rows[0].keys(), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def main(folder: Path) -> None:
    """Read the real tables and write all parameter files."""
    design, frames = {}, {}
    for release in catalog.releases():
        frame = frames[release] = person_frame(folder, release)
        design[release] = release_design(frame, release)
        rows = [row for field in all_fields(release) for row in field_rows(field, frame)]
        write_csv(DATA / f"cells_{release}.csv", rows)
    (DATA / "design.json").write_text(_json(design), encoding="utf-8")
    names = [catalog.table("RXQ_RX", release).name for release in catalog.releases() if release != "J"]
    write_csv(DATA / "drugs.csv", drug_rows([_read(folder, n) for n in names], _read(folder, "RXQ_DRUG")))
    write_csv(DATA / "loadings.csv", associations(frames))


def all_fields(release: str) -> tuple[Field, ...]:
    """Return the fields of a survey cycle, drugs last."""
    return (*fields(release), *drug_fields())


def _json(design: dict[str, dict[str, object]]) -> str:
    lines = [
        f' "{release}": {{\n' + ",\n".join(f'  "{k}": {json.dumps(v)}' for k, v in parts.items()) + "}"
        for release, parts in design.items()
    ]
    return "{\n" + ",\n".join(lines) + "\n}\n"


def _read(folder: Path, table: str) -> pd.DataFrame:
    frame = pd.read_parquet(folder / f"{table}.parquet")
    return frame.rename(columns=str.upper)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(Path(sys.argv[1]))
