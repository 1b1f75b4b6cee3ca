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
# *Are smoking, alcohol, caffeine, physical activity, diet and body weight associated with restless legs syndrome in US adults?*
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
# The tables add the secondary factors: diagnosed RLS first, then treated RLS.

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
# ## Control outcome
#
# Other sleep disorders diagnosed by a doctor also require contact with care.

# %%
early = [o for o in results.outcomes if o.id in ("diagnosed", "other_sleep_disorder")]
rls.tables.estimates(pd.concat(results.primary_estimates(o, "headline") for o in early), across="outcome")

# %% [markdown]
# ## Answer
#
# This text is computed from the results above, so that it is right on real and on synthetic data.

# %%
rls.answer(results)

# %% [markdown]
# ## Limitations
#
# Caffeine comes from one day of recalled food and drink, and the other habits are self-reported. The analysis plan was written after trial fits on the real tables and was not preregistered.
