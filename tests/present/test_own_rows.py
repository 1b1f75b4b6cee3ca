"""Figures of users' own rows: nothing is dropped, joined or mixed, and the words are those of each model."""

import pandas as pd
import pytest
from matplotlib.text import Text

from rlsanalysis.nhanes.study import nhanes_study
from rlsanalysis.present import labels, models
from rlsanalysis.present.figures import adjustment, caption, dose_response, forest
from rlsanalysis.present.tables import estimates
from rlsanalysis.present.tables.view_rows import listed
from rlsanalysis.study.attached import with_study
from rlsanalysis.survey.errors import AnalysisError

STUDY = nhanes_study()

WOMEN = "custom: all; female == 1"
CONSTANT = "not adjusted for female, constant in this domain"


def flowing(figure) -> str:
    return " ".join(" ".join(t.get_text() for t in figure.findobj(Text)).split())


def flowing_forest(rows) -> str:
    return flowing(forest(rows))


def listed_as_table(rows) -> str:
    return estimates(rows).as_raw_html()


def plots(figure):
    return [axes for axes in figure.axes if axes.axison]


@pytest.fixture
def one(committed) -> pd.DataFrame:
    """A single estimate by the headline method."""
    rows = committed.estimates
    chosen = (rows["outcome"] == "treated") & (rows["exposure"] == "ckd") & (rows["set"] == "full")
    return rows[chosen & (rows["method"] == "firth") & (rows["sample"] == "all")]


@pytest.fixture
def curve(committed) -> pd.DataFrame:
    """A curve as `rlsanalysis.dose_response` returns it: points with what is known about the whole curve."""
    rows = committed.curves
    rows = rows[
        (rows["outcome"] == "treated") & (rows["exposure"] == "ferritin") & (rows["method"] == "firth")
    ]
    about = {"releases": "P", "n": 8000, "cases": 63, "unit": "ng/mL", "scale": "log2", "reference": 75.0}
    return rows.assign(status="ok", **about, knots="20 80 250", df_den=25.0, reason="", weight="exam")


@pytest.mark.parametrize("draw", [forest, adjustment])
def test_a_repeated_row_is_refused_and_never_dropped(one, draw):
    with pytest.raises(
        AnalysisError, match=r"Two rows are of the same comparison and model \(treated, ckd, yes"
    ):
        draw(pd.concat([one, one.assign(odds_ratio=1.9)]))


def test_an_exposure_that_is_chosen_twice_is_drawn_once(committed):
    written = flowing(forest(committed, rows=["ckd", "ckd"], outcomes=["treated"], title="Once"))
    assert written.count(labels.short(STUDY, "ckd")) == 1


def test_rows_that_differ_in_the_reference_are_drawn_with_their_references(one):
    drawn = flowing(forest(pd.concat([one, one.assign(reference="never tested")])))
    for reference in (one["reference"].iloc[0], "never tested"):
        assert f"{labels.short(STUDY, 'ckd')} (vs {reference})" in drawn
    categorical = one.assign(exposure="smoking", level="current", reference="never")
    smoking = flowing(forest(pd.concat([categorical, categorical.assign(reference="former")])))
    assert "current vs never" in smoking
    assert "current vs former" in smoking


def test_rows_of_another_method_stay_where_the_headline_method_lacks_the_model(one):
    ml = pd.concat([one, one.assign(exposure="stroke")]).assign(method="ml")
    drawn = flowing(forest(pd.concat([one, ml])))
    assert drawn.count(f"{labels.short(STUDY, 'ckd')} (") == 1
    assert f"{labels.short(STUDY, 'stroke')} (" in drawn


@pytest.mark.parametrize("draw", [forest, dose_response])
def test_invented_and_real_people_are_not_drawn_together(one, curve, draw):
    rows = one if draw is forest else curve
    with pytest.raises(AnalysisError, match=r"different sources \(NHANES, SYNTHETIC\)"):
        draw(pd.concat([rows, rows.assign(source="SYNTHETIC", sample="custom: all; age >= 50")]))


def test_an_adjuster_that_is_constant_in_the_domain_is_not_listed(one):
    women = one.assign(sample=WOMEN, reason=CONSTANT)
    for rows, named in ((one, True), (women, False)):
        for text in (flowing(forest(rows)).partition("Adjusted for")[2], models.adjustment(STUDY, rows)):
            assert (", sex," in text.partition("exposed")[0]) == named
    own = women.assign(set="age_10+female+race", reason=f"12 cases in total; {CONSTANT}")
    assert "Adjusted for age and its square, race and ethnicity" in models.adjustment(STUDY, own)
    both = pd.concat([one, women])
    assert "sex" in models.adjustment(STUDY, both)
    assert models.CONSTANT in caption("forest", both)
    failed = women.assign(exposure="stroke", status="not_estimable", reason="no cases")
    assert "sex" not in models.adjustment(STUDY, pd.concat([women, failed]))
    pair = pd.concat([own, own.assign(set="age_10", reason="")])
    assert "sex" not in flowing(forest(pair))


def test_a_table_does_not_list_an_adjuster_that_is_constant_in_the_domain(one):
    for set_ in ("full", "age_10+female"):
        women = one.assign(set=set_, sample=WOMEN, reason=CONSTANT)
        assert "sex" in listed(STUDY, one.assign(set=set_)).title
        assert "sex" not in listed(STUDY, women).title
        assert not [note for note in listed(STUDY, women).notes if "Adjusted for" in note and ", sex" in note]


def test_a_curve_does_not_list_an_adjuster_that_is_constant_in_the_domain(curve):
    assert ", sex," in caption("dose_response", curve)
    for set_ in ("full", "age_10+female"):
        women = curve.assign(set=set_, sample=WOMEN, reason=CONSTANT)
        assert "sex" not in flowing(dose_response(women))
        assert "sex" not in caption("dose_response", women)


@pytest.mark.parametrize(
    "other",
    [
        {"reference": 40.0},
        {"releases": "H P"},
        {"sample": "custom: all; mask [9 of 20 adults, 1a2b3c4d]"},
        {"set": "age_10"},
    ],
    ids=lambda other: next(iter(other)),
)
def test_curves_of_different_models_are_panels_and_not_one_line(curve, other):
    figure = dose_response(pd.concat([curve, curve.assign(**other)]))
    assert len(plots(figure)) == 2
    for axes in plots(figure):
        (line,) = (drawn for drawn in axes.lines if len(drawn.get_ydata()) == len(curve))
        assert sorted(line.get_xdata()) == sorted(curve["value"])
        assert sorted(line.get_ydata()) == sorted(curve["odds_ratio"])


def test_the_caption_tells_the_curves_of_one_outcome_apart(curve):
    women = curve.assign(sample=WOMEN, reason=CONSTANT, knots="20 80 200 300")
    text = caption("dose_response", pd.concat([curve, women]))
    name = labels.in_sentence(labels.short(STUDY, "treated"))
    first, second = f"{name} (all eligible adults)", f"{name} (all eligible adults; women only)"
    assert f"Number of knots: {first}, 3; {second}, 4." in text
    assert f"Adjustment for {second}: full" in text
    by_reference = caption("dose_response", pd.concat([curve, curve.assign(reference=40.0)]))
    assert f"{name} (reference 75 ng/mL) and {name} (reference 40 ng/mL)" in by_reference
    assert f"Adjustment for {name}: full" in caption("dose_response", curve)


def test_a_value_that_a_curve_has_twice_is_refused(curve):
    plain = curve.drop(columns=["releases", "reference"])
    with pytest.raises(AnalysisError, match=r"ferritin and treated .* have a value of ferritin twice"):
        dose_response(pd.concat([plain, plain]))


def test_a_curve_by_another_method_alone_is_refused_and_never_left_out(curve):
    with pytest.raises(AnalysisError, match="curves without the method firth"):
        dose_response(pd.concat([curve, curve.assign(method="ml", sample=WOMEN)]))


def test_a_panel_names_years_population_and_counts_of_its_own_curve(committed, curve):
    diagnosed = curve.assign(outcome="diagnosed", releases="D", sample="custom: all; releases D", cases=7)
    written = flowing(dose_response(diagnosed))
    assert f"women 20–49, {labels.sample(STUDY, 'custom: all; releases D')}" in written
    assert "2005–2008" not in written
    assert "7 cases among 8,000 adults, 3 knots" in written
    assert "7 cases: imprecise" in written
    without_column = diagnosed.drop(columns="releases")
    assert "women 20–49, " in flowing(dose_response(without_column))
    rows = committed.curves
    of_run = rows[(rows["exposure"] == "ferritin") & (rows["outcome"] == "treated")]
    assert "2017–March 2020, full adjustment" in flowing(dose_response(of_run))


def test_the_reason_of_the_plan_is_given_for_the_reference_of_the_plan_only(curve):
    reason = STUDY.curves["ferritin"].reason
    assert f"the reference value is 75 ng/mL: {reason}." in caption("dose_response", curve)
    own = curve.assign(reference=40.0)
    assert "the reference value is 40 ng/mL." in caption("dose_response", own)
    both = caption("dose_response", pd.concat([curve, own]))
    assert "the reference value is that of each panel: 75 ng/mL and 40 ng/mL." in both
    assert reason not in both


@pytest.mark.parametrize(
    ("exposure", "set_", "not_named", "named"),
    [
        ("parity", "female+age_10", "sex", "age"),
        ("female", "full", "sex", "body mass index"),
        ("age_10", "full", "age", "sex"),
        ("bmi", "full", "body mass index", "smoking"),
        ("smoking", "full", "smoking", "body mass index"),
    ],
)
def test_adjustment_names_neither_the_exposure_nor_sex_among_women(one, exposure, set_, not_named, named):
    rows = one.assign(exposure=exposure, set=set_)
    words = models.adjustment(STUDY, rows)
    assert named in words
    assert not_named not in words
    assert words.removeprefix("Adjusted for ").rstrip(".") in flowing(forest(rows))


def test_rows_of_one_set_with_different_adjusters_are_named_apart(one):
    women = one.assign(exposure="parity", sample=WOMEN)
    restricted = one.assign(sample=WOMEN, reason=CONSTANT)
    words = models.adjustment(STUDY, pd.concat([women, restricted]))
    assert " sex" not in words
    births, kidney = words.split(". Full adjustment")
    assert "body mass index" not in births
    assert "body mass index" in kidney


LACKING = {
    "ok without odds ratio": ({"odds_ratio": None}, "status ok and no odds_ratio"),
    "caution without odds ratio": ({"status": "caution", "odds_ratio": None}, "status caution and no odds_ratio"),
    "ok without lower limit": ({"conf_low": None}, "status ok and no conf_low"),
    "ok without upper limit": ({"conf_high": None}, "status ok and no conf_high"),
    "ok without cases": ({"cases": None}, "status ok and no cases"),
    "sparse without lower limit": ({"status": "sparse", "conf_low": None}, "status sparse and no conf_low"),
    "sparse without upper limit": ({"status": "sparse", "conf_high": None}, "status sparse and no conf_high"),
    "above its CI": ({"odds_ratio": 9.9}, "an odds_ratio outside its CI"),
    "below its CI": ({"odds_ratio": 0.1}, "an odds_ratio outside its CI"),
    "limits the wrong way round": (
        {"status": "sparse", "odds_ratio": None, "conf_low": 3.0, "conf_high": 1.0}, "outside its CI, conf_low to",
    ),
    "log odds ratio": ({"odds_ratio": -0.1, "conf_low": -0.4, "conf_high": 0.2}, "an odds_ratio outside its CI"),
    "more cases than adults": ({"cases": 10**6}, "more cases than n"),
    "more exposed than adults": ({"n_exposed": 10**6}, "more n_exposed than n"),
    "more exposed cases than cases": ({"cases": 3, "cases_exposed": 4}, "more cases_exposed than cases"),
    "more exposed cases than exposed": ({"n_exposed": 3, "cases_exposed": 4}, "more cases_exposed than n_exposed"),
    "negative count": ({"cases_exposed": -3}, "a negative cases_exposed"),
    "P above 1": ({"p_value": 7.0}, "a p_value outside 0 to 1"),
    "q below 0": ({"q_value": -0.1}, "a q_value outside 0 to 1"),
    "infinite": ({"odds_ratio": float("inf"), "conf_high": float("inf")}, "no finite odds_ratio"),
    "not estimable without reason": ({"status": "not_estimable", "reason": ""}, "status not_estimable and no reason"),
}  # fmt: skip


@pytest.mark.parametrize("make", [forest, estimates])
@pytest.mark.parametrize(("wrong", "what"), LACKING.values(), ids=LACKING)
def test_a_row_without_what_its_status_promises_is_refused_by_name(one, wrong, what, make):
    good = one.assign(exposure="stroke", status="ok", odds_ratio=1.5, conf_low=0.8, conf_high=2.5)
    rows = pd.concat([good, good.assign(exposure="ckd", **wrong)], ignore_index=True)
    with pytest.raises(AnalysisError, match=rf"^The row 1 \(treated, ckd, yes, full, all, firth\) .*{what}"):
        make(rows)


def test_rows_that_keep_what_their_status_promises_are_shown(one):
    good = [
        one.assign(odds_ratio=1.5, conf_low=0.0, conf_high=float("inf"), status="caution"),
        one.assign(exposure="stroke", status="sparse", odds_ratio=None, conf_low=0.4, conf_high=1.2),
        one.assign(exposure="diabetes_told", status="not_estimable", odds_ratio=None, reason="no cases"),
        one.assign(exposure="cvd", status="too_few", odds_ratio=None, conf_low=None, conf_high=None),
    ]
    written = flowing_forest(pd.concat(good))
    for text in ("1.50 (0 to ∞)", "CI only: 0.40 to 1.20", "not estimable: no cases", "not reported"):
        assert text in written


def test_a_curve_outside_its_band_is_refused_but_not_for_rounding(curve):
    at_one = curve.assign(odds_ratio=1.0, conf_low=1 + 1e-14, conf_high=1 - 1e-14)
    assert plots(dose_response(at_one))
    with pytest.raises(AnalysisError, match="an odds_ratio outside its CI"):
        dose_response(curve.assign(odds_ratio=1e6))


def test_masks_of_one_name_and_size_are_told_apart_by_their_digests(one):
    samples = [f"custom: all; mask half [9 of 20 adults, {digest}]" for digest in ("1a2b3c4d", "5e6f7a8b")]
    alike = pd.concat([one.assign(sample=sample) for sample in samples])
    for written in (flowing_forest(alike), listed_as_table(alike), caption("forest", alike)):
        assert "half, 1a2b3c4d (9 of 20 adults)" in written
        assert "half, 5e6f7a8b (9 of 20 adults)" in written
    named = pd.concat([one.assign(sample=samples[0]), one.assign(sample=samples[1].replace("half", "other"))])
    written = flowing_forest(named)
    assert "half (9 of 20 adults)" in written
    assert "other (9 of 20 adults)" in written
    assert "1a2b3c4d" not in written


def test_each_of_two_masks_is_told_apart(one):
    samples = [
        f"custom: mask left [5 of 20 adults, {digest}]; mask right [9 of 20 adults, 9e9e9e9e]"
        for digest in ("1a2b3c4d", "5e6f7a8b")
    ]
    written = listed_as_table(pd.concat([one.assign(sample=sample) for sample in samples]))
    assert "left, 1a2b3c4d (5 of 20 adults)" in written
    assert "left, 5e6f7a8b (5 of 20 adults)" in written


def of_curve(rows):
    return caption("dose_response", rows)


def test_rows_that_were_written_and_read_again_give_the_same_words(one, curve, tmp_path):
    for rows, made in ((one, flowing_forest), (one, listed_as_table), (curve, of_curve)):
        rows.to_csv(tmp_path / "rows.csv", index=False)
        again = with_study(pd.read_csv(tmp_path / "rows.csv"), STUDY)
        assert again["reason"].isna().all()
        assert made(again) == made(rows)
