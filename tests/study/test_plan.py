"""The plan is that of the shared page, its faults are all told at once, and the right models follow from it."""

import tomllib
from collections import Counter
from dataclasses import MISSING, fields, replace
from functools import partial
from importlib.resources import files

import numpy as np
import pandas as pd
import pytest

from rlsanalysis.nhanes.study import nhanes_study
from rlsanalysis.study.plan import (
    adjusters_of,
    fits,
    fits_table,
    in_sample,
    parse_plan,
    primary_sample,
    variables_of,
)
from rlsanalysis.study.plan.fault_names import unknown
from rlsanalysis.study.plan.faults import faults
from rlsanalysis.study.plan.settings import SECTIONS
from rlsanalysis.study.records import Outcome, Study
from rlsanalysis.survey.errors import AnalysisError

STUDY = nhanes_study()

PLAN = files("rlsanalysis.nhanes") / "plan"
SETTINGS, LINES = (PLAN / "study.toml").read_text(), (PLAN / "exposures.csv").read_text()
BINS, CURVES = (PLAN / "bins.csv").read_text(), (PLAN / "curves.csv").read_text()
parse = partial(parse_plan, words=STUDY.words, cohorts=STUDY.cohorts, variables=STUDY.variables)
HEADER = LINES.splitlines()[0]
OPTIONAL = {"samples", "groupings", "figures", "sensitivity", "condition", "robustness"}
ADJUSTERS = ", ".join(STUDY.adjusters)
SETS, SAMPLES = ", ".join(STUDY.sets), ", ".join(STUDY.samples)
OTHERS = ", ".join(name for name in STUDY.samples if name != "users")


def lines() -> pd.DataFrame:
    return pd.read_csv(PLAN / "exposures.csv", keep_default_na=False).set_index("exposure")


DIET = (
    "caffeine caffeine_100 caffeine_100_two_day dash_score fibre_10 dietary_iron_5_lower magnesium_100_lower "
    "dietary_folate_100_lower recall_weekend"
)
SECOND_EDITION: dict[str, dict[str, str]] = {
    **{exposure: {"releases_2013_2020": "H I P"} for exposure in DIET.split()},
    "stfr_doubling": {
        "role": "headline", "hypothesis": "+", "releases_2005_2008": "", "releases_2013_2020": "J",
    },
    "body_iron_negative": {
        "role": "secondary", "hypothesis": "", "releases_2005_2008": "", "releases_2013_2020": "J",
    },
    "vitamin_d_lt50": {"releases_2013_2020": "H I J"},
    "neuropathy_other_drug": {"role": "secondary", "hypothesis": ""},
    "rx_bupropion": {"role": "comparator"},
    **{
        exposure: {"role": "negative_control", "hypothesis": "0"}
        for exposure in ("rx_statin", "rx_calcium_channel_blocker", "rx_thyroid_hormone")
    },
}  # fmt: skip
"""What the second edition changes in the lines of the first, which the shared file has."""


def test_every_exposure_of_the_shared_plan_is_planned_as_the_second_edition_says(shared):
    theirs = pd.read_csv(shared / "exposures.csv", keep_default_na=False).set_index("id")
    theirs = theirs.rename(index={"ferritin_lt75": "ferritin_le75"})
    for exposure, cells in SECOND_EDITION.items():
        for column, value in cells.items():
            assert theirs.loc[exposure, column] != value
            theirs.loc[exposure, column] = value
    assert set(theirs.index) <= set(lines().index)
    ours = lines().loc[theirs.index]
    hypothesis = ours["hypothesis"] + ours["primary"].map({"yes": " (primary)", "": ""})
    sample = ours["primary_sample"].replace("users", "users in 2013-2020")
    same = ["releases_2005_2008", "releases_2013_2020", "role", "sets"]
    pd.testing.assert_frame_equal(ours[same], theirs[same], check_names=False)
    pd.testing.assert_series_equal(hypothesis, theirs["hypothesis"], check_names=False)
    pd.testing.assert_series_equal(sample, theirs["primary_sample"], check_names=False)
    pd.testing.assert_series_equal(ours["drop"], theirs["drop_from_full"], check_names=False)
    pd.testing.assert_series_equal(ours["add"], theirs["add_to_minimal_and_full"], check_names=False)


@pytest.mark.parametrize(
    ("exposure", "role", "early", "late"),
    [
        ("ferritin_le75", "secondary", "D E", "P"), ("ferritin_le100", "secondary", "D E", "P"),
        ("iron_low_aasm", "secondary", "D", "P"), ("ferritin_who2020", "secondary", "D E", "P"),
        ("stfr_doubling_women", "secondary", "D E", "I P"), ("body_iron_negative_women", "secondary", "D E", "I P"),
        ("iron_supplement", "treats_rls", "E", "H I P"), ("kidney_failure", "headline", "D E", "H I P"),
        ("rx_serotonergic", "headline", "D E", "H I P"), ("rx_ace_inhibitor", "negative_control", "D E", "H I P"),
        ("rx_diuretic", "negative_control", "D E", "H I P"), ("coeliac", "secondary", "", "H"),
        ("rx_antihistamine_nonsedating", "comparator", "D E", "H I P"), ("shift_work", "secondary", "D E", ""),
        ("rx_ondansetron", "comparator", "D E", "H I P"), ("neuropathy_diabetic", "secondary", "", "H I P"),
    ],
)  # fmt: skip
def test_new_exposures_have_the_role_and_cycles_of_the_second_edition(exposure, role, early, late):
    line = lines().loc[exposure]
    assert (line["role"], line["releases_2005_2008"], line["releases_2013_2020"]) == (role, early, late)


def test_six_headline_exposures_are_primary(study):
    primary = [e for e in study.exposures.values() if e.primary]
    assert len(primary) == 6
    assert {e.role for e in primary} == {"headline"}


def emptied(column: str) -> str:
    """The lines of the exposures with every cell of a column empty."""
    return lines().assign(**{column: ""}).to_csv(lineterminator="\n")


def broken_plan(*, settings: dict[str, str] | None = None, **cells: str) -> str:
    """The error of a plan whose line of `ferritin_lt50` has other cells, or whose settings have other words."""
    text = SETTINGS
    for old, new in (settings or {}).items():
        assert text.count(old) >= 1, old
        text = text.replace(old, new)
    names = HEADER.split(",")
    changed = []
    for line in LINES.splitlines():
        row = dict(zip(names, line.split(","), strict=True))
        changed.append(",".join((row | cells).values()) if row["exposure"] == "ferritin_lt50" else line)
    with pytest.raises(AnalysisError) as error:
        parse(text, "\n".join(changed))
    return str(error.value)


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        ({"exposure": "ferritine"}, "exposure ferritine is not a variable of the study"),
        (
            {"role": "headlin"},
            "there is no role headlin (choose from headline, secondary, comparator, accompanying, treats_rls, ",
        ),
        ({"role": ""}, "exposure ferritin_lt50: there is no role '' (choose from headline, "),
        (
            {"sets": "crude maximal"},
            f"exposure ferritin_lt50: there is no set maximal (choose from {SETS})",
        ),
        (
            {"sets": "full minimal crude"},
            "exposure ferritin_lt50: write the sets once each, the fullest last (crude minimal full)",
        ),
        (
            {"sets": "crude minimal full full"},
            "write the sets once each, the fullest last (crude minimal full)",
        ),
        ({"sets": ""}, "exposure ferritin_lt50: has no adjustment set"),
        ({"sets": "crude minimal"}, "lacks full, the primary adjustment set of treated"),
        ({"drop": "bmi_5"}, f"exposure ferritin_lt50: there is no adjuster bmi_5 (choose from {ADJUSTERS})"),
        ({"add": "bmi_5"}, f"exposure ferritin_lt50: there is no adjuster bmi_5 (choose from {ADJUSTERS})"),
        ({"primary": "Yes"}, "exposure ferritin_lt50: primary is 'Yes'"),
        (
            {"primary_sample": "user"},
            f"exposure ferritin_lt50: there is no sample user (choose from all, {SAMPLES})",
        ),
        ({"releases_2013_2020": "D"}, "release D does not belong to cohort 2013-2020"),
        ({"releases_2013_2020": "H P"}, "ferritin_lt50 is not measured in release H, only in D, E, P"),
        ({"releases_2005_2008": "", "releases_2013_2020": ""}, "exposure ferritin_lt50: has no release"),
        ({"exposure": "ferritin_lt30"}, "exposure ferritin_lt30 has 2 lines"),
        (
            {"more_sets": "care full"},
            "there is no set of sensitivity analyses full (choose from care, phq2, pain, antidepressants, ",
        ),
        (
            {"more_samples": "no_iron crp_gt5"},
            f"exposure ferritin_lt50: there is no sample crp_gt5 (choose from {SAMPLES})",
        ),
        (
            {"more_samples": "before"},
            "exposure ferritin_lt50: sample before compares ferritin_lt50_before, which is not a variable of the study",
        ),
        ({"stands_for": "ferritine"}, "exposure ferritin_lt50: there is no exposure ferritine (choose from "),
        ({"stands_for": "ferritin_lt50"}, "ferritin_lt50: there is no exposure ferritin_lt50 (choose from "),
    ],
)
def test_a_fault_of_a_line_is_told(cells, told):
    assert told in broken_plan(**cells)


def test_pooling_the_release_whose_people_are_in_another_is_a_fault():
    line = "crp_ge3,secondary,,,D E,I P,all,crude minimal full,,"
    with pytest.raises(
        AnalysisError,
        match=r"anaemia: .* J and P contain the same people\. Pool only one of them\. Correct",
    ):
        parse(SETTINGS, LINES.replace("anaemia,headline,+,,D E,H I P", "anaemia,headline,+,,D E,H I J P"))
    assert line in LINES


def test_variables_without_a_weight_together_are_a_fault():
    told = LINES.replace(
        "glucose_fasting,secondary,,,D E,H I P,all,crude minimal full,,",
        "glucose_fasting,secondary,,,D E,H I,all,crude minimal full,,energy",
    )
    with pytest.raises(
        AnalysisError, match=r"fasting: There is no weight for .* components fasting and diet1 together"
    ):
        parse(SETTINGS, told)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("[outcomes.diagnosed]", "[outcomes.diagnosis]", "outcome diagnosis is not a variable of the study"),
        (
            'role = "primary"',
            'role = "prime"',
            "outcome treated: there is no role prime (choose from primary, ",
        ),
        (
            'cohort = "2005-2008"',
            'cohort = "2005"',
            "diagnosed: there is no cohort 2005 (choose from 2005-2008, ",
        ),
        (
            'headline_set = "minimal"',
            'headline_set = "least"',
            "outcome diagnosed: there is no set least (choose from",
        ),
        ('variable = "energy"', 'variable = "kcal"', "adjuster energy: kcal is not a variable of the study"),
        (
            '"race", "education"',
            '"race", "school"',
            f"set full: there is no adjuster school (choose from {ADJUSTERS})",
        ),
        (
            'set = "minimal"\n\n[methods]',
            'set = "least"\n\n[methods]',
            "by_release: there is no set least (choose from",
        ),
        (
            'comparison = "ml"',
            'comparison = "bayes"',
            "methods: there is no method bayes (choose from firth, ml)",
        ),
        (
            'minimal = ["minimal_care"]',
            'crude = ["minimal_care"]',
            "sensitivity: there is no headline set crude (choose from full, minimal)",
        ),
        (
            'minimal = ["minimal_care"]',
            'minimal = ["minimal_care", "diet"]',
            f"sensitivity minimal: there is no set diet (choose from {SETS})",
        ),
        (
            'minimal = ["minimal_care"]',
            'minimal = ["minimal_care", "full"]',
            "sensitivity minimal: full is the headline set of an outcome",
        ),
        (
            'without = ["rx_dopaminergic"]',
            'without = ["rx_dopamine"]',
            "outcome diagnosed_or_agonist: there is no exposure rx_dopamine (choose from ferritin_lt15, ",
        ),
    ],
)
def test_a_fault_of_the_settings_is_told(old, new, told):
    assert told in broken_plan(settings={old: new})


def own_outcome(**keys: object) -> str:
    """The settings with one more outcome; a key that is None is absent."""
    record = {"id": "cataract_own", "role": "secondary", "cohort": "2013-2020", "headline_set": "full"} | keys
    lines = [f"{key} = {value!r}" for key, value in record.items() if key != "id" and value is not None]
    return "\n".join([SETTINGS, f"[outcomes.{record['id']}]", *lines])


@pytest.mark.parametrize(
    ("keys", "told"),
    [
        ({}, "outcome cataract_own is not a variable of the study"),
        ({"id": "bmi"}, "outcome bmi: the variable is continuous, not binary"),
        (
            {"id": "stroke"},
            "outcome stroke: the variable is declared in group neurological, not in group outcomes",
        ),
        ({"id": "stroke"}, "outcome stroke is planned as an exposure too"),
        ({"id": "rx_user", "cohort": "2013-2021"}, "outcome rx_user: there is no cohort 2013-2021"),
        (
            {"id": "leg_cramps"},
            "leg_cramps: the variable is not measured in release H of its cohort, only in D, E",
        ),
        ({"role": None}, "outcome cataract_own: the key role is missing"),
        ({"headline_set": None}, "outcome cataract_own: the key headline_set is missing"),
        ({"sets": "full"}, "outcome cataract_own: unknown key sets; the keys are role, cohort, headline_set"),
    ],
)
def test_a_fault_of_an_outcome_is_reported(keys, told):
    settings = own_outcome(**keys)
    if keys.get("id") == "leg_cramps":
        before = SETTINGS.index("[outcomes.leg_cramps]")
        after = SETTINGS.index("[outcomes.other_sleep_disorder]")
        settings = settings.replace(SETTINGS[before:after], "")
    with pytest.raises(AnalysisError) as error:
        parse(settings, LINES)
    assert told in str(error.value)


def test_an_outcome_of_ones_own_is_planned_with_every_exposure_of_its_cohort():
    own = parse(own_outcome(id="rx_user"), LINES)
    planned = {f.exposure for f in fits(own, outcome="rx_user")}
    assert planned == {e.id for e in own.exposures.values() if e.releases["2013-2020"] and not e.stands_for}
    assert "rx_ssri" in planned
    assert "rx_ssri_other_reason" not in planned
    assert {f.set for f in fits(own, outcome="rx_user") if f.headline} == {"full"}


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("ferritine,log2,15 30 60", "bins of ferritine: the variable is not a variable of the study"),
        ("ferritin_lt50,log2,15 30 60", "bins of ferritin_lt50: the variable is binary, not continuous"),
        ("crp,log,15 30 60", "bins of crp: there is no scale log (choose from linear, log2)"),
        ("crp,log2,0 30 60", "bins of crp: the edges must be two or more numbers, above 0 on the log2 scale"),
        ("crp,linear,1 two 3", "bins of crp: the edges must be two or more numbers"),
        ("crp,linear,3", "bins of crp: the edges must be two or more numbers"),
        ("crp,linear,3 2 1", "bins of crp: the edges must increase in even steps on the linear scale"),
        ("crp,log2,1 2 3", "bins of crp: the edges must increase in even steps on the log2 scale"),
        ("bmi,linear,20 25 30", "variable bmi has 2 lines in bins.csv"),
        ("crp,linear", "line 10 of bins.csv has 2 cells; it must have 3"),
    ],
)
def test_a_fault_of_the_bins_is_told(line, told):
    with pytest.raises(AnalysisError) as error:
        parse(SETTINGS, LINES, f"{BINS}{line}\n")
    assert told in str(error.value)


def test_another_header_of_the_bins_is_a_fault():
    with pytest.raises(AnalysisError, match=r"the columns of bins\.csv must be variable,scale,edges"):
        parse(SETTINGS, LINES, BINS.replace("edges", "limits"))


def test_bins_are_read_as_they_stand(study):
    assert study.bins["ferritin"].scale == "log2"
    assert study.bins["ferritin"].edges == (7.5, 15, 30, 60, 120, 240, 480)
    assert {b.scale for b in study.bins.values()} == {"linear", "log2"}


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('variable = "rx_user"', 'variable = "rx_any"', "sample users: rx_any is not a variable of the study"),
        ('variable = "rx_user"', 'variable = ""', "sample users:  is not a variable of the study"),
        ('variable = "rx_user"', 'variable = "smoking"', "sample users: there is no level yes (choose from never, "),
        ('variable = "rx_user"', 'variable = "bmi"', "sample users: bmi is continuous, not binary or categorical"),
        ('["yes"]', '["some"]', "sample users: there is no level some (choose from no, yes)"),
        ('["yes"]', "[]", "sample users: has no level"),
        (
            "[samples.users]",
            "[samples.takers]",
            f"outcome treated: there is no sample users (choose from all, takers, {OTHERS})",
        ),
        (
            "[samples.users]",
            "[samples.takers]",
            f"exposure rx_ssri: there is no sample users (choose from all, takers, {OTHERS})",
        ),
        (
            'sample = "users"',
            'sample = "user"',
            f"outcome treated: there is no sample user (choose from all, {SAMPLES})",
        ),
        ('levels = ["yes"]\n', "", "sample users in study.toml has no key levels"),
        ('levels = ["yes"]\n', 'levels = ["yes"]\nvalue = 1\n', "sample users in study.toml: unknown key value;"),
        (
            'form = "{exposure}_before"',
            'form = "before"',
            "sample before: its form must contain {exposure}, where the id of the exposure goes",
        ),
        ('"Sex", variable = "female"', '"Sex", variable = "sex"', "grouping sex: sex is not a variable of the study"),
        ('"Sex", variable = "female"', '"Sex", variable = "sleep_apnoea"', "sleep_apnoea is not measured in release H"),
        (
            'label = "Sex", variable = "female"',
            'label = "Sex", variable = "bmi"',
            "grouping sex: bmi is continuous, not binary or categorical",
        ),
        ('label = "Sex", variable', "variable", "grouping sex in study.toml has no key label"),
        ('label = "Sex", variable = "female"', 'label = "Sex"', "grouping sex: name either a variable or bands of age"),
        ("age.bands", 'age.variable = "race"\nage.bands', "grouping age: name either a variable or bands of age"),
    ],
)  # fmt: skip
def test_a_fault_of_a_sample_or_grouping_is_reported(old, new, fault):
    assert fault in broken_plan(settings={old: new})


@pytest.mark.parametrize("section", sorted(OPTIONAL - {"samples"}))
def test_a_plan_may_lack_a_section_that_is_optional(section):
    exposures = emptied("more_sets") if section == "sensitivity" else LINES
    name = {"condition": "condition_percent"}.get(section, section)
    default = {
        f.name: f.default if f.default_factory is MISSING else f.default_factory() for f in fields(Study)
    }[name]
    assert getattr(STUDY, name) != default
    assert getattr(parse(without_section(section), exposures), name) == default


def test_releases_of_two_cohorts_have_ids_of_their_own():
    early, late = STUDY.cohorts.values()
    again = replace(late, releases={**late.releases, "D": early.releases["D"]})
    own = replace(STUDY, cohorts=dict(zip(STUDY.cohorts, (early, again), strict=True)))
    assert "release D is in 2 cohorts; give each its own id" in list(faults(own))


def test_cohorts_of_a_study_have_one_unit_of_analysis():
    early, late = STUDY.cohorts.values()
    visits = replace(late, unit=replace(late.unit, one="visit"))
    own = replace(STUDY, cohorts=dict(zip(STUDY.cohorts, (early, visits), strict=True)))
    assert any("have different units of analysis" in fault for fault in faults(own))


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        ({"samples": {"all": STUDY.samples["users"]}}, "a sample cannot be named all"),
        ({"samples": {"D": STUDY.samples["users"]}}, "a sample cannot be named D"),
        ({"groupings": {"release": STUDY.groupings["sex"]}}, "a grouping cannot be named release"),
        (
            {"variables": {**STUDY.variables, "age": STUDY.variables["age_10"]}},
            "variable age: every cohort has",
        ),
    ],
)
def test_a_name_that_means_something_else_is_a_fault(changed, fault):
    assert any(f.startswith(fault) for f in faults(replace(STUDY, **changed)))


def test_the_variable_of_a_sample_is_part_of_its_models():
    users = STUDY.variables["rx_user"]
    later = replace(users, population={r: p for r, p in users.population.items() if r != "H"})
    found = list(faults(replace(STUDY, variables={**STUDY.variables, "rx_user": later})))
    assert any("exposure rx_ssri: rx_user is not measured in release H" in fault for fault in found)


def test_a_sample_contains_the_people_with_its_levels():
    smokers = replace(STUDY.samples["users"], variable="smoking", levels=("current", "former"))
    own = replace(STUDY, samples={"smokers": smokers})
    assert STUDY.variables["smoking"].levels == ("never", "former", "current")
    people = pd.DataFrame(
        {"smoking": ["never", "former", "current", None], "rx_user": [0.0, 1.0, np.nan, 1.0]}
    )
    assert in_sample(own, "smokers", people).tolist() == [False, True, True, False]
    assert in_sample(STUDY, "users", people).tolist() == [False, True, False, True]


def test_factors_of_women_are_not_adjusted_for_sex_by_whatever_name():
    own = replace(
        STUDY,
        adjusters={**STUDY.adjusters, "gender": STUDY.adjusters["female"]},
        sets={"minimal": ("age", "gender", "race")},
    )
    women, everyone = own.exposures["pregnant"], own.exposures["ckd"]
    assert adjusters_of(own, women, "minimal", ("D",)) == ("age", "race")
    assert adjusters_of(own, everyone, "minimal", ("D",)) == ("age", "gender", "race")


def test_a_plan_without_samples_compares_everyone():
    settings = without_section("samples").replace('sample = "users"', "")
    own = parse(settings, emptied("more_samples").replace(",users,", ",all,"))
    assert own.samples == {}
    assert {f.people for f in fits(own)} == {"all"}
    assert {f.people for f in fits(STUDY)} == {"all", "users", "no_iron", "crp_le5", "before"}


def test_lines_of_table_1_and_figures_are_of_known_variables(study):
    assert {line.variable for line in study.table_one} <= study.variables.keys()
    assert {name for names in study.figures.values() for name in names} <= study.variables.keys()


def test_faults_are_told_all_at_once():
    told = broken_plan(
        settings={'variable = "energy"': 'variable = "kcal"'}, role="main", sets="crude maximal", primary="no"
    )
    assert "faults (4)" in told
    assert told.endswith(". Correct them in the files of the plan.")
    for fault in ("kcal", "role main", "maximal", "'no'"):
        assert fault in told


def test_a_key_of_an_outcome_does_not_hide_the_other_faults():
    told = broken_plan(
        settings={
            "[outcomes.treated]": "[outcomes.treated]\nfoo = 1",
            'role = "primary"\ncohort = "2005-2008"': 'cohort = "2005-2008"',
            'variable = "energy"': 'variable = "kcal"',
        },
        sets="crude maximal",
    )
    assert "faults (4)" in told
    for fault in ("unknown key foo", "the key role is missing", "kcal", "maximal"):
        assert fault in told


def test_settings_that_are_not_valid_toml_are_told_with_file_and_line():
    told = broken_plan(settings={'role = "control"': "role = control"})
    line = SETTINGS[: SETTINGS.index('role = "control"')].count("\n") + 1
    assert told.startswith("study.toml of the analysis plan is not valid TOML: ")
    assert f"(at line {line}, column " in told


@pytest.mark.parametrize("section", SECTIONS)
def test_settings_without_a_section_are_reported_with_file_and_section(section):
    sections = tomllib.loads(SETTINGS).keys()
    assert sections == SECTIONS.keys() | OPTIONAL
    with pytest.raises(
        AnalysisError, match=rf"faults \(1\): study\.toml has no section \[{section}\]\. Correct"
    ):
        parse(without_section(section), LINES)


def without_section(name: str) -> str:
    """The settings with the section, or with its subsections, taken out."""
    kept, inside = [], False
    for line in SETTINGS.splitlines():
        if line.startswith("["):
            inside = line.strip("[]").partition(".")[0] == name
        kept += [] if inside else [line]
    return "\n".join(kept)


@pytest.mark.parametrize(
    ("line", "changed", "fault"),
    [
        ('comparison = "ml"\n', "", "section [methods] of study.toml has no key comparison"),
        ("fewest_df = 15\n", "", "section [marks] of study.toml has no key fewest_df"),
        ('variable = "energy"', "powers = [1]", "adjuster energy in study.toml has no key variable"),
        ("permutations = 200", "shuffles = 200", "section [robustness] of study.toml: unknown key shuffles"),
        ('always = ["age"]', 'always = ["ages"]', "robustness: there is no adjuster ages"),
        ("permutations = 200", "permutations = 39", "robustness: permutations must be 40 or more"),
        ("seed = 20261129", "seed = -1", "the seed 0 or more"),
        (
            'energy = { variable = "energy", label = "energy intake" }',
            'energy = "energy"',
            "energy in section [adjusters] of study.toml is not",
        ),
    ],
)
def test_settings_without_a_key_are_reported_with_file_and_section(line, changed, fault):
    assert line in SETTINGS
    with pytest.raises(AnalysisError) as error:
        parse(SETTINGS.replace(line, changed), LINES)
    assert fault in str(error.value)


def test_a_line_with_a_cell_too_few_is_told_by_its_number():
    line = LINES.splitlines()[2]
    with pytest.raises(AnalysisError, match=r"line 3 of exposures.csv has 9 cells; it must have 10"):
        parse(SETTINGS, LINES.replace(line, line.removesuffix(",,,,")))
    with pytest.raises(AnalysisError, match=r"line 3 of exposures.csv has 14 cells; it must have 13"):
        parse(SETTINGS, LINES.replace(line, f"{line},"))


def test_a_line_may_end_before_the_columns_of_sensitivity_analyses():
    line = LINES.splitlines()[2]
    assert line.endswith(",,,")
    assert parse(SETTINGS, LINES.replace(line, line.removesuffix(",,,"))).exposures == STUDY.exposures


def test_other_columns_are_told():
    with pytest.raises(AnalysisError, match=r"the columns of exposures\.csv must be exposure,role"):
        parse(SETTINGS, LINES.replace("exposure,role", "id,role", 1))


KNOWN = {
    "2005-2008": {"care", "minimal_care", "phq2", "antidepressants", "no_iron", "crp_le5"},
    "2013-2020": {"care", "minimal_care", "phq2", "antidepressants", "no_iron", "crp_le5", "pain", "before"},
}
"""Adjustment sets and samples of sensitivity analyses whose variables are measured in each cohort."""
SENSITIVITY = {"full": {"care", "phq2", "pain", "antidepressants"}, "minimal": {"minimal_care"}}


def models_of(outcome: Outcome, line: pd.Series, replaced: set[str]) -> int:
    """Count the models of a line of the plan for an outcome; `replaced` has the ids that others stand for."""
    releases = line[f"releases_{outcome.cohort.replace('-', '_')}"].split()
    control, headline = outcome.role == "control", line["role"] == "headline"
    out = line.name in replaced or not headline if control else line["stands_for"]
    if not releases or out or line.name in outcome.without:
        return 0
    samples = 1 + (line["primary_sample"] == outcome.sample == "users")
    if control:
        return len(line["sets"].split()) * samples
    known = KNOWN[outcome.cohort]
    samples += len(known & set(line["more_samples"].split()))
    more_sets = known & SENSITIVITY[outcome.headline_set] & set(line["more_sets"].split())
    by_release = len(releases) if headline and len(releases) > 1 else 0
    return len(line["sets"].split()) * samples + len(more_sets) + by_release


def test_models_are_as_many_as_the_plan_says(study):
    table, ours = lines(), Counter((f.outcome, f.exposure) for f in fits(study))
    for outcome in study.outcomes.values():
        here = table[table[f"releases_{outcome.cohort.replace('-', '_')}"] != ""]
        for exposure, line in table.iterrows():
            expected = models_of(outcome, line, set(here["stands_for"]))
            assert ours[outcome.id, exposure] == expected, (outcome.id, exposure)


def test_one_model_is_the_primary_one_of_each_headline_exposure_and_outcome_that_is_no_control(study):
    primary = Counter((f.outcome, f.exposure) for f in fits(study) if f.headline)
    expected = {
        (o.id, e.id)
        for o in study.outcomes.values()
        for e in study.exposures.values()
        if o.role != "control" and e.role == "headline" and e.releases[o.cohort] and not e.stands_for
    }
    assert primary == dict.fromkeys(expected, 1)


def test_an_exposure_takes_the_place_of_another_for_control_outcomes_only(study):
    ids = {"rx_ssri", "rx_ssri_other_reason"}
    found = {o: {f.exposure for f in fits(study, outcome=o)} & ids for o in study.outcomes}
    late = {o.id for o in study.outcomes.values() if o.role == "control" and o.cohort == "2013-2020"}
    assert late == {"insomnia_treated", "allergy_treated", "glaucoma_treated"}
    assert found == {o: {"rx_ssri_other_reason"} if o in late else {"rx_ssri"} for o in study.outcomes}


def test_an_exposure_that_is_part_of_an_outcome_or_causes_it_is_not_compared(study):
    assert "rx_dopaminergic" in {f.exposure for f in fits(study, outcome="diagnosed")}
    assert "rx_dopaminergic" not in {f.exposure for f in fits(study, outcome="diagnosed_or_agonist")}
    causes = {"diabetes_told", "diabetes_any", "smoking"}
    assert causes <= {f.exposure for f in fits(study, outcome="other_sleep_disorder")}
    assert not causes & {f.exposure for f in fits(study, outcome="cataract")}


def test_another_form_of_the_exposure_is_compared_in_a_sample_that_names_one(study):
    before = [f for f in fits(study, outcome="treated", exposure="rx_statin") if f.sample == "before"]
    assert {(f.variable, f.people, f.headline) for f in before} == {("rx_statin_before", "before", False)}
    assert {f.set for f in before} == {"crude", "minimal", "full"}
    others = [f for f in fits(study, exposure="rx_statin") if f.sample != "before"]
    assert {f.variable for f in others} == {"rx_statin"}
    assert not [f for f in fits(study, outcome="diagnosed", exposure="rx_statin") if f.sample == "before"]


def test_a_sample_of_a_sensitivity_analysis_pools_the_releases_that_know_it(study):
    found = {
        (o, f.sample): f.releases
        for o in ("diagnosed", "treated")
        for f in fits(study, outcome=o, exposure="ferritin_lt50")
        if f.sample in ("no_iron", "crp_le5")
    }
    assert found == {
        ("diagnosed", "no_iron"): ("E",), ("diagnosed", "crp_le5"): ("D", "E"),
        ("treated", "no_iron"): ("P",), ("treated", "crp_le5"): ("P",),
    }  # fmt: skip


def test_the_primary_set_is_the_headline_set_of_the_outcome_minimal_for_diagnosed(study):
    sets = {(f.outcome, f.set) for f in fits(study) if f.headline}
    assert sets == {(o.id, o.headline_set) for o in study.outcomes.values() if o.role != "control"}
    assert {set_ for outcome, set_ in sets if outcome == "diagnosed"} == {"minimal"}
    assert {set_ for outcome, set_ in sets if outcome == "treated"} == {"full"}


def test_drugs_are_quoted_among_people_with_a_prescription_against_treated_only(study):
    found = {f.outcome: f.sample for f in fits(study, exposure="rx_ssri") if f.headline}
    assert found.pop("treated") == found.pop("treated_firm") == "users"
    assert found["diagnosed"] == "all"
    assert set(found.values()) == {"all"}
    beside = {f.sample for f in fits(study, outcome="treated", exposure="rx_ssri")}
    assert beside == {"users", "all", "before", "H", "I", "P"}
    assert {f.sample for f in fits(study, outcome="treated", exposure="ckd")} == {"all", "H", "I", "P"}


def test_a_release_alone_is_fitted_in_the_main_sample_without_other_releases(study):
    alone = [f for f in fits(study, outcome="treated", exposure="rx_ssri") if len(f.sample) == 1]
    assert [(f.sample, f.releases, f.set, f.people, f.headline) for f in alone] == [
        (r, (r,), "minimal", "users", False) for r in "HIP"
    ]


def adjusters(study, exposure, set_, cohort="2013-2020", releases=None):
    planned = study.exposures[exposure]
    return adjusters_of(study, planned, set_, releases or planned.releases[cohort])


def test_sets_hold_the_adjusters_of_the_plan(study):
    assert adjusters(study, "ckd", "crude") == ()
    assert adjusters(study, "ckd", "minimal") == ("age", "female", "race")
    assert adjusters(study, "ckd", "full") == (
        "age", "female", "race", "education", "poverty", "smoking", "bmi",
    )  # fmt: skip


def test_a_dropped_adjuster_leaves_every_set(study):
    assert adjusters(study, "age_10", "minimal") == ("female", "race")
    assert "bmi" not in adjusters(study, "obesity", "full")
    assert "smoking" not in adjusters(study, "pack_years", "full")


def test_age_enters_with_its_square(study):
    assert study.adjusters["age"].variable == "age_10"
    assert study.adjusters["age"].powers == (1, 2)


def test_sex_leaves_where_all_are_women(study):
    assert "female" not in adjusters(study, "ferritin_lt50", "full", "2005-2008")
    assert "female" in adjusters(study, "ferritin_lt50", "full")


def test_energy_enters_minimal_and_full_but_not_crude(study):
    assert adjusters(study, "caffeine_100", "crude") == ()
    assert adjusters(study, "caffeine_100", "minimal")[-1] == "energy"
    assert adjusters(study, "caffeine_100", "full")[-1] == "energy"


def test_some_groups_are_their_exposures_in_the_order_of_the_plan(study):
    one, other = fits(study, groups=["kidney"]), fits(study, groups=["exercise"])
    both = fits(study, groups=["exercise", "kidney"])
    assert len(both) == len(one) + len(other) > 0
    assert both == [f for f in fits(study) if f in one or f in other]
    with pytest.raises(AnalysisError, match=r"no group 'kidneys'.*kidney"):
        fits(study, groups=["exercise", "kidneys"])


def test_the_table_of_fits_names_the_weight_of_the_most_restrictive_variable(study):
    weights = fits_table(study, fits(study, outcome="treated")).set_index(["exposure", "set", "sample"])[
        "weight"
    ]
    assert weights["diabetes_told", "minimal", "all"] == "interview"
    assert weights["diabetes_told", "full", "all"] == "exam"  # body-mass index is measured
    assert weights["ckd", "crude", "all"] == "exam"
    assert weights["caffeine_100", "crude", "all"] == "diet1"
    assert weights["caffeine_100_two_day", "full", "all"] == "diet2"
    assert weights["glucose_fasting", "full", "all"] == "fasting"


def test_every_variable_of_a_model_counts_for_its_weight(study):
    users = next(f for f in fits(study, outcome="treated", exposure="rx_ssri") if f.set == "full")
    assert users.people == "users"
    assert variables_of(study, users) == [
        "treated", "rx_ssri", "age_10", "female", "race", "education", "poverty_or_unknown", "smoking", "bmi_5",
        "rx_user",
    ]  # fmt: skip
    assert variables_of(study, replace(users, people="all"))[-1] == "bmi_5"


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"cohort": "2013-2021"}, "no cohort '2013-2021'.*2013-2020"),
        ({"outcome": "treatd"}, "no outcome 'treatd'.*treated"),
        ({"exposure": "ferritin_50"}, "no exposure 'ferritin_50'.*ferritin_lt50"),
        ({"exposure": "sertraline"}, "no exposure 'sertraline'.*Use .*rx_ssri.* instead"),
        ({"cohort": "2005-2008", "outcome": "treated"}, "no model for the combination 2005-2008, treated"),
        (
            {"outcome": "treated", "exposure": "sleep_apnoea"},
            "no model for the combination treated, sleep_apnoea",
        ),
    ],
)
def test_what_is_not_planned_is_told(study, asked, told):
    with pytest.raises(AnalysisError, match=told):
        fits(study, **asked)


def test_a_part_of_the_plan_is_that_part(study):
    everything = fits(study)
    assert fits(study, outcome="treated") == [f for f in everything if f.outcome == "treated"]
    assert fits(study, exposure="ckd") == [f for f in everything if f.exposure == "ckd"]
    assert fits(study, cohort="2005-2008") == [f for f in everything if f.cohort == "2005-2008"]


FERRITIN = next(line for line in CURVES.splitlines() if line.startswith("ferritin,"))


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (
            "ferritine,ferritin_halving,1,ng/mL,log2,75,why",
            "curve of ferritine: the variable is not a variable of the study",
        ),
        (
            "anaemia,ferritin_halving,1,ng/mL,log2,75,why",
            "curve of anaemia: the variable is binary, not continuous",
        ),
        ("ferritin,ferritin,1,ng/mL,log2,75,why", "curve of ferritin: exposure ferritin is not planned"),
        (
            "ferritin,egfr_lt60,1,ng/mL,log2,75,why",
            "ferritin: the variable is not measured in release H of egfr_lt60, only in D, E, P",
        ),
        ("ferritin,ferritin_halving,0,ng/mL,log2,75,why", "the step must be a number other than 0, or 2^"),
        ("ferritin,ferritin_halving,one,ng/mL,log2,75,why", "the step must be a number other than 0, or 2^"),
        (
            "ferritin,ferritin_halving,1,,log2,75,why",
            "the unit and the reason for the reference are required",
        ),
        (
            "ferritin,ferritin_halving,1,ng/mL,log2,75,",
            "the unit and the reason for the reference are required",
        ),
        (
            "ferritin,ferritin_halving,1,ng/mL,log10,75,why",
            "curve of ferritin: there is no scale log10 (choose",
        ),
        ("ferritin,ferritin_halving,1,ng/mL,log2,0,why", "the reference must be above 0 on the log2 scale"),
        ("ferritin,ferritin_halving,1,ng/mL,log2,,why", "curve of ferritin: the reference must be a number"),
        ("ferritin,ferritin_halving,1,ng/mL,log2,75", "line 2 of curves.csv has 6 cells; it must have 7"),
        ("tsat,tsat_lt20,1,%,linear,20,why", "variable tsat has 2 lines in curves.csv"),
    ],
)
def test_a_fault_of_a_curve_is_told(line, told):
    assert CURVES.splitlines()[1] == FERRITIN
    with pytest.raises(AnalysisError) as error:
        parse(SETTINGS, LINES, curves=CURVES.replace(FERRITIN, line))
    assert told in str(error.value)


@pytest.mark.parametrize(
    "knots", ["[10, 90]", "[10, 50, 50]", "[50, 10, 90]", "[0, 50, 90]", "[10, 50, 100]"]
)
def test_knots_that_are_no_rising_percentiles_are_a_fault(knots):
    with pytest.raises(
        AnalysisError, match="outcome diagnosed: its knots must be 3 or more increasing percentiles"
    ):
        parse(SETTINGS.replace("knots = [10, 50, 90]", f"knots = {knots}"), LINES)


def test_curves_have_the_knots_that_harrell_recommends_and_fewer_where_cases_are_few(study):
    knots = {o.id: o.knots for o in study.outcomes.values() if o.role != "control"}
    assert knots.pop("diagnosed") == knots.pop("diagnosed_or_agonist") == (10, 50, 90)
    assert set(knots.values()) == {(5, 35, 65, 95)}


def test_a_curve_is_drawn_in_the_unit_of_its_reference(study):
    per_step = {c.variable: c.step for c in study.curves.values()}
    assert per_step["stfr_doubling"] is None  # a binary logarithm
    for variable, step in per_step.items():
        unit = STUDY.variables[variable].unit
        if step not in (None, 1):
            lower = -1 if unit.endswith(" lower") else 1
            assert float(unit.split()[0]) * lower == step, variable


def test_the_plan_is_read_once():
    assert nhanes_study() is STUDY


def test_the_headline_part_has_the_controls_by_which_its_estimates_are_read():
    study = STUDY
    planned = fits(study, headline=True)
    others = [f for f in planned if not f.headline]
    assert {f.headline for f in fits(study) if f not in planned} == {False}
    assert {study.outcomes[f.outcome].role for f in others if f.role == "headline"} == {"control"}
    assert {f.role for f in others} == {"headline", "positive_control", "negative_control"}
    keys = [(f.outcome, f.exposure) for f in planned]
    assert len(set(keys)) == len(keys)
    for f in planned:
        outcome, exposure = study.outcomes[f.outcome], study.exposures[f.exposure]
        assert (f.set, f.people) == (exposure.primary_set(outcome), primary_sample(outcome, exposure))


def test_a_set_of_a_plan_without_sensitivity_analyses_has_no_choices():
    faults = [*unknown("exposure x", "set of sensitivity analyses", "care", ())]
    assert faults == ["exposure x: there is no set of sensitivity analyses care (the plan has none)"]
