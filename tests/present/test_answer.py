"""Answers of notebooks: every number from the results, grouped by verdict, nothing that a status hides."""

import re
from dataclasses import replace

import pytest

import rlsanalysis as rls
from rlsanalysis.nhanes.study import nhanes_study
from rlsanalysis.present import labels, printing, tables
from rlsanalysis.present.answer import NOT_REPORTED
from rlsanalysis.present.few_cases import few_cases
from rlsanalysis.present.findings import conflicts
from rlsanalysis.present.verdict import verdict
from rlsanalysis.present.words import NOT_SAFE
from rlsanalysis.study.results import records
from rlsanalysis.survey.errors import AnalysisError

STUDY = nhanes_study()

TREATED = STUDY.outcomes["treated"]


def with_ckd(results, status, odds_ratio, low, high):
    rows = results.estimates.copy()
    numbers = ["status", "odds_ratio", "conf_low", "conf_high"]
    rows.loc[rows["exposure"] == "ckd", numbers] = [status, odds_ratio, low, high]
    return replace(results, estimates=rows)


def paragraph(text, outcome):
    (found,) = [p for p in text.paragraphs if p.startswith(f"**{labels.short(STUDY, outcome)}**")]
    return found


@pytest.mark.parametrize(
    ("numbers", "words"),
    [
        (
            ("ok", 1.5, 1.2, 1.9),
            "was associated with {ckd} (OR 1.50, 95% CI 1.20 to 1.90; 9 of 41 cases exposed; q = 0.20)",
        ),
        (("sparse", 1.5, 1.2, 1.9), "was associated with {ckd} (95% CI only, 1.20 to 1.90; sparse data;"),
        (
            ("ok", 1.5, 0.9, 2.9),
            "Undecided (compatible with the odds ratios in parentheses): {ckd} (0.90 to 2.90).",
        ),
        (
            ("ok", 1.5, 0.9, 1.9),
            "No evidence of an association (95% CI in parentheses): {ckd} (0.90 to 1.90).",
        ),
        (
            ("too_few", 9.9, 8.8, 99.9),
            f"has no headline exposure whose 95% CI excludes 1. {NOT_REPORTED}: {{ckd}}. {NOT_SAFE}",
        ),
    ],
)
def test_an_exposure_is_named_under_its_verdict_with_its_numbers(real, numbers, words):
    text = paragraph(rls.answer(with_ckd(real, *numbers), ["ckd"]), "treated")
    assert words.format(ckd=labels.in_sentence(labels.short(STUDY, "ckd"))) in text


def test_every_headline_estimate_is_in_the_answer(real, forbidden):
    text = paragraph(rls.answer(real), "treated")
    for row in records(real.primary_estimates(TREATED, "headline")):
        assert labels.in_sentence(labels.comparison(STUDY, row).partition(", per ")[0]) in text
        assert printing.line(row).interval in text
    assert not [number for number in forbidden if number in str(rls.answer(real))]
    assert {verdict(STUDY, r) for r in records(real.primary_estimates(TREATED, "headline"))} >= {
        "associated",
        "not reported",
    }


def test_control_outcomes_are_named_with_their_estimates_only_where_they_are_associated_too(real):
    shared = rls.answer(with_ckd(real, "ok", 1.5, 1.2, 1.9), ["ckd"])
    insomnia = labels.in_sentence(labels.short(STUDY, "insomnia_treated"))
    assert f"with {insomnia} 1.50 (1.20 to 1.90)" in str(shared)
    assert "Control outcomes of" not in str(rls.answer(with_ckd(real, "ok", 1.5, 0.9, 1.9), ["ckd"]))


def test_an_answer_names_estimates_that_conflict_between_the_definitions(committed):
    assert conflicts(committed)
    for exposures in ([], ["caffeine", "dash_score"]):
        (text,) = [p for p in rls.answer(committed, exposures).paragraphs if "opposite sides of 1" in p]
        for finding in conflicts(committed):
            assert all(printing.line(row).interval in text for row in finding.rows.values())
    assert "opposite sides of 1" not in str(rls.answer(committed, ["ckd"]))


def test_an_answer_ends_with_what_should_not_be_concluded(real):
    assert rls.answer(real).paragraphs[-1] == STUDY.words.association
    assert rls.answer_findings(real).paragraphs[-1] == STUDY.words.association
    assert rls.answer(real)._repr_markdown_() == str(rls.answer(real))


def test_without_headline_estimates_there_is_no_answer(real):
    with pytest.raises(AnalysisError, match="There is nothing to answer"):
        rls.answer(real, ["nothing_of_the_kind"])
    with pytest.raises(AnalysisError, match="no primary outcome"):
        rls.answer_cases(replace(real, estimates=real.estimates[:0]))


def test_cases_are_answered_with_what_they_can_detect(real):
    text = str(rls.answer_cases(real))
    for outcome in real.primary:
        few = few_cases(real, outcome)
        assert f"{few.cases} cases among {few.people} adults" in text
        assert f"ranged from {few.detectable[0]}" in text or f"was {few.detectable[0]}" in text


def test_prevalence_is_answered_as_far_as_the_standards_allow(real, forbidden):
    text = paragraph(rls.answer_prevalence(real), "diagnosed")
    assert "0.37% of adults (95% CI 0.25 to 0.55; 41 cases)" in text
    assert "of men" not in text
    assert not [number for number in forbidden if number in text]
    assert "not part of this run" in paragraph(rls.answer_prevalence(real), "leg_jerks")


def test_the_table_of_cases_counts_each_status_once(real):
    html = tables.cases(real).as_raw_html()
    cells = re.findall(r"<td[^>]*>([^<]*)</td>", html)
    for outcome in real.primary:
        few = few_cases(real, outcome)
        assert few.people in cells
        assert sum(few.statuses.values()) == len(real.primary_estimates(outcome, "headline"))
        assert set(map(str, few.statuses.values())) | set(few.detectable) <= set(cells)
