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
# *Are antidepressants, antipsychotics, antinausea drugs and antihistamines associated with restless legs syndrome in US
# adults, among people who take a prescription drug at all?*
#
# These drugs are suspected of bringing restless legs syndrome (RLS) on or making it worse. **Confounding by indication
# is the rule here, not the exception.** A drug is taken for a reason: depression, anxiety, poor sleep and pain go with RLS
# themselves, and some of these drugs are given for the sleep that RLS disturbs. An association of a drug with RLS is
# therefore no evidence that the drug does anything, and nobody should stop a drug because of this page.
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
# Users of each class, and cases among them. For most classes there are too few to tell.

# %%
results = rls.fit_plan(source, group="medications")
quoted = pd.concat(results.primary_estimates(o, "headline", "secondary") for o in results.primary)
counts = rls.readable(quoted)[["outcome", "people", "n", "cases (exposed)"]]
counts.insert(3, "users", [f"{n:,.0f}" for n in quoted["n_exposed"]])
counts

# %% [markdown]
# ## Why users are compared with users
#
# Whoever is a case of treated RLS takes a prescription drug by definition. Compared with all adults, two in five of
# whom take none, every drug looks guilty. The main comparison is therefore among people with any prescription; all adults stand
# beside it. The odds ratios fall even for drugs that nobody suspects:

# %%
drugs = ["rx_antidepressant", "rx_ssri", "rx_snri", "rx_beta_blocker", "rx_ppi", "rx_statin"]
both = results.estimates[
    (results.estimates["outcome"] == "treated")
    & (results.estimates["set"] == "full")
    & (results.estimates["method"] == "firth")
    & results.estimates["exposure"].isin(drugs)
]
rls.readable(both, across="people")

# %% [markdown]
# ## The drugs
#
# Headline classes, the two faces of RLS side by side (diagnosed: all adults, since a diagnosis needs no prescription):

# %%
rls.figures.forest(results)

# %% [markdown]
# From crude to full adjustment:

# %%
rls.figures.adjustment(results)

# %% [markdown]
# All classes against treated RLS among people with any prescription, from crude to fully adjusted:

# %%
HTML(rls.tables.estimates(results, "treated", "headline", "secondary").as_raw_html())

# %% [markdown]
# And against diagnosed RLS, among all adults:

# %%
HTML(rls.tables.estimates(results, "diagnosed", "headline", "secondary").as_raw_html())

# %% [markdown]
# Drugs that *treat* RLS stand apart: that they go with treated RLS shows only that the data are what they seem.

# %%
treating = pd.concat(results.primary_estimates(o, "treats_rls", "positive_control") for o in results.primary)
rls.readable(treating).drop(columns=["method", "q"])

# %% [markdown]
# ## Each release alone
#
# Age, sex and race adjusted, among people with any prescription, for the classes with the most users among the cases:

# %%
alone = results.estimates[
    (results.estimates["outcome"] == "treated")
    & (results.estimates["method"] == "firth")
    & results.estimates["sample"].isin(["H", "I", "P"])
    & results.estimates["exposure"].isin(["rx_antidepressant", "rx_ssri", "rx_snri", "rx_antipsychotic"])
]
rls.readable(alone, across="people")

# %% [markdown]
# ## What the controls say
#
# The same drugs against treated insomnia, allergies and glaucoma. A person who sees a doctor for one complaint is
# prescribed for others: where a control outcome shows the association as well, it is no finding about RLS alone.
# One comparison is partly a circle: trazodone or mirtazapine given for insomnia makes somebody a user of an antidepressant
# and a case of treated insomnia by one and the same prescription, and so do quetiapine and sedating antihistamines.

# %%
late = [o for o in results.outcomes if o.cohort == "2013-2020"]
rls.readable(pd.concat(results.primary_estimates(o, "headline") for o in late), across="outcome")

# %%
early = [o for o in results.outcomes if o.id in ("diagnosed", "other_sleep_disorder")]
rls.readable(pd.concat(results.primary_estimates(o, "headline") for o in early), across="outcome")

# %% [markdown]
# ## In numbers
#
# - Diagnosed RLS is adjusted for age, sex and race here, treated RLS fully, and among people with any prescription.
# - Antidepressants, the primary factor: diagnosed RLS 9.47 (95 % interval 4.28–21.7, with caution; 19 of 41 cases);
#   treated RLS 2.25 (1.36–3.69; 63 of 127 cases).
# - By class, exploratory: SNRIs and treated RLS 3.97 (1.72–8.30, with caution; 20 cases), diagnosed RLS counts only
#   (6 cases); SSRIs and treated RLS 1.35 (0.74–2.32), diagnosed RLS sparse (1.62–19.0; 12 cases).
# - Antipsychotics: treated RLS, with 10 exposed cases, sparse, the interval alone, 1.45–7.09; diagnosed RLS counts
#   only (2 cases).
# - Too few to tell, exposed diagnosed and treated cases: dopamine-blocking antinausea drugs 4 and 2, mirtazapine 0
#   and 2 (counts only), sedating antihistamines 4 (counts only) and 5 (an interval of 0.25–7.33).
# - Secondary factors whose interval leaves 1, 4 of 18 that have one, not adjusted for so many tests: five or more
#   prescriptions (diagnosed RLS 5.04, 1.84–13.8, with caution; treated RLS 3.03, 1.81–5.16), and sparse, with treated
#   RLS, tricyclic antidepressants (1.02–8.23) and trazodone (1.04–7.34).
# - Control outcomes: other sleep disorders with antidepressants (3.57, 2.79–4.56) and antipsychotics (6.05,
#   3.82–9.38), treated allergies with antidepressants (1.95, 1.44–2.61), not evidently with SNRIs (0.93, 0.46–1.67)
#   or antipsychotics (0.90, 0.34–1.90), treated glaucoma with none evidently (antidepressants: 1.34, 0.85–2.06).
#   Treated insomnia goes with SNRIs (3.78, 2.56–5.47), and partly by one and the same prescription with
#   antidepressants (8.17, 6.48–10.4) and antipsychotics (5.15, 3.51–7.44).

# %% [markdown]
# ## The answer
#
# *The numbers are those of CDC's real files. Drug classes: Multum Lexicon.*
#
# Antidepressants are associated with diagnosed RLS (9.47, 95 % interval 4.28–21.7, with caution; 19 of 41 cases) and,
# among users of prescription drugs, with treated RLS (2.25, 1.36–3.69; 63 of 127): SNRIs are with treated RLS (3.97,
# 1.72–8.30, with caution), SSRIs with diagnosed (sparse: 1.62–19.0), not evidently with treated RLS (1.35,
# 0.74–2.32). Antipsychotics are, among the same users, associated with treated RLS (sparse: 1.45–7.09), while for
# dopamine-blocking antinausea drugs (4 diagnosed and 2 treated exposed cases) there are counts only, and for sedating
# antihistamines (4 and 5) no more than an interval of 0.25–7.33 for treated RLS: too few cases to tell. Confounding
# by indication may account for much of it: other sleep disorders go with antidepressants (3.57, 2.79–4.56) and
# antipsychotics (6.05, 3.82–9.38) as well, and treated insomnia with SNRIs (3.78, 2.56–5.47), so that none of this is
# a finding about RLS alone or about what a drug does.
