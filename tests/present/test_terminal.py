"""What the command line prints at the end of a run, and one exposure's story."""

import io

import pytest
from rich.console import Console

from rlsanalysis.present.terminal import headline_table, print_exposure, print_summary
from rlsanalysis.study.plan import load_plan
from rlsanalysis.survey.errors import AnalysisError


@pytest.fixture
def console():
    return Console(file=io.StringIO(), width=160)


def said(console):
    return console.file.getvalue()


def test_headline_table_shows_what_may_be_read_and_counts_the_rest(real, console, forbidden):
    outcome = load_plan().outcomes["treated"]
    quoted = real.quoted(outcome, "headline")
    shown = quoted["status"].isin(["ok", "caution"]).sum()
    table = headline_table(real, outcome)
    assert table.row_count == shown < len(quoted)
    console.print(table)
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


def test_unknown_exposure_suggests_the_nearest(tmp_path, console):
    with pytest.raises(AnalysisError, match="did you mean 'ferritin_lt50'"):
        print_exposure("feritin_lt50", tmp_path, console)
