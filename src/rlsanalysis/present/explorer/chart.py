"""The forest plot of the explorer: its Vega-Lite specification, its colours, and the runtime that draws it."""

from functools import cache
from typing import Any

import altair as alt
import vl_convert

from rlsanalysis.present import labels
from rlsanalysis.present.figures.axis import LEAST, MOST, TICKS

STEP = {"wide": 22, "narrow": 40}  # pixels a line
MOST_LINES = 150
GAP = "\u0001"
TICK = "M0,-1L0,1"
COLOURS = {
    "light": {
        "ok": "#0063A0", "caution": "#A84300", "sparse": "#555555", "text": "#1C2227", "dim": "#57616A",
        "grid": "#DDE2E6", "over": "#DCEAF4", "ground": "#FFFFFF",
    },
    "dark": {
        "ok": "#6BBDF2", "caution": "#FF9A4D", "sparse": "#B4BDC4", "text": "#E4E8EB", "dim": "#A3ADB5",
        "grid": "#333C43", "over": "#26353F", "ground": "#14181B",
    },
}  # fmt: skip


@cache
def runtime() -> str:
    """Vega, Vega-Lite and Vega-Embed as one script that asks nothing of any network."""
    major, minor, _ = alt.SCHEMA_VERSION.removeprefix("v").split(".")
    return vl_convert.javascript_bundle("window.vegaEmbed = vegaEmbed;", vl_version=f"{major}.{minor}")


def specification(*, wide: bool) -> dict[str, Any]:
    """Forest plot of the lines that the page hands in as the data set `lines`.

    A wide one has the names on its left and the estimates as text on its right, a narrow one has the names above the
    intervals. An interval that leaves the axis ends in an arrow.

    The page sets the height, `STEP` a line. A line has `line` (name, text, `h` for a heading, and its place, parted by
    `GAP`), `i` (its place), `name`, `said`, `heading` and `status`; and `low`, `high` and `point`, or null where its
    status lets them not be shown.
    """
    down = 0 if wide else 9
    left, right = (_side("left", 0), _side("right", 1)) if wide else (None, None)
    layers = [
        alt.Chart().transform_filter("datum.i == active").mark_rect(style="over").encode(y=_y(None)),
        alt.Chart().mark_rect(opacity=0).encode(y=_y(left)),
        alt.Chart().mark_rule(opacity=0).encode(y=_y(right)),
        alt.Chart()
        .transform_aggregate(lines="count()")
        .mark_rule(style="null")
        .encode(x=alt.XDatum(1, type="quantitative", axis=_ticks("top"), scale=_log())),
        *_intervals(down),
        *([] if wide else _names(down)),
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
    """Vega-Lite's configuration in light and in dark."""
    return {name: _theme(colours) for name, colours in COLOURS.items()}


def _theme(colour: dict[str, str]) -> dict[str, Any]:
    text = {"color": colour["text"], "fontSize": 12}
    return {
        "aria": False, "background": "transparent", "font": "system-ui, sans-serif", "view": {"stroke": None},
        "range": {"category": [colour[status] for status in labels.INTERVAL]},
        "axis": {
            "labelColor": colour["text"], "titleColor": colour["text"], "gridColor": colour["grid"],
            "tickColor": colour["dim"], "domainColor": colour["dim"], "labelFontSize": 12, "titleFontSize": 12,
            "titleFontWeight": "normal",
        },
        "style": {
            "null": {"color": colour["text"]}, "over": {"color": colour["over"]}, "hollow": {"fill": colour["ground"]},
            "halo": {"color": colour["ground"], "stroke": colour["ground"], "strokeWidth": 5, "fontSize": 12},
            "name": text, "heading": text | {"fontWeight": "bold"}, "said": text | {"color": colour["dim"]},
        },
    }  # fmt: skip


def _y(axis: alt.Axis | None) -> alt.Y:
    return alt.Y("line:N", sort=None, title=None, axis=axis, scale=alt.Scale(padding=0))


def _side(orient: Any, part: int) -> alt.Axis:
    """An axis of words: what stands on one side of each line, headings bold."""
    heading = f"split(datum.value, '{GAP}')[2] == 'h'"
    return alt.Axis(
        orient=orient, ticks=False, domain=False, grid=False, labelLimit=560, labelPadding=8, labelOverlap=False,
        labelExpr=f"split(datum.value, '{GAP}')[{part}]",
        labelFontWeight=alt.condition(heading, alt.value("bold"), alt.value("normal")),
    )  # fmt: skip


def _x(field: str, axis: alt.Axis | None = None) -> alt.X:
    return alt.X(f"{field}:Q", axis=axis, scale=_log())


def _log() -> alt.Scale:
    return alt.Scale(type="log", domain=[LEAST, MOST], clamp=True, nice=False)


def _ticks(orient: Any) -> alt.Axis:
    return alt.Axis(
        orient=orient, values=list(TICKS), format="~g", grid=orient == "top", tickSize=4,
        title="odds ratio, log scale",
    )  # fmt: skip


def _intervals(down: int) -> list[alt.Chart]:
    """Interval, its two ends, and the point by status, `down` pixels below the middle of the line."""
    shown = (
        alt.Chart()
        .transform_filter("isValid(datum.low)")
        .transform_calculate(
            start=f"clamp(datum.low, {LEAST}, {MOST})", stop=f"clamp(datum.high, {LEAST}, {MOST})"
        )
    )
    statuses = alt.Scale(domain=list(labels.INTERVAL))
    colour = alt.Color("status:N", scale=statuses, legend=None)
    fill = alt.Fill("status:N", scale=statuses, legend=None)
    dashes = alt.StrokeDash(
        "status:N", scale=alt.Scale(domain=list(labels.INTERVAL), range=[[1, 0], [1, 0], [4, 3]]), legend=None
    )
    inside = f"isValid(datum.point) && datum.point >= {LEAST} && datum.point <= {MOST}"
    points = shown.transform_filter(inside).encode(x=_x("point"), y=_y(None), color=colour)

    def end(field: str, limit: str, arrow: str, there: str) -> alt.Chart:
        shape = alt.condition(f"datum.{field} == datum.{limit}", alt.value(TICK), alt.value(arrow))
        marks = shown.transform_filter(f"datum.low <= {MOST} && datum.high >= {LEAST} || {there}")
        drawn: alt.Chart = marks.mark_point(size=60, opacity=1, yOffset=down).encode(
            x=_x(field), y=_y(None), color=colour, fill=fill, shape=shape
        )
        return drawn.properties(name=field)

    return [
        shown.mark_rule(strokeWidth=2, yOffset=down)
        .encode(x=_x("start", _ticks("bottom")), x2="stop", y=_y(None), color=colour, strokeDash=dashes)
        .properties(name="interval"),
        end("start", "low", "triangle-left", f"datum.high < {LEAST}"),
        end("stop", "high", "triangle-right", f"datum.low > {MOST}"),
        points.transform_filter("datum.status == 'ok'")
        .mark_point(shape="square", size=70, filled=True, opacity=1, yOffset=down)
        .properties(name="ok"),
        points.transform_filter("datum.status == 'caution'")
        .mark_point(shape="diamond", size=90, style="hollow", opacity=1, yOffset=down)
        .properties(name="caution"),
    ]


def _names(down: int) -> list[alt.Chart]:
    """Names above the intervals; where no interval may be shown, why."""

    def text(field: str, only: str, style: str, shift: int) -> alt.Chart:
        marks = (
            alt.Chart()
            .transform_filter(only)
            .mark_text(style=style, align="left", dy=shift, limit=alt.ExprRef("width - 8"))
        )
        drawn: alt.Chart = marks.encode(x=alt.value(2), y=_y(None), text=f"{field}:N")
        return drawn

    return [
        text("name", "!datum.heading", "halo", -down),
        text("name", "!datum.heading", "name", -down),
        text("name", "datum.heading", "heading", down // 2),
        text("said", "!datum.heading && !isValid(datum.low)", "said", down),
    ]
