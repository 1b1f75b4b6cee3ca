"""Draw who is a case, by a logistic model of the raw factors with known odds ratios.

A factor that is unknown or not measured contributes nothing. A test recovers the odds ratios among people with known
factors. The numbers of `diagnosed` and `treated` cases are realistic, and those of `leg_jerks` and `leg_cramps` follow
from the answers; the model decides only who the cases are.
"""

from collections.abc import Callable, Mapping
from functools import cache

import numpy as np
import pandas as pd
from scipy.optimize import brentq
from scipy.special import expit, ndtr

from rlsanalysis.nhanes.demo.draw import People
from rlsanalysis.nhanes.demo.parameters import Floats
from rlsanalysis.nhanes.demo.prescriptions import drugs
from rlsanalysis.nhanes.demo.structure import records, settings

RLS = "G25.81"
TOP_AGE = 80
ANTIDEPRESSANTS = (
    "mirtazapine",
    "trazodone",
    "bupropion",
    "ssri",
    "snri",
    "tricyclic",
    "antidepressant_other",
)
OFTEN, SELDOM = (3.0, 4.0), (0.0, 1.0, 2.0)
Factor = Callable[[Mapping[str, Floats]], "np.ndarray"]


def _depression(raw: Mapping[str, Floats]) -> np.ndarray:
    items = [np.where(raw[f"DPQ.DPQ0{i}0"] < 7, raw[f"DPQ.DPQ0{i}0"], np.nan) for i in (1, 2)]
    return items[0] + items[1] >= 3


FACTORS: Mapping[str, Factor] = {
    "age_10": lambda raw: np.minimum(raw["DEMO.RIDAGEYR"], TOP_AGE) / 10,
    "female": lambda raw: raw["DEMO.RIAGENDR"] == 2,
    "black": lambda raw: raw["DEMO.RIDRETH1"] == 4,
    "hispanic": lambda raw: np.isin(raw["DEMO.RIDRETH1"], (1, 2)),
    "ferritin_lt50": lambda raw: (
        raw["FERTIN.LBXFER"] < 50 if "FERTIN.LBXFER" in raw else raw["DEMO.RIDAGEYR"] < 0
    ),
    "kidney_told": lambda raw: raw["KIQ_U.KIQ022"] == 1,
    "diabetes_told": lambda raw: raw["DIQ.DIQ010"] == 1,
    "smoking_current": lambda raw: (raw["SMQ.SMQ020"] == 1) & np.isin(raw["SMQ.SMQ040"], (1, 2)),
    "depression_core": _depression,
    "rx_antidepressant": lambda raw: np.any([raw[f"DRUG.{group}"] == 1 for group in ANTIDEPRESSANTS], axis=0),
    "rx_dopaminergic": lambda raw: raw["DRUG.dopaminergic"] == 1,
    "exam_nov_apr": lambda raw: raw["DEMO.RIDEXMON"] == 1,
    "relative_asthma": lambda raw: raw["MCQ.MCQ300B"] == 1,
}


@cache
def true_odds_ratios() -> pd.DataFrame:
    """Return the conditional odds ratios from which the outcomes are drawn.

    Returns
    -------
    DataFrame
        `outcome`, `factor` (1 vs 0; `age_10` per 10 years), `odds_ratio`, which is 1 for negative controls. They are
        conditional on all other factors of the outcome; those of `treated` apply to users of prescription drugs.
    """
    frame = pd.DataFrame(list(records("odds_ratios.csv")))
    return frame.astype({"odds_ratio": float})


def report_outcomes(people: People) -> None:
    """Draw who reports leg jerks, leg cramps and a diagnosis (2005–2008), in the columns of the answers."""
    raw = people.raw
    for outcome, column in (("leg_jerks", "SLQ.SLQ150"), ("leg_cramps", "SLQ.SLQ160")):
        asked = np.isin(raw[column], (*OFTEN, *SELDOM))
        often = np.isin(raw[column], OFTEN)
        case = _cases(people, outcome, asked, float(often[asked].mean()))
        for wrong, answers in ((case & ~often, OFTEN), (asked & ~case & often, SELDOM)):
            pool = raw[column][np.isin(raw[column], answers)]
            raw[column][wrong] = people.rng.choice(pool, int(wrong.sum()))
    asked = np.isin(raw["SLQ.SLQ060"], (1, 2))
    case = _cases(people, "diagnosed", asked, settings()["outcomes"]["diagnosed"])
    raw["SLQ.SLQ060"][case] = 1.0
    raw["SLQ.SLQ070C"] = np.where(case, 3.0, np.nan)
    raw["SLQ.SLQ070A"][case & (raw["SLQ.SLQ070A"] == 9)] = np.nan


def treat_outcomes(people: People, rows: pd.DataFrame) -> pd.DataFrame:
    """Add a prescription for RLS to the rows of those who are treated (2013–March 2020)."""
    takers = (people.raw["RXQ_RX.RXDUSE"] == 1) & (people.age >= 20)
    case = np.flatnonzero(_cases(people, "treated", takers, settings()["outcomes"]["treated"]))
    known = settings()["outcomes"]["rls_drugs"]
    share = np.array(list(known.values()))
    chosen = people.rng.choice(list(known), len(case), p=share / share.sum())
    added = pd.DataFrame({"person": case, "RXDUSE": 1.0, "RXDDRUG": chosen, "RXDRSC1": RLS})
    added["RXDDRGID"] = added["RXDDRUG"].map({drug.name: drug.id for drug in drugs()})
    added[["RXDRSC2", "RXDRSC3"]] = ""
    return pd.concat([rows, added[rows.columns]], ignore_index=True)


def _cases(people: People, outcome: str, able: np.ndarray, share: float) -> np.ndarray:
    """Draw a fixed share of cases among eligible people, each with the probability of the model.

    By sequential Poisson sampling (Ohlsson 1998, J Off Stat 14:149), which takes those with the smallest ratio of
    random number to probability. The random numbers of a person's outcomes are correlated, so that leg jerks and leg
    cramps occur together.
    """
    table = true_odds_ratios()
    linear = np.zeros(len(people))
    for _, row in table[table["outcome"] == outcome].iterrows():
        linear += np.log(row["odds_ratio"]) * FACTORS[row["factor"]](people.raw)
    intercept = brentq(lambda constant: expit(constant + linear[able]).mean() - share, -30, 30)
    together = settings()["outcomes"]["together"]
    chance = ndtr(together * people.legs + np.sqrt(1 - together**2) * people.rng.standard_normal(len(people)))
    order = np.argsort(np.where(able, chance / expit(intercept + linear), np.inf), kind="stable")
    case = np.zeros(len(people), dtype=bool)
    case[order[: round(share * able.sum())]] = True
    return case
