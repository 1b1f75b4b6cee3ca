"""One question: the rows of a run, adjusters, releases and domains of one's own, and errors that say what to do."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

import rlsanalysis as rls
from rlsanalysis.nhanes.study import nhanes_study
from rlsanalysis.present import labels
from rlsanalysis.study.associate import OF_CURVE, associate, dose_response, multiple_of
from rlsanalysis.study.estimate import constant_in
from rlsanalysis.study.question import exposure_of
from rlsanalysis.study.tables import read, schema
from rlsanalysis.survey import Logit, SurveyDesign
from rlsanalysis.survey.errors import AnalysisError

STUDY = nhanes_study()

SAME_QUESTION = ["outcome", "exposure", "set", "sample"]


@pytest.mark.parametrize(
    ("cohort", "outcome", "exposure", "adjust"),
    [
        ("2013-2020", "treated", "ferritin_lt50", "full"),
        ("2013-2020", "treated", "smoking", "minimal"),
        ("2005-2008", "diagnosed", "caffeine_100", "crude"),
        ("2005-2008", "leg_jerks", "parity", "full"),
    ],
)
def test_rows_are_those_of_a_run(demonstration, demo_cohorts, cohort, outcome, exposure, adjust):
    asked = associate(demo_cohorts[cohort], outcome, exposure, adjust)
    run = read("estimates", demonstration.results)
    run = run[(run[SAME_QUESTION] == [outcome, exposure, adjust, "all"]).all(axis=1)].reset_index(drop=True)
    assert len(asked) == len(run) >= 2
    pd.testing.assert_frame_equal(asked.drop(columns="q_value"), run.drop(columns="q_value"), rtol=1e-7)
    assert asked["q_value"].isna().all()


def test_the_public_name_asks_with_the_full_set(demo_cohorts):
    found = rls.associate(demo_cohorts["2013-2020"], outcome="treated", exposure="diabetes_told")
    assert set(found["set"]) == {"full"}
    assert list(found["method"]) == ["firth", "ml"]


def test_drugs_are_compared_among_users_unless_all_are_asked_for(invented):
    cohort = invented["2013-2020"]
    users, everybody = (associate(cohort, "treated", "rx_ssri", "crude", sample=s) for s in (None, "all"))
    assert set(users["sample"]) == {"users"}
    assert set(everybody["sample"]) == {"all"}
    assert (users["n"] < everybody["n"]).all()
    assert set(associate(cohort, "treated", "ckd", "crude", sample="users")["sample"]) == {"users"}


def test_releases_may_be_chosen_and_stand_in_order_of_time(invented):
    cohort = invented["2013-2020"]
    found = associate(cohort, "treated", "ckd", "minimal", releases=["P", "H"])
    inside = cohort.everyone["release"].isin(["H", "P"]) & (cohort.everyone["w_exam"] > 0)
    known = cohort.everyone[["treated", "ckd", "age_10", "female", "race"]].notna().all(axis=1)
    assert set(found["releases"]) == {"H P"}
    assert set(found["sample"]) == {"custom: all; releases H P"}
    assert set(found["n"]) == {(inside & known).sum()}
    assert set(found["headline"]) == {""}


def test_a_pool_of_women_only_is_not_adjusted_for_sex(invented):
    cohort = invented["2005-2008"]
    found = associate(cohort, "diagnosed", "ferritin_lt50", "minimal", releases=["D"])
    assert set(found["reason"].str.contains("not_estimable")) == {False}
    assert (found["status"] != "not_estimable").any()


def test_a_declared_variable_that_is_not_planned_is_a_secondary_exposure(invented):
    found = associate(invented["2013-2020"], "treated", "bmi", "minimal")
    assert set(found["role"]) == {"secondary"}
    assert set(found["releases"]) == {"H I P"}
    assert found["estimate"].notna().all()


@pytest.mark.parametrize(
    ("cohort", "asked", "told"),
    [
        ("2013-2020", ("diagnosed", "ckd"), "diagnosed was measured in cohort 2005-2008, not in 2013-2020"),
        (
            "2013-2020",
            ("treatd", "ckd"),
            r"no outcome 'treatd'\. Names that look similar: treated, treated_firm\. List all with",
        ),
        ("2013-2020", ("treated", "ferritin_lt5"), "no variable 'ferritin_lt5'.*ferritin_lt"),
        ("2013-2020", ("treated", "ckd", "maximal"), "no adjustment set or variable 'maximal'.*minimal"),
        (
            "2013-2020",
            ("treated", "ckd", "gender"),
            r"no adjustment set or variable 'gender'\. Use female instead",
        ),
        ("2013-2020", ("treated", "sleep_apnoea"), "sleep_apnoea was not measured in cohort 2013-2020"),
        ("2013-2020", ("treated", "insomnia_treated"), "insomnia_treated is an outcome of the study"),
        ("2005-2008", ("diagnosed", "diagnosed"), "diagnosed is an outcome of the study"),
    ],
)
def test_what_cannot_be_asked_is_told(invented, cohort, asked, told):
    with pytest.raises(AnalysisError, match=told):
        associate(invented[cohort], *asked)


@pytest.mark.parametrize(
    ("exposure", "asked", "told"),
    [
        ("ckd", {"releases": ["J", "P"]}, "J and P contain the same people"),
        ("ckd", {"releases": ["D"]}, "2013-2020 cohort has no survey cycle D"),
        ("ckd", {"releases": ["H", "H"]}, "A release is pooled twice: H, H"),
        ("ckd", {"releases": []}, "There is no release to pool"),
        ("vitamin_d_lt50", {"releases": ["H", "P"]}, "vitamin_d_lt50 was not measured in release P"),
        ("rx_ssri", {"sample": "user"}, "no sample 'user'.*users"),
    ],
)
def test_people_that_cannot_be_compared_are_told(invented, exposure, asked, told):
    with pytest.raises(AnalysisError, match=told):
        associate(invented["2013-2020"], "treated", exposure, "crude", **asked)


def test_an_exposure_without_people_is_a_row_with_the_reason(invented):
    cohort = invented["2013-2020"]
    nobody = replace(cohort, everyone=cohort.everyone.assign(ckd=np.nan))
    found = associate(nobody, "treated", "ckd", "crude")
    assert set(found["status"]) == {"not_estimable"}
    assert found["reason"].str.contains("no participant").all()


NUMBERS = ["n", "cases", "estimate", "std_error", "conf_low", "conf_high", "p_value", "releases", "weight"]
FULL = ["age_10", "female", "race", "education", "poverty_or_unknown", "smoking", "bmi_5"]


@pytest.mark.parametrize(("adjust", "set_"), [([], "crude"), (FULL[:3], "minimal"), (FULL, "full")])
def test_a_list_of_the_variables_of_a_set_is_that_set(invented, adjust, set_):
    """So age enters with its square, and categorical variables as their levels."""
    cohort = invented["2013-2020"]
    own, planned = (associate(cohort, "treated", "ckd", asked) for asked in (adjust, set_))
    pd.testing.assert_frame_equal(own[NUMBERS], planned[NUMBERS], rtol=1e-9)
    assert set(own["set"]) == {"+".join(adjust) or "crude"}
    assert set(own["headline"]) == {""}


@pytest.mark.parametrize("method", ["firth", "ml"])
def test_own_adjusters_and_a_domain_are_those_of_a_fit_by_hand(invented, method):
    """Energy enters linearly; the weight is that of the recall; the rest of the sample stays in the design."""
    cohort = invented["2013-2020"]
    query = "age >= 50 and bmi > 2"
    found = associate(cohort, "treated", "caffeine_100", ["age_10", "energy"], domain=query)
    people = cohort.everyone[cohort.everyone["release"].isin(list("HIP"))]
    X = np.column_stack(
        [
            people["caffeine_100"], people["age_10"], people["age_10"] ** 2, people["energy"],
            people["release"] == "I", people["release"] == "P", np.ones(len(people)),
        ]
    ).astype(float)  # fmt: skip
    y = people["treated"].to_numpy(float)
    inside = ~np.isnan(X).any(axis=1) & ~np.isnan(y) & (people["age"] >= 50) & (people["bmi"] > 2)
    inside &= people["w_diet1"] > 0
    years = people["release"].map({"H": 2, "I": 2, "P": 3.2}) / 7.2
    design = SurveyDesign(
        people, weights=people["w_diet1"].fillna(0) * years,
        strata=people["release"].map(ord) * 1000 + people["strata"], psu="psu",
    ).domain(inside)  # fmt: skip
    expected = Logit(np.nan_to_num(y), X, design).fit(method=method).tidy().iloc[0]
    row = found[found["method"] == method].iloc[0]
    assert (row["n"], row["weight"]) == (inside.sum(), "diet1")
    assert (row["set"], row["sample"]) == ("age_10+energy", f"custom: all; {query}")
    assert row["estimate"] == pytest.approx(expected["estimate"], rel=1e-6)
    assert row["std_error"] == pytest.approx(expected["std_error"], rel=1e-6)
    assert np.log(row["conf_high"]) == pytest.approx(expected["conf_high"], rel=1e-5)


def test_a_variable_of_the_query_counts_for_the_weight_and_a_mask_does_not(invented):
    cohort = invented["2013-2020"]
    queried = associate(cohort, "treated", "stroke", "crude", domain="acr_doubling > 2")
    mask = (cohort.frame["acr_doubling"] > 2).rename("albumin")
    masked = associate(cohort, "treated", "stroke", "crude", domain=mask)
    assert set(queried["weight"]) == {"exam"}
    assert set(masked["weight"]) == {"interview"}
    assert masked["sample"].str.startswith("custom: all; mask albumin [").all()
    with_weight = (cohort.frame["w_exam"] > 0) & mask
    known = cohort.frame[["treated", "stroke"]].notna().all(axis=1)
    assert queried["n"].iloc[0] == (known & with_weight).sum() < masked["n"].iloc[0]
    assert masked["n"].iloc[0] == (known & mask & (cohort.frame["w_interview"] > 0)).sum()


def sample_of(cohort, mask) -> str:
    (sample,) = set(associate(cohort, "treated", "ckd", "crude", domain=mask)["sample"])
    return sample


def test_a_mask_is_described_by_whom_it_selects_and_not_by_the_column_that_it_inherits(invented):
    """`frame["female"] == 0` has the name `female` in pandas, but selects men."""
    cohort = invented["2013-2020"]
    adults = cohort.frame["age"] >= 20
    men, women = (cohort.frame["female"] == code for code in (0, 1))
    assert men.name == "female"
    assert "female" not in sample_of(cohort, men)
    assert f"mask [{(men & adults).sum():,} of {adults.sum():,} adults, " in sample_of(cohort, men)
    assert sample_of(cohort, men) == sample_of(cohort, men | ~adults)
    assert sample_of(cohort, men) == sample_of(cohort, men.rename(None))
    assert sample_of(cohort, men) != sample_of(cohort, women)


def test_two_masks_of_as_many_people_and_of_one_name_have_different_labels(invented):
    cohort = invented["2013-2020"]
    adult = np.flatnonzero(cohort.frame["age"] >= 20)
    labels = []
    for selected in (adult[:2000], adult[-2000:]):
        mask = pd.Series(
            np.isin(np.arange(len(cohort.frame)), selected), cohort.frame.index, name="half; own"
        )
        labels.append(sample_of(cohort, mask))
        assert labels[-1].startswith(f"custom: all; mask half, own [2,000 of {len(adult):,} adults, ")
    assert len({*labels}) == 2


def test_spaces_in_a_query_do_not_change_its_label(invented):
    cohort = invented["2013-2020"]
    for query in ("female==1", " female  ==  1 "):
        found = associate(cohort, "treated", "ckd", "crude", domain=query)
        assert set(found["sample"]) == {"custom: all; female == 1"}
        assert {labels.sample(STUDY, sample) for sample in found["sample"]} == {
            "all eligible adults; women only"
        }


def test_values_in_the_order_of_the_frame_are_a_mask_as_the_error_says(invented):
    cohort = invented["2013-2020"]
    men = cohort.frame["female"] == 0
    mask = pd.Series(list(men.to_numpy()), index=cohort.frame.index)
    assert sample_of(cohort, mask) == sample_of(cohort, men)


def test_a_mask_with_a_name_is_displayed_by_it_without_its_digest(invented):
    cohort = invented["2013-2020"]
    adults = cohort.frame["age"] >= 20
    older = (cohort.frame["female"] == 1) & (cohort.frame["age"] >= 50)
    counted = f"{(older & adults).sum():,} of {adults.sum():,} adults"
    shown = labels.sample(STUDY, sample_of(cohort, older.rename("older women (50+)")))
    assert shown == f"all eligible adults; older women (50+) ({counted})"
    assert f"restricted to: mask [{counted}, " in labels.sample(STUDY, sample_of(cohort, older.rename(None)))


def test_people_with_a_missing_value_in_the_query_are_excluded(invented):
    cohort = invented["2013-2020"]
    found = associate(cohort, "treated", "ckd", "crude", domain="stroke != 1")
    people = cohort.frame
    known = people[["treated", "ckd"]].notna().all(axis=1) & (people["w_exam"] > 0)
    assert people["stroke"].isna().any()
    assert set(found["n"]) == {(known & (people["stroke"] == 0)).sum()}


def test_an_adjuster_that_is_constant_in_the_domain_is_left_out_and_named(invented):
    cohort = invented["2013-2020"]
    women = associate(cohort, "treated", "ckd", "minimal", domain="female == 1")
    without_sex = associate(cohort, "treated", "ckd", ["age_10", "race"], domain="female == 1")
    pd.testing.assert_frame_equal(women[NUMBERS], without_sex[NUMBERS])
    assert set(women["reason"]) == {"not adjusted for female, constant in this domain"}
    assert set(without_sex["reason"]) == {""}


@pytest.mark.parametrize(
    ("domain", "named"),
    [
        ("female == 0", "female"),
        ("race == 'non-Hispanic white'", "race"),
        ("race == 'Hispanic'", "race"),
        ("race == 'Hispanic' and female == 1", "female, race"),
    ],
)
def test_an_adjuster_is_named_as_constant_at_its_reference_level_too(invented, domain, named):
    found = associate(invented["2013-2020"], "treated", "ckd", "minimal", domain=domain)
    reasons = found["reason"].str.split("; ").explode()
    told = {r for r in reasons if "constant" in r}
    assert told == {f"not adjusted for {named}, constant in this domain"}
    assert constant_in(found["reason"].iloc[0]) == tuple(named.split(", "))


def test_a_single_name_is_a_name_and_not_its_letters(invented):
    cohort = invented["2013-2020"]
    one, listed = (associate(cohort, "treated", "ckd", adjust) for adjust in ("bmi_5", ["bmi_5"]))
    pd.testing.assert_frame_equal(one, listed)
    assert set(one["set"]) == {"bmi_5"}
    first = associate(cohort, "treated", "ckd", "crude", releases="H")
    pd.testing.assert_frame_equal(first, associate(cohort, "treated", "ckd", "crude", releases=["H"]))
    design = cohort.design("treated", "H")
    assert list(design.frame) == ["seqn", "release", "age", "female", "treated"]
    assert design.n == cohort.design(["treated"], ["H"]).n
    assert cohort.component("ckd", "H") == "exam"
    with pytest.raises(AnalysisError, match=r"has no survey cycle 2013-2014\. Choose from H"):
        associate(cohort, "treated", "ckd", releases="2013-2014")


@pytest.mark.parametrize("wrong", ["frame", "everyone", "name"])
@pytest.mark.parametrize("function", [associate, dose_response])
def test_what_is_not_a_cohort_is_refused_with_what_to_pass(invented, function, wrong):
    given = getattr(invented["2013-2020"], wrong)
    with pytest.raises(
        AnalysisError, match=f"not an object of type {type(given).__name__}. Pass what rls.load_cohort"
    ):
        function(given, "treated", "bmi")


@pytest.mark.parametrize(
    "domain", ["race == 'other'", "abs(bmi) > 2", "stroke == 0 and race in ['other', 'Hispanic']"]
)
def test_levels_and_functions_of_a_domain_are_accepted(invented, domain):
    cohort = invented["2013-2020"]
    found = associate(cohort, "treated", "ckd", "crude", domain=domain)
    people = cohort.frame
    known = people[["treated", "ckd"]].notna().all(axis=1) & (people["w_exam"] > 0)
    assert set(found["n"]) == {(people.eval(domain) & known).sum()}


def test_rows_of_several_questions_have_unique_keys(invented):
    cohort = invented["2013-2020"]
    asked = [
        {}, {"adjust": ["age_10"]}, {"releases": ["H"]}, {"domain": "female == 1"},
        {"domain": "female == 1", "releases": ["H"]},
    ]  # fmt: skip
    together = pd.concat([associate(cohort, "treated", "ckd", **question) for question in asked])
    assert not together.duplicated([c.name for c in schema()["estimates"] if c.key]).any()
    assert list(together) == [c.name for c in schema()["estimates"]]


def test_a_curve_takes_the_same_adjusters_releases_and_domain(invented):
    cohort = invented["2013-2020"]
    planned = dose_response(cohort, "treated", "bmi", 3.0, adjust=["age_10", "female", "race"])
    same = dose_response(cohort, "treated", "bmi", 3.0, adjust="minimal")
    numbers = ["value", "estimate", "std_error"]
    pd.testing.assert_frame_equal(planned[numbers], same[numbers], rtol=1e-9)
    assert set(planned["set"]) == {"age_10+female+race"}
    women = dose_response(cohort, "treated", "bmi", 3.0, releases=["H", "P"], domain="female == 1")
    assert set(women["sample"]) == {"custom: all; releases H P; female == 1"}
    assert not np.allclose(women["estimate"].to_numpy()[:5], same["estimate"].to_numpy()[:5])


def test_a_curve_says_which_cycles_people_and_reference_it_is_of(invented):
    cohort = invented["2013-2020"]
    found = dose_response(
        cohort, "treated", "bmi", 3.0, adjust="minimal", releases=["H", "P"], domain="female == 0"
    )
    inside = cohort.everyone["release"].isin(["H", "P"]) & (cohort.everyone["w_exam"] > 0)
    known = cohort.everyone[["treated", "bmi", "age_10", "female", "race"]].notna().all(axis=1)
    people = cohort.everyone[inside & known & (cohort.everyone["female"] == 0)]
    columns = [c.name for c in schema()["curves"]]
    assert list(found) == [*columns, *OF_CURVE]
    expected = {
        "releases": "H P", "weight": "exam", "n": len(people), "cases": int(people["treated"].sum()),
        "scale": "linear", "reference": 3.0,
    }  # fmt: skip
    for column, value in expected.items():
        assert set(found[column]) == {value}, column
    assert {constant_in(reason) for reason in found["reason"]} == {("female",)}
    assert found["df_den"].notna().all()
    assert set(found["method"]) == {"firth", "ml"}


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        (
            {"adjust": ["memory_trouble"]},
            r"memory_trouble was not measured in release P\. Releases with all .*: H, I, J; choose",
        ),
        ({"adjust": ["agee"]}, "no variable 'agee'"),
        ({"adjust": ["sex"]}, r"no variable 'sex'\. Use female instead\. List all with"),
        ({"adjust": ["gender"]}, r"no variable 'gender'\. Use female instead\. List all with"),
        (
            {"adjust": None},
            r"adjust=None names no adjusters\. .*\(crude, minimal, full, care, .*\) or a list",
        ),
        ({"adjust": 3}, r"adjust=3 names no adjusters"),
        ({"domain": "gender == 1"}, r"no column 'gender'\. Use female instead"),
        ({"adjust": "age_1"}, "no adjustment set or variable 'age_1'. Names that look similar: age_10"),
        ({"adjust": ["treated"]}, "treated is the outcome, so it cannot be an adjuster"),
        ({"adjust": ["ckd"]}, "ckd is the exposure, so it cannot be an adjuster"),
        ({"adjust": ["age_10", "age_10"]}, "The adjuster age_10 is named twice"),
        (
            {"domain": "agee > 50"},
            "The domain 'agee > 50' cannot be evaluated: .*'agee'. Names.* similar: age",
        ),
        ({"domain": "abs(bmmi) > 2"}, "no column 'bmmi'. Names that look similar: bmi"),
        (
            {"domain": "sex == 'female'"},
            "sex is a number, .* compared with 'female'. Its values are 1 and 2. It",
        ),
        ({"domain": "female == 'yes'"}, r"Its values are 0 \(men\) and 1 \(women\)"),
        (
            {"domain": "race != 'Black'"},
            "'Black' is not a level of race. Its levels are '.*', 'non-Hispanic black', 'Hispanic'",
        ),
        ({"domain": "not race in ['other', 'x']"}, "'x' is not a level of race"),
        ({"domain": "age = 50"}, "The domain 'age = 50' cannot be evaluated"),
        ({"domain": "age"}, "must be True or False for every participant"),
        ({"domain": "age > 200"}, "has no participants in release H, I, P"),
        (
            {"domain": [True]},
            r"is of type list\. Give a query .*, or a boolean pandas Series .* pd\.Series\(list\(mask\), index=cohort",
        ),
        ({"domain": np.array([True])}, r"The domain is of type numpy\.ndarray\. Give a query"),
        ({"domain": pd.Series([True])}, "The index of the domain .* must be that of cohort.frame"),
    ],
)
def test_adjusters_and_domains_that_cannot_be_used_are_refused(invented, asked, told):
    with pytest.raises(AnalysisError, match=told):
        associate(invented["2013-2020"], "treated", "ckd", **asked)


@pytest.mark.parametrize(
    "domain",
    [
        "race != 'non-Hispanic white'",
        "smoking in ['former', 'current']",
        "education != 'more than high school'",
    ],
)
def test_a_domain_without_an_adjusters_reference_level_gives_the_fit_with_another_reference(invented, domain):
    cohort = invented["2013-2020"]
    found = associate(cohort, "treated", "ckd", "full", domain=domain)
    factors = ["race", "education", "poverty_or_unknown", "smoking"]
    used = ["ckd", "age_10", "female", *factors, "bmi_5"]
    design = cohort.design(["treated", *used])
    people = design.frame
    inside = people.index.isin(people.query(domain).index)
    inside &= people[["treated", *used]].notna().all(axis=1).to_numpy() & (design.weights > 0)
    inside &= (people["age"] >= 20).to_numpy()
    columns = [people["ckd"], people["age_10"], people["age_10"] ** 2, people["female"], people["bmi_5"]]
    for factor in (*factors, "release"):
        present = sorted(people.loc[inside, factor].unique(), reverse=True)
        columns += [people[factor] == level for level in present[1:]]
    X = np.column_stack([*columns, np.ones(len(people))]).astype(float)
    y = people["treated"].to_numpy(float)
    expected = (
        Logit(np.nan_to_num(y), np.nan_to_num(X), design.domain(inside)).fit(method="firth").tidy().iloc[0]
    )
    row = found[found["method"] == "firth"].iloc[0]
    assert row["n"] == inside.sum()
    assert row["estimate"] == pytest.approx(expected["estimate"], rel=1e-6)
    assert row["std_error"] == pytest.approx(expected["std_error"], rel=1e-6)


@pytest.mark.parametrize(
    ("exposure", "domain", "absent"),
    [
        ("smoking", "smoking in ['former', 'current']", "never of smoking"),
        ("diabetes_told", "diabetes_told == 0", "yes of diabetes_told"),
        ("diabetes_told", "diabetes_told == 1", "no of diabetes_told"),
    ],
)
def test_a_domain_without_a_level_of_the_exposure_says_which(invented, exposure, domain, absent):
    found = associate(invented["2013-2020"], "treated", exposure, "crude", domain=domain)
    assert set(found["reason"]) == {f"Nobody in the analytic sample has the level {absent}."}


@pytest.mark.parametrize("adjust", ["crude", "full"])
def test_a_domain_in_which_the_exposure_is_not_defined_is_a_row_with_the_reason(invented, adjust):
    found = associate(invented["2013-2020"], "treated", "parity", adjust, domain="female == 0")
    assert found["reason"].str.contains("Check the domain").all()
    assert set(found["n"]) == {0}


@pytest.mark.parametrize(("exposure", "adjuster"), [("poverty_or_unknown", "poverty"), ("bmi", "bmi")])
def test_an_exposure_outside_the_plan_is_not_adjusted_for_itself(invented, exposure, adjuster):
    cohort = invented["2013-2020"]
    planned = exposure_of(STUDY, cohort.variable(exposure))
    assert planned.drop == adjuster
    found = associate(cohort, "treated", exposure, "full")
    assert found["estimate"].notna().all()


@pytest.mark.parametrize(
    ("exposure", "unit", "factor"),
    [("age_10", "years", 10), ("energy", "kcal", 1000), ("caffeine_100_two_day", "mg", 100)],
)
def test_a_curve_of_a_multiple_of_a_unit_is_drawn_in_the_unit(invented, exposure, unit, factor):
    cohort = invented["2013-2020"]
    curve = dose_response(cohort, "treated", exposure, adjust="crude")
    assert set(curve["unit"]) == {unit}
    variable = cohort.frame[exposure].dropna() * factor
    assert variable.min() <= curve["value"].min() < curve["value"].max() <= variable.max()
    assert curve["reference"].between(variable.quantile(0.2), variable.quantile(0.8)).all()


def test_a_variable_that_counts_downwards_has_a_negative_factor():
    assert multiple_of("1 g/dL lower") == (-1, "g/dL")
    assert multiple_of("10 mL/min/1.73 m2 lower") == (-10, "mL/min/1.73 m2")
    assert multiple_of("doubling") == (1, "doubling")
