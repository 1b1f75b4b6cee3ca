# ---
# jupyter:
#   jupytext:
#     formats: ipynb,py:percent
#     notebook_metadata_filter: -jupytext.text_representation.jupytext_version,-jupytext.text_representation.format_version
#     text_representation:
#       extension: .py
#       format_name: percent
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # Iron
#
# *Is low iron (ferritin, transferrin saturation, soluble transferrin receptor, body iron, anaemia) associated with
# restless legs syndrome in US adults, and does the odds ratio follow the amount?*
#
# Low iron in the brain is the best supported idea of how restless legs syndrome (RLS) comes about, and ferritin below
# 75 ng/mL is treated. Stated beforehand: lower ferritin, higher odds. One bias is known beforehand too: people treated for
# RLS are given iron, so that their ferritin may be high *because* they have RLS.
#
# Marks in all tables: † caution, few exposed cases; ‡ sparse, the interval is shown and no point; # counts only;
# § fewer than 40 cases in all. An interval that holds 1 is no evidence that there is nothing.

# %%
# %matplotlib inline
import pandas as pd
from IPython.display import HTML, display

import rlsanalysis as rls

source = rls.best_source()
display(HTML(rls.notice(source)))

# %% [markdown]
# ## Few cases first
#
# In 2005-2008 ferritin was measured in women of 20 to 49 alone, later in all adults of one release, 2017-March 2020. What
# is left of the cases, from everybody interviewed to the people of the model:

# %%
results = rls.fit_plan(source, group="iron")
rls.figures.flow(results, "ferritin_lt50")

# %% [markdown]
# ## Ferritin of cases and of other people

# %%
rls.figures.distribution(results, "ferritin")

# %% [markdown]
# ## Dose and response
#
# Odds ratios along ferritin against 75 ng/mL: a restricted cubic spline whose knots were fixed beforehand. The band is
# wide where few people are. The caption has the test of whether the curve bends at all.

# %%
rls.figures.dose_response(results, "ferritin")

# %%
rls.figures.dose_response(results, "tsat")

# %%
rls.figures.dose_response(results, "haemoglobin")

# %% [markdown]
# ## Cut-offs
#
# The headline factors, the two faces of RLS side by side:

# %%
rls.figures.forest(results)

# %% [markdown]
# All factors of iron against treated RLS, from crude to fully adjusted. The choice of the cut-off does not decide what is
# seen.

# %%
HTML(rls.tables.estimates(results, "treated", "headline", "secondary").as_raw_html())

# %% [markdown]
# The same against diagnosed RLS, among women of 20 to 49 for ferritin. (Transferrin saturation of 2005-2006 and of
# 2017-March 2020 was measured in two ways: never compare the two.)

# %%
HTML(rls.tables.estimates(results, "diagnosed", "headline", "secondary").as_raw_html())

# %% [markdown]
# ## A symptom with more cases
#
# Leg jerks at night are not RLS, but often go with it, and have many more cases. Ferritin below 50 ng/mL by the assay of
# those years is associated with them; below 50 on the scale of today's assay there is no evidence of it. Leg cramps stand
# beside them:

# %%
legs = [o for o in results.outcomes if o.id in ("leg_jerks", "leg_cramps")]
symptoms = pd.concat(results.primary_estimates(o, "headline", "secondary") for o in legs)
rls.readable(symptoms).drop(columns=["method", "people", "q"])

# %% [markdown]
# ## In numbers
#
# - Ferritin and treated RLS (63 cases, fully adjusted): below 50 ng/mL 0.95 (95 % interval 0.36–2.19), below 30 1.37
#   (0.37–3.91, with caution), below 75 1.05 (0.50–2.14), per halving 1.02 (0.77–1.33).
# - Ferritin and diagnosed RLS (12 cases, women of 20 to 49; age and race adjusted): below 50 ng/mL too sparse for a
#   point (0.56–10.1), per halving 1.09 (0.69–1.67).
# - Other headline factors, treated RLS: transferrin saturation below 20 % 0.68 (0.26–1.52), anaemia 1.41 (0.66–2.68),
#   body iron below 0, with 15 cases, sparse (0.16–7.08). Diagnosed RLS: saturation (7 cases) and anaemia (3 of 35
#   cases) are sparse (0.46–18.0 and 0.23–7.14), body iron has counts only (2 of 12 cases).
# - Leg jerks in women of 20 to 49 (155 cases, fully adjusted): ferritin below 50 ng/mL by the assay of the time 1.58
#   (1.11–2.28), on today's scale 1.11 (0.77–1.61), below 30 0.88 (0.59–1.31), below 75 1.38 (0.91–2.13), per halving
#   1.06 (0.94–1.19): exploratory, and no pattern by amount. Leg cramps: below 50 0.96 (0.60–1.55).
# - Both symptoms, in men and women, go with lower haemoglobin (per 1 g/dL: leg jerks 1.13, 1.03–1.25, leg cramps
#   1.13, 1.04–1.22) and with treatment for anaemia (2.16, 1.52–3.01, and 2.36, 1.62–3.36), RLS not evidently (treated
#   RLS: 1.14, 0.94–1.37, and 2.18, 0.84–4.72, with caution).

# %% [markdown]
# ## The answer
#
# *The numbers are those of CDC's real files.*
#
# There is no evidence of an association of ferritin with RLS: per halving 1.02 (95 % interval 0.77–1.33) for treated
# RLS, with 63 cases and full adjustment, and 1.09 (0.69–1.67) for diagnosed RLS, with 12 and for age and race; below
# 50 ng/mL 0.95 (0.36–2.19) and, too sparse for a point, 0.56–10.1. A doubling of the odds of treated RLS at ferritin
# below 50, or with anaemia (1.41, 0.66–2.68), can be neither shown nor ruled out, while for transferrin saturation
# below 20 % (0.68, 0.26–1.52) it lies beyond the interval. Since people treated for RLS are given iron, nothing here
# speaks against iron, nor for it.
