"""The report in a browser: readable on a telephone, on paper and in the dark, by keyboard, and without script."""

import shutil
import subprocess

import pytest

from rlsanalysis.present.publish import publish_pages
from rlsanalysis.study.results import read_results


@pytest.fixture(scope="module")
def address(short_folder):
    list(publish_pages(read_results(short_folder)))
    return (short_folder / "report.html").as_uri()


@pytest.fixture
def opened(browser, address):
    contexts = []

    def open_page(width, **options):
        context = browser.new_context(viewport={"width": width, "height": 900}, **options)
        contexts.append(context)
        page = context.new_page()
        page.trouble = []
        page.on("console", lambda message: page.trouble.append(message.text))
        page.on("pageerror", lambda error: page.trouble.append(str(error)))
        page.on(
            "request", lambda request: page.trouble.append(request.url) if request.url != address else None
        )
        page.goto(address)
        return page

    yield open_page
    for context in contexts:
        context.close()


@pytest.mark.parametrize("width", [375, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_page_fits_is_quiet_and_breaks_no_rule_of_axe(opened, axe, width, scheme):
    page = opened(width, color_scheme=scheme)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.trouble == []
    assert page.locator(".synthetic").is_visible()
    assert page.locator("h2").first.inner_text() == "Key findings"
    assert page.locator("figure > svg").is_visible()
    ground = page.evaluate("getComputedStyle(document.body).backgroundColor.match(/[0-9]+/)[0]")
    assert (int(ground) < 128) == (scheme == "dark")
    page.evaluate("for (const d of document.querySelectorAll('details')) d.open = true")
    page.evaluate("for (const b of document.querySelectorAll('button')) b.click()")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    if width == 1280 or scheme == "light":  # without contrast, no rule of axe depends on the color scheme
        assert axe(page, contrast=width == 1280) == []


def test_nothing_on_a_telephone_scrolls_sideways(opened):
    page = opened(375)
    page.evaluate("for (const d of document.querySelectorAll('details')) d.open = true")
    wide = (
        "[...document.querySelectorAll('main *')].filter((e) => e.getBoundingClientRect().right > 376).length"
    )
    assert page.evaluate(wide) == 0
    cells = page.locator(".estimates").first.locator("tbody tr.primary").first.locator("th, td")
    visible = [cell.get_attribute("class").split()[-1] for cell in cells.all() if cell.is_visible()]
    assert [c for c in visible if c not in ("drawn", "rel", "warn")] == ["factor", "cases", "or"]


def test_secondary_outcomes_are_closed_and_the_page_is_short_on_a_telephone(opened):
    page = opened(375)
    tables = page.locator("details .estimates")
    assert tables.count() > 2
    assert not any(table.is_visible() for table in tables.all())
    assert page.evaluate("document.documentElement.scrollHeight") < 13000


def test_a_telephone_shows_primary_exposures_first_and_the_others_by_group(opened):
    page = opened(375)
    table = page.locator(".estimates").first
    rows = table.locator("tbody tr:not(.group):not(.more)")
    primary = table.locator("tr.primary").count()
    assert 0 < primary < rows.count()
    assert rows.filter(visible=True).count() == primary
    button = table.locator(".group button").first
    assert button.bounding_box()["height"] >= 44
    assert "more" in button.inner_text()
    assert page.locator(".folded").is_visible()
    button.click()
    assert rows.filter(visible=True).count() > primary
    page.emulate_media(media="print")
    assert rows.filter(visible=True).count() == rows.count()


def test_nothing_is_folded_on_a_wide_screen(opened):
    page = opened(1280)
    assert page.locator(".estimates .group button").count() == 0
    assert not page.locator(".folded").is_visible()
    assert all(page.locator("details.folds").nth(n).evaluate("(d) => d.open") for n in range(3))


def test_details_of_a_row_open_by_keyboard(opened):
    page = opened(1280)
    button = page.locator(".rel button").first
    details = page.locator(f"#{button.get_attribute('aria-controls')}")
    assert details.is_hidden()
    button.focus()
    page.keyboard.press("Enter")
    assert details.is_visible()
    assert button.get_attribute("aria-expanded") == "true"
    assert "Association" in details.inner_text()
    page.keyboard.press("Enter")
    assert details.is_hidden()


def test_link_to_a_definition_opens_it(opened):
    page = opened(1280)
    page.locator("a[href='#def-ckd']").first.click()
    assert page.locator("#def-ckd").is_visible()


def test_page_is_complete_without_script(opened):
    page = opened(375, java_script_enabled=False)
    assert page.locator(".more").first.is_visible()


@pytest.mark.parametrize("paper", ["A4", "Letter"])
def test_paper_has_every_column_and_every_closed_section(opened, tmp_path, paper):
    pdftotext = shutil.which("pdftotext")
    if pdftotext is None:
        pytest.skip("Debian's poppler-utils is not installed")
    page = opened(1280)
    page.pdf(path=tmp_path / "report.pdf", format=paper)
    done = subprocess.run(
        [pdftotext, "-layout", tmp_path / "report.pdf", "-"], capture_output=True, text=True, check=True
    )
    words = " ".join(done.stdout.split())
    for closed in (
        "Participant flow",
        "interviewed",
        "Identifier: ckd",
        "Joint tests that all levels",
        "Firth D (1993)",
    ):
        assert closed in words, closed
    head = next(line for line in done.stdout.splitlines() if "OR (95% CI) " in line)
    assert head.rstrip().endswith("Reliability")
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 690, "height": 900})
    assert page.evaluate("document.documentElement.scrollWidth") <= 690
