"""Draw the prescriptions of synthetic people, one row per drug, and write the table of drugs.

Drug names, numbers and classes are those of Multum Lexicon.
"""

from dataclasses import dataclass
from functools import cache

import numpy as np
import pandas as pd

from rlsanalysis.nhanes.demo.draw import People
from rlsanalysis.nhanes.demo.structure import drug_groups, records, settings

CLASSES = tuple(f"RXDDCI{i}{level}" for i in range(1, 5) for level in "ABC")
INGREDIENTS = tuple(f"RXDICI{i}{level}" for i in range(1, 7) for level in "ABC")
REASONS = ("RXDRSC1", "RXDRSC2", "RXDRSC3")
WITH_REASONS = "HIJP"
DAYS_UNKNOWN = 99999


@dataclass(frozen=True)
class Drug:
    """A drug, its share of the users of its group, and the shares of the reasons for use."""

    group: str
    id: str
    name: str
    share: float
    classes: str
    ingredients: str
    reasons: tuple[str, ...]
    reason_shares: tuple[float, ...]


@cache
def drugs() -> tuple[Drug, ...]:
    """Return all drugs of the demonstration; those without an id are names that could not be coded."""
    found = []
    for row in records("drugs.csv"):
        pairs = [pair.rsplit(":", 1) for pair in row["reasons"].split()]
        found.append(
            Drug(
                row["group"], row["id"], row["name"], float(row["share"]), row["classes"], row["ingredients"],
                tuple(code for code, _ in pairs), tuple(float(share) for _, share in pairs),
            )
        )  # fmt: skip
    unknown = settings()["prescriptions"]["unknown"]
    found += [Drug("unknown", "", code, share, "", "", (code,), (1.0,)) for code, share in unknown.items()]
    return tuple(found)


def prescriptions(people: People) -> pd.DataFrame:
    """Draw the rows of the prescription table, without the drugs that treat RLS.

    Returns
    -------
    DataFrame
        `person` (position among the people), `RXDUSE`, `RXDDRUG`, `RXDDRGID` and, from 2013 on, `RXDRSC1` to 3.
        People without prescription drugs have one row without a drug.
    """
    use = people.raw["RXQ_RX.RXDUSE"]
    taken: list[tuple[np.ndarray, np.ndarray]] = []
    for group in drug_groups():
        persons = np.flatnonzero(people.raw[f"DRUG.{group}"] == 1)
        taken.append((persons, _choose(people, group, len(persons))))
    others = np.nan_to_num(people.raw["DRUG.other"]).astype(int)
    some = np.zeros(len(people), dtype=int)
    for persons, _ in taken:
        some[persons] += 1
    others = np.where((use == 1) & (some == 0), np.maximum(others, 1), others)
    persons = np.repeat(np.arange(len(people)), others)
    taken.append((persons, _choose(people, "other", len(persons))))
    persons = np.flatnonzero(
        (use == 1) & (people.rng.random(len(people)) < settings()["prescriptions"]["unplaced"])
    )
    taken.append((persons, _choose(people, "unknown", len(persons))))
    rows = pd.DataFrame(
        {"person": np.concatenate([p for p, _ in taken]), "drug": np.concatenate([d for _, d in taken])}
    ).drop_duplicates()
    rows["RXDUSE"] = 1.0
    names, ids = (np.array([getattr(d, part) for d in drugs()]) for part in ("name", "id"))
    rows["RXDDRUG"], rows["RXDDRGID"] = names[rows["drug"]], ids[rows["drug"]]
    if people.release in WITH_REASONS:
        rows[list(REASONS)] = _reasons(rows["drug"].to_numpy(), people)
    none = pd.DataFrame({"person": np.flatnonzero(use != 1)})
    none["RXDUSE"] = use[none["person"]]
    rows = pd.concat([rows.drop(columns="drug"), none], ignore_index=True)
    texts = rows.columns.difference(["person", "RXDUSE"])
    rows[texts] = rows[texts].fillna("")
    return rows


def days_taken(rows: pd.DataFrame, rng: np.random.Generator) -> np.ndarray:
    """Draw the number of days for which each drug has been taken; missing in rows without a drug."""
    table = settings()["prescriptions"]["RXDDAYS"]
    days = np.round(np.interp(rng.random(len(rows)), table["probabilities"], table["quantiles"]))
    days[rng.random(len(rows)) < table["unknown"]] = DAYS_UNKNOWN
    return np.where(rows["RXDUSE"] == 1, days, np.nan)


def drug_table() -> pd.DataFrame:
    """Return the table of drugs (``RXQ_DRUG``): id, name, and classes of the drug and of its ingredients."""
    known = {drug.id: drug for drug in drugs() if drug.id}
    table = pd.DataFrame({"RXDDRGID": list(known), "RXDDRUG": [drug.name for drug in known.values()]})
    for columns, part in ((CLASSES, "classes"), (INGREDIENTS, "ingredients")):
        cells = [getattr(drug, part).split("/") for drug in known.values()]
        padded = [
            [float(c) if c else np.nan for c in row] + [np.nan] * (len(columns) - len(row)) for row in cells
        ]
        table[list(columns)] = np.array(padded)
    return table


def _choose(people: People, group: str, count: int) -> np.ndarray:
    """Draw positions in `drugs` of the drugs of a group, according to their shares."""
    members = np.array([i for i, drug in enumerate(drugs()) if drug.group == group])
    share = np.array([drugs()[i].share for i in members])
    return people.rng.choice(members, count, p=share / share.sum())


def _reasons(drug: np.ndarray, people: People) -> np.ndarray:
    """Draw the first, second and third reason of each row; later reasons differ from earlier ones."""
    chance = settings()["prescriptions"]["further_reason"]
    result = np.full((len(drug), len(REASONS)), "", dtype="U8")
    further = people.rng.random((len(drug), len(REASONS))) < np.array([1.0, *chance])
    for position in np.unique(drug):
        known = drugs()[position]
        rows = np.flatnonzero(drug == position)
        share = np.array(known.reason_shares)
        for column in range(len(REASONS)):
            drawn = np.array(known.reasons)[people.rng.choice(len(share), len(rows), p=share / share.sum())]
            new = (drawn[:, None] != result[rows, :column]).all(axis=1) & further[rows, : column + 1].all(
                axis=1
            )
            result[rows[new], column] = drawn[new]
    return result
