"""Each figure looks as in its baseline picture; `make baselines` renews the pictures."""

import io
import os
from pathlib import Path

import numpy as np
import pytest
from matplotlib.text import Text
from PIL import Image

from rlsanalysis.present import figures
from rlsanalysis.present.figures.theme import drawing_style

pytestmark = pytest.mark.slow

BASELINE = Path(__file__).parent / "baseline"
RENEW = "RLSANALYSIS_RENEW_BASELINES"
DPI, BLOCK = 72, 4
MOST = (
    40  # of 255: a mark or a word that moves by its own size changes a block of 4 x 4 pixels by twice as much
)
DRAWN = {
    "summary": (figures.summary, (), False),
    "forest": (figures.forest, (), False),
    "prevalence": (figures.prevalence, (), False),
    "flow": (figures.flow, ("rx_ssri",), False),
    "missingness": (figures.missingness, (), False),
    "distribution": (figures.distribution, ("ferritin",), False),
    "adjustment": (figures.adjustment, (), False),
    "dose_response": (figures.dose_response, ("ferritin",), False),
    "specifications": (figures.specifications, (), False),
    "specification_curve": (figures.specification_curve, ("ckd",), False),
    "p_values": (figures.p_values, (), False),
    "dose_response_synthetic": (figures.dose_response, ("egfr",), True),
}


def picture(figure):
    """Draw a figure in few pixels. Letters have no hinting, which differs between versions of the font library."""
    drawn = io.BytesIO()
    with drawing_style():
        figure.savefig(drawn, format="png", dpi=DPI)
    return Image.open(drawn).convert("RGB").quantize(64, kmeans=3)


def blocks(image):
    """Return the mean color of each block."""
    pixels = np.asarray(image.convert("RGB"), dtype=float)
    height, width = (side // BLOCK * BLOCK for side in pixels.shape[:2])
    return pixels[:height, :width].reshape(height // BLOCK, BLOCK, width // BLOCK, BLOCK, 3).mean(axis=(1, 3))


def difference(one, other):
    """Return the greatest difference of a block, of 255; 255 if the size differs."""
    return 255.0 if one.size != other.size else float(np.abs(blocks(one) - blocks(other)).max())


@pytest.mark.parametrize("name", DRAWN)
def test_figure_looks_as_before(name, whole, whole_demo, tmp_path):
    draw, arguments, synthetic = DRAWN[name]
    now, kept = picture(draw(whole_demo if synthetic else whole, *arguments)), BASELINE / f"{name}.png"
    if os.environ.get(RENEW):
        kept.parent.mkdir(exist_ok=True)
        now.save(kept, optimize=True)
        pytest.skip(f"{kept.name} renewed: look at it")
    now.save(tmp_path / f"{name}.png")
    with Image.open(kept) as before:
        found = difference(now, before)
    assert found <= MOST, f"compare {tmp_path / name}.png with {kept}; if it is meant: make baselines"


def test_a_point_that_moves_or_is_gone_would_be_seen(whole):
    before = picture(figures.prevalence(whole))
    assert difference(before, picture(figures.prevalence(whole))) == 0
    for change in ("move", "remove"):
        figure = figures.prevalence(whole)
        plot = next(axes for axes in figure.axes if axes.axison)
        point = next(line for line in plot.lines if len(line.get_xdata()) == 1)
        if change == "move":
            point.set_xdata([point.get_xdata()[0] * 1.4])
        else:
            point.remove()
        assert difference(before, picture(figure)) > MOST


def test_a_word_that_moves_would_be_seen(whole):
    before, figure = picture(figures.flow(whole, "rx_ssri")), figures.flow(whole, "rx_ssri")
    word = next(t for t in figure.findobj(Text) if t.get_text().startswith("n = "))
    x, y = word.get_position()
    word.set_position((x + 0.1, y))
    assert difference(before, picture(figure)) > MOST


def test_no_baseline_without_a_figure():
    assert {p.stem for p in BASELINE.glob("*.png")} == set(DRAWN)
