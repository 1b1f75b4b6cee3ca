"""Unweighted counts of the study plan, met on the real tables: who is exposed, and who of them is a case.

A count that moves means that a definition is read differently.
"""

from dataclasses import dataclass

import pandas as pd
import pytest

from rlsanalysis.nhanes.bind import registry


@dataclass(frozen=True)
class Anchor:
    """Adults 20+ of the pooled releases with outcome and exposure known.

    `exposed` and `cases` are those of the last level, of the last two, ...: as many as are given. `users` are
    people with any prescription. `within` narrows the people further, as a query of their columns.
    """

    outcome: str
    exposure: str
    releases: str
    n: int
    exposed: tuple[int, ...]
    cases: tuple[int, ...]
    users: bool = False
    within: str = ""

    def __str__(self) -> str:
        users = "-users" if self.users else ""
        return f"{self.outcome}-{self.exposure}{users}{self.within and f'-{self.within}'}"


ANCHORS = (
    Anchor("diagnosed", "ferritin_lt50", "D E", 2666, (1722,), (9,)),
    Anchor("diagnosed", "ckd", "D E", 9553, (1730,), (7,)),
    Anchor("diagnosed", "diabetes_told", "D E", 10834, (1256,), (6,)),
    Anchor("treated", "ferritin_lt50", "P", 7968, (1913,), (16,)),
    Anchor("treated", "egfr_lt60", "H I P", 18342, (1517,), (24,)),
    Anchor("treated", "ckd", "H I P", 18047, (3206,), (46,)),
    Anchor("treated", "kidney_told", "H I P", 20667, (808,), (17,)),
    Anchor("treated", "diabetes_told", "H I P", 20687, (2983,), (44,)),
    Anchor("treated", "insulin", "H I P", 20684, (872,), (21,)),
    Anchor("treated", "serum_iron_lt50", "H I P", 18319, (2253,), (21,)),
    Anchor("diagnosed", "smoking", "D E", 10835, (2384,), (14,)),
    Anchor("treated", "smoking", "H I P", 20680, (3916,), (31,)),
    Anchor("diagnosed", "caffeine", "D E", 9883, (961,), (2,)),
    Anchor("diagnosed", "parity", "D E", 4869, (926, 2043, 1900), (4, 9, 11)),
    Anchor("treated", "parity", "H I P", 9196, (1895, 3857, 3444), (12, 34, 41)),
    Anchor("treated", "inactive", "H I P", 20693, (10782,), (94,)),
    Anchor("diagnosed", "rx_antidepressant", "D E", 10834, (1059,), (19,)),
    Anchor("treated", "rx_antidepressant", "H I P", 12070, (2403,), (68,), users=True),
    Anchor("treated", "rx_snri", "H I P", 12070, (412,), (22,), users=True),
    Anchor("treated", "rx_antipsychotic", "H I P", 12070, (370,), (10,), users=True),
    Anchor("treated", "neuropathy_treated", "H I P", 12070, (655,), (19,), users=True),
    Anchor("diagnosed", "shift_work", "D E", 6077, (1567,), (3,)),
)
# The plan counts 1,729 and 3,205 people with ckd. One person in each cohort has a ratio of exactly 30 mg/g
# (36.3 ug/mL to 121 mg/dL; 10.2 to 34) that binary division leaves at 29.999999999999996. To two decimals, as
# CDC gives it and as the plan says for albuminuria, it is 30: exposed.

ANCHORS += (
    Anchor("treated", "caffeine", "H I P", 17758, (6718, 6638, 3220, 1182), (29, 51, 28, 14)),
    Anchor("treated", "body_iron_negative", "J", 4956, (193,), (1,)),
    Anchor("treated", "body_iron_negative_women", "I P", 3302, (394,), (2,)),
    Anchor("diagnosed", "body_iron_negative_women", "D E", 2660, (362,), (2,)),
    Anchor("treated", "vitamin_d_lt50", "H I J", 15517, (10773, 4744), (86, 17)),
    Anchor("treated", "b12_lt200", "H", 5314, (5205, 109), (29, 0)),
    Anchor("treated", "ferritin_le75", "P", 7968, (2885,), (29,)),
    Anchor("treated", "ferritin_le100", "P", 7968, (3714,), (39,)),
    Anchor("diagnosed", "ferritin_le100", "D E", 2666, (2353,), (12,)),
    Anchor("treated", "iron_low_aasm", "P", 7830, (4246, 3584), (33, 31)),
    Anchor("diagnosed", "iron_low_aasm", "D", 1346, (163, 1183), (1, 3)),
    Anchor("treated", "ferritin_who2020", "P", 7833, (925,), (5,)),
    Anchor("diagnosed", "ferritin_who2020", "D E", 2665, (955,), (7,)),
    Anchor("treated", "iron_supplement", "H I P", 20692, (3166,), (23,)),
    Anchor("diagnosed", "iron_supplement", "E", 5896, (1013,), (6,)),
    Anchor("treated", "ferritin_le75", "P", 6714, (2342,), (22,), within="iron_supplement == 0"),
    Anchor("treated", "ferritin_le75", "P", 6069, (3859, 2210), (26, 21), within="crp_le5 == 1"),
    Anchor("diagnosed", "ferritin_le75", "D E", 1838, (334, 1504), (0, 5), within="crp_le5 == 1"),
    Anchor("treated", "kidney_failure", "H I P", 18323, (88,), (2,), within="w_exam > 0"),
    Anchor("treated", "coeliac", "H", 5760, (29,), (0,)),
)
# The plan counts 6,717 people without an iron supplement, 2,344 of them with low ferritin. Three refused or did not
# know the number of their supplements. The plan excludes people with an unknown answer, so that 6,714 and 2,342 remain.
# Six more people report dialysis and were not examined. They have no examination weight and are in no model.

SECOND_EDITION = {
    "rx_serotonergic": [(2084, 59), (935, 18)],
    "rx_antipsychotic_partial": [(78, 3), (12, 0)],
    "rx_antihistamine": [(316, 6), (199, 4)],
    "rx_antihistamine_nonsedating": [(276, 4), (311, 1)],
    "rx_antiemetic_dopamine": [(130, 2), (104, 4)],
    "rx_ondansetron": [(87, 1), (10, 0)],
    "rx_opioid": [(918, 28), (603, 11)],
    "rx_tramadol": [(385, 11), (107, 1)],
    "rx_dopaminergic": [None, (31, 4)],
    "rx_topiramate_zonisamide": [(136, 9), (42, 0)],
    "rx_z_drug": [(250, 9), (143, 6)],
    "rx_stimulant": [(140, 1)],
    "rx_oestrogen": [(599, 6)],
    "rx_ace_inhibitor": [(2876, 38)],
    "rx_diuretic": [(2808, 42)],
    "fibromyalgia_treated": [(150, 11)],
    "neuropathy_diabetic": [(87, 3)],
    "rx_antidepressant_other_reason": [(2201, 61)],
    "rx_antipsychotic_other_reason": [(310, 7)],
    "rx_antidepressant_before": [(2370, 35)],
    "rx_statin_before": [(4231, 27)],
    "pain_other_drug": [(1700, 50)],
}
"""Exposed adults and cases of `treated` (2013 to March 2020, users of drugs and others) and of `diagnosed`."""

ANCHORS += tuple(
    Anchor(
        outcome, exposure, releases, women if exposure == "rx_oestrogen" else n, (counts[0],), (counts[1],)
    )
    for exposure, of_outcomes in SECOND_EDITION.items()
    for (outcome, releases, n, women), counts in zip(
        (("treated", "H I P", 20698, 10726), ("diagnosed", "D E", 10834, 5576)), of_outcomes, strict=False
    )
    if counts
)


def known(people: pd.DataFrame, anchor: Anchor) -> pd.DataFrame:
    inside = people["release"].isin(anchor.releases.split())
    inside &= people[anchor.outcome].notna() & people[anchor.exposure].notna()
    found = people[inside & (people["rx_user"] == 1)] if anchor.users else people[inside]
    return found.query(anchor.within) if anchor.within else found


@pytest.fixture(scope="module")
def adults(real_releases) -> pd.DataFrame:
    everyone = pd.concat([built.frame for built in real_releases.values()])
    return everyone[everyone["age"] >= 20]


@pytest.mark.parametrize("anchor", ANCHORS, ids=str)
def test_exposed_people_and_cases_are_those_of_the_plan(adults, anchor):
    people = known(adults, anchor)
    highest = len(registry()[anchor.exposure].variable.levels)
    levels = range(highest - len(anchor.exposed), highest)
    of_level = [people.loc[people[anchor.exposure] == level, anchor.outcome] for level in levels]
    assert len(people) == anchor.n
    assert tuple(map(len, of_level)) == anchor.exposed
    assert tuple(int(outcomes.sum()) for outcomes in of_level) == anchor.cases


@pytest.mark.parametrize(
    ("outcome", "releases", "known_people", "cases"),
    [
        ("diagnosed", "D E", 10846, 41),
        ("treated", "H I P", 20698, 139),
        ("diagnosed_or_agonist", "D E", 10846, 60),
        ("treated_firm", "H I P", 20689, 130),
        ("insomnia_treated", "H I P", 20698, 952),
        ("cataract", "D E", 10905, 1071),
        ("leg_jerks", "D E", 10856, 678),
        ("leg_cramps", "D E", 10902, 761),
    ],
)
def test_outcomes_have_the_cases_of_the_plan(adults, outcome, releases, known_people, cases):
    answers = adults.loc[adults["release"].isin(releases.split()), outcome].dropna()
    assert (len(answers), int(answers.sum())) == (known_people, cases)


def test_the_transferrin_receptor_of_adults_has_the_cases_of_the_plan(adults):
    outcomes = adults.loc[(adults["release"] == "J") & adults["stfr_doubling"].notna(), "treated"].dropna()
    assert (len(outcomes), int(outcomes.sum())) == (4970, 44)


@pytest.mark.parametrize(
    ("outcome", "release", "cases"),
    [
        ("diagnosed", "D", 24),
        ("diagnosed", "E", 17),
        ("treated", "H", 30),
        ("treated", "I", 34),
        ("treated", "P", 75),
    ],
)
def test_each_release_has_the_cases_of_the_plan(adults, outcome, release, cases):
    assert int(adults.loc[adults["release"] == release, outcome].sum()) == cases


def test_adults_and_prescription_users_are_as_many_as_in_the_plan(adults):
    people = adults[adults["release"].isin(["H", "I", "P"])]
    assert len(adults[adults["release"].isin(["D", "E"])]) == 10914
    assert len(people) == 20720
    users = people[people["rx_user"] == 1]
    assert (len(users), int(users["treated"].sum())) == (12070, 139)
