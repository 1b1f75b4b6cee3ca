"""The table of the coverage study: one row per cell, quantity, method and group of samples.

Groups (`given`): all samples; samples by status; samples without an exposed case; samples by effective degrees of
freedom k. Percentages are of the intervals that exist (`intervals`); `finite` is their share of the samples in percent.
"""

from collections.abc import Iterator
from itertools import pairwise

import numpy as np
import pandas as pd
from coverage_study.cells import Cell

STATUSES = ("ok", "caution", "sparse", "too_few")
K_LIMITS = (0.0, 0.6, 1.5, 3.0, np.inf)
LEVELS = {"error_5": 0.05, "error_1": 0.01, "error_01": 0.001}
DIGITS = 3


def summarize(cell: Cell, found: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of a cell from those of its samples."""
    total = found["sample"].nunique()
    rows = []
    for (quantity, method), all_rows in found[found["method"] != "none"].groupby(
        ["quantity", "method"], sort=False
    ):
        for given, rows_given in _groups(all_rows):
            if rows_given.empty:
                continue
            key = {
                "cell": cell.id,
                "group": cell.group,
                "title": cell.title,
                "seed": cell.seed,
                "samples": total,
                "quantity": quantity,
                "method": method,
            }
            rows.append(key | {"given": given} | _numbers(rows_given))
    table = pd.DataFrame(rows)
    rounded = ["width", "expected", "k"]
    table[rounded] = table[rounded].map(_significant)
    return table.round(DIGITS)


def of_coefficients(table: pd.DataFrame, given: str = "all") -> pd.DataFrame:
    """Return the rows of single coefficients, of all samples or of those in a group such as a status."""
    return table[(table["given"] == given) & table["quantity"].str.fullmatch(r"x\d?")]


def brief(table: pd.DataFrame) -> pd.DataFrame:
    """Return one row per single coefficient: its support, and the coverage of three methods in percent."""
    of = of_coefficients(table).set_index(["title", "quantity"])
    ok = of_coefficients(table, "ok").set_index(["title", "quantity"]).query("method == 'profile'")
    profile, svyglm = of[of["method"] == "profile"], of[of["method"] == "svyglm"]
    return pd.DataFrame(
        {
            "title": profile.index.get_level_values("title"),
            "samples": profile["samples"],
            "expected": profile["expected"],
            "k": profile["k"],
            "factor": np.exp(profile["width"]).map(_significant),
            "profile": profile["coverage"],
            "linearized": of.loc[of["method"] == "linearized", "coverage"],
            "svyglm": svyglm["coverage"],
            "svyglm_finite": svyglm["finite"],
            "ok": ok["n"].reindex(profile.index, fill_value=0),
            "profile_ok": ok["coverage"].reindex(profile.index),
        },
        index=profile.index,
    ).round(1)


def _groups(rows: pd.DataFrame) -> Iterator[tuple[str, pd.DataFrame]]:
    yield "all", rows
    for status in STATUSES:
        yield status, rows[rows["status"] == status]
    yield "no exposed case", rows[rows["events"] == 0]
    for low, high in pairwise(K_LIMITS):
        yield f"k {low:g} to {high:g}", rows[(rows["k"] >= low) & (rows["k"] < high)]


def _numbers(rows: pd.DataFrame) -> dict[str, float]:
    """Return the numbers of a group; errors are shares of samples that reject the true value at 5, 1 and 0.1%."""
    known = rows[rows["miss"].notna() | rows["p_null"].notna()]
    miss = known["miss"].dropna()
    width = (known["high"] - known["low"]).dropna()
    at_truth, at_null = known["p_truth"].dropna(), known["p_null"].dropna()
    tested = at_truth if len(at_truth) else at_null
    found = {
        "n": len(rows),
        "intervals": len(known),
        "finite": _percent(rows.index.isin(known.index)),
        "coverage": _percent(miss == 0),
        "below": _percent(miss < 0),
        "above": _percent(miss > 0),
    }
    found |= {name: _percent(tested < level) for name, level in LEVELS.items()}
    return found | {
        "rejects_0": _percent(at_null < LEVELS["error_5"]),
        "width": float(width.median()) if len(width) else np.nan,
        "expected": float(rows["expected"].median()),
        "k": float(rows["k"].median()),
    }


def _significant(value: float) -> float:
    return float(f"{value:.{DIGITS}g}")


def _percent(where: "pd.Series[bool] | np.ndarray") -> float:
    return 100 * float(np.mean(where)) if len(where) else np.nan
