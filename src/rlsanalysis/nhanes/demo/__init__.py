"""The demonstration cohort: synthetic people in CDC's tables, drawn from parameters, never from records.

``data/`` holds what they are drawn from. Written by hand: ``fields.csv`` (what each column is and which answer opens
it), ``drug_groups.csv``, ``settings.toml`` and ``odds_ratios.csv`` (what the outcomes truly depend on). Written by
`calibrate` from the real tables, as rounded shares and quantiles of many people: all other files.

Sampled people, not the population, are imitated: shares of each answer by sex, age and the answers before, quantiles
of each measure, and how they hang together. Two thirds are adults (in reality half) and there are half as many; cases
are as few as in reality, so their prevalence is about 1.8 times the real one. Weights and PSUs have CDC's form.
"""

from rlsanalysis.nhanes.demo.outcomes import true_odds_ratios
from rlsanalysis.nhanes.demo.write import LABEL, is_synthetic, write_demo

__all__ = ["LABEL", "is_synthetic", "true_odds_ratios", "write_demo"]
