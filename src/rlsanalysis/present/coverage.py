"""How often 95% CIs included the true odds ratio in simulated surveys: the numbers of `coverage.csv` in sentences.

`benchmarks/coverage.py` writes the file: one row per simulated setting and level of its exposure, with the number of
samples, cases expected in the smaller group (E0), effective degrees of freedom (k), how many times the lower limit of a
median profile CI its upper limit is (`factor`), and the percent of samples whose CI includes the truth by method (for
`svyglm`, among those with a finite estimate), and the same for profile CIs of estimates with the status `ok` (`ok` of
the samples).
"""

from importlib.resources import files

import pandas as pd

METHODS = ("profile", "linearized", "svyglm", "svyglm_finite")
FEWEST = 500
"""Samples of a group, such as those with the status `ok`, from which on their coverage in a setting is told."""
LITTLE = 0.6
"""Effective degrees of freedom below which a CI says less than E0 suggests."""


def simulated_coverage() -> pd.DataFrame:
    """Read the coverage of each method in percent, one row per simulated setting and level of its exposure."""
    with (files(__package__) / "coverage.csv").open(encoding="utf-8") as file:
        return pd.read_csv(file)


def coverage_in_words() -> str:
    """Say how often the CIs of each method included the true odds ratio, with the range over all settings."""
    simulated = simulated_coverage()
    ranges = {name: f"{simulated[name].min():.1f}% to {simulated[name].max():.1f}%" for name in METHODS}
    settings, samples = simulated["title"].nunique(), simulated["samples"].min()
    return (
        f"In simulated surveys ({settings} settings, {samples:,} samples of each), profile CIs included the true odds "
        f"ratio in {ranges['profile']} of samples, and linearized Wald CIs of the same estimate in "
        f"{ranges['linearized']}. CIs of svyglm included it in {ranges['svyglm']} of the samples in which svyglm had "
        f"a finite estimate ({ranges['svyglm_finite']} of all)."
    )


def limits_in_words() -> str:
    """Say in which setting profile CIs are least reliable, and what they are worth where weights vary most."""
    simulated = simulated_coverage()
    least = simulated.sort_values("profile").iloc[0]
    wide = simulated[(simulated["k"] < LITTLE) & (simulated["expected"] >= 5)]
    said = (
        f"Profile CIs included the truth least often, in {least['profile']:.1f}% of samples, in the setting "
        f"“{least['title']}”. {_without_reservation(simulated, least['title'])}"
    )
    if wide.empty:
        return said
    row = wide.sort_values("factor").iloc[-1]
    return (
        f"{said} The number of cases expected in the smaller group does not say how much their weights differ: in the "
        f"setting “{row['title']}”, with {row['expected']:.0f} such cases but only {row['k']:.1f} effective degrees of "
        f"freedom, CIs included the true odds ratio in {row['profile']:.1f}% of samples, but their upper limit was "
        f"typically {row['factor']:,.0f} times the lower, so such an interval says less than the number of cases "
        "suggests."
    )


def _without_reservation(simulated: pd.DataFrame, setting: str) -> str:
    """Say how often the CIs of estimates with the status `ok` included the truth in the least favorable setting."""
    told = simulated[simulated["ok"] >= FEWEST].sort_values("profile_ok").iloc[0]
    least = simulated.sort_values("profile_ok").iloc[0]
    fewer = (
        f" Settings with fewer such estimates went down to {least['profile_ok']:.1f}% (of {least['ok']:,})."
        if least["profile_ok"] < told["profile_ok"]
        else ""
    )
    where = "this setting" if told["title"] == setting else f"the setting “{told['title']}”"
    return (
        f"Among settings with {FEWEST} or more estimates without reservation (status ok), CIs of these did so least "
        f"often in {where}, in {told['profile_ok']:.1f}% of {told['ok']:,} samples.{fewer} Where cases are few for "
        "the number of parameters of a model, a CI may therefore be slightly too narrow, whatever its status."
    )
