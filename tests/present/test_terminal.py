"""What the command line prints at the end of a run, and one exposure's story."""

import io
import re
from dataclasses import replace

import pytest
from rich.console import Console

from rlsanalysis.nhanes.study import nhanes_study
from rlsanalysis.present import labels
from rlsanalysis.present.terminal import printed
from rlsanalysis.present.terminal.printed import print_exposure, print_summary, print_unfitted, summary_table
from rlsanalysis.study.results import read_results
from rlsanalysis.survey.errors import AnalysisError

STUDY = nhanes_study()


@pytest.fixture
def console():
    return Console(file=io.StringIO(), width=160)


def screen(width):
    return Console(file=io.StringIO(), width=width, force_terminal=True, color_system=None, no_color=True)


def said(console):
    return re.sub(r"\x1b\[[0-9;]*m", "", console.file.getvalue())


def test_headline_table_shows_what_may_be_read_and_counts_the_rest(real, real_folder, console, forbidden):
    outcome = STUDY.outcomes["treated"]
    quoted = real.primary_estimates(outcome, "headline")
    shown = quoted["status"].isin(["ok", "caution"]).sum()
    assert summary_table(real, outcome).row_count == shown < len(quoted)
    print_summary(real_folder, console)
    assert f"{(quoted['status'] == 'too_few').sum()} not reported" in said(console)
    assert not [hidden for hidden in forbidden if hidden in said(console)]


def test_summary_names_the_folder_and_the_shared_path(real_folder, console):
    print_summary(real_folder, console)
    assert str(real_folder) in said(console).replace("\n", "")
    assert "also require contact with care" in said(console)
    assert "SYNTHETIC" not in said(console)


def test_a_run_names_the_tables_that_were_revised(real_folder, console):
    print_summary(real_folder, console)
    assert "differs from the one that the catalog describes. VITB12_H: revised" in said(console)


def test_summary_of_invented_people_says_so(demo_folder, console):
    print_summary(demo_folder, console)
    assert "SYNTHETIC" in said(console)


def test_story_holds_definition_flow_values_and_estimates(real_folder, console, forbidden):
    print_exposure(read_results(real_folder), "ckd", console)
    story = " ".join(said(console).split())
    for fact in (
        "(ckd)",
        "BIOPRO.LBXSCR",
        "laboratory or method changed",
        "adults 20+",
        "10,914",
        "12.3%",
        "firth",
        "associations in cross-sectional data, not causes",
    ):
        assert fact in story, fact
    assert not [hidden for hidden in forbidden if hidden in story]


def test_story_without_results_still_tells_the_definition(tmp_path, console):
    print_unfitted(STUDY, "ckd", tmp_path, console)
    assert "eGFR" in said(console)
    assert "rlsanalysis run" in said(console)


@pytest.mark.slow
@pytest.mark.parametrize("width", [60, 80, 100])
def test_no_number_is_ever_cut_or_broken_over_lines(real_folder, width):
    whole = re.compile(r"\d\.\d\d \(\S+ to \S+\)")
    for show in (
        print_summary,
        lambda folder, console: print_exposure(read_results(folder), "ckd", console),
        lambda folder, console: print_exposure(read_results(folder), "smoking", console),
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
    assert re.search(r"9,876 +9 / 41", said(piped))
    assert "9,876" not in said(narrow)


def test_reliability_stands_in_words_next_to_the_estimate(real, real_folder, console):
    print_summary(real_folder, console)
    lines = said(console).splitlines()
    assert any("caution" in line and " to " in line for line in lines)
    assert "also seen with a control outcome" in said(console)
    assert not set("†‡#§¶") & set(said(console))
    few = real.primary_estimates(STUDY.outcomes["diagnosed"], "headline")
    if (few["cases"] < 40).any():
        assert "cases: imprecise" in said(console)


def test_the_summary_opens_with_the_findings(real_folder, console):
    print_summary(real_folder, console)
    first = said(console).splitlines()[0]
    assert "primary exposures" in first


def test_one_outcome_alone_may_be_shown(real_folder, console):
    print_exposure(read_results(real_folder), "ckd", console, outcome="treated")
    assert f"{labels.name(STUDY, 'treated')}: " in said(console)
    assert f"{labels.name(STUDY, 'diagnosed')}: " not in said(console)
    with pytest.raises(AnalysisError, match="no outcome 'treatd'"):
        print_exposure(read_results(real_folder), "ckd", console, outcome="treatd")


def test_summary_ends_with_absent_tables_and_negative_controls(real_folder, console):
    print_summary(real_folder, console)
    assert "These tables were absent" in said(console)
    assert "VID_D." in said(console)
    assert "negative controls" in said(console)


def test_part_of_the_plan_has_no_mark_of_control_outcomes_and_no_q(
    partial, real_folder, console, monkeypatch
):
    monkeypatch.setattr(printed, "read_results", lambda _: partial)
    print_summary(real_folder, console)
    assert "9.47 (4.28 to 21.70)" in said(console)
    assert "also seen with" not in said(console)
    for fact in ("Control outcomes are not part of this run", "a part of it and has none", "was 2.99"):
        assert fact in said(console), fact


def test_no_empty_table_where_nothing_may_be_shown(partial, real_folder, console, monkeypatch):
    hidden = replace(partial, estimates=partial.estimates.assign(status="too_few"))
    monkeypatch.setattr(printed, "read_results", lambda _: hidden)
    print_summary(real_folder, console)
    assert "No odds ratio is interpreted: 1 not reported" in said(console)
    assert "reliability" not in said(console)


def test_run_of_other_exposures_or_outcomes_shows_their_rows(partial, real_folder, console, monkeypatch):
    other = partial.estimates.assign(exposure="rx_statin", role="secondary", outcome="leg_cramps", set="full")
    rows = other.drop_duplicates(["method", "sample", "level"])
    monkeypatch.setattr(printed, "read_results", lambda _: replace(partial, estimates=rows))
    print_summary(real_folder, console)
    assert "Leg cramps" in said(console)
    assert "9.47 (4.28 to 21.70)" in said(console)


def test_story_compares_above_its_tables_and_gives_reasons(real_folder, console):
    print_exposure(read_results(real_folder), "ferritin_lt50", console)
    story = said(console)
    assert f"{labels.name(STUDY, 'diagnosed')}: <50 ng/mL vs ≥50 ng/mL" in story
    assert not re.search("set +method.*compared", story)
    print_exposure(read_results(real_folder), "smoking", console)
    assert f"{labels.name(STUDY, 'insomnia_treated')} (control outcome): current vs never" in said(console)


def test_story_says_why_an_estimate_is_not_there(real, real_folder, console):
    missing = real.estimates[
        (real.estimates["status"] == "not_estimable") & (real.estimates["outcome"] == "treated")
    ]
    print_exposure(read_results(real_folder), missing["exposure"].iloc[0], console)
    assert "): no cases in <a level> & nothing to do" in said(console)


def test_story_has_control_outcomes_in_their_headline_set_only(real, real_folder, console):
    assert set(real.estimates.loc[real.estimates["outcome"] == "insomnia_treated", "set"]) > {"full"}
    print_exposure(read_results(real_folder), "ckd", console)
    control = said(console).split(labels.name(STUDY, "insomnia_treated"))[1].split("In words")[0]
    assert "full" in control
    assert "minimal" not in control


def test_unknown_exposure_suggests_the_nearest(tmp_path, console):
    with pytest.raises(AnalysisError, match=r"no exposure 'feritin_lt50'.*ferritin_lt50"):
        print_unfitted(STUDY, "feritin_lt50", tmp_path, console)


def test_a_name_is_broken_before_a_number(real, console):
    table = summary_table(real, STUDY.outcomes["treated"], wide=False)
    console.width = 56
    console.print(table)
    rows = real.primary_estimates(STUDY.outcomes["treated"], "headline")
    shown = rows["status"].isin(["ok", "caution"]) & (rows["conf_high"] == 2.22)
    assert said(console).count("1.33 (1.11 to 2.22)") == shown.sum() > 0


def test_an_exposure_that_a_run_lacks_comes_with_those_it_has_and_the_command(partial, console):
    print_exposure(partial, "smoking", console)
    text = " ".join(said(console).split())
    assert "no estimates of smoking. The exposures that they contain: ckd. " in text
    assert "Run the study with --exposure smoking, then show it with --results" in text


def test_an_outcome_that_a_run_lacks_comes_with_those_it_has(partial, console):
    print_exposure(partial, "ckd", console, outcome="treated")
    text = " ".join(said(console).split())
    assert "no estimates of ckd for treated. " in text
    assert "The outcomes that they contain: diagnosed. " in text
    assert "Run the study with --exposure ckd --outcome treated, then" in text


def test_at_most_eight_exposures_of_a_run_are_listed(real, console):
    others = real.estimates[real.estimates["exposure"] != "ckd"]
    print_exposure(replace(real, estimates=others), "ckd", console)
    text = " ".join(said(console).split())
    names = list(others["exposure"].unique())
    assert f"{', '.join(names[:8])}, ... ({len(names)} in total)" in text


def test_no_command_is_given_for_a_model_that_the_plan_lacks(real_folder, console):
    print_exposure(read_results(real_folder), "ferritin_lt30", console, outcome="allergy_treated")
    text = " ".join(said(console).split())
    assert "The analysis plan has no model for this combination." in text
    assert "Estimate it with" not in text
