"""A run of part of the plan: it shows the estimates that it has, under a title that is true of them."""

import io
import re
from dataclasses import replace

import pytest
from markupsafe import escape
from matplotlib.text import Text
from rich.console import Console

from rlsanalysis.nhanes.study import nhanes_study
from rlsanalysis.present import explorer, labels, printing, tables
from rlsanalysis.present.answer import answer_cases
from rlsanalysis.present.few_cases import detectable, few_cases
from rlsanalysis.present.figures import adjustment, caption, catalogue, forest, summary
from rlsanalysis.present.limitations import reliability_of_findings
from rlsanalysis.present.publish import publish_pages
from rlsanalysis.present.remarks import on_controls
from rlsanalysis.present.report import render
from rlsanalysis.present.roles import roles_shown
from rlsanalysis.present.rows import control_comparisons, flow_of
from rlsanalysis.present.tables import view_estimates
from rlsanalysis.present.terminal import printed
from rlsanalysis.present.titles import contents
from rlsanalysis.study.results import records
from rlsanalysis.study.tables import schema

STUDY = nhanes_study()

DIAGNOSED, TREATED = (STUDY.outcomes[id_] for id_ in ("diagnosed", "treated"))


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
    assert printing.estimate_text(estimate) in drawn
    assert "no estimate was chosen" not in drawn
    assert labels.short(STUDY, "cvd") in flowing(adjustment(secondary))
    assert labels.name(STUDY, "treated") in " ".join(caption("forest", secondary).split())
    assert {"forest", "adjustment"} <= {*catalogue(secondary.study, secondary)}


def test_the_table_has_the_estimate_of_a_secondary_exposure(secondary, estimate):
    (row,) = view_estimates.estimates(secondary, TREATED).rows
    assert printing.estimate_text(estimate) in row.cells


def test_the_report_has_the_estimate_and_the_participant_flow_of_a_secondary_exposure(secondary, estimate):
    page = render(secondary, "<svg></svg>", "Caption.")
    found = page.split('id="results"')[1].split('id="controls"')[0]
    assert "No such exposure was fitted" not in found
    assert "No headline exposure is part of this run." in found
    assert printing.line(estimate).odds_ratio in found
    assert printing.line(estimate).interval in found
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
    synthetic = render(replace(cramps, study=nhanes_study("demo")), "<svg></svg>", "")
    assert (
        "<title>SYNTHETIC: Associations with leg cramps in sleep in synthetic data in the form of NHANES"
        in synthetic
    )
    assert "in NHANES" not in STUDY.words.title_synthetic


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
        f"{labels.name(STUDY, 'treated')}, 2013–March 2020: 139 cases among 20,698 adults with this outcome known;"
        in text
    )
    assert "2013–2020:" not in text
    text = screen(secondary, monkeypatch)
    largest = "137 cases among 20,600 adults in the largest analytic sample; full adjustment\n"
    assert f"{labels.name(STUDY, 'treated')}, 2013–March 2020: {largest}" in text
    assert "cases among 20,600 adults with this outcome known" not in text


LARGEST = "in the largest analytic sample"


def without_prevalence(results, **chosen):
    """Keep the rows that a run of one exposure has."""
    run = part(results, **chosen)
    return replace(run, prevalence=run.prevalence[:0])


def first_said(results) -> str:
    return next(reliability_of_findings(results))


def test_counts_are_those_of_all_adults_with_the_outcome_known_where_prevalence_is_part_of_the_run(real):
    for run in (real, part(real, outcome=["diagnosed"]), real.part("kidney")):
        found = few_cases(run, DIAGNOSED)
        assert (found.cases, found.people, found.where) == ("41", "10,846", "")
        assert "41 cases of diagnosed RLS among 10,846 adults (0.37%, weighted)" in first_said(run)
    assert "Counts of an outcome without prevalence" not in repr(part(real, outcome=["diagnosed"]))


def test_counts_without_prevalence_are_said_to_be_those_of_the_largest_analytic_sample(real):
    run = without_prevalence(real, exposure=["ckd"], outcome=["diagnosed"])
    sizes = run.estimates.assign(n=100, cases=7)
    sizes.loc[sizes["set"] == "minimal", ["n", "cases"]] = (9000, 39)
    failed = (None, None, "not_estimable", "no cases")
    sizes.loc[sizes["set"] == "full", ["n", "cases", "status", "reason"]] = failed
    run = replace(run, estimates=sizes.astype({"n": "Int64", "cases": "Int64"}))
    counted = f"39 cases among 9,000 adults {LARGEST}"
    assert f"39 cases of diagnosed RLS among 9,000 adults {LARGEST}." in first_said(run)
    assert counted in str(answer_cases(run))
    assert f"<strong>39 cases</strong> among 9,000 adults {LARGEST}." in explorer.render(run)
    for figure in ("summary", "forest"):
        assert f"39 cases among 9,000 adults {LARGEST}" in caption(figure, run)
    assert f"adults and cases are those {LARGEST}" in tables.cases(run).as_raw_html()
    assert LARGEST not in tables.cases(real).as_raw_html()
    assert "those of its largest analytic sample" in repr(run)
    assert repr(run).split()[-2:] == ["9,000", "39"]


def test_detectable_odds_ratios_are_those_of_the_comparisons_that_the_run_shows(secondary, real):
    found = few_cases(secondary, TREATED)
    assert found.statuses["ok"] == 1
    assert "80% power was 2.39 (for heart disease, 29 exposed cases)." in detectable(STUDY, found)
    assert "Comparisons by reliability" in tables.cases(secondary).as_raw_html()
    assert "Headline comparisons by reliability" in tables.cases(real).as_raw_html()


@pytest.mark.parametrize(
    ("exposure", "changed", "text"),
    [
        ("ferritin_halving", {"status": "ok"}, "no headline comparison of it in this run is one of them."),
        ("pack_years", {"status": "ok"}, "no comparison of it in this run is one of them."),
        (
            "ckd",
            {"status": "too_few"},
            "In none of its headline comparisons of people with and without a factor are enough cases expected",
        ),
        (
            "cvd",
            {"status": "sparse"},
            "In none of its comparisons of people with and without a factor are enough cases expected",
        ),
    ],
)
def test_a_run_without_a_detectable_odds_ratio_says_why(real, exposure, changed, text):
    run = part(real, exposure=[exposure], outcome=["treated"])
    run = replace(run, estimates=run.estimates.assign(**changed))
    assert text in detectable(STUDY, few_cases(run, TREATED))


def test_an_outcome_without_a_comparison_that_is_shown_has_none(real):
    rows = real.estimates
    run = replace(real, estimates=rows[(rows["outcome"] == "diagnosed") | (rows["exposure"] == "cvd")])
    assert detectable(STUDY, few_cases(run, TREATED)) == "No headline comparison of it is part of this run."


def headings(page: str) -> list[str]:
    return re.findall(r"<h[1-4][^>]*>(.*?)</h[1-4]>", page)


def test_a_run_without_primary_exposures_opens_with_what_was_run_and_has_no_figure(secondary, tmp_path):
    run = replace(secondary, folder=tmp_path)
    list(publish_pages(run))
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert headings(page)[:3] == [
        "Heart disease: associations with RLS in NHANES", "What was estimated", "How reliable these estimates are"
    ]  # fmt: skip
    assert STUDY.words.question not in page
    assert "<figure" not in page
    assert "Nothing to draw" not in page
    opening = page[page.index("What was estimated") :]
    assert "estimates for one exposure (heart disease) and one outcome (treated RLS)." in opening[:300]
    assert "Key findings" not in page
    assert "findings" not in page[page.index('<a class="skip"') : page.index("</a>")]


def test_a_run_has_no_headings_for_what_it_lacks(secondary, committed):
    whole, page = (render(run, "<svg></svg>", "Caption.") for run in (committed, secondary))
    for heading in ("Control exposures: ", "Control outcomes: ", "Accompanying conditions, consequences"):
        assert [h for h in headings(whole) if heading in h]
        assert not [h for h in headings(page) if heading in h]
    assert STUDY.words.negative_controls not in page
    assert "No such exposure was fitted" not in page
    targets = re.findall(r'href="#([a-z]+)"', page)
    assert {*targets} <= {*re.findall(r' id="([^"]+)"', page)}
    assert "consequences" not in targets
    no_flow = render(replace(secondary, flow=secondary.flow[:0]), "", "")
    assert [h for h in headings(page) if "Participant flow" in h]
    assert not [h for h in headings(no_flow) if "Participant flow" in h]
    only_control = part(committed, outcome=["insomnia_treated"], exposure=["cvd", "ckd"])
    assert "Controls" not in headings(render(only_control, "<svg></svg>", ""))


def test_the_outcome_of_a_run_is_defined_in_its_report(committed):
    cramps = render(part(committed, outcome=["leg_cramps"]), "<svg></svg>", "")
    assert headings(cramps)[0] == "Associations with leg cramps in sleep in NHANES"
    assert "of clinical RLS:" not in cramps
    assert "<p><strong>Leg cramps in sleep</strong>" in cramps[cramps.index("Outcomes</h3>") :]
    treated = render(part(committed, outcome=["treated"]), "<svg></svg>", "")
    assert headings(treated)[0] == STUDY.words.question
    assert f"Definition of clinical RLS: {STUDY.words.definitions['treated']}." in treated
    both = f"Definitions of clinical RLS: {'; '.join(STUDY.words.definitions.values())}."
    assert both in render(committed, "<svg></svg>", "")


def test_the_report_of_one_primary_exposure_says_what_was_run_above_its_figure(committed):
    run = part(committed, exposure=["ckd"], outcome=["treated"])
    page = render(run, "<svg></svg>", "Caption.")
    assert headings(page)[:2] == ["CKD: associations with RLS in NHANES", "Key findings"]
    assert page.index("This run contains estimates for one exposure (CKD)") < page.index("<figure")
    whole = render(committed, "<svg></svg>", "Caption.")
    assert "This run contains" not in whole


def test_what_was_run_is_counted_and_named_where_it_is_little(committed):
    run = part(committed, exposure=["ckd", "cvd"], outcome=["treated", "insomnia_treated"])
    assert contents(run) == (
        "This run contains estimates for two exposures (CKD; heart disease), one outcome (treated RLS) and one "
        "control outcome (treated insomnia)."
    )
    assert "124 exposures and" in contents(part(committed, outcome=["leg_cramps"]))


@pytest.mark.parametrize(
    ("chosen", "title"),
    [
        ({}, STUDY.words.title),
        ({"exposure": ["ckd"]}, "CKD: associations with RLS in NHANES"),
        ({"exposure": ["cvd", "relative_asthma"]}, "Associations with RLS in NHANES"),
        ({"outcome": ["leg_cramps"]}, "Associations with leg cramps in sleep in NHANES"),
    ],
)
def test_report_and_explorer_have_the_title_of_what_the_run_contains(real, chosen, title):
    run = part(real, **chosen)
    page = explorer.render(run)
    assert f"<title>All estimates. {title}</title>" in page
    assert headings(page)[0] == title
    assert f"{len(run.estimates):,} estimates of this run." in page
    assert f"<title>{title}</title>" in render(run, "<svg></svg>", "")


@pytest.mark.parametrize(("outcome", "named"), [("diagnosed", "RLS"), ("leg_cramps", "leg cramps in sleep")])
def test_without_control_outcomes_the_association_that_may_not_be_specific_is_that_of_the_run(
    committed, outcome, named
):
    rows = committed.estimates[committed.estimates["outcome"] == outcome]
    text = on_controls(replace(committed, estimates=rows))
    assert f"cannot show whether an association is specific to {named}." in text
