"""Odds ratios drawn within a row of a table, as SVG on the same logarithmic axis as the figures."""

from math import log
from typing import Any

from markupsafe import Markup

from rlsanalysis.present import printing
from rlsanalysis.present.figures.axis import LEAST, MOST, TICKS
from rlsanalysis.present.reliability import Symbol, reliability
from rlsanalysis.study.records import Study

WIDTH, HEIGHT, EDGE = 200.0, 16.0, 6.0


def mark(study: Study, row: Any) -> Markup:
    """Draw the 95% CI of a row of `estimates`, and its odds ratio where one is interpreted; nothing if not reported."""
    symbol = reliability(study, row).symbol
    content = _interval(row) + _point(row, symbol) if row.status in printing.INTERVAL else ""
    return _svg(f'<path class="one" d="M{_x(1)} 0v{HEIGHT:g}"/><g class="{symbol}">{content}</g>', HEIGHT)


def axis() -> Markup:
    """Draw the axis: its ticks, and what the sides of 1 mean."""
    ticks = "".join(
        f'<path d="M{_x(tick)} 29v5"/><text x="{_x(tick)}" y="26" text-anchor="middle">{tick:g}</text>'
        for tick in TICKS
    )
    sides = "".join(
        f'<text x="{_x(1) + shift:g}" y="11" text-anchor="{anchor}">{words}</text>'
        for shift, anchor, words in ((-4, "end", "lower odds"), (4, "start", "higher odds"))
    )
    return _svg(f'{sides}{ticks}<path class="one" d="M{_x(1)} 2v11"/>', 34)


def key(symbol: Symbol) -> Markup:
    """Draw the example of a symbol for the key."""
    content = {
        "filled": f"{_line(0, 40)}{_square(20)}",
        "open": f"{_line(0, 40)}{_diamond(20)}",
        "interval": _line(0, 40),
        "none": "",
    }[symbol]
    return _svg(f'<g class="{symbol}">{content}</g>', HEIGHT, 40)


def _interval(row: Any) -> str:
    low, high = max(row.conf_low, LEAST), min(row.conf_high, MOST)
    arrows = [
        _arrow(_x(end), direction)
        for limit, end, direction in ((row.conf_low, low, -1), (row.conf_high, high, 1))
        if limit != end
    ]
    return _line(_x(low), _x(high)) + "".join(arrows)


def _point(row: Any, symbol: Symbol) -> str:
    if row.status not in printing.POINT or not LEAST <= row.odds_ratio <= MOST:
        return ""
    return _square(_x(row.odds_ratio)) if symbol == "filled" else _diamond(_x(row.odds_ratio))


def _line(start: float, end: float) -> str:
    return f'<path d="M{start:g} 8H{end:g}"/>'


def _arrow(x: float, direction: int) -> str:
    return f'<path class="arrow" d="M{x - 5 * direction:g} 4L{x:g} 8l{-5 * direction} 4"/>'


def _square(x: float) -> str:
    return f'<rect x="{x - 4:g}" y="4" width="8" height="8"/>'


def _diamond(x: float) -> str:
    return f'<path class="point" d="M{x - 5:g} 8l5 -5l5 5l-5 5z"/>'


def _x(odds_ratio: float) -> float:
    """Place an odds ratio on the axis, to a tenth of a unit."""
    share = (log(odds_ratio) - log(LEAST)) / (log(MOST) - log(LEAST))
    return round(EDGE + share * (WIDTH - 2 * EDGE), 1)


def _svg(content: str, height: float, width: float = WIDTH) -> Markup:
    box = f"0 0 {width:g} {height:g}"
    return Markup(f'<svg class="mark" viewBox="{box}" aria-hidden="true">{content}</svg>')  # noqa: S704
