"""Assemble, from NHANES tables that are not part of the project, the people of the models of `second_edition.R`.

Written from the definitions of the study, apart from the package's own declarations: where the package and R differ,
one of the two reads a definition wrongly. There is one file for each pool of survey cycles. It contains everybody, so
that the designs are whole.
"""

import sys
from pathlib import Path

import numpy as np
import pandas as pd

TABLES = Path(__file__).resolve().parents[3] / "shared" / "nhanes" / "tables"
POOLS = ("DE", "HIP", "HIJ", "P", "J")
"""Survey cycles that the models pool."""
YEARS = {"D": 2.0, "E": 2.0, "H": 2.0, "I": 2.0, "J": 2.0, "P": 3.2}
WEIGHTS = {
    "interview": ("DEMO", "WTINT2YR", "WTINTPRP"),
    "exam": ("DEMO", "WTMEC2YR", "WTMECPRP"),
    "diet1": ("DR1TOT", "WTDRD1", "WTDRD1PP"),
}
RAW = {
    "DEMO": "RIDAGEYR RIAGENDR RIDRETH1 DMDEDUC2 INDFMPIR SDMVSTRA SDMVPSU",
    "BMX": "BMXBMI",
    "SMQ": "SMQ020 SMQ040",
    "HIQ": "HIQ011",
    "HUQ": "HUQ030 HUQ050 HUQ051",
    "DPQ": "DPQ010 DPQ020",
    "OCQ": "OCQ265",
    "KIQ_U": "KIQ022",
    "SLQ": "SLQ060 SLQ070A SLQ070B SLQ070C SLQ070D",
    "VIQ": "VIQ071",
    "DSQTOT": "DSDCOUNT DSQTIRON",
    "FERTIN": "LBXFER",
    "FETIB": "LBDPCT",
    "TFR": "LBXTFR",
    "VID": "LBXVIDMS",
    "CRP": "LBXCRP",
    "HSCRP": "LBXHSCRP",
    "DR1TOT": "DR1DRSTZ DR1TCAFF DR1TKCAL",
}
REASONS = ["RXDRSC1", "RXDRSC2", "RXDRSC3"]
AGONISTS = ("ROPINIROLE", "PRAMIPEXOLE", "ROTIGOTINE")
PARKINSON = ("LEVODOPA", "CARBIDOPA", "ENTACAPONE", "SELEGILINE", "RASAGILINE", "AMANTADINE", "BENZTROPINE")
NONSEDATING = ("LORATADINE", "DESLORATADINE", "CETIRIZINE", "LEVOCETIRIZINE", "FEXOFENADINE")


def read(base: str, release: str) -> pd.DataFrame | None:
    """Read a table of a release, with upper-case names; None where the release has no such table."""
    path = TABLES / (f"P_{base}.parquet" if release == "P" else f"{base}_{release}.parquet")
    return pd.read_parquet(path).rename(columns=str.upper) if path.exists() else None


def people(release: str) -> pd.DataFrame:
    """Everybody of a release, with the raw columns; those that it lacks are missing."""
    joined = None
    for base, names in RAW.items():
        of_base = [pair[2 if release == "P" else 1] for pair in WEIGHTS.values() if pair[0] == base]
        table = read(base, release)
        wanted = ["SEQN", *names.split(), *of_base]
        table = pd.DataFrame(columns=wanted, dtype=float) if table is None else table.reindex(columns=wanted)
        joined = table if joined is None else joined.merge(table, on="SEQN", how="left")
    weights = {f"wt_{name}": joined[pair[2 if release == "P" else 1]] for name, pair in WEIGHTS.items()}
    return joined.assign(release=release, **weights)


def drug_rows(release: str) -> pd.DataFrame:
    """Prescriptions of a release: ingredients, classes of the drug and of its ingredients, and reasons."""
    rows = read("RXQ_RX", release).reindex(columns=["SEQN", "RXDUSE", "RXDDRGID", "RXDDAYS", *REASONS])
    drugs = pd.read_parquet(TABLES / "RXQ_DRUG.parquet").set_index("RXDDRGID")
    found = drugs.reindex(rows["RXDDRGID"].to_numpy())
    for name, prefix in (("own", "RXDDCI"), ("of_ingredients", "RXDICI")):
        numbers = found[[column for column in found if column.startswith(prefix)]].to_numpy(float)
        rows[name] = [set(line[~np.isnan(line)].astype(int)) for line in numbers]
    rows["ingredients"] = [set(n.split("; ")) if isinstance(n, str) else set() for n in found["RXDDRUG"]]
    rows["reasons"] = [[r for r in line if isinstance(r, str)] for line in rows[REASONS].to_numpy()]
    rows["for_rls"] = given_for(rows, "G25.81")
    rows["known"] = found["RXDDRUG"].notna().to_numpy()
    return rows


def given_for(rows: pd.DataFrame, *codes: str) -> pd.Series:
    """Rows with a reason that starts with one of the codes."""
    return rows["reasons"].map(lambda reasons: any(r.startswith(codes) for r in reasons))


def of_class(rows: pd.DataFrame, *classes: int, ingredients_too: bool = True) -> pd.Series:
    """Rows of a drug of one of the classes, or with an ingredient of one."""
    hit = rows["own"].map(lambda numbers: bool(numbers & {*classes}))
    return hit | (rows["of_ingredients"].map(lambda numbers: bool(numbers & {*classes})) & ingredients_too)


def containing(rows: pd.DataFrame, *names: str) -> pd.Series:
    """Rows of a drug that is, or contains, one of the names."""
    return rows["ingredients"].map(lambda ingredients: bool(ingredients & {*names}))


def longest(rows: pd.DataFrame, hit: pd.Series) -> pd.Series:
    """Longest use of the selected rows of each person, in days; missing if no row is selected or has a known one."""
    days = rows["RXDDAYS"].where(hit & (rows["RXDDAYS"] < 77777))
    return days.groupby(rows["SEQN"]).max()


def drugs(release: str) -> pd.DataFrame:
    """What the prescriptions of a release say about each person, by SEQN: 1, 0, or missing if not answered."""
    rows = drug_rows(release)
    antidepressant = of_class(rows, 249)
    serotonergic = of_class(rows, 208, 308, 209) | containing(
        rows, "MIRTAZAPINE", "VILAZODONE", "VORTIOXETINE"
    )
    antihistamine = (of_class(rows, 123) | containing(rows, "DOXYLAMINE", "DIMENHYDRINATE", "MECLIZINE")) & (
        ~containing(rows, *NONSEDATING)
    )
    antipsychotic = of_class(rows, 251) & ~containing(rows, "PROCHLORPERAZINE", "LITHIUM")
    firm = (
        of_class(rows, 347, 60, 191, ingredients_too=False)
        | containing(rows, *AGONISTS, "LEVODOPA", "GABAPENTIN", "PREGABALIN", "CLONAZEPAM")
    ) & rows["for_rls"]
    sleep_or_allergy = given_for(rows, "G47.0", "G47.9", "J30")
    exposures = {
        "rx_serotonergic": serotonergic,
        "rx_antidepressant": antidepressant,
        "rx_antidepressant_other_reason": antidepressant & ~sleep_or_allergy,
        "rx_antihistamine": antihistamine,
        "rx_antipsychotic": antipsychotic,
        "rx_ace_inhibitor": of_class(rows, 42),
        "rx_diuretic": of_class(rows, 49),
        "fibromyalgia_treated": given_for(rows, "M79.7"),
        "other_drug_for_pain": given_for(rows, "M79", "M54", "G89") & rows["known"] & ~antidepressant,
        "insomnia_treated": given_for(rows, "G47.0", "G47.9"),
    }
    taken = {name: hit & ~rows["for_rls"] for name, hit in exposures.items()}
    taken |= {
        "user": rows["RXDUSE"] == 1,
        "treated": rows["for_rls"],
        "firm": firm,
        "agonist": containing(rows, *AGONISTS),
        "parkinson": containing(rows, *PARKINSON),
    }
    answered = rows.groupby("SEQN")["RXDUSE"].min() <= 2
    people = pd.DataFrame(taken).groupby(rows["SEQN"]).max().astype(float)
    longer = longest(rows, taken["rx_serotonergic"]) > longest(rows, rows["for_rls"])
    before = people["rx_serotonergic"].mask((people["treated"] == 1) & ~longer, 0.0)
    return people.assign(rx_serotonergic_before=before).where(answered)


def yes_no(answers: pd.Series) -> pd.Series:
    """Code 1 is yes, 2 is no."""
    return answers.map({1: 1.0, 2: 0.0})


def where_known(condition: pd.Series, *columns: pd.Series) -> pd.Series:
    """True and false as 1 and 0, missing where a column is."""
    known = pd.concat(columns, axis=1).notna().all(axis=1)
    return condition.astype(float).where(known)


def in_bands(values: pd.Series, *cuts: float) -> pd.Series:
    """Number of cutoffs at or below each value."""
    return sum((values >= cut).astype(float) for cut in cuts).where(values.notna())


def adjusters(raw: pd.DataFrame) -> dict[str, pd.Series]:
    """Adjusters of all sets; energy is that of the first recall."""
    smoking = np.select(
        [raw["SMQ020"] == 2, raw["SMQ040"] == 3, raw["SMQ040"].isin([1, 2])], [0, 1, 2], np.nan
    )
    visits_2005 = raw["HUQ050"].map({0: 0, 1: 0, 2: 1, 3: 2, 4: 3, 5: 3})
    visits_2013 = raw["HUQ051"].map({0: 0, 1: 0, 2: 1, 3: 2, 4: 2, 5: 2, 6: 3, 7: 3, 8: 3})
    return {
        "age": raw["RIDAGEYR"].clip(upper=80) / 10,
        "female": (raw["RIAGENDR"] == 2).astype(float),
        "race": raw["RIDRETH1"].map({3: 0, 4: 1, 1: 2, 2: 2, 5: 3}),
        "education": raw["DMDEDUC2"].map({4: 0, 5: 0, 3: 1, 1: 2, 2: 2}),
        "poverty": (2 - in_bands(raw["INDFMPIR"], 1, 3)).fillna(3),
        "smoking": pd.Series(smoking, raw.index),
        "bmi": raw["BMXBMI"] / 5,
        "energy": (raw["DR1TKCAL"] / 1000).where(raw["DR1DRSTZ"] == 1),
        "insured": yes_no(raw["HIQ011"]),
        "usual_place": raw["HUQ030"].map({1: 1, 2: 0, 3: 1}),
        "visits": visits_2005.fillna(visits_2013),
        "phq2": raw["DPQ010"].where(raw["DPQ010"] <= 3) + raw["DPQ020"].where(raw["DPQ020"] <= 3),
    }


def outcomes(raw: pd.DataFrame) -> dict[str, pd.Series]:
    """Outcomes that need more than a reason for a prescription."""
    named = raw[["SLQ070A", "SLQ070B", "SLQ070C", "SLQ070D"]].isin([1, 2, 3, 4]).any(axis=1)
    non_case = (raw["SLQ060"] == 2) | named
    diagnosed = pd.Series(np.select([raw["SLQ070C"] == 3, non_case], [1.0, 0.0], np.nan), raw.index)
    on_agonist = (raw["agonist"] == 1) & (raw["parkinson"] == 0)
    return {
        "diagnosed": diagnosed,
        "diagnosed_or_agonist": diagnosed.mask(on_agonist & diagnosed.notna(), 1.0),
        "cataract": yes_no(raw["VIQ071"]),
        "treated_firm": raw["treated"].where((raw["treated"] == 0) | (raw["firm"] == 1)),
    }


def exposures(raw: pd.DataFrame) -> dict[str, pd.Series]:
    """Exposures other than drugs."""
    ferritin, saturation, iron = raw["LBXFER"], raw["LBDPCT"], raw["DSQTIRON"]
    crp = raw["LBXHSCRP"].fillna(10 * raw["LBXCRP"])
    low_for_who = (ferritin < 15) | ((ferritin < 70) & (crp > 5))
    supplement = np.select([iron > 0, raw["DSDCOUNT"].between(0, 76)], [1.0, 0.0], np.nan)
    return {
        "ferritin_le75": where_known(ferritin <= 75, ferritin),
        "ferritin_le100": where_known(ferritin <= 100, ferritin),
        "iron_low_aasm": where_known((ferritin <= 75) | (saturation < 20), ferritin, saturation),
        "ferritin_who2020": where_known(low_for_who, ferritin, crp),
        "crp_le5": where_known(crp <= 5, crp),
        "stfr_doubling": pd.Series(np.log2(raw["LBXTFR"]), raw.index),
        "iron_supplement": pd.Series(supplement, raw.index),
        "vitamin_d_lt50": where_known(raw["LBXVIDMS"] < 50, raw["LBXVIDMS"]),
        "caffeine": in_bands(raw["DR1TCAFF"].where(raw["DR1DRSTZ"] == 1), 50, 200, 400),
        "kidney_told": yes_no(raw["KIQ022"]),
        "shift_work": raw["OCQ265"].map({1: 0, 2: 1, 3: 1, 4: 1, 5: 1}),
    }


def frame(pool: str) -> pd.DataFrame:
    """Everybody of the pooled releases, with weights pooled by the years of each release."""
    releases = [people(release).merge(drugs(release), on="SEQN", how="left") for release in pool]
    raw = pd.concat(releases, ignore_index=True)
    share = raw["release"].map(YEARS) / sum(YEARS[release] for release in pool)
    given = [name for name in raw if name.islower() and not name.startswith("wt_")]
    return raw[given].assign(
        stratum=raw["release"] + raw["SDMVSTRA"].astype(int).astype(str),
        psu=raw["SDMVPSU"].astype(int),
        adult=raw["RIDAGEYR"] >= 20,
        woman_20_49=(raw["RIAGENDR"] == 2) & raw["RIDAGEYR"].between(20, 49),
        **{f"wt_{name}": (raw[f"wt_{name}"] * share).fillna(0) for name in WEIGHTS},
        **adjusters(raw), **outcomes(raw), **exposures(raw),
    )  # fmt: skip


if __name__ == "__main__":
    if not TABLES.is_dir():
        sys.exit(f"{TABLES} is absent: second_edition.csv stays as it is.")
    for pool in POOLS:
        frame(pool).to_csv(Path(sys.argv[1]) / f"{pool}.csv", index=False, float_format="%.17g")
