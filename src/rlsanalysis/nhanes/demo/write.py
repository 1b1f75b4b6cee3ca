"""Write the demonstration cohort as SAS transport files, laid out as at CDC."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import numpy as np
import pandas as pd

from rlsanalysis.nhanes import catalog
from rlsanalysis.nhanes.catalog import Table
from rlsanalysis.nhanes.demo.activities import activities
from rlsanalysis.nhanes.demo.draw import People
from rlsanalysis.nhanes.demo.outcomes import report_outcomes, treat_outcomes
from rlsanalysis.nhanes.demo.people import make_people
from rlsanalysis.nhanes.demo.prescriptions import WITH_REASONS, days_taken, drug_table, prescriptions
from rlsanalysis.nhanes.demo.structure import settings

LABEL = "SYNTHETIC DEMONSTRATION DATA"
SEED = 20052020
FIRST_NUMBER, NUMBERS_A_RELEASE = 9_000_001, 100_000
STAMP = re.compile(rb"\d\d[A-Z]{3}\d\d:\d\d:\d\d:\d\d")
NO_TIME = b"01JAN60:00:00:00"
HEADER = 640


def write_demo(raw: Path | str, *, seed: int = SEED, people: Mapping[str, int] | None = None) -> list[Path]:
    """Write synthetic people for every survey cycle, in files that are read by the code for real files.

    Parameters
    ----------
    raw
        Folder to write to; files of the same name are replaced.
    seed
        The same seed gives the same bytes.
    people
        Number of people by survey cycle; only these cycles are written. Default: see ``settings.toml``.

    Returns
    -------
    list of Path
        Paths of the files, each labeled `LABEL` in its header.
    """
    raw = Path(raw)
    written = []
    for letter, count in (settings()["people"] if people is None else people).items():
        for table, frame in release_tables(letter, count, seed):
            written.append(_write(raw, table, frame))
    written.append(_write(raw, catalog.tables()["RXQ_DRUG"], drug_table()))
    return written


def is_synthetic(path: Path | str) -> bool:
    """Return whether the header of a SAS transport file labels it as synthetic."""
    with Path(path).open("rb") as handle:
        return LABEL.encode() in handle.read(HEADER)


def release_tables(letter: str, count: int, seed: int) -> Iterator[tuple[Table, pd.DataFrame]]:
    """Draw the people of a survey cycle; yield each table and its rows, person numbers first."""
    position = list(catalog.releases()).index(letter)
    people = make_people(letter, count, np.random.default_rng([seed, position]))
    if "SLQ.SLQ150" in people.raw:
        report_outcomes(people)
    rows = {"RXQ_RX": prescriptions(people)}
    if letter in WITH_REASONS:
        rows["RXQ_RX"] = treat_outcomes(people, rows["RXQ_RX"])
    apart = np.random.default_rng([seed, position, 1])  # so that the durations change no other draw
    rows["RXQ_RX"]["RXDDAYS"] = days_taken(rows["RXQ_RX"], apart)
    if "PAQ.PAD200" in people.raw:
        rows["PAQIAF"] = activities(people)
    number = FIRST_NUMBER + NUMBERS_A_RELEASE * position + np.arange(count, dtype=float)
    for base in dict.fromkeys(name.split(".")[0] for name in people.raw):
        if base not in ("RXQ_RX", "DRUG"):
            yield catalog.table(base, letter), _person_table(people, base, number)
    for base, frame in rows.items():
        ordered = frame.sort_values("person", kind="stable")
        numbered = ordered.assign(person=number[ordered["person"]]).rename(columns={"person": "SEQN"})
        yield catalog.table(base, letter), numbered


def _person_table(people: People, base: str, number: np.ndarray) -> pd.DataFrame:
    columns = {
        name.split(".")[1]: values for name, values in people.raw.items() if name.startswith(f"{base}.")
    }
    frame = pd.DataFrame({"SEQN": number, **columns})
    return frame[people.member[base]] if base in people.member else frame


def _write(raw: Path, table: Table, frame: pd.DataFrame) -> Path:
    """Write one table, with its label and without a time stamp."""
    import pyreadstat  # noqa: PLC0415

    path = raw / table.relative_path
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    pyreadstat.write_xport(
        frame.reset_index(drop=True),
        str(part),
        table_name=table.name,
        file_label=LABEL,
        file_format_version=5,
    )
    with part.open("r+b") as handle:
        header = handle.read(HEADER)
        handle.seek(0)
        handle.write(STAMP.sub(NO_TIME, header))
    part.replace(path)
    return path
