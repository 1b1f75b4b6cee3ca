"""Each figure shows the numbers of its table, and nothing that it computed otherwise."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pandas as pd
import pytest

from rlsanalysis.nhanes.study import nhanes_study
from rlsanalysis.present import labels, printing, vocabulary
from rlsanalysis.present.figures import (
    adjustment,
    caption,
    distribution,
    dose_response,
    flow,
    missingness,
    prevalence,
)
from rlsanalysis.present.figures.curve_plot import MOST
from rlsanalysis.present.figures.missing_rows import missing_rows
from rlsanalysis.present.figures.theme import LIGHT
from rlsanalysis.present.reliability import reliability
from rlsanalysis.present.words import adjustment_set
from rlsanalysis.study.results import records
from rlsanalysis.survey.errors import AnalysisError

STUDY = nhanes_study()

DIAGNOSED, TREATED = (STUDY.cohorts[STUDY.outcomes[o].cohort].years for o in ("diagnosed", "treated"))
MANY = 5000


def of(frame, **values):
    for column, value in values.items():
        frame = frame[frame[column] == value]
    return frame


def plots(figure):
    return [axes for axes in figure.axes if axes.axison]


def panel(figure, number):
    """Axes of a plot by the number of its outcome."""
    return plots(figure)[number]


def flowing(texts):
    """All texts in one line, so that wrapped ones are found."""
    return " ".join(" ".join(texts).split())


@pytest.fixture(scope="module")
def firm(whole):
    """The same run with curves of many cases, so that nothing but the status makes them imprecise."""
    return replace(whole, curve_tests=whole.curve_tests.assign(cases=MANY))


def test_prevalence_shows_counts_percents_and_intervals(whole, texts_of):
    texts = texts_of(prevalence(whole))
    for row in of(whole.prevalence, outcome="diagnosed").itertuples():
        low, high = printing.percent(row.conf_low), printing.percent(row.conf_high)
        assert f"{printing.percent(row.percent)} ({low} to {high})" in texts
        assert f"{printing.count(row.cases)} / {printing.count(row.n)}" in texts


def test_prevalence_draws_a_point_for_each_row_that_standards_allow(whole):
    treated = panel(prevalence(whole), 1)
    points = sorted(line.get_xdata()[0] for line in treated.lines if len(line.get_xdata()) == 1)
    shown = whole.prevalence[
        (whole.prevalence["outcome"] == "treated") & (whole.prevalence["flag"] != "suppress")
    ]
    assert points == sorted(shown["percent"])
    assert len(points) == len(of(whole.prevalence, outcome="treated")) - 1


def test_a_suppressed_prevalence_is_named_and_one_to_review_is_gray(whole, texts_of):
    figure = prevalence(whole)
    assert texts_of(figure).count("suppressed") == 1
    gray = [line for line in panel(figure, 0).lines if line.get_color() == LIGHT.quiet]
    assert {line.get_xdata()[0] for line in gray if len(line.get_xdata()) == 1} == {
        of(whole.prevalence, outcome="diagnosed", flag="review")["percent"].item()
    }


def test_prevalence_of_controls_or_of_chosen_outcomes_on_request(whole, texts_of):
    control = labels.typeset(labels.name(STUDY, "other_sleep_disorder"))
    assert control not in flowing(texts_of(prevalence(whole)))
    for drawn in (prevalence(whole, controls=True), prevalence(whole, outcomes=["other_sleep_disorder"])):
        assert control in flowing(texts_of(drawn))
        assert labels.name(STUDY, "diagnosed") not in flowing(texts_of(drawn))
    with pytest.raises(AnalysisError, match="diagnosed"):
        prevalence(whole, outcomes=["diagnosd"])


def test_flow_shows_who_remains_and_who_is_excluded(whole, texts_of):
    texts = texts_of(flow(whole, "rx_ssri"))
    steps = of(whole.flow, outcome="diagnosed", exposure="rx_ssri")
    for row in steps.itertuples():
        assert f"n = {row.n:,}; cases = {row.cases:,}" in texts
    assert texts.count("excluded: 1,000") == 2 * 4
    assert texts.count("none excluded") == 2 * 2


def test_flow_is_that_of_the_primary_sample_and_frames_the_primary_model(whole, texts_of):
    figure = flow(whole, "rx_ssri")
    assert not [t for t in texts_of(figure) if "777" in t]
    heavy = [p for axes in figure.axes for p in axes.patches if p.get_linewidth() > 1.5]
    assert len(heavy) == 2
    text = caption("flow", whole, exposure="rx_ssri")
    assert f"drugs are compared among {labels.sample(STUDY, 'users')}, because every case has one." in text
    assert f"Survey cycles: {labels.releases(STUDY, 'D E H I P')}." in text


def test_flow_of_an_exposure_that_the_plan_lacks_is_refused(whole):
    with pytest.raises(AnalysisError, match="rx_ssri"):
        flow(whole, "rx_sri")


def test_missingness_is_a_share_of_all_by_reason_in_words(whole, texts_of):
    """40, 55, 12, 3 and 20 of 1,000; 3 of 1,000 are below 1% and not named."""
    text = flowing(texts_of(missingness(whole)))
    assert text.count("not examined 4%, no value 6%, refused 1%, no weight 2%") == 2
    assert "don't know" not in text
    assert text.count("none missing") >= 4


def test_missingness_bars_are_as_long_as_the_shares(whole):
    row = next(r for r in missing_rows(whole) if r.variable == "ckd")
    shares = {reason: share for reason, share in row.cohorts["2005-2008"].shares.items() if share}
    assert shares == pytest.approx(
        {"no_record": 4.0, "blank": 5.5, "refused": 1.2, "dont_know": 0.3, "no_weight": 2.0}
    )
    bars = [p for axes in missingness(whole, variables=["ckd"]).axes for p in axes.patches]
    empty, parts = bars[0], bars[1:6]
    assert [p.get_width() / empty.get_width() * 100 for p in parts] == pytest.approx(list(shares.values()))
    assert len({p.get_facecolor() for p in parts}) == 5


def test_a_variable_that_was_not_measured_says_so(whole, texts_of):
    assert "not measured 100%" in flowing(texts_of(missingness(whole, variables=["obesity"])))


def test_distribution_draws_the_percents_and_writes_the_people(whole, texts_of):
    figure = distribution(whole, "ferritin")
    rows = of(whole.distributions, outcome="diagnosed", variable="ferritin")
    drawn = [p.get_data()[0] for p in panel(figure, 0).patches]
    for people, values in zip(("others", "cases"), drawn, strict=True):
        np.testing.assert_array_equal(values, of(rows, people=people)["percent"])
    texts = texts_of(figure)
    assert texts.count("cases 21") == texts.count("non-cases 1,710") == 2
    assert texts.count("21 cases: imprecise") == 2
    assert f"{DIAGNOSED}, women 20–49" in texts
    edges = [f"{e:g}" for e in STUDY.bins["ferritin"].edges]
    assert [t.get_text() for t in panel(figure, 0).get_xticklabels()] == edges


def curve_lines(axes):
    return [line for line in axes.lines if len(line.get_xdata()) == 25]


def test_dose_response_draws_the_curve_its_band_and_its_reference(whole):
    rows = of(whole.curves, outcome="treated", exposure="ferritin", method="firth")
    axes = panel(dose_response(whole, "ferritin"), 1)
    (line,) = curve_lines(axes)
    np.testing.assert_array_equal(line.get_ydata(), rows["odds_ratio"])
    np.testing.assert_array_equal(line.get_xdata(), rows["value"])
    band = axes.collections[0].get_paths()[0].vertices
    assert band[:, 1].max() == pytest.approx(min(rows["conf_high"].max(), MOST))
    assert band[:, 1].min() == pytest.approx(max(rows["conf_low"].min(), 1 / MOST))
    assert [75.0] in [list(x.get_xdata()) for x in axes.lines if x.get_marker() == "o"]
    knots = [list(x.get_xdata()) for x in axes.lines if len(x.get_xdata()) == 4]
    assert knots == [[15, 60, 160, 500]]
    assert axes.get_xscale() == axes.get_yscale() == "log"


def test_all_dose_response_figures_have_one_vertical_axis(whole):
    figures = [dose_response(whole, v, theme=t) for v in ("ferritin", "egfr") for t in ("light", "slide")]
    assert {axes.get_ylim() for figure in figures for axes in plots(figure)} == {(1 / MOST, MOST)}


def test_a_sparse_curve_is_a_band_without_a_line_and_says_so(whole, texts_of):
    figure = dose_response(whole, "ferritin")
    axes = panel(figure, 0)
    assert axes.collections
    assert {line.get_linestyle() for line in curve_lines(axes)} == {":"}
    texts = texts_of(figure)
    assert "Sparse data: CI only, no curve" in texts
    assert "41 cases among 9,876 adults, 4 knots" in texts


def test_a_curve_of_few_cases_is_drawn_as_imprecise(whole, firm, texts_of):
    few = whole.curve_tests.assign(cases=12)
    for run, color in ((firm, LIGHT.adequate), (replace(whole, curve_tests=few), LIGHT.imprecise)):
        (line,) = curve_lines(panel(dose_response(run, "ferritin"), 1))
        assert line.get_color() == color
    assert "12 cases: imprecise" in texts_of(dose_response(replace(whole, curve_tests=few), "ferritin"))


def test_curves_that_cannot_be_shown_say_why(whole, texts_of):
    assert f"Not shown: {vocabulary.STATUS_NAMES['too_few']}" in texts_of(dose_response(whole, "ferritin"))
    texts = texts_of(dose_response(whole, "egfr"))
    assert "Not shown: the percentiles have one value" in texts
    assert "nan" not in " ".join(texts)


def test_caption_of_a_curve_has_its_tests_and_explains_its_knots(whole):
    text = caption("dose_response", whole, exposure="ferritin")
    treated, cramps = labels.short(STUDY, "treated"), labels.short(STUDY, "leg_cramps")
    assert f"{treated}: any association p = 0.034, departure from linearity p = 0.21." in text
    assert f"{cramps}: any" not in text
    assert f"{labels.in_sentence(treated)}, 4" in text
    assert "A curve with more cases and more knots may therefore be shown with less" in text
    assert "Odds ratios by serum ferritin; the reference value is 75 ng/mL" in text


def test_caption_of_a_curve_says_beyond_which_values_there_is_no_case(whole):
    edges = (-np.inf, 30, 45, 60, np.inf)
    bins = pd.DataFrame(
        [
            ("treated", "ferritin", people, k + 1, *limits, n)
            for people, counts in (("cases", (0, 0, 9, 3)), ("others", (5, 5, 5, 5)))
            for k, (limits, n) in enumerate(zip(pairwise(edges), counts, strict=True))
        ],
        columns=["outcome", "variable", "people", "bin", "low", "high", "n"],
    )
    own = whole.curve_tests["outcome"] == "treated"
    few = whole.curve_tests.assign(cases=whole.curve_tests["cases"].where(~own, 12))
    run = replace(whole, distributions=bins, curve_tests=few)
    text = caption("dose_response", run, exposure="ferritin")
    assert "Of the 12 cases of treated RLS with a value, none has one below 45 ng/mL." in text
    everywhere = replace(run, distributions=bins.assign(n=bins["n"].replace(0, 1)))
    assert "with a value, none has one" not in caption("dose_response", everywhere, exposure="ferritin")


def test_people_are_named_where_they_are_not_all_adults_of_the_cohort(whole, texts_of):
    texts = texts_of(dose_response(whole, "ferritin"))
    assert texts.count(f"{DIAGNOSED}, women 20–49, minimal adjustment") == 3
    assert texts.count("2017–March 2020, minimal adjustment") == 1
    assert f"{DIAGNOSED}, minimal adjustment" in texts_of(dose_response(whole, "egfr"))


def test_key_names_the_lines_that_are_drawn(whole, texts_of):
    caution = "odds ratio, imprecise, or interpret with caution"
    assert caution in texts_of(dose_response(whole, "ferritin"))
    assert caution not in texts_of(dose_response(whole, "egfr"))


def test_a_band_that_leaves_the_axis_ends_in_an_arrow(whole):
    wide = whole.curves.assign(conf_high=whole.curves["conf_high"].where(whole.curves["value"] > 20, 33.0))
    axes = panel(dose_response(replace(whole, curves=wide), "ferritin"), 1)
    arrows = [x for x in axes.lines if x.get_marker() == "^" and x.get_markerfacecolor() != LIGHT.paper]
    assert [x.get_ydata()[0] for x in arrows] == [MOST, MOST]


def test_a_curve_that_the_plan_lacks_is_refused(whole):
    with pytest.raises(AnalysisError, match="ferritin"):
        dose_response(whole, "feritin")


def test_outcomes_of_a_curve_are_chosen(whole, texts_of):
    texts = flowing(texts_of(dose_response(whole, "ferritin", outcomes=["leg_jerks"])))
    assert labels.typeset(labels.name(STUDY, "leg_jerks")) in texts
    assert labels.name(STUDY, "diagnosed") not in texts


def test_tidy_rows_of_a_curve_go_straight_into_the_figure(whole, texts_of):
    """As `rlsanalysis.dose_response` returns them: no tests, both methods, an adjustment set of its own."""
    rows = of(whole.curves, outcome="treated", exposure="ferritin").assign(status="ok")
    own = rows.assign(set="age_10+energy")
    figure = dose_response(pd.concat([rows, own]))
    assert len(plots(figure)) == 2
    firth = rows[rows["method"] == "firth"]
    for axes in plots(figure):
        np.testing.assert_array_equal(curve_lines(axes)[0].get_ydata(), firth["odds_ratio"])
    words = "age and its square, and energy intake"
    assert f"2017–March 2020, adjusted for {words} " in flowing(texts_of(figure))
    assert f"{words}." in caption("dose_response", own)
    assert "age_10" not in caption("dose_response", own)
    with pytest.raises(AnalysisError, match="one variable"):
        dose_response(whole.curves.assign(status="ok", odds_ratio=1.0, conf_low=0.5, conf_high=2.0))


def test_adjustment_draws_each_point_that_its_status_allows(whole, texts_of):
    figure = adjustment(whole)
    study = STUDY
    headline = {e.id: e for e in study.exposures.values() if e.role == "headline" and not e.stands_for}
    rows = whole.estimates[
        whole.estimates["exposure"].isin(headline)
        & whole.estimates["outcome"].isin(["diagnosed", "treated"])
        & (whole.estimates["method"] == "firth")
        & whole.estimates["set"].isin(study.main_sets)
    ]
    users = [
        study.outcomes[r.outcome].sample == headline[r.exposure].sample == "users" for r in rows.itertuples()
    ]
    drawn = rows[rows["sample"] == np.where(users, "users", "all")]
    points = [
        x
        for ax in plots(figure)
        for x in ax.lines
        if x.get_marker() in ("o", "s", "^") and 1.33 in x.get_xdata()
    ]
    assert len(points) == drawn["status"].isin(["ok", "caution"]).sum() > 0
    hollow = [p for p in points if p.get_markerfacecolor() == LIGHT.paper]
    assert len(hollow) == sum(reliability(STUDY, r).symbol == "open" for r in records(drawn)) > 0
    assert any("not reported" in text for text in texts_of(figure))


def test_adjustment_key_names_each_set_and_the_caption_says_why_reliability_changes(whole, texts_of):
    texts = texts_of(adjustment(whole))
    assert {"minimal", "full"} <= set(texts)
    text = caption("adjustment", whole)
    assert (
        "Reliability can rise with adjustment, because the cases expected in the smaller group depend on the adjusters."
        in text
    )
    assert "a better rating with full adjustment is not better evidence." in text
    assert (
        "With so few cases, estimates that only the full model shows, or whose 95% CI excludes 1 only there"
        in text
    )
    assert "from top to bottom: minimal; full." in text


def test_curves_of_restricted_samples_are_panels_of_their_own_and_say_so(whole, texts_of):
    """Otherwise the points of two samples would be joined by one line."""
    curve = of(whole.curves, exposure="ferritin", outcome="treated").assign(status="ok")
    women, early = "custom: all; female == 1", "custom: all; releases H I; age >= 50"
    rows = pd.concat([curve, curve.assign(sample=women), curve.assign(sample=early)])
    figure = dose_response(rows)
    assert len(plots(figure)) == 3
    shown, text = flowing(texts_of(figure)), caption("dose_response", rows)
    assert "Sample: all eligible adults." not in text
    for sample in (women, early):
        assert f"Sample: {labels.sample(STUDY, sample)}." in text
        assert f"{labels.sample(STUDY, sample)}, " in shown
    assert "Sample:" not in caption("dose_response", curve)
    assert shown.count("2017–March 2020, ") == 2


def test_adjustment_takes_chosen_rows_and_tidy_rows(whole, texts_of):
    rows = whole.estimates
    one = of(rows, exposure="ckd", outcome="treated", sample="all")
    own = pd.concat([one, one[one["set"] == "full"].assign(set="age_10+energy")])
    assert adjustment_set(STUDY, "age_10+energy") in texts_of(adjustment(own))
    chosen = flowing(texts_of(adjustment(whole, rows=["smoking"], outcomes=["treated"])))
    assert labels.short(STUDY, "smoking") in chosen
    assert labels.short(STUDY, "ckd") not in chosen
