"""Compare the time of one maximum-likelihood fit with the Python package `svy` and R's `svyglm`, on the same data.

The three are timed in turn, round by round, from data in memory to coefficients with standard errors, with default
settings. The output gives median times, their ratios to this package, and the relative differences of the results.
"""

import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import polars as pl
import svy

from rlsanalysis.survey import Logit, SurveyDesign

PEOPLE, CASES_PER_1000, ROUNDS = 20_000, 7, 7
COLUMNS = [f"x{i}" for i in range(1, 17)]

R_SCRIPT = """
suppressMessages(library(survey))
d <- read.csv(commandArgs(TRUE)[1])
x <- paste0("x", 1:16)
model <- as.formula(paste("y ~", paste(x, collapse = " + ")))
for (i in 1:as.integer(commandArgs(TRUE)[2])) {
  seconds <- system.time({
    design <- svydesign(ids = ~psu, strata = ~stratum, weights = ~w, data = d, nest = TRUE)
    fit <- svyglm(model, design, family = quasibinomial(), control = list(epsilon = 1e-14, maxit = 50))
    se <- SE(fit)
  })[["elapsed"]]
  cat(format(c(seconds, coef(fit)[["x1"]], se[["x1"]]), digits = 15, trim = TRUE), sep = " ")
  cat("\\n")
}
"""


def people() -> pd.DataFrame:
    """Simulate people in 54 strata of two PSUs, with a rare outcome and sixteen covariates, half of them binary."""
    rng = np.random.default_rng(20)
    X = rng.normal(size=(PEOPLE, 16))
    X[:, :8] = X[:, :8] > 1
    logit = np.log(CASES_PER_1000 / 1000) + 0.5 * X[:, 0] + 0.2 * X[:, 9]
    frame = pd.DataFrame(X, columns=COLUMNS)
    frame["y"] = (rng.random(PEOPLE) < 1 / (1 + np.exp(-logit))).astype(float)
    frame["w"] = rng.lognormal(10, 0.8, PEOPLE)
    frame["stratum"] = rng.integers(0, 54, PEOPLE)
    frame["psu"] = rng.integers(1, 3, PEOPLE)
    return frame


def ours(frame: pd.DataFrame) -> tuple[float, float]:
    """Return coefficient and standard error of x1 by this package."""
    design = SurveyDesign(frame, weights="w", strata="stratum", psu="psu")
    fit = Logit(frame["y"], frame[COLUMNS].assign(const=1.0), design).fit()
    return float(fit.params["x1"]), float(fit.bse["x1"])


def theirs(frame: pl.DataFrame) -> tuple[float, float]:
    """Return coefficient and standard error of x1 by svy."""
    sample = svy.Sample(frame, svy.Design(stratum="stratum", psu="psu", wgt="w"))
    coefficients = {
        c.term: c for c in sample.glm.fit("y", x=COLUMNS, family="binomial", tol=1e-12).fitted.coefs
    }
    return float(coefficients["x1"].est), float(coefficients["x1"].se)


def timed(fit: Callable[[], tuple[float, float]]) -> tuple[float, tuple[float, float]]:
    """Return the seconds and the result of one call."""
    start = time.perf_counter()
    found = fit()
    return time.perf_counter() - start, found


def in_r(frame: pd.DataFrame, rounds: int) -> list[tuple[float, tuple[float, float]]]:
    """Return seconds and result of each round of svyglm, timed in R; an empty list without R or its package survey."""
    if shutil.which("Rscript") is None:
        return []
    with tempfile.TemporaryDirectory() as folder:
        data, script = Path(folder) / "people.csv", Path(folder) / "fit.R"
        frame.to_csv(data, index=False)
        script.write_text(R_SCRIPT)
        done = subprocess.run(
            ["Rscript", script, data, str(rounds)], capture_output=True, text=True, check=False
        )
    lines = [[float(cell) for cell in line.split()] for line in done.stdout.splitlines()]
    return [(seconds, (estimate, error)) for seconds, estimate, error in lines]


def main() -> None:
    """Time the three programs in turn and print one line for each."""
    frame = people()
    polars = pl.from_pandas(frame)
    runs: dict[str, list[tuple[float, tuple[float, float]]]] = {"rlsanalysis": [], "svy": [], "R svyglm": []}
    ours(frame), theirs(polars)
    for _ in range(ROUNDS):
        runs["rlsanalysis"].append(timed(lambda: ours(frame)))
        runs["svy"].append(timed(lambda: theirs(polars)))
        runs["R svyglm"] += in_r(frame, 1)
    base = np.median([seconds for seconds, _ in runs["rlsanalysis"]])
    reference = runs["rlsanalysis"][0][1]
    size = f"{PEOPLE:,} people, {len(COLUMNS) + 1} coefficients, {int(frame['y'].sum())} cases"
    print(f"one fit: {size}, {ROUNDS} rounds")
    for name, rounds in runs.items():
        if not rounds:
            print(f"{name:<12} not installed here")
            continue
        seconds = np.median([s for s, _ in rounds])
        apart = [abs(a / b - 1) for a, b in zip(rounds[0][1], reference, strict=True)]
        print(
            f"{name:<12} median {1000 * seconds:7.1f} ms   {seconds / base:6.2f} x rlsanalysis   "
            f"relative difference of coefficient and SE of x1: {apart[0]:.0e} and {apart[1]:.0e}"
        )


if __name__ == "__main__":
    main()
