"""Estimate how often 95% CIs of a log odds ratio include its true value, in simulated surveys with few exposed cases.

Each survey has strata of two PSUs, unequal weights and a rare outcome. The true model is logistic: the probability of
the outcome is that of the model times a factor of the PSU whose mean is 1. Three intervals are compared: the profile
interval of Firth's method over the stabilized variance, the Wald interval of Firth's estimate with the linearized
variance, and the Wald interval of `svyglm`. The table in docs/methods.md was made with this program.
"""

import argparse
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

import numpy as np
import pandas as pd
from joblib import Parallel, delayed
from scipy import stats

import rlsanalysis as rls
from rlsanalysis.survey.errors import AnalysisError

COVARIATE = 0.3  # log odds per unit of a covariate
SPREAD_OF_PSUS, SPREAD_OF_WEIGHTS = 0.3, 0.6  # coefficient of variation; standard deviation of the log
METHODS = ("profile", "linearized", "svyglm")


@dataclass(frozen=True)
class Setting:
    """A simulated survey: numbers of strata and of people per PSU, expected cases, share exposed, true odds ratio."""

    strata: int
    people: int
    cases: int
    exposed: float
    odds_ratio: float


def draw(rng: np.random.Generator, setting: Setting) -> pd.DataFrame:
    """Draw one survey, with the exposure `x` and the covariate `z`."""
    psus = 2 * setting.strata
    psu = np.repeat(np.arange(psus), setting.people)
    share = rng.beta(20 * setting.exposed, 20 * (1 - setting.exposed), psus)[psu]
    x, z = (rng.random(len(psu)) < share).astype(float), rng.normal(size=len(psu))
    rate = setting.cases / len(psu) / (1 + setting.exposed * (setting.odds_ratio - 1))
    log_odds = np.log(rate) - COVARIATE**2 / 2 + np.log(setting.odds_ratio) * x + COVARIATE * z
    factor = rng.gamma(SPREAD_OF_PSUS**-2, SPREAD_OF_PSUS**2, psus)[psu]
    y = rng.random(len(psu)) < factor / (1 + np.exp(-log_odds))
    w = rng.lognormal(0, SPREAD_OF_WEIGHTS, len(psu))
    return pd.DataFrame({"y": y.astype(float), "x": x, "z": z, "w": w, "stratum": psu // 2, "psu": psu})


def intervals(frame: pd.DataFrame) -> Iterator[tuple[float, float]]:
    """Yield the 95% CI of each method; an empty one, from inf to -inf, where a method has no finite estimate."""
    model = rls.logit("y ~ x + z", rls.SurveyDesign(frame, weights="w", strata="stratum", psu="psu"))
    firth = model.fit(method="firth")
    yield tuple(firth.conf_int().loc["x"])
    estimate, half = (
        firth.params["x"],
        stats.t.ppf(0.975, model.design.df) * float(firth.stabilized("x").V_lin[0]) ** 0.5,
    )
    yield estimate - half, estimate + half
    try:
        yield tuple(model.fit(method="ml").conf_int().loc["x"])
    except AnalysisError:
        yield np.inf, -np.inf


def coverage(setting: Setting, samples: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Return, by method, the percent of its intervals that include the truth and the percent of samples with one."""
    rng, truth = np.random.default_rng(seed), np.log(setting.odds_ratio)
    limits = np.array([list(intervals(draw(rng, setting))) for _ in range(samples)])
    low, high = limits[..., 0], limits[..., 1]
    there = (low <= high).sum(axis=0)
    return 100 * ((low <= truth) & (truth <= high)).sum(axis=0) / there, 100 * there / samples


def main() -> None:
    """Print one line per setting."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--samples", type=int, default=400, help="simulated surveys per setting")
    parser.add_argument("--strata", type=int, default=30)
    parser.add_argument("--people", type=int, default=80, help="people per PSU")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--workers", type=int, default=2)
    given = parser.parse_args()
    settings = [
        Setting(given.strata, given.people, cases, exposed, odds_ratio)
        for cases, exposed, odds_ratio in product((40, 140), (0.05, 0.15), (1.0, 3.0))
    ]
    drawn = Parallel(n_jobs=given.workers, return_as="generator")(
        delayed(coverage)(setting, given.samples, given.seed) for setting in settings
    )
    for one, (covered, there) in zip(settings, drawn, strict=True):
        found = "; ".join(
            f"{m} {c:.1f}% of {t:.1f}%" for m, c, t in zip(METHODS, covered, there, strict=True)
        )
        print(f"{one.cases} cases, {one.exposed:.0%} exposed, OR {one.odds_ratio:g}: {found}", flush=True)


if __name__ == "__main__":
    main()
