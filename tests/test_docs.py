"""Generated pages are up to date, and every command, code block and link of README and site works."""

import re
import shlex
from dataclasses import fields
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import rlsanalysis
from rlsanalysis import survey
from rlsanalysis.cli import main, parser
from rlsanalysis.nhanes.study import nhanes_study
from rlsanalysis.present import dependence, labels, limitations, summary
from rlsanalysis.present.coverage import coverage_in_words, limits_in_words, simulated_coverage
from rlsanalysis.present.replication import replication_in_words
from rlsanalysis.site import coverage_tables, replication_block
from rlsanalysis.site.findings_block import END, findings_block, findings_in_brief, with_findings
from rlsanalysis.site.findings_block import START as FINDINGS
from rlsanalysis.site.inventory import inventory
from rlsanalysis.site.markdown import markdown
from rlsanalysis.site.pages import pages, stale, write_pages
from rlsanalysis.study.records import Study, Variable
from rlsanalysis.study.results import read_results
from rlsanalysis.survey.errors import AnalysisError
from rlsanalysis.survey.results import LogitResults as SurveyResults

STUDY = nhanes_study()

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *DOCS.glob("*.md"), *DOCS.glob("[av]*/*.md")]
START = (DOCS / "getting-started.md").read_text()
README = (ROOT / "README.md").read_text(encoding="utf-8")
TARGETS = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), flags=re.MULTILINE))


def blocks(text: str, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", text, flags=re.MULTILINE | re.DOTALL)


COMMANDS = [line for page in (START, README) for block in blocks(page, "sh") for line in block.splitlines()]


@pytest.fixture
def docs(tmp_path) -> Path:
    """Folder of a site without a page."""
    (tmp_path / "docs" / "variables").mkdir(parents=True)
    return tmp_path / "docs"


def test_committed_pages_are_what_the_declarations_say():
    assert not list(stale(DOCS))


def test_every_variable_has_a_page_and_every_page_a_variable(docs):
    assert len(list(stale(docs))) == len(STUDY.variables) + 2
    assert len(list(write_pages(docs))) == len(STUDY.variables) + 2
    assert {p.stem for p in (docs / "variables").glob("*.md")} == {*STUDY.variables, "index"}
    assert not list(stale(docs))


def test_a_page_that_is_stale_missing_or_superfluous_is_one_line_and_renewed(docs):
    list(write_pages(docs))
    (docs / "variables" / "ckd.md").write_text("old")
    (docs / "variables" / "anaemia.md").unlink()
    (docs / "variables" / "gone.md").write_text("of a variable that is no more")
    assert set(stale(docs)) == {
        "docs/variables/ckd.md is stale. Run `make pages`.",
        "docs/variables/anaemia.md does not exist. Run `make pages`.",
        "docs/variables/gone.md belongs to no variable. Run `make pages`.",
    }
    changed = list(write_pages(docs))
    assert {p.name for p in changed} == {"ckd.md", "anaemia.md", "gone.md"}
    assert not list(stale(docs))


def test_a_page_says_codes_sources_and_adjusters():
    made = pages(DOCS)["variables/insulin.md"]
    declared = STUDY.variables["insulin"]
    for column in (STUDY.columns[name] for name in declared.columns):
        for release in column.cells:
            if release in declared.releases:
                assert column.cells[release] in made
        for code, meaning in column.codes.items():
            assert f"| {code} | {markdown(meaning)} |" in made
    assert "| 7 | *missing:* refused |" in made
    age = labels.name(STUDY, "age_10")
    assert f"- Full adjustment: [{markdown(age)}](age_10.md) and its square" in made


def test_every_component_of_the_survey_is_described():
    described = {name: c for cohort in STUDY.cohorts.values() for name, c in cohort.components.items()}
    assert {c for v in STUDY.variables.values() for c in v.component.values()} == {*described}
    index = pages(DOCS)["variables/index.md"]
    for component in described.values():
        assert component.weight
        assert component.people
        assert component.weight in index
        assert markdown(component.people) in index


def test_plain_text_stays_plain_in_markdown():
    assert markdown("<50 | a_b [c]") == r"\<50 \| a\_b \[c\]"


def test_results_are_named_by_kind_and_what_has_no_words_is_refused(tmp_path):
    for name in ("forest.svg", "forest.pdf", "dose_response_ferritin.svg"):
        (tmp_path / "figures").mkdir(exist_ok=True)
        (tmp_path / "figures" / name).write_text("")
    found = inventory(STUDY, tmp_path)["figures"]
    assert [(file.name, file.title, file.endings) for file in found] == [
        ("forest", "Forest plot", ("pdf", "svg")),
        ("dose_response_ferritin", f"Dose–response: {labels.name(STUDY, 'ferritin')}", ("svg",)),
    ]
    for name in ("specifications.svg", "specifications_ckd.svg", "specifications_ckd.txt"):
        (tmp_path / "figures" / name).write_text("")
    made = inventory(STUDY, tmp_path)
    assert [file.title for file in made["figures"]][-1] == "Specification curves"
    [[heading, [listed]]] = made["lists"].items()
    assert heading == "Specification curves of single exposures"
    assert (listed.name, listed.about, listed.endings) == (
        "specifications_ckd", labels.name(STUDY, "ckd"), ("svg", "txt"),
    )  # fmt: skip
    (tmp_path / "figures" / "pie.svg").write_text("")
    with pytest.raises(AnalysisError, match=r"pie\.svg is not a known kind of file"):
        inventory(STUDY, tmp_path)


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_of_getting_started_is_one_that_there_is(command):
    program, *arguments = shlex.split(command, comments=True)
    if program == "make":
        assert arguments[0] in TARGETS
    elif program == "source":
        assert arguments == [".venv/bin/activate"]
    else:
        assert program == "rlsanalysis"
        options = vars(parser().parse_args(arguments))
        assert options.get("exposure") in (None, *STUDY.exposures)
        assert options.get("outcome") in (None, *STUDY.outcomes)


@pytest.mark.parametrize("command", [c for c in COMMANDS if c.startswith("rlsanalysis plan")])
def test_plans_of_getting_started_are_printed(command, capsys):
    assert main(shlex.split(command)[1:]) == 0
    assert capsys.readouterr().out.endswith(" models\n")


@pytest.mark.usefixtures("at_home")
@pytest.mark.parametrize(
    "page", [ROOT / "README.md", DOCS / "getting-started.md"], ids=["README", "getting-started"]
)
def test_python_of_the_first_pages_runs_and_writes_the_files_that_it_names(page, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {}
    python = blocks(page.read_text(encoding="utf-8"), "python")
    for block in python:
        exec(compile(block, page.name, "exec"), names)  # noqa: S102
    assert isinstance(names["fit"], SurveyResults)
    written = {path.suffix for path in (tmp_path / "my_results").iterdir()}
    named = set(re.findall(r"\.(?:svg|pdf|png|txt|html|docx|csv|tex)\b", "".join(python)))
    assert written == named >= {".svg", ".txt", ".html", ".docx", ".csv"}


def test_predicted_prevalences_of_getting_started_are_by_sex_with_intervals(
    demo_cohorts, monkeypatch, tmp_path
):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "my_results").mkdir()
    block = next(b for b in blocks(START, "python") if "fit.margins" in b)
    model = next(b for b in blocks(START, "python") if "rls.logit" in b)
    names = {"rls": rlsanalysis, "cohort": demo_cohorts["2013-2020"]}
    for code in (model, block):
        exec(compile(code, "getting-started", "exec"), names)  # noqa: S102
    shown = names["margins"][names["margins"]["measure"] == "prevalence"]
    assert len(shown) == 4
    assert ((shown["conf_low"] > 0) & (shown["conf_low"] < shown["estimate"])).all()
    assert ((shown["estimate"] < shown["conf_high"]) & (shown["conf_high"] < 0.1)).all()


def test_findings_of_readme_and_first_page_are_those_of_the_results():
    results = read_results(ROOT / "results" / "nhanes")
    sentences = [f"{term}: {meaning}." for term, meaning in summary.key(results).items()]
    sentences.append(dependence.adjustment(results, exceptions=False))
    sentences += filter(None, limitations.reliability_of_findings(results, details=False))
    in_full = [t for _, texts in summary.summary(results, by_class=False) for t in texts]
    in_full.append(dependence.other_associations(results))
    for page, block, more in (
        (ROOT / "README.md", findings_in_brief(results), summary.caveats(results)),
        (DOCS / "index.md", findings_block(results), in_full),
    ):
        text = page.read_text(encoding="utf-8")
        assert f"{FINDINGS}\n{block}\n{END}" in text
        assert with_findings(text, block) == text
        words = " ".join(block.split())
        assert words.startswith(f"{markdown(summary.lead(results))} **{markdown(STUDY.words.association)}**")
        for sentence in [*sentences, *more]:
            assert markdown(sentence) in words


def test_table_of_the_readme_has_the_estimate_cases_and_verdict_of_each_finding():
    results = read_results(ROOT / "results" / "nhanes")
    rows = results.estimates[results.estimates["headline"] == "yes"]
    head, _, *lines = [line for line in findings_in_brief(results).splitlines() if line.startswith("|")]
    assert head == "| Primary exposure | Diagnosed RLS: OR (95% CI) | Treated RLS: OR (95% CI) |"
    primary = [e.id for e in STUDY.exposures.values() if e.primary]
    assert len(lines) == len(primary)
    for id_ in primary:
        name = {"ckd": "Chronic kidney disease", "rx_antidepressant": "Antidepressant use"}.get(
            id_, id_.split("_")[0].capitalize()
        )
        (line,) = (line for line in lines if line.startswith(f"| **{name}"))
        for outcome, cell in zip(("diagnosed", "treated"), line.split(" | ")[1:], strict=True):
            row = rows[(rows["outcome"] == outcome) & (rows["exposure"] == id_)].iloc[-1]
            limits = f"{row['conf_low']:.2f} to {row['conf_high']:.2f}"
            if row["status"] == "sparse":
                assert cell.startswith(f"CI only: {limits}")
                assert f"{row['odds_ratio']:.2f}" not in cell
            else:
                assert cell.startswith(f"{row['odds_ratio']:.2f} ({limits})")
            cases = f"{row['cases']} cases"
            if row["reference"]:
                cases = f"{row['cases_exposed']:.0f} of {cases} exposed"
            assert f"<br>{cases}" in cell
            assert ("*associated, q" in cell) == (row["conf_low"] > 1)
            assert ("caution" in cell, "sparse data" in cell) == (
                row["status"] == "caution", row["status"] == "sparse",
            )  # fmt: skip
            assert ("imprecise" in cell) == (row["cases"] < 40)


def test_coverage_of_intervals_is_the_same_on_every_page():
    methods = " ".join((DOCS / "methods.md").read_text(encoding="utf-8").split())
    table = coverage_tables.read(ROOT / "benchmarks" / "coverage.csv")
    assert " ".join(coverage_tables.short_table(table).split()) in methods
    of = coverage_tables.coefficients(table[table["given"] == "all"])
    packaged = simulated_coverage()
    for column, method in (("profile", "profile"), ("linearized", "linearized"), ("svyglm", "svyglm")):
        rows = of[of["method"] == method]
        assert packaged["title"].tolist() == rows["title"].tolist()
        np.testing.assert_allclose(packaged[column], rows["coverage"], atol=0.051)
    ok = coverage_tables.coefficients(table[(table["given"] == "ok") & (table["method"] == "profile")])
    for counted, coverage, row in zip(
        ok["n"], ok["coverage"], ok[["title", "quantity"]].itertuples(), strict=True
    ):
        own = packaged[(packaged["title"] == row.title) & (packaged["ok"] == counted)]
        assert np.abs(own["profile_ok"] - coverage).min() < 0.051
    readme = " ".join(README.split())
    assert coverage_in_words() in readme
    assert limits_in_words() in readme


def test_a_least_coverage_is_given_only_where_it_is_that_of_nearly_all_intervals():
    def least(*cells):
        rows = [
            {"cell": f"c{i}", "title": f"Cell {i}", "given": "ok", "method": "profile", "n": n, "intervals": n,
             "coverage": coverage, "width": 1.0}
            | dict.fromkeys(coverage_tables.PERCENTS[1:], 1.0)
            for i, (n, coverage) in enumerate(cells)
        ]  # fmt: skip
        found = coverage_tables.pooled(pd.DataFrame(rows), "ok")["profile"]
        return found and found["least"]

    assert least((900, 96.0), (600, 94.0), (100, 50.0)) == 94.0
    assert least((900, 98.8), (212, 96.7)) is None
    assert least((499, 90.0)) is None
    page = coverage_tables.facts(coverage_tables.read(ROOT / "benchmarks" / "coverage.csv"))
    groups = [found["profile"] for kind in ("status_rows", "k_rows", "continuous") for _, found in page[kind]]
    for row in (*groups, page["no_case"]["profile"]):
        assert row["least"] is None or row["least"] < row["coverage"]


def test_readme_and_page_say_how_the_replication_came_out():
    table = pd.read_csv(ROOT / "results" / "nhanes" / "replication.csv", keep_default_na=False)
    said = replication_in_words(table)
    of = table[table["kind"] == "estimate"]["verdict"].value_counts()
    assert (
        f"{of['equal to the printed digit']} are equal to the printed digit, {of['within two units of it']} are within "
        f"two units of it and {of['further']} differ by more" in said
    )
    page = (DOCS / "replication.md").read_text(encoding="utf-8")
    assert said in " ".join(README.split())
    assert said in page
    for number, kind in ((of[""], "all"), (0, "`trial`")):
        (line,) = (line for line in page.splitlines() if line.startswith(f"| estimates | {kind} |"))
        assert line.endswith(f"| {number} |")


def test_the_block_of_the_replication_counts_every_number_once():
    rows = [
        ("count", "stated", "equal to the printed digit"),
        ("estimate", "stated", ""),
        ("estimate", "trial", "further"),
    ]
    table = pd.DataFrame(rows, columns=["kind", "chosen", "verdict"])
    block = replication_block.replication_block(table)
    assert [line for line in block.splitlines() if line.startswith("| ")][1:] == [
        "| counts of codes | `stated` | 1 | 1 | 0 | 0 | 0 |",
        "| estimates | `stated` | 1 | 0 | 0 | 0 | 1 |",
        "| estimates | `trial` | 1 | 0 | 0 | 1 | 0 |",
        "| estimates | all | 2 | 0 | 0 | 1 | 1 |",
    ]
    page = f"Before.\n{replication_block.START}\nold\n{replication_block.END}\nAfter."
    assert replication_block.with_replication(page, table) == f"Before.\n{block}\nAfter."


def test_the_command_of_the_findings_writes_all_committed_results():
    """The committed results have the robustness analyses, which a plain run leaves out."""
    assert read_results(ROOT / "results" / "nhanes").provenance["robustness"]
    for page in (README, START):
        for command in re.findall(r"^make run SOURCE=nhanes.*$", page, flags=re.MULTILINE):
            assert "ROBUSTNESS=1" in command
    assert "rlsanalysis run --source nhanes --robustness" in START


def test_negative_controls_are_counted_alike_on_every_page():
    planned = [e.id for e in STUDY.exposures.values() if e.role == "negative_control"]
    assert {*planned} == {*STUDY.words.revealing, *STUDY.words.scheduled}
    assert (len(planned), len(STUDY.words.revealing)) == (8, 6)
    said = {
        name: " ".join((DOCS / name).read_text(encoding="utf-8").split())
        for name in ("methods.md", "glossary.md")
    }
    assert "Of the eight negative controls, only six can reveal bias" in said["methods.md"]
    assert "Six of the eight negative controls can therefore reveal bias" in said["glossary.md"]
    assert "Only six of the eight, a relative with asthma," in " ".join(README.split())


def test_the_plan_is_nowhere_called_preregistered():
    assert STUDY.words.not_preregistered in " ".join(README.split())
    assert (
        "The plan was written after trial fits on the real tables, so nothing in it is preregistered."
        in " ".join((DOCS / "methods.md").read_text(encoding="utf-8").split())
    )


def test_methods_give_the_numbers_of_the_committed_results():
    methods = " ".join((DOCS / "methods.md").read_text(encoding="utf-8").split())
    results = read_results(ROOT / "results" / "nhanes")
    of = {outcome.id: results.primary_estimates(outcome, "headline") for outcome in results.primary}
    tested = {id_: rows.loc[rows["q_value"].notna(), "exposure"].nunique() for id_, rows in of.items()}
    every = {id_: rows["exposure"].nunique() for id_, rows in of.items()}
    assert (
        f"there are {tested['diagnosed']} tests for diagnosed RLS (of {every['diagnosed']} headline exposures) and "
        f"{tested['treated']} for treated RLS (of {every['treated']})." in methods
    )
    flow = results.flow[
        (results.flow["outcome"] == "treated") & (results.flow["exposure"] == "rx_antidepressant")
    ]
    cases = flow[flow["sample"] == "users"]["cases"]
    assert (
        f"{cases.iloc[2]} adults have treated RLS, and {cases.iloc[-1]} of them are in the fully adjusted"
        in methods
    )


def test_stale_findings_are_found_and_renewed(docs):
    (docs.parent / "results").symlink_to(ROOT / "results")
    (docs / "index.md").write_text(f"Before.\n{FINDINGS}\nOR 99.9\n{END}\nAfter.\n", encoding="utf-8")
    assert "docs/index.md is stale. Run `make pages`." in set(stale(docs))
    list(write_pages(docs))
    text = (docs / "index.md").read_text(encoding="utf-8")
    assert text.startswith(f"Before.\n{FINDINGS}\nOf six primary exposures, ")
    assert text.endswith(f"{END}\nAfter.\n")
    assert "99.9" not in text
    assert not list(stale(docs))


def test_readme_names_its_invented_people_next_to_the_command():
    (line,) = (line for line in README.splitlines() if line.startswith("make run ") and "SOURCE" not in line)
    assert "invented people" in line
    assert README.index("make run SOURCE=nhanes") - README.index(line) < 150


def test_relative_links_of_pages_lead_to_files():
    links = [
        (page, target)
        for page in PAGES
        for target in re.findall(
            r"\]\((?!https?:|#)([^)#]+)", re.sub(r"```.*?```", "", page.read_text(), flags=re.DOTALL)
        )
    ]
    assert len(links) > 1000
    assert not [
        f"{page.relative_to(ROOT)}: {target}" for page, target in links if not (page.parent / target).exists()
    ]


def test_every_public_name_is_documented():
    text = "".join(p.read_text() for p in DOCS.glob("api/*.md"))
    documented = set(re.findall(r"(?:auto\w+|py:data):: rlsanalysis\.(?:\w+\.)*(\w+)", text))
    assert {*rlsanalysis.__all__, *survey.__all__} <= documented


def test_links_to_a_section_name_a_heading_of_the_page():
    for page in DOCS.glob("*.md"):
        for target, section in re.findall(r"\]\(([\w/-]+\.md)?#([\w-]+)\)", page.read_text(encoding="utf-8")):
            text = (page.parent / target if target else page).read_text(encoding="utf-8")
            headings = re.findall(r"^#+ (.+)$", text, flags=re.MULTILINE)
            slugs = {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}
            assert section in {*slugs, *re.findall(r"^\(([\w-]+)\)=$", text, flags=re.MULTILINE)}, (
                page.name,
                section,
            )


def test_the_page_of_results_names_every_column_of_the_dictionary_and_every_key_of_the_study():
    text = (DOCS / "results.md").read_text(encoding="utf-8")
    of_variables, of_study = (
        re.findall(
            r"`(\w+)`",
            " ".join(re.findall(r"^\| (`[^|]+) \|", text.split(head)[1].split("\n\n")[0], re.MULTILINE)),
        )
        for head in ("| column of variables.csv | meaning |", "| key of study.json | meaning |")
    )
    assert sorted(of_variables) == sorted(f.name for f in fields(Variable))
    assert sorted(of_study) == sorted({"format", *(f.name for f in fields(Study))} - {"variables"})
