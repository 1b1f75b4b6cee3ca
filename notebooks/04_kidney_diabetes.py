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
# Restless legs syndrome (RLS) is common among people with kidney failure, above all on dialysis, and has been reported with diabetes and neuropathy. The analysis plan expects each of them to be associated with higher odds of RLS. It was written after trial fits on the real tables and was not preregistered.

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
# NHANES does not sample people by illness, and the most severely ill do not come to its examination. The table gives the number of exposed cases. Where too few are expected, it gives counts only.

# %%
results = rls.load_results(source).part(["kidney", "diabetes", "neuropathy"])
rls.tables.estimates(pd.concat(results.primary_estimates(o, "headline") for o in results.primary))

# %% [markdown]
# ## Kidney failure and chronic kidney disease
#
# The suspected cause is kidney failure: an estimated glomerular filtration rate (eGFR) below 15 mL/min/1.73 m² or dialysis in the past 12 months. It has a row of its own in the table above. Chronic kidney disease (CKD) is a much broader condition, an eGFR below 60 or albuminuria. The next table divides adults with CKD by the two: those with an eGFR of 60 or more have albuminuria alone. An estimate for CKD therefore does not stand in for kidney failure or dialysis. Counts are unweighted, before the models exclude people with unknown adjusters.

# %%
late = rls.load_cohort("2013-2020", source=source)
ckd = late.frame[(late.frame["ckd"] == 1) & late.frame["treated"].notna()]
pd.crosstab(
    ckd["egfr_lt60"].map({0: "eGFR of 60 or more, albuminuria alone", 1: "eGFR below 60"}),
    ckd["treated"].map({0: "non-cases", 1: "cases of treated RLS"}),
).rename_axis(index="adults with CKD, 2013–March 2020", columns=None)

# %% [markdown]
# ## Odds ratios of the headline factors

# %%
display(rls.figures.forest(results))
Markdown(rls.figures.caption("forest", results))

# %% [markdown]
# The tables add the secondary factors and the crude and fully adjusted estimates: treated RLS first, then diagnosed RLS.
#
# NHANES 2013–2020 has no measure of neuropathy itself, only prescriptions for it. Most people with a prescription for diabetic neuropathy take gabapentin or pregabalin, which are also prescribed for RLS. A prescription for neuropathy may thus be a second label for the same complaint, and the row of diabetic neuropathy should never be read as an association with neuropathy alone. The row of drugs for nerve pain leaves these two drugs out, but most of its prescriptions name neuralgia, not neuropathy.

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
# Treated insomnia, allergic rhinitis and glaucoma also require contact with care. The second column is not a control but a sensitivity analysis: treated RLS without people whose only prescription for RLS is not a usual drug for it.

# %%
in_2013_2020 = [o for o in results.outcomes if o.cohort == "2013-2020"]
rls.tables.estimates(
    pd.concat(results.primary_estimates(o, "headline") for o in in_2013_2020), across="outcome"
)

# %% [markdown]
# ## Contact with care
#
# Only someone who met a doctor can be a case, and people with kidney disease or diabetes meet doctors often. This sensitivity analysis also adjusts for health insurance, a usual place of care and health care visits in the past year. Visits may follow from RLS, so the adjustment can also hide an association.

# %%
care = results.estimates[
    (results.estimates["outcome"] == "treated")
    & (results.estimates["method"] == "firth")
    & (results.estimates["role"] == "headline")
    & (results.estimates["sample"] == "all")
    & results.estimates["set"].isin(["full", "care"])
]
rls.tables.estimates(care, across="set")

# %% [markdown]
# ## Absolute size, and the bias that would explain an association
#
# The table gives the adjusted prevalence of treated RLS with and without each factor, the ratio of detection that alone would give the odds ratio, and the E-value of unmeasured confounding.

# %%
rls.tables.sizes(results, "treated")

# %% [markdown]
# ## Answer
#
# This text is computed from the results above, so that it is right on real and on synthetic data.

# %%
rls.answer(results)

# %% [markdown]
# ## Limitations
#
# Kidney failure and dialysis cannot be assessed, because too few cases have them, and an estimate for chronic kidney disease does not stand in for them. That they are not reported is no evidence against an association. Chronic kidney disease is based on one measurement, whereas the clinical definition requires three months. NHANES 2013–2020 has no measure of neuropathy itself; prescriptions for nerve pain are used instead. Secondary estimates are many and are not corrected for their number.
