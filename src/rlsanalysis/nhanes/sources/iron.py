"""Provide iron stores, transport of iron, hemoglobin and blood donation from CDC's files."""

from dataclasses import replace

import numpy as np
import pandas as pd

from rlsanalysis.nhanes.canonical import Canonical, Facts, as_recorded, converted, yes
from rlsanalysis.nhanes.columns import columns, measured, yes_no
from rlsanalysis.study.records.variable import Population

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
    anaemia_treated=yes_no("Treatment for anemia in the past 3 months", asked="ages 1+"),
    blood_donated=yes_no("Blood donation in the past 12 months", asked="ages 16+"),
)  # fmt: skip

_WOMEN_TO_49 = Population(20, 49, women=True)
_FERRITIN = dict.fromkeys(("D", "E", "I"), _WOMEN_TO_49)


def harmonized_ferritin(people: pd.DataFrame) -> "pd.Series[float]":
    """Return ferritin (ng/mL) on the scale of the Cobas e601, which was used in 2017–March 2020.

    Source: CDC, notes to FERTIN_F (a line on the log scale) and FERTIN_I (a line on the natural scale).
    """
    ferritin = people["ferritin"]
    of_d_and_e = 0.2243 + 1.079 * 10 ** (0.989 * np.log10(ferritin) + 0.049)
    return ferritin.mask(people["release"].isin(["D", "E"]), of_d_and_e)


CANONICAL = (
    Canonical("ferritin", (COLUMNS["ferritin"],), as_recorded("ferritin"), _FERRITIN),
    Canonical("ferritin_e601", (COLUMNS["ferritin"],), harmonized_ferritin, _FERRITIN),
    Canonical(
        "transferrin_receptor", (COLUMNS["stfr"],), as_recorded("stfr"),
        dict.fromkeys(COLUMNS["stfr"].source, _WOMEN_TO_49),
    ),
    Canonical(
        "transferrin_saturation", (COLUMNS["tsat"],), as_recorded("tsat"), {"D": Population(20, 59, women=True)}
    ),
    Canonical(
        "serum_iron", (COLUMNS["serum_iron"],),
        converted("serum_iron", {"H": (1.023, 4.597), "I": (1.023, 4.597)}),
    ),
    Canonical("haemoglobin", (COLUMNS["haemoglobin"],), as_recorded("haemoglobin")),
    Canonical("anaemia_treated", (COLUMNS["anaemia_treated"],), yes("anaemia_treated")),
    Canonical("blood_donated", (COLUMNS["blood_donated"],), yes("blood_donated")),
)  # fmt: skip

_NOT_COMPARABLE = ("assay changed", "measured in some ages or one sex")
_IN_WOMEN_OF_ALL_CYCLES = Facts(_NOT_COMPARABLE)
_WITHOUT_2015 = Facts(_NOT_COMPARABLE, releases="D E P")
_SATURATION = Facts(
    _NOT_COMPARABLE,
    note="Total iron-binding capacity was measured in 2005–2006 and unsaturated iron-binding capacity in 2017–March "
    "2020. The two should not be compared.",
)

FACTS = {
    **dict.fromkeys(
        ("ferritin_lt15", "ferritin_lt30", "ferritin_lt50", "ferritin_lt75", "ferritin_halving", "ferritin"),
        _WITHOUT_2015,
    ),
    "ferritin_lt50_e601": replace(_WITHOUT_2015, citation="CDC, notes to FERTIN_F and FERTIN_I"),
    **dict.fromkeys(("ferritin_lt50_women", "stfr_doubling", "body_iron_negative"), _IN_WOMEN_OF_ALL_CYCLES),
    "tsat_lt20": _SATURATION,
    "tsat": _SATURATION,
    "serum_iron_lt50": Facts(
        hazards=("assay changed",), citation="values of 2013–2016 converted as in CDC's note to BIOPRO_J"
    ),
    "blood_donor": Facts(hazards=("sparse",)),
}  # fmt: skip
