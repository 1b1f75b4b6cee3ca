"""Lean SVG is the same picture: every glyph and line where it was."""

import io
import re
from xml.etree import ElementTree as ET

import pytest

from rlsanalysis.present.figures import flow, prevalence, svg
from rlsanalysis.present.figures.lean import lean
from rlsanalysis.present.figures.theme import drawing_style

SVG, LINK = "{http://www.w3.org/2000/svg}", "{http://www.w3.org/1999/xlink}href"
NUMBER = re.compile(r"-?\d+\.?\d*")


@pytest.fixture(scope="module")
def pair(whole):
    drawn = io.StringIO()
    with drawing_style():
        flow(whole, "rx_ssri").savefig(drawn, format="svg", metadata={"Date": None})
    return drawn.getvalue(), lean(drawn.getvalue())


def parsed(svg):
    return ET.fromstring(svg)  # noqa: S314 - our own file


def outlines(root):
    return {p.get("id"): p.get("d") for p in root.iter(f"{SVG}path") if p.get("id")}


def glyphs(root):
    """Outline and place of every character that draws something, in the group that places its line."""
    drawn = outlines(root)
    for group in root.iter(f"{SVG}g"):
        if "scale" in group.get("transform", ""):
            line = [float(n) for n in NUMBER.findall(group.get("transform"))]
            for use in group.findall(f"{SVG}use"):
                outline = drawn[use.get(LINK)[1:]]
                if outline:
                    x = use.get("x") or (NUMBER.findall(use.get("transform", "")) or ["0"])[0]
                    yield NUMBER.findall(outline), line, float(x)


def test_each_glyph_stands_where_it_stood(pair):
    before, after = (list(glyphs(parsed(svg))) for svg in pair)
    assert len(before) == len(after) > 500
    for (outline, line, x), (other, place, at) in zip(before, after, strict=True):
        assert outline == other
        assert place == pytest.approx(line, abs=0.006)
        assert at == pytest.approx(x, abs=0.06)


def test_lines_keep_their_places(pair):
    def places(svg):
        root = parsed(svg)
        named = set(outlines(root))
        found = [p.get("d") for p in root.iter(f"{SVG}path") if p.get("id") not in named]
        return [float(n) for d in found for n in NUMBER.findall(d)]

    assert places(pair[1]) == pytest.approx(places(pair[0]), abs=0.006)
    assert len(places(pair[1])) > 100


def test_outlines_of_marks_have_no_color_of_their_own(whole):
    """A color scheme replaces colors where a mark is drawn; one in its outline would remain."""
    root = parsed(svg(prevalence(whole)))
    marks = [p for p in root.iter(f"{SVG}path") if re.fullmatch("m[0-9a-f]+", p.get("id") or "")]
    assert len(marks) > 1
    assert not [p for p in marks if p.get("style")]
    used = {f"#{p.get('id')}": p for p in marks}
    drawn = [u for u in root.iter(f"{SVG}use") if u.get(LINK) in used]
    assert drawn
    assert all("stroke:#" in u.get("style") for u in drawn)


def test_nothing_refers_to_what_is_gone_and_the_file_is_much_smaller(pair):
    root = parsed(pair[1])
    ids = {e.get("id") for e in root.iter()}
    links = {e.get(LINK)[1:] for e in root.iter() if e.get(LINK)}
    clips = set(re.findall(r"url\(#([^)]*)\)", pair[1]))
    assert links | clips <= ids
    assert len(pair[1]) < 0.6 * len(pair[0])
