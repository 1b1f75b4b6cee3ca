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
# # Kidney, diabetes, nerves
#
# *Are kidney disease, diabetes and neuropathy associated with restless legs syndrome in US adults, and do the odds rise
# as kidney function falls and blood sugar rises?*
#
# Restless legs syndrome (RLS) is common among people on dialysis, and has been reported with diabetes and neuropathy.
# Stated beforehand: each of them, higher odds.
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
# People with the factor, and cases among them. Dialysis, where the link with RLS is best known, has hardly any: NHANES
# does not sample people by their illness, and the very ill do not come to its examination.

# %%
results = rls.fit_plan(source, group=["kidney", "diabetes", "neuropathy"])
quoted = pd.concat(results.primary_estimates(o, "headline") for o in results.primary)
counts = rls.readable(quoted)[["outcome", "people", "n", "cases (exposed)"]]
counts.insert(3, "exposed", [f"{n:,.0f}" for n in quoted["n_exposed"]])
counts

# %% [markdown]
# ## Dose and response
#
# Odds ratios along a measured amount: restricted cubic splines whose knots were fixed beforehand, against a normal value.
# Captions have the test of whether the curve bends.

# %%
rls.figures.dose_response(results, "egfr")

# %%
rls.figures.dose_response(results, "acr")

# %%
rls.figures.dose_response(results, "hba1c")

# %% [markdown]
# ## Kidney function of cases and of other people

# %%
rls.figures.distribution(results, "egfr")

# %% [markdown]
# ## The factors
#
# The headline factors, the two faces of RLS side by side:

# %%
rls.figures.forest(results)

# %% [markdown]
# All factors against treated RLS, from crude to fully adjusted:

# %%
HTML(rls.tables.estimates(results, "treated", "headline", "secondary").as_raw_html())

# %% [markdown]
# The same against diagnosed RLS, of which few cases have any of these illnesses:

# %%
HTML(rls.tables.estimates(results, "diagnosed", "headline", "secondary").as_raw_html())

# %% [markdown]
# ## Each release alone
#
# Age, sex and race adjusted, treated RLS. A single release can hardly tell.

# %%
alone = results.estimates[
    (results.estimates["outcome"] == "treated")
    & (results.estimates["method"] == "firth")
    & results.estimates["sample"].isin(["H", "I", "P"])
]
rls.readable(alone, across="people")

# %% [markdown]
# ## What the controls say
#
# The same factors against treated insomnia, allergies and glaucoma, which share the path complaint, doctor, prescription:
# what they show as well is no finding about RLS alone. Damaged nerves are treated with the drugs that treat RLS, so that a
# prescription for neuropathy may also be a second label of the same complaint.

# %%
late = [o for o in results.outcomes if o.cohort == "2013-2020"]
rls.readable(pd.concat(results.primary_estimates(o, "headline") for o in late), across="outcome")

# %% [markdown]
# ## In numbers
#
# - Kidney and treated RLS (fully adjusted): chronic kidney disease 1.76 (95 % interval 0.95–3.17; 45 of 118 cases),
#   eGFR below 60 1.47 (0.76–2.71), told of weak or failing kidneys 1.82 (0.81–3.57, with caution). Dialysis: counts
#   only (2 treated cases, no diagnosed one).
# - Diabetes and treated RLS: told 1.72 (0.98–2.91; 39 of 127 cases), with the smaller set 1.99 (1.15–3.32), told or
#   by HbA1c 1.59 (0.88–2.76).
# - Diagnosed RLS (34 to 41 cases; age, sex and race adjusted), all with caution: chronic kidney disease 1.20
#   (0.40–3.01), diabetes told 1.60 (0.48–4.24), told or by HbA1c 1.70 (0.53–4.45). eGFR below 60 is sparse
#   (0.17–3.33), weak or failing kidneys have counts only (3 cases).
# - Neuropathy treated with other drugs than gabapentin and pregabalin, treated RLS among people with any
#   prescription: 8 of 127 cases, sparse, the interval alone, 1.83–10.5.
# - Secondary factors whose interval leaves 1, 5 of 28 that have one, not adjusted for so many tests: treated RLS and
#   HbA1c (per 1 %: 1.30, 1.08–1.52), fasting glucose (per 1 mmol/L: 1.21, 1.07–1.34, with caution), insulin (2.35,
#   1.02–4.75, with caution) and neuropathy with all drugs (2.49, 1.17–4.79, with caution); diagnosed RLS and lower
#   eGFR, *against* what was expected (per 10 lower: 0.72, 0.54–0.94; 34 cases; treated RLS: 1.10, 0.93–1.29).
# - Control outcomes: treated insomnia goes with neuropathy (4.44, 2.84–6.76), weak or failing kidneys (2.55,
#   1.64–3.83) and eGFR below 60 (1.52, 1.09–2.10), not evidently with chronic kidney disease (1.30, 0.94–1.77) or
#   diabetes (1.22, 0.89–1.66); treated allergies with neuropathy (2.78, 1.09–6.01, with caution), weak or failing
#   kidneys (1.86, 1.05–3.07) and diabetes (1.69, 1.07–2.61); treated glaucoma with none evidently.

# %% [markdown]
# ## The answer
#
# *The numbers are those of CDC's real files.*
#
# Fully adjusted, there is no evidence of an association of chronic kidney disease (1.76, 95 % interval 0.95–3.17; 45
# of 118 cases) or diabetes (1.72, 0.98–2.91; 39 of 127) with treated RLS that these cases could tell from chance,
# diagnosed RLS has fewer cases still, and on dialysis are 2 treated cases and no diagnosed one. Neuropathy treated
# with other drugs than gabapentin and pregabalin is associated with treated RLS among users of prescription drugs (8
# exposed cases; sparse, the interval alone: 1.83–10.5), but with treated insomnia as well (4.44, 2.84–6.76), so that
# it is no finding about RLS alone. Of 28 secondary comparisons with an interval 5 leave 1, four with treated RLS, as
# higher HbA1c (per 1 %: 1.30, 1.08–1.52), and one against what was expected, lower eGFR and less diagnosed RLS (per
# 10 lower: 0.72, 0.54–0.94), none of them adjusted for so many tests.
