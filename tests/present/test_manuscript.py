"""A Methods section, its references and the reporting checklists: complete, true of the run, and of any study."""

import csv
import json
import re
import shutil
import subprocess
from collections import Counter
from dataclasses import dataclass, fields, replace
from importlib.resources import files
from pathlib import Path

import pytest
from scipy.stats import false_discovery_control

from rlsanalysis.cli import main
from rlsanalysis.nhanes.study import nhanes_study
from rlsanalysis.present import manuscript
from rlsanalysis.present.manuscript.bibliography import bibliography, cited, entries, without_citations, works
from rlsanalysis.present.manuscript.checklists import MODULES, Checklist, Filled, answer, items_of
from rlsanalysis.present.manuscript.numbers import Spread, ordinals, series
from rlsanalysis.present.manuscript.sections import SECTIONS
from rlsanalysis.present.publish import publish_manuscript
from rlsanalysis.study.records import Manuscript
from rlsanalysis.study.results import Results, read_results
from rlsanalysis.study.run import Part, run_plan
from rlsanalysis.survey.errors import AnalysisError
from second_study import invented_people, second_cohort

STROBE = (
    "1a 1b 2 3 4 5 6a 7 8 9 10 11 12a 12b 12c 12d 12e 13a 13b 13c 14a 14b 15 16a 16b 16c 17 18 19 20 21 22"
)
PRICSSA = "1.1 1.2 1.3 1.4 1.5 2.1 2.2 2.3 2.4 2.5 2.6 2.7 2.8 2.9 2.10 2.11 2.12"
FORMULA = "max{V_L, (k V_L + 4 D V_M)/(k + 4)}"
WORDS = {field.name for field in fields(Manuscript)}
"""Words of a study that a run cannot know."""


@dataclass(frozen=True)
class Written:
    """A run with what was written of it."""

    results: Results
    filled: tuple[Checklist, ...]
    methods: str
    references: str
    markdown: str
    page: str

    @property
    def items(self) -> dict[str, Filled]:
        return {f"{c.name} {found.item.number}": found for c in self.filled for found in c.items}


def written(results: Results) -> Written:
    filled = manuscript.checklists(results)
    text = manuscript.methods(results, filled)
    return Written(
        results, tuple(filled), text, manuscript.references(results, text),
        manuscript.checklists_markdown(results, filled), manuscript.checklists_html(results, filled),
    )  # fmt: skip


@pytest.fixture(scope="module")
def real_run(committed) -> Written:
    """The committed run on CDC's data, with the words of the study as they are now."""
    return written(replace(committed, study=nhanes_study()))


@pytest.fixture(scope="module")
def demo_run(demonstration) -> Written:
    return written(read_results(demonstration.results))


@pytest.fixture(scope="module")
def second_run(tmp_path_factory) -> Written:
    cohort = second_cohort(invented_people())
    return written(run_plan(cohort.study, lambda _: cohort, tmp_path_factory.mktemp("second")))


@pytest.fixture(
    scope="module", params=["real_run", pytest.param("demo_run", marks=pytest.mark.slow), "second_run"]
)
def any_run(request) -> Written:
    return request.getfixturevalue(request.param)


@pytest.mark.parametrize(("name", "numbers"), [("STROBE", STROBE), ("PRICSSA", PRICSSA)])
def test_a_checklist_has_every_item_once_with_who_fills_it(name, numbers):
    items = items_of(name)
    assert [item.number for item in items] == numbers.split()
    assert all(item.topic and item.section and item.answers and "authors" in item.who for item in items)
    assert len({item.topic for item in items}) == len(items)


def test_every_answer_is_one_function_or_words_of_the_study():
    names = {name for item in (*items_of("STROBE"), *items_of("PRICSSA")) for name in item.answers}
    for name in names:
        owners = [m for m in MODULES if getattr(getattr(m, name, None), "__module__", "") == m.__name__]
        assert len(owners) == 1 or (not owners and name in WORDS), name


def test_every_paragraph_of_the_methods_answers_an_item():
    answering = {
        answer(name) for item in (*items_of("STROBE"), *items_of("PRICSSA")) for name in item.answers
    }
    covered = {heading for heading, functions in SECTIONS.items() if {*functions} & answering}
    assert {*SECTIONS} - covered == {"Ethics"}  # no item of either checklist asks for it


def test_no_item_that_the_run_could_fill_is_empty(any_run):
    """Only an item whose answers are words that the study lacks may be empty."""
    words = any_run.results.study.words.manuscript
    for number, filled in any_run.items.items():
        known = [name for name in filled.item.answers if name not in WORDS or getattr(words, name)]
        if filled.item.answers == ("access",) and any_run.results.synthetic:
            known = ["access"]
        assert bool(filled.text) == bool(known), number


def test_what_the_run_on_real_data_does_not_know_is_named_with_who_must_fill_it(real_run):
    assert {number for number, filled in real_run.items.items() if not filled.text} == {
        "STROBE 2", "STROBE 22", "PRICSSA 1.5", "PRICSSA 2.12"
    }  # fmt: skip
    for text in (real_run.page, real_run.markdown):
        assert text.count("Empty: this run does not know it. To be filled by the authors") == 4
        assert "30 of 32 items are filled; empty: 2 and 22; filled in part: 13b." in text
        assert text.count("Not known to this run: response rates and reasons for nonparticipation.") == 1
        assert "To be filled by the authors and funders." in text
    assert real_run.page.count('class="empty"') == 4
    last = real_run.methods.splitlines()[-1]
    assert "response rates (PRICSSA 1.5)" in last
    assert "the decision of their institutional review board" in last
    assert "funding" not in last.lower()


def test_an_answer_of_the_study_fills_its_item(second_run):
    study = second_run.results.study
    words = replace(study.words, manuscript=Manuscript(response="The response rate was 51%."))
    told = written(replace(second_run.results, study=replace(study, words=words)))
    assert not second_run.items["PRICSSA 1.5"].text
    assert told.items["PRICSSA 1.5"].text == ("The response rate was 51%.",)
    assert "The response rate was 51%." in told.methods
    assert "response rates" not in told.methods


def test_the_checklists_quote_the_methods_and_have_no_citation_keys(any_run):
    text = without_citations(any_run.methods)
    for number, filled in any_run.items.items():
        assert not cited(" ".join(filled.text))
        assert all(f"## {heading}\n" in text for heading in filled.headings)
        if filled.headings:
            assert any(part in text for part in filled.text), number


def test_numbers_of_the_methods_are_those_of_the_tables(real_run):
    text, results = real_run.methods, real_run.results
    everyone = results.prevalence[results.prevalence["by"] == "all"].set_index("outcome")
    for outcome in ("diagnosed", "treated"):
        row = everyone.loc[outcome]
        assert (
            f"known for {row['n']:,} of them, of whom {row['cases']} were cases ({row['percent']:.2f}%"
            in text
        )
        assert re.search(rf"minus number of strata\) were .*\b{row['df']:.0f} in ", text)
    flow = results.flow
    for cohort, years in (("diagnosed", "2005–2008"), ("treated", "2013–March 2020")):
        whole = flow[(flow["outcome"] == cohort) & (flow["sample"] == "all")]
        entered, adults = (whole.loc[whole["step"] == step, "n"].max() for step in (1, 2))
        assert (
            f"Of {entered:,} participants in the files of {years}, the {adults:,} adults aged 20 or older"
            in text
        )
    headline = {e.id for e in results.study.exposures.values() if e.role == "headline" and not e.stands_for}
    assert f"We studied {len(headline)} headline exposures" in text
    tested = results.estimates[
        (results.estimates["headline"] == "yes") & results.estimates["q_value"].notna()
    ]
    for outcome, n in tested.groupby("outcome")["exposure"].nunique().items():
        if outcome in ("diagnosed", "treated"):
            assert re.search(rf"\b{n} of \d+ headline exposures for {outcome} RLS", text)


def test_the_share_of_excluded_adults_is_that_of_the_flow(real_run):
    text, results = real_run.methods, real_run.results
    shares = []
    for exposure in results.study.exposures.values():
        rows = results.flow[
            (results.flow["outcome"] == "diagnosed")
            & (results.flow["exposure"] == exposure.id)
            & (results.flow["sample"] == "all")
        ].set_index("left")["n"]
        if exposure.role == "headline" and not exposure.stands_for and len(rows):
            model = next(n for step, n in rows.items() if str(step).startswith("in the minimal model"))
            shares.append(100 * (1 - model / rows["outcome known"]))
    assert f"from {min(shares):.1f}% to {max(shares):.1f}%" in text


def test_weights_are_shared_by_the_years_of_data_collection(real_run):
    text, results = real_run.methods, real_run.results
    design = results.study.cohorts["2013-2020"]
    years = {r: design.releases[r].years for r in design.together}
    assert f"{years['P']:g} of {sum(years.values()):g} years for 2017–March 2020" in text
    assert f"{years['H']:g} of {sum(years.values()):g} years for each of 2013–2014 and 2015–2016" in text


def test_versions_are_those_of_the_provenance(any_run):
    text = without_citations(any_run.methods)
    assert f"Python {any_run.results.provenance['python']}" in text
    for name, version in any_run.results.provenance["versions"].items():
        assert re.search(rf"{name}(, version)? {re.escape(version)}", text, re.IGNORECASE), name


def test_synthetic_people_are_called_so(demo_run):
    for text in (demo_run.methods, demo_run.markdown):
        assert "SYNTHETIC DATA" in text[:300]
        assert "The data were synthetic" in text
        assert "We conducted" not in text
        assert "written informed consent" not in text
    page = demo_run.page
    assert "<title>SYNTHETIC: " in page
    assert 'class="synthetic"' in page
    seed = demo_run.results.provenance["seed"]
    assert f"seed {seed}" in demo_run.methods


def test_paragraphs_are_whole_sentences_in_the_past(any_run):
    text = any_run.methods
    for paragraph in text.splitlines():
        if paragraph and not paragraph.startswith(("#", "*", "---")):
            assert paragraph.endswith((".", "?")), paragraph
            plain = without_citations(paragraph).replace(FORMULA, "the formula")
            assert not re.search(r"\bnan\b|None|  |\.\.|\( | ,|[{}]|; ;", plain), paragraph
    assert len(re.findall(r"\b(was|were|had)\b", text)) > 40


def test_another_study_has_its_own_words(second_run):
    text = second_run.methods
    assert (
        "Of 500 patients in the files of 2019–2021, the 500 patients aged 18 or older were eligible" in text
    )
    assert "1 of 3 years for each of wave 1, wave 2 and wave 3" in text
    assert "RLS" not in text.replace("rlsanalysis", "")


def test_the_flow_of_every_primary_exposure_is_counted_with_cases_once_these_are_known(real_run):
    """The numbers are those of `flow.csv`; before the outcome is known nobody is a case."""
    results = real_run.results
    text = real_run.items["STROBE 13a"].text[0]
    for outcome in results.primary:
        for exposure in (e for e in results.study.exposures.values() if e.primary):
            rows = results.flow[
                (results.flow["outcome"] == outcome.id) & (results.flow["exposure"] == exposure.id)
            ]
            sample = "users" if exposure.id == "rx_antidepressant" and outcome.id == "treated" else "all"
            own = rows[rows["sample"] == sample].set_index("left")
            known = own.loc["exposure known"]
            assert f"adults 20+, {own.loc['adults 20+', 'n']:,};" in text
            assert f"exposure known, {known['n']:,} ({known['cases']} cases)" in text
    assert "adults 20+, 10,914 (" not in text


def test_the_methods_say_which_covariate_was_left_out_for_which_exposure(real_run):
    for phrase in (
        "sex in models of female sex", "body mass index in models of body mass index, obesity",
        "caffeine intake (mean of two 24-hour recalls)", "income-to-poverty ratio had the crude and minimal sets only",
    ):  # fmt: skip
        assert phrase in real_run.methods


def test_what_the_methods_say_of_q_values_with_drugs_for_nerve_pain_among_the_headline_exposures(real_run):
    """Benjamini and Hochberg's step-up over the tests of treated RLS, with one more exposure."""
    assert "both these drugs and antipsychotics would have q < 0.05 for treated RLS" in real_run.methods
    rows, tests = real_run.results.estimates, real_run.results.tests
    treated = rows[(rows["outcome"] == "treated") & (rows["method"] == "firth")]
    tested = treated[(treated["headline"] == "yes") & treated["q_value"].notna()]
    joint = tests[(tests["outcome"] == "treated") & (tests["method"] == "firth") & (tests["set"] == "full")]
    joint = joint[joint["sample"] == "all"].set_index("exposure")["p_value"]
    p = {row.exposure: joint.get(row.exposure, row.p_value) for row in tested.itertuples()}
    nerve = treated[(treated["exposure"] == "neuropathy_other_drug") & (treated["set"] == "full")]
    p["neuropathy_other_drug"] = nerve.loc[nerve["sample"] == "users", "p_value"].iloc[0]
    q = dict(zip(p, false_discovery_control([*p.values()]), strict=True))
    assert q["neuropathy_other_drug"] < 0.05
    assert q["rx_antipsychotic"] < 0.05 < tested.set_index("exposure").loc["rx_antipsychotic", "q_value"]


def test_few_outcomes_and_exposures_give_a_shorter_section(partial):
    text = manuscript.methods(partial)
    assert "## Controls\n\nThe study had no control outcome" in text
    assert "because the run is a part of the analysis plan" in text
    assert not re.search(r"\bnan\b", text)
    headings = re.findall(r"## .*\n\n(?=##|$)", text)
    assert not headings
    assert {*cited(text)} == {*entries(manuscript.references(partial))}
    assert "Prevalences were weighted" not in text


def test_robustness_analyses_are_described_where_the_run_has_them(second_run, tmp_path):
    """A run of two factors: each has the specifications with age, and with age and sex, of which age is always in."""
    cohort = second_cohort(invented_people())
    part = Part(groups=("work", "body"))
    robust = written(run_plan(cohort.study, lambda _: cohort, tmp_path, part, workers=1, robustness=True))
    sentence = (
        "each main exposure was estimated for the primary outcomes under every subset of the covariates of its "
        f"fullest set, always with age and {cohort.study.unit.release} (specification curves [@Simonsohn2020]; 2 "
        "specifications of an exposure and outcome)"
    )
    permuted = f"with those of {cohort.study.robustness.permutations:,} permutations of the outcome"
    for text in (
        sentence,
        "the difference between the log ORs for each primary outcome and for each control outcome",
        permuted,
    ):
        assert text in robust.methods
        assert text not in second_run.methods
    assert "@article{Simonsohn2020" in robust.references
    assert any("specification curves" in text for text in robust.items["STROBE 12e"].text)


def test_the_references_are_those_that_are_cited(any_run):
    keys = re.findall(r"@([A-Za-z][\w-]*)", "".join(re.findall(r"\[@[^\]]+\]", any_run.methods)))
    found = re.findall(r"^@\w+\{([^,]+),", any_run.references, flags=re.MULTILINE)
    assert Counter(found) == Counter({*keys})
    assert found == sorted(found, key=str.lower)


def test_pandoc_resolves_every_citation(any_run, tmp_path):
    if not shutil.which("pandoc"):
        pytest.skip("pandoc is not installed")
    (tmp_path / "methods.md").write_text(any_run.methods)
    (tmp_path / "methods.bib").write_text(any_run.references)
    command = [
        "pandoc",
        "--citeproc",
        "--bibliography=methods.bib",
        "--to=plain",
        "--fail-if-warnings",
        "methods.md",
    ]
    text = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True).stdout
    assert "Firth 1993" in text
    assert "@" not in text


def test_every_entry_has_what_its_kind_requires_and_is_cited_somewhere():
    source = "".join(p.read_text(encoding="utf-8") for p in Path(manuscript.__file__).parent.glob("*.py"))
    source += json.dumps(
        [v if isinstance(v, str) else [*v.values()] for v in vars(nhanes_study().words.manuscript).values()]
    )
    required = {
        "article": ("author", "title", "journal", "year"), "book": ("author", "title", "publisher", "year"),
        "techreport": ("author", "title", "institution", "year"), "misc": ("author", "title"),
        "inproceedings": ("author", "title", "booktitle", "year"),
    }  # fmt: skip
    for key, entry in works(nhanes_study()).items():
        kind = re.match(r"@(\w+)", entry)[1]
        for field in required[kind]:
            assert re.search(rf"^  {field} = \{{.+\}},?$", entry, flags=re.MULTILINE), (key, field)
        assert f"@{key}" in source, key
        year = re.search(r"year = \{(\d+)\}", entry)
        assert year is None or key.endswith(year[1])


def test_the_report_cites_the_same_works():
    """A work that the report and the manuscript share has the same year and first author in both."""
    known = works(nhanes_study())
    rows = [
        *csv.DictReader((files("rlsanalysis.present.report") / "references.csv").read_text().splitlines())
    ]
    for row in rows:
        author, year = (
            re.match(r"((?:von )?[\w’'-]+)", row["source"])[1],
            re.search(r"\((\d{4})\)", row["source"])[1],
        )
        assert f"{author.replace(' ', '')}{year}" in known, row["source"]


def test_a_citation_without_an_entry_is_an_error_with_its_key():
    with pytest.raises(AnalysisError, match=r"\[@Nobody1900\], but its bibliography has no such entry"):
        bibliography(nhanes_study(), "As was shown [@Firth1993; @Nobody1900].")


def test_an_entry_that_is_not_closed_is_an_error():
    with pytest.raises(AnalysisError, match=r"'@book.Open,' has no closing brace"):
        entries("@book{Whole,\n  title = {A {nested} title}\n}\n\n@book{Open,\n  title = {Oh}\n")


def test_entries_may_hold_braces_and_text_between_them():
    found = entries("a comment\n@book{One,\n  title = {A {B} c}}\n% another\n@misc{Two, title = {d}}\n")
    assert found == {"One": "@book{One,\n  title = {A {B} c}}", "Two": "@misc{Two, title = {d}}"}


def test_small_words():
    assert ordinals((5, 35, 65, 95)) == "5th, 35th, 65th and 95th"
    assert ordinals((1, 2, 3, 11, 22.5)) == "1st, 2nd, 3rd, 11th and 22.5th"
    assert series(["a", "b"]) == "a and b"
    assert series(["a, b", "c", "d"]) == "a, b; c; and d"
    assert series(["a, b", "c"]) == "a, b, and c"
    assert Spread.of([3.0, 1.0, float("nan"), 2.0]) == Spread(1.0, 2.0, 3.0)
    assert Spread.of([]) is None
    assert without_citations("so [@A1; @B2]. And [@C3] more") == "so. And more"


def test_the_command_writes_the_same_files_as_the_run(folder_of_one, capsys):
    made = {path.name: path.read_bytes() for path in publish_manuscript(read_results(folder_of_one))}
    assert {*made} == {"methods.md", "methods.bib", "strobe.md", "strobe.html"}
    for name in made:
        (folder_of_one / name).unlink()
    assert main(["manuscript", "--results", str(folder_of_one)]) == 0
    assert {Path(line).name for line in capsys.readouterr().out.splitlines()} == {*made}
    assert {name: (folder_of_one / name).read_bytes() for name in made} == made


@pytest.mark.parametrize("width", [375, 1280])
def test_the_page_fits_is_quiet_and_breaks_no_rule_of_axe(browser, axe, short_folder, width):
    list(publish_manuscript(read_results(short_folder)))
    page = browser.new_page(viewport={"width": width, "height": 900})
    page.goto((short_folder / "strobe.html").as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.locator(".synthetic").is_visible()
    assert page.locator("tr.empty").count() >= 4
    assert axe(page, contrast=width == 1280) == []
    page.close()
