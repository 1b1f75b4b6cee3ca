"""Read prescription drugs of the past month, one row per drug, with Multum Lexicon classes and reasons for use.

One table (`RXQ_DRUG`, joined on RXDDRGID) has the classes of the drugs of all survey cycles. Reasons are ICD-10-CM
codes, were recorded from 2013 on, and may end in P (taken for prevention). A drug that the participant could not name
has a row without RXDDRGID. It counts as a prescription drug, but never as a particular drug.
"""

from collections.abc import Callable

import numpy as np
import pandas as pd

from rlsanalysis.variables.columns import coded, columns, free
from rlsanalysis.variables.declare import RELEASES, RowTable, refused_or_unknown
from rlsanalysis.variables.drugs import any_row

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
    rx_use=coded("Took a prescription drug in the past month", {1: "yes", 2: "no"}, refused_or_unknown(1)),
    drug_name=free("Generic name of the drug"),
    drug_id=free("Multum Lexicon id of the generic drug"),
    reason1=free("Reason for use, ICD-10-CM (first of up to three, all of which count)"),
    reason2=free("Second reason for use, ICD-10-CM"),
    reason3=free("Third reason for use, ICD-10-CM"),
)

_OF_DRUG = tuple(f"rxddci{position}{level}" for position in range(1, 5) for level in "abc")
_OF_INGREDIENTS = tuple(f"rxdici{position}{level}" for position in range(1, 7) for level in "abc")

LOOKUP = columns(
    "\n".join(
        [" ".join(RELEASES), "drug_number" + len(RELEASES) * " RXQ_DRUG.RXDDRGID"]
        + [name + len(RELEASES) * f" RXQ_DRUG.{name.upper()}" for name in (*_OF_DRUG, *_OF_INGREDIENTS)]
    ),
    drug_number=free("Multum Lexicon id of the generic drug"),
    **{name: free("Multum Lexicon class of the drug") for name in _OF_DRUG},
    **{name: free("Multum Lexicon class of an ingredient") for name in _OF_INGREDIENTS},
)


def prepare(rows: pd.DataFrame, drugs: pd.DataFrame) -> pd.DataFrame:
    """Prepare one row per drug taken for the derivations.

    Returns
    -------
    Rows with `seqn`, `drug_name`, `drug_id` (missing where the drug is unknown), `reasons` (codes separated by
    blanks), `for_rls` (whether RLS is among them), `classes` and `ingredient_classes` (sets of Multum class numbers, at
    any position and level).
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
    """Return the class numbers of each drug in any of the columns."""
    table = drugs[list(names)].to_numpy(float)
    return {
        drug: frozenset(row[~np.isnan(row)].astype(int).tolist())
        for drug, row in zip(drugs["drug_number"], table, strict=True)
    }


PRESCRIPTIONS = RowTable("prescriptions", COLUMNS, "rx_use", prepare, LOOKUP)


def reason_starts(rows: pd.DataFrame, *starts: str) -> "pd.Series[bool]":
    """Return which prepared rows have a reason that starts with one of the codes; rows for RLS never count."""
    return _starts(rows, starts) & ~rows["for_rls"]


def _starts(rows: pd.DataFrame, starts: tuple[str, ...]) -> "pd.Series[bool]":
    texts = rows["reasons"].unique()
    hits = [text for text in texts if any(code.startswith(starts) for code in text.split())]
    return rows["reasons"].isin(hits)


def prescribed_for(*starts: str) -> Callable[[pd.DataFrame, pd.DataFrame], "pd.Series[float]"]:
    """Derive 1 for a prescription with a reason that starts with one of the codes and is not for RLS, otherwise 0."""
    return lambda people, rows: any_row(people, rows, reason_starts(rows, *starts))


def at_least_rows(people: pd.DataFrame, rows: pd.DataFrame, count: int) -> "pd.Series[float]":
    """Return 1 for people with at least `count` rows, not counting those for RLS, and 0 for everyone else who answered.

    Every row is a drug, as in CDC's RXDCOUNT, including drugs of unknown name and second strengths.
    """
    held = rows.loc[~rows["for_rls"], "seqn"].value_counts()
    many = people["seqn"].isin(held.index[held >= count])
    return many.astype(float).where(people["rx_use"].notna())
