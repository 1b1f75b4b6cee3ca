"""A run of part of the plan: it shows the estimates that it has, under a title that is true of them."""

import io
from dataclasses import replace

import pytest
from markupsafe import escape
from matplotlib.text import Text
from rich.console import Console

from rlsanalysis.present import labels
from rlsanalysis.present.about import about
from rlsanalysis.present.figures import adjustment, caption, catalogue, forest, summary
from rlsanalysis.present.report import render
from rlsanalysis.present.roles import roles_shown
from rlsanalysis.present.rows import control_comparisons, flow_of
from rlsanalysis.present.tables import view_estimates
from rlsanalysis.present.terminal import printed
from rlsanalysis.study.plan import load_plan
from rlsanalysis.study.results import records
from rlsanalysis.study.tables import schema

TREATED = load_plan().outcomes["treated"]


def flowing(figure) -> str:
    return " ".join(" ".join(t.get_text() for t in figure.findobj(Text)).split())


def part(results, **chosen):
    """Keep the rows of some exposures and outcomes, as a run of them has."""
    kept = {}
    for name in schema():
        frame = getattr(results, name)
        for column, values in chosen.items():
            frame = frame[frame[column].isin(values)] if column in frame else frame
        kept[name] = frame.reset_index(drop=True)
    return replace(results, **kept)


@pytest.fixture(scope="module")
def secondary(committed):
    """A run of one secondary exposure and one outcome, without prevalence."""
    run = part(committed, exposure=["cvd"], outcome=["treated"])
    return replace(run, prevalence=run.prevalence[:0])


@pytest.fixture(scope="module")
def estimate(secondary):
    (row,) = records(secondary.primary_estimates(TREATED, "secondary"))
    return row


def screen(results, monkeypatch) -> str:
    console = Console(file=io.StringIO(), width=160)
    monkeypatch.setattr(printed, "read_results", lambda _: results)
    printed.print_summary(results.folder, console)
    return console.file.getvalue()


def test_other_exposures_take_the_place_of_headline_ones_where_a_run_has_none(committed, secondary):
    assert roles_shown(committed) == ("headline",)
    assert roles_shown(secondary) == ("secondary",)
    controls = part(committed, exposure=["relative_asthma", "rx_opioid"])
    assert roles_shown(controls) == ("treats_rls", "negative_control")


def test_forest_and_adjustment_draw_the_estimate_of_a_secondary_exposure(secondary, estimate):
    drawn = flowing(forest(secondary))
    assert labels.estimate_text(estimate) in drawn
    assert "no estimate was chosen" not in drawn
    assert labels.short("cvd") in flowing(adjustment(secondary))
    assert labels.name("treated") in " ".join(caption("forest", secondary).split())
    assert {"forest", "adjustment"} <= {*catalogue(secondary)}


def test_the_table_has_the_estimate_of_a_secondary_exposure(secondary, estimate):
    (row,) = view_estimates.estimates(secondary, TREATED).rows
    assert labels.estimate_text(estimate) in row.cells


def test_the_report_has_the_estimate_and_the_participant_flow_of_a_secondary_exposure(secondary, estimate):
    page = render(secondary, "<svg></svg>", "Caption.")
    found = page.split('id="results"')[1].split('id="controls"')[0]
    assert "No such exposure was fitted" not in found
    assert "No headline exposure is part of this run." in found
    assert labels.line(estimate).odds_ratio in found
    assert labels.line(estimate).interval in found
    steps = secondary.flow
    assert len(steps) > 3
    participants = page.split("Participant flow: ")[1].split("</table>")[0]
    for step in records(steps):
        assert f'<td>{escape(step.left)}</td><td class="n">{step.n:,}</td>' in participants
    assert [len(rows) for _, _, rows in flow_of(secondary, TREATED)] == [len(steps)]


def test_control_outcomes_are_compared_for_a_secondary_exposure(committed):
    run = part(committed, exposure=["cvd"])
    _, rows = control_comparisons(run, TREATED)
    assert [exposure for exposure, _, _ in rows] == ["cvd"]


def test_the_controls_of_a_run_without_others_have_ids_of_their_own(committed):
    run = part(committed, exposure=["relative_asthma"], outcome=["diagnosed"])
    page = render(run, "<svg></svg>", "Caption.")
    ids = [piece.split('"')[0] for piece in page.split(' id="')[1:]]
    assert len(ids) == len({*ids})


def test_a_title_names_rls_for_its_definitions_only_and_the_source_of_the_data(committed):
    cramps = part(committed, outcome=["leg_cramps"])
    assert "<title>Associations with leg cramps in sleep in NHANES</title>" in render(
        cramps, "<svg></svg>", ""
    )
    assert "Associations with RLS (not causes)" in flowing(summary(committed))
    assert "Associations with leg cramps in sleep (not causes)" in flowing(summary(cramps))
    synthetic = render(replace(cramps, source="demo"), "<svg></svg>", "")
    assert (
        "<title>SYNTHETIC: Associations with leg cramps in sleep in synthetic data in the form of NHANES"
        in synthetic
    )
    assert "in NHANES" not in about().title_synthetic


def test_the_title_of_a_forest_names_its_exposures_and_outcomes_and_no_cause(committed, secondary):
    drawn = flowing(forest(committed))
    assert "Odds ratios of headline exposures for diagnosed RLS and treated RLS" in drawn
    assert "cause" not in drawn
    assert "Odds ratios of secondary exposures for treated RLS" in flowing(forest(secondary))
    cramps = part(committed, outcome=["leg_cramps"])
    assert "Odds ratios of headline exposures for leg cramps in sleep" in flowing(forest(cramps))


def test_the_head_of_the_terminal_has_the_years_as_printed_and_says_whose_cases_it_counts(
    committed, secondary, monkeypatch
):
    text = screen(committed, monkeypatch)
    assert (
        f"{labels.name('treated')}, 2013–March 2020: 139 cases among 20,698 adults with this outcome known;"
        in text
    )
    assert "2013–2020:" not in text
    text = screen(secondary, monkeypatch)
    assert f"{labels.name('treated')}, 2013–March 2020: full adjustment\n" in text
