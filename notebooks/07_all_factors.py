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
# ## The six named beforehand
#
# Side by side, so that nobody has to read them off the figure:

# %%
six = ["ferritin_halving", "ckd", "diabetes_told", "rx_antidepressant", "smoking", "caffeine_100"]
primary = results.estimates[results.estimates["outcome"].isin(["diagnosed", "treated"])]
headline = primary[primary["headline"] == "yes"]
names = dict(zip(headline["outcome"], rls.readable(headline)["outcome"], strict=True))
rls.readable(headline[headline["exposure"].isin(six)], across="outcome")

# %% [markdown]
# ## What survives multiplicity
#
# With some 30 factors, one or two would pass p below 0.05 by chance. `q` holds the false discovery rate over all headline
# factors of an outcome (a factor with several levels has the q of its joint test). All rows with q below 0.10:

# %%
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
alone = alone[alone["method"] == "firth"]
for outcome in cohorts:
    shown = rls.readable(alone[alone["outcome"] == outcome], across="people")
    display(shown.rename_axis(columns=names[outcome]))

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
for outcome, cohort in cohorts.items():
    beside = pd.concat(
        rls.associate(cohort, control, exposure, sets[outcome])
        for exposure in survives.loc[survives["outcome"] == outcome, "exposure"].unique()
        for control in [outcome, *controls[outcome]]
    )
    display(rls.readable(beside[beside["method"] == "firth"], across="outcome"))

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
spread.rename(index=names).set_axis(["comparisons", "smallest", "median", "largest"], axis=1)

# %% [markdown]
# ## In numbers
#
# - At a false discovery rate of 10 %, diagnosed RLS (at most 41 cases in a model) is associated with antidepressants
#   (9.47, 95 % interval 4.28–21.7, with caution), SSRIs (sparse: 1.62–19.0), depressed mood (sparse: 2.69–13.3),
#   obesity (2.40, 1.28–4.59), inactivity (2.48, 1.15–5.55) and smoking (current: 2.99, 1.49–6.08, with caution).
# - Treated RLS (at most 127 cases), among people with any prescription, is associated with antidepressants (2.25,
#   1.36–3.69), SNRIs (3.97, 1.72–8.30, with caution), antipsychotics (sparse: 1.45–7.09) and treated neuropathy
#   (sparse: 1.83–10.5).
# - Of those named beforehand, there is no evidence of an association of treated RLS with ferritin (per halving: 1.02,
#   0.77–1.33), chronic kidney disease (1.76, 0.95–3.17), diabetes (1.72, 0.98–2.91), current smoking (2.01,
#   0.85–4.56) or caffeine per 100 mg (1.07, 0.96–1.15, with caution).
# - Control outcomes: antidepressants go with treated insomnia (8.17, 6.48–10.4), treated allergies (1.95, 1.44–2.61)
#   and other sleep disorders (3.57, 2.79–4.56), obesity with other sleep disorders (2.91, 2.31–3.67). And a
#   relative's asthma, which has no known link to RLS, goes with diagnosed RLS (3.13, 1.33–7.23, with caution).

# %% [markdown]
# ## The answer
#
# *The numbers are those of CDC's real files.*
#
# At a false discovery rate of 10 %, and leaving out what is too sparse for a point, diagnosed RLS is associated with
# antidepressants (9.47, 95 % interval 4.28–21.7, with caution), smoking (current: 2.99, 1.49–6.08, with caution),
# obesity (2.40, 1.28–4.59) and inactivity (2.48, 1.15–5.55), and treated RLS with antidepressants (2.25, 1.36–3.69)
# and of these SNRIs (3.97, 1.72–8.30, with caution). There is no evidence of an association of treated RLS with
# ferritin (per halving: 1.02, 0.77–1.33), chronic kidney disease (1.76, 0.95–3.17), diabetes (1.72, 0.98–2.91) or
# caffeine per 100 mg (1.07, 0.96–1.15, with caution), but half of the comparisons that allow a point could not have
# found an odds ratio below 3.53 (diagnosed) or 2.65 (treated). Control outcomes show most of it as well
# (antidepressants and treated insomnia: 8.17, 6.48–10.4; obesity and other sleep disorders: 2.91, 2.31–3.67), so that
# none of this is a finding about RLS alone, and all of it is association, not cause.
