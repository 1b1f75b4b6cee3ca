"""The findings: which exposures they are, what is said of each, and that they are right on parts of a run."""

import re
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from rlsanalysis.nhanes.study import nhanes_study
from rlsanalysis.present import labels, printing
from rlsanalysis.present.dependence import adjustment, comments, opposite, other_associations
from rlsanalysis.present.findings import GROUPS, conflicts, findings
from rlsanalysis.present.limitations import reliability_of_findings
from rlsanalysis.present.summary import GROUP_WORDS, caveats, group_words, key, lead, summary
from rlsanalysis.present.words import NOT_SAFE

STUDY = nhanes_study()

PRIMARY = [e.id for e in STUDY.exposures.values() if e.primary]


def headline(results):
    """Headline rows of the primary exposures, last level of each, straight from the table."""
    rows = results.estimates
    rows = rows[(rows["headline"] == "yes") & rows["exposure"].isin(PRIMARY)]
    primary = [o.id for o in STUDY.outcomes.values() if o.role == "primary"]
    return rows[rows["outcome"].isin(primary)].groupby(["exposure", "outcome"], sort=False).tail(1)


def text_of(results, exposure):
    """Return the text of the finding of an exposure, or the text that begins with some words."""
    name = labels.in_sentence(labels.short(STUDY, exposure))
    (found,) = [t for _, texts in summary(results) for t in texts if labels.in_sentence(t).startswith(name)]
    return found


def with_estimates(results, exposure, **columns):
    """Change columns of the primary estimates of an exposure."""
    chosen = (results.estimates["exposure"] == exposure) & (results.estimates["method"] == "firth")
    return replace(
        results,
        estimates=results.estimates.assign(
            **{column: results.estimates[column].mask(chosen, value) for column, value in columns.items()}
        ),
    )


def words(results):
    return " ".join([lead(results), *(s for _, of in summary(results) for s in of), *comments(results)])


def edited(results, **columns):
    """Change the columns of the headline estimates of current smoking, by outcome: `odds_ratio=(0.5, 2.0)`."""
    rows = results.estimates.copy()
    for outcome, position in (("diagnosed", 0), ("treated", 1)):
        chosen = (
            (rows["headline"] == "yes") & (rows["exposure"] == "smoking") & (rows["level"] == "current")
        ) & (rows["outcome"] == outcome)
        for column, values in columns.items():
            rows.loc[chosen, column] = values[position]
    return replace(results, estimates=rows[rows["exposure"] == "smoking"])


def test_findings_are_the_primary_exposures_of_the_plan_for_both_outcomes(committed):
    found = findings(committed)
    assert [next(iter(f.rows.values())).exposure for f in found] == PRIMARY
    rows = headline(committed).set_index(["exposure", "outcome"])
    for finding in found:
        for outcome, row in finding.rows.items():
            expected = rows.loc[(row.exposure, outcome)]
            assert (row.level, row.odds_ratio, row.conf_low) == (
                expected["level"], expected["odds_ratio"], expected["conf_low"],
            )  # fmt: skip


def test_group_is_the_strongest_verdict(committed):
    rows = headline(committed)
    excludes = (rows["conf_low"] > 1) | (rows["conf_high"] < 1)
    outside = (rows["conf_low"] < 0.5) | (rows["conf_high"] > 2)
    wide = outside.where(rows["reference"] != "", rows["cases"] < 40)
    associated = set(rows.loc[excludes, "exposure"])
    undecided = set(rows.loc[~excludes & wide, "exposure"]) - associated
    groups = {
        name: {f.rows["treated"].exposure for f in findings(committed) if f.group == name} for name in GROUPS
    }
    assert groups["Associated"] == associated
    assert groups["Undecided"] == undecided
    assert groups["Not clearly associated"] == set(PRIMARY) - associated - undecided
    assert {"ferritin_halving", "caffeine_100"} <= groups["Undecided"]
    assert not groups["Not reported"]
    assert set(GROUP_WORDS) == set(GROUPS)
    assert "fewer than 40 cases" in group_words(STUDY, "Undecided")


def test_every_finding_is_a_sentence_with_its_estimates(committed):
    text = words(committed)
    for row in headline(committed).itertuples():
        limits = printing.interval(row.conf_low, row.conf_high)
        assert limits in text
        assert bool(re.search(rf"{printing.ratio(row.odds_ratio)}[^;]*, (95% CI )?{limits};", text)) == (
            row.status in printing.POINT
        )


def test_lead_names_what_is_associated_with_both_and_remains_so(committed):
    first, second, neutral, third = lead(committed).split(". ")
    assert f"{neutral}." == STUDY.words.neutral_controls
    assert first == (
        "Of six primary exposures, only antidepressant use was associated with both definitions of RLS and remained so "
        "after correction for multiple comparisons (false discovery rate 5%)"
    )
    assert second == (
        "Antidepressant use was also associated with conditions other than RLS that were used as controls (OR, 95% "
        "CI): other sleep disorder 3.57 (2.79 to 4.56), cataract operation 1.48 (1.13 to 1.94), treated insomnia 3.65 "
        "(3.04 to 4.39) and treated allergic rhinitis 1.79 (1.31 to 2.43)"
    )
    assert third == (
        "The data therefore cannot tell how far this association reflects contact with care or shared causes rather "
        "than RLS."
    )


def test_lead_does_not_claim_what_correction_removes(committed):
    both = {"conf_low": 1.2, "conf_high": 5.0, "odds_ratio": 2.0}
    lost = with_estimates(committed, "rx_antidepressant", q_value=0.05)
    assert "RLS, and none of them remained so after correction" in lead(lost)
    two = with_estimates(committed, "ckd", q_value=0.2, **both)
    assert (
        "two (chronic kidney disease and antidepressant use) were associated with both definitions"
        in lead(two)
    )
    assert "RLS, and only antidepressant use remained so after correction" in lead(two)
    untested = with_estimates(committed, "rx_antidepressant", q_value=np.nan)
    assert "correction" not in lead(untested)


def test_sparse_data_have_no_point_in_a_sentence(real, forbidden):
    assert not [number for number in forbidden if number in words(real)]


def test_association_that_correction_removes_is_followed_by_its_q_and_the_negative_control(committed):
    q = headline(committed).set_index(["exposure", "outcome"]).loc[("smoking", "diagnosed"), "q_value"]
    assert (
        "The association with diagnosed RLS does not meet a false discovery rate of 5% (q of the joint test "
        f"= {printing.p_text(q)}), and a negative control has an odds ratio of similar size: relative with asthma 3.13 "
        "(1.33 to 7.23)."
    ) in text_of(committed, "smoking")
    assert "negative control" not in text_of(committed, "rx_antidepressant")
    remains = with_estimates(committed, "smoking", q_value=0.01)
    assert "does not meet" not in text_of(remains, "smoking")


@pytest.mark.parametrize(
    ("odds_ratio", "low", "high", "similar"),
    [
        (3.13, 1.33, 7.23, True),
        (6.2, 1.33, 20.0, False),
        (2.9, 2.7, 3.1, True),
        (3.5, 3.2, 9.0, False),
        (0.3, 0.1, 0.8, False),
    ],
)
def test_odds_ratios_are_of_similar_size_if_each_ci_includes_the_other(
    committed, odds_ratio, low, high, similar
):
    rows = {"odds_ratio": odds_ratio, "conf_low": low, "conf_high": high}
    text = text_of(with_estimates(committed, "relative_asthma", **rows), "smoking")
    assert ("of similar size" in text) == similar


def test_headline_exposures_that_are_not_primary_and_remain_are_named_with_direction_and_q(committed):
    rows = pd.concat(committed.primary_estimates(o, "headline") for o in committed.primary)
    expected = rows[
        (rows["q_value"] < 0.05) & rows["status"].isin(printing.INTERVAL) & ~rows["exposure"].isin(PRIMARY)
    ]
    text = other_associations(committed)
    assert [*expected["exposure"]] == [
        "rx_serotonergic", "rx_ssri", "depression_core", "obesity", "rx_serotonergic", "rx_snri",
    ]  # fmt: skip
    for row in expected.itertuples():
        name = labels.in_sentence(labels.name(STUDY, row.exposure))
        assert name in text
        after = text[text.index(name) :]
        assert printing.interval(row.conf_low, row.conf_high) in after
        assert printing.equation("q", printing.p_text(row.q_value)) in after
        assert (printing.ratio(row.odds_ratio) in text) == (row.status in printing.POINT)
    assert text.index("with higher odds of diagnosed RLS") < text.index("with higher odds of treated RLS")
    assert other_associations(committed) in list(comments(committed))
    for control in (
        "depressive symptoms (PHQ-2) with other sleep disorder 2.75 (2.12 to 3.54)",
        "with treated insomnia 3.59 (3.02 to 4.27) and treated allergic rhinitis 1.62 (1.18 to 2.21)",
        "SNRI with treated insomnia 4.01 (2.89 to 5.52)",
    ):
        assert control in text
    assert text.endswith(STUDY.words.comments["rx_snri"])
    assert not other_associations(replace(committed, estimates=committed.estimates.assign(q_value=np.nan)))


def test_classes_of_antidepressants_are_given_as_their_status_allows(committed):
    assert text_of(committed, "rx_antidepressant").endswith(STUDY.words.comments["rx_antidepressant"])
    text = text_of(committed, "by class of antidepressant")
    assert (
        "estimates for diagnosed RLS are: serotonergic antidepressant (95% CI only, 4.57 to 23.52; sparse data; 18 of "
        "41 cases exposed; associated; q < 0.001) and SSRI (95% CI only, 1.62 to 18.95; sparse data; 12 of 41; "
        "associated; q = 0.048), while SNRI, mirtazapine and bupropion are not reported; differences"
    ) in text
    assert (
        "Estimates for treated RLS are: serotonergic antidepressant (OR 2.37, 95% CI 1.48 to 3.77; 54 of 127 cases "
        "exposed; associated; q = 0.019), SNRI (3.97, 1.72 to 8.30; 20 of 127; caution; associated; q = 0.025), SSRI "
        "(1.35, 0.74 to 2.32; 30 of 127; undecided) and bupropion (95% CI only, 0.13 to 2.95; sparse data; 7 of 127; "
        "undecided), while mirtazapine is not reported; differences between the classes were not tested."
    ) in text
    assert text.endswith(NOT_SAFE)
    hidden = text_of(with_estimates(committed, "rx_ssri", status="too_few"), "by class of antidepressant")
    assert "while SNRI, SSRI, mirtazapine and bupropion are not reported." in hidden


def test_comments_classes_and_what_is_not_assessable_name_exposures_of_the_plan():
    exposures = STUDY.exposures
    assert {*STUDY.words.comments} - {*PRIMARY} == {"rx_snri", "rx_serotonergic", "kidney_failure"}
    assert {*STUDY.words.classes, *STUDY.words.true_by_definition} <= {*PRIMARY}
    assert {c for of in STUDY.words.classes.values() for c in of} | {*STUDY.words.not_assessable} <= {
        *exposures
    }
    assert "rx_antidepressant" in STUDY.words.comments
    assert "neither for nor against iron treatment" in STUDY.words.comments["ferritin_halving"]


def test_adjustment_names_the_exceptions_of_the_plan(committed):
    text = adjustment(committed)
    assert text.startswith(
        "Estimates for diagnosed RLS are adjusted for age and its square, sex, race and ethnicity, and survey cycle. "
        "Estimates for treated RLS are also adjusted for education, income-to-poverty ratio, smoking and body mass "
        "index. "
    )
    for exception in (
        "ferritin are not adjusted for sex (diagnosed RLS) or survey cycle (treated RLS)",
        "smoking are not adjusted for smoking", "caffeine are also adjusted for energy intake",
    ):  # fmt: skip
        assert exception in text
    assert text.endswith(
        "For treated RLS, drugs are compared among adults with any prescription, because every case has one."
    )


def test_a_part_without_drugs_does_not_speak_of_them(committed):
    iron = committed.part("iron")
    said = " ".join([words(iron), adjustment(iron), *reliability_of_findings(iron)]).replace(
        "stop a medicine", ""
    )
    assert "ferritin" in said.lower()
    assert not re.search("drug|antidepress|antihist|medicine", said, flags=re.IGNORECASE)
    assert "survey cycle" in adjustment(iron).partition("treated RLS")[0]
    assert "survey cycle" not in adjustment(iron).partition("treated RLS")[2]


def test_associations_of_another_adjustment_set_have_direction_unit_cases_and_reliability(committed):
    (text,) = [c for c in comments(committed) if "adjustment instead" in c]
    assert (
        "With minimal adjustment instead, diabetes was associated with higher odds of treated RLS (OR 1.99, 95% CI "
        "1.15 to 3.32; 44 of 139 cases exposed)."
    ) in text
    assert text.count("With minimal adjustment instead") == 3
    assert "antidepressant" not in text


def test_another_set_is_not_interpreted_where_the_primary_estimate_has_no_point(committed):
    (text,) = [c for c in comments(committed) if "adjustment instead" in c]
    assert (
        "The primary estimate of caffeine for diagnosed RLS is based on sparse data (95% CI only, 0.56 to 1.02). With "
        "full adjustment the 95% CI excludes 1 (0.53 to 0.96), but 36 cases do not support that many parameters, so it "
        "is not interpreted."
    ) in text
    assert "0.74" not in text


def test_sizes_differ_between_definitions_only_where_the_intervals_are_apart(committed):
    (text,) = [
        c for c in comments(committed) if c.startswith("The 95% CIs of the headline estimates do not overlap")
    ]
    assert (
        "for antidepressant use, 9.47 (4.28 to 21.66) for diagnosed RLS and 2.25 (1.36 to 3.69) for treated RLS."
    ) in text
    assert "smoking" not in text
    assert (
        "with minimal adjustment, as for diagnosed RLS, the odds ratio of antidepressant use for treated RLS is 3.49 "
        "(2.19 to 5.55), and the CIs overlap."
    ) in text
    common = with_estimates(committed, "rx_antidepressant", conf_low=3.0)
    assert not [
        c for c in comments(common) if c.startswith("The 95% CIs of the headline estimates do not overlap")
    ]


def test_conflicts_are_opposite_and_exclude_each_other(committed):
    rows = committed.estimates
    rows = rows[(rows["headline"] == "yes") & rows["status"].isin(printing.POINT)]
    one, other = (rows[rows["outcome"] == o] for o in ("diagnosed", "treated"))
    pairs = one.merge(other, on=["exposure", "level"])
    below = (pairs["conf_high_x"] < pairs["odds_ratio_y"]) & (pairs["odds_ratio_x"] < pairs["conf_low_y"])
    above = (pairs["conf_low_x"] > pairs["odds_ratio_y"]) & (pairs["odds_ratio_x"] > pairs["conf_high_y"])
    opposed = (pairs["odds_ratio_x"] < 1) != (pairs["odds_ratio_y"] < 1)
    expected = pairs[(below | above) & opposed]
    found = [(f.rows["treated"].exposure, f.rows["treated"].level) for f in conflicts(committed)]
    assert found == list(zip(expected["exposure"], expected["level"], strict=True))
    assert ("caffeine", ">=400") in found
    (text,) = opposite(committed)
    assert "0.20 (0.02 to 1.04; 2 of 36 cases exposed; imprecise; caution)" in text
    assert "3.05 (1.08 to 9.02; 13 of 117)" in text
    assert "Of these 8 95% CIs, 7 include 1." in text
    (text,) = opposite(with_estimates(committed, "caffeine", conf_low=0.3, conf_high=6.0))
    assert text.endswith(
        "All these 95% CIs include 1, so the direction is undecided for both definitions. The two definitions differ "
        "in years, adjustment and people."
    )


def test_same_direction_is_no_conflict(committed):
    higher = {
        "odds_ratio": (9.0, 2.0),
        "conf_low": (4.0, 1.5),
        "conf_high": (20.0, 3.0),
        "status": ("ok", "ok"),
    }
    assert not conflicts(edited(committed, **higher))
    opposite = higher | {"odds_ratio": (0.2, 2.0), "conf_low": (0.1, 1.5), "conf_high": (0.4, 3.0)}
    assert [f.rows["treated"].level for f in conflicts(edited(committed, **opposite))] == ["current"]
    sparse = opposite | {"status": ("sparse", "ok")}
    assert not conflicts(edited(committed, **sparse))


@pytest.mark.parametrize(
    ("low", "high", "statement"),
    [
        (
            (1.2, 0.1),
            (3.0, 0.8),
            "was associated with higher odds of {0} (E) but was associated with lower odds of {1} (E).",
        ),
        ((1.2, 1.2), (3.0, 3.0), "was associated with higher odds of {0} (E) and {1} (E)."),
        ((0.3, 0.3), (3.0, 3.0), "is undecided for {0} (E) and {1} (E)."),
        ((0.6, 0.6), (1.8, 1.8), "showed no evidence of an association with {0} (E) or {1} (E)."),
        (
            (0.6, 0.3),
            (1.8, 3.0),
            "showed no evidence of an association with {0} (E) and is undecided for {1} (E).",
        ),
        ((1.2, 0.3), (3.0, 3.0), "was associated with higher odds of {0} (E) but is undecided for {1} (E)."),
    ],
)
def test_statement_follows_the_verdicts(committed, low, high, statement):
    found = edited(committed, conf_low=low, conf_high=high, status=("ok", "ok"))
    ((_, (sentence, *_)),) = summary(found)
    outcomes = [labels.in_sentence(labels.short(STUDY, o)) for o in ("diagnosed", "treated")]
    after = re.escape(statement.format(*outcomes)).replace(r"\(E\)", r"\([^()]*;[^()]*\)")
    assert re.search(after, sentence)


def test_row_that_is_not_reported_says_why(committed):
    found = edited(
        committed, status=("too_few", "ok"), expected_exposed_cases=(1.9, 9.0), cases_exposed=(11, 20)
    )
    ((_, (sentence, *_)),) = summary(found)
    assert (
        "is not reported for diagnosed RLS (1.9 cases expected in the smaller group; 11 of 41 exposed)"
        in sentence
    )


def test_parts_of_a_run(committed, partial):
    none = replace(
        committed, estimates=committed.estimates[committed.estimates["role"] == "negative_control"]
    )
    assert lead(none) == "No primary exposure is part of this run."
    assert (summary(none), list(comments(none)), adjustment(none)) == ([], [], "")
    assert lead(partial) == "One primary exposure is part of this run."
    is_legs = committed.estimates["outcome"].isin(["leg_jerks", "leg_cramps"])
    legs = replace(committed, estimates=committed.estimates[is_legs])
    assert not re.search(r"definitions? of RLS", words(legs))
    treated = replace(committed, estimates=committed.estimates[committed.estimates["outcome"] == "treated"])
    assert f" associated with {labels.in_sentence(labels.short(STUDY, 'treated'))} and remained so" in lead(
        treated
    )
    assert "Control outcomes are not part of this run" in " ".join(reliability_of_findings(treated))


def test_without_q_nothing_is_said_of_multiple_comparisons(committed):
    part = replace(committed, estimates=committed.estimates.assign(q_value=float("nan")))
    assert not re.search("false discovery rate|does not meet", words(part))


def test_cases_controls_and_advice_follow(committed):
    text = " ".join(reliability_of_findings(committed))
    assert text.startswith("There are 41 cases of ")
    assert "among 10,846 adults (0.37%, weighted) and 139 of " in text
    assert text.endswith("nobody should start or stop a medicine or iron because of them.")


def test_complete_cases_pregnancy_and_dialysis_and_the_plan_are_among_the_limitations(committed):
    text = " ".join(reliability_of_findings(committed))
    included = headline(committed).groupby("outcome")["cases"].agg(["min", "max"])
    for outcome in ("diagnosed", "treated"):
        low, high = included.loc[outcome]
        assert re.search(
            rf"{low} to {high} (cases )?of {labels.in_sentence(labels.short(STUDY, outcome))}", text
        )
    assert included.loc["treated", "max"] == 127
    assert (
        "Among exposures of clinical interest, too few cases are expected in the smaller group to estimate the "
        "association with diagnosed RLS for "
        "pregnancy (1 of 9 cases "
        "exposed; women 20–44), kidney failure (0 of 34), dialysis (0 of 41), dopamine-blocking antiemetic (4 of 41), "
        "mirtazapine (0 of 41), "
        "antipsychotic (2 of 41) and sedating antihistamine (4 of 41), and with treated RLS for pregnancy (0 of 10; "
        "women 20–44), kidney failure (2 of 118), dialysis (2 of 126), dopamine-blocking antiemetic (2 of 127) and "
        "mirtazapine (2 of 127). "
        f"{NOT_SAFE} An estimate for chronic kidney disease does not stand in for dialysis."
    ) in text
    assert "written after trial fits on the same data and was not preregistered" in text
    reported = with_estimates(committed, "dialysis", status="sparse")
    assert "dialysis" not in " ".join(reliability_of_findings(reported))


def test_all_control_outcomes_are_given_for_exposures_that_are_associated(committed):
    text = " ".join(reliability_of_findings(committed))
    for exposure, level in (("rx_antidepressant", "yes"), ("smoking", "current")):
        for control in (o for o in committed.outcomes if o.role == "control"):
            estimates = committed.primary_estimates(control, "headline")
            compared = estimates["exposure"].map(STUDY.stands_for) == exposure
            if exposure in control.without:
                assert not compared.any()
                continue
            (row,) = estimates[compared & (estimates["level"] == level)].itertuples()
            assert (
                f"{labels.in_sentence(labels.short(STUDY, control.id))} {printing.estimate_text(row)}" in text
            )
    assert "treated insomnia 2.04 (1.62 to 2.55)" in text
    assert "treated glaucoma 0.49 (0.22 to 0.95)" in text
    assert "diabetes, other sleep disorder" not in text


def test_users_who_are_cases_of_a_control_outcome_by_definition_are_counted(committed):
    named = {"rx_antidepressant": {"insomnia_treated": ("trazodone", "mirtazapine")}}
    words = replace(committed.study.words, true_by_definition=named)
    run = replace(committed, study=replace(committed.study, words=words))
    drugs = committed.indications
    drugs = drugs[drugs["outcome"] == "insomnia_treated"].set_index("drug")["n"]
    assert (
        "The association of antidepressant use with treated insomnia is partly true by definition: of all 952 cases, "
        f"{drugs['trazodone']} take trazodone for it and {drugs['mirtazapine']} mirtazapine (some may take two)."
    ) in " ".join(reliability_of_findings(run))
    assert "treated insomnia 3.65 (3.04 to 4.39) (partly true by definition)" in lead(run)


def test_cases_may_be_mimics_and_one_negative_control_can_reveal_bias(committed):
    text = " ".join(reliability_of_findings(committed))
    assert "Neither definition was checked against diagnostic criteria" in text
    assert STUDY.words.misclassified_associations in text
    assert STUDY.words.misclassified_associations not in " ".join(
        reliability_of_findings(committed.part("iron"))
    )
    assert "Only six of the eight, a relative with asthma, statins, ACE inhibitors" in text


def test_key_defines_the_terms_with_the_limits_of_the_plan(committed):
    terms = key(committed)
    assert terms["Caution, sparse data, not reported"].startswith(
        "5 to 10, 2 to 5 and fewer than 2 cases expected in the smaller group"
    )
    assert terms["Imprecise"] == "fewer than 40 cases or 15 design degrees of freedom"
    assert f"{len(PRIMARY)} of them are primary" in terms["Headline exposures"].replace("six", "6")
    assert not key(replace(committed, estimates=committed.estimates[:0]))


def test_an_odds_ratio_near_the_limit_below_which_none_is_shown_says_so(committed):
    rows = committed.estimates
    of = rows[(rows["outcome"] == "diagnosed") & (rows["exposure"] == "rx_antidepressant")]
    of = of[(of["method"] == "firth") & (of["sample"] == "all")].set_index("set")
    assert (of.loc["minimal", "status"], of.loc["crude", "status"]) == ("caution", "sparse")
    expected = of["expected_exposed_cases"]
    near = (
        f"The size of the association with diagnosed RLS is uncertain: {expected['minimal']:.1f} cases expected in the "
        "smaller group, just above the limit of 5 below which no odds ratio is shown, and only "
        f"{expected['crude']:.1f} in the crude model."
    )
    assert [text for text in caveats(committed) if "just above" in text] == [
        text for text in caveats(committed) if text.startswith(f"Antidepressant use: {near}")
    ]
    assert near in text_of(committed, "antidepressant use was")
