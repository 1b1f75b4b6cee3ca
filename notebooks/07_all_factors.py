# ---
# jupyter:
#   jupytext:
#     formats: ipynb,py:percent
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
# *How strongly is each suspected cause of restless legs syndrome (RLS) associated with it in US adults?*
#
# This notebook calls the package and narrates; it defines nothing. It uses CDC's real files where they were fetched
# (`make run SOURCE=nhanes`), else the synthetic demonstration.

# %%
# %matplotlib inline
import pandas as pd
from IPython.display import HTML, display

import rlsanalysis as rls

source = rls.best_source()
notice = {
    "nhanes": "Real data: CDC's NHANES.",
    "demo": "<b style='color:#b00020'>SYNTHETIC PEOPLE: CDC's files were not fetched. No number below is a finding.</b>",
}
display(HTML(notice[source]))

# %% [markdown]
# ## Who is in it
#
# Two cohorts, two faces of clinical RLS: *diagnosed* (2005-2008: told by a doctor of restless legs) and *treated*
# (2013-March 2020: a prescription with restless legs as its reason). Both miss most people who have RLS.

# %%
early = rls.load_cohort("2005-2008", source=source)
late = rls.load_cohort("2013-2020", source=source)
display(early, late)

# %% [markdown]
# A cohort's frame is tidy, one row a person; why a value is missing is kept beside it. Its adults, by release:

# %%
adults = late.frame[late.frame["age"] >= 20]
adults.groupby("release")[["treated", "ferritin_lt50", "diabetes_told", "egfr"]].count()

# %%
kinds = late.missing.loc[adults.index, ["treated", "ferritin_lt50", "smoking", "egfr"]]
kinds.apply(pd.Series.value_counts).rename({"": "known"})

# %% [markdown]
# ## How common, and how few cases
#
# Weighted proportions of adults 20 and older, with Korn-Graubard intervals. The weight follows from the variables.

# %%
early.design(["diagnosed", "female"]).proportion("diagnosed", by="female")

# %%
late.design(["treated", "female"]).proportion("treated", by="female")

# %% [markdown]
# ## One factor
#
# Chronic kidney disease and treated RLS, by Firth's penalised likelihood (the headline) and by maximum likelihood:
# tidy rows, as in `estimates.csv`.

# %%
columns = [
    "exposure",
    "level",
    "set",
    "method",
    "n",
    "cases",
    "cases_exposed",
    "odds_ratio",
    "conf_low",
    "conf_high",
]
rls.associate(late, outcome="treated", exposure="ckd", adjust="full")[[*columns, "p_value", "status"]]

# %% [markdown]
# ## All headline factors
#
# Every headline model of the plan, with q values over all of them. Written to a results folder, from which the figure
# is drawn.

# %%
folder = rls.run_study(source, headline=True).folder
results = rls.read_results(folder)
rls.forest(results)

# %% [markdown]
# A dashed interval without a point is *sparse* (2 to 5 exposed cases to expect): its point estimate is not interpreted.
# "Counts only" means fewer than 2. What remains among the rows whose point estimate may be read, with the false
# discovery rate held at 10 % (a factor with several levels has the q of its joint test):

# %%
primary = results.estimates[results.estimates["outcome"].isin(["diagnosed", "treated"])]
headline = primary[(primary["headline"] == "yes") & primary["status"].isin(["ok", "caution"])]
headline.loc[headline["q_value"] < 0.1, ["outcome", *columns[:3], *columns[4:], "q_value", "status"]].round(3)

# %% [markdown]
# The smallest odds ratio above 1 that these numbers could have found (80 % power at 5 %), where people with and without
# a factor are compared:

# %%
compared = headline[headline["n_exposed"].notna()]
compared.groupby("outcome")["detectable_or"].describe()[["count", "min", "50%", "max"]].round(2)

# %% [markdown]
# ## What the controls say
#
# The same factor, in the headline set of each cohort, against outcomes that share the path complaint, doctor,
# prescription: what they show as well is no finding about RLS.

# %%
controls = [
    (early, "minimal", ["other_sleep_disorder"]),
    (late, "full", ["insomnia_treated", "allergy_treated", "glaucoma_treated"]),
]
beside = [
    rls.associate(cohort, outcome=outcome, exposure=exposure, adjust=adjust)
    for cohort, adjust, outcomes in controls
    for outcome in outcomes
    for exposure in ["rx_antidepressant", "smoking", "obesity", "inactive"]
]
table = pd.concat(beside)
table.loc[
    table["method"] == "firth", ["outcome", "exposure", "level", "set", "sample", *columns[4:], "status"]
].round(3)

# %% [markdown]
# And a factor with no known link to RLS, which speaks of who reports and who is diagnosed:

# %%
rls.associate(early, outcome="diagnosed", exposure="relative_asthma", adjust="minimal")[
    [*columns, "p_value", "status"]
]

# %% [markdown]
# ## The answer
#
# With 41 diagnosed and 139 treated cases, half of the comparisons whose numbers allow a point estimate could not have
# found an odds ratio below 3.5 (diagnosed) or 2.7 (treated); of an association of treated RLS with chronic kidney disease
# (1.76, 95 % interval 0.95 to 3.17), diabetes (1.72, 0.98 to 2.91), ferritin below 50 ng/mL (0.95, 0.36 to 2.19) or caffeine
# per 100 mg (1.07, 0.96 to 1.15) there is no evidence that these cases could tell from chance. Antidepressants are
# associated with diagnosed RLS (9.47, 4.28 to 21.7) and, among people with any prescription, with treated RLS (2.25, 1.36 to
# 3.69; SNRIs 3.97, 1.72 to 8.30), and with diagnosed RLS so are current smoking (2.99, 1.49 to 6.08), obesity (2.40, 1.28 to
# 4.59) and inactivity (2.48, 1.15 to 5.55), these three at q of 0.06 to 0.10 and so perhaps by chance. But control outcomes
# show the same (antidepressants: other sleep disorders 3.57, 2.79 to 4.56; treated insomnia 8.17, 6.48 to 10.4; treated
# allergies 1.95, 1.44 to 2.61), and a relative's asthma, which has no known link, goes with diagnosed RLS as well (3.13,
# 1.33 to 7.23), so that none of this is a finding about RLS alone, and all of it is association, never cause.
