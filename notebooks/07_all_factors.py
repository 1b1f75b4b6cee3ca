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
# The same factors against both faces of RLS. What holds for one alone is weaker for it:

# %%
rls.readable(headline[headline["exposure"].isin(survives["exposure"])], across="outcome")

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
# prescription. What they show as well is no finding about RLS alone. (Antidepressants and antipsychotics are themselves
# prescribed for insomnia: with that control they are partly one and the same prescription.)

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
# - The six primary factors, diagnosed RLS (at most 41 cases; adjusted for age, sex and race): antidepressants 9.47
#   (95 % interval 4.28–21.7, with caution), current smoking 2.99 (1.49–6.08, with caution), ferritin per halving 1.09
#   (0.69–1.67; 12 cases), chronic kidney disease 1.20 (0.40–3.01, with caution), diabetes 1.60 (0.48–4.24, with
#   caution), caffeine per 100 mg sparse (0.56–1.02).
# - The same, treated RLS (at most 127 cases; fully adjusted): antidepressants, among people with any prescription,
#   2.25 (1.36–3.69), current smoking 2.01 (0.85–4.56), ferritin 1.02 (0.77–1.33; 63 cases), chronic kidney disease
#   1.76 (0.95–3.17), diabetes 1.72 (0.98–2.91), caffeine 1.07 (0.96–1.15, with caution).
# - Exploratory factors at a false discovery rate of 10 %: diagnosed RLS with obesity 2.40 (1.28–4.59), inactivity
#   2.48 (1.15–5.55), SSRIs (sparse: 1.62–19.0) and depressed mood (sparse: 2.69–13.3); treated RLS, among people with
#   any prescription, with SNRIs 3.97 (1.72–8.30, with caution), antipsychotics (sparse: 1.45–7.09) and neuropathy
#   treated with other drugs than gabapentin and pregabalin (sparse: 1.83–10.5).
# - The other face of these: treated RLS with obesity 1.24 (0.75–2.01), inactivity 1.26 (0.80–2.01), SSRIs 1.35
#   (0.74–2.32) and depressed mood 2.14 (1.01–4.20, but q 0.26); diagnosed RLS with SNRIs and antipsychotics, counts
#   only; neuropathy was not known in 2005-2008. The question about activity changed between the releases: inactivity
#   and diagnosed RLS 1.72 (0.62–4.75) in 2005-2006, 4.70 (1.21–28.3, with caution) in 2007-2008.
# - Of the comparisons between groups that allow a point, half had 80 % power only for odds ratios of 3.53 (diagnosed)
#   or 2.65 (treated) and more.
# - Control outcomes: antidepressants go with other sleep disorders (3.57, 2.79–4.56) and treated allergies (1.95,
#   1.44–2.61), SNRIs and neuropathy with treated insomnia (3.78, 2.56–5.47, and 4.44, 2.84–6.76), obesity, inactivity
#   and current smoking with other sleep disorders (2.91, 2.31–3.67; 1.29, 1.06–1.58; 1.30, 1.06–1.60); treated
#   glaucoma goes with none of the drugs evidently (antidepressants: 1.34, 0.85–2.06). Of three factors without a
#   known link, a relative's asthma goes with diagnosed RLS (3.13, 1.33–7.23, with caution); the intervals of the
#   other five comparisons hold 1.

# %% [markdown]
# ## The answer
#
# *The numbers are those of CDC's real files.*
#
# At a false discovery rate of 10 %, two of the six primary factors are associated with RLS: antidepressants with
# diagnosed (9.47, 95 % interval 4.28–21.7, with caution) and, among users of prescription drugs, treated RLS (2.25,
# 1.36–3.69), and current smoking with diagnosed (2.99, 1.49–6.08, with caution), not evidently with fully adjusted
# treated RLS (2.01, 0.85–4.56). There is no evidence of an association of treated RLS with ferritin (per halving:
# 1.02, 0.77–1.33), chronic kidney disease (1.76, 0.95–3.17), diabetes (1.72, 0.98–2.91) or caffeine (per 100 mg:
# 1.07, 0.96–1.15, with caution), nor of diagnosed RLS, with fewer cases still: intervals that hold 1, and rule out no
# more than what lies beyond them. Exploratory factors such as obesity (diagnosed RLS 2.40, 1.28–4.59; treated 1.24,
# 0.75–2.01) and SNRIs (treated 3.97, 1.72–8.30, with caution) go with control outcomes as well, as antidepressants do
# (other sleep disorders: 3.57, 2.79–4.56), so that none of this is a finding about RLS alone, and all of it is
# association, not cause.
