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

from rlsanalysis.present.explorer import render
from rlsanalysis.present.explorer.chart import COLOURS
from rlsanalysis.present.explorer.choices import choices
from rlsanalysis.present.figures.forest import LEAST, MOST
from rlsanalysis.study.plan import load_plan
from rlsanalysis.variables import registry

KEY = ["outcome", "exposure", "level", "set", "method", "sample"]
CONTRAST = Path(__file__).with_name("contrast.js").read_text(encoding="utf-8")
COPY = "window.copied = []; navigator.clipboard.writeText = async (text) => { window.copied.push(text); };"
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


@pytest.fixture
def opened(browser, address):
    contexts = []

    def leaves(url):
        return url != address and not url.startswith(("data:", "blob:"))

    def open_page(width=1440, hash_="", script="", **options):
        context = browser.new_context(viewport={"width": width, "height": 900}, offline=True, **options)
        contexts.append(context)
        page = context.new_page()
        page.trouble = []
        page.on("console", lambda message: page.trouble.append(message.text))
        page.on("pageerror", lambda error: page.trouble.append(str(error)))
        page.on("request", lambda request: page.trouble.append(request.url) if leaves(request.url) else None)
        if script:
            page.add_init_script(script)
        page.goto(address + hash_)
        drawn(page)
        return page

    yield open_page
    for context in contexts:
        assert [page.trouble for page in context.pages if page.trouble] == []
        context.close()


def drawn(page):
    page.wait_for_selector("#plot[data-drawn], #empty:not([hidden])", state="attached")


def keys(page):
    return page.evaluate("[...document.querySelectorAll('#body tr')].map((row) => row.dataset.key)")


def first(results):
    return {c.id: c.first for c in choices(results)}


@functools.cache
def primary_row(outcome, exposure):
    """Set and sample that the text quotes, from the plan."""
    outcome, exposure = load_plan().outcomes[outcome], load_plan().exposures[exposure]
    set_ = outcome.headline_set if outcome.headline_set in exposure.sets else exposure.sets[-1]
    return {"set": set_, "sample": "users" if outcome.among_users and exposure.among_users else "all"}


def picked(results, **changes):
    """Rows that the choices leave, from the tidy table alone."""
    rows = results.estimates.assign(
        cohort=[load_plan().outcomes[o].cohort for o in results.estimates["outcome"]]
    )
    for choice, value in (first(results) | changes).items():
        if value == "quoted":
            models = zip(rows["outcome"], rows["exposure"], strict=True)
            rows = rows[rows[choice] == [primary_row(*model)[choice] for model in models]]
        elif value:
            rows = rows[rows[choice] == value]
    return rows


def keys_of(rows):
    return ["~".join(map(str, values)) for values in rows[KEY].itertuples(index=False)]


@pytest.mark.parametrize("choice", ["cohort", "outcome", "set", "method", "sample", "group", "role"])
def test_every_value_of_a_control_leaves_the_rows_of_the_tidy_table(opened, results, choice):
    page = opened(hash_="#outcome=treated")
    values = [v for v, _ in next(c for c in choices(results) if c.id == choice).options]
    seen = set()
    for value in values:
        page.select_option(f"#{choice}", value)
        there = "diagnosed" if value == "2005-2008" else "treated"
        expected = keys_of(picked(results, **{"outcome": there, choice: value}))
        assert keys(page) == expected, value
        said = page.locator("#said").inner_text()
        assert said.startswith(f"{len(expected):,} of {len(results.estimates):,} estimates")
        seen.add(tuple(expected))
    assert len(seen) > 1


def test_cohort_leaves_its_own_outcomes_only(opened):
    page = opened()
    page.select_option("#cohort", "2013-2020")
    assert page.input_value("#outcome") == "treated"
    left = page.evaluate(
        "[...document.querySelectorAll('#outcome option')].filter((o) => !o.disabled).map((o) => o.value)"
    )
    assert left == ["", *(o.id for o in load_plan().outcomes.values() if o.cohort == "2013-2020")]


def test_search_needs_every_word_and_knows_raw_columns(opened, results):
    page = opened()
    page.fill("#search", "ferritin halving")
    expect(page.locator("#body .open")).to_have_text([registry()["ferritin_halving"].label])
    page.fill("#search", "alb_cr_d.urxuma")
    expect(page.locator("#body tr[data-key*='~ckd~']")).to_have_count(1)
    expect(page.locator("#body tr[data-key*='ferritin']")).to_have_count(0)
    assert 0 < len(keys(page)) < len(picked(results))


def test_plot_draws_what_the_statuses_let_be_shown(opened, results):
    page = opened()
    rows = picked(results)
    counts = page.evaluate(
        "Object.fromEntries(['interval', 'ok', 'caution'].map((n) => "
        "[n, document.querySelectorAll(`#plot g.${n}_marks > path, #plot g.${n}_marks > line`).length]))"
    )
    shown = rows["status"].isin(["ok", "caution", "sparse"])
    inside = rows["odds_ratio"].between(LEAST, MOST)
    assert counts == {
        "interval": shown.sum(), "ok": (inside & (rows["status"] == "ok")).sum(),
        "caution": (inside & (rows["status"] == "caution")).sum(),
    }  # fmt: skip
    words = page.evaluate("[...document.querySelectorAll('#plot text')].map((t) => t.textContent)")
    assert words.count("counts only #") == (rows["status"] == "too_few").sum() > 0
    assert words.count("—") == (rows["status"] == "not_estimable").sum() > 0
    arrows = page.evaluate(
        "[...document.querySelectorAll('#plot g.stop_marks > path')]"
        ".filter((p) => p.getAttribute('d').endsWith('Z')).length"
    )
    assert arrows == (shown & (rows["conf_high"] > MOST)).sum() > 0


@pytest.mark.parametrize(
    ("column", "field", "numeric"),
    [
        ("label", "", False), ("n", "n", True), ("p", "p_value", True), ("odds_ratio", "odds_ratio", True),
        ("interval", "conf_low", True),
    ],
)  # fmt: skip
def test_sorting_orders_the_rows_and_says_so(opened, results, column, field, numeric):
    page = opened()
    rows = picked(results)
    shown = rows["status"].isin(["ok", "caution"] if field == "odds_ratio" else ["ok", "caution", "sparse"])
    measure = (
        rows[field].where(shown | (field == "n")).astype(float)
        if numeric
        else rows["exposure"].map(lambda e: registry()[e].label.lower())
    )
    button = page.locator(f"#heads [data-sort={column}]")
    for ascending, said in ((True, "ascending"), (False, "descending")):
        button.click()
        head = page.locator(f"#heads th:has([data-sort={column}])")
        assert head.get_attribute("aria-sort") == said
        order = measure.sort_values(ascending=ascending, kind="stable", na_position="last").index
        ordered = rows.loc[order]
        if numeric:
            assert keys(page) == keys_of(ordered)
        else:
            assert (
                page.locator("#body .open").all_inner_texts()[0]
                == registry()[ordered["exposure"].iloc[0]].label
            )
    assert page.locator("#heads [aria-sort]:not([aria-sort=none])").count() == 1
    button.click()
    assert keys(page) == keys_of(rows)


def test_address_brings_the_same_view_and_back_goes_back(opened, address):
    page = opened()
    before = keys(page)
    page.select_option("#outcome", "treated")
    page.select_option("#set", "minimal")
    page.locator("#heads [data-sort=p]").click()
    page.fill("#search", "yes")
    page.wait_for_url("**search=yes*")
    page.locator("#body .open").nth(1).click()
    title = page.locator("#story-title").inner_text()
    again = opened(hash_=page.url.removeprefix(address))
    assert keys(again) == keys(page)
    assert again.locator("#story-title").inner_text() == title
    assert (again.input_value("#outcome"), again.input_value("#set"), again.input_value("#search")) == (
        "treated",
        "minimal",
        "yes",
    )
    assert again.locator("#heads th:has([data-sort=p])").get_attribute("aria-sort") == "ascending"
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
    assert page.url.endswith("#")


def test_address_that_asks_for_what_is_not_here_says_so(opened):
    page = opened(hash_="#outcome=gout&set=minimal&story=nothing")
    said = page.locator("#said").inner_text()
    assert "the address asks for what is not here: outcome gout, story nothing" in said
    assert page.input_value("#set") == "minimal"


def test_view_without_rows_says_why_and_leads_out(opened, results):
    page = opened(hash_="#outcome=insomnia_treated&role=accompanying")
    assert page.locator("#views").is_hidden()
    said = page.locator("#empty").inner_text()
    assert "No estimate with outcome Insomnia" in said
    assert "Control outcomes are fitted with headline factors" in said
    expected = keys_of(picked(results, outcome="insomnia_treated", role=""))
    page.get_by_role("button", name=f"With role any: {len(expected)}").click()
    assert keys(page) == expected
    assert page.locator("#empty").is_hidden()


def test_story_tells_everything_of_a_row(opened):
    page = opened(hash_="#group=kidney")
    page.locator("#body tr[data-key='diagnosed~ckd~yes~minimal~firth~all'] .n").first.click()
    text = page.locator("#story-body").inner_text()
    for fact in (
        registry()["ckd"].label, "In words:", "ALB_CR_D.URXUMA", "20,497", "12.3 %", "crude to full",
        "Firth, profile interval", "none of them shows a cause", "Another sleep disorder", "9,876",
        registry()["ckd"].contrast,
    ):  # fmt: skip
        assert fact in text, fact
    every = page.locator("#story-body section").nth(1).locator("tbody tr")
    cells = {tuple(t.split("\t")[:3]) for t in every.all_inner_texts()}
    assert {
        ("minimal", "firth", "all"),
        ("minimal", "ml", "all"),
        ("minimal", "firth", "D"),
        ("full", "firth", "all"),
    } <= cells
    assert every.locator("xpath=self::tr[contains(@class, 'quoted')]").count() == 1


def test_keyboard_alone_opens_a_story_and_comes_back(opened):
    page = opened()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.className") == "open":
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
    assert "story" not in page.url


def test_plot_is_read_and_opened_by_arrow_keys(opened, results):
    page = opened()
    page.focus("#plot")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    row = picked(results).iloc[0]
    assert registry()[row["exposure"]].label in page.locator("#tip").inner_text()
    page.keyboard.press("Enter")
    assert page.locator("#story").is_visible()
    assert f"story={row['outcome']}%7E{row['exposure']}" in page.url


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
    for fact in (registry()[row["exposure"]].label, "9,876", "41", "1.33", "caution", "0.012", "0.20"):
        assert fact in tip.inner_text(), fact
    page.mouse.click(x, y)
    assert page.locator("#story-title").inner_text().startswith(registry()[row["exposure"]].label)


def test_copied_rows_are_those_of_the_table(opened, results):
    page = opened(hash_="#outcome=treated", script=COPY)
    page.click("#copy")
    expect(page.locator("#copied")).to_have_text(f"{len(picked(results, outcome='treated'))} rows copied.")
    text = page.evaluate("window.copied[0]")
    lines = list(csv.DictReader(io.StringIO(text)))
    rows = picked(results, outcome="treated")
    assert ["~".join(r[c] for c in ("outcome_id", "factor_id")) for r in lines] == [
        f"{o}~{e}" for o, e in zip(rows["outcome"], rows["exposure"], strict=True)
    ]
    cells = page.evaluate(
        "[...document.querySelectorAll('#body tr')].map((row) => [...row.cells].map((c) => c.textContent))"
    )
    heads = page.locator("#heads button").all_inner_texts()
    for line, texts in zip(lines, cells, strict=True):
        table = dict(zip(heads, texts, strict=True))
        assert line["factor"] == table["Factor"]
        assert line["n [people, unweighted]"] == table["People"].replace(",", "")
        assert (line["p [two-sided]"], line["q [false discovery rate]"]) == (table["p"], table["q"])
        limits = [line["conf_low [ratio, 95 %, or open]"], line["conf_high [ratio, 95 %, or open]"]]
        assert "–".join(filter(None, limits)) == table["95 % interval"]
        assert line["source"] == "NHANES"
    hidden = {r["status"]: r["odds_ratio [ratio, or status]"] for r in lines}
    assert hidden == {
        "ok": "1.33",
        "caution": "1.33",
        "sparse": "sparse",
        "too_few": "too_few",
        "not_estimable": "not_estimable",
    }
    with page.expect_download() as download:
        page.click("#download")
    assert Path(download.value.path()).read_text(encoding="utf-8") == text
    assert download.value.suggested_filename == "rls-nhanes-estimates.csv"


def test_rows_stand_ready_to_be_copied_where_the_browser_forbids_it(opened):
    page = opened(script=NO_COPY)
    page.click("#copy")
    page.wait_for_selector("#fallback:focus")
    assert page.input_value("#fallback").startswith("factor,factor_id,")
    assert "press Ctrl+C" in page.locator("#copied").inner_text()


@pytest.mark.parametrize("width", [375, 1440])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_page_fits_and_every_text_stands_out(opened, width, scheme):
    page = opened(width, color_scheme=scheme)
    ground = page.evaluate("getComputedStyle(document.body).backgroundColor.match(/[0-9]+/)[0]")
    assert (int(ground) < 128) == (scheme == "dark")
    for story in (False, True):
        if story:
            page.locator("#body .open").first.click()
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert page.evaluate(CONTRAST) == []
        small = page.evaluate(
            "[...document.querySelectorAll('button, select, input, summary')].filter((e) => e.checkVisibility())"
            ".map((e) => [e.textContent, e.getBoundingClientRect().height]).filter(([, h]) => h < 24)"
        )
        assert small == []


def test_colours_follow_the_scheme_while_the_page_is_open(opened):
    page = opened(color_scheme="light")
    line = "#plot g.interval_marks line[stroke='{}']"
    expect(page.locator(line.format(COLOURS["dark"]["ok"]))).to_have_count(0)
    assert page.locator(line.format(COLOURS["light"]["ok"])).count() > 0
    page.emulate_media(color_scheme="dark")
    expect(page.locator(line.format(COLOURS["light"]["ok"]))).to_have_count(0)
    page.wait_for_selector(line.format(COLOURS["dark"]["ok"]), state="attached")


def test_controls_and_regions_have_names(opened):
    page = opened()
    unnamed = page.evaluate(
        "[...document.querySelectorAll('select, input')].filter((e) => !e.labels.length).map((e) => e.id)"
    )
    assert unnamed == []
    assert page.get_by_role("search").count() == 1
    assert page.get_by_role("main").count() == 1
    assert "table below holds the same rows" in page.locator("#plot").get_attribute("aria-label")
    assert page.locator("output#said").get_attribute("role") == "status"
