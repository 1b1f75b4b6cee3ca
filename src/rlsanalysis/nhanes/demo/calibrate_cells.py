"""Shares and quantiles of one field by sex, age and the parents' answers, from real people to rounded cells."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from rlsanalysis.nhanes.demo.parameters import PROBABILITIES, joined, number, ordered
from rlsanalysis.nhanes.demo.structure import Field

FEWEST = 40
FEWEST_OF_A_COMBINATION = 3
SHRINKAGE = 10
LEAST_SHARE, LEAST_SPECIAL_SHARE = 0.0005, 0.001
ASKED = 0.03
AGE_BANDS = (12, 20, 40, 60)
ADULT = 20
STEPS = (1.0, 0.5, 0.1, 0.05, 0.01, 0.005, 0.001)
MEASURED = "measured"


def field_rows(field: Field, frame: pd.DataFrame) -> Iterator[dict[str, object]]:
    """Rows of ``cells_<release>.csv`` for one field.

    Parameters
    ----------
    frame
        As `calibrate.person_frame` makes it.
    """
    people = field_people(field, frame)
    numbers = people.loc[people["answer"] == MEASURED, "value"]
    step = _step(numbers.to_numpy(), field)
    for key, group in people.groupby("key"):
        pool = _pooled_shares(field, group["answer"])
        first = True
        for who, members in bands(group):
            known = members[members["answer"] != ""]
            shares = _shares(field, known["answer"], pool)
            row: dict[str, object] = {"field": field.name if first else "", "key": key if first else "", "who": who}
            first = False
            row["blank"] = _short(1 - len(known) / len(members), 3)
            row["answers"] = " ".join(f"{a}:{_short(shares[a], 4)}" for a in ordered(list(shares.index), field))
            row["quantiles"] = row["step"] = ""
            if field.kind == "number" and MEASURED in pool:
                here = known.loc[known["answer"] == MEASURED, "value"]
                quantiles = np.quantile(here if len(here) >= FEWEST else numbers, PROBABILITIES)
                row["quantiles"] = " ".join(_significant(value) for value in quantiles)
                row["step"] = number(step)
            yield row


def field_people(field: Field, frame: pd.DataFrame) -> pd.DataFrame:
    """People with a row in the field's table: `key`, `sex`, `age`, `value`, and `answer` as text ("" if blank)."""
    values = frame[list(field.columns)]
    value = values.iloc[:, 0]
    special = value.isin(field.special)
    if field.ratio_to:
        value = value.where(special, value / frame[field.ratio_to])
    if field.kind == "number":
        answer = value.where(special).map(number).where(special | value.isna(), MEASURED)
    else:
        texts = joined([frame[column].to_numpy(float) for column in field.columns], len(frame))
        answer = pd.Series(texts, frame.index).where(values.notna().any(axis=1), "")
    people = pd.DataFrame({"answer": answer, "value": value})
    people["key"] = joined([frame[parent].to_numpy(float) for parent in field.parents], len(frame))
    people["sex"], people["age"] = frame["DEMO.RIAGENDR"], frame["DEMO.RIDAGEYR"]
    return people[frame[f"in {field.base}"]] if f"in {field.base}" in frame else people


def bands(group: pd.DataFrame) -> Iterator[tuple[str, pd.DataFrame]]:
    """Sex and age ranges among those who are asked, each with enough answers to hide anyone."""
    everybody = group[_asked(group)]
    if len(everybody) < FEWEST or everybody["answer"].nunique() == 1:
        ranges = _together(everybody)
    else:
        minors = everybody[everybody["age"] < ADULT]
        few = (minors["answer"] != "").sum() < FEWEST
        ranges = _by_sex(everybody) if few else [*_together(minors), *_by_sex(everybody.drop(minors.index))]
    for letter, people in ranges:
        if not len(people):
            continue
        youngest, oldest = int(people["age"].min()), int(people["age"].max())
        starts = [youngest]
        answered = people.loc[people["answer"] != "", "age"]
        for age in AGE_BANDS:
            if (answered[answered >= starts[-1]] < age).sum() >= FEWEST <= (answered >= age).sum():
                starts.append(age)
        for start, end in zip(starts, [*(s - 1 for s in starts[1:]), oldest], strict=True):
            yield f"{letter}{start}-{end}", people[people["age"].between(start, end)]


def _together(people: pd.DataFrame) -> list[tuple[str, pd.DataFrame]]:
    """Both sexes as one, if the same ages of both are asked."""
    ages = people.groupby("sex")["age"].agg(["min", "max"])
    return [("A", people)] if len(ages) == 2 and len(ages.drop_duplicates()) == 1 else _by_sex(people)


def _by_sex(people: pd.DataFrame) -> list[tuple[str, pd.DataFrame]]:
    return [(letter, people[people["sex"] == code]) for letter, code in (("M", 1), ("F", 2))]


def _asked(group: pd.DataFrame) -> "pd.Series[bool]":
    """Whether a person's sex and age lie in the range in which there are answers."""
    inside = pd.Series(data=False, index=group.index)
    for _, people in group.groupby("sex"):
        share = (people["answer"] != "").groupby(people["age"]).mean()
        ages = share.index[share > ASKED]
        if len(ages):
            inside[people.index] = people["age"].between(ages[0], ages[-1])
    return inside


def _pooled_shares(field: Field, answers: "pd.Series[str]") -> "pd.Series[float]":
    """Shares over all sexes and ages; combinations of too few people are left out."""
    counts = answers[answers != ""].value_counts()
    if len(field.columns) > 1:
        counts = counts[counts >= FEWEST_OF_A_COMBINATION]
    return counts / counts.sum()


def _shares(field: Field, answers: "pd.Series[str]", pool: "pd.Series[float]") -> "pd.Series[float]":
    """Shares in a cell, drawn a little towards `pool`; a special code is kept findable in a small cohort."""
    counts = answers.value_counts().reindex(pool.index, fill_value=0)
    shares = (counts + SHRINKAGE * pool) / (counts.sum() + SHRINKAGE)
    special = shares.index.isin([number(code) for code in field.special])
    shares = shares.mask(special, shares.clip(lower=LEAST_SPECIAL_SHARE))
    shares = shares[special | (shares >= LEAST_SHARE)]
    return (shares / shares.sum()).drop(MEASURED, errors="ignore")


def _step(numbers: np.ndarray, field: Field) -> float:
    """Largest step of which all numbers are multiples; 0 if there is none."""
    for step in () if field.ratio_to or field.kind == "codes" else STEPS:
        if np.allclose(numbers / step, np.round(numbers / step), atol=1e-4, rtol=0):
            return step
    return 0.0


def _short(value: float, digits: int) -> str:
    return f"{value:.{digits}f}".rstrip("0").rstrip(".").lstrip("0") if round(value, digits) else ""


def _significant(value: float) -> str:
    return f"{float(f'{value:.3g}'):g}"
