"""What is said about specifications, control outcomes and permuted p values: counted, as far as statuses allow."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from rlsanalysis.nhanes.study import nhanes_study
from rlsanalysis.present import figures, tables
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
         "(higher odds). Odds ratios range from 2.20 to 2.20 (median 2.20) among the 1 that are not sparse. Not shown: "
         "1 with too few cases, 2 not estimable.")),
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
    assert row.cells == ("3 / 4", "2.20 (1.10 to 4.40)", "1.60", "1.00 to 2.20", "2 of 3", "2 of 3", "2 of 3")
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


def test_p_values_below_the_band_are_counted(whole, run):
    said = on_p_values(whole)
    assert "In 200 permutations" in said
    assert "1 of 43 ranks for diagnosed RLS and 1 of 43 ranks for treated RLS" in said
    assert on_p_values(run()) == ""
    frame = whole.p_values
    assert (frame["p_value"] < frame["low"]).sum() == 2


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


def test_controls_have_a_mark_of_their_own(whole):
    axes = [a for a in figures.p_values(whole).axes if a.axison]
    for ax, (_, rows) in zip(axes, whole.p_values.groupby("outcome", sort=False), strict=True):
        drawn = {
            line.get_marker(): len(line.get_xdata()) for line in ax.lines if line.get_marker() in ("o", "^")
        }
        controls = rows["role"].isin(["positive_control", "negative_control"]).sum()
        assert drawn == {"o": len(rows) - controls, "^": controls}
        assert controls > 0


def test_the_last_level_stands_for_a_factor(whole):
    last = curves(whole, TREATED, last=True)
    assert [c.first.level for c in last if c.first.exposure == "smoking"] == ["current"]
    every = [c.first.level for c in curves(whole, TREATED) if c.first.exposure == "smoking"]
    assert every == ["former", "current"]
    assert isinstance(last[0].shown, pd.DataFrame)
