"""Describe a survey design as text and HTML: its size, degrees of freedom and weight."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rlsanalysis.survey.design_base import Design

TITLE = "Survey design"


def facts(design: Design) -> list[tuple[str, str]]:
    """Return what a reader checks first, as pairs of a name and a value."""
    rows, sampling = len(design.frame), design.sampling
    without_weight = int((design.weights == 0).sum())
    zero = f" ({without_weight:,} of {rows:,} with weight 0)" if without_weight else ""
    pairs = [
        ("Rows (n)", f"{design.n:,} of {rows:,} in the domain{zero}"),
        ("PSUs", f"{design.n_psu:,} of {len(sampling.stratum):,} in the domain"),
        ("Strata", f"{design.n_strata:,} of {len(sampling.n_psu):,} in the domain"),
        ("Degrees of freedom", f"{design.df:,}"),
        ("Weight", design.weight_label),
    ]
    if (sampling.unsampled < 1).any():
        pairs.append(("Finite population", "correction applied (fpc)"))
    single = int((sampling.n_psu == 1).sum())
    if single:
        pairs.append(("Single-PSU strata", f"{single:,}, treated by singleton={sampling.singleton!r}"))
    return pairs


def as_text(design: Design) -> str:
    """Return the facts as lines of text, names aligned."""
    pairs = facts(design)
    width = max(len(name) for name, _ in pairs)
    return "\n".join([TITLE, *(f"  {name:<{width}}  {value}" for name, value in pairs)])


def as_html(design: Design) -> str:
    """Return the facts as an HTML table with row headings."""
    rows = "".join(
        f'<tr><th scope="row" style="text-align: left">{html.escape(name)}</th>'
        f'<td style="text-align: left">{html.escape(value)}</td></tr>'
        for name, value in facts(design)
    )
    return f'<table><caption style="text-align: left">{TITLE}</caption><tbody>{rows}</tbody></table>'
