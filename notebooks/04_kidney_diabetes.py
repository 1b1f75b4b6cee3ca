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
quoted = pd.concat(results.quoted(o, "headline") for o in results.primary)
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
rls.readable(pd.concat(results.quoted(o, "headline") for o in late), across="outcome")

# %% [markdown]
# ## In numbers
#
# - Treated RLS and chronic kidney disease, 1.76 (95 % interval 0.95–3.17; 45 of 118 cases), diabetes, 1.72
#   (0.98–2.91; 39 of 127), and eGFR below 60, 1.47 (0.76–2.71): intervals that hold 1, as does
#   that of lower eGFR by amount (per 10 lower: 1.10, 0.93–1.29).
# - Treated RLS and HbA1c (per 1 %: 1.30, 1.08–1.52), fasting glucose (per 1 mmol/L: 1.21, 1.07–1.34, with caution)
#   and insulin (2.35, 1.02–4.75, with caution): secondary factors among many, perhaps by chance.
# - Diagnosed RLS has few exposed cases (chronic kidney disease, with caution: 1.20, 0.40–3.01). Against what was
#   expected it is *less* common at lower eGFR (per 10 lower: 0.72, 0.54–0.94; 34 cases).
# - On dialysis are 2 treated cases and no diagnosed one: counts only.
# - Control outcomes: treated insomnia goes with neuropathy (4.44, 2.84–6.76) and weak kidneys (2.55, 1.64–3.83),
#   treated allergies with neuropathy (2.78, 1.09–6.01, with caution) and diabetes (1.69, 1.07–2.61).

# %% [markdown]
# ## The answer
#
# *The numbers are those of CDC's real files.*
#
# There is no evidence of an association of chronic kidney disease (1.76, 95 % interval 0.95–3.17; 45 of 118 cases) or
# diabetes (1.72, 0.98–2.91; 39 of 127) with treated RLS that these cases could tell from chance, and on dialysis are
# 2 treated cases and no diagnosed one. Treated neuropathy (8 exposed cases, so the interval alone: 1.83–10.5) and
# higher HbA1c (per 1 %: 1.30, 1.08–1.52; a secondary factor among many) are associated with treated RLS. Treated
# insomnia goes with neuropathy (4.44, 2.84–6.76) and weak kidneys (2.55, 1.64–3.83) as well, and treated allergies
# with diabetes (1.69, 1.07–2.61), so that none of this is a finding about RLS alone.
