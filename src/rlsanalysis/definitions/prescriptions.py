"""Derive variables from prescription drugs: by reason for use, and by number of drugs.

A row of the canonical table `prescriptions` is a drug that a person takes. A row with RLS among its reasons makes its
user a case of treated RLS, and never counts as an exposure.
"""

from collections.abc import Callable

import pandas as pd

from rlsanalysis.definitions.drugs import any_row

TABLE = "prescriptions"
RLS = "G25.81"
"""ICD-10-CM code of RLS."""


def has_reason(reasons: "pd.Series[str]", *codes: str) -> "pd.Series[bool]":
    """Return whether any of the reasons (codes separated by blanks) starts with one of the codes."""
    hits = [text for text in reasons.unique() if any(reason.startswith(codes) for reason in text.split())]
    return reasons.isin(hits)


def reason_starts(rows: pd.DataFrame, *codes: str) -> "pd.Series[bool]":
    """Return which rows have a reason that starts with one of the codes; rows for RLS never count."""
    return has_reason(rows["reasons"], *codes) & ~rows["for_rls"]


def prescribed_for(*codes: str) -> Callable[[pd.DataFrame, pd.DataFrame], "pd.Series[float]"]:
    """Derive 1 for a prescription with a reason that starts with one of the codes and is not for RLS, otherwise 0."""
    return lambda people, rows: any_row(people, rows, reason_starts(rows, *codes))


def at_least_rows(people: pd.DataFrame, rows: pd.DataFrame, count: int) -> "pd.Series[float]":
    """Return 1 for people with at least `count` rows, not counting those for RLS, and 0 for everyone else who answered.

    Every row is a drug, including drugs of unknown name and second strengths.
    """
    held = rows.loc[~rows["for_rls"], "seqn"].value_counts()
    many = people["seqn"].isin(held.index[held >= count])
    return many.astype(float).where(people["rx_use"].notna())
