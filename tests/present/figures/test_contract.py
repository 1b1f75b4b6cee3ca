"""What every figure owes its reader: it says what it lacks, hides what must be hidden, and stays the same."""

from dataclasses import replace
from itertools import combinations

import matplotlib as mpl
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.text import Text

from rlsanalysis.present import figures
from rlsanalysis.present.figures import catalogue, save
from rlsanalysis.present.publish import publish_figures
from rlsanalysis.study.plan import load_plan
from rlsanalysis.study.tables import table

DRAWN = {
    "prevalence": (figures.prevalence, ()),
    "flow": (figures.flow, ("rx_ssri",)),
    "missingness": (figures.missingness, ()),
    "distribution": (figures.distribution, ("ferritin",)),
    "adjustment": (figures.adjustment, ()),
    "dose_response": (figures.dose_response, ("ferritin",)),
    "dose_response_of_one": (figures.dose_response, ("egfr",)),
}
SMALLEST = 5.5


@pytest.fixture(scope="module")
def drawn(whole):
    return {name: draw(whole, *arguments) for name, (draw, arguments) in DRAWN.items()}


@pytest.mark.parametrize("name", DRAWN)
def test_no_hidden_number_is_written_or_drawn(drawn, name, forbidden, said):
    assert not [t for t in said(drawn[name]) for hidden in (*forbidden, "777") if hidden in t]
    values = [
        v for ax in drawn[name].axes for line in ax.lines for v in (*line.get_xdata(), *line.get_ydata())
    ]
    assert not {5.55, 777.7} & set(values)


@pytest.mark.parametrize("name", DRAWN)
def test_caption_states_population_weights_and_people(drawn, name, said):
    text = " ".join(" ".join(said(drawn[name])).split())
    assert "Adults 20 and older, NHANES." in text
    assert "weight" in text
    assert "unweighted" in text.lower()


@pytest.mark.parametrize("name", DRAWN)
def test_synthetic_stands_on_its_face_where_people_are_invented(drawn, name, whole_demo, said):
    draw, arguments = DRAWN[name]
    assert not [t for t in said(drawn[name]) if "SYNTHETIC" in t.upper()]
    assert sum("SYNTHETIC" in t for t in said(draw(whole_demo, *arguments))) >= 2


def beyond_an_axis(figure):
    """Labels of ticks that lie outside of the limits and are not drawn."""
    for axes in figure.axes:
        for axis, limits in ((axes.xaxis, axes.get_xlim()), (axes.yaxis, axes.get_ylim())):
            for tick in axis.get_major_ticks():
                if not min(limits) <= tick.get_loc() <= max(limits):
                    yield tick.label1


@pytest.mark.parametrize("name", DRAWN)
def test_texts_are_readable_on_the_page_and_apart(name, whole_demo):
    draw, arguments = DRAWN[name]
    figure = draw(whole_demo, *arguments)
    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    width, height = figure.get_size_inches()
    assert width == 8.27
    assert height <= 11.69
    hidden = set(beyond_an_axis(figure))
    texts = [t for t in figure.findobj(Text) if t.get_visible() and t.get_text().strip() and t not in hidden]
    level = [t for t in texts if t.get_rotation() in (0, 90)]
    assert min(t.get_size() for t in texts) >= SMALLEST
    boxes = [(t.get_text(), t.get_window_extent(canvas.get_renderer())) for t in level]
    page = figure.bbox
    assert [a for a, b in boxes if b.x0 < 0 or b.y0 < 0 or b.x1 > page.x1 or b.y1 > page.y1] == []
    assert [
        (a, b) for (a, one), (b, other) in combinations(boxes, 2)
        if one.x0 < other.x1 - 1 and other.x0 < one.x1 - 1 and one.y0 < other.y1 - 4 and other.y0 < one.y1 - 4
    ] == []  # fmt: skip


@pytest.mark.parametrize("name", [name for name in DRAWN if name != "dose_response_of_one"])
def test_a_run_without_its_rows_is_a_page_that_says_so(name, empty, said):
    draw, arguments = DRAWN[name]
    figure = draw(empty, *arguments)
    assert sum(t.startswith("Nothing to draw: this run") for t in said(figure)) == 1
    assert not [ax for ax in figure.axes if ax.lines or ax.patches]


@pytest.mark.parametrize("name", ["flow", "distribution", "dose_response"])
def test_files_are_the_same_bytes_whatever_the_reader_s_style(name, whole, tmp_path):
    draw, arguments = DRAWN[name]
    save(draw(whole, *arguments), tmp_path / "a", name)
    with mpl.rc_context(
        {"font.size": 20, "axes.grid": True, "svg.hashsalt": None, "axes.facecolor": "yellow"}
    ):
        save(draw(whole, *arguments), str(tmp_path / "b"), name)
    assert sorted(p.suffix for p in (tmp_path / "a").iterdir()) == [".pdf", ".png", ".svg"]
    for path in (tmp_path / "a").iterdir():
        assert path.read_bytes() == (tmp_path / "b" / path.name).read_bytes()


def test_catalogue_names_figures_of_planned_things_only():
    names = list(catalogue())
    assert names[0] == "forest"
    study = load_plan()
    for name in names:
        if name.startswith("dose_response_"):
            assert name.removeprefix("dose_response_") in study.curves
        if name.startswith("distribution_"):
            assert name.removeprefix("distribution_") in study.bins
        if name.startswith("flow_"):
            assert name.removeprefix("flow_") in study.exposures


def test_every_figure_of_the_catalogue_is_written_even_for_a_run_that_lacks_all(empty, tmp_path):
    paths = list(publish_figures(replace(empty, folder=tmp_path)))
    assert {p.stem for p in paths} == set(catalogue())
    assert len(paths) == 3 * len(catalogue())
    assert all(p.parent == tmp_path / "figures" for p in paths)


@pytest.mark.parametrize("name", [*DRAWN, "forest"])
def test_one_outcome_alone_is_drawn_alone(name, whole, said):
    keep = {
        t: getattr(whole, t)[getattr(whole, t)["outcome"] == "treated"]
        for t in (
            "estimates",
            "tests",
            "prevalence",
            "descriptives",
            "flow",
            "curves",
            "curve_tests",
            "distributions",
        )
    }
    draw, arguments = DRAWN.get(name, (figures.forest, ()))
    text = " ".join(said(draw(replace(whole, **keep), *arguments)))
    assert "RLS as the reason for a prescription" in text
    assert "Leg jerks" not in text


def test_an_empty_table_obeys_the_schema(empty):
    assert list(empty.curves) == list(table("curves", (), "nhanes"))
