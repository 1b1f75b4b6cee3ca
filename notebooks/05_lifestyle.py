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
# # Lifestyle
#
# *Are smoking, alcohol, caffeine, inactivity, diet, body weight and sleep associated with restless legs syndrome in US
# adults, and does more of one go with higher odds?*
#
# Most of these are habits at the time of the interview, told by the person. Whoever has restless legs syndrome (RLS) may
# have changed them because of it: less coffee, less exercise, less sleep. The survey cannot tell which came first.
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
# The headline comparisons of the two faces of RLS by what their number of cases allows:

# %%
results = rls.fit_plan(source, group=["smoking", "alcohol", "caffeine", "exercise", "diet", "body", "sleep"])
states = {
    "ok": "point and interval", "caution": "with caution (†)", "sparse": "interval only (‡)", "too_few": "counts only (#)"
}  # fmt: skip
quoted = pd.concat(results.primary_estimates(o, "headline") for o in results.primary)
outcomes = rls.readable(quoted)["outcome"].to_numpy()
table = pd.crosstab(outcomes, quoted["status"].to_numpy(), rownames=["outcome"], colnames=[""])
table[[s for s in states if s in table]].rename(columns=states)

# %% [markdown]
# ## The factors
#
# The two faces of RLS side by side:

# %%
rls.figures.forest(results)

# %% [markdown]
# Diagnosed RLS goes with several habits at once; treated RLS, with three times the cases and full adjustment, with none of
# the headline ones. Crude to full:

# %%
rls.figures.adjustment(results)

# %% [markdown]
# ## Dose and response

# %%
rls.figures.dose_response(results, "caffeine_mg")

# %%
rls.figures.dose_response(results, "bmi")

# %%
rls.figures.dose_response(results, "drinks_week_7")

# %% [markdown]
# ## All factors
#
# Headline and secondary factors against diagnosed RLS; then against treated RLS.

# %%
HTML(rls.tables.estimates(results, "diagnosed", "headline", "secondary").as_raw_html())

# %%
HTML(rls.tables.estimates(results, "treated", "headline", "secondary").as_raw_html())

# %% [markdown]
# ## Sleep, apart
#
# Short sleep and snoring may follow from RLS, so that they stand apart and not among the suspected factors:

# %%
sleep = pd.concat(results.primary_estimates(o, "accompanying") for o in results.primary)
rls.readable(sleep).drop(columns=["method", "people", "q"])

# %% [markdown]
# ## What the control says
#
# The habits of diagnosed RLS against any other sleep disorder that a doctor told of:

# %%
early = [o for o in results.outcomes if o.id in ("diagnosed", "other_sleep_disorder")]
rls.readable(pd.concat(results.primary_estimates(o, "headline") for o in early), across="outcome")

# %% [markdown]
# ## In numbers
#
# - Current smoking: diagnosed RLS, adjusted for age, sex and race, 2.99 (95 % interval 1.49–6.08, with caution; 14 of
#   41 cases), fully adjusted 2.97 (1.36–6.55, with caution); treated RLS, fully adjusted, 2.01 (0.85–4.56; 28 of 127
#   cases), with the smaller set 2.18 (1.06–4.31).
# - Obesity: diagnosed RLS 2.40 (1.28–4.59; 21 of 40 cases), fully adjusted 2.55 (1.38–4.80); treated RLS 1.24
#   (0.75–2.01).
# - No leisure activity: diagnosed RLS 2.48 (1.15–5.55; 25 of 41 cases), fully adjusted 1.90 (0.86–4.31); treated RLS
#   1.26 (0.80–2.01), with the smaller set 1.56 (1.05–2.35).
# - Caffeine of 400 mg or more: diagnosed RLS 0.20 (0.02–1.04, with caution; 2 of 36 cases), treated RLS, the other
#   way, 2.69 (0.93–7.99, with caution; 11 of 95 cases); with the other set 0.14 (0.01–0.70, with caution) and 3.10
#   (1.22–8.15, with caution). Per 100 mg: sparse (0.56–1.02) and 1.07 (0.96–1.15, with caution).
# - Alcohol beyond 7 or 14 drinks a week: diagnosed RLS sparse (0.85–7.41), treated RLS 0.81 (0.26–1.98, with
#   caution). None in 12 months: 1.21 (0.45–3.01) and 0.96 (0.58–1.56).
# - Diet rated fair or poor: diagnosed RLS 2.34 (0.98–5.40, with caution), treated RLS 1.32 (0.77–2.22), with the
#   smaller set 1.68 (1.01–2.74). DASH score, per point: 1.25 (0.96–1.60, with caution; 32 cases) and 0.98 (0.74–1.25;
#   86 cases).
# - Secondary factors whose interval leaves 1, 6 of 32, not adjusted for so many tests: diagnosed RLS and body-mass
#   index (per 5 kg/m2: 1.26, 1.10–1.41), waist (per 10 cm: 1.26, 1.06–1.49), drinks (per 7 a week: 1.23, 1.05–1.36),
#   vigorous activity (0.17, 0.02–0.64, with caution) and fibre (per 10 g: 0.53, 0.26–0.97, with caution); treated RLS
#   and cotinine (2.17, 1.14–4.03).
# - Sleep under 7 hours, which may follow from RLS: treated RLS 1.94 (1.13–3.24; 29 of 98 cases), diagnosed RLS 2.12
#   (0.70–6.54).
# - Control outcome, other sleep disorders: obesity 2.91 (2.31–3.67), current smoking 1.30 (1.06–1.60), no leisure
#   activity 1.29 (1.06–1.58), diet rated fair or poor 1.63 (1.38–1.92).

# %% [markdown]
# ## The answer
#
# *The numbers are those of CDC's real files.*
#
# Adjusted for age, sex and race, diagnosed RLS (at most 41 cases) is associated with current smoking (2.99, 95 %
# interval 1.49–6.08, with caution), obesity (2.40, 1.28–4.59) and no leisure activity (2.48, 1.15–5.55), the last not
# evidently after full adjustment (1.90, 0.86–4.31). Fully adjusted, treated RLS (at most 127 cases) shows no evidence
# of an association with any headline habit: current smoking 2.01 (0.85–4.56), obesity 1.24 (0.75–2.01), inactivity
# 1.26 (0.80–2.01), caffeine of 400 mg or more 2.69 (0.93–7.99, with caution). Other sleep disorders go with obesity
# (2.91, 2.31–3.67), smoking (1.30, 1.06–1.60) and inactivity (1.29, 1.06–1.58) as well, and habits, coffee not least,
# may have changed because of RLS, so that none of this is a finding about RLS alone.
