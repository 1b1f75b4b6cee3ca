"""Each figure shows the numbers of its table, and nothing that it worked out otherwise."""

import numpy as np
import pytest

from rlsanalysis.present import labels
from rlsanalysis.present.figures import adjustment, distribution, dose_response, flow, missingness, prevalence
from rlsanalysis.study.plan import load_plan
from rlsanalysis.survey.errors import AnalysisError


def of(frame, **values):
    for column, value in values.items():
        frame = frame[frame[column] == value]
    return frame


def panel(figure, title):
    """Axes of a plot by the number of its outcome, as they were added; the first are those of the page."""
    return figure.axes[1:][title]


def test_prevalence_shows_counts_percents_and_intervals(whole, said):
    texts = said(prevalence(whole))
    for row in of(whole.prevalence, outcome="diagnosed").itertuples():
        low, high = labels.percent(row.conf_low), labels.percent(row.conf_high)
        mark = "*" if row.flag == "review" else ""
        assert f"{labels.percent(row.percent)} ({low}–{high}){mark}" in texts
        assert labels.count(row.n) in texts


def test_prevalence_draws_a_point_for_each_row_that_standards_allow(whole):
    figure = prevalence(whole)
    treated = panel(figure, 1)
    points = sorted(line.get_xdata()[0] for line in treated.lines if len(line.get_xdata()) == 1)
    shown = whole.prevalence[
        (whole.prevalence["outcome"] == "treated") & (whole.prevalence["flag"] != "suppress")
    ]
    assert points == sorted(shown["percent"])
    assert len(points) == len(of(whole.prevalence, outcome="treated")) - 1


def test_a_suppressed_prevalence_is_named_and_its_counts_stand(whole, said):
    texts = said(prevalence(whole))
    assert texts.count("suppressed") == 1


def test_prevalence_of_controls_on_request(whole, said):
    assert "Another sleep disorder, told by a doctor" not in said(prevalence(whole))
    texts = said(prevalence(whole, controls=True))
    assert "Another sleep disorder, told by a doctor" in texts
    assert "RLS diagnosed by a doctor" not in texts


def test_flow_shows_who_is_left_and_who_leaves(whole, said):
    texts = said(flow(whole, "rx_ssri"))
    steps = of(whole.flow, outcome="diagnosed", exposure="rx_ssri")
    for row in steps.itertuples():
        assert f"n = {row.n:,}; cases = {row.cases:,}" in texts
    assert texts.count("leave: 1,000") == 2 * 4
    assert texts.count("nobody leaves") == 2 * 2


def test_flow_is_that_of_the_quoted_sample_and_frames_the_quoted_model(whole, said):
    figure = flow(whole, "rx_ssri")
    assert not [t for t in said(figure) if "777" in t]
    heavy = [p for p in figure.axes[0].patches if p.get_linewidth() > 1.5]
    assert len(heavy) == 2
    assert "among people who take any prescription drug" in " ".join(" ".join(said(figure)).split())


def test_flow_of_an_exposure_that_the_plan_lacks_is_refused(whole):
    with pytest.raises(AnalysisError, match="rx_ssri"):
        flow(whole, "rx_sri")


def test_missingness_is_a_share_of_all_kinds_and_tells_them_apart(whole, said):
    figure = missingness(whole)
    texts = said(figure)
    assert "n4 b6 r1 w2" in texts  # 40, 55, 12 and 20 of 1,000; 3 (0.3 %) are not named
    assert texts.count("13") == 2  # (40 + 55 + 12 + 3 + 20) / 1,000
    row = [t for t in figure.axes[0].texts if t.get_text() == "Chronic kidney disease"]
    y = row[0].get_position()[1]
    beside = [t.get_text() for t in figure.axes[0].texts if t.get_position()[1] == y and t is not row[0]]
    assert beside.count("13") == 2
    assert beside.count("not measured") == 4


def test_what_a_release_did_not_measure_is_not_a_number(whole):
    page = missingness(whole).axes[0]
    y = next(t for t in page.texts if t.get_text() == "Obesity").get_position()[1]
    assert [t.get_text() for t in page.texts if t.get_position()[1] == y][1:] == ["not measured"] * 6


def test_distribution_draws_the_percents_and_writes_the_people(whole, said):
    figure = distribution(whole, "ferritin")
    rows = of(whole.distributions, outcome="diagnosed", variable="ferritin")
    heights = [max(collection.get_paths()[0].vertices[:, 1]) for collection in panel(figure, 0).collections]
    assert heights == pytest.approx([of(rows, people="others")["percent"].max()])
    outline = panel(figure, 0).lines[0].get_ydata()
    assert set(np.round(of(rows, people="cases")["percent"], 6)) <= set(np.round(outline, 6))
    texts = said(figure)
    assert texts.count("n cases: 21") == texts.count("n others: 1,710") == 2
    assert texts.count("NHANES 2005–2008, women 20–49, few cases §") == 1
    edges = [f"{e:g}" for e in load_plan().bins["ferritin"].edges]
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
    low, high = axes.get_ylim()
    assert band[:, 1].max() == pytest.approx(min(rows["conf_high"].max(), high))
    assert band[:, 1].min() == pytest.approx(max(rows["conf_low"].min(), low))
    assert [75.0] in [list(x.get_xdata()) for x in axes.lines if x.get_marker() == "o"]
    knots = [list(x.get_xdata()) for x in axes.lines if len(x.get_xdata()) == 4]
    assert knots == [[15, 60, 160, 500]]
    assert axes.get_xscale() == axes.get_yscale() == "log"


def test_a_sparse_curve_is_a_band_without_a_line_and_says_so(whole, said):
    figure = dose_response(whole, "ferritin")
    axes = panel(figure, 0)
    assert axes.collections
    assert {line.get_linestyle() for line in curve_lines(axes)} == {":"}
    assert "n = 9,876; cases = 41    ‡ sparse: interval only, no line" in said(figure)


def test_curves_that_cannot_be_shown_say_why(whole, said):
    assert "# too few cases: counts only" in said(dose_response(whole, "ferritin"))
    texts = said(dose_response(whole, "egfr"))
    assert "— not estimable: the percentiles have one value" in texts
    assert "nan" not in " ".join(texts)


def test_tests_of_a_curve_stand_in_the_caption_as_far_as_they_may(whole, said):
    text = " ".join(" ".join(said(dose_response(whole, "ferritin"))).split())
    assert (
        "RLS as the reason for a prescription: 41 cases of 9,876, any association p = 0.034, curvature p = 0.21"
        in text
    )
    assert "Leg cramps at night: 41 cases of 9,876. Reference" in text


def test_people_are_named_where_they_are_not_all_adults_of_the_cohort(whole, said):
    texts = said(dose_response(whole, "ferritin"))
    assert texts.count("NHANES 2005–2008, women 20–49, minimal adjustment") == 3
    assert texts.count("NHANES 2013–2020, only 2017–March 2020, minimal adjustment") == 1
    assert "NHANES 2005–2008, minimal adjustment" in said(dose_response(whole, "egfr"))
    assert "NHANES 2013–2020, only 2017–March 2020, few cases §" in said(distribution(whole, "ferritin"))


def test_legend_names_the_lines_that_are_drawn(whole, said):
    assert "odds ratio, caution †" in said(dose_response(whole, "ferritin"))
    assert "odds ratio, caution †" not in said(dose_response(whole, "egfr"))


def test_a_band_that_leaves_the_axis_ends_in_an_arrow(whole):
    axes = panel(dose_response(whole, "ferritin"), 1)
    arrows = [
        line for line in axes.lines if line.get_marker() == "^" and line.get_markerfacecolor() != "white"
    ]
    assert len(arrows) == 2
    assert {line.get_ydata()[0] for line in arrows} == {axes.get_ylim()[1]}


def test_a_curve_that_the_plan_lacks_is_refused(whole):
    with pytest.raises(AnalysisError, match="ferritin"):
        dose_response(whole, "feritin")


def test_outcomes_of_a_curve_are_chosen(whole, said):
    texts = said(dose_response(whole, "ferritin", outcomes=["leg_jerks"]))
    assert "Leg jerks at night" in texts
    assert "RLS diagnosed by a doctor" not in texts


def test_adjustment_draws_each_point_that_its_status_allows(whole):
    figure = adjustment(whole)
    study = load_plan()
    headline = {e.id: e for e in study.exposures.values() if e.role == "headline"}
    rows = whole.estimates[
        whole.estimates["exposure"].isin(headline)
        & whole.estimates["outcome"].isin(["diagnosed", "treated"])
        & (whole.estimates["method"] == "firth")
    ]
    users = [
        study.outcomes[r.outcome].among_users and headline[r.exposure].among_users for r in rows.itertuples()
    ]
    quoted = rows[rows["sample"] == np.where(users, "users", "all")]
    points = [line for ax in figure.axes for line in ax.lines if line.get_marker() in ("s", "o")]
    assert len(points) == quoted["status"].isin(["ok", "caution"]).sum() > 0
    assert {line.get_ydata()[0] for line in points} == {1.33}
    hollow = [p for p in points if p.get_markerfacecolor() == "white"]
    assert len(hollow) == (quoted["status"] == "caution").sum()
    marks = [t.get_text() for ax in figure.axes for t in ax.texts]
    assert marks.count("#") == (quoted["status"] == "too_few").sum()
    assert marks.count("—") == (quoted["status"] == "not_estimable").sum()
