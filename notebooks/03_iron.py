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
# # Iron
#
# *Are low ferritin, transferrin saturation, body iron and anemia associated with restless legs syndrome in US adults, and does the odds ratio follow the amount?*
#
# Brain iron deficiency is the leading hypothesis for the pathophysiology of restless legs syndrome (RLS), and a guideline suggests iron when ferritin is 75 ng/mL or lower or transferrin saturation is below 20% (Winkelman et al., J Clin Sleep Med 2025;21:137). The analysis plan therefore expects lower ferritin to be associated with higher odds of RLS. One bias is expected: patients treated for RLS are often given iron, which raises ferritin and would hide an association.

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
# In 2005–2008 ferritin was measured only in women aged 20 to 49. Later it was measured in all adults of one survey cycle, 2017–March 2020. The figure shows who remains in the model.

# %%
results = rls.load_results(source).part("iron")
display(rls.figures.flow(results, "ferritin_halving"))
Markdown(rls.figures.caption("flow_ferritin_halving", results))

# %% [markdown]
# ## Odds ratios of the headline measures
#
# Each panel shows one definition of RLS. Exposed and all cases are shown next to each estimate.

# %%
display(rls.figures.forest(results))
Markdown(rls.figures.caption("forest", results))

# %% [markdown]
# The tables add the secondary measures and the crude and fully adjusted estimates: treated RLS first, then diagnosed RLS. Transferrin saturation was measured by two methods, in 2005–2006 and in 2017–March 2020, which are not comparable.

# %%
rls.tables.estimates(results, "treated", "headline", "secondary")

# %%
rls.tables.estimates(results, "diagnosed", "headline", "secondary")

# %% [markdown]
# ## Distribution of ferritin

# %%
display(rls.figures.distribution(results, "ferritin"))
Markdown(rls.figures.caption("distribution_ferritin", results))

# %% [markdown]
# ## Dose–response
#
# Each curve is a restricted cubic spline with knots given in the analysis plan. The captions say whether it departs from linearity.

# %%
display(rls.figures.dose_response(results, "ferritin"))
Markdown(rls.figures.caption("dose_response_ferritin", results))

# %%
display(rls.figures.dose_response(results, "tsat"))
Markdown(rls.figures.caption("dose_response_tsat", results))

# %%
display(rls.figures.dose_response(results, "haemoglobin"))
Markdown(rls.figures.caption("dose_response_haemoglobin", results))

# %% [markdown]
# ## Symptoms during sleep
#
# Leg jerks and leg cramps during sleep are secondary outcomes. They are symptoms, not RLS.

# %%
symptoms = [o for o in results.outcomes if o.id in ("leg_jerks", "leg_cramps")]
rls.tables.estimates(pd.concat(results.primary_estimates(o, "headline", "secondary") for o in symptoms))

# %% [markdown]
# ## Answer
#
# This text is computed from the results above, so that it is right on real and on synthetic data.

# %%
rls.answer(results)

# %% [markdown]
# ## Limitations
#
# These cross-sectional data cannot separate low iron that precedes RLS from iron given to treat it, so they argue neither for nor against iron treatment. Ferritin also rises with inflammation.
