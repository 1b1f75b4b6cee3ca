"""Assemble, from NHANES tables that are not part of the project, the people of the three models of `real.R`.

Written apart from the package's own declarations, so that it is no more than a data set for the variance engine.
"""

import sys
from pathlib import Path

import pandas as pd

TABLES = Path(__file__).resolve().parents[3] / "shared" / "nhanes" / "tables"
RELEASES = {"early": ("D", "E"), "late": ("H", "I", "P")}
YEARS = {"D": 2.0, "E": 2.0, "H": 2.0, "I": 2.0, "P": 3.2}


def read(name: str, release: str, columns: list[str]) -> pd.DataFrame:
    """Read columns of one table of one release, by SEQN."""
    file = f"P_{name}" if release == "P" else f"{name}_{release}"
    return pd.read_parquet(TABLES / f"{file}.parquet", columns=["SEQN", *columns])


def people(release: str) -> pd.DataFrame:
    """Demography of one release: everybody, so that the design is whole."""
    weight = "WTINTPRP" if release == "P" else "WTINT2YR"
    demo = read("DEMO", release, ["RIDAGEYR", "RIAGENDR", "RIDRETH1", "SDMVSTRA", "SDMVPSU", weight])
    return demo.assign(
        release=release,
        wt=demo[weight] * YEARS[release],
        age=demo["RIDAGEYR"].clip(upper=80) / 10,
        female=(demo["RIAGENDR"] == 2).astype(int),
        race=demo["RIDRETH1"].astype(int),
        stratum=release + demo["SDMVSTRA"].astype(int).astype(str),
        psu=demo["SDMVPSU"].astype(int),
    )


def with_sleep(release: str) -> pd.DataFrame:
    """Leg cramps five nights a month or more, diagnosed restless legs, diabetes told."""
    slq = read("SLQ", release, ["SLQ160", "SLQ060", "SLQ070C"])
    diq = read("DIQ", release, ["DIQ010"])
    joined = people(release).merge(slq, on="SEQN", how="left").merge(diq, on="SEQN", how="left")
    return joined.assign(
        cramps=(joined["SLQ160"] >= 3).astype(int).where(joined["SLQ160"] < 5),
        diagnosed=(joined["SLQ070C"] == 3).astype(int).where(joined["SLQ060"] < 3),
        diabetes=(joined["DIQ010"] == 1).astype(int).where(joined["DIQ010"] < 4),
    )


def with_drugs(release: str) -> pd.DataFrame:
    """Any prescription whose reason is restless legs."""
    reasons = ["RXDRSC1", "RXDRSC2", "RXDRSC3"]
    rows = read("RXQ_RX", release, ["RXDUSE", *reasons])
    rows["treated"] = rows[reasons].isin(["G25.81"]).any(axis=1).astype(int)
    rows.loc[rows["RXDUSE"] > 2, "treated"] = pd.NA
    known = rows.groupby("SEQN")["treated"].max()
    return people(release).merge(known, left_on="SEQN", right_index=True, how="left")


def frame(which: str) -> pd.DataFrame:
    """Everybody of the pooled releases "early" or "late", weights pooled by years."""
    assemble = with_sleep if which == "early" else with_drugs
    pooled = pd.concat([assemble(release) for release in RELEASES[which]], ignore_index=True)
    return pooled.assign(
        wt=pooled["wt"] / sum(YEARS[r] for r in RELEASES[which]), adult=pooled["RIDAGEYR"] >= 20
    )


if __name__ == "__main__":
    if not TABLES.is_dir():
        sys.exit(f"{TABLES} is absent: real.csv stays as it is.")
    columns = ["release", "wt", "age", "female", "race", "stratum", "psu", "adult"]
    for which, outcomes in (("early", ["cramps", "diagnosed", "diabetes"]), ("late", ["treated"])):
        frame(which)[columns + outcomes].to_csv(Path(sys.argv[1]) / f"{which}.csv", index=False)
