"""The forest plot: what is written on it, what must not be, which rows it takes, and that nothing overlaps."""

from dataclasses import replace
from itertools import combinations

import matplotlib as mpl
import pandas as pd
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.text import Text

from rlsanalysis.nhanes.study import nhanes_study
from rlsanalysis.present import figures, labels, models, printing
from rlsanalysis.present.controls import with_estimate
from rlsanalysis.present.figures import caption, forest, save, svg
from rlsanalysis.present.figures.axis import HIGHER, LEAST, LOWER, MOST, TICKS
from rlsanalysis.present.figures.forest_caption import RESTRICTED
from rlsanalysis.present.figures.forest_lines import HEADINGS, forest_lines
from rlsanalysis.present.figures.forest_panel import restricted_to
from rlsanalysis.present.figures.selection import select
from rlsanalysis.present.figures.theme import THEMES
from rlsanalysis.present.findings import conflicts
from rlsanalysis.present.words import METHOD, METHOD_OF_ML, OBSERVED_EXPECTED, adjusters
from rlsanalysis.study.plan import CONTROLS
from rlsanalysis.study.results import records
from rlsanalysis.survey.errors import AnalysisError

STUDY = nhanes_study()

SHOWN = ("ok", "caution", "sparse")
HEADLINE = [e.id for e in STUDY.exposures.values() if e.role == "headline" and not e.stands_for]


@pytest.fixture(scope="module")
def figure(real):
    return forest(real)


@pytest.fixture(scope="module")
def rows(real):
    return list(records(select(real).rows))


def test_caption_says_what_rows_that_are_not_reported_do_not_mean(real):
    rows = real.primary_estimates(STUDY.outcomes["diagnosed"], "headline")
    shown = rows.loc[rows["status"] == "ok", "exposure"].iloc[0]
    assert OBSERVED_EXPECTED in caption("forest", real)
    assert OBSERVED_EXPECTED not in caption("forest", real, rows=[shown], outcomes=["diagnosed"])


def texts(figure):
    return [t.get_text() for t in figure.findobj(Text) if t.get_text()]


def flowing(figure):
    """All texts in one line, so that wrapped ones are found."""
    return " ".join(" ".join(texts(figure)).split())


def part(results, *exposures):
    return replace(results, estimates=results.estimates[results.estimates["exposure"].isin(exposures)])


def plots(figure):
    return [axes for axes in figure.axes if axes.axison]


def points(figure):
    return [line for ax in plots(figure) for line in ax.lines if line.get_marker() in ("s", "D")]


def test_every_headline_comparison_is_named(figure, rows):
    written = flowing(figure)
    assert {r.exposure for r in rows} == {*HEADLINE}
    assert not [r for r in rows if labels.comparison(STUDY, r) not in written]


def test_controls_are_a_figure_of_their_own_in_two_blocks(real):
    written = texts(forest(real, roles=CONTROLS))
    assert "Positive and negative controls of RLS" in written
    assert {HEADINGS[role].format(condition="RLS") for role in CONTROLS} <= set(written)
    suspected = {line.label for line in forest_lines(select(real))}
    assert not suspected & {line.label for line in forest_lines(select(real, roles=CONTROLS))}


def test_hidden_numbers_are_not_drawn(figure, rows, forbidden):
    assert not [t for t in texts(figure) for hidden in forbidden if hidden in t]
    assert not [line for ax in figure.axes for line in ax.lines if 5.55 in line.get_xdata()]
    assert len(points(figure)) == sum(r.status in ("ok", "caution") for r in rows)


def test_rows_without_an_estimate_give_the_reason_and_the_exposed_people(figure, rows):
    written = flowing(figure)
    few = [r for r in rows if r.status == "too_few" and pd.notna(r.cases_exposed)]
    assert few
    for row in few:
        assert (
            f"{printing.not_reported(row, observed=False)}; non-cases: {printing.exposed_noncases(row)}"
            in written
        )
    assert "not reported: 1.2 cases expected in the smaller group; non-cases: 891 / 9,835" in written
    assert "not estimable: no cases in <a level>" in written


def test_marks_are_open_below_40_cases_and_with_caution(real):
    many = replace(real, estimates=real.estimates.assign(cases=127))
    drawn = {
        status: {p.get_marker() for p in points(forest(many, rows=many.estimates[keep].head(1)))}
        for status in SHOWN
        if (keep := (many.estimates["status"] == status) & (many.estimates["set"] == "full")).any()
    }
    assert drawn == {"ok": {"s"}, "caution": {"D"}, "sparse": set()}
    few = many.estimates[many.estimates["status"] == "ok"].head(1).assign(cases=12)
    assert {p.get_marker() for p in points(forest(few))} == {"D"}


def test_arrows_where_an_interval_leaves_the_axis(figure, rows):
    arrows = [
        line.get_marker() for ax in plots(figure) for line in ax.lines if line.get_marker() in ("<", ">")
    ]
    shown = [r for r in rows if r.status in SHOWN]
    assert arrows.count(">") == sum(r.conf_high > MOST for r in shown) > 0
    assert arrows.count("<") == sum(r.conf_low < LEAST for r in shown) > 0


def test_heads_say_how_the_columns_differ(figure):
    written = flowing(figure)
    for definition in STUDY.words.definitions.values():
        assert f"{definition[:1].upper()}{definition[1:]}" in written
    assert f"Adjusted for {STUDY.words.sets['minimal']}" in written
    assert f"Adjusted for {adjusters(STUDY, 'full')}" in written
    for sample in ("all", "users"):
        assert f"Drugs: among {labels.sample(STUDY, sample)}" in written


def test_a_restricted_population_or_other_years_are_written_below_the_row(real, figure, rows):
    """Ferritin was measured in women aged 20 to 49 in 2005-2008, and in 2017-March 2020 later."""
    for outcome, words in (("diagnosed", "women 20–49"), ("treated", "2017–March 2020")):
        (row,) = (r for r in rows if (r.exposure, r.outcome) == ("ferritin_halving", outcome))
        assert restricted_to(STUDY, row, tidy=False) == words
        assert words in texts(figure)
    assert RESTRICTED in caption("forest", real)
    assert RESTRICTED not in caption("forest", real, rows="ckd")


def test_axis_names_its_directions(figure):
    assert texts(figure).count(LOWER) == texts(figure).count(HIGHER) == 2


def test_odds_ratio_of_a_control_outcome_is_next_to_the_row_that_it_concerns(real):
    shown = {"status": "ok", "odds_ratio": 9.47, "conf_low": 4.28, "conf_high": 21.66}
    of_two = real.estimates["outcome"].isin(["treated", "insomnia_treated"])
    every = real.estimates.assign(**{c: real.estimates[c].mask(of_two, v) for c, v in shown.items()})
    written = flowing(forest(replace(real, estimates=every), rows=["ckd"]))
    assert (
        f"control: {labels.in_sentence(labels.short(STUDY, 'insomnia_treated'))} 9.47 (4.28 to 21.66)"
        in written
    )
    none = replace(real, estimates=every[every["outcome"] == "treated"])
    assert "control:" not in flowing(forest(none, rows=["ckd"]))


def test_no_mark_has_to_be_looked_up(figure):
    assert not [t for t in texts(figure) for mark in "†‡#§¶*" if mark in t]


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("source", ["real", "demo"])
def test_no_text_overlaps_another_or_leaves_the_page(source, theme, request):
    drawn = forest(request.getfixturevalue(source), theme=theme)
    canvas = FigureCanvasAgg(drawn)
    with mpl.rc_context({"text.hinting": "none"}):
        canvas.draw()
    renderer = canvas.get_renderer()
    every = [t for t in drawn.findobj(Text) if t.get_text().strip() and not t.get_rotation()]
    ticks = {t for ax in plots(drawn) for t in ax.get_xticklabels()}
    boxes = [(t.get_text(), Text.get_window_extent(t, renderer)) for t in every if t not in ticks]
    assert [
        a for a, box in boxes if box.x0 < 0 or box.y0 < 0 or box.x1 > drawn.bbox.x1 or box.y1 > drawn.bbox.y1
    ] == []
    assert [
        (a, b) for (a, one), (b, other) in combinations(boxes, 2)
        if one.x0 < other.x1 - 1 and other.x0 < one.x1 - 1 and one.y0 < other.y1 - 4 and other.y0 < one.y1 - 4
    ] == []  # fmt: skip


def test_pages_are_a4_and_a_slide_and_letters_keep_their_size(real):
    for name, theme in THEMES.items():
        drawn = forest(real, theme=name)
        width, height = drawn.get_size_inches()
        assert width == theme.width
        assert height <= theme.tallest
        assert height == 7.5 if name == "slide" else 9 < height < 13
        assert min(t.get_size() for t in drawn.findobj(Text) if t.get_text()) >= theme.small
    assert THEMES["light"].small >= 6.5
    assert THEMES["slide"].width / THEMES["slide"].tallest == pytest.approx(16 / 9, rel=0.001)


def test_a_slide_shows_the_primary_exposures(real):
    primary = {e.id for e in STUDY.exposures.values() if e.primary}
    lines = {
        labels.comparison(STUDY, r).split(":")[0] for r in records(select(real).rows) if r.exposure in primary
    }
    others = {labels.short(STUDY, e.id) for e in STUDY.exposures.values() if e.role == "headline"} - lines
    written = flowing(forest(real, theme="slide"))
    assert not [label for label in lines if label not in written]
    assert "Mirtazapine" in others
    assert "Mirtazapine" not in written


def test_what_does_not_fit_a_page_is_refused(real):
    with pytest.raises(AnalysisError, match="Choose fewer rows"):
        forest(real, rows=HEADLINE, theme="slide")


def test_rows_and_outcomes_are_chosen_in_their_order(real):
    drawn = forest(
        real, rows=["smoking", ("alcohol", STUDY.variables["alcohol"].levels[1]), "ckd"], outcomes=["treated"]
    )
    selection = select(real, ["smoking", "ckd"], ["treated", "diagnosed"])
    assert selection.outcomes == ("treated", "diagnosed")
    assert [line.label for line in forest_lines(selection)][-1] == labels.short(STUDY, "ckd")
    assert flowing(drawn).count(labels.short(STUDY, "alcohol")) == 1
    assert "Diagnosed" not in flowing(drawn)
    for chosen, name in ((["ckdd"], "ckd"), ([("smoking", "curent")], "current")):
        with pytest.raises(AnalysisError, match=name):
            forest(real, rows=chosen)
    with pytest.raises(AnalysisError, match="treated"):
        forest(real, outcomes=["treted"])
    with pytest.raises(AnalysisError, match="slide"):
        forest(real, theme="slides")


def test_tidy_rows_go_straight_into_the_figure(real):
    """As `associate` returns them: both methods, any adjustment set, concatenated."""
    rows = real.estimates
    own = rows[(rows["exposure"] == "ckd") & (rows["outcome"] == "treated") & (rows["sample"] == "all")]
    other = own[own["set"] == "full"].assign(set="age_10+energy", odds_ratio=1.77)
    written = flowing(forest(pd.concat([own, other]), title="My models"))
    words = "age and its square, energy intake, and survey cycle"
    for named in [*(f"{set_} adjustment" for set_ in own["set"].unique()), f"adjusted for {words}"]:
        assert written.count(f"{labels.short(STUDY, 'ckd')} ({named})") == 1
    assert "My models" in written
    assert "Adjusted for" not in written
    assert f"Adjusted for {words}" in flowing(forest(other))
    assert words in caption("forest", other)
    assert "age_10" not in flowing(forest(other)) + caption("forest", other)
    with pytest.raises(AnalysisError, match="conf_low"):
        forest(own.drop(columns="conf_low"))


def test_tidy_rows_of_several_models_are_named_each_and_no_head_is_untrue(real):
    """Different exposures with different sets and samples: no row repeats a comparison, so labels must still differ."""
    rows = real.estimates
    rows = rows[(rows["outcome"] == "treated") & (rows["set"] == "full") & (rows["sample"] == "all")]
    ckd, smoking = (rows[rows["exposure"] == e].head(1) for e in ("ckd", "smoking"))
    women = "custom: all; female == 1"
    written = flowing(forest(pd.concat([ckd.assign(set="age_10+bmi_5", sample=women), smoking])))
    assert "(adjusted for age and its square, body mass index, and survey cycle, women only)" in written
    assert "(full adjustment)" in written
    assert "Adjusted for" not in written
    assert "Among" not in written


def test_one_restricted_sample_is_named_in_head_and_caption_and_the_title_is_the_outcome(real):
    rows = real.estimates
    one = rows[(rows["outcome"] == "treated") & (rows["exposure"] == "ckd") & (rows["set"] == "full")].head(1)
    women = one.assign(sample="custom: all; female == 1")
    written = flowing(forest(women))
    assert f"Among {labels.sample(STUDY, 'custom: all; female == 1')}" in written
    assert "Sample: all eligible adults; women only." in caption("forest", women)
    assert "custom" not in written + caption("forest", women)
    assert labels.name(STUDY, "treated") in texts(forest(women))
    assert "Odds ratios of" not in written
    assert "Sample:" not in caption("forest", one.assign(sample="all", releases="H I P"))


def test_what_all_samples_share_is_in_the_head_and_only_other_rows_name_theirs(real):
    """One restriction, and a drug among users: the restriction is written once, and once in the caption."""
    rows = real.estimates
    rows = rows[(rows["outcome"] == "treated") & (rows["set"] == "full") & (rows["method"] == "firth")]
    everyone, drug = (rows[rows["exposure"] == e].head(1) for e in ("ckd", "rx_antidepressant"))
    own = pd.concat(
        [everyone.assign(sample="custom: all; age >= 40"), drug.assign(sample="custom: users; age >= 40")]
    )
    drawn, text = texts(forest(own)), caption("forest", own)
    users = labels.sample(STUDY, "users")
    assert [t for t in drawn if "age >= 40" in t] == ["Restricted to: age >= 40"]
    assert labels.short(STUDY, "ckd") in drawn
    assert f"{labels.short(STUDY, 'rx_antidepressant')} ({users})" in " ".join(" ".join(drawn).split())
    assert (
        f"Samples: {labels.sample(STUDY, 'all')} (CKD); {users} (antidepressant). All samples: restricted to:"
        in text
    )
    assert text.count("age >= 40") == 1
    assert models.CONSTANT in text
    part = own.assign(sample=["custom: all; age >= 40", "users"])
    assert f"{labels.short(STUDY, 'ckd')} (restricted to: age >= 40)" in " ".join(texts(forest(part)))
    assert not [t for t in texts(forest(part)) if t.startswith(("Restricted", "Among"))]


def test_caption_tells_which_sample_of_an_exposure_belongs_to_which_outcome(real):
    rows = real.estimates
    rows = rows[(rows["exposure"] == "rx_antidepressant") & rows["outcome"].isin(["diagnosed", "treated"])]
    rows = rows[(rows["set"] == "minimal") & (rows["method"] == "firth")].drop_duplicates("outcome")
    own = rows.assign(sample=rows["outcome"].map({"diagnosed": "all", "treated": "users"}))
    text = caption("forest", own)
    for outcome, sample in (("diagnosed", "all"), ("treated", "users")):
        named = labels.in_sentence(labels.short(STUDY, outcome))
        assert f"{labels.sample(STUDY, sample)} (antidepressant for {named})" in text


def test_adjustment_of_tidy_rows_is_named_once_and_in_full(real):
    rows = real.estimates
    one = rows[(rows["outcome"] == "treated") & (rows["exposure"] == "ckd") & (rows["set"] == "full")].head(1)
    for cycles, end in (("H I P", ", energy intake, and survey cycle"), ("P", ", and energy intake")):
        own = one.assign(set="age_10+energy", releases=cycles)
        words = f"Adjusted for age and its square{end}"
        assert words in texts(forest(own))
        assert f"{words}." in caption("forest", own)
    assert f"Adjusted for {adjusters(STUDY, 'full')}." in caption("forest", one)
    both = pd.concat([one, one.assign(exposure="obesity", set="age_10")])
    assert "Own adjustment (obesity): age and its square, and survey cycle." in caption("forest", both)


def test_caption_describes_the_estimator_of_its_rows(real):
    rows = real.estimates[(real.estimates["exposure"] == "ckd") & (real.estimates["outcome"] == "treated")]
    of_ml = caption("forest", rows[rows["set"] == "full"].head(1).assign(method="ml"))
    assert METHOD_OF_ML in of_ml
    assert METHOD not in of_ml


@pytest.mark.parametrize(
    ("figure", "options"),
    [
        ("forest", {"rows": "ckd", "outcomes": "treated"}),
        ("forest", {"roles": "negative_control"}),
        ("adjustment", {"rows": "ckd", "outcomes": "treated"}),
        ("prevalence", {"outcomes": "treated"}),
        ("summary", {"outcomes": "treated"}),
        ("missingness", {"variables": "ckd"}),
        ("flow", {"exposure": "ckd", "outcomes": "treated"}),
        ("distribution", {"variable": "ferritin", "outcomes": "treated"}),
        ("dose_response", {"exposure": "ferritin", "outcomes": "treated"}),
    ],
)
def test_a_single_name_is_a_name_and_not_its_letters(real, figure, options):
    listed = {k: v if k in ("exposure", "variable") else [v] for k, v in options.items()}
    draw = getattr(figures, figure)
    drawn, same = (svg(draw(real, **chosen)) for chosen in (options, listed))
    assert drawn == same
    assert caption(figure, real, **options) == caption(figure, real, **listed)


def test_no_rows_are_refused(real):
    with pytest.raises(AnalysisError, match="There are no rows to draw"):
        forest(real.estimates[:0])


def test_only_the_explained_exposures_have_another_set_than_the_head_of_their_outcome(committed):
    """The caption says that age, sex and race and ethnicity are shown with minimal adjustment."""
    other = {
        r.exposure
        for roles in (("headline",), CONTROLS)
        for r in records(select(committed, roles=roles).rows)
        if r.set != STUDY.outcomes[r.outcome].headline_set
    }
    adjusters = {STUDY.adjusters[a].variable for a in ("age", "female", "race")}
    assert other <= adjusters


def test_caption_lists_the_conflicts_of_the_findings(committed):
    text = caption("forest", committed)
    assert conflicts(committed)
    for finding in conflicts(committed):
        estimates = "; ".join(with_estimate(STUDY, o, row) for o, row in finding.rows.items())
        assert f"{finding.label} ({estimates})" in text
    assert "opposite directions" not in caption("forest", committed, outcomes=["treated"])


def test_synthetic_on_its_face_only_where_people_are_invented(figure, demo):
    assert not [t for t in texts(figure) if "SYNTHETIC" in t.upper()]
    assert sum("SYNTHETIC" in t for t in texts(forest(demo))) >= 2
    assert sum("SYNTHETIC" in t for t in texts(forest(demo.estimates.head(2)))) >= 2


def test_numbers_of_the_axis_stand_above_the_first_rows_too_with_a_line_at_each(figure):
    plots = [axes for axes in figure.axes if axes.get_xscale() == "log"]
    assert len(plots) == 2
    for axes in plots:
        above = [tick.label2 for tick in axes.xaxis.get_major_ticks() if tick.label2.get_visible()]
        assert [text.get_text() for text in above] == [f"{tick:g}" for tick in TICKS[1:]]
        lines = {line.get_xdata()[0] for line in axes.lines if list(line.get_ydata()) == [0, 1]}
        assert lines == {*TICKS}


def test_caption_is_text_and_states_population_cases_weights_and_method(real, figure, partial):
    every, drugs = caption("forest", real), caption("forest_drugs", real)
    for fact in (
        "Adults 20 and older", "41 cases among 10,846 adults", "Firth", "weight of the most restrictive",
        "fewer than 40 cases", "Open marks", STUDY.words.association,
    ):  # fmt: skip
        assert fact in every
        assert fact in drugs
    of_drugs = (
        "Multum Lexicon",
        f"For treated RLS, drugs are compared among {labels.sample(STUDY, 'users')}, because every case has one.",
    )
    assert not [fact for fact in of_drugs if fact not in drugs or fact in every]
    assert "Not compared: not asked" in every
    assert "Firth" not in flowing(figure)
    assert "Control outcomes are not part of this run." in caption("forest", partial)


@pytest.mark.slow
def test_files_are_the_same_bytes_whatever_the_style_of_the_user(real, tmp_path):
    few = part(real, "ckd", "smoking")
    save(forest(few), tmp_path / "a", "forest", caption("forest", few))
    with mpl.rc_context({"font.size": 20, "axes.grid": True, "svg.hashsalt": None}):
        save(forest(few), tmp_path / "b", "forest", caption("forest", few))
    names = sorted(p.name for p in (tmp_path / "a").iterdir())
    assert names == ["forest.pdf", "forest.png", "forest.svg", "forest.txt"]
    for name in names:
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()


def test_part_of_the_plan_is_drawn_alone(real):
    one = replace(real, estimates=real.estimates[real.estimates["outcome"] == "leg_jerks"])
    assert select(one).outcomes == ("leg_jerks",)
    assert labels.name(STUDY, "leg_jerks") in flowing(forest(one))
    assert "Nothing to draw" in flowing(forest(replace(real, estimates=real.estimates[:0])))
    assert [line.label for line in forest_lines(select(part(real, "ckd")))] == [labels.short(STUDY, "ckd")]


def test_a_page_grows_with_the_outcomes_and_a_slide_says_how_many_fit(real):
    every = [outcome.id for outcome in real.outcomes]
    assert forest(real, outcomes=every[:2]).get_size_inches()[0] == pytest.approx(8.27)
    figure = forest(real, outcomes=every)
    plots = [axes for axes in figure.axes if axes.get_xscale() == "log"]
    assert len(plots) == len(every) > 3
    assert min(plot.get_window_extent().width for plot in plots) / figure.dpi > 0.75
    with pytest.raises(AnalysisError, match=rf"^A slide has room for 2 of these {len(every)} outcomes\."):
        forest(real, rows="ckd", outcomes=every, theme="slide")
