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
# # How common
#
# *How common is each outcome among US adults, by sex, age and release, and who are the cases?*
#
# All percents are weighted to the US civilian population living outside institutions, adults of 20 and older; all counts
# are of people in the sample.

# %%
# %matplotlib inline
from IPython.display import HTML, display

import rlsanalysis as rls

source = rls.best_source()
display(HTML(rls.notice(source)))

# %% [markdown]
# ## Prevalence
#
# Few cases first: the two faces of restless legs syndrome (RLS) rest on some tens of people each, so the intervals are
# wide, and groups with a handful of cases tell little. Neither is the prevalence of RLS: both are of people whom a
# doctor told or treated.

# %%
results = rls.fit_plan(source, headline=True)
rls.figures.prevalence(results)

# %% [markdown]
# The same in numbers, with the control outcomes. Intervals are those of Korn and Graubard; NCHS's presentation standards
# decide which percents may be shown.

# %%
HTML(rls.tables.prevalence(results).as_raw_html())

# %% [markdown]
# Whether treated RLS differs between the three releases, by the design (Rao-Scott test):

# %%
late = rls.load_cohort("2013-2020", source=source)
change = late.design(["treated"]).independence("treated", "release")
print(
    f"F = {change.statistic:.2f} on {change.df_num:.2f} and {change.df_den:.1f} degrees of freedom, p = {change.p_value:.2f}"
)

# %% [markdown]
# ## The flow of people
#
# From everybody who was interviewed to the people of a model, for a factor that needs an exam (chronic kidney disease).

# %%
rls.figures.flow(results, "ckd")

# %% [markdown]
# ## Who the cases are
#
# Table 1 of each face: cases beside other adults. The tests compare one characteristic at a time, adjust for nothing, and
# reject too often where a group has few cases; none of them shows a cause.

# %%
HTML(rls.tables.table_one(results, "diagnosed").as_raw_html())

# %%
HTML(rls.tables.table_one(results, "treated").as_raw_html())

# %% [markdown]
# ## The answer
#
# *The numbers are those of CDC's real files.*
#
# Of US adults 0.37 % (95 % interval 0.26–0.52, 41 cases) had been told of RLS by a doctor in 2005-2008, when 6.43 %
# had leg jerks and 5.93 % leg cramps at night, and 0.78 % (0.56–1.05, 139 cases) took a drug prescribed for RLS in
# 2013-March 2020. Treated RLS is more common among women (1.04 %, 0.79–1.35) than men (0.50 %, 0.26–0.86), among
# non-Hispanic white adults (1.11 %, 0.78–1.53) than black (0.18 %, 0.07–0.37), Hispanic (0.19 %, 0.09–0.35) or other
# ones (0.24 %, 0.09–0.51), and at 60 and older (1.32 %, 0.95–1.77) than at 20-39 (0.13 %, 0.03–0.34). Diagnosed RLS
# shows no evidence of a difference by sex (p = 0.16) or in mean age (p = 0.12), nor treated RLS of one between its
# three releases (0.65 %, 0.37–1.06; 0.59 %, 0.34–0.94; 0.98 %, 0.57–1.56; p = 0.19), that 41 cases, and 30, 34 and
# 75, could tell from chance.
