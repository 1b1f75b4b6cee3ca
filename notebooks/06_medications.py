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
# A case of treated RLS takes a prescription drug by definition. Compared with all adults, many of whom take none, odds ratios for most drugs would be too high. Treated RLS is therefore compared among adults with any prescription. This restriction may in turn make odds ratios too low: a case enters through the drug for RLS alone, and a non-case only by taking another drug. The two estimates, in the next table, should be read together. Beta-blockers and proton pump inhibitors (PPI) are secondary exposures; statins, diuretics and ACE inhibitors are control drugs, which are given for chronic diseases and for which no direct link with RLS is established.

# %%
results = rls.load_results(source).part("medications")
drugs = [
    "rx_antidepressant", "rx_serotonergic", "rx_snri", "rx_beta_blocker", "rx_ppi", "rx_statin", "rx_diuretic",
    "rx_ace_inhibitor",
]  # fmt: skip
treated = results.estimates[
    (results.estimates["outcome"] == "treated")
    & (results.estimates["set"] == "full")
    & (results.estimates["method"] == "firth")
    & results.estimates["sample"].isin(["users", "all"])
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
# Diagnosed RLS is compared among all adults, since a diagnosis needs no prescription. Active comparators and control drugs stand below the drugs. A comparator is given for the same conditions and thought not to worsen RLS. Whoever takes one drug for a chronic disease meets doctors and takes others, so an association of a control drug may reflect this bias, chance, or the disease for which it is given. One that is not seen does not exclude bias where the CI is wide.

# %%
display(rls.figures.forest(results, part="drugs"))
Markdown(rls.figures.caption("forest_drugs", results))

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
rls.tables.estimates(results, "treated", "headline", "comparator", "negative_control", "secondary")

# %%
rls.tables.estimates(results, "diagnosed", "headline", "comparator", "negative_control", "secondary")

# %% [markdown]
# ## Antidepressants: serotonergic drugs, bupropion and trazodone
#
# "Any antidepressant" mixes serotonergic drugs with bupropion, which is thought not to worsen RLS, and trazodone, which is mostly given for sleep. If depression or contact with care explained the association of serotonergic antidepressants, bupropion would be expected to show a similar one. Few cases take it, so its CI includes both 1 and the odds ratio of serotonergic antidepressants, and the comparison cannot tell them apart. It is no reason to change a drug.

# %%
compared = pd.concat(
    results.primary_estimates(o, "headline", "comparator", "secondary") for o in results.primary
)
antidepressants = [
    "rx_antidepressant",
    "rx_serotonergic",
    "rx_ssri",
    "rx_snri",
    "rx_bupropion",
    "rx_trazodone",
]
rls.tables.estimates(compared[compared["exposure"].isin(antidepressants)], across="outcome")

# %% [markdown]
# Depression and pain are reasons for these drugs and are associated with RLS. The next table adjusts in addition for depressive symptoms (PHQ-2 score), for prescriptions of other drugs for pain, and for contact with care: health insurance, a usual place of care and visits in the past year. These adjustments are incomplete: PHQ-2 measures symptoms of the past two weeks, which treatment lowers and RLS may raise, and pain for which the antidepressant itself was prescribed is not counted. Visits may follow from RLS, so the last adjustment may also hide an association.

# %%
serotonergic = results.estimates[
    (results.estimates["outcome"] == "treated")
    & (results.estimates["method"] == "firth")
    & (results.estimates["sample"] == "users")
    & results.estimates["set"].isin(["full", "phq2", "pain", "care"])
    & results.estimates["exposure"].isin(["rx_antidepressant", "rx_serotonergic"])
]
rls.tables.estimates(serotonergic, across="set")

# %% [markdown]
# ## Antipsychotics
#
# Antipsychotics can cause akathisia. A drug such as benztropine that is taken "for RLS" points to akathisia from an antipsychotic, which benztropine may reduce, so the first column counts as cases only people who take a drug with which RLS is treated. Antipsychotics are often taken with antidepressants, for which the models adjust here. Partial agonists of dopamine (aripiprazole, brexpiprazole, cariprazine) are apart from all others. More cases may be expected in a model with more adjusters, so a point estimate that appears only here deserves the caution of the headline model.

# %%
antipsychotics = results.estimates[
    results.estimates["outcome"].isin(["treated_firm", "treated"])
    & (results.estimates["method"] == "firth")
    & (results.estimates["sample"] == "users")
    & (results.estimates["set"] == "antidepressants")
]
rls.tables.estimates(antipsychotics.sort_values("outcome", ascending=False, kind="stable"), across="outcome")

# %% [markdown]
# ## Drugs taken for longer than the present drug for RLS
#
# In the next table a drug counts only if it has been taken for longer than the drug for RLS. This dates prescriptions, not RLS: symptoms may precede treatment by years, and drugs for RLS are changed, for example after augmentation. Only cases have a drug for RLS, so only they can lose their exposure, while everyone else keeps it. All odds ratios are therefore biased downward, those of the control drugs too. By how much depends on how long a drug is usually taken, so the control drugs show the direction and the order of this bias and do not correct it.

# %%
before = results.estimates[
    (results.estimates["outcome"] == "treated")
    & (results.estimates["set"] == "full")
    & (results.estimates["method"] == "firth")
    & results.estimates["sample"].isin(["users", "before"])
    & results.estimates["exposure"].isin(
        results.estimates.loc[results.estimates["sample"] == "before", "exposure"]
    )
]
rls.tables.estimates(before, across="sample")

# %% [markdown]
# ## How unequal detection would have to be
#
# Both outcomes catch a small part of RLS. If RLS were detected more often among users of a drug, this alone would give an odds ratio above 1. The figure shows which ratios of detection would explain each association; dashed lines are the odds ratios of control outcomes. These show what unequal detection may do only where drug and control outcome share no indication, which does not hold for insomnia. The table has the absolute size of each association and its E-value.

# %%
display(rls.figures.tipping_point(results))
Markdown(rls.figures.caption("tipping_point", results))

# %%
rls.tables.sizes(results, "treated")

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
# Treated glaucoma, allergic rhinitis and insomnia also require contact with care. Insomnia is the least neutral of them: it is related to RLS, to depression and to these drugs. A drug that is given for insomnia or allergic rhinitis would make its user both exposed and a case. For these outcomes, antidepressants, antipsychotics and antihistamines therefore count only if they were prescribed for another reason; their rows say so. Another sleep disorder and cataract are the control outcomes of 2005–2008, where reasons were not recorded.

# %%
late = [o for o in results.outcomes if o.cohort == "2013-2020"]
rls.tables.estimates(pd.concat(results.primary_estimates(o, "headline") for o in late), across="outcome")

# %%
early = [o for o in results.outcomes if o.id in ("diagnosed", "other_sleep_disorder", "cataract")]
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
# Confounding by indication cannot be excluded: these drugs are prescribed for depression, anxiety, poor sleep and pain, which are associated with RLS themselves; the headline models do not adjust for them. Doctors who know of RLS may stop or avoid these drugs, which may hide an association. They may choose bupropion instead, which would raise its odds ratio. The survey does not say whether RLS or the drug came first, only for how long drugs for both were taken. The reason of a prescription is the participant's own answer, coded by CDC. Drugs for RLS may themselves be followed by weight gain, sleepiness or other prescriptions.
#
# Prescriptions are those of the past 30 days, without dose or adherence. Drugs bought without a prescription, such as most antihistamines, are not counted. In 2013–March 2020 prescriptions with RLS as a reason are not counted as exposure. In 2005–2008 reasons were not recorded, so a drug that was prescribed for RLS counts as exposure there.
#
# Several classes have few exposed cases. Their estimates are sparse or not reported, which is no evidence of safety. The analysis plan was written after trial fits on the real tables and was not preregistered. Drug classes: Multum Lexicon.
