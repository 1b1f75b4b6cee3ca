"""The report in a real browser: no error, no request, readable at both widths, filter works, and without script too."""

import pytest

from rlsanalysis.present.publish import publish_pages
from rlsanalysis.study.results import read_results


@pytest.fixture(scope="module")
def address(demo_folder):
    list(publish_pages(read_results(demo_folder)))
    return (demo_folder / "report.html").as_uri()


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


@pytest.mark.parametrize("width", [375, 1440])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_page_fits_and_is_quiet(opened, width, scheme):
    page = opened(width, color_scheme=scheme)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.trouble == []
    assert page.locator(".synthetic").is_visible()
    assert page.locator("h2").first.inner_text().startswith("First: how few cases")
    assert page.locator("figure svg").is_visible()
    ground = page.evaluate("getComputedStyle(document.body).backgroundColor.match(/[0-9]+/)[0]")
    assert (int(ground) < 128) == (scheme == "dark")


def test_filter_leaves_the_rows_that_match(opened):
    page = opened(1440)
    page.evaluate("document.querySelector('#all-estimates').open = true")
    everything = page.locator("#every tbody tr:visible").count()
    page.locator("select[data-column='16']").select_option("too few")
    page.fill("input[name=words]", "treated ferritin")
    left = page.locator("#every tbody tr:visible")
    assert 0 < left.count() < everything
    assert all("ferritin" in t and "treated" in t and "too few" in t for t in left.all_inner_texts())
    assert page.locator(".filter output").inner_text() == f"{left.count()} of {everything} rows"


def test_link_to_a_definition_opens_it(opened):
    page = opened(1440)
    page.locator("a[href='#def-ckd']").first.click()
    assert page.locator("#def-ckd").is_visible()


def test_page_is_whole_without_script(opened):
    page = opened(375, java_script_enabled=False)
    assert page.locator(".filter").is_hidden()
    page.locator("#all-estimates > summary").click()
    assert page.locator("#every tbody tr").first.is_visible()
