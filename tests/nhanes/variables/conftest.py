"""People of the real tables, and rows of prescriptions for readable people."""

import hashlib
import pickle
import re
import shutil
from pathlib import Path

import numpy as np
import pandas as pd
import pyreadstat
import pytest

from rlsanalysis.nhanes import catalog
from rlsanalysis.nhanes.bind import registry
from rlsanalysis.nhanes.build import BuiltRelease, read_release
from rlsanalysis.nhanes.canonical import RELEASES
from rlsanalysis.nhanes.decode import decode
from rlsanalysis.nhanes.inputs import columns_read
from rlsanalysis.nhanes.sources.exercise import ACTIVITIES
from rlsanalysis.nhanes.sources.prescriptions import COLUMNS, LOOKUP, prepare

SHARED = Path(__file__).parents[4] / "shared"


@pytest.fixture(scope="session")
def real_releases(kept, code_digest) -> dict[str, BuiltRelease]:
    """People of every release, from the columns that the variables need."""
    tables = SHARED / "nhanes" / "tables"
    if not tables.is_dir():
        pytest.skip("the real tables are not next to the repository (../shared/nhanes/tables)")
    files = [*sorted(tables.iterdir()), *sorted((tables.parent / "current").iterdir())]
    state = [(path.name, path.stat().st_size, path.stat().st_mtime_ns) for path in files]
    of_tables = hashlib.sha256(repr(state).encode()).hexdigest()[:32]

    def build(folder: Path) -> None:
        built = {release: build_real(release, tables, folder / "raw") for release in RELEASES}
        (folder / "releases.pickle").write_bytes(pickle.dumps(built))
        shutil.rmtree(folder / "raw")

    key = code_digest(Path(__file__), without=("cli", "present", "site"))
    with kept("real_releases", f"{key}-{of_tables}", build) as folder:
        return pickle.loads((folder / "releases.pickle").read_bytes())  # noqa: S301 (written above)


def build_real(release: str, tables: Path, raw: Path) -> BuiltRelease:
    """Write the needed columns of a release's tables as transport files, and build it from them.

    A table that CDC has revised is taken from the folder of CDC's present files.
    """
    revised = tables.parent / "current"
    for name, columns in columns_read(release, registry().values()).items():
        table = catalog.tables()[name]
        path = raw / table.relative_path
        if path.exists():
            continue
        wanted = {column.upper() for column in (table.key, *columns)}
        file = f"{name}.parquet"
        present = pd.read_parquet(revised / file if (revised / file).exists() else tables / file)
        path.parent.mkdir(parents=True, exist_ok=True)
        kept = present[[column for column in present if column.upper() in wanted]]
        pyreadstat.write_xport(kept, path, table_name=name, file_format_version=5)
    return read_release(release, raw, registry())


@pytest.fixture(scope="session")
def multum() -> pd.DataFrame:
    """The drugs of `multum.txt`: `drug_name`, and the columns that the lookup of prescriptions has."""
    found = []
    for line in (Path(__file__).parent / "multum.txt").read_text().splitlines():
        if line and not line.startswith("#"):
            name, number, classes, of_ingredients = (cell.strip() for cell in line.split("|"))
            record: dict[str, object] = {"drug_number": number, "drug_name": name}
            for prefix, numbers in (("rxddci", classes), ("rxdici", of_ingredients)):
                columns = (c for c in LOOKUP if c.startswith(prefix))
                record |= dict(zip(columns, map(float, numbers.split()), strict=False))
            found.append(record)
    return pd.DataFrame(found).reindex(columns=["drug_name", *LOOKUP])


@pytest.fixture
def prescriptions(multum):
    """Prepared rows of people whose cell `drugs` reads `SERTRALINE since 400 days for F32 G47.0 + 99999`; `.` is none.

    The number of days is the raw value, such as 99999 for unknown.
    """
    numbers = dict(zip(multum["drug_name"], multum["drug_number"], strict=True))
    numbers |= dict.fromkeys(("55555", "77777", "99999"), np.nan)

    def rows(people: pd.DataFrame, table: pd.DataFrame) -> pd.DataFrame:
        found = []
        for person, cell in zip(people.itertuples(), table["drugs"], strict=True):
            taken = [] if cell == "." else [drug.partition(" for ") for drug in cell.split(" + ")]
            use = getattr(
                person, "rx_use", 1.0 if taken else 2.0
            )  # one variable does not read whether drugs are taken
            assert bool(taken) == (use == 1), f"{cell}: drugs are named by those who take some"
            for drug, _, reasons in taken or [(np.nan, "", "")]:
                name, _, days = drug.removesuffix(" days").partition(" since ") if taken else (drug, "", "")
                asked = () if person.release in {"D", "E"} else ("reason1", "reason2", "reason3")
                assert len(reasons.split()) <= len(asked), (
                    f"{cell}: too many reasons in release {person.release}"
                )
                record = {"seqn": person.seqn, "rx_use": use, "drug_name": name}
                record["days"] = float(days or "nan")
                record["drug_id"] = numbers[name] if taken else np.nan
                found.append(record | dict(zip(asked, reasons.split(), strict=False)))
        decoded = pd.DataFrame(found)
        decoded["days"] = decode(COLUMNS["days"], decoded["days"], "a test table").known
        return prepare(decoded, multum.drop(columns="drug_name"))

    return rows


@pytest.fixture
def activities():
    """Prepared rows of people whose cell `activities` reads `13 times 30 min level 2; ? times 60 min level 1`."""

    def rows(people: pd.DataFrame, table: pd.DataFrame) -> pd.DataFrame:
        listed = [
            (seqn, *(float(word.replace("?", "nan")) for word in re.findall(r"\d+|\?", activity)))
            for seqn, cell in zip(people["seqn"], table["activities"], strict=True)
            for activity in cell.split("; ")
            if cell != "."
        ]
        return ACTIVITIES.prepare(
            pd.DataFrame(listed, columns=["seqn", "times_30_days", "duration_min", "level"]), pd.DataFrame()
        )

    return rows
