"""Prescription drugs of the past month, one row a drug, with the classes of Multum Lexicon and the stated reasons.

One file holds the classes of every release's drugs (`RXQ_DRUG`, joined on RXDDRGID). Reasons are ICD-10-CM codes
and exist from 2013 on; a code may end in P (taken for prevention).
"""

import numpy as np
import pandas as pd

from rlsanalysis.variables.declare import RELEASES, RowTable, coded, columns, free, refused_or_unknown

RLS = "G25.81"

COLUMNS = columns(
    """
               D                E                H                I                J                P
    rx_use     RXQ_RX.RXDUSE    RXQ_RX.RXDUSE    RXQ_RX.RXDUSE    RXQ_RX.RXDUSE    RXQ_RX.RXDUSE    RXQ_RX.RXDUSE
    drug_name  RXQ_RX.RXDDRUG   RXQ_RX.RXDDRUG   RXQ_RX.RXDDRUG   RXQ_RX.RXDDRUG   RXQ_RX.RXDDRUG   RXQ_RX.RXDDRUG
    drug_id    RXQ_RX.RXDDRGID  RXQ_RX.RXDDRGID  RXQ_RX.RXDDRGID  RXQ_RX.RXDDRGID  RXQ_RX.RXDDRGID  RXQ_RX.RXDDRGID
    reason1    -                -                RXQ_RX.RXDRSC1   RXQ_RX.RXDRSC1   RXQ_RX.RXDRSC1   RXQ_RX.RXDRSC1
    reason2    -                -                RXQ_RX.RXDRSC2   RXQ_RX.RXDRSC2   RXQ_RX.RXDRSC2   RXQ_RX.RXDRSC2
    reason3    -                -                RXQ_RX.RXDRSC3   RXQ_RX.RXDRSC3   RXQ_RX.RXDRSC3   RXQ_RX.RXDRSC3
    """,
    rx_use=coded("took a prescription drug in the past month", {1: "yes", 2: "no"}, refused_or_unknown(1)),
    drug_name=free("generic name of the drug"),
    drug_id=free("Multum's number of the generic drug"),
    reason1=free("main reason for the drug, ICD-10-CM"),
    reason2=free("second reason, ICD-10-CM"),
    reason3=free("third reason, ICD-10-CM"),
)

_DRUG = tuple(f"RXDDCI{i}{level}" for i in range(1, 5) for level in "ABC")
_INGREDIENT = tuple(f"RXDICI{i}{level}" for i in range(1, 7) for level in "ABC")

LOOKUP = columns(
    "\n".join(
        [" ".join(RELEASES), "drug_id" + 6 * " RXQ_DRUG.RXDDRGID"]
        + [name.lower() + 6 * f" RXQ_DRUG.{name}" for name in (*_DRUG, *_INGREDIENT)]
    ),
    drug_id=free("Multum's number of the generic drug"),
    **{name.lower(): free("class of the drug") for name in _DRUG},
    **{name.lower(): free("class of an ingredient") for name in _INGREDIENT},
)


def prepare(rows: pd.DataFrame, drugs: pd.DataFrame) -> pd.DataFrame:
    """Rows of drugs taken, with what derivations ask of them.

    Returns
    -------
    One row a drug: `seqn`, `drug_name`, `drug_id`, `reasons` (the codes, each between spaces), `for_rls`,
    `classes` and `classes_with_ingredients` (frozensets of Multum's class numbers; empty where unknown).
    """
    rows = rows[rows["rx_use"] == 1].copy()
    reasons = [c for c in ("reason1", "reason2", "reason3") if c in rows]
    rows["reasons"] = " " + rows[reasons].fillna("").agg(" ".join, axis=1) + " " if reasons else " "
    rows["for_rls"] = rows["reasons"].str.contains(f" {RLS}", regex=False)
    for name, names in (("classes", _DRUG), ("classes_with_ingredients", (*_DRUG, *_INGREDIENT))):
        codes = drugs[[n.lower() for n in names]].to_numpy(float)
        sets = {
            d: frozenset(c[~np.isnan(c)].astype(int).tolist())
            for d, c in zip(drugs["drug_id"], codes, strict=True)
        }
        rows[name] = [sets.get(d, frozenset()) for d in rows["drug_id"]]
    return rows[["seqn", "drug_name", "drug_id", "reasons", "for_rls", "classes", "classes_with_ingredients"]]


PRESCRIPTIONS = RowTable("prescriptions", COLUMNS, "rx_use", prepare, LOOKUP)


def any_row(people: pd.DataFrame, rows: pd.DataFrame, hits: "pd.Series[bool]") -> "pd.Series[float]":
    """1 for people with a hit among their rows, 0 for other people who answered whether they take drugs."""
    hit = people["seqn"].isin(rows.loc[hits, "seqn"])
    return hit.astype(float).where(people["rx_use"].notna())


def reason_starts(rows: pd.DataFrame, *starts: str) -> "pd.Series[bool]":
    """Rows with a reason that starts with one of the codes; rows for RLS never count."""
    pattern = "|".join(" " + s.replace(".", r"\.") for s in starts)
    return rows["reasons"].str.contains(pattern, regex=True) & ~rows["for_rls"]
