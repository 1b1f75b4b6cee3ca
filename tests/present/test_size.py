"""How large an association is and what bias would explain it: texts, table and figure, as far as a status allows."""

import re
from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest

from rlsanalysis.nhanes.study import nhanes_study
from rlsanalysis.present import figures, labels, size
from rlsanalysis.present.controls import control_outcomes
from rlsanalysis.present.figures.tipping import LEAST, associated, drawn_controls, tipping_point
from rlsanalysis.present.figures.tipping_caption import tipping_point_caption
from rlsanalysis.present.tables.view_size import sizes
from rlsanalysis.present.verdict import side
from rlsanalysis.survey.errors import AnalysisError

STUDY = nhanes_study()
TREATED = STUDY.outcomes["treated"]


def row(status="ok", **of):
    """An estimate of 2.25 (1.36 to 3.69): 10.0 and 22.1 cases per 1,000."""
    numbers = {
        "sample": "all", "reference": "no", "odds_ratio": 2.25, "conf_low": 1.36, "conf_high": 3.69,
        "prevalence_without": 10.04, "prevalence_with": 22.06, "difference": 12.02, "difference_low": -3.5,
        "difference_high": 20.6, "detection_ratio": 1.36, "e_value": 3.927, "e_value_limit": 2.06,
    }  # fmt: skip
    return SimpleNamespace(status=status, **(numbers | of))


@pytest.mark.parametrize(
    ("status", "texts"),
    [
        ("ok", ("10.0 without the factor, 22.1 with it", "12.0 (−3.5 to 20.6)", "2.25 (1.36)", "3.93 (2.06)")),
        ("caution", ("10.0 without the factor, 22.1 with it", "12.0 (−3.5 to 20.6)", "2.25 (1.36)", "3.93 (2.06)")),
        ("sparse", ("", "CI only: −3.5 to 20.6", "– (1.36)", "– (2.06)")),
        ("too_few", ("", "", "", "")),
        ("not_estimable", ("", "", "", "")),
    ],
)  # fmt: skip
def test_a_status_hides_points_or_everything(status, texts):
    assert size.texts(row(status)) == texts
    assert bool(size.in_words(STUDY, row(status))) == (status in ("ok", "caution", "sparse"))


def test_a_scale_is_compared_as_observed_and_one_step_of_the_odds_ratio_further():
    text = size.prevalences_text(row(reference="", level="halving"))
    assert text == "10.0 as observed, 22.1 one step further (halving)"


def test_small_numbers_have_two_decimals():
    assert [size.rate(value) for value in (0.434, -0.949, 0.96, 12.34)] == ["0.43", "−0.95", "1.0", "12.3"]


def test_an_interval_with_1_needs_no_bias():
    inside = row(detection_ratio=1.0, e_value_limit=1.0, conf_low=0.9)
    assert size.detection(inside) == "– (1)"
    assert size.e_value(inside) == "– (1)"
    assert "detected" not in size.in_words(STUDY, inside)


def test_rows_of_an_older_format_have_no_size():
    old = row(
        **dict.fromkeys(("prevalence_without", "difference", "detection_ratio", "e_value_limit"), np.nan)
    )
    assert size.texts(old) == ("", "", "", "")


def test_people_of_a_restricted_sample_are_named():
    words = size.in_words(STUDY, row(sample="users"))
    assert words.startswith(f"Adjusted prevalence per 1,000 {STUDY.samples['users'].label}: 10.0 without")
    assert "2.25 times as often with the factor as without it" in words
    assert words.endswith("E-value: 3.93 (limit 2.06).")


def test_the_table_has_every_primary_estimate_and_no_hidden_number(real, forbidden):
    made = sizes(real, TREATED)
    rows = real.primary_estimates(TREATED, "headline")
    assert [r.label for r in made.rows] == [labels.comparison(STUDY, r) for r in rows.itertuples()]
    assert all(cell for r in made.rows for cell in r.cells)
    assert not [cell for r in made.rows for cell in r.cells for hidden in forbidden if hidden in cell]
    assert {*size.NOTES} <= {*made.notes}


def rays(axes) -> dict[str, list[float]]:
    """Ratios of the lines of a panel, by line style."""
    found: dict[str, list[float]] = {}
    for line in axes.lines:
        (x, other), (y, _) = line.get_xdata(), line.get_ydata()
        if x == other:
            continue
        found.setdefault("dashed" if line.is_dashed() else "solid", []).append(round(y / x, 6))
    return found


def panels(figure):
    return [axes for axes in figure.axes if axes.axison]


def test_there_is_a_panel_for_each_association(committed):
    found = associated(committed)
    shown = [r for rows in found.values() for r in rows]
    assert all(side(r) and r.status in ("ok", "caution", "sparse") for r in shown)
    drawn = panels(tipping_point(committed))
    assert len(drawn) == len(shown)
    for axes, r in zip(drawn, shown, strict=True):
        solid = rays(axes)["solid"]
        assert 1.0 in solid
        assert (round(r.odds_ratio, 6) in solid) == (r.status in ("ok", "caution"))
        (filled,) = axes.collections
        vertices = filled.get_paths()[0].vertices
        ratios = vertices[:, 1] / vertices[:, 0]
        nearest = ratios.min() if r.odds_ratio > 1 else ratios.max()
        assert nearest == pytest.approx(r.detection_ratio)


def test_dashed_lines_are_control_outcomes_of_the_same_cohort(committed):
    found = associated(committed, ["treated"])["treated"]
    (position,) = [i for i, r in enumerate(found) if r.exposure == "rx_antidepressant"]
    dashed = rays(panels(tipping_point(committed, outcomes=["treated"]))[position])["dashed"]
    controls = [o.id for o in control_outcomes(committed, TREATED)]
    rows = committed.estimates.query(
        "exposure == 'rx_antidepressant_other_reason' and set == 'full' and sample == 'users' and method == 'firth'"
    )
    expected = rows[rows["outcome"].isin(controls) & rows["status"].isin(["ok", "caution"])]["odds_ratio"]
    assert sorted(dashed) == sorted(round(value, 6) for value in expected)


def test_dotted_lines_are_the_shares_of_people_with_the_condition_who_are_cases(committed):
    prevalence = committed.prevalence.query("outcome == 'treated' and by == 'all'")["percent"].item()
    for axes in panels(tipping_point(committed, outcomes=["treated"])):
        vertical = [x for x, other in (line.get_xdata() for line in axes.lines) if x == other]
        assert vertical == pytest.approx([prevalence / 100 / 0.072, prevalence / 100 / 0.027])
    caption = figures.caption("tipping_point", committed)
    assert "if 2.7% to 7.2% have it: 5% to 14% for diagnosed RLS and 11% to 29% for treated RLS." in caption


def test_the_caption_names_every_dashed_line_from_the_lowest(committed):
    text = figures.caption("tipping_point", committed)
    after = text[text.index("Control outcomes at the dashed lines for treated RLS: antidepressant, ") :]
    row = next(r for r in associated(committed)["treated"] if r.exposure == "rx_antidepressant")
    shown = sorted(c.odds_ratio for c in drawn_controls(committed, row).values())
    named = re.findall(r"\d\.\d\d", after.partition(";")[0])
    assert named == [f"{value:.2f}" for value in shown]


def test_a_study_that_knows_no_prevalence_of_its_condition_has_no_dotted_lines(committed):
    unknown = replace(committed, study=replace(committed.study, condition_percent=()))
    assert "Dotted" not in tipping_point_caption(unknown)
    (axes, *_) = panels(tipping_point(unknown))
    assert all(x != other for x, other in (line.get_xdata() for line in axes.lines))


def test_lower_odds_are_explained_below_the_line_of_equal_detection(committed):
    estimates = committed.estimates.copy()
    lower = (estimates["exposure"] == "ckd") & (estimates["outcome"] == "treated")
    estimates.loc[lower, ["odds_ratio", "conf_low", "conf_high", "detection_ratio"]] = [0.5, 0.3, 0.8, 0.8]
    only = replace(committed, estimates=estimates[lower])
    (axes,) = panels(tipping_point(only, outcomes=["treated"]))
    vertices = axes.collections[0].get_paths()[0].vertices
    assert (vertices[:, 1] / vertices[:, 0]).max() == pytest.approx(0.8)
    assert axes.get_xlim() == axes.get_ylim() == (LEAST, 1)


def test_without_an_association_the_page_says_so(committed):
    few = replace(committed, estimates=committed.estimates[committed.estimates["exposure"] == "dialysis"])
    assert not panels(tipping_point(few))
    assert "No 95% CI of a headline exposure excludes 1." in figures.caption("tipping_point", few)


def test_an_unknown_outcome_is_refused(committed):
    with pytest.raises(AnalysisError, match="treated"):
        tipping_point(committed, outcomes=["treted"])
