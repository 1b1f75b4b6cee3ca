"""The explorer: what is in its file, what must not be, and that it needs nothing but itself."""

import json
import re
from dataclasses import replace
from html.parser import HTMLParser

import pandas as pd
import pytest
from markupsafe import escape

from rlsanalysis.nhanes.study import nhanes_study
from rlsanalysis.present import explorer, labels, printing, vocabulary
from rlsanalysis.present.controls import shared_with
from rlsanalysis.present.explorer import chart, drugs, page
from rlsanalysis.present.explorer.choices import choices, first_outcome
from rlsanalysis.present.explorer.rows import COLUMNS, WITH_INTERVAL, WITH_POINT, csv_columns, packed
from rlsanalysis.present.explorer.story import flow_fields
from rlsanalysis.present.few_cases import detectable, few_cases
from rlsanalysis.present.publish import publish_pages
from rlsanalysis.present.reliability import reliability
from rlsanalysis.present.verdict import in_words
from rlsanalysis.study.indications import OTHER
from rlsanalysis.study.primary import MODEL
from rlsanalysis.study.results import read_results, records
from rlsanalysis.study.search import search_words
from rlsanalysis.study.tables import schema

STUDY = nhanes_study()

pytestmark = pytest.mark.slow

LARGEST = 5_000_000


@pytest.fixture(scope="module")
def html(real):
    return explorer.render(real)


@pytest.fixture(scope="module")
def data(html):
    found = re.search(r'<script id="data" type="application/json">(.*?)</script>', html, re.DOTALL)
    return json.loads(found[1])


def unpacked(columns):
    def cell(texts, at):
        return tuple(texts[i] for i in at) if isinstance(at, list) else texts[at]

    lists = {
        name: [cell(column["texts"], at) for at in column["at"]] if isinstance(column, dict) else column
        for name, column in columns.items()
    }
    return [dict(zip(lists, values, strict=True)) for values in zip(*lists.values(), strict=True)]


class Elements(HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.elements = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))


def test_hidden_numbers_are_nowhere_in_the_file(html, forbidden):
    own = html.replace(chart.runtime(), "")
    assert len(own) < len(html)
    assert [hidden for hidden in forbidden if hidden in own] == []


def test_every_estimate_has_the_texts_of_the_report(real, data):
    rows = {tuple(r[k] for k in (*MODEL, "level")): r for r in unpacked(data["rows"])}
    assert len(rows) == len(real.estimates)
    for row in records(real.estimates):
        fields, shown = rows[(*(getattr(row, k) for k in MODEL), row.level)], printing.line(row)
        assert fields["or_95ci"] == printing.estimate_text(row)
        assert (fields["p_text"], fields["q_text"], fields["detectable_text"]) == (
            shown.p,
            shown.q,
            shown.detectable,
        )
        assert fields["reliability"].startswith(reliability(STUDY, row).label)
        assert fields["symbol"] == reliability(STUDY, row).symbol
        assert fields["exposed_cases"] == printing.exposed_cases(row)
        assert fields["exposed_noncases"] == printing.exposed_noncases(row)
        assert fields["n_text"] == printing.count(row.n)


def test_a_row_has_the_columns_of_the_schema_as_far_as_its_status_shows_them(real, data):
    rows = {tuple(r[k] for k in (*MODEL, "level")): r for r in unpacked(data["rows"])}
    for row in records(real.estimates):
        fields = rows[(*(getattr(row, k) for k in MODEL), row.level)]
        hidden = {
            *(WITH_POINT if row.status not in ("ok", "caution") else ()),
            *(WITH_INTERVAL if row.status not in ("ok", "caution", "sparse") else ()),
        }
        for column in schema()["estimates"]:
            value = getattr(row, column.name)
            missing = column.name in hidden or (
                column.type != "text" and (pd.isna(value) or value == float("inf"))
            )
            assert fields[column.name] == (None if missing else value), column.name


def test_nothing_of_a_sparse_point_estimate_is_in_the_data(data):
    sparse = [r for r in unpacked(data["rows"]) if r["status"] == "sparse"]
    assert sparse
    for row in sparse:
        assert row["conf_low"] is not None
        assert [row[name] for name in ("odds_ratio", "estimate", "std_error", "statistic")] == [None] * 4


def test_a_row_names_what_its_own_model_is_adjusted_for(data):
    adjusted = {
        (r["outcome"], r["exposure"], r["set"], r["releases"]): r["adjusted_for"]
        for r in unpacked(data["rows"])
    }
    minimal = "age and its square, sex, race and ethnicity"
    assert adjusted["treated", "ckd", "minimal", "H I P"] == f"{minimal}, and survey cycle"
    assert adjusted["treated", "ferritin_lt50", "minimal", "P"] == minimal.replace("race", "and race")
    without_sex = minimal.replace(" sex,", "")
    assert adjusted["diagnosed", "ferritin_lt50", "minimal", "D E"] == f"{without_sex}, and survey cycle"
    assert "body mass index" not in adjusted["treated", "obesity", "full", "H I P"]


def test_primary_rows_are_those_of_the_report(real, data):
    marked = {tuple(r[k] for k in (*MODEL, "level")) for r in unpacked(data["rows"]) if r["is_primary"]}
    primary = {
        (*(getattr(row, k) for k in MODEL), row.level)
        for outcome in real.outcomes
        for row in records(real.primary_estimates(outcome, *STUDY.words.roles))
    }
    assert marked == primary


def test_a_primary_row_names_the_control_outcomes_that_share_its_association(real, data):
    shared = {o.id: shared_with(real, o) for o in real.primary}
    rows = {(r["outcome"], r["exposure"], r["level"]): r for r in unpacked(data["rows"]) if r["is_primary"]}
    assert any(controls for of in shared.values() for controls in of.values())
    every = (row for o in real.primary for row in records(real.primary_estimates(o, "headline")))
    for row in every:
        fields = rows[row.outcome, row.exposure, row.level]
        controls = shared[row.outcome].get((row.exposure, row.level), [])
        assert fields["in_words"] == in_words(STUDY, row, controls)
        assert fields["reliability"] == reliability(STUDY, row, controls).label
        assert fields["reliability_details"] == reliability(STUDY, row, controls).details


def test_open_limits_are_absent_or_zero(data):
    rows = [r for r in unpacked(data["rows"]) if r["conf_low"] is not None]
    unlimited = [r for r in rows if r["or_95ci"].endswith("to ∞)")]
    assert unlimited
    assert all(r["conf_high"] is None for r in unlimited)
    below = [r for r in rows if "(0 to" in r["or_95ci"]]
    assert below
    assert all(r["conf_low"] == 0 for r in below)


def test_columns_are_packed_without_loss():
    rows = [{"a": "x", "b": 1.5, "c": None}, {"a": "y", "b": None, "c": None}, {"a": "x", "b": 2.0, "c": 3}]
    assert unpacked(packed(rows)) == rows
    assert packed(rows)["a"] == {"texts": ["x", "y"], "at": [0, 1, 0]}
    sentences = [{"a": ("x", "y")}, {"a": ()}, {"a": ("y",)}]
    assert unpacked(packed(sentences)) == sentences
    assert packed([]) == {}


def test_file_is_small_and_the_same_bytes_again(real_folder, html):
    assert len(html.encode()) < LARGEST
    assert explorer.render(read_results(real_folder)) == html


def test_page_makes_no_request(html):
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', html)[1]
    assert policy.startswith("default-src 'none';")
    assert "unsafe-eval" not in policy
    assert "http" not in policy
    own = html.replace(chart.runtime(), "")
    assert "http://" not in own
    assert "@import" not in own
    for _, attrs in Elements(own).elements:
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


def test_only_invented_people_are_called_synthetic(demo, html):
    assert "SYNTHETIC" not in html
    assert '<p class="synthetic"' not in html
    invented = explorer.render(demo)
    assert invented.count('<p class="synthetic"') == 2
    assert '"source":{"texts":["SYNTHETIC"]' in invented


def test_association_and_cases_are_named_before_the_first_filter(html):
    head = html[: html.index('<form id="choices"')]
    assert STUDY.words.association in head
    assert "<strong>41 cases</strong> among 10,846 adults" in head


def test_reliability_and_controls_are_explained_on_the_page(real, html):
    for few in (few_cases(real, o) for o in real.primary):
        assert escape(detectable(STUDY, few)) in html
    for status, meaning in vocabulary.STATUS_WORDS.items():
        assert f"<dt>{vocabulary.STATUS_NAMES[status]}</dt><dd>{meaning}</dd>" in html


def test_no_mark_needs_a_legend_to_be_understood(html, data):
    texts = [t for column in data["rows"].values() if isinstance(column, dict) for t in column["texts"]]
    page_text = html.replace(chart.runtime(), "")
    assert not [mark for mark in "†‡§¶" if mark in page_text or any(mark in t for t in texts)]


def test_choices_are_the_values_of_the_results(real):
    values = {c.id: {v for v, _ in c.options} - {"", "primary"} for c in choices(real)}
    rows = real.estimates
    for column in ("outcome", "set", "method", "sample", "group", "role"):
        assert values[column] == set(rows[column]), column
    assert values["cohort"] == {"2005-2008", "2013-2020"}
    assert all(c.first in dict(c.options) for c in choices(real))


def test_page_opens_on_the_primary_outcome_with_most_cases(real):
    rows = real.estimates
    for most in ("diagnosed", "treated"):
        cases = rows["cases"].mask(rows["outcome"] == most, 127)
        assert first_outcome(replace(real, estimates=rows.assign(cases=cases))) == most
    controls = rows[rows["outcome"] == "insomnia_treated"]
    assert first_outcome(replace(real, estimates=controls)) == "insomnia_treated"


def test_part_of_a_run_opens_on_what_it_has_and_names_what_it_lacks(partial):
    assert "Control outcomes are not part of this run" in explorer.render(partial)
    assert {c.id: c.first for c in choices(partial)} == {
        "outcome": "diagnosed", "cohort": "", "role": "headline", "group": "", "set": "primary",
        "sample": "primary", "method": "firth",
    }  # fmt: skip
    secondary = partial.estimates.assign(role="secondary")
    without = {c.id: c.first for c in choices(replace(partial, estimates=secondary))}
    assert without["role"] == ""


def test_story_has_definitions_flow_values_and_joint_tests(data):
    factor = data["factors"]["ckd"]
    assert dict(factor["terms"])["Id"] == "ckd"
    assert dict(factor["limitations"])["Note"] == STUDY.variables["ckd"].note
    assert not dict(factor["limitations"]).keys() & dict(factor["terms"]).keys()
    assert any("ALB_CR_D.URXUMA" in cells for cells in factor["sources"])
    assert all(len(cells) == 2 + len(factor["releases"]) for cells in factor["sources"])
    assert dict(data["outcomes"]["treated"]["terms"])["Id"] == "treated"
    assert [(s["excluded"], s["n"]) for s in unpacked(data["flow"])] == [("", "20,497"), ("9,583", "10,914")]
    assert {(v["people"], v["value"], v["std_error"]) for v in unpacked(data["values"])} == {
        ("Cases", "12.3%", "1.50"), ("Non-cases", "12.3%", "1.50"),
    }  # fmt: skip
    texts = {t["text"] for t in unpacked(data["joint"])}
    assert "Joint test of all levels: F(2, 31) = 4.50, p = 0.020, q = 0.20." in texts
    assert "Joint test of all levels: not reported, because a level is not reported." in texts


def test_a_step_that_excludes_nobody_says_so(real):
    flow = pd.concat([real.flow, real.flow[1:].assign(step=3, left="in the minimal model")])
    fields = [f["excluded"] for f in flow_fields(replace(real, flow=flow))]
    assert fields == ["", "9,583", "none"]


def test_search_words_and_topics_that_are_not_measured_are_those_of_the_variables(data):
    assert data["factors"]["rx_antidepressant"]["words"] == list(
        search_words(STUDY, STUDY.variables["rx_antidepressant"])
    )
    assert [t["sentence"] for t in data["notMeasured"]] == [t.sentence for t in STUDY.topics]


def test_a_drug_that_defines_a_case_is_named_with_its_cases_from_the_table(committed):
    said = {note["words"][0]: note["sentence"] for note in drugs.notes(committed)}
    rows = committed.indications
    for row in records(rows[rows["drug"] != OTHER]):
        product = row.drug.replace("; ", " and ")
        for ingredient in row.drug.split("; "):
            name = ingredient.split()[0]
            takes = "it" if row.drug == name else product
            outcome = labels.in_sentence(labels.short(STUDY, row.outcome))
            counts = f"{row.n} of {row.cases} cases of {outcome} take {takes} for that condition."
            assert counts in said[name]
    assert said["zolpidem"] == (
        "Zolpidem (Ambien) has no estimate of its own. It is counted in: z-drug. "
        "222 of 952 cases of treated insomnia take it for that condition."
    )
    assert OTHER not in said


def test_csv_has_the_columns_of_estimates_and_texts_with_clear_names():
    columns = [c.name for c in schema()["estimates"]]
    assert list(csv_columns()[: len(columns)]) == columns
    assert csv_columns()[len(columns) :] == (
        "exposure_label", "comparison", "outcome_label", "or_95ci", "adjusted_for", "reliability",
        "reliability_details", "in_words",
    )  # fmt: skip


def test_three_columns_are_left_on_a_phone():
    assert [c.title for c in COLUMNS if c.width == "phone"] == [
        "Factor",
        "Exposed / all cases",
        "OR (95% CI)",
    ]


def luminance(color):
    parts = (int(color[i : i + 2], 16) / 255 for i in (1, 3, 5))
    red, green, blue = (p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("scheme", sorted(chart.COLORS))
@pytest.mark.parametrize("ground", ["ground", "over"])
def test_colors_of_the_plot_contrast_with_their_ground(scheme, ground):
    colors = chart.COLORS[scheme]
    for name in (*chart.SYMBOLS, "text", "dim"):
        light, dark = sorted((luminance(colors[name]), luminance(colors[ground])), reverse=True)
        assert (light + 0.05) / (dark + 0.05) >= 4.5, name


def test_publishing_writes_the_explorer_next_to_the_report(real_folder, html):
    assert [p.name for p in publish_pages(read_results(real_folder))] == ["report.html", "explorer.html"]
    assert (real_folder / "explorer.html").read_text(encoding="utf-8") == html
    assert 'href="explorer.html"' in (real_folder / "report.html").read_text(encoding="utf-8")
