"""The explorer: what is in its file, what must not be, and that it needs nothing but itself."""

import json
import re
from html.parser import HTMLParser

import pytest

from rlsanalysis.present import explorer, labels, words
from rlsanalysis.present.controls import shared_with
from rlsanalysis.present.explorer import chart, page
from rlsanalysis.present.explorer.choices import choices
from rlsanalysis.present.explorer.rows import COLUMNS, packed
from rlsanalysis.present.publish import publish_pages
from rlsanalysis.study.plan import load_plan
from rlsanalysis.study.results import MODEL, read_results, records

LARGEST = 5_000_000
NUMBERS = ("point", "low", "high", "p_number", "q_number")


@pytest.fixture(scope="module")
def html(real):
    return explorer.render(real)


@pytest.fixture(scope="module")
def data(html):
    found = re.search(r'<script id="data" type="application/json">(.*?)</script>', html, re.DOTALL)
    return json.loads(found[1])


def unpacked(columns):
    lists = {
        name: [column["texts"][i] for i in column["at"]] if isinstance(column, dict) else column
        for name, column in columns.items()
    }
    return [dict(zip(lists, values, strict=True)) for values in zip(*lists.values(), strict=True)]


class Elements(HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.found = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))


def test_hidden_numbers_are_nowhere_in_the_file(html, forbidden):
    own = html.replace(chart.runtime(), "")
    assert len(own) < len(html)
    assert [hidden for hidden in forbidden if hidden in own] == []


def test_every_estimate_is_there_once_with_the_report_s_texts(real, data):
    found = {tuple(r[k] for k in (*MODEL, "level")): r for r in unpacked(data["rows"])}
    assert len(found) == len(real.estimates)
    for row in records(real.estimates):
        told, shown = found[(*(getattr(row, k) for k in MODEL), row.level)], labels.line(row)
        assert told["odds_ratio"] == shown.odds_ratio
        assert (
            labels.DASH.join(filter(None, (told["conf_low"], told["conf_high"]))) == shown.interval
            or not shown.interval
        )
        assert (told["p"], told["q"], told["detectable"]) == (shown.p, shown.q, shown.detectable)
        assert told["mark"].rstrip(labels.SHARED) == shown.mark
        assert (told["n"], told["cases"]) == (labels.count(row.n), labels.count(row.cases))
        assert (told["status"], told["reason"], told["source"]) == (row.status, row.reason, "NHANES")


def test_a_row_names_what_its_own_model_is_adjusted_for(data):
    told = {
        (r["outcome"], r["exposure"], r["set"], r["releases"]): r["adjusted"] for r in unpacked(data["rows"])
    }
    minimal = "age and its square, sex, race and ethnicity"
    assert told["treated", "ckd", "minimal", "H I P"] == f"{minimal}, release"
    assert told["treated", "ferritin_lt50", "minimal", "P"] == minimal
    assert told["diagnosed", "ferritin_lt50", "minimal", "D E"] == minimal.replace(" sex,", "") + ", release"
    assert "body mass index" not in told["treated", "obesity", "full", "H I P"]


def test_numbers_of_the_plot_are_there_as_far_as_the_status_lets_them(data):
    for row in unpacked(data["rows"]):
        shown = {name for name in NUMBERS if row[name] is not None}
        allowed = {"ok": set(NUMBERS), "caution": set(NUMBERS), "sparse": set(NUMBERS[1:])}
        assert shown <= allowed.get(row["status"], set())
        if row["status"] in labels.POINT:
            assert row["point"] == 1.33


def test_quoted_rows_are_those_of_the_report(real, data):
    told = {tuple(r[k] for k in (*MODEL, "level")) for r in unpacked(data["rows"]) if r["headline"]}
    quoted = {
        (*(getattr(row, k) for k in MODEL), row.level)
        for outcome in real.outcomes
        for row in records(real.primary_estimates(outcome, *labels.ROLE_WORDS))
    }
    assert told == quoted


def test_words_of_a_quoted_row_name_the_controls_that_share_its_association(real, data):
    treated = load_plan().outcomes["treated"]
    shared = shared_with(real, treated)
    told = {
        (r["exposure"], r["level"]): r
        for r in unpacked(data["rows"])
        if r["headline"] and r["outcome"] == "treated"
    }
    assert any(shared.values())
    for row in records(real.primary_estimates(treated, "headline")):
        mine = told[row.exposure, row.level]
        by = shared.get((row.exposure, row.level), [])
        assert mine["words"] == words.reading(row, by)
        assert mine["mark"].endswith(labels.SHARED) == bool(by)


def test_open_limits_are_words_in_the_text_and_absent_or_zero_in_the_plot(data):
    rows = unpacked(data["rows"])
    limitless = [r for r in rows if r["conf_high"] == "open"]
    assert limitless
    assert all(r["high"] is None and r["low"] > 0 for r in limitless)
    below = [r for r in rows if r["conf_low"] == "open"]
    assert below
    assert all(r["low"] == 0 for r in below)


def test_columns_are_packed_without_loss():
    rows = [{"a": "x", "b": 1.5, "c": None}, {"a": "y", "b": None, "c": None}, {"a": "x", "b": 2.0, "c": 3}]
    assert unpacked(packed(rows)) == rows
    assert packed(rows)["a"] == {"texts": ["x", "y"], "at": [0, 1, 0]}
    assert packed([]) == {}


def test_file_is_small_and_the_same_bytes_again(real_folder, html):
    assert len(html.encode()) < LARGEST
    assert explorer.render(read_results(real_folder)) == html


def test_page_asks_nothing_of_any_network(html):
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', html)[1]
    assert policy.startswith("default-src 'none';")
    assert "unsafe-eval" not in policy
    assert "http" not in policy
    own = html.replace(chart.runtime(), "")
    assert "http://" not in own
    assert "@import" not in own
    for _, attrs in Elements(own).found:
        for name in ("src", "href", "action", "poster"):
            assert (attrs.get(name) or "#").startswith(("#", "data:", "report.html")), attrs


def test_texts_of_the_results_cannot_become_elements(real):
    text = page.embedded({"reason": "</script><script>alert(1)</script> & <!--"})
    assert not set("<>&") & set(text)
    assert json.loads(text) == {"reason": "</script><script>alert(1)</script> & <!--"}
    assert "<a level>" not in explorer.render(real)


def test_scripts_do_not_end_their_element():
    scripts = [chart.runtime(), *(page.read_text(name) for name in page.SCRIPTS)]
    assert not [s for s in scripts if "</script" in s.lower() or "<!--" in s]


def test_synthetic_on_its_face_only_where_people_are_invented(demo, html):
    assert "SYNTHETIC" not in html
    assert '<p class="synthetic"' not in html
    invented = explorer.render(demo)
    assert invented.count('<p class="synthetic"') == 2
    assert '"source":{"texts":["SYNTHETIC"]' in invented


def test_association_and_few_cases_stand_before_the_first_control(html):
    head = html[: html.index('<form id="choices"')]
    assert words.ASSOCIATION in head
    assert "41 cases</strong> among 10,846 people" in head
    assert "weaker associations are not ruled out" in head


def test_choices_are_the_values_of_the_results(real):
    found = {c.id: {v for v, _ in c.options} - {"", "quoted"} for c in choices(real)}
    rows = real.estimates
    for column in ("outcome", "set", "method", "sample", "group", "role"):
        assert found[column] == set(rows[column]), column
    assert found["cohort"] == {"2005-2008", "2013-2020"}
    assert all(c.first in dict(c.options) for c in choices(real))


def test_part_of_a_run_opens_on_what_it_holds_and_says_what_it_lacks(partial):
    html = explorer.render(partial)
    assert "Control outcomes are not part of this run" in html
    assert [c.first for c in choices(partial)] == [
        "",
        "diagnosed",
        "quoted",
        "firth",
        "quoted",
        "",
        "headline",
    ]
    secondary = partial.estimates.assign(role="secondary")
    without = {c.id: c.first for c in choices(type(partial)(**{**vars(partial), "estimates": secondary}))}
    assert without["role"] == ""


def test_story_has_definition_flow_values_and_joint_tests(data):
    factor = data["factors"]["ckd"]
    assert dict(factor["terms"])["Id"] == "ckd"
    assert any("ALB_CR_D.URXUMA" in cells for cells in factor["sources"])
    assert all(len(cells) == 2 + len(factor["releases"]) for cells in factor["sources"])
    assert [s["n"] for s in unpacked(data["flow"])] == ["20,497", "10,914"]
    assert {(v["people"], v["value"], v["std_error"]) for v in unpacked(data["values"])} == {
        ("cases", "12.3 %", "1.50"), ("others", "12.3 %", "1.50"),
    }  # fmt: skip
    said = {t["said"] for t in unpacked(data["joint"])}
    assert "Joint test of all levels: F = 4.50 on 2, 31 degrees of freedom, p = 0.020, q = 0.20." in said
    assert "Joint test of all levels: not shown, since a level is too few." in said


def test_file_of_rows_names_units_and_source():
    headers = [c.header for c in COLUMNS if c.header]
    assert len(headers) == len(set(headers))
    assert "source" in headers
    for fact in ("n [people, unweighted]", "conf_low [ratio, 95 %, or open]", "p [two-sided]"):
        assert fact in headers


def luminance(colour):
    parts = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    red, green, blue = (p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("scheme", sorted(chart.COLOURS))
@pytest.mark.parametrize("ground", ["ground", "over"])
def test_colours_of_the_plot_stand_out(scheme, ground):
    colours = chart.COLOURS[scheme]
    for name in ("ok", "caution", "sparse", "text", "dim"):
        light, dark = sorted((luminance(colours[name]), luminance(colours[ground])), reverse=True)
        assert (light + 0.05) / (dark + 0.05) >= 4.5, name


def test_publishing_writes_the_explorer_beside_the_report(real_folder, html):
    assert [p.name for p in publish_pages(read_results(real_folder))] == ["report.html", "explorer.html"]
    assert (real_folder / "explorer.html").read_text(encoding="utf-8") == html
    assert 'href="explorer.html"' in (real_folder / "report.html").read_text(encoding="utf-8")
