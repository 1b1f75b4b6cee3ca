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
# # Your own question
#
# *How do I use the package with another factor, an exposure of my own, predicted prevalences, or another survey?*
#
# Four worked examples follow. High blood pressure is a secondary exposure of the analysis plan, and the others are not part of it. All of them are exploratory.

# %%
import pandas as pd
from IPython.display import HTML, display

import rlsanalysis as rls

source = rls.best_source()
display(HTML(rls.notice(source)))

# %% [markdown]
# ## Another factor
#
# Is high blood pressure associated with treated restless legs syndrome (RLS)? Any declared variable can be used by its id. These are the other illnesses.

# %%
late = rls.load_cohort("2013-2020", source=source)
illnesses = [v for v in late.variables.values() if v.group == "comorbidity"]
pd.DataFrame([{"id": v.id, "factor": v.label, "comparison": v.contrast} for v in illnesses]).set_index("id")

# %% [markdown]
# One call fits the model. The weight and the population follow from the declarations, and nobody passes a weight. The adjustment is a set of the analysis plan, or a list of variables.

# %%
asked = pd.concat(
    rls.associate(late, outcome="treated", exposure="hypertension", adjust=adjust)
    for adjust in ["crude", "minimal", "full", ["age_10", "female", "diabetes_told"]]
)
rls.tables.estimates(asked[asked["method"] == "firth"])

# %% [markdown]
# The same in women alone, as a domain of the design:

# %%
women = rls.associate(late, "treated", "hypertension", "minimal", domain="female == 1")
rls.tables.estimates(women[women["method"] == "firth"])

# %% [markdown]
# ## An exposure of your own
#
# Cardiologists define iron deficiency as ferritin below 100 ng/mL, or below 300 ng/mL with a transferrin saturation below 20 percent. The study does not use this definition. Both were measured in adults in one survey cycle, 2017–March 2020 (`P`). Name the variables of the model, and the design carries the weight that they need.

# %%
design = late.design(["treated", "ferritin", "tsat", "age_10", "female", "race"], releases=["P"])
design

# %% [markdown]
# Derive the exposure from the frame of the design. A comparison with a missing value is False in pandas. People who were not measured must therefore be set to missing, or they would count as not deficient.

# %%
ferritin, saturation = design.frame["ferritin"], design.frame["tsat"]
measured = ferritin.notna() & saturation.notna()
deficient = (ferritin < 100) | ((ferritin < 300) & (saturation < 20))
adults = design.assign(deficient=deficient.astype(float).where(measured)).domain(design.frame["age"] >= 20)
adults.proportion("treated", by="deficient")

# %% [markdown]
# Fit the model by Firth's penalized likelihood, which stays finite and less biased with few cases. `support` rates each coefficient by the cases expected in the smaller group, exposed or unexposed, if there were no association.

# %%
model = rls.logit("treated ~ deficient + age_10 + I(age_10**2) + female + C(race)", adults)
fit = model.fit(method="firth")
fit.tidy(exponentiate=True, terms=["deficient"])

# %%
fit.support(["deficient"])

# %% [markdown]
# An exposure that proves useful is declared once, in the steps of `CONTRIBUTING.md`. It is then part of every table, figure and page.
#
# ## Predicted prevalences
#
# A model with an interaction gives adjusted prevalences by iron deficiency among men and women, with their differences and ratios.

# %%
interaction = rls.logit("treated ~ deficient * female + age_10 + I(age_10**2) + C(race)", adults).fit(
    method="firth"
)
interaction.margins("deficient", by="female")

# %% [markdown]
# That the intervals of men and women overlap, or do not, is no test of a difference between men and women. A difference between the two ratios is tested by the interaction term, on the scale of odds ratios; check the number of cases in each cell before interpreting such a table.
#
# ## Another survey
#
# The statistics work with any survey. These are the Californian schools of R's `survey` package: 200 of more than six thousand, drawn at random within elementary, middle and high schools. The outcome `y` is a missed growth target. The covariates are percentages of pupils: learning English (`ell`), with subsidized meals (`meals`) and in their first year at the school (`mobility`).

# %%
schools = pd.read_csv("../tests/reference/api_strat.csv")
stratified = rls.SurveyDesign(schools, weights="pw", strata="stype")
here = rls.logit("y ~ ell + meals + mobility", stratified).fit().tidy().set_index("term")
here

# %% [markdown]
# The project keeps the results of R's `svyglm` for the same schools. The two are shown side by side.

# %%
reference = pd.read_csv("../tests/reference/api.csv", comment="#")
of_r = reference[reference["case"] == "strat"].pivot_table("value", "term", "quantity", aggfunc="first")
of_r = of_r.astype(float).rename(index={"(Intercept)": "Intercept"}).loc[here.index]
pd.DataFrame(
    {
        "log odds, here": here["estimate"],
        "log odds, R": of_r["params"],
        "standard error, here": here["std_error"],
        "standard error, R": of_r["bse"],
    }
)

# %% [markdown]
# ## Answer
#
# Another factor takes one call. An exposure of your own is a column derived from the frame of the design. Predicted prevalences come from `margins`, with intervals that respect the design. Another survey needs its weights, strata and clusters, and gives the numbers of R.

# %% [markdown]
# ## Limitations
#
# These examples are exploratory: an association found by trying many definitions may be due to chance.
