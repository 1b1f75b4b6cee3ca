"""Calibrate the drugs of the demonstration: groups of drugs, the drugs in them, and the reasons for use."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from rlsanalysis.nhanes.demo.structure import drug_groups, records

RLS = "G25.81"
FEWEST_TAKERS = 20
MOST_OTHERS = 6
MOST_IN_GROUP, MOST_OUTSIDE = 8, 45
FEWEST_WITH_REASON = 5
STUDIED_REASONS = (
    "M79.2", "E08.4", "E09.4", "E10.4", "E11.4", "E13.4", "G60", "G61", "G62", "G63",
    "G20", "G40", "G43", "G47.0", "J30", "H40",
)  # fmt: skip
CLASSES = [f"RXDDCI{i}{level}" for i in range(1, 5) for level in "ABC"]
INGREDIENTS = [f"RXDICI{i}{level}" for i in range(1, 7) for level in "ABC"]
REASONS = ["RXDRSC1", "RXDRSC2", "RXDRSC3"]
UNPLACED = ("99999", "77777", "55555")
MOST_REASONS = 8


def group_of(drugs: pd.DataFrame) -> "pd.Series[str]":
    """Return the group of each drug by id: the first whose names or classes match, otherwise ``other``."""
    classes = drugs[CLASSES]
    found = pd.Series("other", index=drugs["RXDDRGID"])
    for row in reversed(list(records("drug_groups.csv"))):
        hit = classes.isin([float(c) for c in row["classes"].split()]).any(axis=1)
        if row["names"]:
            hit |= drugs["RXDDRUG"].str.contains(row["names"], regex=True)
        found[hit.to_numpy()] = row["group"]
    return found


def drug_columns(rows: pd.DataFrame, drugs: pd.DataFrame) -> pd.DataFrame:
    """Return ``DRUG.<group>`` (0, 1) and ``DRUG.other`` (number of other drugs, at most 6) of people with a row."""
    taken = _taken(rows)
    group = taken["RXDDRGID"].map(group_of(drugs)).fillna("other")
    counts = pd.crosstab(taken["SEQN"], group).reindex(columns=[*drug_groups(), "other"], fill_value=0)
    counts = counts.clip(upper=pd.Series(dict.fromkeys(drug_groups(), 1) | {"other": MOST_OTHERS}), axis=1)
    return counts.add_prefix("DRUG.").reindex(rows["SEQN"].unique(), fill_value=0).astype(float)


def drug_rows(tables: Sequence[pd.DataFrame], drugs: pd.DataFrame) -> list[dict[str, object]]:
    """Return the rows of ``drugs.csv``: the most common drugs of each group, with classes, shares and reasons."""
    taken = pd.concat([_taken(table) for table in tables], ignore_index=True)
    takers = taken.groupby("RXDDRGID")["SEQN"].nunique()
    group = group_of(drugs)
    stated = taken.melt(["RXDDRGID"], [c for c in REASONS if c in taken], value_name="reason")
    stated = stated[stated["reason"].notna() & (stated["reason"] != "")]
    rows: list[dict[str, object]] = []
    for name in (*drug_groups(), "other"):
        members = takers.reindex(group.index[group == name]).dropna().sort_values(ascending=False)
        members = (
            members[members >= FEWEST_TAKERS] if (members >= FEWEST_TAKERS).sum() > 2 else members.head(3)
        )
        for number, count in members.head(MOST_OUTSIDE if name == "other" else MOST_IN_GROUP).items():
            drug = drugs[drugs["RXDDRGID"] == number].iloc[0]
            row: dict[str, object] = {"group": name, "id": number, "name": drug["RXDDRUG"]}
            row["share"] = f"{count / members.sum():.3f}"
            row["classes"] = _classes(drug, CLASSES)
            row["ingredients"] = _classes(drug, INGREDIENTS)
            row["reasons"] = _reasons(stated.loc[stated["RXDDRGID"] == number, "reason"])
            rows.append(row)
    return rows


def _taken(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of drugs, without those for RLS."""
    taken = rows[(rows["RXDUSE"] == 1) & (rows["RXDDRGID"] != "")]
    reasons = [c for c in REASONS if c in taken]
    for_rls = taken[reasons].apply(lambda c: c.str.startswith(RLS)).any(axis=1) if reasons else False
    return taken[~pd.Series(for_rls, taken.index)]


def _classes(drug: pd.Series, columns: Sequence[str]) -> str:
    return " ".join("" if np.isnan(drug[c]) else f"{drug[c]:g}" for c in columns).rstrip().replace(" ", "/")


def _reasons(stated: "pd.Series[str]") -> str:
    counts = stated.value_counts()
    placed = counts.drop(list(UNPLACED), errors="ignore")
    common = placed[placed >= FEWEST_WITH_REASON].head(MOST_REASONS)
    studied = placed[placed.index.str.startswith(STUDIED_REASONS)]
    known = placed[placed.index.isin([*common.index, *studied.index])]
    shares = known / max(counts.sum(), 1)
    shares[UNPLACED[0]] = 1 - shares.sum()
    shares = shares[shares > 0]
    return " ".join(f"{code}:{share:.3f}" for code, share in shares.items())
