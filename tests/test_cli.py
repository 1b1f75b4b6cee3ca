"""The command line: every command on the demonstration, and one line with exit code 2 for what a user can mend."""

import re
import subprocess
import sys
import webbrowser
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path
from types import SimpleNamespace

import pytest

from rlsanalysis import cli
from rlsanalysis.cli import commands
from rlsanalysis.cli.listing import KINDS
from rlsanalysis.nhanes.catalog import CDC
from rlsanalysis.nhanes.fetch import FetchReport
from rlsanalysis.nhanes.home import Source
from rlsanalysis.nhanes.store import columns_of_study, raw_tables
from rlsanalysis.nhanes.study import nhanes_study
from rlsanalysis.study import job
from rlsanalysis.study.tables import read, schema, write

STUDY = nhanes_study()

COMMANDS = (
    "run", "list", "plan", "fetch", "build", "figures", "tables", "report", "open", "show", "diff", "catalog",
    "replicate",
)  # fmt: skip
PART_FIGURES = {"summary", "forest", "flow_ckd", "adjustment"}
PART = ("--outcome", "leg_jerks", "--exposure", "ckd", "--workers", "1")


@pytest.fixture
def run(capsys):
    """Run a command in this process: exit code, standard output and standard error."""

    def command(*arguments: object) -> SimpleNamespace:
        try:
            code = cli.main([str(a) for a in arguments])
        except SystemExit as stop:
            code = stop.code
        out, err = capsys.readouterr()
        return SimpleNamespace(code=code, out=out, err=err)

    return command


@pytest.fixture
def fetched(monkeypatch) -> list[SimpleNamespace]:
    """What was asked of `fetch`, which says that the source lacks MCQ_E."""
    asked = []

    def fetch(tables, raw, source, **rest):
        asked.append(SimpleNamespace(tables=[t.name for t in tables], raw=raw, source=source, **rest))
        return FetchReport((), (), ("MCQ_E",))

    monkeypatch.setattr("rlsanalysis.nhanes.fetch.fetch", fetch)
    return asked


def test_a_run_writes_tables_figures_and_report_and_ends_with_a_summary(run, at_home, tmp_path):
    result = run("run", *PART, "--out", tmp_path)
    assert result.code == 0
    written = {str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*") if path.is_file()}
    tables = {name for name in written if name.startswith("tables/")}
    assert "tables/estimates_leg_jerks.docx" in tables
    figures = {name for name in written if name.startswith("figures/")}
    assert {Path(name).stem for name in figures} == PART_FIGURES
    assert {f"figures/forest.{kind}" for kind in ("svg", "png", "pdf")} < figures
    assert written - tables - figures == {
        *(f"{name}.csv" for name in schema()), "study.json", "variables.csv", "provenance.json", "report.html",
        "explorer.html", "methods.md", "methods.bib", "strobe.html", "strobe.md",
    }  # fmt: skip
    assert "SYNTHETIC" in result.out
    assert tmp_path.name in result.out.replace("\n", "")
    assert at_home.results.exists()


def test_a_run_of_a_part_leaves_the_whole_alone(run, at_home):
    before = (at_home.results / "estimates.csv").read_bytes()
    assert run("run", *PART).code == 0
    assert (at_home.home / "results" / "demo--leg_jerks--ckd" / "report.html").exists()
    assert (at_home.results / "estimates.csv").read_bytes() == before


def test_a_run_in_which_a_model_breaks_ends_with_code_one(run, at_home, tmp_path, monkeypatch):
    def fail(*_):
        raise ZeroDivisionError

    monkeypatch.setattr(job, "fitted_rows", fail)
    assert run("run", *PART, "--out", tmp_path).code == 1
    assert read("estimates", tmp_path)["reason"].str.startswith("program error").all()
    assert at_home.results.exists()


def test_a_quiet_run_without_figures_prints_nothing_and_removes_figures_of_an_earlier_run(
    run, at_home, tmp_path
):
    figures = tmp_path / "figures"
    figures.mkdir()
    for name in ("forest.svg", "flow_ckd.png", "my_own.svg"):
        (figures / name).write_text("")
    result = run("run", *PART, "--out", tmp_path, "--no-figures", "--quiet")
    assert (result.code, result.out, result.err) == (0, "", "")
    assert [path.name for path in figures.iterdir()] == ["my_own.svg"]
    assert (tmp_path / "report.html").exists()
    assert at_home.results.exists()


def test_a_verbose_run_lists_its_files_and_counts_every_figure(run, at_home, tmp_path):
    result = run("run", *PART, "--out", tmp_path, "--verbose")
    for name in ("estimates.csv", "report.html", "figures/forest.svg"):
        assert f"{tmp_path / name}\n" in result.out
    assert f"{len(PART_FIGURES)}/{len(PART_FIGURES)}" in next(
        line for line in result.err.splitlines() if line.startswith("drawing figures")
    )
    assert " left" in result.err
    assert at_home.results.exists()


@pytest.mark.parametrize(
    "wrong",
    ["--exposure ferritin_50", "--outcome treatd", "--group irn", "--outcome treated --cohort 2005-2008"],
)
def test_names_are_checked_before_anything_is_fetched(run, fetched, wrong):
    assert run("run", "--source", "nhanes", *wrong.split()).code == 2
    assert fetched == []


def test_a_run_of_one_outcome_fetches_the_tables_of_its_cohort_only(run, at_home, fetched, tmp_path):
    run("run", "--source", "nhanes", "--raw", tmp_path, *PART)
    assert fetched[0].tables == raw_tables("2005-2008")
    assert at_home.results.exists()


@pytest.mark.parametrize(
    ("kind", "facts"),
    [
        ("exposures", ["ferritin_lt50", "iron", "D E", "H I P"]),
        ("outcomes", ["treated", "primary", "2013-2020", "full"]),
        ("variables", ["bmi_5", "continuous", "D E H I J P"]),
        ("cohorts", ["2013-2020", "P (2017-March 2020)", "J (2017-2018)"]),
        ("tables", ["FERTIN_D", "exam", "person", "DataFiles/FERTIN_D.xpt"]),
    ],
)
def test_list_shows_what_the_study_consists_of(run, kind, facts):
    result = run("list", kind)
    assert result.code == 0
    assert all(fact in result.out for fact in facts)
    rows = len(result.out.splitlines()) - 1
    assert f"{rows}  " in next(line for line in run("list").out.splitlines() if f" {kind} " in line)
    assert rows == len(KINDS[kind]())


def test_open_shows_the_report_or_the_explorer_in_the_browser(run, tmp_path, monkeypatch):
    opened = []
    monkeypatch.setattr(webbrowser, "open", lambda address: not opened.append(address))
    for name in ("report.html", "explorer.html"):
        (tmp_path / name).write_text("")
    assert run("open", "--results", tmp_path).out == f"{tmp_path / 'report.html'}\n"
    assert run("open", "--results", tmp_path, "--explorer").code == 0
    assert opened == [(tmp_path / name).as_uri() for name in ("report.html", "explorer.html")]
    monkeypatch.setattr(webbrowser, "open", lambda _: False)
    assert run("open", "--results", tmp_path).out.startswith("No browser was found. Open this file: ")


def test_show_can_be_limited_to_one_outcome(run, at_home):
    everything, one = run("show", "ckd"), run("show", "ckd", "--outcome", "leg_jerks")
    assert "Leg cramps" in everything.out
    assert "Leg jerks" in one.out
    assert "Leg cramps" not in one.out
    assert at_home.results.exists()


def test_the_plan_is_a_table_of_models(run):
    shown = run("plan", "--outcome", "treated", "--exposure", "ckd")
    assert shown.code == 0
    assert shown.out.splitlines()[-1] == "7 models"
    assert all(word in shown.out for word in ("exam", "H I P", "age female race", "yes"))
    listed = run("plan", "--outcome", "treated", "--exposure", "ckd", "--csv").out.splitlines()
    assert listed[0].startswith("outcome,exposure,role,set,sample,releases,weight,adjusters,headline")
    assert len(listed) == 8
    assert (
        run("plan", "--outcome", "treated", "--exposure", "ckd", "--headline").out.splitlines()[-1]
        == "1 model"
    )
    grouped = run("plan", "--outcome", "treated", "--group", "exercise", "caffeine", "--headline").out
    assert all(exposure in grouped for exposure in ("inactive", "caffeine_100"))
    assert "smoking" not in {line.split()[1] for line in grouped.splitlines()[1:-1]}


def test_build_names_the_files_and_who_is_in_them(run, at_home):
    result = run("build")
    assert result.code == 0
    for name in STUDY.cohorts:
        assert f"{at_home.processed / name}.parquet: <Cohort {name} (SYNTHETIC" in result.out
    assert len(run("build", "--cohort", "2005-2008").out.splitlines()) == 1


def test_build_tells_what_is_absent(run, at_home, tmp_path, monkeypatch):
    raw = tmp_path / "raw"
    for name in raw_tables("2005-2008"):
        for path in at_home.raw.rglob(f"{name}.xpt"):
            (raw / path.relative_to(at_home.raw)).parent.mkdir(parents=True, exist_ok=True)
            if name != "MCQ_E":
                (raw / path.relative_to(at_home.raw)).symlink_to(path)
    (raw / "generator.txt").write_text((at_home.raw / "generator.txt").read_text())
    monkeypatch.setenv("RLSANALYSIS_DATA", str(tmp_path / "data"))
    result = run("build", "--cohort", "2005-2008", "--raw", raw)
    assert result.code == 0
    assert "MCQ_E is missing. Variables that depend on it are marked as not measured." in result.out


def test_build_tells_a_table_that_cdc_revised(run, at_home, demo_cohorts, monkeypatch):
    early = demo_cohorts["2005-2008"]
    revised = replace(early, inputs=early.inputs.assign(notice="MCQ_E was revised"))
    monkeypatch.setattr("rlsanalysis.nhanes.store.load_cohort", lambda *_, **__: revised)
    assert run("build", "--cohort", "2005-2008").out.count("MCQ_E was revised") == 1
    assert at_home.processed.exists()


def test_show_tells_the_story_of_an_exposure(run, at_home):
    result = run("show", "ferritin_lt50")
    assert result.code == 0
    assert all(word in result.out for word in ("SYNTHETIC", "FERTIN", "women 20–49", "minimal"))
    assert at_home.results.exists()


def test_show_before_any_run_has_the_definition(run, tmp_path):
    result = run("show", "ferritin_lt50", "--results", tmp_path)
    assert result.code == 0
    assert "FERTIN" in result.out


def test_show_names_a_folder_that_is_not_there(run, tmp_path):
    result = run("show", "ferritin_lt50", "--results", tmp_path / "nowhere")
    assert result.code == 2
    assert (
        "nowhere is not a folder. Name a folder of results with --results, or write one with: " in result.err
    )


def test_diff_of_equal_results_is_silent_and_ends_with_code_zero(run, demonstration):
    result = run("diff", demonstration.results, demonstration.results)
    assert (result.code, result.out) == (0, "")
    assert result.err == "moved 0, new 0, gone 0\n"


def test_diff_lists_what_moved_and_ends_with_code_one(run, demonstration, tmp_path):
    for name in schema():
        frame = read(name, demonstration.results)
        if name == "prevalence":
            frame.loc[0, "n"] = 1
        write(frame.iloc[1:] if name == "tests" else frame, tmp_path / f"{name}.csv")
    result = run("diff", demonstration.results, tmp_path)
    assert result.code == 1
    assert result.err == "moved 1, new 0, gone 1\n"
    assert len(result.out.splitlines()) == 3


def test_version_is_that_of_the_package(run):
    assert run("--version").out == f"rlsanalysis {version('rlsanalysis')}\n"


@pytest.mark.usefixtures("at_home")
def test_without_the_people_of_a_release_nothing_is_built(run, monkeypatch):
    monkeypatch.setattr(
        "rlsanalysis.nhanes.fetch.fetch", lambda *_, **__: FetchReport((), (), ("DEMO_D", "MCQ_E"))
    )
    result = run("fetch", "--mirror", "somewhere")
    assert result.code == 2
    assert "The source does not have DEMO_D, which lists the participants" in result.err.splitlines()[-1]


def test_fetch_asks_for_the_tables_of_the_cohorts_and_names_those_absent(run, at_home, fetched):
    result = run("fetch", "--cohort", "2005-2008", "--mirror", "somewhere")
    assert (result.code, result.out) == (0, "")
    counts, absent = result.err.splitlines()
    assert counts.endswith("0 fetched, 0 already present")
    assert absent == "The source does not have MCQ_E. Variables that depend on it are marked as not measured."
    assert fetched[0].tables == raw_tables("2005-2008")
    assert (fetched[0].source, fetched[0].raw) == ("somewhere", at_home.data / "raw" / "nhanes")
    run("fetch", "--raw", "elsewhere")
    assert set(fetched[1].tables) == {t for cohort in STUDY.cohorts for t in raw_tables(cohort)}
    assert (fetched[1].source, fetched[1].raw) == (CDC, Path("elsewhere"))


def test_a_run_on_real_files_fetches_first_and_refuses_synthetic_ones(run, at_home, fetched, tmp_path):
    result = run("run", "--source", "nhanes", "--raw", at_home.raw, "--out", tmp_path, *PART)
    assert result.code == 2
    assert "is synthetic, but source 'nhanes' was requested" in result.err
    assert not list(tmp_path.iterdir())
    assert fetched[0].raw == at_home.raw


def test_the_demonstration_never_replaces_real_files(run, at_home, tmp_path):
    real = tmp_path / "Nchs" / "DEMO_D.xpt"
    real.parent.mkdir()
    real.write_bytes(b"HEADER RECORD*******LIBRARY HEADER RECORD!!!!!!!000000000000000000000000000000  ")
    result = run("build", "--raw", tmp_path)
    assert result.code == 2
    assert f"{real} is not synthetic" in result.err
    assert [p.name for p in tmp_path.rglob("*.xpt")] == ["DEMO_D.xpt"]
    assert at_home.results.exists()


def test_catalog_renews_the_digests_of_what_the_study_reads(run, tmp_path, monkeypatch):
    asked = []
    monkeypatch.setattr("rlsanalysis.nhanes.digest.write_digests", lambda *given: asked.append(given))
    assert run("catalog", tmp_path).code == 0
    assert asked == [(tmp_path, columns_of_study())]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ("", "the following arguments are required: COMMAND"),
        ("rum", "invalid choice: 'rum' (choose from "),
        ("run --source cdc", "argument --source: invalid choice: 'cdc'"),
        ("run --cohort 2013", "argument --cohort: invalid choice: '2013'"),
        ("run --workers 0", "argument --workers: '0' is not an integer of 1 or more"),
        ("run --workers two", "argument --workers: 'two' is not an integer of 1 or more"),
        ("run --mirror somewhere", "--mirror requires --source nhanes"),
        (
            "run --exposure ferritin_50",
            "There is no exposure 'ferritin_50'. Names that look similar: ferritin_lt50",
        ),
        ("run --cohort 2005-2008 --outcome treated", "no model for the combination 2005-2008, treated"),
        (
            "run --outcome leg_jerks --exposure ckd --workers 1 --out {file}/results",
            "Not a directory. Check the path",
        ),
        ("run --source nhanes --mirror {folder}/nowhere", "nowhere"),
        (
            "plan --outcome treatd",
            "There is no outcome 'treatd'. Names that look similar: treated, treated_firm. List all with: ",
        ),
        ("fetch --mirror {folder}", "none of the"),
        ("build --source nhanes --raw {folder}", "no complete NHANES files"),
        ("list exposure", "argument kind: invalid choice: 'exposure' (choose from "),
        ("run --quiet --verbose", "argument --verbose: not allowed with argument --quiet"),
        ("open --results {folder}", "report.html does not exist. Run the study first"),
        ("show ckd --outcome treatd", "no outcome 'treatd'"),
        ("show ferritin_50", "There is no exposure 'ferritin_50'. Names that look similar: ferritin_lt50"),
        ("diff {folder} {folder}", "estimates.csv does not exist. Run the study first"),
        ("catalog {folder}", ".xpt"),
    ],
)
def test_a_fault_of_the_user_is_one_line_and_exit_code_two(run, at_home, tmp_path, arguments, told):
    (tmp_path / "file").write_text("")
    (tmp_path / "folder").mkdir()
    given = arguments.format(file=tmp_path / "file", folder=tmp_path / "folder")
    result = run(*given.split())
    assert result.code == 2
    assert result.out == ""
    lines = [line for line in result.err.splitlines() if line.startswith("rlsanalysis: ")]
    assert len(lines) == 1
    assert told in lines[0]
    assert "Traceback" not in result.err
    assert at_home.results.exists()


def test_a_fault_of_the_program_is_not_hidden(run, monkeypatch):
    def fail(*_):
        raise ZeroDivisionError

    monkeypatch.setattr("rlsanalysis.study.plan.fits_table", fail)
    with pytest.raises(ZeroDivisionError):
        run("plan")


def test_a_stopped_command_says_that_files_are_whole(run, monkeypatch):
    def stop(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr("rlsanalysis.study.plan.fits_table", stop)
    result = run("plan")
    assert result.code == 130
    assert result.err == "rlsanalysis: interrupted. Files that were written are complete.\n"


def test_help_lists_every_command_with_what_it_does(run):
    result = run("--help")
    assert result.code == 0
    for name in COMMANDS:
        assert re.search(rf"^    {name}\s", result.out, flags=re.MULTILINE)
        function = getattr(commands, name, None) or getattr(commands, f"{name}_")
        assert function.__doc__.split()[0] in result.out
        assert run(name, "--help").code == 0


def test_choices_of_the_command_line_are_those_of_the_package():
    assert tuple(STUDY.cohorts) == commands.COHORTS
    assert Source.__args__ == cli.SOURCES
    assert tuple(KINDS) == commands.KINDS


def python(code: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-B", "-c", code], capture_output=True, text=True, check=True)


def test_help_starts_without_the_libraries_of_an_analysis():
    code = """
import sys
from rlsanalysis.cli import main
try:
    main(["--help"])
except SystemExit:
    print(*({"numpy", "pandas", "scipy", "matplotlib", "pyarrow", "rich", "pooch"} & set(sys.modules)), sep=",")
"""
    assert python(code).stdout.splitlines()[-1] == ""


@pytest.mark.slow
def test_the_module_is_the_command():
    listed = subprocess.run(
        [sys.executable, "-m", "rlsanalysis", "plan", "--exposure", "nothing"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (listed.returncode, listed.stdout) == (2, "")
    assert listed.stderr.startswith("rlsanalysis: There is no exposure 'nothing'")
    assert len(listed.stderr.splitlines()) == 1


AUDIT = """
import sys
seen = []
def hook(event, arguments):
    if event in ("socket.connect", "socket.getaddrinfo", "urllib.Request"):
        seen.append(event)
    elif event == "open" and isinstance(arguments[0], str) and {where} in arguments[0]:
        seen.append(arguments[0])
{before}
sys.addaudithook(hook)
import rlsanalysis
{after}
print(*(s for s in seen if not s.endswith((".py", ".pyc", ".so"))), sep="\\n")
"""


def test_importing_the_package_opens_no_file_but_code_and_no_connection():
    seen = python(AUDIT.format(where="''", before="", after="")).stdout.split()
    assert seen == []


@pytest.mark.slow
def test_importing_every_module_opens_no_file_of_the_package_but_code_and_no_connection():
    code = AUDIT.format(
        where=repr(str(Path(cli.__file__).parents[1])),
        before="import importlib, pkgutil",
        after="""
for module in pkgutil.walk_packages(rlsanalysis.__path__, "rlsanalysis."):
    if not module.name.endswith("__main__"):
        importlib.import_module(module.name)
""",
    )
    assert python(code).stdout.split() == []


def test_the_public_names_exist():
    import rlsanalysis

    assert all(getattr(rlsanalysis, name) for name in rlsanalysis.__all__)
    assert set(dir(rlsanalysis)) == set(rlsanalysis.__all__)
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = rlsanalysis.nothing
