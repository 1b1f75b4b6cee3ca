"""The report: what must be on it, what must not, and that it is one page that needs nothing else."""

import re
from dataclasses import replace
from html.parser import HTMLParser
from itertools import pairwise

import pytest

from rlsanalysis.present import rows as shown_rows
from rlsanalysis.present.publish import publish
from rlsanalysis.present.report.page import inline_svg, render
from rlsanalysis.study.plan import load_plan
from rlsanalysis.study.results import read_results
from rlsanalysis.variables import registry

BESIDE = "explorer.html"
SVG = '<?xml version="1.0"?>\n<svg><metadata>made by</metadata><path d="M 778 556"/></svg>'


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


@pytest.fixture(scope="module")
def page(real):
    return Page(render(real, SVG))


def test_hidden_numbers_are_nowhere(page, forbidden):
    assert [hidden for hidden in forbidden if hidden in page.words] == []


def test_few_cases_and_shared_path_stand_before_the_first_estimate(page):
    few, path = page.words.index("41 cases"), page.words.index("share the path")
    first = page.words.index("1.33")
    assert few < first
    assert path < first
    assert "could have been found" in page.words[:first]


def test_every_headline_exposure_is_in_the_headline_tables(page):
    links = [attrs["href"] for tag, attrs in page.named("a") if attrs.get("href", "").startswith("#def-")]
    headline = {f"#def-{e.id}" for e in load_plan().exposures.values() if e.role == "headline"}
    assert headline <= set(links)


def test_every_row_of_the_run_is_in_the_table(real):
    html = render(real, SVG)
    body = html[html.index('<table id="every">') :]
    assert body[: body.index("</table>")].count("<tr") == len(real.estimates) + 1


def test_suppressed_prevalence_shows_counts_only(real):
    rows = list(shown_rows.prevalence_rows(real, load_plan().outcomes["diagnosed"]))
    assert [(r.percent, r.interval, r.cases) for r in rows] == [("0.37", "0.25–0.55", "41"), ("—", "", "41")]
    assert rows[1].flag.startswith("suppressed")


def test_page_asks_nothing_of_any_network(page, real):
    for _, attrs in page.elements:
        for name in ("src", "href", "action", "poster", "data"):
            assert (attrs.get(name) or "#").startswith(("#", "data:", BESIDE)), attrs
    html = render(real, SVG)
    assert "@import" not in html
    assert not re.search(r"url\(\s*['\"]?(?!#)", html)


def test_texts_of_the_results_are_escaped(real):
    html = render(real, SVG)
    assert "<a level>" not in html
    assert "no cases in &lt;a level&gt; &amp; nothing to do" in html
    assert "revised &lt;by CDC&gt;" in html


def test_links_within_the_page_lead_somewhere_and_ids_are_unique(page):
    ids = [attrs["id"] for _, attrs in page.elements if "id" in attrs]
    assert len(ids) == len(set(ids))
    targets = {attrs["href"][1:] for _, attrs in page.named("a") if attrs["href"] != BESIDE}
    assert targets <= set(ids)
    named = {i for _, attrs in page.elements for i in attrs.get("aria-labelledby", "").split()}
    assert named <= set(ids)


def test_headings_descend_without_a_gap(page):
    levels = [int(tag[1]) for tag, _ in page.named("h1", "h2", "h3", "h4")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_tables_have_captions_and_scoped_heads(page):
    assert len(page.named("table")) == len(page.named("caption")) > 10
    assert all("scope" in attrs for _, attrs in page.named("th"))


def test_figure_is_inline_and_described(page):
    (svg,) = (attrs for _, attrs in page.named("svg"))
    assert svg["role"] == "img"
    assert svg["aria-labelledby"] == "forest-alt"
    assert str(inline_svg(SVG)).startswith("<svg ")
    assert "metadata" not in inline_svg(SVG)


def test_synthetic_on_its_face_only_where_people_are_invented(page, demo):
    assert "synthetic" not in page.words.lower()
    invented = Page(render(demo, SVG))
    assert invented.words.count("SYNTHETIC") >= 3
    assert any("synthetic" in attrs.get("class", "") for _, attrs in invented.elements)


def test_methods_sources_and_provenance_are_named(page):
    for fact in (
        "Binder", "Firth D (1993)", "Heinze", "Korn EL", "Parker JD", "Rao JNK", "Benjamini", "CKD-EPI 2021",
        "Multum Lexicon", "plan-digest", "revision", "numpy 2.0.0", "VID_D", "DEMO_D", "VITB12_H",
    ):  # fmt: skip
        assert fact in page.words, fact


def test_definition_of_a_variable_is_whole(page):
    declared = registry()["ckd"]
    for fact in (declared.contrast, declared.citation, "ALB_CR_D.URXUMA", *declared.hazards):
        assert fact in page.words


def test_controls_stand_beside_each_primary_outcome(real):
    across, rows = shown_rows.control_comparisons(real, load_plan().outcomes["treated"])
    assert [o.id for o in across] == ["treated", "insomnia_treated", "allergy_treated", "glaucoma_treated"]
    assert len(rows) == len(real.primary_estimates(load_plan().outcomes["treated"], "headline"))
    assert all(len(cells) == 4 for _, _, cells in rows)


def test_part_of_the_plan_makes_a_report_too(partial):
    words = Page(render(partial, SVG)).words
    assert "41 cases among 9,876 people" in words
    assert "Prevalence is not part of this run" in words


def test_part_of_the_plan_says_that_it_has_no_control_outcomes_and_no_q(page, partial):
    words = Page(render(partial, SVG)).words
    assert "Control outcomes are not part of this run" in words[: words.index("How common each")]
    assert "control outcomes stand beside" in page.words
    assert "control outcomes stand beside" not in words
    assert "¶" not in words
    assert "q belongs to a whole run" in words
    assert "q belongs to a whole run" not in page.words


def test_one_detectable_odds_ratio_is_no_range(partial):
    words = Page(render(partial, SVG)).words
    assert "(80 % power, 5 %) lies at 2.99; weaker" in words
    assert "between 2.99" not in words


def test_other_exposures_alone_do_not_count_headline_comparisons(real):
    secondary = replace(real, estimates=real.estimates[real.estimates["role"] == "negative_control"])
    words = Page(render(secondary, SVG)).words
    assert "No headline comparison of it is part of this run. " in words
    assert "Of its headline comparisons" not in words


def test_absent_and_revised_tables_and_negative_controls_stand_at_the_head(page):
    head = page.words[: page.words.index("How common each")]
    assert "Absent, so not measured here: VID_D." in head
    assert "Revised by CDC, and used: VITB12_H: revised" in head
    assert "negative controls" in head


def test_publishing_writes_the_report_with_its_figure_and_again_the_same(real_folder):
    list(publish(read_results(real_folder)))
    written = (real_folder / "report.html").read_text(encoding="utf-8")
    figure = (real_folder / "figures" / "forest.svg").read_text(encoding="utf-8")
    assert inline_svg(figure) in written
    assert render(read_results(real_folder), figure) == written
