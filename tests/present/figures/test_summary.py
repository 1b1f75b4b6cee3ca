"""The summary figure: primary exposures and both definitions, readable on a telephone."""

from pathlib import Path

import pytest
from matplotlib.text import Text

from rlsanalysis.nhanes.study import nhanes_study
from rlsanalysis.present import labels, printing
from rlsanalysis.present.figures import caption, forest, summary
from rlsanalysis.present.figures.axis import HIGHER, LOWER
from rlsanalysis.present.findings import findings
from rlsanalysis.present.words import adjusters
from rlsanalysis.study.results import read_results
from rlsanalysis.survey.errors import AnalysisError

STUDY = nhanes_study()

COMMITTED = Path(__file__).parents[3] / "results" / "nhanes"
A4 = (8.27, 11.69)


@pytest.fixture(scope="module")
def study():
    return read_results(COMMITTED)


@pytest.fixture(scope="module")
def figure(study):
    return summary(study)


def test_letters_are_at_least_12_pixels_on_a_page_of_375(figure):
    assert figure.get_figwidth() == 375 / 96
    pixels_a_point = 375 / (figure.get_figwidth() * 72)
    assert min(t.get_size() for t in figure.findobj(Text) if t.get_text()) * pixels_a_point >= 12


def test_every_primary_exposure_and_definition_has_its_counts_and_its_estimate(study, figure, texts_of):
    texts = texts_of(figure)
    found = findings(study)
    assert len(found) == sum(e.primary for e in STUDY.exposures.values()) == 6
    for finding in found:
        assert set(finding.rows) == {"diagnosed", "treated"}
        for row in finding.rows.values():
            assert printing.estimate_text(row) in texts
            assert printing.exposed_cases(row) in texts
    assert {LOWER, HIGHER} <= set(texts)
    assert "CI only: 0.56 to 1.02" in texts
    for outcome in ("diagnosed", "treated"):
        assert (
            " ".join(texts).count(labels.short(STUDY, outcome).removesuffix(f" {STUDY.words.condition}")) >= 6
        )


def test_a_sparse_row_has_no_mark_and_few_cases_an_open_one(figure):
    marks = [line.get_marker() for ax in figure.axes if ax.axison for line in ax.lines]
    assert marks.count("s") == 5  # treated RLS but for caffeine
    assert marks.count("D") == 6  # diagnosed RLS, of which ferritin has 12 cases; caffeine for treated RLS


def test_categorical_exposures_are_represented_by_their_last_level(figure, texts_of):
    written = " ".join(texts_of(figure))
    assert "current vs never" in written
    assert "former" not in written


def test_outcomes_and_theme_are_chosen(study, texts_of):
    assert "Diagnosed" not in texts_of(summary(study, outcomes=["treated"], theme="dark"))
    with pytest.raises(AnalysisError, match="dark"):
        summary(study, theme="drak")


def test_a_run_without_primary_exposures_says_so(empty, texts_of):
    assert "Nothing to draw" in " ".join(texts_of(summary(empty)))


def test_caption_counts_the_cases_and_explains_marks_and_models(study, figure, texts_of):
    text = caption("summary", study)
    for fact in (
        "41 cases among 10,846 adults", "139 cases among 20,698 adults", "Open marks", "not causes",
        f"Treated RLS: adjusted for {adjusters(STUDY, 'full')}.", "Smoking is not adjusted for smoking",
        "known in one survey cycle alone is not adjusted for survey cycle",
        f"Diagnosed RLS: adjusted for {STUDY.words.sets['minimal']}.",
        "Treated RLS: drugs are compared among adults with any prescription.",
        "for diagnosed RLS: women 20–49", "for treated RLS: 2017–March 2020",
    ):  # fmt: skip
        assert fact in text
    drawn = " ".join(texts_of(figure))
    assert "Associations with RLS (not causes)" in drawn
    assert f"{adjusters(STUDY, 'full')} (exceptions in the caption)." in drawn
    assert "Treated RLS: drugs are compared among adults" in " ".join(texts_of(figure))


def test_the_full_forest_of_the_study_fits_a4(study):
    width, height = forest(study).get_size_inches()
    assert (width, height) <= A4
    assert height <= A4[1]
