"""The findings: which exposures they are, what is said of each, and that they are right on parts of a run."""

import re
from dataclasses import replace

import pytest

from rlsanalysis.present import labels
from rlsanalysis.present.findings import GROUPS, conflicts, findings
from rlsanalysis.present.summary import GROUP_WORDS, comments, lead, reliability_of_findings, summary
from rlsanalysis.study.plan import load_plan

PRIMARY = [e.id for e in load_plan().exposures.values() if e.primary]


def headline(results):
    """Headline rows of the primary exposures, last level of each, straight from the table."""
    rows = results.estimates
    rows = rows[(rows["headline"] == "yes") & rows["exposure"].isin(PRIMARY)]
    primary = [o.id for o in load_plan().outcomes.values() if o.role == "primary"]
    return rows[rows["outcome"].isin(primary)].groupby(["exposure", "outcome"], sort=False).tail(1)


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
    wide = (rows["reference"] != "") & ((rows["conf_low"] < 0.5) | (rows["conf_high"] > 2))
    associated = set(rows.loc[excludes, "exposure"])
    undecided = set(rows.loc[~excludes & wide, "exposure"]) - associated
    groups = {
        name: {f.rows["treated"].exposure for f in findings(committed) if f.group == name} for name in GROUPS
    }
    assert groups["Associated"] == associated
    assert groups["Undecided"] == undecided
    assert groups["Not clearly associated"] == set(PRIMARY) - associated - undecided
    assert not groups["Not reported"]
    assert set(GROUP_WORDS) == set(GROUPS)


def test_every_finding_is_a_sentence_with_its_estimates(committed):
    text = words(committed)
    for row in headline(committed).itertuples():
        assert labels.interval(row.conf_low, row.conf_high) in text
        assert (f"{labels.ratio(row.odds_ratio)} " in text) == (row.status in labels.POINT)


def test_lead_names_what_is_associated_with_both_and_with_one(committed):
    assert lead(committed).startswith("Of six primary exposures, only ")
    assert f"associated with both definitions of RLS; {labels.in_sentence(labels.short('smoking'))}" in lead(
        committed
    )
    first, second = lead(committed).split(". ")
    assert first.endswith(f"{labels.in_sentence(labels.short('diagnosed'))} only")
    assert (
        second
        == "Antidepressant use was also associated with control outcomes, so these data do not show that it "
        "is specific to RLS."
    )


def test_sparse_data_have_no_point_in_a_sentence(real, forbidden):
    assert not [number for number in forbidden if number in words(real)]


def test_associations_that_correction_removes_are_named_with_q(committed):
    (text,) = [comment for comment in comments(committed) if comment.startswith("At a false discovery rate")]
    q = headline(committed).set_index(["exposure", "outcome"]).loc[("smoking", "diagnosed"), "q_value"]
    assert text.startswith("At a false discovery rate of 5% across the headline exposures, ")
    assert "remained associated with both definitions of RLS; " in text
    assert f"(q of the joint test = {labels.p_text(q)})" in text


def test_associations_of_another_adjustment_set_are_named_with_their_estimates(committed):
    rows = committed.estimates[committed.estimates["method"] == "firth"]
    text = " ".join(c for c in comments(committed) if "adjustment instead" in c)
    for exposure, outcome, set_ in (
        ("diabetes_told", "treated", "minimal"),
        ("caffeine_100", "diagnosed", "full"),
    ):
        same = (rows["exposure"] == exposure) & (rows["outcome"] == outcome) & (rows["sample"] == "all")
        (row,) = rows[same & (rows["set"] == set_)].itertuples()
        assert row.conf_low > 1 or row.conf_high < 1
        assert f"95% CI {labels.interval(row.conf_low, row.conf_high)}" in text
    assert "antidepressant" not in text


def test_conflicts_are_opposite_and_exclude_each_other(committed):
    rows = committed.estimates
    rows = rows[(rows["headline"] == "yes") & rows["status"].isin(labels.POINT)]
    one, other = (rows[rows["outcome"] == o] for o in ("diagnosed", "treated"))
    pairs = one.merge(other, on=["exposure", "level"])
    apart = (pairs["conf_high_x"] < pairs["odds_ratio_y"]) & (pairs["odds_ratio_x"] < pairs["conf_low_y"])
    expected = pairs[apart & (pairs["odds_ratio_x"] < 1) & (pairs["odds_ratio_y"] > 1)]
    found = [(f.rows["treated"].exposure, f.rows["treated"].level) for f in conflicts(committed)]
    assert found == list(zip(expected["exposure"], expected["level"], strict=True))
    assert ("caffeine", ">=400") in found
    assert "0.20 (95% CI 0.02 to 1.04" in list(comments(committed))[-1]
    assert "2.69 (0.93 to 7.99" in list(comments(committed))[-1]


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
            "was associated with higher odds of {0} but was associated with lower odds of {1}:",
        ),
        ((1.2, 1.2), (3.0, 3.0), "was associated with higher odds of both definitions of RLS:"),
        ((0.3, 0.3), (3.0, 3.0), "is undecided for both definitions of RLS:"),
        ((0.6, 0.6), (1.8, 1.8), "showed no evidence of an association with either definition of RLS:"),
        ((0.6, 0.3), (1.8, 3.0), "showed no evidence of an association with {0} and is undecided for {1}:"),
        ((1.2, 0.3), (3.0, 3.0), "was associated with higher odds of {0} but is undecided for {1}:"),
    ],
)
def test_statement_follows_the_verdicts(committed, low, high, statement):
    found = edited(committed, conf_low=low, conf_high=high, status=("ok", "ok"))
    ((_, (sentence,)),) = summary(found)
    outcomes = [labels.in_sentence(labels.short(o)) for o in ("diagnosed", "treated")]
    assert statement.format(*outcomes) in sentence


def test_row_that_is_not_reported_says_why(committed):
    found = edited(
        committed, status=("too_few", "ok"), expected_exposed_cases=(1.9, 9.0), cases_exposed=(11, 20)
    )
    ((_, (sentence,)),) = summary(found)
    assert "not reported: 1.9 exposed cases expected (11 observed)" in sentence


def test_parts_of_a_run(committed, partial):
    none = replace(
        committed, estimates=committed.estimates[committed.estimates["role"] == "negative_control"]
    )
    assert lead(none) == "No primary exposure is part of this run."
    assert (summary(none), list(comments(none))) == ([], [])
    assert lead(partial) == "One primary exposure is part of this run."
    is_legs = committed.estimates["outcome"].isin(["leg_jerks", "leg_cramps"])
    legs = replace(committed, estimates=committed.estimates[is_legs])
    assert not re.search(r"definitions? of RLS", words(legs))
    treated = replace(committed, estimates=committed.estimates[committed.estimates["outcome"] == "treated"])
    assert lead(treated).endswith(f" associated with {labels.in_sentence(labels.short('treated'))}.")
    assert "Control outcomes are not part of this run" in " ".join(reliability_of_findings(treated))


def test_without_q_nothing_is_said_of_multiple_comparisons(committed):
    part = replace(committed, estimates=committed.estimates.assign(q_value=float("nan")))
    assert "false discovery rate" not in words(part)


def test_cases_controls_and_advice_follow(committed):
    text = " ".join(reliability_of_findings(committed))
    assert text.startswith("There are 41 cases of ")
    assert "among 10,846 adults (0.37%, weighted) and 139 of " in text
    assert "was also associated with control outcomes: " in text
    for control, estimate in (
        ("insomnia_treated", "8.17 (6.48 to 10.37)"),
        ("allergy_treated", "1.95 (1.44 to 2.61)"),
    ):
        assert f"{labels.in_sentence(labels.short(control))} {estimate}" in text
    assert text.endswith("nobody should start or stop a medicine or iron because of them.")
