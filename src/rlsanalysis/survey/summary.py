"""How a fit is displayed: statsmodels' printed summary, and short tables for the console and for notebooks."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING

import pandas as pd
from statsmodels.iolib.summary import Summary
from statsmodels.iolib.table import SimpleTable

if TYPE_CHECKING:
    from rlsanalysis.survey.coefficients import Coefficients

METHODS = {
    "ml": "maximum pseudo-likelihood, linearized variance, Wald interval",
    "firth": "Firth's bias-corrected pseudo-likelihood, stabilized variance, profile interval",
}
STATISTICS = {"ml": ("t", "P>|t|"), "firth": ("signed root", "P>|root|")}
"""Headings of the test statistic and its p value: Wald's t, or the signed root r(0) of the profile likelihood."""


def summarize(fit: Coefficients, alpha: float) -> Summary:
    """Return the model, the design and the coefficients as tables, with limits of confidence 1 - alpha."""
    head = [
        ("Outcome", fit.model.endog_names),
        ("Method", METHODS[fit.method]),
        ("Rows", f"{fit.nobs:,}"),
        ("Cases", f"{fit.n_events:,}"),
        ("Design", f"{fit.n_psu} PSUs in {fit.n_strata} strata"),
        ("Degrees of freedom", str(fit.df_resid)),
    ]
    shown = fit.tidy(alpha=alpha)[["estimate", "std_error", "statistic", "p_value", "conf_low", "conf_high"]]
    body = [[f"{value:.4f}" for value in row] for row in shown.to_numpy()]
    columns = ["log odds", "std err", *STATISTICS[fit.method], f"[{alpha / 2:g}", f"{1 - alpha / 2:g}]"]
    summary = Summary()
    summary.tables = [
        SimpleTable(
            [[value] for _, value in head],
            stubs=[label for label, _ in head],
            title="Survey-weighted logistic regression",
        ),
        SimpleTable(body, headers=columns, stubs=fit.names),
    ]
    return summary


def as_text(fit: Coefficients) -> str:
    """Return the model in one line and its odds ratios as a table."""
    return f"{_title(fit)}\n{_odds_ratios(fit).to_string()}"


def as_html(fit: Coefficients) -> str:
    """Return the model in one paragraph and its odds ratios as a table, in HTML."""
    return f"<p>{html.escape(_title(fit))}</p>\n{_odds_ratios(fit).to_html(border=0)}"


def _title(fit: Coefficients) -> str:
    return (
        f"{fit.model.title} (method {fit.method!r}): {fit.nobs:,} rows, {fit.n_events:,} cases, "
        f"{fit.df_resid} degrees of freedom"
    )


def _odds_ratios(fit: Coefficients) -> pd.DataFrame:
    table = fit.tidy(exponentiate=True).set_index("term").rename_axis(None)
    interval = zip(table["conf_low"], table["conf_high"], strict=True)
    return pd.DataFrame(
        {
            "odds ratio": table["estimate"].map("{:.2f}".format),
            "95% CI": [f"{low:.2f} to {high:.2f}" for low, high in interval],
            "p": table["p_value"].map(_p_value),
        }
    )


def _p_value(p: float) -> str:
    return "<0.001" if p < 0.001 else f"{p:.3f}"
