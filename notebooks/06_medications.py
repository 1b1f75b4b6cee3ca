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
# # Medications
#
# *Are antidepressants, antipsychotics, antinausea drugs and antihistamines associated with restless legs syndrome among US adults?*
#
# These drugs are suspected of triggering or worsening restless legs syndrome (RLS). Confounding by indication is expected throughout. Depression, anxiety, poor sleep and pain are associated with RLS themselves, and some of these drugs are given for the sleep that RLS disturbs. Antipsychotics and dopamine-blocking antinausea drugs can cause akathisia, a restlessness that can be mistaken for RLS. Nobody should start or stop a medicine because of this page. The analysis plan was written after trial fits on the real tables and was not preregistered.

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
# A case of treated RLS takes a prescription drug by definition. Compared with all adults, many of whom take none, odds ratios for most drugs would be too high. Treated RLS is therefore compared among adults with any prescription. The next table shows the difference. Beta-blockers, proton pump inhibitors (PPI) and statins are secondary exposures.

# %%
results = rls.load_results(source).part("medications")
drugs = ["rx_antidepressant", "rx_ssri", "rx_snri", "rx_beta_blocker", "rx_ppi", "rx_statin"]
treated = results.estimates[
    (results.estimates["outcome"] == "treated")
    & (results.estimates["set"] == "full")
    & (results.estimates["method"] == "firth")
    & results.estimates["exposure"].isin(drugs)
]
rls.tables.estimates(treated, across="sample")

# %% [markdown]
# The next table shows how few cases there are and which odds ratios they can detect.

# %%
rls.tables.cases(results)

# %% [markdown]
# ## Odds ratios of the headline classes
#
# Diagnosed RLS is compared among all adults, since a diagnosis needs no prescription.

# %%
display(rls.figures.forest(results))
Markdown(rls.figures.caption("forest", results))

# %% [markdown]
# ## From crude to fully adjusted
#
# The figure shows how the estimates change when adjusters are added. A change shows how far the adjusters account for the crude association; confounders that were not measured remain.

# %%
display(rls.figures.adjustment(results))
Markdown(rls.figures.caption("adjustment", results))

# %% [markdown]
# The tables add the secondary classes: treated RLS among adults with any prescription first, then diagnosed RLS among all adults. Duloxetine is an SNRI that is also prescribed for neuropathic pain, so the associations of SNRIs and of treated neuropathy may rest on the same prescription.

# %%
rls.tables.estimates(results, "treated", "headline", "secondary")

# %%
rls.tables.estimates(results, "diagnosed", "headline", "secondary")

# %% [markdown]
# ## A comparison drug
#
# Bupropion is an antidepressant that is thought not to worsen RLS. If depression or contact with care explained the association of antidepressants, bupropion would be expected to show a similar one. Few cases take it, so the comparison is weak.

# %%
compared = pd.concat(results.primary_estimates(o, "headline", "secondary") for o in results.primary)
rls.tables.estimates(
    compared[compared["exposure"].isin(["rx_antidepressant", "rx_ssri", "rx_snri", "rx_bupropion"])]
)

# %% [markdown]
# ## Drugs that are prescribed for RLS
#
# An association of these drugs with diagnosed RLS is expected. It would check the data and does not suggest a cause. Where few cases are exposed, the drugs are not reported and the check is inconclusive. For treated RLS this is no check. Prescriptions for RLS define the cases, so the table counts only prescriptions for other reasons in 2013–March 2020. Its numbers therefore differ from those of the table of drugs that define treated RLS.

# %%
rls.tables.estimates(
    pd.concat(results.primary_estimates(o, "treats_rls", "positive_control") for o in results.primary)
)

# %% [markdown]
# ## Each survey cycle alone
#
# These estimates are adjusted for age, sex and race and ethnicity, among adults with any prescription.

# %%
alone = results.estimates[
    (results.estimates["outcome"] == "treated")
    & (results.estimates["method"] == "firth")
    & results.estimates["sample"].isin(["H", "I", "P"])
    & results.estimates["exposure"].isin(["rx_antidepressant", "rx_ssri", "rx_snri", "rx_antipsychotic"])
]
rls.tables.estimates(alone, across="sample")

# %% [markdown]
# ## Control outcomes
#
# Treated insomnia, allergic rhinitis and glaucoma also require contact with care. One association is partly true by definition: trazodone, mirtazapine, quetiapine or a sedating antihistamine given for insomnia makes a person both a user of that drug and a case of treated insomnia.

# %%
late = [o for o in results.outcomes if o.cohort == "2013-2020"]
rls.tables.estimates(pd.concat(results.primary_estimates(o, "headline") for o in late), across="outcome")

# %%
early = [o for o in results.outcomes if o.id in ("diagnosed", "other_sleep_disorder")]
rls.tables.estimates(pd.concat(results.primary_estimates(o, "headline") for o in early), across="outcome")

# %% [markdown]
# ## Answer
#
# This text is computed from the results above, so that it is right on real and on synthetic data. Each verdict rests on the 95% CI. The q value of an association is the false discovery rate if every association with this q value or a smaller one is declared, among the headline exposures of the outcome.

# %%
rls.answer(results)

# %% [markdown]
# ## Limitations
#
# Confounding by indication cannot be excluded: these drugs are prescribed for depression, anxiety, poor sleep and pain, which are associated with RLS themselves and for which the models do not adjust. The survey does not say whether RLS or the drug came first.
#
# Prescriptions are those of the past 30 days, without dose or adherence. Drugs bought without a prescription, such as most antihistamines, are not counted. In 2013–March 2020 prescriptions with RLS as a reason are not counted as exposure. In 2005–2008 reasons were not recorded, so a drug that was prescribed for RLS counts as exposure there.
#
# Several classes have few exposed cases. Their estimates are sparse or not reported, which is no evidence of safety. The analysis plan was written after trial fits on the real tables and was not preregistered. Drug classes: Multum Lexicon.
