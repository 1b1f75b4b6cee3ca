"""The explorer in a real browser: what each control shows, the story, the address, keyboard, and both widths."""

import csv
import functools
import io
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
from playwright.sync_api import expect

from rlsanalysis.nhanes.study import nhanes_study
from rlsanalysis.present import labels, printing, vocabulary
from rlsanalysis.present.explorer import render
from rlsanalysis.present.explorer.chart import COLORS
from rlsanalysis.present.explorer.choices import choices, outcome_words
from rlsanalysis.present.explorer.page import PAGE_ROWS
from rlsanalysis.present.explorer.rows import csv_columns
from rlsanalysis.present.figures.axis import LEAST, MOST
from rlsanalysis.present.reliability import reliability
from rlsanalysis.present.verdict import MEANINGS, in_words
from rlsanalysis.study.results import records
from rlsanalysis.study.tables import schema

STUDY = nhanes_study()

KEY = ["outcome", "exposure", "level", "set", "method", "sample"]
CONTRAST = Path(__file__).with_name("contrast.js").read_text(encoding="utf-8")
COPY = "window.copied = []; navigator.clipboard.writeText = async (text) => { window.copied.push(text); };"
BLANK = "about:blank"
NO_COPY = "navigator.clipboard.writeText = async () => { throw new Error('not allowed'); };"


@pytest.fixture(scope="module")
def results(real):
    """The invented run, with one exposure in each release alone as well."""
    rows = real.estimates
    one = rows[(rows["exposure"] == "ckd") & (rows["outcome"] == "diagnosed") & (rows["set"] == "minimal")]
    alone = [one.assign(sample=r, releases=r, headline="", q_value=np.nan) for r in "DE"]
    return replace(real, estimates=pd.concat([rows, *alone], ignore_index=True))


@pytest.fixture(scope="module")
def address(results, tmp_path_factory):
    path = tmp_path_factory.mktemp("explorer") / "explorer.html"
    path.write_text(render(results), encoding="utf-8")
    return path.as_uri()


@pytest.fixture(scope="module")
def new_page(browser, address):
    """Return a function that makes a page of a window of its own; what it requests or reports is in `trouble`."""

    def leaves(url):
        return url not in (address, BLANK) and not url.startswith(("data:", "blob:"))

    def new(script="", **options):
        page = browser.new_context(offline=True, **options).new_page()
        page.trouble = []
        page.on("console", lambda message: page.trouble.append(message.text))
        page.on("pageerror", lambda error: page.trouble.append(str(error)))
        page.on("request", lambda request: page.trouble.append(request.url) if leaves(request.url) else None)
        if script:
            page.add_init_script(script)
        return page

    return new


@pytest.fixture(scope="module")
def first_page(new_page):
    """A page that the tests open one after the other, since a new window takes as long as opening the explorer."""
    return new_page()


@pytest.fixture
def opened(new_page, first_page, address):
    """Return a function that opens the explorer: in the first page, or in a window of its own."""
    pages = []

    def open_page(width=1440, hash_="", **options):
        page = new_page(**options) if pages or options else first_page
        pages.append(page)
        page.goto(BLANK)
        page.trouble.clear()
        page.mouse.move(0, 0)
        page.set_viewport_size({"width": width, "height": 900})
        if page is first_page:
            page.emulate_media(media="null", color_scheme="light")
        page.goto(address + hash_)
        drawn(page)
        return page

    yield open_page
    for page in pages:
        assert page.trouble == []
        if page is not first_page:
            page.context.close()


@pytest.fixture(scope="module")
def searched(new_page, address):
    """Return a function that searches in a page that is opened once."""
    page = new_page(viewport={"width": 1440, "height": 900})
    page.goto(address)
    drawn(page)

    def found(words):
        search(page, words)
        return page

    yield found
    assert page.trouble == []


def drawn(page):
    page.wait_for_selector("#plot[data-drawn], #views[hidden]", state="attached")


def keys(page):
    return page.evaluate("[...document.querySelectorAll('#body tr')].map((row) => row.dataset.key)")


def first(results):
    return {c.id: c.first for c in choices(results)}


@functools.cache
def primary_row(outcome, exposure):
    """Primary adjustment set and sample, from the plan."""
    outcome, exposure = STUDY.outcomes[outcome], STUDY.exposures[exposure]
    set_ = outcome.headline_set if outcome.headline_set in exposure.sets else exposure.sets[-1]
    return {"set": set_, "sample": "users" if outcome.sample == exposure.sample == "users" else "all"}


def picked(results, **changes):
    """Rows that the filters select, from the tidy table alone."""
    rows = results.estimates.assign(cohort=[STUDY.outcomes[o].cohort for o in results.estimates["outcome"]])
    for choice, value in (first(results) | changes).items():
        if value == "primary":
            models = zip(rows["outcome"], rows["exposure"], strict=True)
            rows = rows[rows[choice] == [primary_row(*model)[choice] for model in models]]
        elif value:
            rows = rows[rows[choice] == value]
    return rows


def all_keys(page):
    """Keys of the rows on every page of the table."""
    found = keys(page)
    while page.locator("#next").is_enabled() and page.locator("#pager").is_visible():
        page.click("#next")
        found += keys(page)
    return found


def keys_of(rows):
    return ["~".join(map(str, values)) for values in rows[KEY].itertuples(index=False)]


@pytest.mark.parametrize("choice", ["cohort", "outcome", "set", "method", "sample", "group", "role"])
def test_every_value_of_a_filter_selects_the_rows_of_the_tidy_table(opened, results, choice):
    page = opened(hash_="#outcome=treated")
    values = [v for v, _ in next(c for c in choices(results) if c.id == choice).options]
    seen = set()
    for value in values:
        page.select_option(f"#{choice}", value)
        outcome = "diagnosed" if value == "2005-2008" else "treated"
        expected = keys_of(picked(results, **{"outcome": outcome, choice: value}))
        assert all_keys(page) == expected, value
        if expected:
            summary = page.locator("#summary").inner_text()
            assert f": {len(expected):,} of {len(results.estimates):,} estimates." in summary
        seen.add(tuple(expected))
    assert len(seen) > 1


def test_page_opens_on_treated_rls_where_it_has_most_cases(opened, results):
    assert opened().input_value("#outcome") == first(results)["outcome"]


def test_cohort_leaves_its_own_outcomes_only(opened):
    page = opened(hash_="#outcome=diagnosed")
    page.select_option("#cohort", "2013-2020")
    assert page.input_value("#outcome") == "treated"
    left = page.evaluate(
        "[...document.querySelectorAll('#outcome option')].filter((o) => !o.disabled).map((o) => o.value)"
    )
    assert left == ["", *(o.id for o in STUDY.outcomes.values() if o.cohort == "2013-2020")]


def test_no_more_rows_than_a_page_are_in_the_document(opened, results):
    page = opened(hash_="#outcome=&role=&set=&method=&sample=")
    total = len(results.estimates)
    assert total > 2 * PAGE_ROWS
    assert page.locator("#body tr").count() == PAGE_ROWS
    assert page.locator("#range").inner_text() == f"Rows 1 to {PAGE_ROWS} of {total:,}"
    assert page.locator("#plot g.layer_1_marks path").count() <= 2 * PAGE_ROWS
    page.click("#next")
    assert keys(page) == keys_of(results.estimates)[PAGE_ROWS : 2 * PAGE_ROWS]
    page.click("#previous")
    assert page.locator("#previous").is_disabled()
    page.select_option("#group", "kidney")
    assert page.locator("#range").inner_text().startswith("Rows 1 to")


def search(page, words):
    page.fill("#search", words)
    expect(page.locator("#summary")).to_contain_text(f"“{words}”")


@pytest.mark.parametrize(
    ("words", "exposure"),
    [
        ("anemia", "anaemia"), ("neuropathy", "neuropathy_other_drug"), ("kidney failure", "kidney_told"),
        ("renal", "ckd"), ("hemodialysis", "dialysis"), ("venlafaxine", "rx_snri"), ("sertraline", "rx_ssri"),
        ("quetiapine", "rx_antipsychotic"), ("metoclopramide", "rx_antiemetic_dopamine"), ("coffee", "caffeine"),
        ("physical activity", "inactive"), ("ALB_CR_D.URXUMA", "ckd"), ("ferritin halving", "ferritin_halving"),
    ],
)  # fmt: skip
def test_search_finds_clinical_words_drugs_and_raw_variables(searched, words, exposure):
    page = searched(words)
    assert any(key.split("~")[1].startswith(exposure) for key in keys(page))


def test_search_ignores_the_filters_and_says_where_a_match_lies(opened, results):
    page = opened(hash_="#outcome=treated&role=headline&group=kidney")
    search(page, "sertraline")
    rows = results.estimates[results.estimates["exposure"] == "rx_ssri"]
    assert {key.split("~")[0] for key in keys(page)} == set(rows["outcome"])
    places = page.locator("#body tr[data-key^='other_sleep_disorder'] .place").all_inner_texts()
    assert places
    assert set(places) == {f"in: {labels.short(STUDY, 'other_sleep_disorder')} (control outcome, not RLS)"}
    assert page.locator("#body .place").count() == page.locator("#body tr").count()
    page.select_option("#group", "")
    assert page.locator("#body tr[data-key^='treated~'] .place").count() == 0


def test_search_finds_a_factor_that_the_chosen_model_does_not_have(opened):
    page = opened(hash_="#sample=D")
    search(page, "antipsychotic")
    assert any("~rx_antipsychotic~" in key for key in keys(page))


@pytest.mark.parametrize(
    "words",
    [
        "genetic",
        "family history",
        "melatonin",
        "augmentation",
        "akathisia",
        "kidney failure",
        "dialysis",
        "renal failure",
        "hemodialysis",
        "esrd",
        "uremia",
        "pregnancy",
    ],
)
def test_search_for_what_is_not_measured_gives_the_reason(searched, words):
    page = searched(words)
    sentence = next(t.sentence for t in STUDY.topics if words in t.words)
    assert sentence in page.locator("#note").inner_text()


@pytest.mark.parametrize("words", ["dialysis", "pregnancy"])
def test_what_too_few_cases_allow_for_rls_is_not_denied_for_other_outcomes(searched, words):
    page = searched(words)
    assert "cannot be assessed for diagnosed or treated RLS here" in page.locator("#note").inner_text()
    assert any(key.startswith("leg_cramps~") for key in keys(page))


@pytest.mark.parametrize("words", ["kidney", "renal"])
def test_search_for_kidney_finds_its_exposures_and_no_sentence_on_kidney_failure(searched, words):
    page = searched(words)
    assert page.locator("#note").is_hidden()
    found = {key.split("~")[1] for key in all_keys(page)}
    assert {"ckd", "kidney_told", "egfr_lt60", "albuminuria", "dialysis"} <= found


def test_the_beginning_of_a_topic_that_is_not_measured_gives_the_reason_only_without_rows(searched):
    page = searched("melat")
    assert "melatonin is not measured" in page.locator("#note").inner_text()
    searched("iron")
    assert page.locator("#note").is_hidden()


@pytest.mark.parametrize(
    ("words", "same"),
    [
        ("Horizant", "gabapentin"), ("gabapentin enacarbil", "gabapentin"), ("PLMS", "leg jerks"),
        ("PLMD", "leg jerks"), ("periodic limb movements", "leg jerks"), ("ADHD", "stimulant"),
    ],
)  # fmt: skip
def test_a_topic_finds_the_rows_of_what_was_recorded_instead(searched, words, same):
    expected = keys(searched(same))
    assert expected
    page = searched(words)
    assert keys(page) == expected
    sentence = next(t.sentence for t in STUDY.topics if words.lower() in t.words)
    assert sentence in page.locator("#note").inner_text()


@pytest.mark.parametrize("words", ["anxiety"])
def test_a_topic_outside_the_plan_keeps_the_rows_that_its_word_finds(searched, words):
    page = searched(words)
    assert keys(page)
    assert "not part of the analysis plan" in page.locator("#note").inner_text()


@pytest.mark.parametrize("words", ["Xyzzy", "montelukas"])
def test_a_search_without_a_near_word_or_with_an_answer_has_no_suggestion(searched, words):
    assert searched(words).locator("#note button").all_inner_texts() == ["Clear the search"]


@pytest.mark.parametrize(
    ("words", "suggested"),
    [("sertaline", "sertraline"), ("mirtazipine", "mirtazapine"), ("kidny disease", "kidney disease")],
)
def test_a_misspelled_word_leads_to_the_nearest_known_word_by_keyboard(opened, words, suggested):
    page = opened(375)
    search(page, words)
    assert "Did you mean:" in page.locator("#note").inner_text()
    button = page.locator("#note").get_by_role("button", name=suggested, exact=True)
    assert button.bounding_box()["height"] >= 44
    button.focus()
    page.keyboard.press("Enter")
    assert page.input_value("#search") == suggested
    assert keys(page)
    assert page.evaluate("document.activeElement.id") == "summary"


def test_a_search_on_a_phone_closes_the_filters_so_that_its_result_is_on_the_screen(opened):
    page = opened(375)
    page.set_viewport_size({"width": 375, "height": 812})
    page.click("#filter")
    assert page.locator("#method").is_visible()
    page.locator("#search").press_sequentially("genetic")
    expect(page.locator("#summary")).to_contain_text("“genetic”")
    assert page.locator("#method").is_hidden()
    assert page.locator("#filter").get_attribute("aria-expanded") == "false"
    expect(page.locator("#note")).to_be_in_viewport(ratio=1)


@pytest.mark.parametrize("continuous", [True, False])
def test_a_story_explains_reliability_by_the_measure_of_its_kind_of_exposure(opened, results, continuous):
    rows = picked(results)
    row = next(r for r in records(rows[rows["cases_exposed"].isna() == continuous]) if r.status == "caution")
    page = opened(hash_=f"#story={'~'.join(str(getattr(row, name)) for name in KEY)}")
    text = page.locator("#story-body dt:text-is('Reliability') + dd").inner_text()
    assert ("1.5 to 3 effective degrees of freedom: interpret with caution." in text) == continuous
    assert ("5 to 10 cases expected in the smaller group: interpret with caution." in text) != continuous
    assert "continuous" not in text


def test_search_without_a_match_says_so_and_can_be_cleared(opened):
    page = opened()
    before = keys(page)
    search(page, "xyzzy")
    assert "matches “xyzzy”" in page.locator("#note").inner_text()
    page.get_by_role("button", name="Clear the search").click()
    assert keys(page) == before


def test_plot_draws_what_the_statuses_allow_with_counts_at_every_row(opened, results):
    page = opened()
    rows = picked(results)
    symbols = pd.Series([reliability(STUDY, row).symbol for row in records(rows)], index=rows.index)
    counts = page.evaluate(
        "Object.fromEntries(['interval', 'filled', 'open'].map((n) => "
        "[n, document.querySelectorAll(`#plot g.${n}_marks > path, #plot g.${n}_marks > line`).length]))"
    )
    shown = rows["status"].isin(["ok", "caution", "sparse"])
    inside = rows["odds_ratio"].between(LEAST, MOST)
    assert counts == {
        "interval": shown.sum(), "filled": (inside & (symbols == "filled")).sum(),
        "open": (inside & (symbols == "open")).sum(),
    }  # fmt: skip
    texts = page.evaluate("[...document.querySelectorAll('#plot text')].map((t) => t.textContent)")
    for row in records(rows):
        assert printing.exposed_cases(row) in texts
        assert printing.estimate_text(row) in texts
    assert texts.count("not reported") == (rows["status"] == "too_few").sum() > 0
    assert texts.count("not estimable") == (rows["status"] == "not_estimable").sum() > 0
    assert {"← lower odds | higher odds →", "Exposed / all cases", "OR (95% CI)"} <= {*texts}
    arrows = page.evaluate(
        "[...document.querySelectorAll('#plot g.stop_marks > path')]"
        ".filter((p) => p.getAttribute('d').endsWith('Z')).length"
    )
    assert arrows == (shown & (rows["conf_high"] > MOST)).sum() > 0


@pytest.mark.parametrize(
    ("column", "field", "numeric"),
    [
        ("exposure_label", "", False), ("n_text", "n", True), ("p_text", "p_value", True),
        ("or_95ci", "odds_ratio", True), ("exposed_cases", "cases_exposed", True),
    ],
)  # fmt: skip
def test_sorting_orders_the_rows_and_says_so(opened, results, column, field, numeric):
    page = opened(1700)
    rows = picked(results)
    shown = rows["status"].isin(["ok", "caution"] if field == "odds_ratio" else ["ok", "caution", "sparse"])
    measure = (
        rows[field].where(shown | (field in ("n", "cases_exposed"))).astype(float)
        if numeric
        else rows["exposure"].map(lambda e: STUDY.variables[e].label.lower())
    )
    button = page.locator(f"#heads [data-sort={column}]")
    for ascending, direction in ((True, "ascending"), (False, "descending")):
        button.click()
        head = page.locator(f"#heads th:has([data-sort={column}])")
        assert head.get_attribute("aria-sort") == direction
        order = measure.sort_values(ascending=ascending, kind="stable", na_position="last").index
        ordered = rows.loc[order]
        if numeric:
            assert keys(page) == keys_of(ordered)
        else:
            assert (
                page.locator("#body .factor").all_inner_texts()[0]
                == STUDY.variables[ordered["exposure"].iloc[0]].label
            )
    assert page.locator("#heads [aria-sort]:not([aria-sort=none])").count() == 1
    button.click()
    assert keys(page) == keys_of(rows)


def test_address_brings_the_same_view_and_back_goes_back(opened, address):
    page = opened(hash_="#outcome=diagnosed")
    before = keys(page)
    page.select_option("#outcome", "treated")
    page.select_option("#set", "minimal")
    page.locator("#heads [data-sort=p_text]").click()
    page.fill("#search", "ferritin")
    page.wait_for_url("**search=ferritin*")
    page.locator("#body .factor").nth(1).click()
    title = page.locator("#story-title").inner_text()
    again = opened(hash_=page.url.removeprefix(address))
    assert keys(again) == keys(page)
    assert again.locator("#story-title").inner_text() == title
    assert (again.input_value("#outcome"), again.input_value("#set"), again.input_value("#search")) == (
        "treated",
        "minimal",
        "ferritin",
    )
    assert again.locator("#heads th:has([data-sort=p_text])").get_attribute("aria-sort") == "ascending"
    page.go_back()
    assert page.locator("#story").is_hidden()
    for _ in range(3):
        page.go_back()
    assert keys(page) == before
    assert page.input_value("#outcome") == "diagnosed"
    page.go_forward()
    assert page.input_value("#outcome") == "treated"


def test_reset_brings_back_the_first_view(opened):
    page = opened()
    before = keys(page)
    page.select_option("#method", "ml")
    page.fill("#search", "ckd")
    page.wait_for_url("**search=ckd*")
    page.click("#reset")
    assert keys(page) == before
    assert page.input_value("#search") == ""
    page.wait_for_url(lambda url: url.endswith("#"))


def test_address_that_asks_for_what_is_not_here_says_so(opened):
    page = opened(hash_="#outcome=gout&set=minimal&sample=quoted&story=nothing")
    summary = page.locator("#summary").inner_text()
    names = "outcome gout, sample quoted, story nothing"
    assert f"These results do not have what the address names: {names}." in summary
    assert page.input_value("#set") == "minimal"


def test_filters_without_rows_say_why_and_lead_out(opened, results):
    page = opened(hash_="#outcome=insomnia_treated&role=accompanying")
    assert page.locator("#views").is_hidden()
    note = page.locator("#note").inner_text()
    assert "No estimate has this combination (outcome: " in note
    assert "Control outcomes are analyzed only with headline factors" in note
    expected = keys_of(picked(results, outcome="insomnia_treated", role=""))
    page.get_by_role("button", name=f"Role: any ({len(expected)} estimates)").click()
    assert all_keys(page) == expected
    assert page.locator("#note").is_hidden()


def test_story_contains_everything_about_a_row(opened):
    page = opened(hash_="#outcome=diagnosed&group=kidney")
    page.locator("#body tr[data-key='diagnosed~ckd~yes~minimal~firth~all'] .exposed_cases").click()
    text = page.locator("#story-body").inner_text()
    for fact in (
        labels.name(STUDY, "ckd"), "ALB_CR_D.URXUMA", "20,497", "9,583", "12.3%", "All estimates of this comparison",
        vocabulary.METHOD_WORDS["firth"], "not causes", labels.name(STUDY, "other_sleep_disorder"), "9,876",
        "Adjusted for", "age and its square, sex, race and ethnicity, and survey cycle",
        labels.name(STUDY, "diagnosed"),
    ):  # fmt: skip
        assert fact in text, fact
    every = page.locator("#story-body section").nth(1).locator("tbody tr")
    cells = {tuple(t.split("\t")[:3]) for t in every.all_inner_texts()}
    assert {
        ("minimal", vocabulary.METHOD_WORDS["firth"], labels.sample(STUDY, "all")),
        ("minimal", vocabulary.METHOD_WORDS["ml"], labels.sample(STUDY, "all")),
        ("minimal", vocabulary.METHOD_WORDS["firth"], labels.sample(STUDY, "D")),
        ("full", vocabulary.METHOD_WORDS["firth"], labels.sample(STUDY, "all")),
    } <= cells
    assert every.locator("xpath=self::tr[contains(@class, 'opened')]").count() == 1


def test_odds_ratios_of_control_outcomes_are_next_to_the_estimate(opened, results):
    page = opened(hash_="#outcome=treated&group=kidney")
    page.locator("#body tr[data-key^='treated~ckd~'] .exposed_cases").click()
    controls = page.locator("#story-body section").first.locator("dt:has-text('control outcomes') + dd div")
    expected = [
        f"{labels.short(STUDY, outcome.id)}: {printing.estimate_text(row)}"
        for outcome in results.outcomes
        if outcome.role == "control" and outcome.cohort == "2013-2020"
        for row in records(results.primary_estimates(outcome, "headline"))
        if row.exposure == "ckd"
    ]
    assert controls.all_inner_texts() == expected
    assert len(expected) > 1


def test_reliability_is_explained_by_keyboard_and_does_not_open_the_story(opened, results):
    page = opened()
    row = next(r for r in records(picked(results)) if r.status == "too_few")
    details = page.locator(f"#body tr[data-key^='{row.outcome}~{row.exposure}~'] details")
    assert details.locator("summary").inner_text() == reliability(STUDY, row).label
    details.locator("summary").focus()
    page.keyboard.press("Enter")
    for sentence in reliability(STUDY, row).details:
        assert sentence in details.inner_text()
    assert page.locator("#story").is_hidden()


def test_keyboard_alone_opens_a_story_and_comes_back(opened):
    page = opened()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.className") == "factor":
            break
    key = page.evaluate("document.activeElement.closest('tr').dataset.key")
    page.keyboard.press("Enter")
    assert page.locator("#story").is_visible()
    assert page.evaluate("document.activeElement.id") == "story-title"
    for _ in range(12):
        page.keyboard.press("Tab")
        assert page.evaluate(
            "document.activeElement === document.body || Boolean(document.activeElement.closest('#story'))"
        )
    page.keyboard.press("Escape")
    assert page.locator("#story").is_hidden()
    assert page.evaluate("document.activeElement.closest('tr')?.dataset.key") == key
    page.wait_for_url(lambda url: "story" not in url)


def test_plot_is_read_and_opened_by_arrow_keys(opened, results):
    page = opened()
    page.focus("#plot")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    row = picked(results).iloc[0]
    assert labels.name(STUDY, row["exposure"]) in page.locator("#tip").inner_text()
    page.keyboard.press("Enter")
    assert page.locator("#story").is_visible()
    page.wait_for_url(f"**story={row['outcome']}%7E{row['exposure']}*")


def lines_of(page, results):
    """Name, counts and estimate of each line that the plot must have, headings included, in the order of the table."""
    row_of = dict(zip(keys_of(results.estimates), records(results.estimates), strict=True))
    lines, last = [], ""
    for row in map(row_of.__getitem__, keys(page)):
        outcome = STUDY.outcomes[row.outcome]
        name = (
            outcome_words(STUDY, outcome) if outcome.role == "control" else labels.short(STUDY, row.outcome)
        )
        heading = f"{name}: {labels.group(STUDY, row.group)}"
        if heading != last:
            lines.append((heading, "", ""))
        last = heading
        lines.append(
            (labels.comparison(STUDY, row), printing.exposed_cases(row), printing.estimate_text(row))
        )
    return lines


def drawn_lines(page):
    """Return name, counts and estimate of each line of the wide plot, from top to bottom."""
    names, counts, estimates = page.evaluate(
        "[...document.querySelectorAll('#plot .role-axis-label')].slice(2).map((side) =>"
        "[...side.querySelectorAll('text')].map((text) => ["
        "text.getCTM().f, [...text.childNodes].map((part) => part.textContent).join(' ')])"
        ".sort(([a], [b]) => a - b).map(([, words]) => words))"
    )
    return list(zip(names, counts, estimates, strict=True))


@pytest.mark.parametrize(
    "words", [("sertraline", "gabapentin"), ("gabapentin", "sertraline"), ("gabapentin", "ckd")]
)
def test_a_second_search_draws_its_rows_under_their_own_headings(opened, results, words):
    page = opened()
    for query in words:
        search(page, query)
        drawn(page)
        assert drawn_lines(page) == lines_of(page, results), query
    name = next(name for name, counts, _ in drawn_lines(page) if counts)
    label = page.locator("#plot .role-axis-label").nth(2).get_by_text(name).first
    label.scroll_into_view_if_needed()
    box = label.bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(page.locator("#tip")).to_have_attribute("data-key", keys(page)[0])


@pytest.mark.parametrize("kind", ["binary", "continuous", "too_few"])
def test_no_text_of_the_page_or_of_a_story_is_undefined(opened, results, kind):
    row = next(
        row
        for row in records(picked(results))
        if kind in (row.status, STUDY.variables[row.exposure].kind)
        and (kind == "too_few") == (row.status == "too_few")
    )
    page = opened(hash_=f"#story={'~'.join(str(getattr(row, name)) for name in KEY)}")
    expect(page.locator("#story-title")).to_have_text(labels.comparison(STUDY, row, complete=True))
    named = page.evaluate("[...document.querySelectorAll('[aria-label]')].map((e) => e.ariaLabel)")
    text = " ".join([page.locator("body").inner_text(), *named])
    assert vocabulary.EXPECTED_CASES in text
    assert "undefined" not in text


@pytest.mark.parametrize("width", [375, 1440])
def test_pointer_over_a_line_shows_its_numbers_and_a_click_its_story(opened, results, width):
    page = opened(width)
    rows = picked(results)
    row = rows[rows["status"] == "caution"].iloc[0]
    position = rows.index.get_loc(row.name)
    headings = rows["group"][: position + 1].nunique()
    line = page.locator("#plot g.layer_1_marks path").nth(position + headings)
    line.scroll_into_view_if_needed()
    box = line.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    tip = page.locator("#tip")
    tip.wait_for()
    for fact in (labels.name(STUDY, row["exposure"]), "9,876", "41", "1.33", "caution", "0.012", "0.20"):
        assert fact in tip.inner_text(), fact
    page.mouse.click(x, y)
    assert page.locator("#story-title").inner_text().startswith(labels.name(STUDY, row["exposure"]))


def test_copied_rows_have_the_columns_and_values_of_estimates(opened, results):
    page = opened(hash_="#outcome=treated&method=", script=COPY)
    page.click("#copy")
    rows = picked(results, outcome="treated", method="")
    assert len(rows) > PAGE_ROWS
    without = (~rows["status"].isin(printing.POINT)).sum()
    expect(page.locator("#copied")).to_have_text(
        f"{len(rows)} rows copied. {without} rows have no point estimate, as the column status explains below."
    )
    explained = page.locator("#table").inner_text()
    assert all(f"{status}, " in explained for status in vocabulary.STATUS_WORDS)
    text = page.evaluate("window.copied[0]")
    lines = list(csv.DictReader(io.StringIO(text)))
    assert list(lines[0]) == list(csv_columns())
    for line, row in zip(lines, records(rows), strict=True):
        assert line["or_95ci"] == printing.estimate_text(row)
        assert line["exposure_label"] == labels.name(STUDY, row.exposure)
        for column in ("estimate", "std_error", "odds_ratio", "statistic"):
            shown = row.status in printing.POINT
            assert line[column] == "" if not shown else float(line[column]) == getattr(row, column)
        for column in ("conf_low", "conf_high", "p_value"):
            shown = row.status in printing.INTERVAL
            assert line[column] == "" if not shown else float(line[column]) == getattr(row, column)
        for column in schema()["estimates"]:
            if column.type == "text":
                assert line[column.name] == getattr(row, column.name)
    with page.expect_download() as download:
        page.click("#download")
    assert Path(download.value.path()).read_text(encoding="utf-8") == text
    assert download.value.suggested_filename == "rls-nhanes-associations-not-causes.csv"


def test_rows_are_selected_where_the_browser_forbids_copying(opened):
    page = opened(script=NO_COPY)
    page.click("#copy")
    page.wait_for_selector("#fallback:focus")
    assert page.input_value("#fallback").startswith("outcome,exposure,level,")
    assert "press Ctrl+C" in page.locator("#copied").inner_text()


def test_an_estimate_of_the_opened_row_keeps_one_line_on_a_phone(opened):
    page = opened(375)
    page.locator("#body tr.filled .factor").first.click()
    page.wait_for_selector("#story[open] .opened")
    lines = (
        "[...document.querySelectorAll('#story .opened:not(.interval) .estimate')]"
        ".map((e) => new Set([...e.getClientRects()].map((r) => Math.round(r.top))).size)"
    )
    found = page.evaluate(lines)
    assert found
    assert set(found) == {1}
    assert page.evaluate("document.querySelector('#story').scrollWidth") <= 375


def test_a_phone_shows_three_columns_before_the_plot_and_folds_the_filters(opened, results):
    page = opened(375)
    heads = page.locator("#heads th").filter(visible=True).all_inner_texts()
    assert [" ".join(head.split()) for head in heads] == ["Factor", "Exposed / all cases", "OR (95% CI)"]
    for choice in first(results):
        assert page.locator(f"#{choice}").is_visible() == (choice == "outcome")
    assert page.locator("#table").bounding_box()["y"] < page.locator("#forest").bounding_box()["y"]
    row = next(r for r in records(picked(results)) if r.status == "caution")
    text = page.locator(f"#body tr[data-key^='{row.outcome}~{row.exposure}~']").inner_text()
    for fact in (
        labels.name(STUDY, row.exposure),
        printing.exposed_cases(row),
        printing.estimate_text(row),
        "caution",
    ):
        assert fact in text, fact
    page.select_option("#outcome", "diagnosed")
    assert keys(page) == keys_of(picked(results, outcome="diagnosed"))
    assert page.locator("#table-title").inner_text() == f"Estimates: {labels.short(STUDY, 'diagnosed')}"
    page.click("#filter")
    assert page.locator("#filter").get_attribute("aria-expanded") == "true"
    page.select_option("#group", "kidney")
    assert keys(page) == keys_of(picked(results, outcome="diagnosed", group="kidney"))


def test_a_phone_does_not_cut_the_placeholder_of_the_search(opened):
    page = opened(375)
    widths = page.evaluate(
        "(() => { const s = document.getElementById('search'), c = document.createElement('canvas').getContext('2d');"
        "c.font = getComputedStyle(s).font; return [c.measureText(s.placeholder).width, s.clientWidth]; })()"
    )
    assert widths[0] + 40 < widths[1]


def test_a_phone_does_not_cut_the_name_of_an_outcome(opened):
    page = opened(375)
    widths = page.evaluate(
        "(() => { const s = document.getElementById('outcome'), c = document.createElement('canvas').getContext('2d');"
        "c.font = getComputedStyle(s).font;"
        "return [Math.max(...[...s.options].map((o) => c.measureText(o.text).width)), s.clientWidth]; })()"
    )
    assert widths[0] + 30 < widths[1]


@pytest.mark.parametrize("width", [1200, 1280, 1440])
def test_the_table_of_estimates_has_no_column_cut_off(opened, width):
    box = opened(width).locator("#table .box")
    assert box.evaluate("(e) => e.scrollWidth - e.clientWidth") == 0


def test_print_has_q_next_to_p_and_no_row_breaks(opened):
    page = opened(1000)
    page.emulate_media(media="print")
    heads = page.locator("#heads th").filter(visible=True).all_inner_texts()
    assert heads[heads.index("p") + 1] == "q"
    assert page.locator("#body tr").first.evaluate("(e) => getComputedStyle(e).breakInside") == "avoid"


@pytest.mark.parametrize("place", [1, 2])
def test_the_tables_of_estimates_in_a_story_fit_a_phone(opened, results, place):
    page = opened(375, hash_="#outcome=diagnosed&group=kidney")
    page.locator("#body tr[data-key='diagnosed~ckd~yes~minimal~firth~all'] .exposed_cases").click()
    box = page.locator("#story-body section").nth(place).locator(".box")
    assert box.evaluate("(e) => [e.scrollWidth, e.clientWidth]") == [box.evaluate("(e) => e.clientWidth")] * 2
    heads = box.locator("thead th").filter(visible=True).all_inner_texts()
    assert heads[1:] == ["Exposed / all cases", "OR (95% CI)"]
    rows = results.estimates
    row = rows[(rows["exposure"] == "ckd") & (rows["outcome"] == "diagnosed") & (rows["set"] == "minimal")]
    row = next(r for r in records(row) if (r.method, r.sample) == ("firth", "all"))
    opened_row = box.locator("tr.opened").first
    text = opened_row.inner_text()
    assert printing.exposed_cases(row) in text
    assert printing.estimate_text(row) in text.replace("\u00a0", " ")
    assert opened_row.bounding_box()["height"] < 150


def test_a_story_has_the_limitations_of_its_factor_under_the_sentence_in_words(opened):
    page = opened(hash_="#outcome=diagnosed&group=kidney")
    page.locator("#body tr[data-key='diagnosed~ckd~yes~minimal~firth~all'] .exposed_cases").click()
    after = page.locator("#story-body .verdict + dl").inner_text()
    assert STUDY.variables["ckd"].note in after
    assert "Measurement issues" in after


def test_matches_of_a_label_come_before_other_matches(searched):
    page = searched("kidney disease")
    control = [STUDY.outcomes[key.split("~")[0]].role == "control" for key in keys(page)]
    labeled = ["kidney disease" in label.lower() for label in page.locator("#body .factor").all_inner_texts()]
    assert labeled[0]
    assert control == sorted(control)
    for place in (False, True):
        matches = [found for found, at in zip(labeled, control, strict=True) if at == place]
        assert {*matches} == {False, True}
        assert matches == sorted(matches, reverse=True)


@pytest.mark.parametrize(
    ("words", "sentence", "exposures"),
    [
        (
            "Zoloft",
            "Sertraline (Zoloft) has no estimate of its own. It is counted in: SSRI; serotonergic antidepressant;",
            ["rx_ssri", "rx_serotonergic", "rx_antidepressant"],
        ),
        ("venlafaxine", "It is counted in: SNRI; serotonergic antidepressant; antidepressant (any).",
         ["rx_snri", "rx_serotonergic", "rx_antidepressant"]),
        ("Wellbutrin", "has an estimate of its own. It is also counted in: antidepressant (any).",
         ["rx_bupropion", "rx_antidepressant"]),
    ],
)  # fmt: skip
def test_search_for_a_drug_names_the_classes_that_count_it_the_narrowest_first(
    searched, words, sentence, exposures
):
    page = searched(words)
    assert sentence in page.locator("#note").inner_text()
    found = [key.split("~")[:2] for key in keys(page)]
    control = [STUDY.outcomes[outcome].role == "control" for outcome, _ in found]
    assert control == sorted(control)
    main = [exposure for (_, exposure), at in zip(found, control, strict=True) if not at]
    assert list(dict.fromkeys(main))[: len(exposures)] == exposures


def test_search_for_a_class_or_an_ambiguous_beginning_has_no_note_on_a_drug(searched):
    page = searched("SSRI")
    assert page.locator("#note").is_hidden()
    searched("meto")
    assert page.locator("#note").is_hidden()


@pytest.mark.parametrize("words", ["Benadryl", "doxylamine", "famotidine", "ibuprofen", "omeprazole"])
def test_search_for_a_nonprescription_drug_says_that_only_prescriptions_count(searched, words):
    page = searched(words)
    note = page.locator("#note").inner_text()
    assert "also sold without a prescription; only prescriptions count here." in note
    assert ("no estimate here" in note) == (words in ("famotidine", "ibuprofen"))


SOMETIMES = "sometimes prescribed for RLS or its symptoms; not interpreted as a cause"


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("ropinirole", "prescribed for RLS; expected, not a cause"),
        ("gabapentin", SOMETIMES), ("methadone", SOMETIMES), ("benzodiazepine", SOMETIMES),
    ],
)  # fmt: skip
def test_the_row_of_a_drug_prescribed_for_rls_says_how_its_association_is_read(searched, words, sentence):
    page = searched(words)
    row = page.locator("#body tr[data-key^='diagnosed~']").first
    assert sentence in row.inner_text().splitlines()
    assert STUDY.words.roles["headline"] not in row.inner_text()


def test_a_control_outcome_does_not_show_the_role_of_a_factor_for_rls_as_its_own(opened):
    page = opened(hash_="#outcome=insomnia_treated")
    summary = page.locator("#summary").inner_text()
    assert summary.startswith("Treated insomnia (control outcome, not RLS); role for RLS: headline exposure:")
    page.locator("#body .factor").first.click()
    assert "Role for RLS" in page.locator("#story-body").inner_text()


def test_headings_of_a_search_name_the_outcome_of_every_group(opened):
    page = opened()
    search(page, "Zoloft")
    drawn(page)
    page.wait_for_function(
        "document.querySelector('#plot').textContent.includes('Diagnosed RLS: Medications')"
    )
    texts = page.evaluate("[...document.querySelectorAll('#plot text')].map((t) => t.textContent)")
    assert "Medications" not in texts
    assert "Treated RLS: Medications" in texts


def test_rows_without_an_odds_ratio_are_counted_by_reason(opened, results):
    page = opened()
    counts = picked(results)["status"].value_counts()
    without = counts["too_few"] + counts["sparse"] + counts["not_estimable"]
    assert (
        f"{without} of them have no odds ratio: {counts['too_few']} not reported (too few cases expected), "
        f"{counts['sparse']} CI only (sparse), {counts['not_estimable']} not estimable."
    ) in page.locator("#summary").inner_text()


@pytest.mark.parametrize("width", [375, 1280, 1600])
@pytest.mark.parametrize("hash_", ["", "#search=sertraline"])
def test_the_verdict_is_below_the_estimate_without_sideways_scrolling(opened, results, width, hash_):
    page = opened(width, hash_=hash_)
    words = page.locator("#body tr.filled .words, #body tr.open .words").first
    assert words.is_visible()
    box = words.bounding_box()
    assert box["x"] + box["width"] <= width
    assert page.locator("#table .box").evaluate("(e) => e.scrollWidth - e.clientWidth") == 0
    key = words.evaluate("(e) => e.closest('tr').dataset.key")
    row = next(r for r in records(results.estimates) if keys_of(pd.DataFrame([r])) == [key])
    said = in_words(STUDY, row).split(";")[0]
    assert words.inner_text().startswith(f"{said[:1].upper()}{said[1:]}")


def test_the_key_of_the_verdicts_is_closed_and_defines_each(opened):
    page = opened()
    key = page.locator("#verdicts")
    assert key.get_attribute("open") is None
    key.locator("summary").click()
    for verdict, meaning in MEANINGS.items():
        in_words = meaning.format(condition="RLS")
        assert f"{verdict[:1].upper()}{verdict[1:]}\n{in_words}" in key.inner_text()


def test_search_for_a_family_history_shows_the_note_alone(searched):
    page = searched("family history")
    assert page.locator("#views").is_hidden()
    assert "asthma" not in page.locator("#note").inner_text()


def test_search_for_a_dopamine_agonist_says_that_it_defines_treated_rls(searched):
    page = searched("pramipexole")
    assert "Treated RLS is itself defined by prescriptions for RLS" in page.locator("#note").inner_text()


@pytest.mark.parametrize("width", [375, 1024, 1440])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_has_no_objection(opened, axe, width, scheme):
    page = opened(width, color_scheme=scheme)
    if width == 375:
        page.click("#filter")
    contrast = width != 1024  # it depends on the color scheme, not on the width
    assert axe(page, contrast=contrast) == []
    page.locator("#body .factor").first.click()
    assert axe(page, contrast=contrast) == []


@pytest.mark.parametrize("width", [375, 1440])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_page_fits_and_every_text_has_contrast(opened, width, scheme):
    page = opened(width, color_scheme=scheme)
    ground = page.evaluate("getComputedStyle(document.body).backgroundColor.match(/[0-9]+/)[0]")
    assert (int(ground) < 128) == (scheme == "dark")
    for story in (False, True):
        if story:
            page.locator("#body .factor").first.click()
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert page.evaluate(CONTRAST) == []
        small = page.evaluate(
            "[...document.querySelectorAll('button, select, input, summary')].filter((e) => e.checkVisibility())"
            ".map((e) => [e.textContent, e.getBoundingClientRect().height]).filter(([, h]) => h < 44)"
        )
        assert small == []


def test_colors_follow_the_scheme_while_the_page_is_open(opened):
    page = opened(color_scheme="light")
    line = "#plot g.interval_marks line[stroke='{}']"
    expect(page.locator(line.format(COLORS["dark"]["filled"]))).to_have_count(0)
    assert page.locator(line.format(COLORS["light"]["filled"])).count() > 0
    page.emulate_media(color_scheme="dark")
    expect(page.locator(line.format(COLORS["light"]["filled"]))).to_have_count(0)
    page.wait_for_selector(line.format(COLORS["dark"]["filled"]), state="attached")


def test_controls_and_regions_have_names(opened):
    page = opened()
    unnamed = page.evaluate(
        "[...document.querySelectorAll('select, input')].filter((e) => !e.labels.length).map((e) => e.id)"
    )
    assert unnamed == []
    assert page.get_by_role("search").count() == 1
    assert page.get_by_role("main").count() == 1
    assert "The table contains the same rows" in page.locator("#plot").get_attribute("aria-label")
    assert page.locator("output#summary").get_attribute("role") == "status"
