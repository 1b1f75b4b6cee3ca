"""The forest plot: what stands on it, what must not, and that nothing overlaps."""

from dataclasses import replace
from itertools import combinations

import matplotlib as mpl
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg

from rlsanalysis.present import labels
from rlsanalysis.present.figures import forest, save
from rlsanalysis.present.figures.forest import LEAST, MOST
from rlsanalysis.present.figures.forest_rows import forest_lines
from rlsanalysis.study.plan import load_plan
from rlsanalysis.variables import registry


@pytest.fixture(scope="module")
def figure(real):
    return forest(real)


def texts(figure):
    return [t.get_text() for t in [*figure.texts, *(t for ax in figure.axes for t in ax.texts)]]


def part(results, *exposures):
    return replace(results, estimates=results.estimates[results.estimates["exposure"].isin(exposures)])


def test_every_headline_exposure_is_named_with_its_levels(figure):
    said = texts(figure)
    for exposure in load_plan().exposures.values():
        declared = registry()[exposure.id]
        if exposure.role != "headline":
            continue
        if declared.kind == "categorical":
            assert labels.typeset(f"{declared.label} (vs {declared.levels[0]})") in said
            assert {labels.typeset(level) for level in declared.levels[1:]} <= set(said)
        else:
            assert labels.typeset(declared.label) in said


def test_only_suspected_causes_and_controls_apart_from_them(real):
    labels_by_role = {
        role: {registry()[e.id].label for e in load_plan().exposures.values() if e.role == role}
        for role in ("accompanying", "treats_rls", "positive_control")
    }
    lines = [line.label for line in forest_lines(real)]
    block = next(i for i, label in enumerate(lines) if label.startswith("Positive controls"))
    assert not (labels_by_role["accompanying"] | labels_by_role["treats_rls"]) & set(lines)
    assert not labels_by_role["positive_control"] & set(lines[:block])
    assert labels_by_role["positive_control"] & set(lines[block:])


def test_hidden_numbers_are_not_drawn(real, figure, forbidden):
    said = texts(figure)
    assert not [t for t in said for hidden in forbidden if hidden in t]
    quoted = [r for line in forest_lines(real) for r in line.estimates.values()]
    assert said.count("counts only #") == sum(r.status == "too_few" for r in quoted) > 0
    assert said.count("—") == sum(r.status == "not_estimable" for r in quoted) > 0
    assert not [line for ax in figure.axes for line in ax.lines if 5.55 in line.get_xdata()]
    drawn = [
        line
        for ax in figure.axes[1:]
        for line in ax.lines
        if len(line.get_xdata()) == 1 and line.get_marker() in ("s", "D")
    ]
    assert len(drawn) == sum(r.status in ("ok", "caution") for r in quoted)


@pytest.mark.parametrize(
    ("status", "marker", "mark"), [("ok", "s", ")"), ("caution", "D", "†"), ("sparse", None, "‡")]
)
def test_statuses_differ_in_shape_and_in_text(real, figure, status, marker, mark):
    page, _, plot = figure.axes
    lines = forest_lines(real)
    y = next(
        i for i, line in enumerate(lines) if getattr(line.estimates.get("treated"), "status", "") == status
    )
    markers = {line.get_marker() for line in plot.lines if list(line.get_ydata()) in ([y], [y, y])}
    assert markers & {"s", "D"} == ({marker} if marker else set())
    right_most = max((t for t in page.texts if t.get_position()[1] == y), key=lambda t: t.get_position()[0])
    assert right_most.get_text().endswith(mark)


def test_arrows_where_an_interval_leaves_the_axis(real, figure):
    quoted = [
        r
        for line in forest_lines(real)
        for r in line.estimates.values()
        if r.status in ("ok", "caution", "sparse")
    ]
    arrows = [
        line.get_marker() for ax in figure.axes[1:] for line in ax.lines if line.get_marker() in ("<", ">")
    ]
    assert arrows.count(">") == sum(r.conf_high > MOST for r in quoted) > 0
    assert arrows.count("<") == sum(r.conf_low < LEAST for r in quoted) > 0


@pytest.mark.parametrize("source", ["real", "demo"])
def test_no_text_overlaps_another_or_leaves_the_page(source, request):
    drawn = forest(request.getfixturevalue(source))
    canvas = FigureCanvasAgg(drawn)
    canvas.draw()
    renderer = canvas.get_renderer()
    watermark = {t for t in drawn.texts if t.get_rotation()}
    boxes = [
        (t.get_text(), t.get_window_extent(renderer))
        for t in [*drawn.texts, *drawn.axes[0].texts, *drawn.legends[0].get_texts()] if t not in watermark
    ]  # fmt: skip
    assert [
        a for a, box in boxes if box.x0 < 0 or box.y0 < 0 or box.x1 > drawn.bbox.x1 or box.y1 > drawn.bbox.y1
    ] == []
    overlapping = [
        (a, b) for (a, one), (b, other) in combinations(boxes, 2)
        if one.x0 < other.x1 - 1 and other.x0 < one.x1 - 1 and one.y0 < other.y1 - 4 and other.y0 < one.y1 - 4
    ]  # fmt: skip
    assert overlapping == []


def test_page_is_a4_at_most(figure):
    width, height = figure.get_size_inches()
    assert (width, height) <= (8.27, 11.69)
    assert height <= 11.69


def test_synthetic_on_its_face_only_where_people_are_invented(figure, demo):
    assert not [t for t in texts(figure) if "SYNTHETIC" in t.upper()]
    assert sum("SYNTHETIC" in t for t in texts(forest(demo))) >= 2


def test_caption_states_population_cases_weights_and_method(figure):
    said = " ".join(" ".join(texts(figure)).split())
    for fact in (
        "Adults 20 and older",
        "41 cases of 10,846",
        "Firth",
        "Weight:",
        "none of them shows a cause",
        "Multum Lexicon",
    ):
        assert fact in said


def test_caption_explains_what_was_not_compared(figure):
    assert "not compared: not asked in those years" in " ".join(" ".join(texts(figure)).split())


def test_mark_of_control_outcomes_only_where_they_are_part_of_the_run(figure, partial):
    def everything(drawn):
        return " ".join(" ".join(texts(drawn) + [t.get_text() for t in drawn.legends[0].get_texts()]).split())

    assert "¶ a control outcome shows it too" in everything(figure)
    assert "Control outcomes are not part of this run" not in everything(figure)
    assert "¶" not in everything(forest(partial))
    assert "Control outcomes are not part of this run" in everything(forest(partial))


def test_files_are_the_same_bytes_whatever_the_reader_s_style(real, tmp_path):
    few = part(real, "ckd", "smoking")
    save(forest(few), tmp_path / "a", "forest")
    with mpl.rc_context({"font.size": 20, "axes.grid": True, "svg.hashsalt": None}):
        save(forest(few), tmp_path / "b", "forest")
    names = sorted(p.name for p in (tmp_path / "a").iterdir())
    assert names == ["forest.pdf", "forest.png", "forest.svg"]
    for name in names:
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()


def test_part_of_the_plan_is_drawn_alone(real):
    one = replace(real, estimates=real.estimates[real.estimates["outcome"] == "leg_jerks"])
    assert forest_lines(one) == []
    assert len(forest(one).axes[0].texts) == 0
    assert [line.label for line in forest_lines(part(real, "ckd"))] == ["Kidney", "Chronic kidney disease"]
