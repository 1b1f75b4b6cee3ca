"""What is said about specifications, control outcomes and permuted p values: counted, as far as statuses allow."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from rlsanalysis.nhanes.study import nhanes_study
from rlsanalysis.present import figures, tables
from rlsanalysis.present.permuted import small_p_values
from rlsanalysis.present.report import render
from rlsanalysis.present.report.robustness import on_p_values, robustness_of
from rlsanalysis.present.robustness import curves, expected_text, on_side, sentence
from rlsanalysis.present.tables.view_control_differences import control_differences
from rlsanalysis.present.tables.view_specifications import specifications
from rlsanalysis.present.tables.write import tables_of
from rlsanalysis.study.control_differences import APART
from rlsanalysis.study.tables import table

STUDY = nhanes_study()
TREATED, DIAGNOSED = STUDY.outcomes["treated"], STUDY.outcomes["diagnosed"]
HIDDEN = 777.7


def specified(exposure, intervals, *, outcome="treated", primary=0):
    """Rows of one exposure: a status and limits for each specification; the odds ratio is between the limits."""
    reference = "no" if STUDY.variables[exposure].kind == "binary" else ""
    for i, (status, low, high) in enumerate(intervals):
        for people, method in (("same", "firth"), ("same", "ml"), ("own", "firth")):
            yield {
                "outcome": outcome, "exposure": exposure, "level": "yes" if reference else "unit",
                "reference": reference, "adjusters": f"age {i}", "people": people, "method": method, "n": 900,
                "cases": 41, "releases": "H I P", "sample": "all", "odds_ratio": np.sqrt(low * high), "conf_low": low,
                "conf_high": high, "status": status, "reason": "",
                "primary": "yes" if people == "own" and i == primary else "",
            }  # fmt: skip


@pytest.fixture
def run(real):
    def with_rows(**rows):
        return replace(real, **{name: table(name, found, STUDY.label) for name, found in rows.items()})

    return with_rows


ABOVE, ACROSS, BELOW = ("ok", 1.1, 4.4), ("ok", 0.5, 2.0), ("ok", 0.2, 0.8)
SPARSE, FEW, FAILED = ("sparse", 1.2, 20.0), ("too_few", HIDDEN, HIDDEN), ("not_estimable", np.nan, np.nan)


@pytest.mark.parametrize(
    ("exposure", "intervals", "said"),
    [
        ("ckd", [ABOVE, ABOVE, ACROSS],
         ("CKD and treated RLS: 2 of 3 specifications agree with the primary estimate, whose 95% CI lies above 1 "
         "(higher odds). In the others it includes 1 (1). Odds ratios range from 1.00 to 2.20 (median 2.20).")),
        ("ckd", [ACROSS, ABOVE, BELOW, ACROSS],
         ("CKD and treated RLS: 2 of 4 specifications agree with the primary estimate, whose 95% CI includes 1. In "
         "the others it lies above 1 (1) or lies below 1 (1). Odds ratios range from 0.40 to 2.20 (median 1.00).")),
        ("ckd", [ABOVE, SPARSE, FEW, FAILED, FAILED],
         ("CKD and treated RLS: 2 of 2 specifications agree with the primary estimate, whose 95% CI lies above 1 "
         "(higher odds). The 1 of 2 that is not sparse has an odds ratio of 2.20. Not shown: 1 with too few cases, 2 "
         "not estimable.")),
        ("ckd", [SPARSE, ABOVE, ("ok", 1.05, 4.2)],
         ("CKD and treated RLS: 3 of 3 specifications agree with the primary estimate, whose 95% CI lies above 1 "
         "(higher odds). Odds ratios range from 2.10 to 2.20 (median 2.15) among the 2 of 3 that are not sparse.")),
        ("ckd", [SPARSE, SPARSE],
         ("CKD and treated RLS: 2 of 2 specifications agree with the primary estimate, whose 95% CI lies above 1 "
         "(higher odds). Data are sparse, so the odds ratios are not interpreted.")),
        ("ckd", [FEW, SPARSE],
         "CKD and treated RLS: the primary estimate is not reported. 1 of 2 specifications have a 95% CI."),
        ("ckd", [FEW], "CKD and treated RLS: the primary estimate is not reported."),
    ],
)  # fmt: skip
def test_a_sentence_counts_the_specifications_that_agree(run, exposure, intervals, said):
    [curve] = curves(run(specifications=specified(exposure, intervals)), TREATED)
    assert sentence(curve) == said


def test_the_expected_side_is_that_of_the_plan(run):
    intervals = [ABOVE, ABOVE, ACROSS, BELOW, SPARSE, FEW]
    found = {
        e: curves(run(specifications=specified(e, intervals)), TREATED)[0]
        for e in ("ckd", "dash_score", "caffeine_100")
    }
    assert {e: STUDY.exposures[e].hypothesis for e in found} == {
        "ckd": "+", "dash_score": "-", "caffeine_100": "two-sided",
    }  # fmt: skip
    assert {e: expected_text(curve, curve.rows) for e, curve in found.items()} == {
        "ckd": "3 of 5", "dash_score": "1 of 5", "caffeine_100": "3 above, 1 below, of 5",
    }  # fmt: skip
    assert [on_side(found["ckd"].rows, s) for s in (1, 0, -1)] == [3, 1, 1]
    assert expected_text(found["ckd"], found["ckd"].rows[:0]) == ""


def test_specifications_are_sorted_and_their_other_rows_follow(run):
    rows = list(specified("ckd", [ABOVE, BELOW, ACROSS]))
    [curve] = curves(run(specifications=rows), TREATED)
    assert list(curve.rows["adjusters"]) == ["age 1", "age 2", "age 0"]
    for other in (curve.comparison, curve.own):
        assert list(other["adjusters"]) == ["age 1", "age 2", "age 0"]
    assert curve.primary.adjusters == "age 0"


def test_the_table_has_the_range_of_what_may_be_shown(run):
    results = run(specifications=specified("ckd", [ABOVE, ACROSS, SPARSE, FEW]))
    [row] = specifications(results, TREATED).rows
    assert row.label == "CKD"
    assert row.cells == (
        "3 / 4",
        "2.20 (1.10 to 4.40)",
        "1.60 (2 of 3)",
        "1.00 to 2.20",
        "2 of 3",
        "2 of 3",
        "2 of 3",
    )
    [row] = specifications(run(specifications=specified("ckd", [ABOVE, ACROSS])), TREATED).rows
    assert row.cells[2] == "1.60"
    [row] = specifications(run(specifications=specified("ckd", [FEW])), TREATED).rows
    assert row.cells == ("0 / 1", "not reported", "–", "–", "–", "–", "–")
    assert "no specification" in specifications(run(), TREATED).rows[0].label.lower()


def test_ratios_to_control_outcomes_are_shown_as_their_status_allows(whole):
    found = {row.label: row.cells for row in control_differences(whole, TREATED).rows}
    columns = [c.heading for c in control_differences(whole, TREATED).columns]
    assert columns == ["Treated insomnia", "Treated glaucoma"]
    assert found["CKD"] == ("1.31 (0.70 to 2.40)", "0.80 (0.70 to 2.40)")
    assert found["SSRI"] == ("CI only: 0.70 to 2.40", "not reported")
    assert [cells for label, cells in found.items() if label.startswith("Smoking")] == [
        ("not estimable", "—")
    ]
    notes = control_differences(whole, TREATED).notes
    assert STUDY.words.shared_indication in notes
    notes = control_differences(whole, DIAGNOSED).notes
    assert f"Other sleep disorder: {APART}." in notes
    assert STUDY.words.shared_indication not in notes


def p_value_rows(outcome, of_each):
    """Rows of `p_values`: p value, 2.5th percentile, median and 97.5th percentile after permutations, by rank."""
    exposures = [e.id for e in STUDY.exposures.values() if e.role == "headline"]
    for i, (p_value, low, median, high) in enumerate(of_each):
        yield {
            "outcome": outcome, "exposure": exposures[i], "role": "headline", "set": "full", "method": "firth",
            "sample": "all", "status": "ok", "p_value": p_value, "rank": i + 1,
            "expected": (i + 1) / (len(of_each) + 1), "low": low, "median": median, "high": high, "permutations": 200,
        }  # fmt: skip


def test_small_p_values_are_counted_with_those_of_permutations(run):
    """A p value near 1 that is smaller than the permuted ones of its rank is no association, and is not counted."""
    rows = [
        (0.0001, 0.001, 0.04, 0.049), (0.02, 0.01, 0.049, 0.3), (0.04, 0.04, 0.2, 0.5), (0.06, 0.049, 0.3, 0.6),
        (0.07, 0.2, 0.6, 0.9), (0.89, 0.9, 0.95, 0.99),
    ]  # fmt: skip
    results = run(p_values=p_value_rows("diagnosed", rows))
    counted = "3 of 6 exposures for diagnosed RLS (permutations: median 2, 95% of them 1 to 4)"
    assert small_p_values(results, results.primary) == counted
    for said in (on_p_values(results), figures.caption("p_values", results)):
        flat = " ".join(said.split())
        assert counted in flat
        assert "200 permutations" in flat
        assert "ranks" not in flat
        assert "no number of associations" in flat or "nor the p values below 0.05 are a number" in flat
    assert on_p_values(run()) == small_p_values(run(), run().primary) == ""


def test_the_caption_says_how_near_the_permuted_medians_are_to_the_diagonal(run):
    rows = [(0.1, 0.1, 0.8 / 3, 0.9), (0.2, 0.3, 1.1 * 2 / 3, 0.9)]
    said = " ".join(figures.caption("p_values", run(p_values=p_value_rows("treated", rows))).split())
    assert "medians of the permutations are 0.80 to 1.10 times the p values expected of independent" in said
    assert "medians" not in figures.caption("p_values", run())


def test_the_report_has_the_section_only_with_its_rows(whole, real, forbidden):
    page = render(whole, "<svg></svg>", "A caption.\n\nNotes.")
    assert 'id="robustness"' in page
    assert '<a href="#robustness">' in page
    section = page[page.index('id="robustness"') : page.index("</section>", page.index('id="robustness"'))]
    assert "3 of 12 specifications agree" in section
    assert "SNRI and treated RLS: the primary estimate is not reported." in section
    assert "p values of all exposures" in section
    assert not [text for text in forbidden if text in section]
    assert "Robustness" not in render(real, "<svg></svg>", "A caption.\n\nNotes.")
    assert robustness_of(real) == {}


def test_tables_for_a_manuscript_include_those_of_robustness(whole, real):
    names = {t.name for t in tables_of(replace(whole, descriptives=real.descriptives))}
    added = {
        f"{kind}_{o}" for kind in ("specifications", "control_differences") for o in ("diagnosed", "treated")
    }
    assert added <= names
    assert not added & {t.name for t in tables_of(real)}
    assert "CKD" in tables.specifications(whole, "treated").as_raw_html()
    assert "CKD" in tables.control_differences(whole, "treated").as_raw_html()


def test_the_figure_of_a_factor_draws_every_specification_once(whole):
    figure = figures.specification_curve(whole, "ckd", outcomes=["treated"])
    axes = next(a for a in figure.axes if a.get_yscale() == "log")
    shown = whole.specifications
    shown = shown[
        (shown["outcome"] == "treated") & (shown["exposure"] == "ckd") & (shown["people"] == "same")
    ]
    shown = shown[shown["method"] == "firth"]
    points = [line for line in axes.lines if len(line.get_xdata()) == 1 and line.get_marker() == "s"]
    np.testing.assert_allclose(
        sorted(line.get_ydata()[0] for line in points), sorted(shown["odds_ratio"]), rtol=1e-9
    )
    assert [line.get_xdata()[0] for line in points] == list(range(len(shown)))


def test_a_factor_without_specifications_is_a_page_that_says_so(whole, texts_of):
    text = " ".join(texts_of(figures.specification_curve(whole, "rx_snri")))
    assert "no specification of this exposure is reported" in text


def test_positive_and_negative_controls_have_marks_of_their_own(whole):
    frame = whole.p_values.copy()
    frame.loc[frame["rank"] == 3, "role"] = "positive_control"
    axes = [a for a in figures.p_values(replace(whole, p_values=frame)).axes if a.axison]
    for ax, (_, rows) in zip(axes, frame.groupby("outcome", sort=False), strict=True):
        drawn = {line.get_marker(): len(line.get_xdata()) for line in ax.lines if line.get_marker() in "osv"}
        of_role = rows["role"].value_counts()
        positive, negative = of_role["positive_control"], of_role["negative_control"]
        assert drawn == {"o": len(rows) - positive - negative, "s": positive, "v": negative}


def test_the_last_level_stands_for_a_factor(whole):
    last = curves(whole, TREATED, last=True)
    assert [c.first.level for c in last if c.first.exposure == "smoking"] == ["current"]
    every = [c.first.level for c in curves(whole, TREATED) if c.first.exposure == "smoking"]
    assert every == ["former", "current"]
    assert isinstance(last[0].shown, pd.DataFrame)


def test_the_joint_figure_says_what_it_leaves_out(whole, run):
    said = " ".join(figures.caption("specifications", whole).split())
    assert "only the last level is drawn" in said
    assert "are not drawn. Where only some" not in said
    rows = [*specified("ckd", [ABOVE, SPARSE, ACROSS]), *specified("rx_ssri", [SPARSE])]
    results = run(specifications=rows)
    for name, options in (("specifications", {}), ("specification_curve", {"exposure": "ckd"})):
        said = " ".join(figures.caption(name, results, **options).split())
        assert "specifications with a CI: CKD and treated RLS 2 of 3." in said
        assert "last level" not in said


def test_names_in_the_joint_figure_are_complete(run, texts_of):
    levels = {"level": "more", "reference": "up to 7 or 14 a week"}
    rows = [row | levels for row in specified("alcohol", [ABOVE, ACROSS])]
    text = " ".join(texts_of(figures.specifications(run(specifications=rows))))
    assert "vs within low-risk limits" in text


@pytest.mark.parametrize(
    ("primary", "other", "arrows"),
    [(("ok", 2.0, 30.0), ABOVE, [">"]), (ABOVE, ("ok", 0.05, 30.0), ["<", ">"]), (ABOVE, ACROSS, [])],
)
def test_an_arrow_marks_each_end_of_the_axis_that_a_ci_of_the_row_leaves(
    run, texts_of, primary, other, arrows
):
    figure = figures.specifications(run(specifications=specified("ckd", [primary, other])))
    lines = [line for axes in figure.axes if axes.get_xscale() == "log" for line in axes.lines]
    assert [line.get_marker() for line in lines if line.get_marker() in ("<", ">")] == arrows
    assert ("CI extends beyond the axis" in texts_of(figure)) == bool(arrows)


def test_a_dash_for_a_control_outcome_that_an_exposure_is_not_compared_with_is_explained(run):
    assert {"diabetes_told", "smoking"} <= {*STUDY.outcomes["cataract"].without}
    usual = {
        "outcome": "diagnosed", "set": "minimal", "method": "firth", "sample": "all", "n": 900, "ratio": 1.3,
        "conf_low": 0.7, "conf_high": 2.4, "status": "ok", "reason": "", "reference": "no", "level": "yes",
    }  # fmt: skip
    rows = [
        usual | {"control": control, "exposure": exposure, "control_exposure": exposure}
        for control, exposure in (
            ("other_sleep_disorder", "ckd"),
            ("other_sleep_disorder", "diabetes_told"),
            ("cataract", "ckd"),
        )
    ]
    made = control_differences(run(control_differences=rows), DIAGNOSED)
    assert {row.label: row.cells[1] for row in made.rows} == {"CKD": "1.30 (0.70 to 2.40)", "Diabetes": "—"}
    note = "—: the analysis plan does not compare diabetes with cataract operation, because an association is"
    assert any(text.startswith(note) for text in made.notes)
    made = control_differences(run(control_differences=[rows[0], rows[2]]), DIAGNOSED)
    assert not any(text.startswith("—") for text in made.notes)
