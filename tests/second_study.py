"""A second study, in memory: 500 invented people in three waves whose names mean nothing, with words of their own."""

import numpy as np
import pandas as pd

from rlsanalysis.definitions import body, iron, kidney, smoking
from rlsanalysis.definitions.cohort import cohort_of, records
from rlsanalysis.definitions.declare import Definition
from rlsanalysis.definitions.demographics import DEFINITIONS as DEMOGRAPHICS
from rlsanalysis.definitions.derivations import as_measured, scaled
from rlsanalysis.study.cohort import Cohort
from rlsanalysis.study.plan import parse_plan
from rlsanalysis.study.records import CohortDesign, Component, Population, Release, Study, Unit, Words

NAME = "clinic"
WAVES = ("D", "violet", "17")
EXISTING = ("ferritin_lt50", "ferritin_halving", "egfr_stage", "obesity", "smoking")
OUTCOMES = (
    Definition("jerks", "Hypnic jerks", "outcomes", "binary", "yes vs no", ("jerks",), as_measured("jerks"),
               ("no", "yes"), short="Hypnic jerks"),
    Definition("cramps", "Calf cramps at night", "outcomes", "binary", "yes vs no", ("cramps",), as_measured("cramps"),
               ("no", "yes"), short="Calf cramps"),
)  # fmt: skip
OWN = (
    Definition("night_shift", "Night shifts in the past month", "work", "binary", "any vs none", ("night_shifts",),
               as_measured("night_shifts"), ("none", "any"), short="Night shifts"),
    Definition("steps", "Steps per day, per 1000", "work", "continuous", "per 1000 steps", ("steps",),
               scaled("steps", 1000), unit="1000 steps", short="Steps, per 1000"),
)  # fmt: skip
DEFINITIONS = (
    *OUTCOMES,
    *(d for module in (iron, kidney, body, smoking) for d in module.DEFINITIONS if d.id in EXISTING),
    *OWN,
    *(d for d in DEMOGRAPHICS if d.id in ("age_10", "female")),
)
WORDS = Words(
    question="Which factors are associated with hypnic jerks in patients of one clinic?",
    title="Hypnic jerks in one clinic",
    population="Patients at a first visit to one clinic",
    source="the register of the clinic",
    survey="CLINIC",
    condition="hypnic jerks",
    association="These are associations, not causes.",
    roles={
        "headline": "main exposure",
        "secondary": "further exposure",
        "negative_control": "negative control",
    },
    sets={"crude": "wave only", "minimal": "age, sex and wave"},
    groups={"work": "Work and movement"},
    hazards={
        "self-report": "Reported by the patient.",
        "reverse causation": "May be a consequence.",
    },
)
SETTINGS = """
[outcomes.jerks]
role = "primary"
cohort = "clinic"
headline_set = "minimal"
[outcomes.cramps]
role = "control"
cohort = "clinic"
headline_set = "minimal"
[adjusters]
age = { variable = "age_10", label = "age" }
female = { variable = "female", label = "sex" }
[sets]
crude = []
minimal = ["age", "female"]
[groupings]
sex = { label = "Sex", variable = "female" }
age = { label = "Age, years", bands = { "18-49" = [18, 49], "50+" = [50, 200] } }
[by_release]
set = "minimal"
[methods]
headline = "firth"
comparison = "ml"
[marks]
fewest_cases = 20
fewest_df = 10
fewest_expected = 5
[curves]
knots = [10, 50, 90]
[robustness]
always = ["age"]
permutations = 40
seed = 5
[detectable]
power = 0.8
level = 0.05
[figures]
flow = ["obesity"]
distribution = ["steps"]
dose_response = ["steps"]
"""
BINS = "variable,scale,edges\nsteps,linear,2 4 6 8\n"
CURVES = (
    "variable,exposure,step,unit,scale,reference,reason\nsteps,steps,1,1000 steps,linear,5,near the median\n"
)


def invented_people(people: int = 500) -> pd.DataFrame:
    """Canonical columns and the design of invented people."""
    rng = np.random.default_rng(20261128)
    female = rng.integers(0, 2, people)
    ferritin = np.exp(rng.normal(4.2, 0.9, people))
    frame = pd.DataFrame(
        {
            "seqn": np.arange(1, people + 1),
            "release": rng.choice(WAVES, people),
            "strata": rng.integers(1, 6, people).astype(float),
            "psu": rng.integers(1, 3, people).astype(float),
            "w_visit": rng.uniform(0.5, 2, people),
            "age": rng.integers(18, 96, people).astype(float),
            "female": female.astype(float),
            "ferritin": ferritin,
            "creatinine": np.exp(rng.normal(-0.1, 0.3, people)),
            "body_mass_index": rng.normal(27, 5, people),
            "smoking": rng.integers(0, 3, people).astype(float),
            "night_shifts": rng.integers(0, 2, people).astype(float),
            "steps": rng.gamma(5, 1200, people),
            "cramps": (rng.random(people) < 0.25).astype(float),
        }
    )
    odds = -1.2 + 1.0 * (ferritin < 50) + 0.5 * frame["night_shifts"]
    frame["jerks"] = (rng.random(people) < 1 / (1 + np.exp(-odds))).astype(float)
    frame.loc[rng.random(people) < 0.05, "ferritin"] = np.nan
    return frame.sort_values(["release", "seqn"], ignore_index=True)


DESIGN = CohortDesign(
    "2019–2021",
    {wave: Release(f"wave {position}", 1.0) for position, wave in enumerate(WAVES, start=1)},
    WAVES,
    {"visit": Component("visit weight", "patients seen")},
    Population(18),
    Unit("patient", "patients", "patients", "seen", "wave", "waves"),
)


def second_study(people: pd.DataFrame) -> Study:
    """The study of those definitions whose canonical columns the people have."""
    variables = records([d for d in DEFINITIONS if not d.lacking(people)], people, DESIGN)
    exposures = [
        f"{id_},{'negative_control' if id_ == 'steps' else 'headline'},+,{'yes' if id_ in EXISTING else ''},"
        f"{' '.join(w for w in WAVES if w in v.releases)},all,crude minimal,,"
        for id_, v in variables.items()
        if id_ in (*EXISTING, "night_shift", "steps")
    ]
    header = "exposure,role,hypothesis,primary,releases_clinic,primary_sample,sets,drop,add"
    return parse_plan(
        SETTINGS, "\n".join([header, *exposures]), BINS, CURVES,
        words=WORDS, cohorts={NAME: DESIGN}, variables=variables,
    )  # fmt: skip


def second_cohort(people: pd.DataFrame) -> Cohort:
    """The cohort of the second study."""
    return cohort_of(NAME, second_study(people), people, DEFINITIONS)
