# ---
# jupyter:
#   jupytext:
#     formats: ipynb,py:percent
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
# *Which suspected factors are associated with restless legs syndrome in US adults, what of it survives so many
# comparisons, and what is too sparse to say?*
#
# Every headline factor of the plan against the two faces of restless legs syndrome (RLS): *diagnosed* (2005-2008: told by
# a doctor) and *treated* (2013-March 2020: a prescription with RLS as its reason). Six of them were named as primary
# beforehand; all else is exploratory.

# %%
# %matplotlib inline
import pandas as pd
from IPython.display import HTML, display

import rlsanalysis as rls

source = rls.best_source()
display(HTML(rls.notice(source)))

# %% [markdown]
# ## The whole forest
#
# Few cases first: the cases and the exposed among them stand beside each odds ratio. A dashed interval without a point is
# *sparse* (2 to 5 exposed cases to expect): its point is not interpreted. "Counts only" means fewer than 2.

# %%
results = rls.fit_plan(source, headline=True)
rls.figures.forest(results)

# %% [markdown]
# ## What survives multiplicity
#
# With some 30 factors, one or two would pass p below 0.05 by chance. `q` holds the false discovery rate over all headline
# factors of an outcome (a factor with several levels has the q of its joint test). All rows with q below 0.10:

# %%
primary = results.estimates[results.estimates["outcome"].isin(["diagnosed", "treated"])]
headline = primary[primary["headline"] == "yes"]
survives = headline[headline["q_value"] < 0.1]
rls.readable(survives).drop(columns=["method", "adjustment"])

# %% [markdown]
# Rows whose interval leaves 1, but whose q is 0.10 or more, so that they may be chance:

# %%
away = headline[
    headline["status"].isin(["ok", "caution", "sparse"])
    & ((headline["conf_low"] > 1) | (headline["conf_high"] < 1))
]
chance = away[~away.index.isin(survives.index)]
rls.readable(chance).drop(columns=["method", "adjustment"])

# %% [markdown]
# ## Each release alone
#
# The same rows, with the releases one by one (adjusted for age, sex and race). A finding should not hang on one release,
# but most of these have too few cases to tell.

# %%
cohorts = {
    "diagnosed": rls.load_cohort("2005-2008", source=source), "treated": rls.load_cohort("2013-2020", source=source)
}  # fmt: skip
alone = pd.concat(
    rls.associate(cohorts[outcome], outcome, exposure, "minimal", releases=[release]).assign(sample=release)
    for outcome, exposure in dict.fromkeys(zip(survives["outcome"], survives["exposure"], strict=True))
    for release in cohorts[outcome].releases
)
rls.readable(alone[alone["method"] == "firth"], across="people")

# %% [markdown]
# ## What the controls say
#
# The same factors, in the headline set of each cohort, against outcomes that share the path complaint, doctor,
# prescription. What they show as well is no finding about RLS alone.

# %%
sets = {"diagnosed": "minimal", "treated": "full"}
controls = {
    "diagnosed": ["other_sleep_disorder"], "treated": ["insomnia_treated", "allergy_treated", "glaucoma_treated"]
}  # fmt: skip
beside = pd.concat(
    rls.associate(cohorts[outcome], control, exposure, sets[outcome])
    for outcome, exposure in dict.fromkeys(zip(survives["outcome"], survives["exposure"], strict=True))
    for control in controls[outcome]
)
rls.readable(beside[beside["method"] == "firth"], across="outcome")

# %% [markdown]
# And three factors without any known link to RLS. An association of theirs speaks of who reports and who is diagnosed:

# %%
negative = pd.concat(
    rls.associate(cohorts[outcome], outcome, exposure, sets[outcome])
    for outcome in cohorts
    for exposure in ["exam_nov_apr", "recall_weekend", "relative_asthma"]
)
rls.readable(negative[negative["method"] == "firth"]).drop(columns=["method", "q"])

# %% [markdown]
# ## What is too sparse to say
#
# Rows without a point estimate: the interval alone, or counts alone.

# %%
sparse = headline[headline["status"].isin(["sparse", "too_few", "not_estimable"])]
rls.readable(sparse)[["outcome", "n", "cases (exposed)", "odds ratio (95 % interval)"]]

# %% [markdown]
# Among the others, the smallest odds ratio above 1 that could have been found (80 % power at 5 %), where people with and
# without a factor are compared:

# %%
compared = headline[headline["n_exposed"].notna() & headline["status"].isin(["ok", "caution"])]
spread = compared.groupby("outcome")["detectable_or"].describe()[["count", "min", "50%", "max"]].round(2)
spread["count"] = spread["count"].astype(int)
spread.set_axis(["comparisons", "smallest", "median", "largest"], axis=1)

# %% [markdown]
# ## The answer
#
# *The numbers are those of CDC's real files.*
#
# ANSWER
