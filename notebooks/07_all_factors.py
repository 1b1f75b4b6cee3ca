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
# The same exposures against both definitions of RLS:

# %%
rls.tables.estimates(headline[headline["exposure"].isin(remaining["exposure"])], across="outcome")

# %% [markdown]
# The verdict on an estimate rests on its 95% CI. These estimates have a 95% CI that excludes 1 but a q value of 0.05 or more: they do not meet a false discovery rate of 5%.

# %%
shown = headline["status"].isin(["ok", "caution", "sparse"])
excludes_one = (headline["conf_low"] > 1) | (headline["conf_high"] < 1)
rls.tables.estimates(headline[shown & excludes_one & ~(headline["q_value"] < 0.05)])

# %% [markdown]
# ## Control outcomes and negative controls
#
# The control outcomes also require contact with care. An association also seen with a control outcome may reflect contact with care rather than RLS.

# %%
early = [o for o in results.outcomes if o.id in ("diagnosed", "other_sleep_disorder")]
rls.tables.estimates(pd.concat(results.primary_estimates(o, "headline") for o in early), across="outcome")

# %%
late = [o for o in results.outcomes if o.cohort == "2013-2020"]
rls.tables.estimates(pd.concat(results.primary_estimates(o, "headline") for o in late), across="outcome")

# %% [markdown]
# No association is expected for three negative controls. One that is seen may reflect chance, or bias in who reports RLS or is diagnosed. Only a relative with asthma can reveal such bias: the season of the examination and the weekday of the recall are set by the field schedule.

# %%
rls.tables.estimates(pd.concat(results.primary_estimates(o, "negative_control") for o in results.primary))

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
# The data are cross-sectional and identify only RLS that a doctor diagnosed or treated. The analysis plan was written after trial fits on the real tables, so its primary exposures were not preregistered. That an estimate is not reported is no evidence of safety.
