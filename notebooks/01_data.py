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
# # The data
#
# *What did NHANES measure about restless legs syndrome and its suspected causes, in whom, what is missing, and what can so few cases detect?*
#
# The National Health and Nutrition Examination Survey (NHANES) interviews and examines a sample of the US population. In a survey of the general population, 7.2% reported symptoms of restless legs syndrome (RLS) in the past year (Allen et al., Arch Intern Med 2005;165:1286). NHANES identifies only people whose doctor diagnosed or treated it.

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
# The two cohorts use two definitions of clinical RLS, and no participant was asked for both:
#
# - *diagnosed RLS* (2005–2008): the participant reports that a doctor or other health professional diagnosed a sleep disorder and that it was restless legs;
# - *treated RLS* (2013–March 2020): the participant takes a prescription drug for which restless legs (ICD-10 G25.81) is given as a reason.
#
# Neither was asked in 2009–2012. Two secondary outcomes vary the definition. In 2005–2008, people who take a dopamine agonist without a drug for Parkinson disease are added to diagnosed RLS. In 2013–March 2020, people whose only prescription for RLS is not a usual drug for it are left out of treated RLS. In 2005–2008, two symptoms during sleep were asked as well, leg jerks and leg cramps on 5 or more nights a month. They are periodic movements and cramps, not RLS, and cramps are a mimic of it.
#
# The notebooks present the results of the whole analysis plan. If they are not on disk, or the data or the code have changed since, `load_results` fits the plan first, which takes about two minutes.

# %%
results = rls.load_results(source)
everyone = results.prevalence[results.prevalence["by"] == "all"]
labels = {o.id: results.study.variables[o.id].label for o in results.outcomes}
counts = everyone.assign(outcome=everyone["outcome"].map(labels)).set_index("outcome")
counts[["n", "cases"]].rename(columns={"n": "adults"})

# %% [markdown]
# ## Who was examined, and who was asked about food
#
# The table counts adults with a weight for each component of the survey. A model uses the weight of the most restrictive component among its variables. The 2017–2018 cycle is part of 2017–March 2020, so a model uses one or the other.

# %%
early = rls.load_cohort("2005-2008", source=source)
late = rls.load_cohort("2013-2020", source=source)
years = {
    "D": "2005–2006", "E": "2007–2008", "H": "2013–2014", "I": "2015–2016", "J": "2017–2018", "P": "2017–March 2020"
}  # fmt: skip
components = {
    "w_interview": "interviewed", "w_exam": "examined", "w_fasting": "fasting blood sample",
    "w_diet1": "first dietary recall", "w_diet2": "both dietary recalls",
}  # fmt: skip
participants = pd.concat([early.everyone, late.everyone])
adults = participants[participants["age"] >= 20]
with_weight = (adults[list(components)] > 0).groupby(adults["release"], observed=True).sum()
with_weight.rename(columns=components, index=years).rename_axis("survey cycle")

# %% [markdown]
# ## What is missing, and why
#
# A value is missing if an examination, a blood sample or a dietary recall did not take place, or if an answer was refused or not known. Unknown income is a level of its own in the models.

# %%
display(rls.figures.missingness(results))
Markdown(rls.figures.caption("missingness", results))

# %% [markdown]
# ## Participant flow
#
# Two examples follow, from everyone in the files to the analytic sample: ferritin, which was measured in part of the sample, and prescriptions, which everyone was asked about.

# %%
display(rls.figures.flow(results, "ferritin_halving"))
Markdown(rls.figures.caption("flow_ferritin_halving", results))

# %%
display(rls.figures.flow(results, "rx_antidepressant"))
Markdown(rls.figures.caption("flow_rx_antidepressant", results))

# %% [markdown]
# ## What so few cases can detect
#
# An estimate is reported according to the cases expected in the smaller group, exposed or unexposed, if there were no association. With fewer than 2, only counts are reported. With 2 to 5, the data are *sparse* and only the 95% CI is shown. With 5 to 10, the estimate is to be interpreted with caution.

# %%
rls.tables.cases(results)

# %% [markdown]
# ## Answer
#
# This text is computed from the results above, so that it is right on real and on synthetic data.

# %%
rls.answer_cases(results)

# %% [markdown]
# ## Limitations
#
# NHANES did not ask for the symptoms that define RLS, so both definitions depend on contact with a doctor. Ferritin was measured in women aged 20 to 49 in the earlier cycles and in all adults only in 2017–March 2020. Some suspected causes are not measurable: neuropathy itself in 2013–March 2020, melatonin, and the time of day of caffeine, exercise or the blood sample.
