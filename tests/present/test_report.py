"""The report: its order, what each row says, what must not be on the page, and that it needs no other file."""

import re
from dataclasses import replace
from html.parser import HTMLParser
from importlib.metadata import version
from itertools import pairwise

import numpy as np
import pytest

from rlsanalysis.nhanes.study import nhanes_study
from rlsanalysis.present import dependence, labels, limitations, summary
from rlsanalysis.present import rows as view
from rlsanalysis.present.coverage import coverage_in_words, limits_in_words
from rlsanalysis.present.definitions import define
from rlsanalysis.present.few_cases import detectable, few_cases
from rlsanalysis.present.publish import publish, publish_pages
from rlsanalysis.present.report.estimates import shown_rows
from rlsanalysis.present.report.mark import mark
from rlsanalysis.present.report.page import inline_svg, missing_answers, render
from rlsanalysis.present.words import (
    NOT_SAFE,
    OBSERVED_EXPECTED,
    REPORTING,
    Q,
    complete_cases,
    on_not_reported,
)
from rlsanalysis.study.results import read_results, records

STUDY = nhanes_study()

LINKED = ("explorer.html", "figures/forest.pdf")
SVG = '<?xml version="1.0"?>\n<svg><metadata>made by</metadata><path d="M 778 556"/></svg>'
CAPTION = "Odds ratios of the primary exposures."
DIAGNOSED = STUDY.outcomes["diagnosed"]


class Page(HTMLParser):
    """Elements in order, text outside of figure, style and script, ids and links."""

    def __init__(self, html):
        super().__init__()
        self.elements, self.text, self._quiet = [], [], 0
        self.feed(html)
        self.words = " ".join(" ".join(self.text).split())

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        self._quiet += tag in ("svg", "style", "script")

    def handle_endtag(self, tag):
        self._quiet -= tag in ("svg", "style", "script")

    def handle_data(self, data):
        if not self._quiet:
            self.text.append(data)

    def named(self, *tags):
        return [(tag, attrs) for tag, attrs in self.elements if tag in tags]


def rendered(results):
    return render(results, SVG, CAPTION)


@pytest.fixture(scope="module")
def page(real):
    return Page(rendered(real))


def row_of(results, exposure, level, outcome="diagnosed"):
    """The row of a headline table."""
    chosen = STUDY.outcomes[outcome]
    frame = results.primary_estimates(chosen, "headline")
    chosen_rows = frame[(frame["exposure"] == exposure) & (frame["level"] == level)]
    (row,) = shown_rows(results, chosen, chosen_rows)
    return row


def test_hidden_numbers_are_nowhere(real, page, forbidden):
    assert [hidden for hidden in forbidden if hidden in page.words] == []
    drawn = "".join(re.findall(r"<svg.*?</svg>", rendered(real).replace(SVG, ""), flags=re.DOTALL))
    assert len(re.findall('class="interval"><path [^>]*/></g>', drawn)) == len(
        re.findall('class="interval"><path', drawn)
    )


def test_page_opens_with_question_findings_figure_reliability_results(page, real):
    order = [
        STUDY.words.question,
        summary.lead(real),
        STUDY.words.association,
        "How reliable these findings are",
        "41 cases of",
    ]
    order += ["minimum odds ratio detectable", "Results", "Methods", "Rader", "Definitions", "Provenance"]
    places, start = [], 0
    for text in order:
        start = page.words.index(text, start)
        places.append(start)
    assert places == sorted(places)
    figure = [tag for tag, _ in page.elements].index("figure")
    assert figure < [attrs.get("id") for _, attrs in page.elements].index("reliability")


def test_every_finding_and_its_reliability_are_on_the_page(page, real):
    sentences = [s for _, of in summary.summary(real) for s in of] + list(dependence.comments(real))
    for sentence in [*sentences, dependence.adjustment(real), *limitations.reliability_of_findings(real)]:
        assert sentence in page.words


def test_methods_say_when_the_plan_was_written_and_how_often_intervals_covered(page):
    methods = page.words[page.words.index("Analysis plan") :]
    assert STUDY.words.not_preregistered in methods
    assert coverage_in_words() in methods
    assert limits_in_words() in page.words[: page.words.index("Analysis plan")]


def test_not_reported_is_no_evidence_of_safety(page, real):
    assert NOT_SAFE in page.words[page.words.index("Results") :]
    for outcome in real.primary:
        rows = real.primary_estimates(outcome, "headline")
        assert (OBSERVED_EXPECTED in on_not_reported(rows)) == (rows["status"] == "too_few").any()
    assert OBSERVED_EXPECTED in page.words


def test_authors_and_contents_follow_the_findings(page):
    places = [page.words.index(t) for t in ("How these findings depend", "How to cite", "How reliable these")]
    assert places == sorted(places)


def test_methods_say_who_was_asked_that_cases_are_complete_and_how_many_tests_there_were(committed):
    methods = Page(rendered(committed)).words
    methods = methods[methods.index("Methods Analysis plan") :]
    code = "ICD-10-CM code G25.81"
    for sentence in (
        STUDY.variables["diagnosed"].note,
        STUDY.variables["treated"].note,
        code,
        complete_cases(STUDY),
        REPORTING,
    ):
        assert sentence in methods
    counted = "22 of 30 headline exposures for diagnosed RLS and 27 of 31 headline exposures for treated RLS"
    assert f"{counted} had a test." in methods
    assert Q in methods


def test_drugs_that_define_treated_rls_are_no_recommendation(committed):
    words = Page(rendered(committed)).words
    start = words.index("Drugs prescribed for the condition that defines treated RLS")
    table = words[start : words.index("Drugs that define treated insomnia")]
    for sentence in (
        STUDY.words.observed_drugs,
        STUDY.words.treatment_guideline,
        STUDY.words.indication_or_exposure,
    ):
        assert sentence in table
    control = words[words.index("Drugs prescribed for the condition that defines treated insomnia") :]
    assert STUDY.words.observed_drugs in control
    assert STUDY.words.treatment_guideline not in control


def test_every_headline_exposure_is_in_the_headline_tables(page):
    links = [attrs["href"] for tag, attrs in page.named("a") if attrs.get("href", "").startswith("#def-")]
    exposures = STUDY.exposures.values()
    headline = {f"#def-{e.id}" for e in exposures if e.role == "headline" and not e.stands_for}
    assert headline <= set(links)


def test_all_estimates_are_in_the_explorer_and_not_on_the_page(page, real):
    shown = page.named("tr")
    assert len(shown) < len(real.estimates)
    assert f"have all {len(real.estimates):,} estimates" in page.words


def test_reliability_is_a_column_of_words_with_details(committed):
    row = row_of(committed, "ckd", "yes")
    assert (row.cases, row.estimate) == ("7 / 34", ("1.20", "(0.40 to 3.01)"))
    assert row.reliability == "caution; 34 cases: imprecise"
    assert 'class="open"' in row.mark
    details = dict(row.details)
    assert details["Association"].startswith("undecided: compatible with odds ratios from 0.40 to 3.01")
    assert details["Exposed / all non-cases"] == "1,723 / 9,519"
    assert details["Analytic sample"] == "9,553 adults, 2005–2006, 2007–2008"
    assert details["Weight"] == "examination weight"
    assert details["Expected direction in the analysis plan"] == "higher odds"
    assert "age and its square" in details["Adjusted for"]


def test_estimate_of_a_control_stands_next_to_the_one_that_it_concerns(committed):
    row = row_of(committed, "smoking", "current")
    assert row.reliability.endswith("1.30 (1.06 to 1.60)")
    assert "also seen with" in row.reliability


def test_row_without_an_estimate_has_its_counts_and_the_reason(committed):
    row = row_of(committed, "rx_antiemetic_dopamine", "yes")
    assert (row.cases, row.noncases, row.estimate) == ("4 / 41", "100 / 10,793", ("not reported", ""))
    assert row.reliability == "not reported: 0.5 cases expected in the smaller group; 4 of 41 exposed"


def test_sparse_row_has_an_interval_without_a_point(committed):
    row = row_of(committed, "stroke", "yes")
    assert row.estimate == ("CI only:", "0.50 to 6.56")
    assert "<rect" not in row.mark
    assert "point" not in row.mark


def test_conflicting_estimate_of_the_other_definition_is_named(committed):
    assert row_of(committed, "caffeine", ">=400").reliability.endswith(": 3.05 (1.08 to 9.02)")
    assert (
        "odds ratio on the other side of 1 for"
        in row_of(committed, "caffeine", ">=400", "treated").reliability
    )
    assert "conflicts" not in row_of(committed, "smoking", "current").reliability


@pytest.mark.parametrize(
    ("low", "odds_ratio", "high", "expected"),
    [
        (0.5, 1.0, 2.0, 'x="83.7"'),  # 6 + 188 log(1 / 0.1) / log(20 / 0.1), less half a mark
        (0.01, 0.05, 0.5, 'class="arrow" d="M11 4L6 8l5 4"'),
        (5.0, 10.0, np.inf, 'class="arrow" d="M189 4L194 8l-5 4"'),
    ],
)
def test_interval_is_drawn_to_scale_with_arrows_where_it_leaves_the_axis(
    committed, low, odds_ratio, high, expected
):
    frame = committed.primary_estimates(STUDY.outcomes["treated"], "headline")
    (row,) = records(
        frame[(frame["exposure"] == "ckd")].assign(conf_low=low, odds_ratio=odds_ratio, conf_high=high)
    )
    assert expected in mark(STUDY, row)


def test_suppressed_prevalence_shows_counts_only(real):
    rows = list(view.prevalence_rows(real, DIAGNOSED))
    assert [(r.percent, r.interval, r.cases) for r in rows] == [
        ("0.37", "0.25 to 0.55", "41"),
        ("—", "", "41"),
    ]
    assert rows[1].flag.startswith("suppressed")


def test_page_loads_nothing(page, real):
    for _, attrs in page.elements:
        for name in ("src", "href", "action", "poster", "data"):
            assert (attrs.get(name) or "#").startswith(("#", "data:", *LINKED)), attrs
    html = rendered(real)
    assert "@import" not in html
    assert not re.search(r"url\(\s*['\"]?(?!#)", html)


def test_texts_of_the_results_are_escaped(real):
    html = rendered(real)
    assert "<a level>" not in html
    assert "in &lt;a level&gt; &amp; nothing to do" in html
    assert "revised &lt;by CDC&gt;" in html


def test_links_within_the_page_lead_somewhere_and_ids_are_unique(page):
    ids = [attrs["id"] for _, attrs in page.elements if "id" in attrs]
    assert len(ids) == len(set(ids))
    targets = {attrs["href"][1:] for _, attrs in page.named("a") if attrs["href"] not in LINKED}
    assert targets <= set(ids)
    for reference in ("aria-labelledby", "aria-controls"):
        assert {i for _, attrs in page.elements for i in attrs.get(reference, "").split()} <= set(ids)


def test_headings_descend_without_a_gap(page):
    levels = [int(tag[1]) for tag, _ in page.named("h1", "h2", "h3", "h4")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_tables_have_captions_and_scoped_heads(page):
    assert len(page.named("table")) == len(page.named("caption")) > 10
    assert all("scope" in attrs for _, attrs in page.named("th"))


def test_figure_is_inline_and_described(page):
    svg = page.named("svg")[0][1]
    assert svg["role"] == "img"
    assert svg["aria-labelledby"] == "figure-caption"
    assert CAPTION in page.words
    assert all(attrs.get("aria-hidden") == "true" for _, attrs in page.named("svg")[1:])
    assert str(inline_svg(SVG)).startswith("<svg ")
    assert "metadata" not in inline_svg(SVG)


def test_synthetic_on_its_face_only_where_people_are_invented(page, demo):
    assert "synthetic" not in page.words.lower()
    invented = Page(rendered(demo))
    assert invented.words.count("SYNTHETIC") >= 2
    assert any("synthetic" in attrs.get("class", "") for _, attrs in invented.elements)


def test_citation_names_authors_version_and_revision(page):
    citation = page.words[page.words.index("Citation") :]
    assert (
        f"{STUDY.words.authors}. rlsanalysis, version {version('rlsanalysis')}, revision revision."
        in citation
    )
    assert "Please also cite NHANES" in citation


def test_plan_is_not_called_preregistered(page):
    assert "written after trial fits on the same data" in page.words
    assert "not preregistered" in page.words
    assert "before any fit" not in page.words


def test_methods_sources_and_provenance_are_named(page):
    for fact in (
        "Rader", "WeightIt", "Lumley", "Binder", "Firth D (1993)", "Heinze", "Korn EL", "Parker JD", "Rao JNK",
        "Benjamini", "CKD-EPI 2021", "Multum Lexicon", "plan-digest", "revision", "numpy 2.0.0", "VID_D", "DEMO_D",
        "VITB12_H",
    ):  # fmt: skip
        assert fact in page.words, fact


def test_definition_of_a_variable_is_complete(page):
    ckd = define(STUDY, STUDY.variables["ckd"])
    for fact in (ckd.contrast, ckd.citation, ckd.hazards, "ALB_CR.URXUMA"):
        assert fact in page.words


def test_primary_exposures_are_shown_with_every_control_outcome(committed):
    across, rows = view.primary_with_controls(committed)
    assert [o.id for o in across] == [o.id for o in committed.outcomes if o.role == "control"]
    assert len(rows) == sum(e.primary for e in STUDY.exposures.values())
    cells = dict(rows)["Smoking: current vs never"]
    assert cells == [
        "1.30 (1.06 to 1.60)",
        "—",
        "2.04 (1.62 to 2.55)",
        "0.92 (0.53 to 1.52)",
        "0.49 (0.22 to 0.95)",
    ]
    assert (
        "Odds ratios (95% CIs) of the primary exposures for all control outcomes."
        in Page(rendered(committed)).words
    )


def test_controls_are_compared_with_each_primary_outcome(real):
    across, rows = view.control_comparisons(real, STUDY.outcomes["treated"])
    assert [o.id for o in across] == ["treated", "insomnia_treated", "allergy_treated", "glaucoma_treated"]
    assert len(rows) == len(real.primary_estimates(STUDY.outcomes["treated"], "headline"))
    assert all(len(cells) == 4 for _, _, cells in rows)


def test_answers_that_count_as_missing_are_those_of_the_run(committed, partial):
    rows = committed.descriptives
    answered = {
        "both": ('Answers "refused" and "don\'t know" are missing values.', rows),
        "one": ('Answers "don\'t know" are missing values.', rows.assign(refused=0)),
        "none": ("", rows.assign(refused=0, dont_know=0)),
    }
    for sentence, counts in answered.values():
        assert missing_answers(replace(committed, descriptives=counts)) == sentence
    assert missing_answers(partial) == ""
    assert answered["both"][0] in Page(render(committed, SVG, CAPTION)).words
    text = Page(render(partial, SVG, CAPTION)).words
    assert "are missing values" not in text
    assert "descriptives.csv counts each kind of missing value." in text


def test_part_of_the_plan_makes_a_report_too(partial):
    words = Page(rendered(partial)).words
    assert "One primary exposure is part of this run." in words
    assert "among 9,876 adults" in words
    assert "Prevalence is not part of this run" in words


def test_part_of_the_plan_says_that_it_has_no_control_outcomes_and_no_q(page, partial):
    words = Page(rendered(partial)).words
    assert "Control outcomes are not part of this run" in words[: words.index("How the reliability")]
    assert "Control outcomes are not part of this run" not in page.words
    assert "A q value needs the whole analysis plan" in words
    assert "A q value needs the whole analysis plan" not in page.words


def test_one_detectable_odds_ratio_is_no_range(partial):
    words = Page(rendered(partial)).words
    assert "the minimum odds ratio detectable with 80% power was 2.99 (for" in words
    assert "ranged from 2.99" not in words


def test_comparison_with_the_highest_detectable_odds_ratio_is_named(committed):
    highest = "to 14.07 (median 3.53; highest for caffeine: ≥400 mg vs <50 mg, 2 exposed cases)"
    assert highest in detectable(STUDY, few_cases(committed, DIAGNOSED))


def test_expected_cases_are_those_of_the_smaller_group(committed, page):
    details = dict(row_of(committed, "ckd", "yes").details)
    assert details["Expected cases in the smaller group"] == "7.0"
    assert "the cases expected in the smaller group, exposed or unexposed, if there were no" in page.words


def test_run_without_headline_exposures_says_so(real):
    controls = replace(real, estimates=real.estimates[real.estimates["role"] == "negative_control"])
    words = Page(rendered(controls)).words
    assert "No headline comparison" not in words
    assert "No primary exposure is part of this run." in words


def test_run_of_a_secondary_outcome_presents_it_first(real):
    secondary = replace(real, estimates=real.estimates[real.estimates["outcome"] == "leg_jerks"])
    words = Page(rendered(secondary)).words
    assert f"associated with {labels.in_sentence(labels.short(STUDY, 'leg_jerks'))}" in words
    assert "(secondary outcome)" not in words
    assert STUDY.words.under_ascertainment not in words


def test_absent_and_revised_tables_and_negative_controls_are_named_with_the_reliability(page):
    text = page.words[page.words.index("How reliable") : page.words.index("How the reliability")]
    assert "VID_D." in text
    assert "VITB12_H: revised" in text
    assert "negative control" in text


@pytest.mark.slow
def test_publishing_writes_the_report_with_its_figure_and_again_the_same(folder_of_one):
    list(publish(read_results(folder_of_one)))
    written = (folder_of_one / "report.html").read_text(encoding="utf-8")
    list(publish_pages(read_results(folder_of_one)))
    assert (folder_of_one / "report.html").read_text(encoding="utf-8") == written
    assert 'href="figures/forest.pdf"' in written
    assert (folder_of_one / "figures" / "forest.pdf").exists()


def test_words_are_those_of_the_study_of_the_results(real):
    own = {
        "question": "What goes with tremor?", "survey": "REGISTER", "source": "A register of clinics (REGISTER)",
        "population": "Patients of three clinics", "association": "Only associations are estimated.",
        "under_ascertainment": "Few patients were asked.", "not_preregistered": "Nobody registered the plan.",
    }  # fmt: skip
    study = replace(real.study, words=replace(real.study.words, **own))
    page = Page(rendered(replace(real, study=study)))
    for field, words in own.items():
        assert words in page.words, field
        assert getattr(STUDY.words, field) not in page.words or field == "survey", field
