"""Read everyone of a survey cycle, of any age, with the raw and derived columns that recipes use."""

from pathlib import Path

import pandas as pd

from rlsanalysis.nhanes import catalog
from rlsanalysis.nhanes.read import read_table
from rlsanalysis.nhanes.replication.derived import DERIVED, PRESCRIPTIONS, antidepressant
from rlsanalysis.nhanes.replication.recipes import DRUG_TABLES, FLAG, needed
from rlsanalysis.nhanes.sources import prescriptions

DESIGN = ("SDMVSTRA", "SDMVPSU")


def read_people(release: str, names: frozenset[str], raw: Path) -> pd.DataFrame:
    """Return everyone of a survey cycle.

    Parameters
    ----------
    release : letter of the survey cycle.
    names : raw and derived columns.
    raw : folder of raw tables.

    Returns
    -------
    DataFrame
        One row per person: `release`, strata and PSUs, the weight of each component whose table is read (columns
        `w_<component>`), the raw columns, `IN_<base>` for each table, and the derived columns.

    Raises
    ------
    AnalysisError
        A table is not in the catalog, or not in the folder.
    """
    wanted = needed(names)
    weights = catalog.release(release).weights
    homes = catalog.weight_tables()
    carried = {c: w for c, w in weights.items() if homes[c] == "DEMO" or homes[c] in wanted}
    wanted = {"DEMO": [], **wanted}
    people = pd.DataFrame()
    for base, columns in wanted.items():
        if base in DRUG_TABLES:
            continue
        extra = [weight for component, weight in carried.items() if homes[component] == base]
        design = DESIGN if base == "DEMO" else ()
        read = [*dict.fromkeys((*columns, *extra, *design))]
        table = read_table(raw / catalog.table(base, release).relative_path, read).set_index("SEQN")
        table[f"{FLAG}{base}"] = True
        people = table if base == "DEMO" else people.join(table)
    people = people.rename(columns={weight: f"w_{component}" for component, weight in carried.items()})
    flags = [f"{FLAG}{base}" for base in wanted if base not in DRUG_TABLES]
    people[flags] = people[flags].notna()
    people = people.assign(release=release)
    people = people.assign(**{name: DERIVED[name].value(people) for name in sorted(names & DERIVED.keys())})
    if names & PRESCRIPTIONS.keys():
        people = people.join(_of_prescriptions(release, sorted(names & PRESCRIPTIONS.keys()), people, raw))
    return people


def _of_prescriptions(release: str, names: list[str], people: pd.DataFrame, raw: Path) -> pd.DataFrame:
    """Return the columns that are derived from prescriptions, by SEQN."""

    def read(base: str, columns: dict[str, str], *, persons: bool) -> pd.DataFrame:
        path = raw / catalog.table(base, release).relative_path
        key = ["SEQN"] if persons else []
        frame = read_table(path, [*key, *columns], persons=False)
        return frame.rename(columns={"SEQN": "seqn", **columns})

    here = {name: c for name, c in prescriptions.COLUMNS.items() if release in c.source}
    rows = read("RXQ_RX", {c.raw_name(release): name for name, c in here.items()}, persons=True)
    lookup = {c.raw_name(release): name for name, c in prescriptions.LOOKUP.items()}
    prepared = prescriptions.prepare(rows, read("RXQ_DRUG", lookup, persons=False))
    answer = rows.groupby("seqn")["rx_use"].first().map({1: 1.0, 2: 0.0})
    users = pd.DataFrame({"seqn": people.index, "rx_use": answer.reindex(people.index).to_numpy()})
    return pd.DataFrame(
        {
            name: antidepressant(users, prepared, ingredients_too=PRESCRIPTIONS[name]).to_numpy()
            for name in names
        },
        index=people.index,
    )
