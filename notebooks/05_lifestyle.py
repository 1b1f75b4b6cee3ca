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
# *Are smoking, alcohol, caffeine, physical activity, shift work, diet and body weight associated with restless legs syndrome in US adults?*
#
# Most of these habits are self-reported at the time of the interview. People with restless legs syndrome (RLS) may have changed them because of it, with less coffee or less exercise; they are often advised to avoid caffeine. The survey cannot tell which came first.

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
# Diet and caffeine come from a dietary recall, which fewer people gave than were interviewed. In 2013–2020 the recalls are those of 2013–2016 and 2017–March 2020, as for the other factors. Shift work was asked about only in 2005–2008, of people who worked in the week before the interview.

# %%
results = rls.load_results(source).part(
    ["smoking", "alcohol", "caffeine", "exercise", "diet", "body", "sleep"]
)
rls.tables.cases(results)

# %% [markdown]
# ## Odds ratios of the headline factors

# %%
display(rls.figures.forest(results))
Markdown(rls.figures.caption("forest", results))

# %% [markdown]
# ## From crude to fully adjusted

# %%
display(rls.figures.adjustment(results))
Markdown(rls.figures.caption("adjustment", results))

# %% [markdown]
# ## Caffeine by category
#
# The amount of caffeine is the primary exposure; the categories show whether an association is confined to high intake. Few cases are in the highest category. The categories are one comparison in the correction for multiple comparisons, by their joint test. The answer below gives its q value next to any category whose 95% CI excludes 1: if q is large, that category alone is weak evidence.

# %%
caffeine = pd.concat(results.primary_estimates(o, "headline") for o in results.primary)
rls.tables.estimates(caffeine[caffeine["exposure"].isin(["caffeine", "caffeine_100"])], across="outcome")

# %% [markdown]
# ## All measures
#
# The tables add the secondary factors, shift work among them: diagnosed RLS first, then treated RLS.

# %%
rls.tables.estimates(results, "diagnosed", "headline", "secondary")

# %%
rls.tables.estimates(results, "treated", "headline", "secondary")

# %% [markdown]
# ## Dose–response
#
# Each curve is a restricted cubic spline with knots given in the analysis plan. The captions say whether it departs from linearity.

# %%
display(rls.figures.dose_response(results, "caffeine_mg"))
Markdown(rls.figures.caption("dose_response_caffeine_mg", results))

# %%
display(rls.figures.dose_response(results, "bmi"))
Markdown(rls.figures.caption("dose_response_bmi", results))

# %%
display(rls.figures.dose_response(results, "dash_score"))
Markdown(rls.figures.caption("dose_response_dash_score", results))

# %% [markdown]
# ## Sleep
#
# Short sleep and snoring may follow from RLS. They are shown apart from the suspected causes.

# %%
rls.tables.estimates(pd.concat(results.primary_estimates(o, "accompanying") for o in results.primary))

# %% [markdown]
# ## Control outcomes
#
# Other sleep disorders diagnosed by a doctor and a cataract operation also require contact with care. Smoking is an established determinant of cataract, so cataract is no control for it, and its cells are empty. The second column is not a control but a wider definition of RLS, which adds people who take a dopamine agonist without a drug for Parkinson disease.

# %%
compared = ["diagnosed", "diagnosed_or_agonist", "other_sleep_disorder", "cataract"]
early = [o for o in results.outcomes if o.id in compared]
rls.tables.estimates(pd.concat(results.primary_estimates(o, "headline") for o in early), across="outcome")

# %% [markdown]
# For treated RLS, the control outcomes are treated insomnia, allergic rhinitis and glaucoma. The second column is treated RLS without people whose only prescription for RLS is not a usual drug for it.

# %%
late = [o for o in results.outcomes if o.cohort == "2013-2020"]
rls.tables.estimates(pd.concat(results.primary_estimates(o, "headline") for o in late), across="outcome")

# %% [markdown]
# ## Absolute size, and the bias that would explain an association
#
# The tables give the adjusted prevalence with and without each factor, the ratio of detection that alone would give the odds ratio, and the E-value of unmeasured confounding: diagnosed RLS first, then treated RLS.

# %%
rls.tables.sizes(results, "diagnosed")

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
# Caffeine comes from one day of recalled food and drink, and the other habits are self-reported. The analysis does not measure the time of day of caffeine or exercise, although RLS is worst in the evening. Melatonin is not measured either. Few shift workers are cases, and RLS may keep people from shift work. The analysis plan was written after trial fits on the real tables and was not preregistered.
