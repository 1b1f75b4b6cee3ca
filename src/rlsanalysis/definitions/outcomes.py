"""Define the outcomes: two definitions of clinical RLS, leg movements and cramps in sleep, and control outcomes."""

from collections.abc import Callable, Mapping

import pandas as pd

from rlsanalysis.definitions.declare import Definition
from rlsanalysis.definitions.derivations import as_measured, recoded
from rlsanalysis.definitions.drug_groups import ANTIPARKINSON, DOPAMINE_AGONISTS, TREATMENTS_OF_RLS
from rlsanalysis.definitions.drugs import any_row
from rlsanalysis.definitions.prescriptions import RLS, TABLE, reason_starts

GROUP = "outcomes"

_OFTEN: dict[float, float] = {0: 0, 1: 0, 2: 0, 3: 1, 4: 1}


INDICATIONS: Mapping[str, Callable[[pd.DataFrame], "pd.Series[bool]"]] = {
    "treated": lambda rows: rows["for_rls"],
    "treated_firm": lambda rows: rows["for_rls"] & TREATMENTS_OF_RLS.among(rows),
    "insomnia_treated": lambda rows: reason_starts(rows, "G47.0", "G47.9"),
    "allergy_treated": lambda rows: reason_starts(rows, "J30"),
    "glaucoma_treated": lambda rows: reason_starts(rows, "H40"),
}
"""Select, for each outcome that a prescription defines, the rows that make their user a case."""


def _prescribed(
    id_: str, condition: str, reason: str, *, short: str, synonyms: tuple[str, ...], note: str = ""
) -> Definition:
    """Define a condition as 1 for a prescription with it as a reason, 0 for everyone else who answered."""

    def derive(people: pd.DataFrame, rows: pd.DataFrame) -> "pd.Series[float]":
        return any_row(people, rows, INDICATIONS[id_](rows))

    return Definition(
        id_, f"{short} (prescription with {condition} as indication)", GROUP, "binary",
        f"prescription with indication {reason} vs none",
        ("rx_use",), derive, ("no", "yes"), rows=TABLE, row_columns=("reasons", "for_rls"),
        citation=f"ICD-10-CM code {reason}", note=note,
        short=short, synonyms=synonyms,
    )  # fmt: skip


def diagnosed_or_agonist(people: pd.DataFrame, rows: pd.DataFrame) -> "pd.Series[float]":
    """Return 1 for a dopamine agonist without a drug for Parkinson disease, otherwise whether RLS was diagnosed."""
    agonist, antiparkinson = (
        people["seqn"].isin(rows.loc[drugs.among(rows), "seqn"])
        for drugs in (DOPAMINE_AGONISTS, ANTIPARKINSON)
    )
    diagnosed = people["restless_legs"]
    return diagnosed.mask(agonist & ~antiparkinson & diagnosed.notna(), 1)


def treated_firm(people: pd.DataFrame, rows: pd.DataFrame) -> "pd.Series[float]":
    """Return 1 for a prescription for RLS of a drug that treats it, 0 without one for RLS; others are missing."""
    treated, firm = (any_row(people, rows, INDICATIONS[id_](rows)) for id_ in ("treated", "treated_firm"))
    return treated.where(treated == firm)


_DRUG_COLUMNS = ("drug_name", "drug_id", "classes", "ingredient_classes")
_NO_RLS = "Prescriptions for RLS do not count."
_SAME_RX = "A prescription for this condition makes its user both exposed and a case, if the drug is"
_RLS_WORDS = ("restless legs syndrome", "restless leg", "RLS", "Willis-Ekbom disease")
_IN_SLEEP = (
    "The question asks about leg {what} while sleeping. {meaning} RLS is an urge to move the legs, usually with "
    "unpleasant sensations, that begins or worsens at rest, is at least partly relieved by movement, occurs only or is "
    "worse in the evening or at night, and is not explained by another condition, such as cramps."
)
_LIMBS = "The answers may include periodic limb movements, which accompany most RLS and need a sleep study to be seen."

DEFINITIONS = (
    Definition(
        "diagnosed", "Diagnosed RLS", GROUP, "binary", "diagnosis of RLS vs none",
        ("restless_legs",), as_measured("restless_legs"), ("no", "yes"),
        short="Diagnosed RLS", synonyms=_RLS_WORDS,
    ),
    _prescribed("treated", "RLS", RLS, short="Treated RLS", synonyms=_RLS_WORDS),
    Definition(
        "diagnosed_or_agonist", "Diagnosed RLS or use of a dopamine agonist without antiparkinsonian drugs",
        GROUP, "binary", "diagnosis of restless legs or use of a dopamine agonist vs neither",
        ("restless_legs",), diagnosed_or_agonist, ("no", "yes"), rows=TABLE, row_columns=_DRUG_COLUMNS,
        hazards=("self-report",),
        citation=f"Multum Lexicon: {DOPAMINE_AGONISTS}; without {ANTIPARKINSON}",
        note="A person who takes ropinirole, pramipexole or rotigotine without a drug for Parkinson disease counts as "
        "a case even without a reported diagnosis. The outcome is never used with dopamine agonists as an exposure.",
        short="RLS or agonist use", synonyms=_RLS_WORDS,
    ),
    Definition(
        "treated_firm", "Treated RLS (usual drugs for RLS only)", GROUP, "binary",
        f"prescription of such a drug with indication {RLS} vs no prescription with it",
        ("rx_use",), treated_firm, ("no", "yes"), rows=TABLE,
        row_columns=("reasons", "for_rls", *_DRUG_COLUMNS),
        citation=f"ICD-10-CM code {RLS}; Multum Lexicon: {TREATMENTS_OF_RLS}",
        note="The drugs are ropinirole, pramipexole, rotigotine, levodopa, gabapentin, pregabalin, clonazepam and "
        "opioids. People whose only prescription for RLS is another drug are missing, because the drug may be for "
        "something else, such as akathisia.",
        short="Treated RLS, firm", synonyms=(*_RLS_WORDS, "levodopa"),
    ),
    Definition(
        "leg_jerks", "Leg jerks during sleep on ≥5 nights/month (self-reported, not RLS)", GROUP, "binary",
        "5 or more vs fewer nights/month",
        ("leg_jerks",), recoded("leg_jerks", _OFTEN), ("no", "yes"), hazards=("self-report",),
        note=_IN_SLEEP.format(what="jerks", meaning=_LIMBS),
        short="Leg jerks in sleep", synonyms=("periodic limb movements", "PLMS", "leg movements"),
    ),
    Definition(
        "leg_cramps", "Leg cramps during sleep on ≥5 nights/month (a mimic, not RLS)", GROUP, "binary",
        "5 or more vs fewer nights/month",
        ("leg_cramps",), recoded("leg_cramps", _OFTEN), ("no", "yes"), hazards=("self-report",),
        note=_IN_SLEEP.format(what="cramps", meaning="Cramps are not RLS but a mimic of it."),
        short="Leg cramps in sleep", synonyms=("nocturnal leg cramps", "muscle cramps"),
    ),
    Definition(
        "other_sleep_disorder", "Other sleep disorder (self-reported physician diagnosis, not RLS)", GROUP,
        "binary", "sleep disorder other than RLS vs no sleep disorder",
        ("other_sleep_disorder",), as_measured("other_sleep_disorder"), ("no", "yes"),
        hazards=("self-report",),
        short="Other sleep disorder", synonyms=("insomnia", "sleep apnea", "control outcome"),
    ),
    Definition(
        "cataract", "Cataract operation (self-reported)", GROUP, "binary", "ever vs never",
        ("cataract",), as_measured("cataract"), ("no", "yes"), hazards=("self-report",),
        note="Diabetes and smoking cause cataract, so that it is no control for them.",
        short="Cataract operation", synonyms=("cataract", "eye surgery", "control outcome"),
    ),
    _prescribed(
        "insomnia_treated", "insomnia", "G47.0 or G47.9",
        note=f"G47.9 is an unspecified sleep disorder. {_NO_RLS} {_SAME_RX} an antidepressant, an antipsychotic or "
        "an antihistamine.",
        short="Treated insomnia", synonyms=("sleeplessness", "control outcome"),
    ),
    _prescribed(
        "allergy_treated", "allergic rhinitis", "J30",
        note=f"{_NO_RLS} {_SAME_RX} an antihistamine.",
        short="Treated allergic rhinitis", synonyms=("hay fever", "allergy", "control outcome"),
    ),
    _prescribed(
        "glaucoma_treated", "glaucoma", "H40", note=_NO_RLS,
        short="Treated glaucoma", synonyms=("eye disease", "control outcome"),
    ),
    Definition(
        "rx_user", "Prescription drug use (any drug in the past month)", GROUP, "binary", "any vs none",
        ("rx_use",), as_measured("rx_use"), ("no", "yes"),
        short="Prescription drug use", synonyms=("medication use", "drug users"),
    ),
)  # fmt: skip
