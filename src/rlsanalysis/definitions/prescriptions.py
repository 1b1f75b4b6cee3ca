"""Derive variables from prescription drugs: by reason for use, by duration of use, and by number of drugs.

A row of the canonical table `prescriptions` is a drug that a person takes. A row with RLS among its reasons makes its
user a case of treated RLS, and never counts as an exposure.
"""

from collections.abc import Callable

import pandas as pd

from rlsanalysis.definitions.drugs import Drugs, any_row

OfRows = Callable[[pd.DataFrame, pd.DataFrame], "pd.Series[float]"]
"""Function of people and of the rows of their prescriptions."""

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


def prescribed_for(*codes: str) -> OfRows:
    """Derive 1 for a prescription with a reason that starts with one of the codes and is not for RLS, otherwise 0."""
    return lambda people, rows: any_row(people, rows, reason_starts(rows, *codes))


def other_drug_for(drugs: Drugs, *codes: str) -> OfRows:
    """Derive 1 for a prescription with such a reason whose drug is known and is none of `drugs`, otherwise 0."""

    def derive(people: pd.DataFrame, rows: pd.DataFrame) -> "pd.Series[float]":
        other = rows["drug_id"].notna() & ~drugs.taken(rows)
        return any_row(people, rows, reason_starts(rows, *codes) & other)

    return derive


def taken_for_other_reason(drugs: Drugs, *codes: str) -> OfRows:
    """Derive 1 for a row of a drug none of whose reasons starts with one of the codes, otherwise 0."""
    return lambda people, rows: any_row(
        people, rows, drugs.taken(rows) & ~has_reason(rows["reasons"], *codes)
    )


def taken_longer_than_rls_drug(drugs: Drugs) -> OfRows:
    """Derive use of a drug; among people with a prescription for RLS, only use for longer than the drug for RLS.

    The longest row of the drug is compared with the longest row for RLS. Equal and unknown durations count as no use.
    """

    def derive(people: pd.DataFrame, rows: pd.DataFrame) -> "pd.Series[float]":
        taken = drugs.taken(rows)
        longest, longest_for_rls = (_longest(people, rows, selected) for selected in (taken, rows["for_rls"]))
        treated = any_row(people, rows, rows["for_rls"]) == 1
        exposed = any_row(people, rows, taken)
        return exposed.mask(treated, (longest > longest_for_rls).astype(float))

    return derive


def _longest(people: pd.DataFrame, rows: pd.DataFrame, selected: "pd.Series[bool]") -> "pd.Series[float]":
    """Return the longest known duration of the selected rows of each person, in days; missing if there is none."""
    return people["seqn"].map(rows[selected].groupby("seqn")["days"].max())


def at_least_rows(people: pd.DataFrame, rows: pd.DataFrame, count: int) -> "pd.Series[float]":
    """Return 1 for people with at least `count` rows, not counting those for RLS, and 0 for everyone else who answered.

    Every row is a drug, including drugs of unknown name and second strengths.
    """
    held = rows.loc[~rows["for_rls"], "seqn"].value_counts()
    many = people["seqn"].isin(held.index[held >= count])
    return many.astype(float).where(people["rx_use"].notna())
