"""Generate the demonstration cohort: synthetic people in NHANES files, drawn from parameters, never from records.

The parameters are in ``data/``. Some files are written by hand: ``fields.csv`` (the kind of each column, and the
answers on which it depends), ``drug_groups.csv``, ``settings.toml`` and ``odds_ratios.csv`` (the true odds ratios of
the outcomes). `calibrate` writes all others from the real tables, as rounded proportions and quantiles of many people.

The synthetic people imitate the sample rather than the population: proportions of each answer by sex, age and previous
answers, quantiles of each measurement, and correlations. There are half as many people as in NHANES, and two thirds are
adults instead of half. The number of cases is realistic, so that prevalence is about 1.8 times the real one. Weights
and PSUs have the form of the real ones.
"""

from rlsanalysis.nhanes.demo.outcomes import true_odds_ratios
from rlsanalysis.nhanes.demo.write import LABEL, is_synthetic, write_demo

__all__ = ["LABEL", "is_synthetic", "true_odds_ratios", "write_demo"]
