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
# # All factors
#
# *Which suspected causes are associated with restless legs syndrome in US adults, which associations remain after correction for multiple comparisons, and what is too sparse to report?*
#
# This notebook compares every headline exposure of the analysis plan with two definitions of restless legs syndrome (RLS): *diagnosed* (self-reported physician diagnosis, 2005–2008) and *treated* (a prescription with RLS as its indication, 2013–March 2020). Six exposures are primary in the analysis plan; all others are exploratory.

# %%
# %matplotlib inline
import pandas as pd
from IPython.display import HTML, Markdown, display

import rlsanalysis as rls

source = rls.best_source()
display(HTML(rls.notice(source)))

# %% [markdown]
# ## The six primary exposures

# %%
results = rls.load_results(source)
display(rls.figures.summary(results))
Markdown(rls.figures.caption("summary", results))

# %% [markdown]
# ## All headline exposures

# %%
display(rls.figures.forest(results))
Markdown(rls.figures.caption("forest", results))

# %% [markdown]
# ## Multiple comparisons
#
# With some 30 exposures, one or two would have P below 0.05 by chance. The false discovery rate is the expected proportion of false findings among all findings. The q value of an association is the false discovery rate if every association with this q value or a smaller one is declared (Benjamini and Hochberg 1995), among the headline exposures of an outcome. The table lists every headline estimate with q below 0.05.

# %%
headline = pd.concat(results.primary_estimates(o, "headline") for o in results.primary)
remaining = headline[headline["q_value"] < 0.05]
rls.tables.estimates(remaining)

# %% [markdown]
# The verdict on an estimate rests on its 95% CI. These estimates have a 95% CI that excludes 1 but a q value of 0.05 or more: they do not meet a false discovery rate of 5%.

# %%
shown = headline["status"].isin(["ok", "caution", "sparse"])
excludes_one = (headline["conf_low"] > 1) | (headline["conf_high"] < 1)
associated = headline[shown & excludes_one]
rls.tables.estimates(associated[~(associated["q_value"] < 0.05)])

# %% [markdown]
# ## Other definitions of RLS and control outcomes
#
# The second column of each table is a secondary outcome, which shows how far the results depend on the definition of RLS. In 2005–2008 it adds people who took a dopamine agonist without a drug for Parkinson disease; many of them denied any sleep disorder. In 2013–March 2020 it leaves out people whose only prescription for RLS is not a usual drug for it and may be for something else, such as akathisia.
#
# The other columns are control outcomes, which also require contact with care. An association also seen with a control outcome may reflect contact with care rather than RLS. Cataract is no control for diabetes and smoking, because both are established determinants of cataract, and a poor one for kidney failure and dialysis, which are often complications of diabetes.

# %%
compared = ["diagnosed", "diagnosed_or_agonist", "other_sleep_disorder", "cataract"]
early = [o for o in results.outcomes if o.id in compared]
rls.tables.estimates(pd.concat(results.primary_estimates(o, "headline") for o in early), across="outcome")

# %% [markdown]
# One prescription for insomnia or allergy would make a person both a user of the drug and a case of a control outcome. For the control outcomes, such a prescription therefore does not count as exposure, and the drugs have rows of their own.

# %%
late = [o for o in results.outcomes if o.cohort == "2013-2020"]
rls.tables.estimates(pd.concat(results.primary_estimates(o, "headline") for o in late), across="outcome")

# %% [markdown]
# ## Negative controls
#
# No association is expected with the negative controls. One that is seen may reflect chance, or bias in who reports RLS or is diagnosed. The control drugs are given for chronic diseases: whoever takes them meets doctors and takes other drugs. Thyroid hormone is a weak control, because thyroid disease is itself a suspected cause. Of the others, only a relative with asthma can reveal bias: the season of the examination and the weekday of the recall are set by the field schedule.

# %%
negative = pd.concat(results.primary_estimates(o, "negative_control") for o in results.primary)
rls.tables.estimates(negative, across="outcome")

# %% [markdown]
# ## Contact with care
#
# Only someone who met a doctor can be a case. This sensitivity analysis also adjusts for health insurance, a usual place of care and health care visits in the past year: diagnosed RLS first, then treated RLS. Visits may follow from RLS, so the adjustment can also hide an association. The tables show the exposures of the figure at the top and those whose 95% CI excludes 1 for either definition. Where the headline estimate is a CI only, an odds ratio with more adjusters should not be interpreted: so few cases do not support that many parameters.

# %%
primary = [name for name, exposure in results.study.exposures.items() if exposure.primary]
models = results.estimates[
    (results.estimates["method"] == "firth")
    & results.estimates["exposure"].isin([*primary, *associated["exposure"]])
]
minimal = models[(models["outcome"] == "diagnosed") & models["set"].isin(["minimal", "minimal_care"])]
rls.tables.estimates(minimal[minimal["sample"] == "all"], across="set")

# %%
full = models[(models["outcome"] == "treated") & models["set"].isin(["full", "care"])]
drugs = full["group"] == "medications"
rls.tables.estimates(full[full["sample"] == drugs.map({True: "users", False: "all"})], across="set")

# %% [markdown]
# ## Absolute size, and the bias that would explain an association
#
# The table gives the adjusted prevalence of treated RLS with and without each factor and their difference. An odds ratio says little about size when the outcome is rare. The table for diagnosed RLS, most of whose rows are too sparse for a point estimate, is among the tables of the results (`size_diagnosed`).
#
# Both outcomes catch a small part of RLS. If RLS were detected more often among people with a factor, this alone would give an odds ratio above 1. The detection ratio says how much more often. The E-value says how strongly an unmeasured confounder would have to be associated with both the factor and the outcome.

# %%
rls.tables.sizes(results, "treated")

# %% [markdown]
# The tipping-point figure shows the same ratios for each association whose 95% CI excludes 1. The dashed lines are the odds ratios of the control outcomes with the same factor: where they reach the colored area, unequal detection of a size seen in these data would bring the 95% CI to 1.

# %%
display(rls.figures.tipping_point(results))
Markdown(rls.figures.caption("tipping_point", results))

# %% [markdown]
# ## What so few cases can detect

# %%
rls.tables.cases(results)

# %% [markdown]
# ## Answer
#
# This text is computed from the results above, so that it is right on real and on synthetic data.

# %%
rls.answer_findings(results)

# %% [markdown]
# ## Limitations
#
# The data are cross-sectional and identify only RLS that a doctor diagnosed or treated. The detection ratio and the E-value describe how strong one bias would have to be, alone; neither corrects an estimate. The analysis plan was written after trial fits on the real tables, so its primary exposures were not preregistered. That an estimate is not reported is no evidence of safety.
