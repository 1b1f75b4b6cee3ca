"""A study of other people, waves, words and variables goes the whole way: run, written, read by itself, drawn."""

import re
import subprocess
import sys
import zipfile
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm

import rlsanalysis as rls
from rlsanalysis.cli import main
from rlsanalysis.definitions.cohort import cohort_of, records
from rlsanalysis.definitions.comorbidity import DEFINITIONS as COMORBIDITY
from rlsanalysis.present.tables.view_table_one import lines_of, table_one
from rlsanalysis.study.plan import parse_plan
from rlsanalysis.study.plan.faults import faults
from rlsanalysis.study.records import Line
from rlsanalysis.study.records.missing import BLANK, NOT_MEASURED
from rlsanalysis.study.results import Results
from rlsanalysis.study.run import run_plan
from rlsanalysis.survey.errors import AnalysisError, AnalysisWarning
from second_study import (
    DEFINITIONS,
    DESIGN,
    EXISTING,
    NAME,
    SETTINGS,
    WAVES,
    WORDS,
    invented_people,
    second_cohort,
    second_study,
)

FOREIGN = re.compile(
    r"NHANES|\bCDC\b|US adults|in the United States|prescri|survey cycle|\badults\b", re.IGNORECASE
)
DRAW = """
import sys
from rlsanalysis.present import figures
from rlsanalysis.present.publish import publish_manuscript, publish_pages, publish_tables
from rlsanalysis.study.results import read_results
results = read_results(sys.argv[1])
forest = figures.save(figures.forest(results), results.folder / "figures", "forest", figures.caption("forest", results))
for path in (*publish_pages(results), *publish_manuscript(results), *publish_tables(results), *forest):
    print(path)
print([m for m in sys.modules if m.startswith(("rlsanalysis.nhanes", "rlsanalysis.definitions"))])
"""


def lacking_some() -> pd.DataFrame:
    """The people without creatinine, and without ferritin in one wave."""
    people = invented_people().drop(columns="creatinine")
    return people.assign(ferritin=people["ferritin"].where(people["release"] != "violet"))


@pytest.fixture(scope="module", params=[invented_people, lacking_some], ids=["complete", "lacking columns"])
def run(request, tmp_path_factory) -> tuple[Results, list[Path], str]:
    """The results, every file that was drawn from their folder alone, and the modules that were not to be imported."""
    cohort = second_cohort(request.param())
    results = run_plan(cohort.study, lambda _: cohort, tmp_path_factory.mktemp("second"))
    drawn = subprocess.run(
        [sys.executable, "-c", DRAW, str(results.folder)], capture_output=True, text=True, check=True
    )
    *paths, modules = drawn.stdout.splitlines()
    return results, list(map(Path, paths)), modules


def text_of(path: Path) -> str:
    """What a reader sees of a file: of a page without its script library, of a Word file its document."""
    if path.suffix == ".docx":
        return zipfile.ZipFile(path).read("word/document.xml").decode()
    text = path.read_text(encoding="utf-8")
    return re.sub(r"<script>.*?</script>|<style>.*?</style>", "", text, flags=re.DOTALL)


def test_a_folder_explains_itself(run):
    results, _, _ = run
    read = rls.read_results(results.folder)
    assert read.study == results.study
    pd.testing.assert_frame_equal(read.estimates, results.estimates)
    assert (read.estimates["source"] == WORDS.survey).all()


def test_it_is_drawn_without_definitions_and_without_another_cohort(run):
    _, paths, modules = run
    assert modules == "[]"
    assert {"report.html", "explorer.html", "forest.svg", "forest.txt", "estimates_jerks.docx"} <= {
        p.name for p in paths
    }


def test_no_output_has_a_word_of_another_study(run):
    results, paths, _ = run
    texts = {
        p.name: text_of(p) for p in paths if p.suffix in (".html", ".txt", ".csv", ".tex", ".docx", ".svg")
    }
    texts |= {p.name: p.read_text(encoding="utf-8") for p in results.folder.iterdir() if p.is_file()}
    found = {name: FOREIGN.findall(text) for name, text in texts.items() if name != "explorer.html"}
    assert not {name: words for name, words in found.items() if words}
    page = texts["explorer.html"]
    assert not FOREIGN.findall(page[: page.index("</main>")])


def test_the_words_are_those_of_the_study(run):
    results, _, _ = run
    report = text_of(results.folder / "report.html")
    assert WORDS.question in report
    assert "181 cases of hypnic jerks among 500 patients" in report
    assert "rescaled over the pooled waves" in report
    assert "Input tables" not in report
    assert "<code>indications.csv</code>" not in report
    assert "exceptions in the caption" not in report
    caption = rls.figures.caption("forest", results)
    assert "cases among 500 patients" in caption
    assert "people." not in caption.partition("Notes.")[0]
    assert "Work and movement" in report
    steps = results.flow.loc[results.flow["exposure"] == "obesity", "left"].tolist()
    assert steps[:2] == ["seen in wave 1, wave 2, wave 3", "patients 18+"]


def test_table_one_without_declared_lines_has_the_adjusters_and_the_exposures(run):
    results, _, _ = run
    made = table_one(results, results.study.outcomes["jerks"])
    headings = {row.label: row.group for row in made.rows if not row.under}
    assert list(headings)[:2] == ["Age, years, mean", "Female sex"]
    assert set(headings.values()) == {"Adjusters", "Exposures"}
    assert {
        "Serum ferritin, per halving, mean",
        "Night shifts in the past month",
        "Steps per day, steps, mean",
    } <= {label.partition(" (wave")[0] for label in headings}
    assert len(headings) == len(results.study.exposures) + len(results.study.adjusters)
    people = invented_people()
    cells = {row.label: row.cells for row in made.rows}
    for label, column in (("Age, years, mean", "age"), ("Steps per day, steps, mean", "steps")):
        mean = np.average(people[column], weights=people["w_visit"])
        assert cells[label][-1].split(" (")[0] == f"{mean:,.1f}"


def test_table_one_shows_a_quantity_that_is_compared_downwards_as_it_was_measured():
    study = second_study(invented_people())
    age = replace(study.variables["age_10"], label="Age, per 5 years lower", unit="5 years lower")
    lines = {li.variable: li for li in lines_of(replace(study, variables={**study.variables, "age_10": age}))}
    assert (lines["age_10"].label, lines["age_10"].unit, lines["age_10"].times) == ("Age", "years", -5)


def test_table_one_has_the_lines_that_a_study_declares():
    study = second_study(invented_people())
    declared = (Line("People", "female", "", "", 1.0),)
    assert lines_of(replace(study, table_one=declared)) == declared


def test_the_command_show_uses_the_study_of_the_folder(run, capsys):
    results, _, _ = run
    assert main(["show", "night_shift", "--outcome", "jerks", "--results", str(results.folder)]) == 0
    shown = capsys.readouterr().out
    assert "Night shifts in the past month" in shown
    assert "Hypnic jerks: " in shown
    assert not FOREIGN.search(shown)
    assert main(["show", "ckd", "--results", str(results.folder)]) == 2
    assert "no exposure 'ckd'" in capsys.readouterr().err


def test_a_wave_called_d_keeps_the_values_that_it_delivered():
    people = invented_people()
    everyone = second_cohort(people).everyone
    delivered = people["release"] == "D"
    expected = -np.log2(people.loc[delivered, "ferritin"])
    pd.testing.assert_series_equal(
        everyone.loc[delivered, "ferritin_halving"], expected, check_names=False, rtol=1e-15
    )


def test_an_estimate_is_that_of_a_weighted_logistic_model(run):
    results, _, _ = run
    people = invented_people()
    releases = results.study.variables["obesity"].releases
    exog = np.column_stack(
        [
            people["body_mass_index"] >= 30,
            *(people["release"] == r for r in releases[1:]),
            np.ones(len(people)),
        ]
    ).astype(float)
    fitted = sm.GLM(
        people["jerks"], exog, sm.families.Binomial(), freq_weights=people["w_visit"] / len(releases)
    ).fit(tol=1e-12)
    row = results.estimates.query(
        "outcome == 'jerks' and exposure == 'obesity' and set == 'crude' and method == 'ml' and sample == 'all'"
    )
    assert row["estimate"].item() == pytest.approx(fitted.params.iloc[0], rel=1e-8)
    assert row["n"].item() == len(people)
    assert row["cases"].item() == people["jerks"].sum()


def test_a_variable_exists_where_all_of_its_columns_do():
    study = second_study(lacking_some())
    assert "egfr_stage" not in study.variables
    assert study.variables["ferritin_lt50"].releases == ("D", "17")
    assert study.exposures["ferritin_lt50"].releases[NAME] == ("D", "17")
    cohort = second_cohort(lacking_some())
    of_wave = cohort.everyone["release"] == "violet"
    assert cohort.everyone.loc[of_wave, "ferritin_lt50"].isna().all()
    assert set(cohort.missing.loc[of_wave, "ferritin_lt50"]) == {NOT_MEASURED}
    blank = cohort.missing["ferritin_lt50"] == BLANK
    assert blank.sum() == invented_people().loc[~of_wave, "ferritin"].isna().sum()


def test_a_question_that_nobody_asked_is_not_answered_no():
    people = invented_people().assign(heart_failure=0.0)
    cvd = [d for d in COMORBIDITY if d.id == "cvd"]
    with pytest.warns(AnalysisWarning, match=r"cvd \(needs coronary_disease, angina, heart_attack\)"):
        assert records(cvd, people, DESIGN) == {}


def test_a_plan_with_an_exposure_without_its_columns_is_refused_and_the_columns_are_named():
    people = invented_people().drop(columns="body_mass_index")
    with pytest.warns(
        AnalysisWarning, match=r"^The cohort has no variable obesity \(needs body_mass_index\): no wave"
    ):
        variables = records(DEFINITIONS, people, DESIGN)
    whole = second_study(invented_people())
    header = "exposure,role,hypothesis,primary,releases_clinic,primary_sample,sets,drop,add"
    line = f"obesity,headline,+,,{' '.join(WAVES)},all,crude,,"
    settings = SETTINGS.partition("[figures]")[0]
    with pytest.raises(AnalysisError, match="exposure obesity is not a variable of the study"):
        parse_plan(settings, f"{header}\n{line}", words=WORDS, cohorts=whole.cohorts, variables=variables)


def test_a_plan_that_pools_a_release_without_the_columns_is_refused():
    with pytest.raises(AnalysisError, match="ferritin_lt50 is not measured in release violet, only in D, 17"):
        parse_plan(
            SETTINGS.partition("[figures]")[0],
            "exposure,role,hypothesis,primary,releases_clinic,primary_sample,sets,drop,add\n"
            f"ferritin_lt50,headline,+,,{' '.join(WAVES)},all,crude minimal,,",
            words=WORDS, cohorts={NAME: DESIGN}, variables=second_study(lacking_some()).variables,
        )  # fmt: skip


@pytest.mark.parametrize(
    ("field", "entry"),
    [("roles", "headline"), ("roles", "negative_control"), ("sets", "crude"), ("sets", "minimal")],
)
def test_a_role_or_set_without_words_is_a_fault_of_the_plan(field, entry):
    study = second_study(invented_people())
    lacking = {key: text for key, text in getattr(WORDS, field).items() if key != entry}
    assert list(faults(study)) == []
    assert list(faults(replace(study, words=replace(WORDS, **{field: lacking})))) == [
        f"words: {field} lacks {entry}"
    ]


def test_rows_of_another_study_are_refused_by_name():
    own = rls.associate(second_cohort(invented_people()), "jerks", "night_shift", "minimal")
    without = second_study(invented_people().drop(columns="night_shifts"))
    with pytest.raises(
        AnalysisError, match=r"no exposure night_shift.*Attach the study that the rows are of"
    ):
        rls.with_study(own, without)
    with pytest.raises(AnalysisError, match=r"no outcome treated"):
        rls.with_study(own.assign(outcome="treated"), second_study(invented_people()))


def test_people_without_a_column_of_the_design_are_refused_by_name():
    people = invented_people()
    study = second_study(people)
    with pytest.raises(AnalysisError, match="people of cohort clinic lack the columns psu, w_visit"):
        cohort_of(NAME, study, people.drop(columns=["psu", "w_visit"]), DEFINITIONS)


def test_a_question_is_answered_from_the_cohort_alone():
    rows = rls.associate(second_cohort(invented_people()), "jerks", "night_shift", "minimal")
    assert set(rows["status"]) == {"ok"}
    assert "Night shifts" in rls.tables.estimates(rows).as_raw_html()
    assert rls.figures.caption("forest", rows).startswith(WORDS.population)


def test_existing_definitions_are_used():
    assert {*EXISTING} <= second_study(invented_people()).variables.keys()
