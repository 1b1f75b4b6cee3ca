"""Provide prescription drugs of the past month from CDC's files, with Multum Lexicon classes and reasons for use.

One table (`RXQ_DRUG`, joined on RXDDRGID) has the classes of the drugs of all survey cycles. Reasons are ICD-10-CM
codes, were recorded from 2013 on, and may end in P (taken for prevention). A drug that the participant could not name
has a row without RXDDRGID. It counts as a prescription drug, as in CDC's RXDCOUNT, but never as a particular drug.
The number of days for which a drug has been taken is self-reported.
"""

import numpy as np
import pandas as pd

from rlsanalysis.definitions.medication_variants import BEFORE, OTHER_REASON
from rlsanalysis.definitions.medications import DEFINITIONS, NOT_A_CAUSE
from rlsanalysis.definitions.prescriptions import RLS, TABLE, has_reason
from rlsanalysis.nhanes.canonical import RELEASES, Canonical, CanonicalRows, Facts, yes
from rlsanalysis.nhanes.columns import RowTable, columns, free, measured, refused_or_unknown, yes_no

COLUMNS = columns(
    """
              D               E               H               I               J               P
    rx_use    RXQ_RX.RXDUSE   RXQ_RX.RXDUSE   RXQ_RX.RXDUSE   RXQ_RX.RXDUSE   RXQ_RX.RXDUSE   RXQ_RX.RXDUSE
    drug_name RXQ_RX.RXDDRUG  RXQ_RX.RXDDRUG  RXQ_RX.RXDDRUG  RXQ_RX.RXDDRUG  RXQ_RX.RXDDRUG  RXQ_RX.RXDDRUG
    drug_id   RXQ_RX.RXDDRGID RXQ_RX.RXDDRGID RXQ_RX.RXDDRGID RXQ_RX.RXDDRGID RXQ_RX.RXDDRGID RXQ_RX.RXDDRGID
    days      RXQ_RX.RXDDAYS  RXQ_RX.RXDDAYS  RXQ_RX.RXDDAYS  RXQ_RX.RXDDAYS  RXQ_RX.RXDDAYS  RXQ_RX.RXDDAYS
    reason1   -               -               RXQ_RX.RXDRSC1  RXQ_RX.RXDRSC1  RXQ_RX.RXDRSC1  RXQ_RX.RXDRSC1
    reason2   -               -               RXQ_RX.RXDRSC2  RXQ_RX.RXDRSC2  RXQ_RX.RXDRSC2  RXQ_RX.RXDRSC2
    reason3   -               -               RXQ_RX.RXDRSC3  RXQ_RX.RXDRSC3  RXQ_RX.RXDRSC3  RXQ_RX.RXDRSC3
    """,
    rx_use=yes_no("Took a prescription drug in the past month"),
    drug_name=free("Generic name of the drug"),
    drug_id=free("Multum Lexicon id of the generic drug"),
    days=measured("Number of days taken", "days", (1, 31025), missing=refused_or_unknown(5)),
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
    """Return the canonical table: one row per drug taken.

    Parameters
    ----------
    rows : decoded rows of the columns `COLUMNS`.
    drugs : decoded rows of the columns `LOOKUP`, one per drug.

    Returns
    -------
    Rows with `seqn`, `drug_name`, `drug_id` (missing where the drug is unknown), `days`, `reasons` (codes separated by
    blanks), `for_rls` (whether RLS is among them), `classes` and `ingredient_classes` (sets of Multum class numbers, at
    any position and level).
    """
    rows = rows[rows["rx_use"] == 1]
    reasons = pd.Series("", index=rows.index)
    for name in ("reason1", "reason2", "reason3"):
        if name in rows:
            reasons = reasons + " " + rows[name].fillna("")
    prepared = rows[["seqn", "drug_name", "drug_id", "days"]].assign(reasons=reasons)
    prepared["for_rls"] = has_reason(prepared["reasons"], RLS)
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


PRESCRIPTIONS = RowTable(TABLE, COLUMNS, "rx_use", prepare, LOOKUP)

CANONICAL = (Canonical("rx_use", (COLUMNS["rx_use"],), yes("rx_use")),)

_REASONS, _CLASSES = (COLUMNS["reason1"],), (LOOKUP["drug_number"],)

ROWS = {
    TABLE: CanonicalRows(
        PRESCRIPTIONS,
        {
            "drug_name": (COLUMNS["drug_name"],),
            "drug_id": (COLUMNS["drug_id"],),
            "days": (COLUMNS["days"],),
            "classes": _CLASSES,
            "ingredient_classes": _CLASSES,
            "reasons": _REASONS,
            "for_rls": _REASONS,
        },
    )
}

_NOT_FOR_RLS = (
    "In 2013–March 2020, prescriptions with RLS as a reason are not counted. In 2005–2008, reasons for "
    "prescriptions were not recorded."
)
_SPARSE = (
    "rx_tca",
    "rx_mirtazapine",
    "rx_antipsychotic",
    "rx_antipsychotic_partial",
    "rx_antipsychotic_others",
    "rx_antiemetic_dopamine",
    "rx_ondansetron",
    "rx_antiemetic",
    "rx_antihistamine",
    "rx_antihistamine_nonsedating",
    "rx_lithium",
    "rx_tramadol",
    "rx_topiramate_zonisamide",
    "rx_z_drug",
    "rx_stimulant",
    "rx_oestrogen",
)
_REASONS_RECORDED = "Reasons for prescriptions were recorded from 2013 on."
_DURATION = f"The duration of use is self-reported. {_REASONS_RECORDED}"


def _variant(id_: str, note: str) -> Facts:
    """Return the facts of a variant of drug use, which is at least as sparse as the drug."""
    return Facts(hazards=("sparse",) if id_ in _SPARSE else (), note=note)


FACTS = {
    **{drug.id: Facts(note=_NOT_FOR_RLS) for drug in DEFINITIONS if drug.drugs},
    **dict.fromkeys(_SPARSE, Facts(hazards=("sparse",), note=_NOT_FOR_RLS)),
    **{f"{id_}_other_reason": _variant(id_, _REASONS_RECORDED) for id_ in OTHER_REASON},
    **{f"{id_}_before": _variant(id_, _DURATION) for id_ in BEFORE},
    "rx_gabapentinoid": Facts(
        note="In 2013–March 2020 the exposed take one of them for another reason, such as pain; its prescription for "
        f"RLS defines a case of treated RLS instead. {NOT_A_CAUSE} {_NOT_FOR_RLS}"
    ),
    "rx_dopaminergic": Facts(
        hazards=("sparse",),
        note="In 2013–March 2020 most cases of treated RLS are defined by a prescription of one of these drugs for "
        f"RLS. {_NOT_FOR_RLS}",
        releases="D E",
    ),
    "rx_five_or_more": Facts(note="A drug of unknown name counts, as in CDC's own count."),
}
