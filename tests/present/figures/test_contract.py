"""What every figure owes its reader: what a run lacks is named, hidden numbers stay hidden, text is legible."""

from dataclasses import replace
from itertools import combinations

import matplotlib as mpl
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.text import Text

from rlsanalysis.nhanes.study import nhanes_study
from rlsanalysis.present import figures, labels
from rlsanalysis.present.figures import caption, catalogue, save, svg
from rlsanalysis.present.figures.theme import DARK, LIGHT, THEMES, drawing_style
from rlsanalysis.present.publish import publish_figures
from rlsanalysis.study.tables import table
from rlsanalysis.survey.errors import AnalysisError

STUDY = nhanes_study()

pytestmark = pytest.mark.slow

DRAWN = {
    "prevalence": ("prevalence", {}),
    "flow": ("flow", {"exposure": "rx_ssri"}),
    "missingness": ("missingness", {}),
    "distribution": ("distribution", {"variable": "ferritin"}),
    "adjustment": ("adjustment", {}),
    "dose_response": ("dose_response", {"exposure": "ferritin"}),
    "dose_response_of_one": ("dose_response", {"exposure": "egfr"}),
    "summary": ("summary", {}),
    "specifications": ("specifications", {}),
    "specification_curve": ("specification_curve", {"exposure": "ckd"}),
    "p_values": ("p_values", {}),
}
A4_HEIGHT = 11.69


def draw(name, results, **options):
    kind, own = DRAWN[name]
    return getattr(figures, kind)(results, **own, **options)


@pytest.fixture(scope="module")
def drawn(whole):
    return {name: draw(name, whole) for name in DRAWN}


@pytest.mark.parametrize("name", DRAWN)
def test_no_hidden_number_is_written_or_drawn(drawn, name, forbidden, texts_of):
    assert not [t for t in texts_of(drawn[name]) for hidden in (*forbidden, "777") if hidden in t]
    values = [
        v for ax in drawn[name].axes for line in ax.lines for v in (*line.get_xdata(), *line.get_ydata())
    ]
    assert not {5.55, 777.7} & set(values)


@pytest.mark.parametrize("name", DRAWN)
def test_caption_is_text_and_states_population_and_people(drawn, name, whole, texts_of, forbidden):
    kind, options = DRAWN[name]
    text = caption(kind, whole, **options)
    assert text.startswith("Adults 20 and older in the United States, NHANES.")
    assert "unweighted" in text
    assert not [hidden for hidden in forbidden if hidden in text]
    assert "  " not in text
    assert ".." not in text.replace("...", "")
    assert text[:60] not in " ".join(texts_of(drawn[name]))


@pytest.mark.parametrize("name", catalogue(STUDY))
def test_caption_is_short_and_its_notes_are_a_paragraph_of_their_own(name, committed, tmp_path):
    text = caption(name, committed)
    shown, notes = text.split("\n\n")
    assert len(shown.split()) <= 100
    assert notes.startswith("Notes. ")
    save(Figure(), tmp_path, name, text)
    written = (tmp_path / f"{name}.txt").read_text()
    assert [" ".join(part.split()) for part in written.split("\n\n")] == [shown, notes]


@pytest.mark.parametrize("name", DRAWN)
def test_no_mark_has_to_be_looked_up(drawn, name, whole, texts_of):
    kind, options = DRAWN[name]
    for text in [*texts_of(drawn[name]), caption(kind, whole, **options)]:
        assert not [mark for mark in "†‡#§¶*" if mark in text]


@pytest.mark.parametrize("name", DRAWN)
def test_synthetic_stands_on_its_face_where_people_are_invented(drawn, name, whole_demo, texts_of):
    assert not [t for t in texts_of(drawn[name]) if "SYNTHETIC" in t.upper()]
    assert sum("SYNTHETIC" in t for t in texts_of(draw(name, whole_demo))) >= 2


def beyond_an_axis(figure):
    """Labels of ticks that lie outside of the limits and are not drawn."""
    for axes in figure.axes:
        for axis, limits in ((axes.xaxis, axes.get_xlim()), (axes.yaxis, axes.get_ylim())):
            for tick in axis.get_major_ticks():
                if not min(limits) <= tick.get_loc() <= max(limits):
                    yield tick.label1


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("name", DRAWN)
def test_texts_are_readable_on_the_page_and_apart(name, theme, whole_demo):
    if theme == "slide" and name in ("summary", "missingness", "flow", "specification_curve"):
        pytest.skip("is for a page, or chooses its rows for a slide")
    figure = draw(name, whole_demo, theme=theme)
    canvas, look = FigureCanvasAgg(figure), THEMES[theme]
    with drawing_style():
        canvas.draw()
    width, height = figure.get_size_inches()
    assert name == "summary" or width == look.width
    assert height <= min(look.tallest, A4_HEIGHT)
    hidden = set(beyond_an_axis(figure))
    texts = [t for t in figure.findobj(Text) if t.get_visible() and t.get_text().strip() and t not in hidden]
    level = [t for t in texts if t.get_rotation() in (0, 90)]
    assert min(t.get_size() for t in texts) >= look.small >= 6.5
    boxes = [(t.get_text(), Text.get_window_extent(t, canvas.get_renderer())) for t in level]
    page = figure.bbox
    assert [a for a, b in boxes if b.x0 < 0 or b.y0 < 0 or b.x1 > page.x1 or b.y1 > page.y1] == []
    assert [
        (a, b) for (a, one), (b, other) in combinations(boxes, 2)
        if one.x0 < other.x1 - 1 and other.x0 < one.x1 - 1 and one.y0 < other.y1 - 4 and other.y0 < one.y1 - 4
    ] == []  # fmt: skip


def test_a_figure_that_does_not_fit_its_page_is_refused(whole):
    with pytest.raises(AnalysisError, match="Choose fewer rows or outcomes"):
        figures.missingness(whole, variables=["ckd"] * 40, theme="slide")


@pytest.mark.parametrize("name", [name for name in DRAWN if name != "dose_response_of_one"])
def test_a_run_without_its_rows_is_a_page_that_says_so(name, empty, texts_of):
    figure = draw(name, empty)
    assert "Nothing to draw: " in " ".join(texts_of(figure))
    assert not [ax for ax in figure.axes if ax.axison]


@pytest.mark.parametrize("name", ["flow", "distribution", "dose_response"])
def test_files_are_the_same_bytes_whatever_the_style_of_the_user(name, whole, tmp_path):
    save(draw(name, whole), tmp_path / "a", name)
    with mpl.rc_context(
        {"font.size": 20, "axes.grid": True, "svg.hashsalt": None, "axes.facecolor": "yellow"}
    ):
        save(draw(name, whole), str(tmp_path / "b"), name)
    assert sorted(p.suffix for p in (tmp_path / "a").iterdir()) == [".pdf", ".png", ".svg"]
    for path in (tmp_path / "a").iterdir():
        assert path.read_bytes() == (tmp_path / "b" / path.name).read_bytes()


def listed(colors):
    return [c for v in vars(colors).values() for c in ([v] if isinstance(v, str) else v)]


def test_svg_turns_dark_with_the_reader_and_prints_light(drawn):
    drawing = svg(drawn["dose_response"])
    sheet = drawing[drawing.index("<style>@media") : drawing.index("</style>")]
    assert "@media screen and (prefers-color-scheme:dark)" in sheet
    used = {c for c in listed(LIGHT) if f":{c}" in drawing.replace(sheet, "")}
    assert {LIGHT.paper, LIGHT.ink, LIGHT.adequate, LIGHT.imprecise, LIGHT.sparse} <= used
    pairs = dict(zip(listed(LIGHT), listed(DARK), strict=True))
    assert [c for c in used if f"{c}" not in sheet or pairs[c] not in sheet] == []
    assert not [c for c in listed(DARK) if c in drawing.replace(sheet, "")]


def test_themes_differ_in_color_only_or_in_size_only():
    assert len(set(listed(LIGHT)) | set(listed(DARK))) == 2 * len(listed(LIGHT))
    assert replace(THEMES["dark"], colors=LIGHT) == THEMES["light"]
    assert THEMES["slide"].small > 10


def test_catalogue_names_figures_of_planned_things_only():
    names = list(catalogue(STUDY))
    assert names[0] == "summary"
    study = STUDY
    for name in names:
        if name.startswith("dose_response_"):
            assert name.removeprefix("dose_response_") in study.curves
        if name.startswith("distribution_"):
            assert name.removeprefix("distribution_") in study.bins
        if name.startswith("flow_"):
            assert name.removeprefix("flow_") in study.exposures


def test_a_run_draws_the_figures_for_which_it_has_rows_and_removes_those_of_an_earlier_run(
    whole, empty, tmp_path
):
    assert not catalogue(empty.study, empty)
    mine = whole.estimates["exposure"] == "rx_ssri"
    part = replace(
        empty,
        folder=tmp_path,
        estimates=whole.estimates[mine],
        flow=whole.flow[whole.flow["exposure"] == "rx_ssri"],
    )
    drawn = catalogue(part.study, part)
    assert "flow_rx_ssri" in drawn
    assert not {"prevalence", "missingness", "summary"} & set(drawn)
    (tmp_path / "figures").mkdir()
    for name in ("prevalence.svg", "my_own.svg"):
        (tmp_path / "figures" / name).write_text("")
    paths = list(publish_figures(part))
    assert {p.stem for p in paths} == set(drawn)
    assert len(paths) == 4 * len(drawn)
    assert {p.suffix for p in paths} == {".svg", ".pdf", ".png", ".txt"}
    assert max(map(len, (tmp_path / "figures" / "forest_drugs.txt").read_text().splitlines())) <= 100
    left = {p.name for p in (tmp_path / "figures").iterdir()}
    assert "my_own.svg" in left
    assert "prevalence.svg" not in left


def test_a_caption_is_found_by_the_name_of_the_file(whole):
    named = caption("dose_response_ferritin", whole)
    assert named == caption("dose_response", whole, exposure="ferritin")
    with pytest.raises(AnalysisError, match="forest"):
        caption("forrest", whole)


@pytest.mark.parametrize("name", [*DRAWN, "forest"])
def test_one_outcome_alone_is_drawn_alone(name, whole, texts_of):
    keep = {
        t: getattr(whole, t)[getattr(whole, t)["outcome"] == "treated"]
        for t in (
            "estimates", "tests", "prevalence", "descriptives", "flow", "curves", "curve_tests", "distributions",
            "specifications", "p_values",
        )
    }  # fmt: skip
    alone = replace(whole, **keep)
    text = " ".join(texts_of(draw(name, alone) if name in DRAWN else figures.forest(alone)))
    years = STUDY.cohorts[STUDY.outcomes["treated"].cohort].years
    assert labels.short(STUDY, "treated") in text or years in text
    assert labels.short(STUDY, "leg_jerks") not in text
    assert labels.short(STUDY, "diagnosed") not in text


def test_an_empty_table_obeys_the_schema(empty):
    assert list(empty.curves) == list(table("curves", (), empty.study.label))
