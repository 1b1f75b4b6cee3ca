"""Estimate how the fields depend on each other: loadings on common factors, shifts by race and age, PSU variance.

Each answer is scored by the mean of a standard normal over the interval that corresponds to its share within the cell.
The correlations of these scores, corrected for their coarseness, are explained by a few common factors.
"""

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.stats import norm

from rlsanalysis.nhanes.demo.calibrate_cells import FEWEST, MEASURED, bands, field_people
from rlsanalysis.nhanes.demo.parameters import COVARIATES, ordered
from rlsanalysis.nhanes.demo.structure import Field, drug_fields, fields

FACTORS = 16
SWEEPS = 60
RIDGE = 0.05
FEWEST_PAIRS = 150
MOST_COMMON_VARIANCE = 0.9
MOST_ICC = 0.35
ADULT = 20
RACE = "DEMO.RIDRETH"


def associations(frames: Mapping[str, pd.DataFrame]) -> list[dict[str, object]]:
    """Return the rows of ``loadings.csv`` from the people of all survey cycles."""
    scores, coarseness, shifts, iccs = {}, {}, {}, {}
    parts = {release: _release_scores(frame, release) for release, frame in frames.items()}
    people = pd.concat([_covariates(frame) for frame in frames.values()], ignore_index=True)
    for name in dict.fromkeys(name for part in parts.values() for name in part):
        empty = {release: pd.Series(np.nan, frame.index) for release, frame in frames.items()}
        score = pd.concat([parts[r].get(name, empty[r]) for r in frames], ignore_index=True)
        raw = score[score.notna() & (people["age"] >= ADULT)]
        if len(raw) < FEWEST or raw.var() == 0:
            raw = score.dropna()
        slopes, rest = _regress(raw, people)
        coarseness[name] = float(raw.var())
        shifts[name] = slopes / coarseness[name]
        iccs[name] = _icc(rest, people.loc[rest.index, "psu"]) / coarseness[name]
        if not name.startswith(RACE) and "WT" not in name:
            scores[name] = rest.reindex(score.index)
    loadings = _factors(pd.DataFrame(scores), pd.Series(coarseness))
    rows: list[dict[str, object]] = []
    for name, shift in shifts.items():
        row: dict[str, object] = {"field": name}
        row |= {f"factor{i + 1}": _short(v) for i, v in enumerate(loadings.get(name, np.zeros(FACTORS)))}
        of_people = not name.startswith(RACE) and "WT" not in name
        row |= {n: _short(v) if of_people else "" for n, v in zip(COVARIATES, shift, strict=True)}
        row["icc"] = _short(min(max(iccs[name], 0.0), MOST_ICC if name != "DEMO.RIDEXMON" else 0.9))
        if len(set(row.values())) > 2:
            rows.append(row)
    return rows


def _covariates(frame: pd.DataFrame) -> pd.DataFrame:
    race, age = frame["DEMO.RIDRETH1"], frame["DEMO.RIDAGEYR"]
    psu = frame["DEMO.SDMVSTRA"] * 10 + frame["DEMO.SDMVPSU"]
    return pd.DataFrame(
        {"black": race == 4, "hispanic": race.isin([1, 2]), "other": race == 5, "age": age, "psu": psu}
    ).astype(float)


def _release_scores(frame: pd.DataFrame, release: str) -> dict[str, "pd.Series[float]"]:
    return {field.name: _scores(field, frame) for field in (*fields(release), *drug_fields())}


def _scores(field: Field, frame: pd.DataFrame) -> "pd.Series[float]":
    """Return the mean of a standard normal over the interval of each answer in its cell; NaN if blank or special."""
    people = field_people(field, frame)
    result = pd.Series(np.nan, frame.index)
    special = {f"{code:g}" for code in field.special}
    for _, group in people[~people["answer"].isin(special)].groupby("key"):
        for _, members in bands(group):
            known = members[members["answer"] != ""]
            if field.kind == "number":
                known = known[known["answer"] == MEASURED]
                position = known["value"].rank(method="dense")
            else:
                order = {answer: i for i, answer in enumerate(ordered(list(known["answer"].unique()), field))}
                position = known["answer"].map(order)
            share = position.value_counts(normalize=True).sort_index()
            upper = share.cumsum().clip(upper=1.0)
            means = (norm.pdf(norm.ppf(upper - share)) - norm.pdf(norm.ppf(upper))) / share
            result[known.index] = pd.Series(means).reindex(position).to_numpy()
    return result


def _regress(
    score: "pd.Series[float]", people: pd.DataFrame
) -> tuple[npt.NDArray[np.float64], "pd.Series[float]"]:
    """Return the slopes on race and on age within bands (per 10 years), and the residuals."""
    scored = people.loc[score.index]
    band = pd.cut(scored["age"], [-1, 5, 11, 19, 39, 59, 69, 120], labels=False)
    age = (scored["age"] - scored["age"].groupby(band).transform("mean")) / 10
    X = np.column_stack([np.ones(len(scored)), scored["black"], scored["hispanic"], scored["other"], age])
    beta, *_ = np.linalg.lstsq(X, score.to_numpy(), rcond=None)
    return beta[1:], pd.Series(score - X @ beta, score.index)


def _icc(score: "pd.Series[float]", psu: "pd.Series[float]") -> float:
    """Return the variance between PSUs, by analysis of variance."""
    groups = score.groupby(psu)
    size = groups.size()
    within = float((groups.var().fillna(0) * (size - 1)).sum() / max(len(score) - len(size), 1))
    return float(((groups.mean() - score.mean()) ** 2).mean() - within / size.mean())


def _factors(scores: pd.DataFrame, coarseness: "pd.Series[float]") -> dict[str, npt.NDArray[np.float64]]:
    """Return the loadings that explain the pairwise correlations, by alternating weighted least squares."""
    names = [str(name) for name in scores]
    scale = coarseness[names].to_numpy()
    known = scores.notna().to_numpy(float)
    filled = scores.fillna(0.0).to_numpy()
    pairs = known.T @ known
    target = np.clip((filled.T @ filled) / np.maximum(pairs, 1) / np.outer(scale, scale), -0.95, 0.95)
    weight = np.where(pairs >= FEWEST_PAIRS, 1.0, 0.0) * np.outer(scale, scale)
    np.fill_diagonal(weight, 0.0)
    weight /= weight.max()
    start = np.where(weight > 0, target, 0.0)
    values, vectors = np.linalg.eigh(start + 0.5 * np.eye(len(names)))
    L = vectors[:, -FACTORS:] * np.sqrt(np.maximum(values[-FACTORS:], 0.01))
    for _ in range(SWEEPS):
        for i in range(len(names)):
            w = weight[i]
            ridge = RIDGE * np.eye(FACTORS)
            L[i] = np.linalg.solve((L.T * w) @ L + ridge, (L.T * w) @ target[i])
            L[i] *= min(1.0, np.sqrt(MOST_COMMON_VARIANCE / max(float(L[i] @ L[i]), 1e-9)))
    return dict(zip(names, L, strict=True))


def _short(value: float) -> str:
    return f"{value:.2f}" if abs(value) >= 0.015 else ""
