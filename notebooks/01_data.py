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
# *What did NHANES measure of restless legs syndrome and of its suspected factors, release by release: who was asked, who
# was measured, what is missing and why, and what can so few cases tell?*
#
# The National Health and Nutrition Examination Survey (NHANES) interviews and examines a sample of the US population.
# Restless legs syndrome (RLS) of any severity is found in perhaps 5 to 10 adults of 100. What NHANES asked finds far
# fewer: people whom a doctor told, or treated.

# %%
# %matplotlib inline
import pandas as pd
from IPython.display import HTML, display

import rlsanalysis as rls

source = rls.best_source()
display(HTML(rls.notice(source)))

# %% [markdown]
# ## Few cases
#
# The two cohorts show two faces of RLS, and nobody was asked for both:
#
# - *diagnosed*, 2005-2008: told by a doctor or other health professional of a sleep disorder, and that it was restless
#   legs;
# - *treated*, 2013-March 2020: takes a prescription drug with restless legs (ICD-10 G25.81) among its reasons.
#
# In 2009-2012 there is neither. In 2005-2008 stand two symptoms beside them that are not RLS: leg jerks and leg cramps
# at night, 5 nights a month or more. Adults of 20 and older with an answer, and cases among them:

# %%
early = rls.load_cohort("2005-2008", source=source)
late = rls.load_cohort("2013-2020", source=source)
results = rls.fit_plan(source, headline=True)
years = {
    "D": "2005-2006", "E": "2007-2008", "H": "2013-2014", "I": "2015-2016", "J": "2017-2018", "P": "2017-March 2020"
}  # fmt: skip
names = {name: variable.label for cohort in (early, late) for name, variable in cohort.variables.items()}
found = results.prevalence[results.prevalence["by"].isin(["release", "all"])].replace({"level": years})
found = found.assign(outcome=found["outcome"].map(names)).rename(columns={"level": "release"})
found.set_index(["outcome", "release"])[["n", "cases"]]

# %% [markdown]
# ## Who was interviewed, examined, asked about food
#
# Adults with a weight of each part of the survey. The most restrictive part that any variable of a model needs gives the
# model's weight. The release 2017-2018 is a part of 2017-March 2020: a model uses one or the other, and the dietary
# recalls that were read end in 2018.

# %%
parts = {
    "w_interview": "interviewed", "w_exam": "examined", "w_fasting": "fasting blood", "w_diet1": "first dietary recall",
    "w_diet2": "both recalls",
}  # fmt: skip
everyone = pd.concat([early.everyone, late.everyone])
adults = everyone[everyone["age"] >= 20]
(adults[list(parts)] > 0).groupby(adults["release"], observed=True).sum().rename(columns=parts, index=years)

# %% [markdown]
# ## Which factor was measured when, and in whom
#
# The headline factors of the plan, and in whom each was measured. A dash: not measured in that release.

# %%
headline = results.estimates.loc[results.estimates["role"] == "headline", "exposure"].unique()
measured = pd.DataFrame(
    {
        years[release]: {
            names[factor]: str(cohort.variables[factor].eligible(release))
            if factor in cohort.variables and release in cohort.variables[factor].releases
            else "–"
            for factor in headline
        }
        for cohort, releases in ((early, "DE"), (late, "HIJP"))
        for release in releases
    }
)
measured

# %% [markdown]
# ## What is missing, and why
#
# The percent of adults without a value. An exam, a blood sample or a recall that did not take place is the usual reason;
# refusals are rare. Income is the one question that many leave open, so that "unknown" is a level of its own in the
# models.

# %%
rls.figures.missingness(results)

# %% [markdown]
# The kinds of missing are kept apart. Adults of 2013-March 2020 for some factors:

# %%
kinds = {
    "": "known", "refused": "refused", "dont_know": "did not know", "no_record": "not in the file",
    "blank": "blank in the file", "undetermined": "answers settle neither", "not_measured": "not measured in the release",
    "not_eligible": "not asked",
}  # fmt: skip
some = ["treated", "ferritin_lt50", "ckd", "diabetes_told", "rx_ssri", "smoking", "alcohol", "poverty"]
people = late.frame.index[late.frame["age"] >= 20]
why = late.missing.loc[people, some].apply(pd.Series.value_counts).T.fillna(0).astype(int)
why.insert(0, "adults", why.sum(axis=1))
why.rename(index=names, columns=kinds)[["adults", *(kinds[k] for k in kinds if k in why)]]

# %% [markdown]
# ## Who is left for a question
#
# Two examples, from everybody in the files to the people of the model. Ferritin loses most cases, prescriptions hardly any.

# %%
rls.figures.flow(results, "ferritin_halving")

# %%
rls.figures.flow(results, "rx_antidepressant")

# %% [markdown]
# The people of the quoted model and the cases among them, for the factors that lose the most:

# %%
primary = results.estimates[results.estimates["outcome"].isin(["diagnosed", "treated"])]
quoted = primary[primary["headline"] == "yes"]
models = quoted.drop_duplicates(["outcome", "exposure"]).sort_values("cases", kind="stable")
fewest = models.groupby("outcome").head(4)
rls.readable(fewest)[["outcome", "n", "cases (exposed)"]]

# %% [markdown]
# ## What so few cases can tell
#
# For each headline comparison: how many exposed cases would be expected if there were no association? Fewer than 2:
# counts only. 2 to 5: *sparse*, the interval is shown and no point estimate. 5 to 10: caution.

# %%
states = {
    "ok": "point and interval", "caution": "with caution (†)", "sparse": "interval only (‡)", "too_few": "counts only (#)",
    "not_estimable": "not estimable",
}  # fmt: skip
table = pd.crosstab(quoted["outcome"].map(names), quoted["status"], colnames=[""])
table = table[[s for s in states if s in table]].rename(columns=states)
table.assign(**{"all comparisons": table.sum(axis=1)})

# %% [markdown]
# The smallest odds ratio above 1 that could have been found with 80 % power at 5 %, where people with and without a
# factor are compared and a point estimate may be read. Weaker associations are not ruled out by any interval that holds 1.

# %%
compared = quoted[quoted["n_exposed"].notna() & quoted["status"].isin(["ok", "caution"])]
spread = compared.groupby("outcome")["detectable_or"].describe()[["count", "min", "50%", "max"]].round(2)
spread["count"] = spread["count"].astype(int)
spread.rename(index=names).set_axis(["comparisons", "smallest", "median", "largest"], axis=1)

# %% [markdown]
# ## The answer
#
# *The numbers are those of CDC's real files.*
#
# NHANES knows of restless legs syndrome only where a doctor did: 41 of 10,846 adults had been told of it (2005-2008)
# and 139 of 20,698 took a drug prescribed for it (2013-March 2020), and nobody was asked for the symptoms that define
# it. Ferritin was measured in women of 20 to 49 (2005-2008, 2015-2016) and in all adults of one release (2017-March
# 2020), which leaves 12 diagnosed and 63 treated cases in its models, recalls are read up to 2018, and other values
# are missing mostly for want of an examination, a blood sample or an answer to what was asked there. Of 34
# comparisons with diagnosed and 35 with treated RLS, 11 and 4 are sparse (an interval without a point), 8 and 3 have
# counts alone, and half of the others between people with and without a factor had 80 % power only for odds ratios of
# 3.53 (diagnosed) or 2.65 (treated) and more.
