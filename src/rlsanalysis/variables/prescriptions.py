"""Prescription drugs of the past month, one row a drug, with Multum Lexicon's classes and the stated reasons.

One file holds the classes of every release's drugs (`RXQ_DRUG`, joined on RXDDRGID). Reasons are ICD-10-CM
codes, exist from 2013 on, and may end in P (taken for prevention). A drug that the person could not name has
a row, but no RXDDRGID: it counts as a drug taken, and never as the drug asked for.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from rlsanalysis.variables.declare import RELEASES, RowTable, coded, columns, free, refused_or_unknown

RLS = "G25.81"

COLUMNS = columns(
    """
              D               E               H               I               J               P
    rx_use    RXQ_RX.RXDUSE   RXQ_RX.RXDUSE   RXQ_RX.RXDUSE   RXQ_RX.RXDUSE   RXQ_RX.RXDUSE   RXQ_RX.RXDUSE
    drug_name RXQ_RX.RXDDRUG  RXQ_RX.RXDDRUG  RXQ_RX.RXDDRUG  RXQ_RX.RXDDRUG  RXQ_RX.RXDDRUG  RXQ_RX.RXDDRUG
    drug_id   RXQ_RX.RXDDRGID RXQ_RX.RXDDRGID RXQ_RX.RXDDRGID RXQ_RX.RXDDRGID RXQ_RX.RXDDRGID RXQ_RX.RXDDRGID
    reason1   -               -               RXQ_RX.RXDRSC1  RXQ_RX.RXDRSC1  RXQ_RX.RXDRSC1  RXQ_RX.RXDRSC1
    reason2   -               -               RXQ_RX.RXDRSC2  RXQ_RX.RXDRSC2  RXQ_RX.RXDRSC2  RXQ_RX.RXDRSC2
    reason3   -               -               RXQ_RX.RXDRSC3  RXQ_RX.RXDRSC3  RXQ_RX.RXDRSC3  RXQ_RX.RXDRSC3
    """,
    rx_use=coded("took a prescription drug in the past month", {1: "yes", 2: "no"}, refused_or_unknown(1)),
    drug_name=free("generic name of the drug"),
    drug_id=free("Multum's number of the generic drug"),
    reason1=free("main reason for the drug, ICD-10-CM"),
    reason2=free("second reason, ICD-10-CM"),
    reason3=free("third reason, ICD-10-CM"),
)

_OF_DRUG = tuple(f"rxddci{position}{level}" for position in range(1, 5) for level in "abc")
_OF_INGREDIENTS = tuple(f"rxdici{position}{level}" for position in range(1, 7) for level in "abc")

LOOKUP = columns(
    "\n".join(
        [" ".join(RELEASES), "drug_number" + len(RELEASES) * " RXQ_DRUG.RXDDRGID"]
        + [name + len(RELEASES) * f" RXQ_DRUG.{name.upper()}" for name in (*_OF_DRUG, *_OF_INGREDIENTS)]
    ),
    drug_number=free("Multum's number of the generic drug"),
    **{name: free("class of the drug") for name in _OF_DRUG},
    **{name: free("class of an ingredient") for name in _OF_INGREDIENTS},
)


def prepare(rows: pd.DataFrame, drugs: pd.DataFrame) -> pd.DataFrame:
    """Rows of drugs taken, with what derivations ask of them.

    Returns
    -------
    One row a drug taken: `seqn`, `drug_name`, `drug_id` (missing where the drug is unknown), `reasons` (the
    codes, blanks between), `for_rls` (restless legs is among them), `classes` and `ingredient_classes` (sets
    of Multum's class numbers, at any position and level).
    """
    rows = rows[rows["rx_use"] == 1]
    reasons = pd.Series("", index=rows.index)
    for name in ("reason1", "reason2", "reason3"):
        if name in rows:
            reasons = reasons + " " + rows[name].fillna("")
    prepared = rows[["seqn", "drug_name", "drug_id"]].assign(reasons=reasons)
    prepared["for_rls"] = _starts(prepared, (RLS,))
    classes, ingredients = _numbers(drugs, _OF_DRUG), _numbers(drugs, _OF_INGREDIENTS)
    prepared["classes"] = prepared["drug_id"].map(lambda drug: classes.get(drug, frozenset()))
    prepared["ingredient_classes"] = prepared["drug_id"].map(lambda drug: ingredients.get(drug, frozenset()))
    return prepared


def _numbers(drugs: pd.DataFrame, names: tuple[str, ...]) -> dict[str, frozenset[int]]:
    """Class numbers of each drug that stand in any of the columns."""
    table = drugs[list(names)].to_numpy(float)
    return {
        drug: frozenset(row[~np.isnan(row)].astype(int).tolist())
        for drug, row in zip(drugs["drug_number"], table, strict=True)
    }


PRESCRIPTIONS = RowTable("prescriptions", COLUMNS, "rx_use", prepare, LOOKUP)


@dataclass(frozen=True)
class Drugs:
    """Which drugs count: those of any of the classes or names, but for those that contain something left out.

    Parameters
    ----------
    classes : numbers in Multum Lexicon.
    ingredients_too : whether a combination of another class counts when an ingredient is of the class.
    names : whole generic names.
    containing : ingredients; a combination that contains one counts.
    without : ingredients; a drug that contains one does not count.
    """

    classes: tuple[int, ...] = ()
    ingredients_too: bool = False
    names: tuple[str, ...] = ()
    containing: tuple[str, ...] = ()
    without: tuple[str, ...] = ()

    def __str__(self) -> str:
        parts = []
        if self.classes:
            said = "class " if len(self.classes) == 1 else "classes "
            too = ", ingredients too" if self.ingredients_too else ""
            parts.append(said + ", ".join(map(str, self.classes)) + too)
        if self.names:
            parts.append(", ".join(self.names).lower())
        if self.containing:
            parts.append("all that contains " + ", ".join(self.containing).lower())
        without = f", without {', '.join(self.without).lower()}" if self.without else ""
        return "; ".join(parts) + without

    def counts(self, name: str, classes: frozenset[int], ingredient_classes: frozenset[int]) -> bool:
        """Whether a drug of this generic name and these classes counts."""
        wanted = classes | ingredient_classes if self.ingredients_too else classes
        ingredients = set(name.split("; "))
        asked_for = (
            not wanted.isdisjoint(self.classes)
            or name in self.names
            or not ingredients.isdisjoint(self.containing)
        )
        return asked_for and ingredients.isdisjoint(self.without)

    def taken(self, rows: pd.DataFrame) -> "pd.Series[bool]":
        """Tell which prepared rows count; rows for restless legs and rows of unknown drugs never do."""
        drugs = rows.dropna(subset="drug_id").drop_duplicates("drug_id")
        records = zip(
            drugs["drug_id"], drugs["drug_name"], drugs["classes"], drugs["ingredient_classes"], strict=True
        )
        counting = [drug for drug, *facts in records if self.counts(*facts)]
        return rows["drug_id"].isin(counting) & ~rows["for_rls"]

    def derive(self, people: pd.DataFrame, rows: pd.DataFrame) -> "pd.Series[float]":
        """1: takes a drug that counts; 0: other people who answered."""
        return any_row(people, rows, self.taken(rows))


def reason_starts(rows: pd.DataFrame, *starts: str) -> "pd.Series[bool]":
    """Tell which prepared rows have a reason that starts so; rows for restless legs never count."""
    return _starts(rows, starts) & ~rows["for_rls"]


def _starts(rows: pd.DataFrame, starts: tuple[str, ...]) -> "pd.Series[bool]":
    texts = rows["reasons"].unique()
    hits = [text for text in texts if any(code.startswith(starts) for code in text.split())]
    return rows["reasons"].isin(hits)


def any_row(people: pd.DataFrame, rows: pd.DataFrame, hits: "pd.Series[bool]") -> "pd.Series[float]":
    """1 for people with a hit among their rows, 0 for other people who answered whether they take drugs."""
    hit = people["seqn"].isin(rows.loc[hits, "seqn"])
    return hit.astype(float).where(people["rx_use"].notna())


def prescribed_for(*starts: str) -> Callable[[pd.DataFrame, pd.DataFrame], "pd.Series[float]"]:
    """1: a prescription with a reason that starts so, not for restless legs; 0: other people who answered."""
    return lambda people, rows: any_row(people, rows, reason_starts(rows, *starts))


def at_least_rows(people: pd.DataFrame, rows: pd.DataFrame, count: int) -> "pd.Series[float]":
    """1 for people with so many rows or more, those for restless legs apart, 0 for other people who answered.

    Every row is a drug, as CDC counts them in RXDCOUNT: also one of unknown name, and a second strength.
    """
    held = rows.loc[~rows["for_rls"], "seqn"].value_counts()
    many = people["seqn"].isin(held.index[held >= count])
    return many.astype(float).where(people["rx_use"].notna())
