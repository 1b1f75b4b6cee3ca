"""Define measures of iron: stores (ferritin, transferrin receptor, body iron), transport, supplements, red cells."""

import numpy as np
import pandas as pd

from rlsanalysis.definitions.declare import Definition
from rlsanalysis.definitions.derivations import (
    Derivation,
    as_measured,
    at_most,
    below,
    doublings,
    halvings,
    known,
    scaled,
)
from rlsanalysis.study.records.variable import Kind, Population

GROUP = "iron"

_SATURATION_WORDS = ("iron saturation", "TSAT", "iron deficiency")


def body_iron(people: pd.DataFrame) -> "pd.Series[float]":
    """Return body iron (mg/kg) from transferrin receptor and ferritin.

    Source: Cook 2003; the receptor is converted to Cook's assay by the regression line of Pfeiffer 2007.
    """
    receptor = 1.5 * people["transferrin_receptor"] + 0.35
    ratio = 1000 * receptor / people["ferritin"]
    return pd.Series(-(np.log10(ratio) - 2.8229) / 0.1207, index=people.index)


def iron_low(people: pd.DataFrame) -> "pd.Series[float]":
    """Return 1 for ferritin of 75 ng/mL or less or transferrin saturation below 20%; both must be known."""
    ferritin, saturation = people["ferritin"], people["transferrin_saturation"]
    return known((ferritin <= 75) | (saturation < 20), ferritin, saturation)


def iron_deficiency(people: pd.DataFrame) -> "pd.Series[float]":
    """Return 1 for ferritin (ng/mL) below 15, or below 70 where C-reactive protein is above 5 mg/L, else 0."""
    ferritin, protein = people["ferritin"], people["c_reactive_protein"]
    return known(ferritin < np.where(protein > 5, 70, 15), ferritin, protein)


def anaemia(people: pd.DataFrame) -> "pd.Series[float]":
    """Return 1 for hemoglobin (g/dL) below 13 in men, 12 in women and 11 in pregnancy, else 0.

    Unknown pregnancy status counts as not pregnant.
    """
    cut = np.select([people["female"] == 0, people["pregnant"] == 1], [13.0, 11.0], 12.0)
    return known(people["haemoglobin"] < cut, people["haemoglobin"], people["female"])


def _ferritin(
    id_: str, label: str, kind: Kind, contrast: str, derive: Derivation, *, short: str,
    column: str = "ferritin", levels: tuple[str, ...] = (), population: Population | None = None, unit: str = "",
    citation: str = "",
) -> Definition:  # fmt: skip
    return Definition(
        id_, label, GROUP, kind, contrast, (column,), derive, levels, unit, population,
        hazards=("reverse causation",), citation=citation, short=short,
        synonyms=("iron deficiency", "iron stores", "low iron"),
        note="Patients treated for RLS are often given iron, which raises ferritin and may hide an association. "
        "Ferritin also rises with inflammation, and serum ferritin does not measure iron in the brain, so a normal "
        "ferritin does not exclude iron deficiency.",
    )  # fmt: skip


def _ferritin_below(cut: int, citation: str) -> Definition:
    return _ferritin(
        f"ferritin_lt{cut}", f"Serum ferritin <{cut} ng/mL", "binary", f"<{cut} vs ≥{cut} ng/mL",
        below("ferritin", cut), levels=(f">={cut} ng/mL", f"<{cut} ng/mL"), citation=citation,
        short=f"Ferritin <{cut} ng/mL",
    )  # fmt: skip


def _ferritin_at_most(cut: int, citation: str) -> Definition:
    return _ferritin(
        f"ferritin_le{cut}", f"Serum ferritin ≤{cut} ng/mL", "binary", f"≤{cut} vs >{cut} ng/mL",
        at_most("ferritin", cut), levels=(f">{cut} ng/mL", f"<={cut} ng/mL"), citation=citation,
        short=f"Ferritin ≤{cut} ng/mL",
    )  # fmt: skip


def _receptor(suffix: str, label: str, short: str, *, population: Population | None = None) -> Definition:
    return Definition(
        f"stfr_doubling{suffix}", f"Soluble transferrin receptor{label}, per doubling", GROUP, "continuous",
        "per doubling", ("transferrin_receptor",), doublings("transferrin_receptor"), unit="doubling",
        population=population, short=f"sTfR, per doubling{short}", synonyms=("sTfR", "iron deficiency"),
    )  # fmt: skip


def _body_iron(suffix: str, label: str, short: str, *, population: Population | None = None) -> Definition:
    return Definition(
        f"body_iron_negative{suffix}", f"Body iron <0 mg/kg ({label}from ferritin and transferrin receptor)",
        GROUP, "binary", "<0 vs ≥0 mg/kg", ("ferritin", "transferrin_receptor"), below(body_iron, 0),
        (">=0 mg/kg", "<0 mg/kg"), population=population, hazards=("reverse causation",),
        citation="Cook 2003; assay conversion by Pfeiffer 2007", short=f"Body iron <0{short}",
        synonyms=("iron deficiency", "iron stores"),
    )  # fmt: skip


_WOMEN_TO_49 = Population(20, 49, women=True)
_AASM = "AASM 2025 (doi 10.5664/jcsm.11390)"
_RLS_CUTOFF = "cutoff of the RLS literature"
_HAEMOGLOBIN_WORDS = ("haemoglobin", "Hb", "anemia", "anaemia")

DEFINITIONS = (
    _ferritin_below(15, "WHO 2020, without inflammation"),
    _ferritin_below(30, "common clinical cutoff"),
    _ferritin_below(50, _RLS_CUTOFF),
    _ferritin_at_most(75, f"IRLSSG 2018, which suggests iron by mouth at 75 ng/mL or below; {_AASM}"),
    _ferritin_at_most(100, f"IRLSSG 2018 and {_AASM}, which consider intravenous iron at 100 ng/mL or below"),
    _ferritin(
        "ferritin_lt50_e601", "Serum ferritin <50 ng/mL (assays harmonized to Cobas e601)", "binary",
        "<50 vs ≥50 ng/mL on the Cobas e601 scale", below("ferritin_e601", 50),
        column="ferritin_e601", levels=(">=50 ng/mL", "<50 ng/mL"),
        short="Ferritin <50, harmonized",
    ),
    _ferritin(
        "ferritin_lt50_women", "Serum ferritin <50 ng/mL (women aged 20–49)", "binary", "<50 vs ≥50 ng/mL",
        below("ferritin", 50), levels=(">=50 ng/mL", "<50 ng/mL"), population=_WOMEN_TO_49,
        citation=_RLS_CUTOFF,
        short="Ferritin <50, women 20–49",
    ),
    _ferritin(
        "ferritin_halving", "Serum ferritin, per halving", "continuous", "per halving",
        halvings("ferritin"), unit="halving", short="Ferritin, per halving",
    ),
    _ferritin(
        "ferritin", "Serum ferritin", "continuous", "per 1 ng/mL", as_measured("ferritin"), unit="ng/mL",
        short="Ferritin",
    ),
    Definition(
        "ferritin_who2020", "Iron deficiency (ferritin <15 ng/mL, or <70 ng/mL with CRP >5 mg/L)", GROUP, "binary",
        "ferritin <15 ng/mL, or <70 ng/mL with CRP >5 mg/L, vs higher",
        ("ferritin", "c_reactive_protein"), iron_deficiency, ("no", "yes"), hazards=("reverse causation",),
        citation="WHO 2020", short="Iron deficiency (WHO)",
        synonyms=("iron deficiency", "iron stores", "low iron", "inflammation"),
        note="The higher cutoff applies where C-reactive protein indicates inflammation, which raises ferritin. "
        "People who lack either measurement are excluded.",
    ),
    Definition(
        "iron_low_aasm", "Below a treatment threshold (ferritin ≤75 ng/mL or transferrin saturation <20%)", GROUP,
        "binary",
        "ferritin ≤75 ng/mL or transferrin saturation <20% vs neither",
        ("ferritin", "transferrin_saturation"), iron_low, ("no", "yes"), hazards=("reverse causation",),
        citation=f"{_AASM}; IRLSSG 2018", short="Ferritin ≤75 or TSAT <20%",
        synonyms=("iron deficiency", "iron stores", "low iron", "TSAT"),
        note="These thresholds say when guidelines consider iron for adults with RLS; assays of ferritin differ. "
        "People who lack either measurement are excluded. Patients treated for RLS may have been given iron, which "
        "raises both and may hide an association.",
    ),
    _receptor("", "", ""),
    _receptor("_women", " (women aged 20–49)", ", women", population=_WOMEN_TO_49),
    _body_iron("", "", " mg/kg"),
    _body_iron("_women", "women aged 20–49; ", " mg/kg, women", population=_WOMEN_TO_49),
    Definition(
        "tsat_lt20", "Transferrin saturation <20%", GROUP, "binary", "<20% vs ≥20%",
        ("transferrin_saturation",), below("transferrin_saturation", 20), (">=20 %", "<20 %"),
        hazards=("reverse causation",), short="TSAT <20%", synonyms=_SATURATION_WORDS,
        level_labels={">=20 %": "≥20%", "<20 %": "<20%"},
    ),
    Definition(
        "tsat", "Transferrin saturation", GROUP, "continuous", "per 1 percentage point",
        ("transferrin_saturation",), as_measured("transferrin_saturation"), unit="%",
        short="TSAT", synonyms=_SATURATION_WORDS, level_labels={"%": "1 percentage point"},
    ),
    Definition(
        "serum_iron_lt50", "Serum iron <50 µg/dL", GROUP, "binary", "<50 vs ≥50 µg/dL",
        ("serum_iron",), below("serum_iron", 50), (">=50 ug/dL", "<50 ug/dL"),
        short="Serum iron <50 µg/dL", synonyms=("low iron",),
    ),
    Definition(
        "iron_supplement", "Iron supplement in the past 30 days (self-reported)", GROUP, "binary",
        "any iron from supplements vs none", ("iron_supplement",), as_measured("iron_supplement"), ("no", "yes"),
        hazards=("self-report", "reverse causation"),
        note="Multivitamins with iron count. Patients treated for RLS are often given iron.",
        short="Iron supplement", synonyms=("iron pills", "iron tablets", "ferrous sulfate", "multivitamin"),
    ),
    Definition(
        "rdw", "Red cell distribution width", GROUP, "continuous", "per 1 percentage point",
        ("red_cell_width",), as_measured("red_cell_width"), unit="%",
        note="The width rises early in iron deficiency, and in several other diseases.",
        short="Red cell width (RDW)", synonyms=("RDW", "anisocytosis", "iron deficiency"),
        level_labels={"%": "1 percentage point"},
    ),
    Definition(
        "haemoglobin_drop", "Hemoglobin, per 1 g/dL lower", GROUP, "continuous", "per 1 g/dL lower",
        ("haemoglobin",), scaled("haemoglobin", -1), unit="1 g/dL lower",
        short="Hemoglobin, per g/dL lower", synonyms=_HAEMOGLOBIN_WORDS,
    ),
    Definition(
        "haemoglobin", "Hemoglobin", GROUP, "continuous", "per 1 g/dL",
        ("haemoglobin",), as_measured("haemoglobin"), unit="g/dL", short="Hemoglobin", synonyms=_HAEMOGLOBIN_WORDS,
    ),
    Definition(
        "anaemia", "Anemia (WHO hemoglobin cutoffs)", GROUP, "binary",
        "hemoglobin <13 g/dL (men), <12 (women), <11 (pregnant women) vs at or above",
        ("haemoglobin", "female", "pregnant"), anaemia, ("no", "yes"),
        citation="WHO 2011", short="Anemia", synonyms=("anaemia", "low hemoglobin", "iron deficiency anemia"),
        note="Women whose pregnancy status is unknown, or was not released for their age, count as not pregnant.",
    ),
    Definition(
        "anaemia_treated_told", "Treatment for anemia in the past 3 months (self-reported)", GROUP, "binary",
        "yes vs no", ("anaemia_treated",), as_measured("anaemia_treated"), ("no", "yes"),
        hazards=("self-report",), short="Treatment for anemia",
        note="Treatment for anemia marks anemia; it says nothing about the effect of iron.",
        synonyms=("anaemia", "iron pills", "iron tablets", "ferrous sulfate"),
    ),
    Definition(
        "blood_donor", "Blood donation in the past 12 months (self-reported)", GROUP, "binary", "yes vs no",
        ("blood_donated",), as_measured("blood_donated"), ("no", "yes"), hazards=("self-report",),
        short="Blood donation", synonyms=("blood donor", "iron loss"),
    ),
)  # fmt: skip
