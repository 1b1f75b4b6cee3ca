"""How often 95% CIs include the true odds ratio in simulated surveys: the numbers of `coverage.csv` in a sentence.

The numbers were made with an earlier version of `benchmarks/coverage.py`: for each setting, the percent of
samples whose CI includes the truth by method (for `svyglm`, among those with a finite estimate).
"""

from importlib.resources import files

import pandas as pd

from rlsanalysis.present.phrases import numeral


def simulated_coverage() -> pd.DataFrame:
    """Read the coverage of each method in percent, one row per simulated setting."""
    with (files(__package__) / "coverage.csv").open(encoding="utf-8") as file:
        return pd.read_csv(file)


def coverage_in_words() -> str:
    """Say how often the CIs of each method included the true odds ratio, with the range over all settings."""
    simulated = simulated_coverage()
    ranges = {name: f"{column.min():.1f}% to {column.max():.1f}%" for name, column in simulated.items()}
    settings = numeral(len(simulated))
    return (
        f"In simulated surveys ({settings} settings with one covariate), profile CIs included the true odds ratio in "
        f"{ranges['profile']} of samples, and linearized Wald CIs of the same estimate in {ranges['linearized']}. "
        "CIs of svyglm included it in "
        f"{ranges['svyglm']} of the samples in which svyglm had a finite estimate ({ranges['svyglm_finite']} of all)."
    )
