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
# # Prevalence
#
# *How common is each outcome among US adults, by sex, age and survey cycle, and who are the cases?*
#
# Percents are weighted to the US civilian noninstitutionalized population aged 20 and older. Counts are unweighted.

# %%
# %matplotlib inline
from IPython.display import HTML, Markdown, display

import rlsanalysis as rls

source = rls.best_source()
display(HTML(rls.notice(source)))

# %% [markdown]
# ## Prevalence of each outcome
#
# Neither definition of RLS measures the prevalence of the disease, because both include only people whose doctor diagnosed or treated it. Two secondary outcomes vary them: one adds people who take a dopamine agonist without a drug for Parkinson disease, and one leaves out people whose only prescription for RLS is not a usual drug for it. Groups with too few people are suppressed by the data presentation standards of the National Center for Health Statistics (NCHS).

# %%
results = rls.load_results(source)
display(rls.figures.prevalence(results))
Markdown(rls.figures.caption("prevalence", results))

# %% [markdown]
# The next table gives the same numbers and adds the control outcomes.

# %%
rls.tables.prevalence(results)

# %% [markdown]
# A Rao-Scott test asks whether the prevalence of treated RLS differs between the three survey cycles.

# %%
late = rls.load_cohort("2013-2020", source=source)
change = late.design(["treated"]).independence("treated", "release")
print(
    f"F = {change.statistic:.2f} on {change.df_num:.2f} and {change.df_den:.1f} degrees of freedom, P = {change.p_value:.2f}"
)

# %% [markdown]
# ## Participant flow
#
# Chronic kidney disease needs an examination. The figure shows how many people and cases this excludes.

# %%
display(rls.figures.flow(results, "ckd"))
Markdown(rls.figures.caption("flow_ckd", results))

# %% [markdown]
# ## Characteristics of the cases
#
# Table 1 describes cases, non-cases and all adults, first for diagnosed and then for treated RLS. It is descriptive and not adjusted for anything.

# %%
rls.tables.table_one(results, "diagnosed")

# %%
rls.tables.table_one(results, "treated")

# %% [markdown]
# ## Drugs that define treated RLS
#
# A participant is a case because of a prescription with RLS as a reason. The table shows which drugs these are. Some of them are given for other conditions as well.

# %%
rls.tables.drugs(results, "treated")

# %% [markdown]
# ## Answer
#
# This text is computed from the results above, so that it is right on real and on synthetic data.

# %%
rls.answer_prevalence(results)

# %% [markdown]
# ## Limitations
#
# Only someone who has seen a doctor can be a case, so differences between groups may reflect access to care.
