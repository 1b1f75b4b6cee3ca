"""Calibrate the cells of a field: rounded shares and quantiles by sex, age and answers to the parents."""

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
ADULT, OLDEST = 20, 120
STEPS = (1.0, 0.5, 0.1, 0.05, 0.01, 0.005, 0.001)
MEASURED = "measured"
SEX_CODES = {"M": 1, "F": 2}


def field_rows(field: Field, frame: pd.DataFrame) -> Iterator[dict[str, object]]:
    """Yield the rows of ``cells_<release>.csv`` for one field.

    Parameters
    ----------
    frame
        Result of `calibrate.person_frame`.
    """
    people = field_people(field, frame)
    measured = people["answer"] == MEASURED
    numbers = people.loc[measured, "value"]
    step = (
        _step(frame.loc[numbers.index, field.columns[0]].to_numpy(float)) if field.kind == "number" else 0.0
    )
    for key, group in people.groupby("key"):
        pool = _pooled_shares(field, group["answer"])
        first = True
        for who, members in bands(group):
            known = members[members["answer"] != ""]
            shares = _shares(field, known["answer"], pool)
            row: dict[str, object] = {
                "field": field.name if first else "",
                "key": key if first else "",
                "who": who,
            }
            first = False
            row["blank"] = _short(1 - len(known) / len(members), 3)
            row["answers"] = " ".join(
                f"{a}:{_short(shares[a], 4)}" for a in ordered(list(shares.index), field)
            )
            row["quantiles"] = row["step"] = ""
            if field.kind == "number" and MEASURED in pool:
                here = known.loc[known["answer"] == MEASURED, "value"]
                quantiles = np.quantile(here if len(here) >= FEWEST else numbers, PROBABILITIES)
                row["quantiles"] = " ".join(_significant(value) for value in quantiles)
                row["step"] = number(step)
            yield row


def field_people(field: Field, frame: pd.DataFrame) -> pd.DataFrame:
    """Return people with a row in the table of a field: `key`, `sex`, `age`, `value`, and `answer` ("" if blank)."""
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
    """Yield sex and age ranges of those who are asked, each with enough answers to protect individuals."""
    asked = {letter: _asked_ages(group[group["sex"] == code]) for letter, code in SEX_CODES.items()}
    ranges = {letter: ages for letter, ages in asked.items() if ages is not None}
    inside = pd.concat([_within(group, letter, *ages) for letter, ages in ranges.items()])
    answered = inside[inside["answer"] != ""]
    if not len(answered):
        return
    alike = len(set(ranges.values())) == 1
    coarse = len(answered) < FEWEST or set(answered["answer"]) == {answered["answer"].iloc[0]} != {MEASURED}
    for low, high in [(0, OLDEST)] if coarse else [(0, ADULT - 1), (ADULT, OLDEST)]:
        here = answered[answered["age"].between(low, high)]
        fewest = min((here["sex"] == code).sum() for code in SEX_CODES.values())
        together = alike and (coarse or high < ADULT or fewest < FEWEST)
        for letter, (youngest, oldest) in (
            {"A": next(iter(ranges.values()))}.items() if together else ranges.items()
        ):
            yield from _age_bands(group, letter, max(low, youngest), min(high, oldest))


def _age_bands(
    group: pd.DataFrame, letter: str, youngest: int, oldest: int
) -> Iterator[tuple[str, pd.DataFrame]]:
    """Divide a range of ages where enough people have answered on both sides."""
    people = _within(group, letter, youngest, oldest)
    answered = people.loc[people["answer"] != "", "age"]
    if not len(answered):
        return
    starts = [youngest]
    for age in AGE_BANDS:
        if (answered[answered >= starts[-1]] < age).sum() >= FEWEST <= (answered >= age).sum():
            starts.append(age)
    for start, end in zip(starts, [*(s - 1 for s in starts[1:]), oldest], strict=True):
        yield f"{letter}{start}-{end}", _within(people, letter, start, end)


def _within(group: pd.DataFrame, letter: str, youngest: int, oldest: int) -> pd.DataFrame:
    inside = group["age"].between(youngest, oldest)
    return group[inside & (group["sex"] == SEX_CODES[letter])] if letter in SEX_CODES else group[inside]


def _asked_ages(people: pd.DataFrame) -> tuple[int, int] | None:
    """Return the ages that are asked, open at an end without excluded people; None if there are no people."""
    if not len(people):
        return None
    share = (people["answer"] != "").groupby(people["age"]).mean()
    ages = share.index[share > ASKED]
    if not len(ages):
        return OLDEST, 0
    youngest = int(ages[0]) if people["age"].min() < ages[0] else 0
    return youngest, int(ages[-1]) if people["age"].max() > ages[-1] else OLDEST


def _pooled_shares(field: Field, answers: "pd.Series[str]") -> "pd.Series[float]":
    """Return the shares over all sexes and ages, without combinations of too few people."""
    counts = answers[answers != ""].value_counts()
    if len(field.columns) > 1:
        counts = counts[counts >= FEWEST_OF_A_COMBINATION]
    return counts / counts.sum()


def _shares(field: Field, answers: "pd.Series[str]", pool: "pd.Series[float]") -> "pd.Series[float]":
    """Return the shares in a cell, shrunk toward `pool`; special codes keep a minimum share."""
    counts = answers.value_counts().reindex(pool.index, fill_value=0)
    shares = (counts + SHRINKAGE * pool) / (counts.sum() + SHRINKAGE)
    special = shares.index.isin([number(code) for code in field.special])
    shares = shares.mask(special, shares.clip(lower=LEAST_SPECIAL_SHARE))
    shares = shares[special | (shares >= LEAST_SHARE)]
    return (shares / shares.sum()).drop(MEASURED, errors="ignore")


def _step(numbers: np.ndarray) -> float:
    """Return the largest step of which all numbers are multiples; 0 if there is none."""
    for step in STEPS:
        if np.allclose(numbers / step, np.round(numbers / step), atol=1e-4, rtol=0):
            return step
    return 0.0


def _short(value: float, digits: int) -> str:
    return f"{value:.{digits}f}".rstrip("0").rstrip(".").lstrip("0") if round(value, digits) else ""


def _significant(value: float) -> str:
    return f"{float(f'{value:.3g}'):g}"
