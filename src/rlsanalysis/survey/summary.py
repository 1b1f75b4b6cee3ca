"""The printed summary of a fit, in statsmodels' form."""

from __future__ import annotations

from typing import TYPE_CHECKING

from statsmodels.iolib.summary import Summary
from statsmodels.iolib.table import SimpleTable

if TYPE_CHECKING:
    from rlsanalysis.survey.results import LogitResults

METHODS = {
    "ml": "maximum pseudo-likelihood, linearised variance, Wald interval",
    "firth": "Firth's penalised pseudo-likelihood, stabilised variance, profile interval",
}


def summarise(fit: LogitResults, alpha: float) -> Summary:
    """Model, design and coefficients of a fit as tables to print; limits with confidence 1 - alpha."""
    design = fit.model.design
    head = [
        ("Outcome", fit.model.endog_names),
        ("Method", METHODS[fit.method]),
        ("People", f"{fit.nobs:,}"),
        ("Cases", f"{fit.n_events:,}"),
        ("Design", f"{design.n_psu} PSUs in {design.n_strata} strata"),
        ("Degrees of freedom", str(fit.df_resid)),
    ]
    shown = fit.tidy(alpha=alpha)[["estimate", "std_error", "statistic", "p_value", "conf_low", "conf_high"]]
    body = [[f"{value:.4f}" for value in row] for row in shown.to_numpy()]
    columns = ["log odds", "std err", "t", "P>|t|", f"[{alpha / 2:g}", f"{1 - alpha / 2:g}]"]
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
