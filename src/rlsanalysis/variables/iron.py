"""Declare measures of iron: stores (ferritin, transferrin receptor, body iron), transport, hemoglobin, donation."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from rlsanalysis.variables.columns import coded, columns, measured
from rlsanalysis.variables.declare import ADULTS, Eligible, Kind, Variable, refused_or_unknown
from rlsanalysis.variables.demographics import COLUMNS as DEMOGRAPHICS
from rlsanalysis.variables.derivations import (
    Derivation,
    as_measured,
    below,
    converted,
    doublings,
    halvings,
    known,
    scaled,
    yes,
)
from rlsanalysis.variables.pregnancy import COLUMNS as PREGNANCY

GROUP = "iron"

COLUMNS = columns(
    """
                     D              E              H              I              J              P
    ferritin         FERTIN.LBXFER  FERTIN.LBXFER  -              FERTIN.LBXFER  -              FERTIN.LBXFER
    stfr             TFR.LBXTFR     TFR.LBXTFR     -              TFR.LBXTFR     -              TFR.LBXTFR
    tsat             FETIB.LBDPCT   -              -              -              -              FETIB.LBDPCT
    serum_iron       BIOPRO.LBXSIR  BIOPRO.LBXSIR  BIOPRO.LBXSIR  BIOPRO.LBXSIR  BIOPRO.LBXSIR  BIOPRO.LBXSIR
    haemoglobin      CBC.LBXHGB     CBC.LBXHGB     CBC.LBXHGB     CBC.LBXHGB     CBC.LBXHGB     CBC.LBXHGB
    anaemia_treated  MCQ.MCQ053     MCQ.MCQ053     MCQ.MCQ053     MCQ.MCQ053     MCQ.MCQ053     MCQ.MCQ053
    blood_donated    HSQ.HSQ571     HSQ.HSQ571     HSQ.HSQ571     HSQ.HSQ571     HSQ.HSQ571     -
    """,
    ferritin=measured(
        "Serum ferritin; a fill value below the limit of detection", "ng/mL", (1.04, 5190),
        asked="women 12–49 and children 1–5 until 2015–2016; ages 12+ and children in 2017–March 2020",
    ),
    stfr=measured(
        "Soluble transferrin receptor", "mg/L", (1, 35.1), asked="women 12–49 and children 1–5"
    ),
    tsat=measured(
        "Transferrin saturation", "%", (1.4, 95),
        asked="women 12–59 and children 3–5 in 2005–2006; ages 12+ in 2017–March 2020",
    ),
    serum_iron=measured("Serum iron, refrigerated sample", "ug/dL", (2, 557), asked="ages 12+"),
    haemoglobin=measured("Hemoglobin", "g/dL", (5.4, 19.9), asked="ages 1+"),
    anaemia_treated=coded(
        "Treatment for anemia in the past 3 months", {1: "yes", 2: "no"}, refused_or_unknown(1),
        asked="ages 1+",
    ),
    blood_donated=coded(
        "Blood donation in the past 12 months", {1: "yes", 2: "no"}, refused_or_unknown(1),
        asked="ages 16+",
    ),
)  # fmt: skip

_WOMEN = Eligible(20, 49, women=True)
_FERRITIN_POPULATION = {"D": _WOMEN, "E": _WOMEN, "P": ADULTS}
_TSAT_POPULATION = {"D": Eligible(20, 59, women=True), "P": ADULTS}
_TSAT_NOTE = (
    "Total iron-binding capacity was measured in 2005–2006 and unsaturated iron-binding capacity in 2017–March 2020. "
    "The two should not be compared."
)
_TSAT_SYNONYMS = ("iron saturation", "TSAT", "iron deficiency")


def harmonised_ferritin(people: pd.DataFrame) -> "pd.Series[float]":
    """Return ferritin (ng/mL) on the scale of the Cobas e601, which was used in 2017–March 2020.

    Source: CDC, notes to FERTIN_F (a line on the log scale) and FERTIN_I (a line on the natural scale).
    """
    ferritin = people["ferritin"]
    of_d_and_e = 0.2243 + 1.079 * 10 ** (0.989 * np.log10(ferritin) + 0.049)
    return ferritin.mask(people["release"].isin(["D", "E"]), of_d_and_e)


_serum_iron = converted("serum_iron", {"H": (1.023, 4.597), "I": (1.023, 4.597)})


def body_iron(people: pd.DataFrame) -> "pd.Series[float]":
    """Return body iron (mg/kg) from transferrin receptor and ferritin.

    Source: Cook 2003; the receptor is converted to Cook's assay by the regression line of Pfeiffer 2007.
    """
    receptor = 1.5 * people["stfr"] + 0.35
    ratio = 1000 * receptor / people["ferritin"]
    return pd.Series(-(np.log10(ratio) - 2.8229) / 0.1207, index=people.index)


def anaemia(people: pd.DataFrame) -> "pd.Series[float]":
    """Return 1 for hemoglobin (g/dL) below 13 in men, 12 in women and 11 in pregnancy, else 0.

    Unknown pregnancy status counts as not pregnant.
    """
    cut = np.select([people["sex"] == 1, people["pregnancy_status"] == 1], [13.0, 11.0], 12.0)
    return known(people["haemoglobin"] < cut, people["haemoglobin"])


def _ferritin(
    id_: str, label: str, kind: Kind, contrast: str, derive: Derivation, *, short: str,
    levels: tuple[str, ...] = (), population: Eligible | Mapping[str, Eligible] = _FERRITIN_POPULATION,
    unit: str = "", citation: str = "",
) -> Variable:  # fmt: skip
    return Variable(
        id_, label, GROUP, kind, contrast, (COLUMNS["ferritin"],), derive, levels, unit, population,
        hazards=("assay changed", "measured in some ages or one sex", "reverse causation"),
        citation=citation, short=short, synonyms=("iron deficiency", "iron stores", "low iron"),
        note="Patients treated for RLS are often given iron, which raises ferritin and may hide an association. "
        "Ferritin also rises with inflammation, and serum ferritin does not measure iron in the brain, so a normal "
        "ferritin does not exclude iron deficiency.",
    )  # fmt: skip


def _ferritin_below(cut: int, citation: str) -> Variable:
    return _ferritin(
        f"ferritin_lt{cut}", f"Serum ferritin <{cut} ng/mL", "binary", f"<{cut} vs ≥{cut} ng/mL",
        below("ferritin", cut), levels=(f">={cut} ng/mL", f"<{cut} ng/mL"), citation=citation,
        short=f"Ferritin <{cut} ng/mL",
    )  # fmt: skip


_HB = (COLUMNS["haemoglobin"],)
_RLS_CUTOFF = "cutoff of the RLS literature"
_HB_SYNONYMS = ("haemoglobin", "Hb", "anemia", "anaemia")

VARIABLES = (
    _ferritin_below(15, "WHO 2020, without inflammation"),
    _ferritin_below(30, "common clinical cutoff"),
    _ferritin_below(50, _RLS_CUTOFF),
    _ferritin_below(75, "IRLSSG 2018, which suggests iron by mouth at 75 ng/mL or below"),
    _ferritin(
        "ferritin_lt50_e601", "Serum ferritin <50 ng/mL (assays harmonized to Cobas e601)", "binary",
        "<50 vs ≥50 ng/mL on the Cobas e601 scale", below(harmonised_ferritin, 50),
        levels=(">=50 ng/mL", "<50 ng/mL"), citation="CDC, notes to FERTIN_F and FERTIN_I",
        short="Ferritin <50, harmonized",
    ),
    _ferritin(
        "ferritin_lt50_women", "Serum ferritin <50 ng/mL (women aged 20–49)", "binary", "<50 vs ≥50 ng/mL",
        below("ferritin", 50), levels=(">=50 ng/mL", "<50 ng/mL"), population=_WOMEN, citation=_RLS_CUTOFF,
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
    Variable(
        "stfr_doubling", "Soluble transferrin receptor, per doubling", GROUP, "continuous", "per doubling",
        (COLUMNS["stfr"],), doublings("stfr"), unit="doubling", population=_WOMEN,
        hazards=("assay changed", "measured in some ages or one sex"),
        short="sTfR, per doubling", synonyms=("sTfR", "iron deficiency"),
    ),
    Variable(
        "body_iron_negative", "Body iron <0 mg/kg (from ferritin and transferrin receptor)", GROUP, "binary",
        "<0 vs ≥0 mg/kg",
        (COLUMNS["ferritin"], COLUMNS["stfr"]), below(body_iron, 0), (">=0 mg/kg", "<0 mg/kg"),
        population=_WOMEN,
        hazards=("assay changed", "measured in some ages or one sex", "reverse causation"),
        citation="Cook 2003; assay conversion by Pfeiffer 2007",
        short="Body iron <0 mg/kg", synonyms=("iron deficiency", "iron stores"),
    ),
    Variable(
        "tsat_lt20", "Transferrin saturation <20%", GROUP, "binary", "<20% vs ≥20%",
        (COLUMNS["tsat"],), below("tsat", 20), (">=20 %", "<20 %"), population=_TSAT_POPULATION,
        hazards=("assay changed", "measured in some ages or one sex", "reverse causation"),
        note=_TSAT_NOTE, short="TSAT <20%", synonyms=_TSAT_SYNONYMS,
        level_labels={">=20 %": "≥20%", "<20 %": "<20%"},
    ),
    Variable(
        "tsat", "Transferrin saturation", GROUP, "continuous", "per 1 percentage point",
        (COLUMNS["tsat"],), as_measured("tsat"), unit="%", population=_TSAT_POPULATION,
        hazards=("assay changed", "measured in some ages or one sex"),
        note=_TSAT_NOTE, short="TSAT", synonyms=_TSAT_SYNONYMS, level_labels={"%": "1 percentage point"},
    ),
    Variable(
        "serum_iron_lt50", "Serum iron <50 µg/dL", GROUP, "binary", "<50 vs ≥50 µg/dL",
        (COLUMNS["serum_iron"],), below(_serum_iron, 50), (">=50 ug/dL", "<50 ug/dL"),
        hazards=("assay changed",),
        citation="values of 2013–2016 converted as in CDC's note to BIOPRO_J",
        short="Serum iron <50 µg/dL", synonyms=("low iron",),
    ),
    Variable(
        "haemoglobin_drop", "Hemoglobin, per 1 g/dL lower", GROUP, "continuous", "per 1 g/dL lower",
        _HB, scaled("haemoglobin", -1), unit="1 g/dL lower",
        short="Hemoglobin, per g/dL lower", synonyms=_HB_SYNONYMS,
    ),
    Variable(
        "haemoglobin", "Hemoglobin", GROUP, "continuous", "per 1 g/dL",
        _HB, as_measured("haemoglobin"), unit="g/dL", short="Hemoglobin", synonyms=_HB_SYNONYMS,
    ),
    Variable(
        "anaemia", "Anemia (WHO hemoglobin cutoffs)", GROUP, "binary",
        "hemoglobin <13 g/dL (men), <12 (women), <11 (pregnant women) vs at or above",
        (*_HB, DEMOGRAPHICS["sex"], PREGNANCY["pregnancy_status"]), anaemia, ("no", "yes"),
        citation="WHO 2011", short="Anemia", synonyms=("anaemia", "low hemoglobin", "iron deficiency anemia"),
        note="Women whose pregnancy status is unknown, or was not released for their age, count as not pregnant.",
    ),
    Variable(
        "anaemia_treated_told", "Treatment for anemia in the past 3 months (self-reported)", GROUP, "binary",
        "yes vs no", (COLUMNS["anaemia_treated"],), yes("anaemia_treated"), ("no", "yes"),
        hazards=("self-report",), short="Treatment for anemia",
        note="Treatment for anemia marks anemia; it says nothing about the effect of iron.",
        synonyms=("anaemia", "iron pills", "iron tablets", "ferrous sulfate"),
    ),
    Variable(
        "blood_donor", "Blood donation in the past 12 months (self-reported)", GROUP, "binary", "yes vs no",
        (COLUMNS["blood_donated"],), yes("blood_donated"), ("no", "yes"), hazards=("self-report", "sparse"),
        short="Blood donation", synonyms=("blood donor", "iron loss"),
    ),
)  # fmt: skip
