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
# # Kidney disease, diabetes and neuropathy
#
# *Are kidney disease, diabetes and neuropathy associated with restless legs syndrome in US adults, and do the odds rise as kidney function falls and blood sugar rises?*
#
# Restless legs syndrome (RLS) is common among people on dialysis and has been reported with diabetes and neuropathy. The analysis plan expects each of them to be associated with higher odds of RLS. It was written after trial fits on the real tables and was not preregistered.

# %%
# %matplotlib inline
import pandas as pd
from IPython.display import HTML, Markdown, display

import rlsanalysis as rls

source = rls.best_source()
display(HTML(rls.notice(source)))

# %% [markdown]
# ## Data and analytic sample
#
# NHANES does not sample people by illness, and the most severely ill do not come to its examination. The table gives the number of exposed cases.

# %%
results = rls.load_results(source).part(["kidney", "diabetes", "neuropathy"])
rls.tables.estimates(pd.concat(results.primary_estimates(o, "headline") for o in results.primary))

# %% [markdown]
# ## Odds ratios of the headline factors

# %%
display(rls.figures.forest(results))
Markdown(rls.figures.caption("forest", results))

# %% [markdown]
# The tables add the secondary factors and the crude and fully adjusted estimates: treated RLS first, then diagnosed RLS.

# %%
rls.tables.estimates(results, "treated", "headline", "secondary")

# %%
rls.tables.estimates(results, "diagnosed", "headline", "secondary")

# %% [markdown]
# ## Distribution of kidney function

# %%
display(rls.figures.distribution(results, "egfr"))
Markdown(rls.figures.caption("distribution_egfr", results))

# %% [markdown]
# ## Dose–response
#
# Each curve is a restricted cubic spline with knots given in the analysis plan. The captions say whether it departs from linearity.

# %%
display(rls.figures.dose_response(results, "egfr"))
Markdown(rls.figures.caption("dose_response_egfr", results))

# %%
display(rls.figures.dose_response(results, "acr"))
Markdown(rls.figures.caption("dose_response_acr", results))

# %%
display(rls.figures.dose_response(results, "hba1c"))
Markdown(rls.figures.caption("dose_response_hba1c", results))

# %% [markdown]
# ## Each survey cycle alone
#
# These estimates for treated RLS are adjusted for age, sex and race and ethnicity. An estimate that one cycle is too small to support is not reported.

# %%
alone = results.estimates[
    (results.estimates["outcome"] == "treated")
    & (results.estimates["method"] == "firth")
    & results.estimates["sample"].isin(["H", "I", "P"])
]
rls.tables.estimates(alone, across="sample")

# %% [markdown]
# ## Control outcomes
#
# Treated insomnia, allergic rhinitis and glaucoma also require contact with care. Nerve pain is treated with drugs that are also prescribed for RLS, so a prescription for neuropathy may be a second label for the same complaint.

# %%
late = [o for o in results.outcomes if o.cohort == "2013-2020"]
rls.tables.estimates(pd.concat(results.primary_estimates(o, "headline") for o in late), across="outcome")

# %% [markdown]
# ## Answer
#
# This text is computed from the results above, so that it is right on real and on synthetic data.

# %%
rls.answer(results)

# %% [markdown]
# ## Limitations
#
# Dialysis cannot be assessed, because too few cases received it, and an estimate for chronic kidney disease does not stand in for dialysis. Chronic kidney disease is based on one measurement. NHANES 2013–2020 has no measure of neuropathy itself; prescriptions for nerve pain are used instead. Secondary estimates are many and are not corrected for their number.
