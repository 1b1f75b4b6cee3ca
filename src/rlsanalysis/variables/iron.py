"""Iron: stores (ferritin, transferrin receptor, body iron), transport, haemoglobin, and blood given."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from rlsanalysis.variables.declare import (
    ADULTS,
    Eligible,
    Kind,
    Variable,
    coded,
    columns,
    measured,
    refused_or_unknown,
)
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
        "serum ferritin; below the detection limit a fill value stands", "ng/mL", (1.04, 5190),
        asked="women 12-49 and children 1-5 in D, E, I; ages 12+ and children in P",
    ),
    stfr=measured("soluble transferrin receptor", "mg/L", (1, 35.1), asked="women 12-49 and children 1-5"),
    tsat=measured(
        "transferrin saturation", "%", (1.4, 95), asked="women 12-59 and children 3-5 in D; ages 12+ in P"
    ),
    serum_iron=measured("serum iron, refrigerated", "ug/dL", (2, 557), asked="ages 12+"),
    haemoglobin=measured("haemoglobin", "g/dL", (5.4, 19.9), asked="ages 1+"),
    anaemia_treated=coded(
        "treated for anaemia in the past 3 months", {1: "yes", 2: "no"}, refused_or_unknown(1),
        asked="ages 1+",
    ),
    blood_donated=coded(
        "gave blood in the past 12 months", {1: "yes", 2: "no"}, refused_or_unknown(1),
        asked="ages 16+",
    ),
)  # fmt: skip

_WOMEN = Eligible(20, 49, women=True)
_FERRITIN_POPULATION = {"D": _WOMEN, "E": _WOMEN, "P": ADULTS}
_TSAT_POPULATION = {"D": Eligible(20, 59, women=True), "P": ADULTS}
_TSAT_NOTE = "total iron-binding capacity was measured in D, unsaturated in P: never compare the two"


def harmonised_ferritin(people: pd.DataFrame) -> "pd.Series[float]":
    """Ferritin (ng/mL) on the scale of the Cobas e601; P is on it already.

    Source: CDC's notes to FERTIN_F (a line on logarithms) and FERTIN_I (then a line).
    """
    ferritin = people["ferritin"]
    of_d_and_e = 0.2243 + 1.079 * 10 ** (0.989 * np.log10(ferritin) + 0.049)
    return ferritin.mask(people["release"].isin(["D", "E"]), of_d_and_e)


_serum_iron = converted("serum_iron", {"H": (1.023, 4.597), "I": (1.023, 4.597)})


def body_iron(people: pd.DataFrame) -> "pd.Series[float]":
    """Body iron (mg/kg) from receptor and ferritin.

    Source: Cook 2003; the receptor brought to Cook's assay by the line of Pfeiffer 2007.
    """
    receptor = 1.5 * people["stfr"] + 0.35
    ratio = 1000 * receptor / people["ferritin"]
    return pd.Series(-(np.log10(ratio) - 2.8229) / 0.1207, index=people.index)


def anaemia(people: pd.DataFrame) -> "pd.Series[float]":
    """Haemoglobin (g/dL) below 13 in men, 12 in women, 11 in pregnancy; unknown counts as not pregnant."""
    cut = np.select([people["sex"] == 1, people["pregnancy_status"] == 1], [13.0, 11.0], 12.0)
    return known(people["haemoglobin"] < cut, people["haemoglobin"])


def _ferritin(
    id_: str, label: str, kind: Kind, contrast: str, derive: Derivation, *, levels: tuple[str, ...] = (),
    population: Eligible | Mapping[str, Eligible] = _FERRITIN_POPULATION, unit: str = "", citation: str = "",
) -> Variable:  # fmt: skip
    return Variable(
        id_, label, GROUP, kind, contrast, (COLUMNS["ferritin"],), derive, levels, unit, population,
        hazards=("assay changed", "measured in some ages or one sex", "reverse causation"),
        citation=citation, note="treated patients are prescribed iron: expect bias",
    )  # fmt: skip


def _ferritin_below(cut: int, citation: str) -> Variable:
    return _ferritin(
        f"ferritin_lt{cut}", f"Ferritin below {cut} ng/mL", "binary", f"<{cut} vs >={cut} ng/mL",
        below("ferritin", cut), levels=(f">={cut} ng/mL", f"<{cut} ng/mL"), citation=citation,
    )  # fmt: skip


_HB = (COLUMNS["haemoglobin"],)

VARIABLES = (
    _ferritin_below(15, "WHO 2020, without inflammation"),
    _ferritin_below(30, "common clinical cut-off"),
    _ferritin_below(50, "cut-off of the RLS literature"),
    _ferritin_below(75, "IRLSSG 2018: treat at 75 or below"),
    _ferritin(
        "ferritin_lt50_e601", "Ferritin below 50 ng/mL, assays harmonised", "binary",
        "<50 vs >=50 on the Cobas e601 scale", below(harmonised_ferritin, 50),
        levels=(">=50 ng/mL", "<50 ng/mL"), citation="CDC, notes to FERTIN_F and FERTIN_I",
    ),
    _ferritin(
        "ferritin_lt50_women", "Ferritin below 50 ng/mL, women 20-49", "binary", "<50 vs >=50 ng/mL",
        below("ferritin", 50), levels=(">=50 ng/mL", "<50 ng/mL"), population=_WOMEN,
        citation="cut-off of the RLS literature",
    ),
    _ferritin(
        "ferritin_halving", "Ferritin, per halving", "continuous", "-log2(ng/mL)",
        halvings("ferritin"), unit="halving",
    ),
    _ferritin("ferritin", "Ferritin", "continuous", "ng/mL", as_measured("ferritin"), unit="ng/mL"),
    Variable(
        "stfr_doubling", "Soluble transferrin receptor, per doubling", GROUP, "continuous", "log2(mg/L)",
        (COLUMNS["stfr"],), doublings("stfr"), unit="doubling", population=_WOMEN,
        hazards=("assay changed", "measured in some ages or one sex"),
    ),
    Variable(
        "body_iron_negative", "Body iron below 0 mg/kg", GROUP, "binary", "<0 vs >=0",
        (COLUMNS["ferritin"], COLUMNS["stfr"]), below(body_iron, 0), (">=0 mg/kg", "<0 mg/kg"),
        population=_WOMEN,
        hazards=("assay changed", "measured in some ages or one sex", "reverse causation"),
        citation="Cook 2003; assay conversion Pfeiffer 2007",
    ),
    Variable(
        "tsat_lt20", "Transferrin saturation below 20 %", GROUP, "binary", "<20 vs >=20 %",
        (COLUMNS["tsat"],), below("tsat", 20), (">=20 %", "<20 %"), population=_TSAT_POPULATION,
        hazards=("assay changed", "measured in some ages or one sex", "reverse causation"),
        note=_TSAT_NOTE,
    ),
    Variable(
        "tsat", "Transferrin saturation", GROUP, "continuous", "%",
        (COLUMNS["tsat"],), as_measured("tsat"), unit="%", population=_TSAT_POPULATION,
        hazards=("assay changed", "measured in some ages or one sex"),
        note=_TSAT_NOTE,
    ),
    Variable(
        "serum_iron_lt50", "Serum iron below 50 ug/dL", GROUP, "binary", "<50 vs >=50",
        (COLUMNS["serum_iron"],), below(_serum_iron, 50), (">=50 ug/dL", "<50 ug/dL"),
        hazards=("assay changed",), citation="conversion of H and I: CDC, note to BIOPRO_J",
    ),
    Variable(
        "haemoglobin_drop", "Haemoglobin, per 1 g/dL lower", GROUP, "continuous", "-g/dL",
        _HB, scaled("haemoglobin", -1), unit="1 g/dL lower",
    ),
    Variable(
        "haemoglobin", "Haemoglobin", GROUP, "continuous", "g/dL",
        _HB, as_measured("haemoglobin"), unit="g/dL",
    ),
    Variable(
        "anaemia", "Anaemia", GROUP, "binary", "Hb <13 men, <12 women, <11 pregnant vs at or above",
        (*_HB, DEMOGRAPHICS["sex"], PREGNANCY["pregnancy_status"]), anaemia, ("no", "yes"),
        citation="WHO 2011", note="pregnancy unknown, or not released for the age, counts as not pregnant",
    ),
    Variable(
        "anaemia_treated_told", "Treated for anaemia, past 3 months", GROUP, "binary", "yes vs no",
        (COLUMNS["anaemia_treated"],), yes("anaemia_treated"), ("no", "yes"), hazards=("self-report",),
    ),
    Variable(
        "blood_donor", "Donated blood in the past 12 months", GROUP, "binary", "yes vs no",
        (COLUMNS["blood_donated"],), yes("blood_donated"), ("no", "yes"), hazards=("self-report", "sparse"),
    ),
)  # fmt: skip
