"""Tables of the coverage study, from `benchmarks/coverage.csv`, for the page about it and the page of the methods.

Groups of samples are pooled over cells: percentages are averages over the intervals of all cells. A least coverage is
that of a cell with at least `FEWEST` intervals in the group. It is left out where such cells have less than `MOST` of
the intervals of the group, since coverage in the other cells may be less.
"""

import re
from pathlib import Path
from typing import Any

import pandas as pd

from rlsanalysis.present.coverage import FEWEST, limits_in_words
from rlsanalysis.site.markdown import with_block

START, END = (
    "<!-- coverage: written by `make pages` from benchmarks/coverage.csv -->",
    "<!-- end of coverage -->",
)
HEAD = (
    "cases expected in the smaller group", "this method", "least in a setting", "`svyglm`", "with a finite estimate",
    "Firth, linearized",
)  # fmt: skip
MOST = 0.9
SEVERAL = 5
"""Cases expected in the smaller group from which on it is extreme that none is observed."""
STATUSES = {"ok": "10 or more", "caution": "5 to 10", "sparse": "2 to 5", "too_few": "fewer than 2"}
EFFECTIVE = {
    "k 3 to inf": "3 or more",
    "k 1.5 to 3": "1.5 to 3",
    "k 0.6 to 1.5": "0.6 to 1.5",
    "k 0 to 0.6": "fewer than 0.6",
}
METHODS = {
    "profile": "this method, profile",
    "wald": "this method, Wald",
    "svyglm": "`svyglm`",
    "svyglm_likelihood": "`svyglm`, likelihood",
    "jackknife": "jackknife",
    "linearized": "Firth, linearized",
    "unweighted": "Firth, unweighted",
}
PERCENTS = ("coverage", "below", "above", "error_5", "error_1", "error_01", "rejects_0")
MARGINS = {
    "prevalence_without": "prevalence without the exposure",
    "prevalence_with": "prevalence with the exposure",
    "difference": "difference",
}

Row = dict[str, Any]


def read(path: Path) -> pd.DataFrame:
    """Read the table of the study."""
    return pd.read_csv(path, keep_default_na=False, na_values=[""])


def facts(table: pd.DataFrame) -> dict[str, Any]:
    """Return what the template of the page shows."""
    single = coefficients(table)
    binary = single[single["expected"].notna()]
    every = single[single["given"] == "all"]
    return {
        "samples": samples(table),
        "fewest": FEWEST,
        "most_intervals": MOST,
        "cells": table["cell"].nunique(),
        "methods": METHODS,
        "cell_rows": [_cell(of) for _, of in every.groupby(["cell", "quantity"], sort=False)],
        "status_rows": [(words, pooled(binary, status)) for status, words in STATUSES.items()],
        "no_case": pooled(binary, "no exposed case"),
        "extreme": _extreme(binary),
        "limits": limits_in_words(),
        "k_rows": [(words, pooled(_typical(binary, k), "all")) for k, words in EFFECTIVE.items()],
        "continuous": [
            (words, pooled(single[single["expected"].isna()], k)) for k, words in EFFECTIVE.items()
        ],
        "constants": [
            (constant, [pooled(binary, status).get(method) for status in ("all", *STATUSES)], least(every, method))
            for constant, method in ((2, "constant_2"), (4, "profile"), (8, "constant_8"))
        ],
        "power": _wide(every[~every["title"].str.contains("OR 1$")], "rejects_0"),
        "joint_rows": records(table, ("association", "curvature"), ("profile", "svyglm")),
        "curve_rows": records(table, ("p10", "p25", "p75", "p90"), ("wald", "svyglm")),
        "margin_rows": [
            (words, STATUSES.get(status, status), pooled(table[table["quantity"] == quantity], status))
            for quantity, words in MARGINS.items()
            for status in ("all", *STATUSES)
        ],
        "least": {method: least(every, method) for method in METHODS},
        "most": {method: every.loc[every["method"] == method, "coverage"].max() for method in METHODS},
    }  # fmt: skip


def _extreme(rows: pd.DataFrame) -> dict[str, Any]:
    """Count the samples in which no case is exposed although several are expected, and those that cover the truth."""
    of = rows[rows["method"] == "profile"].set_index(["cell", "quantity"])
    whole = of[(of["given"] == "all") & (of["expected"] >= SEVERAL)]
    without = of[of["given"] == "no exposed case"].reindex(whole.index).dropna(subset="n")
    covered = (without["coverage"] * without["intervals"]).sum() / without["intervals"].sum()
    return {"n": int(without["n"].sum()), "samples": int(whole["n"].sum()), "coverage": covered}


def _typical(rows: pd.DataFrame, k: str) -> pd.DataFrame:
    """Return the rows of all samples of settings whose median k lies in a range, written as in `EFFECTIVE`."""
    low, high = map(float, k.removeprefix("k ").split(" to "))
    return rows[(rows["given"] == "all") & (rows["k"] >= low) & (rows["k"] < high)]


def coefficients(table: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of single coefficients."""
    return table[table["quantity"].str.fullmatch(r"x\d?")]


def samples(table: pd.DataFrame) -> str:
    """Return the number of samples per cell, as a range if it differs."""
    low, high = table["samples"].min(), table["samples"].max()
    return f"{high:,}" if low == high else f"{low:,} to {high:,}"


def pooled(table: pd.DataFrame, given: str) -> dict[str, Row | None]:
    """Return, by method, the percentages of a group of samples, averaged over the intervals of all cells."""
    found: dict[str, Row | None] = dict.fromkeys((*METHODS, "constant_2", "constant_8"))
    for method, rows in table[table["given"] == given].groupby("method", sort=False):
        known = rows[rows["intervals"] > 0]
        if known.empty:
            continue
        weights = known["intervals"]
        row: Row = {
            name: float((known[name] * weights).sum() / weights[known[name].notna()].sum())
            for name in PERCENTS
            if known[name].notna().any()
        }
        enough = known[weights >= FEWEST]
        found[str(method)] = row | {
            "intervals": int(weights.sum()),
            "finite": 100 * weights.sum() / rows["n"].sum(),
            "least": enough["coverage"].min() if enough["intervals"].sum() >= MOST * weights.sum() else None,
            "width": float((known["width"] * weights).sum() / weights[known["width"].notna()].sum())
            if known["width"].notna().any()
            else None,
        }
    return found


def least(every: pd.DataFrame, method: str) -> tuple[float, str]:
    """Return the least coverage of a method over the cells, and the title of the cell."""
    rows = every[every["method"] == method]
    row = rows.sort_values("coverage").iloc[0]
    return float(row["coverage"]), str(row["title"])


def records(table: pd.DataFrame, quantities: tuple[str, ...], methods: tuple[str, ...]) -> list[Row]:
    """Return rows of all samples of some quantities, with the rows of each method."""
    rows = table[(table["given"] == "all") & table["quantity"].isin(quantities)]
    return [
        {"title": of["title"].iloc[0], "quantity": of["quantity"].iloc[0], "k": of["k"].iloc[0]}
        | {m: _record(of[of["method"] == m]) for m in methods}
        for _, of in rows.groupby(["cell", "quantity"], sort=False)
    ]


def short_table(table: pd.DataFrame) -> str:
    """Return the table of coverage by expected exposed cases for the page of the methods, between its comments."""
    rows = facts(table)
    lines = [
        f"| {' | '.join(HEAD)} |",
        "|---|---|---|---|---|---|",
    ]
    shown = [("profile", "coverage"), ("profile", "least"), ("svyglm", "coverage"), ("svyglm", "finite")]
    shown.append(("linearized", "coverage"))
    lines += [
        f"| {words} | {' | '.join(percent(found[method] and found[method][name]) for method, name in shown)} |"
        for words, found in rows["status_rows"]
    ]
    return "\n".join([START, *lines, END])


def with_coverage(page: str, table: pd.DataFrame) -> str:
    """Return a page with the short table between its two comments."""
    return with_block(page, short_table(table), START, END)


def percent(value: float | None) -> str:
    """Return a percentage with one decimal; a dash if there is none."""
    return "–" if value is None or pd.isna(value) else f"{value:.1f}%"


def _cell(of: pd.DataFrame) -> Row:
    row, number = of.iloc[0], re.sub("^x", "", of["quantity"].iloc[0])
    title = row["title"] + (f": level {int(number) + 1}" if number else "")
    return {"title": title, "samples": row["samples"], "expected": row["expected"], "k": row["k"]} | {
        method: _record(of[of["method"] == method]) for method in METHODS
    }


def _record(rows: pd.DataFrame) -> Row | None:
    return None if rows.empty else {str(name): value for name, value in rows.iloc[0].items()}


def _wide(rows: pd.DataFrame, column: str) -> list[Row]:
    return [
        {"title": str(title)} | dict(zip(of["method"], of[column], strict=True))
        for title, of in rows[rows["quantity"].isin(("x", "x3"))].groupby("title", sort=False)
    ]
