"""The forest plot of the explorer: its Vega-Lite specification, its colors, and the runtime that draws it."""

import math
from functools import cache
from typing import Any

import altair as alt
import vl_convert

from rlsanalysis.present.figures.axis import LEAST, MOST, TICKS

STEP = {"wide": 30, "narrow": 76}  # pixels a line
COUNTS_WIDTH = 150  # pixels
TIERS = (-29, -13, 5, 24)  # pixels below the middle of a narrow line: name in two lines, numbers, interval
LEADING = 16  # pixels from line to line of a heading
NAMES_WIDTH = 360  # pixels
GAP = "\u0001"
TICK = "M0,-1L0,1"
HEADS = ("Exposed / all cases", "OR (95% CI)")
DIRECTIONS = "← lower odds | higher odds →"
AT_ONE = math.log(1 / LEAST) / math.log(MOST / LEAST)
"""Position of an odds ratio of 1 as a part of the width of the axis."""
SYMBOLS = ("filled", "open", "interval")
COLORS = {
    "light": {
        "filled": "#0063A0", "open": "#A84300", "interval": "#555555", "text": "#1C2227", "dim": "#57616A",
        "grid": "#DDE2E6", "over": "#DCEAF4", "ground": "#FFFFFF",
    },
    "dark": {
        "filled": "#6BBDF2", "open": "#FF9A4D", "interval": "#B4BDC4", "text": "#E4E8EB", "dim": "#A3ADB5",
        "grid": "#333C43", "over": "#26353F", "ground": "#14181B",
    },
}  # fmt: skip


@cache
def runtime() -> str:
    """Return Vega, Vega-Lite and Vega-Embed as one script that makes no request."""
    major, minor, _ = alt.SCHEMA_VERSION.removeprefix("v").split(".")
    return vl_convert.javascript_bundle("window.vegaEmbed = vegaEmbed;", vl_version=f"{major}.{minor}")


@cache
def specification(*, wide: bool) -> dict[str, Any]:
    """Return the forest plot of the lines that the page supplies as the data set `lines`.

    A wide plot has the names on its left, and counts and estimates as text on its right; a narrow one has them above
    the intervals. An interval that leaves the axis ends in an arrow.

    The page sets the height, `STEP` for each line. A line has `line` (name, counts, estimate, `h` for a heading, and
    its position, separated by `GAP`), `i` (its position), `upper` and `lower` (its name in two lines, or in the lower
    one), `numbers`, `heading` and `symbol`; and `low`, `high`
    and `point`, or null where the status of its row hides them.
    """
    down = 0 if wide else TIERS[-1]
    sides = (
        [_side("left", 0), _side("right", 1, HEADS[0]), _side("right", 2, HEADS[1], COUNTS_WIDTH)]
        if wide
        else [None]
    )
    layers = [
        alt.Chart().transform_filter("datum.i == active").mark_rect(style="over").encode(y=_y(None)),
        *(alt.Chart().mark_rect(opacity=0).encode(y=_y(side)) for side in sides),
        alt.Chart()
        .transform_aggregate(lines="count()")
        .mark_rule(style="null")
        .encode(x=alt.XDatum(1, type="quantitative", axis=_ticks("top"), scale=_log())),
        *_intervals(down),
        *([] if wide else _names()),
    ]
    chart = (
        alt.layer(*layers, data=alt.NamedData(name="lines"))
        .add_params(alt.param(name="active", value=-1))
        .resolve_axis(x="independent", y="independent")
        .properties(
            width="container",
            autosize=alt.AutoSizeParams(type="fit-x", contains="padding"),
        )
    )
    spec: dict[str, Any] = chart.to_dict()
    return {key: value for key, value in spec.items() if key not in ("config", "$schema")}


def themes() -> dict[str, dict[str, Any]]:
    """Return the configuration of Vega-Lite for the light and the dark scheme."""
    return {name: _theme(colors) for name, colors in COLORS.items()}


def _theme(color: dict[str, str]) -> dict[str, Any]:
    text = {"color": color["text"], "fontSize": 13}
    return {
        "aria": False, "background": "transparent", "font": "system-ui, sans-serif", "view": {"stroke": None},
        "range": {"category": [color[symbol] for symbol in SYMBOLS]},
        "axis": {
            "labelColor": color["text"], "titleColor": color["text"], "gridColor": color["grid"],
            "tickColor": color["dim"], "domainColor": color["dim"], "labelFontSize": 13, "titleFontSize": 13,
            "titleFontWeight": "normal",
        },
        "style": {
            "null": {"color": color["text"]}, "over": {"color": color["over"]}, "hollow": {"fill": color["ground"]},
            "halo": {"color": color["ground"], "stroke": color["ground"], "strokeWidth": 5, "fontSize": 13},
            "name": text, "heading": text | {"fontWeight": "bold"}, "numbers": text | {"color": color["dim"]},
        },
    }  # fmt: skip


def _y(axis: alt.Axis | None) -> alt.Y:
    """Lines by position: unsorted, Vega keeps the former order of lines that are in the view already."""
    by_position = alt.EncodingSortField("i", op="min")
    return alt.Y("line:N", sort=by_position, title=None, axis=axis, scale=alt.Scale(padding=0))


def _side(orient: Any, part: int, title: str | None = None, offset: int = 0) -> alt.Axis:
    """Axis of text on one side of the lines, with headings in bold; two lines of text meet in the middle."""
    parts = f"split(datum.value, '{GAP}')"
    heading, two_lines = f"{parts}[3] == 'h'", f"indexof({parts}[{part}], '\\n') >= 0"
    return alt.Axis(
        orient=orient, ticks=False, domain=False, grid=False, offset=offset, labelLimit=NAMES_WIDTH, labelPadding=8,
        labelOverlap=False, labelLineHeight=14, labelExpr=f"split({parts}[{part}], '\\n')", title=title, titleAngle=0,
        titleAlign="left", titleAnchor="start", titleX=8, titleY=-14, titleFontWeight="bold",
        labelBaseline=alt.condition(two_lines, alt.value("bottom"), alt.value("middle")),
        labelFontWeight=alt.condition(heading, alt.value("bold"), alt.value("normal")),
    )  # fmt: skip


def _x(field: str, axis: alt.Axis | None = None) -> alt.X:
    return alt.X(f"{field}:Q", axis=axis, scale=_log())


def _log() -> alt.Scale:
    return alt.Scale(type="log", domain=[LEAST, MOST], clamp=True, nice=False)


def _ticks(orient: Any) -> alt.Axis:
    """Axis of odds ratios: the directions meet at 1 above the plot, the name of the scale is below it."""
    top = orient == "top"
    return alt.Axis(
        orient=orient, values=list(TICKS), format="~g", grid=top, tickSize=4, titleAlign="center", titleAnchor="start",
        title=DIRECTIONS if top else "Odds ratio (log scale)", titleX=alt.ExprRef(f"width * {AT_ONE:.4f}"),
    )  # fmt: skip


def _intervals(down: int) -> list[alt.Chart]:
    """Interval, its two ends, and the point by symbol, `down` pixels below the middle of the line."""
    shown = (
        alt.Chart()
        .transform_filter("isValid(datum.low)")
        .transform_calculate(
            start=f"clamp(datum.low, {LEAST}, {MOST})", stop=f"clamp(datum.high, {LEAST}, {MOST})"
        )
    )
    symbols = alt.Scale(domain=list(SYMBOLS))
    color = alt.Color("symbol:N", scale=symbols, legend=None)
    fill = alt.Fill("symbol:N", scale=symbols, legend=None)
    dashes = alt.StrokeDash(
        "symbol:N", scale=alt.Scale(domain=list(SYMBOLS), range=[[1, 0], [1, 0], [4, 3]]), legend=None
    )
    inside = f"isValid(datum.point) && datum.point >= {LEAST} && datum.point <= {MOST}"
    points = shown.transform_filter(inside).encode(x=_x("point"), y=_y(None), color=color)

    def end(field: str, limit: str, arrow: str, there: str) -> alt.Chart:
        shape = alt.condition(f"datum.{field} == datum.{limit}", alt.value(TICK), alt.value(arrow))
        marks = shown.transform_filter(f"datum.low <= {MOST} && datum.high >= {LEAST} || {there}")
        drawn: alt.Chart = marks.mark_point(size=60, opacity=1, yOffset=down).encode(
            x=_x(field), y=_y(None), color=color, fill=fill, shape=shape
        )
        return drawn.properties(name=field)

    return [
        shown.mark_rule(strokeWidth=2, yOffset=down)
        .encode(x=_x("start", _ticks("bottom")), x2="stop", y=_y(None), color=color, strokeDash=dashes)
        .properties(name="interval"),
        end("start", "low", "triangle-left", f"datum.high < {LEAST}"),
        end("stop", "high", "triangle-right", f"datum.low > {MOST}"),
        points.transform_filter("datum.symbol == 'filled'")
        .mark_point(shape="square", size=80, filled=True, opacity=1, yOffset=down)
        .properties(name="filled"),
        points.transform_filter("datum.symbol == 'open'")
        .mark_point(shape="diamond", size=100, style="hollow", opacity=1, yOffset=down)
        .properties(name="open"),
    ]


def _names() -> list[alt.Chart]:
    """Names and numbers above the intervals."""

    def text(field: str, only: str, style: str, down: int) -> alt.Chart:
        marks = (
            alt.Chart()
            .transform_filter(only)
            .mark_text(style=style, align="left", dy=down, limit=alt.ExprRef("width - 8"))
        )
        drawn: alt.Chart = marks.encode(x=alt.value(2), y=_y(None), text=f"{field}:N")
        return drawn

    upper, lower, numbers, interval = TIERS
    lines = (("upper", "name", upper), ("lower", "name", lower), ("numbers", "numbers", numbers))
    return [
        *(
            text(field, "!datum.heading", look, down)
            for field, style, down in lines
            for look in ("halo", style)
        ),
        text("upper", "datum.heading", "heading", interval - LEADING),
        text("lower", "datum.heading", "heading", interval),
    ]
