"""Provide iron stores, transport of iron, iron supplements, red cells and blood donation from CDC's files."""

from dataclasses import replace

import numpy as np
import pandas as pd

from rlsanalysis.nhanes.canonical import Canonical, Facts, as_recorded, converted, yes
from rlsanalysis.nhanes.columns import columns, measured, refused_or_unknown, yes_no
from rlsanalysis.study.records.variable import Population

COLUMNS = columns(
    """
                     D              E              H              I              J              P
    ferritin         FERTIN.LBXFER  FERTIN.LBXFER  -              FERTIN.LBXFER  FERTIN.LBXFER  FERTIN.LBXFER
    stfr             TFR.LBXTFR     TFR.LBXTFR     -              TFR.LBXTFR     TFR.LBXTFR     TFR.LBXTFR
    tsat             FETIB.LBDPCT   -              -              -              -              FETIB.LBDPCT
    serum_iron       BIOPRO.LBXSIR  BIOPRO.LBXSIR  BIOPRO.LBXSIR  BIOPRO.LBXSIR  BIOPRO.LBXSIR  BIOPRO.LBXSIR
    supplements      -  DSQTOT.DSDCOUNT  DSQTOT.DSDCOUNT  DSQTOT.DSDCOUNT  DSQTOT.DSDCOUNT  DSQTOT.DSDCOUNT
    supplement_iron  -  DSQTOT.DSQTIRON  DSQTOT.DSQTIRON  DSQTOT.DSQTIRON  DSQTOT.DSQTIRON  DSQTOT.DSQTIRON
    haemoglobin      CBC.LBXHGB     CBC.LBXHGB     CBC.LBXHGB     CBC.LBXHGB     CBC.LBXHGB     CBC.LBXHGB
    red_cell_width   CBC.LBXRDW     CBC.LBXRDW     CBC.LBXRDW     CBC.LBXRDW     CBC.LBXRDW     CBC.LBXRDW
    anaemia_treated  MCQ.MCQ053     MCQ.MCQ053     MCQ.MCQ053     MCQ.MCQ053     MCQ.MCQ053     MCQ.MCQ053
    blood_donated    HSQ.HSQ571     HSQ.HSQ571     HSQ.HSQ571     HSQ.HSQ571     HSQ.HSQ571     -
    """,
    ferritin=measured(
        "Serum ferritin; a fill value below the limit of detection", "ng/mL", (1.04, 5190),
        asked="women 12–49 and children 1–5 until 2015–2016; ages 12+ and children in 2017–March 2020",
    ),
    stfr=measured(
        "Soluble transferrin receptor", "mg/L", (1, 41.3),
        asked="women 12–49 and children 1–5; ages 12+ and children in 2017–2018",
    ),
    tsat=measured(
        "Transferrin saturation", "%", (1.4, 95),
        asked="women 12–59 and children 3–5 in 2005–2006; ages 12+ in 2017–March 2020",
    ),
    serum_iron=measured("Serum iron, refrigerated sample", "ug/dL", (2, 557), asked="ages 12+"),
    supplements=measured(
        "Number of dietary supplements taken in the past 30 days", "supplements", (0, 24), missing=refused_or_unknown(2)
    ),
    supplement_iron=measured(
        "Iron from supplements per day, past 30 days; blank in people who took none with iron", "mg", (0, 500)
    ),
    red_cell_width=measured("Red cell distribution width", "%", (6.3, 37.8), asked="ages 1+"),
    haemoglobin=measured("Hemoglobin", "g/dL", (5.4, 19.9), asked="ages 1+"),
    anaemia_treated=yes_no("Treatment for anemia in the past 3 months", asked="ages 1+"),
    blood_donated=yes_no("Blood donation in the past 12 months", asked="ages 16+"),
)  # fmt: skip

_WOMEN_TO_49 = Population(20, 49, women=True)
_FERRITIN = dict.fromkeys(("D", "E", "I"), _WOMEN_TO_49)
_RECEPTOR = dict.fromkeys(("D", "E", "I", "P"), _WOMEN_TO_49)


def harmonized_ferritin(people: pd.DataFrame) -> "pd.Series[float]":
    """Return ferritin (ng/mL) on the scale of the Cobas e601, which was used in 2017–March 2020.

    Source: CDC, notes to FERTIN_F (a line on the log scale) and FERTIN_I (a line on the natural scale).
    """
    ferritin = people["ferritin"]
    of_d_and_e = 0.2243 + 1.079 * 10 ** (0.989 * np.log10(ferritin) + 0.049)
    return ferritin.mask(people["release"].isin(["D", "E"]), of_d_and_e)


def any_iron(people: pd.DataFrame) -> "pd.Series[float]":
    """Return 1 for any iron from supplements, 0 for no supplement or none with iron."""
    taken, counted = people["supplement_iron"] > 0, people["supplements"].notna()
    return pd.Series(np.select([taken, counted], [1, 0], np.nan), index=people.index)


CANONICAL = (
    Canonical("ferritin", (COLUMNS["ferritin"],), as_recorded("ferritin"), _FERRITIN),
    Canonical("ferritin_e601", (COLUMNS["ferritin"],), harmonized_ferritin, _FERRITIN),
    Canonical("transferrin_receptor", (COLUMNS["stfr"],), as_recorded("stfr"), _RECEPTOR),
    Canonical(
        "transferrin_saturation", (COLUMNS["tsat"],), as_recorded("tsat"), {"D": Population(20, 59, women=True)}
    ),
    Canonical(
        "serum_iron", (COLUMNS["serum_iron"],),
        converted("serum_iron", {"H": (1.023, 4.597), "I": (1.023, 4.597)}),
    ),
    Canonical("iron_supplement", (COLUMNS["supplements"], COLUMNS["supplement_iron"]), any_iron),
    Canonical("red_cell_width", (COLUMNS["red_cell_width"],), as_recorded("red_cell_width")),
    Canonical("haemoglobin", (COLUMNS["haemoglobin"],), as_recorded("haemoglobin")),
    Canonical("anaemia_treated", (COLUMNS["anaemia_treated"],), yes("anaemia_treated")),
    Canonical("blood_donated", (COLUMNS["blood_donated"],), yes("blood_donated")),
)  # fmt: skip

_NOT_COMPARABLE = ("assay changed", "measured in some ages or one sex")
_IN_WOMEN = Facts(_NOT_COMPARABLE, releases="D E I P")
_WITHOUT_2015 = Facts(_NOT_COMPARABLE, releases="D E P")
_IN_ADULTS = Facts(
    releases="J",
    note="The transferrin receptor was measured in adults of both sexes in 2017–2018 only. Other survey cycles "
    "measured it in women aged 12–49 and in children.",
)
_SATURATION = Facts(
    _NOT_COMPARABLE,
    note="Total iron-binding capacity was measured in 2005–2006 and unsaturated iron-binding capacity in 2017–March "
    "2020. The two should not be compared.",
)

FACTS = {
    **dict.fromkeys(
        (
            "ferritin_lt15", "ferritin_lt30", "ferritin_lt50", "ferritin_le75", "ferritin_le100",
            "ferritin_halving", "ferritin",
        ),
        _WITHOUT_2015,
    ),
    "ferritin_lt50_e601": replace(_WITHOUT_2015, citation="CDC, notes to FERTIN_F and FERTIN_I"),
    **dict.fromkeys(("ferritin_lt50_women", "stfr_doubling_women", "body_iron_negative_women"), _IN_WOMEN),
    **dict.fromkeys(("stfr_doubling", "body_iron_negative"), _IN_ADULTS),
    "ferritin_who2020": replace(
        _WITHOUT_2015,
        note="C-reactive protein was measured by latex-enhanced nephelometry in 2005–2008 and by a high-sensitivity "
        "immunoturbidimetric assay (Roche Cobas 6000) in 2017–March 2020.",
    ),
    "iron_low_aasm": _SATURATION,
    "iron_supplement": Facts(note="CDC released no nutrient totals of supplements for 2005–2006."),
    "rdw": Facts(
        hazards=("assay changed",),
        note="The analyzer was a Beckman Coulter MAXM in 2005–2008 and a Beckman Coulter DxH 800 from 2013 on. Widths "
        "of the two cohorts should not be compared.",
    ),
    "tsat_lt20": _SATURATION,
    "tsat": _SATURATION,
    "serum_iron_lt50": Facts(
        hazards=("assay changed",), citation="values of 2013–2016 converted as in CDC's note to BIOPRO_J"
    ),
    "blood_donor": Facts(hazards=("sparse",)),
}  # fmt: skip
