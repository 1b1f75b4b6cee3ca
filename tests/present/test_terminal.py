"""What the command line prints at the end of a run, and one exposure's story."""

import io
import re
from dataclasses import replace

import pytest
from rich.console import Console

from rlsanalysis.present.terminal import printed
from rlsanalysis.present.terminal.printed import print_exposure, print_summary, summary_table
from rlsanalysis.study.plan import load_plan
from rlsanalysis.survey.errors import AnalysisError


@pytest.fixture
def console():
    return Console(file=io.StringIO(), width=160)


def screen(width):
    return Console(file=io.StringIO(), width=width, force_terminal=True, color_system=None, no_color=True)


def said(console):
    return re.sub(r"\x1b\[[0-9;]*m", "", console.file.getvalue())


def test_headline_table_shows_what_may_be_read_and_counts_the_rest(real, real_folder, console, forbidden):
    outcome = load_plan().outcomes["treated"]
    quoted = real.primary_estimates(outcome, "headline")
    shown = quoted["status"].isin(["ok", "caution"]).sum()
    assert summary_table(real, outcome).row_count == shown < len(quoted)
    print_summary(real_folder, console)
    assert f"{(quoted['status'] == 'too_few').sum()} too few" in said(console)
    assert not [hidden for hidden in forbidden if hidden in said(console)]


def test_summary_names_the_folder_and_the_shared_path(real_folder, console):
    print_summary(real_folder, console)
    assert str(real_folder) in said(console).replace("\n", "")
    assert "share the path" in said(console)
    assert "SYNTHETIC" not in said(console)


def test_a_run_names_the_tables_that_were_revised(real_folder, console):
    print_summary(real_folder, console)
    assert "Revised by CDC, and used: VITB12_H: revised" in said(console)


def test_summary_of_invented_people_says_so(demo_folder, console):
    print_summary(demo_folder, console)
    assert "SYNTHETIC" in said(console)


def test_story_holds_definition_flow_values_and_estimates(real_folder, console, forbidden):
    print_exposure("ckd", real_folder, console)
    story = " ".join(said(console).split())
    for fact in (
        "Chronic kidney disease (ckd)",
        "D E H I J P: BIOPRO.LBXSCR",
        "assay changed",
        "adults 20+",
        "10,914",
        "12.3 %",
        "firth",
        "none of them shows a cause",
    ):
        assert fact in story, fact
    assert not [hidden for hidden in forbidden if hidden in story]


def test_story_without_results_still_tells_the_definition(tmp_path, console):
    print_exposure("ckd", tmp_path, console)
    assert "eGFR" in said(console)
    assert "rlsanalysis run" in said(console)


@pytest.mark.parametrize("width", [60, 80, 100])
def test_no_number_is_ever_cut_or_broken_over_lines(real_folder, width):
    whole = re.compile(r"\d\.\d\d \(\S+–\S+\)(?: [†§¶]+)?")
    for show in (
        print_summary,
        lambda *a: print_exposure("ckd", *a),
        lambda *a: print_exposure("smoking", *a),
    ):
        narrow, wide = screen(width), screen(300)
        show(real_folder, narrow)
        show(real_folder, wide)
        assert "…" not in said(narrow)
        assert max(map(len, said(narrow).splitlines())) <= max(width, 80)
        estimates = [line for line in said(wide).splitlines() if "  " in line and whole.search(line)]
        assert len(estimates) > 3
        assert [
            whole.search(line)[0] for line in said(narrow).splitlines() if "  " in line and whole.search(line)
        ] == [whole.search(line)[0] for line in estimates]


def test_piped_output_is_wide_and_has_the_people_of_each_model(real_folder, monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    piped = Console(file=io.StringIO())
    print_summary(real_folder, piped)
    narrow = screen(80)
    print_summary(real_folder, narrow)
    assert re.search(r"9,876 +41 \(9\)", said(piped))
    assert "9,876" not in said(narrow)


def test_marks_are_explained(real_folder, console):
    print_summary(real_folder, console)
    for mark in ("† 5 to 10 exposed cases", "§ fewer than 40 cases", "¶ a control outcome shows it too"):
        assert mark in said(console)


def test_summary_ends_with_absent_tables_and_negative_controls(real_folder, console):
    print_summary(real_folder, console)
    assert "Absent, so not measured here: VID_D." in said(console)
    assert "negative controls" in said(console)


def test_part_of_the_plan_has_no_mark_of_control_outcomes_and_no_q(
    partial, real_folder, console, monkeypatch
):
    monkeypatch.setattr(printed, "read_results", lambda _: partial)
    print_summary(real_folder, console)
    assert "9.47 (4.28–21.7)" in said(console)
    assert "¶" not in said(console)
    for fact in ("Control outcomes are not part of this run", "q belongs to a whole run", "lies at 2.99"):
        assert fact in said(console), fact


def test_no_empty_table_where_nothing_may_be_shown(partial, real_folder, console, monkeypatch):
    hidden = replace(partial, estimates=partial.estimates.assign(status="too_few"))
    monkeypatch.setattr(printed, "read_results", lambda _: hidden)
    print_summary(real_folder, console)
    assert "No point estimate may be shown: 1 too few" in said(console)
    assert "Factor" not in said(console)


def test_run_of_other_exposures_or_outcomes_shows_their_rows(partial, real_folder, console, monkeypatch):
    other = partial.estimates.assign(exposure="rx_statin", role="secondary", outcome="leg_cramps", set="full")
    rows = other.drop_duplicates(["method", "sample", "level"])
    monkeypatch.setattr(printed, "read_results", lambda _: replace(partial, estimates=rows))
    print_summary(real_folder, console)
    assert "Leg cramps" in said(console)
    assert "9.47 (4.28–21.7)" in said(console)


def test_story_compares_above_its_tables_and_gives_reasons(real_folder, console):
    print_exposure("ferritin_lt50", real_folder, console)
    story = said(console)
    assert "RLS diagnosed by a doctor: <50 ng/mL vs >=50 ng/mL" in story
    assert not re.search("set +method.*compared", story)
    print_exposure("smoking", real_folder, console)
    assert (
        "Insomnia as the reason for a prescription (control outcome, headline set): current vs never"
        in said(console)
    )


def test_story_says_why_an_estimate_is_not_there(real, real_folder, console):
    missing = real.estimates[
        (real.estimates["status"] == "not_estimable") & (real.estimates["outcome"] == "treated")
    ]
    print_exposure(missing["exposure"].iloc[0], real_folder, console)
    assert "): no cases in <a level> & nothing to do" in said(console)


def test_story_has_control_outcomes_in_their_headline_set_only(real, real_folder, console):
    assert set(real.estimates.loc[real.estimates["outcome"] == "insomnia_treated", "set"]) > {"full"}
    print_exposure("ckd", real_folder, console)
    control = said(console).split("Insomnia as the reason")[1].split("In words")[0]
    assert "full" in control
    assert "minimal" not in control


def test_unknown_exposure_suggests_the_nearest(tmp_path, console):
    with pytest.raises(AnalysisError, match="look similar: ferritin_lt50"):
        print_exposure("feritin_lt50", tmp_path, console)


def test_a_name_is_broken_before_a_number(real, console):
    table = summary_table(real, load_plan().outcomes["treated"], wide=False)
    console.width = 56
    console.print(table)
    assert said(console).count("1.33 (") == said(console).count("–") == table.row_count
    assert said(console).count("1.33 (1.11–2.22)") == 3
