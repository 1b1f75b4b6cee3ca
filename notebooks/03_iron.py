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
# # Iron
#
# *Are low ferritin, transferrin saturation, a high transferrin receptor and anemia associated with restless legs syndrome in US adults?*
#
# Brain iron deficiency is the leading hypothesis for the pathophysiology of restless legs syndrome (RLS). A practice guideline of 2025 cites consensus guidelines for adults with RLS: they suggest iron by mouth or intravenously when ferritin is 75 ng/mL or lower or transferrin saturation is below 20%, and intravenously only when ferritin is between 75 and 100 ng/mL. It notes that these cutoffs have not been tested empirically (Winkelman et al., J Clin Sleep Med 2025;21:137). The analysis plan expects lower ferritin to be associated with higher odds of RLS. It was written after trial fits on the real tables and was not preregistered. One bias is expected: patients treated for RLS are often given iron, which raises ferritin and may hide an association.

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
# In 2005–2008 ferritin was measured only in women aged 20 to 49. Later it was measured in women of this age in 2015–2016 and in all adults in 2017–March 2020. The transferrin receptor was measured in adults of both sexes in 2017–2018 only. The session of the examination is in no table used here, so transferrin saturation and serum iron mix blood samples of different times of day. The figure shows who remains in the model.

# %%
results = rls.load_results(source).part("iron")
display(rls.figures.flow(results, "ferritin_halving"))
Markdown(rls.figures.caption("flow_ferritin_halving", results))

# %% [markdown]
# ## Odds ratios of the headline measures
#
# Each panel shows one definition of RLS. Exposed and all cases are shown next to each estimate.

# %%
display(rls.figures.forest(results))
Markdown(rls.figures.caption("forest", results))

# %% [markdown]
# The tables add the secondary measures and the crude and fully adjusted estimates: treated RLS first, then diagnosed RLS. Transferrin saturation was measured by two methods, in 2005–2006 and in 2017–March 2020, which are not comparable. In 2005–2008 the row for women aged 20–49 repeats the one for ferritin <50 ng/mL, because ferritin was measured in these women only. Where the primary estimate is a CI only, as for ferritin <50 ng/mL and diagnosed RLS, the odds ratio with full adjustment should not be interpreted: that model has more parameters than so few cases support.

# %%
rls.tables.estimates(results, "treated", "headline", "secondary")

# %%
rls.tables.estimates(results, "diagnosed", "headline", "secondary")

# %% [markdown]
# ## Cutoffs of guidelines
#
# The rows at or below 75 and 100 ng/mL, and the row that counts low ferritin or low transferrin saturation, follow the guideline. The row of the World Health Organization (2020) has a higher cutoff where C-reactive protein shows inflammation. All are secondary. Body iron and the transferrin receptor of women aged 20–49 are shown too, since these women alone were measured in 2005–2008. Where a row is based on sparse data, only its interval is shown and its size should not be interpreted.

# %%
cutoffs = [
    "ferritin_lt15", "ferritin_lt30", "ferritin_lt50", "ferritin_le75", "ferritin_le100", "iron_low_aasm",
    "ferritin_who2020", "stfr_doubling", "stfr_doubling_women", "body_iron_negative", "body_iron_negative_women",
]  # fmt: skip
primary = pd.concat(results.primary_estimates(o, "headline", "secondary") for o in results.primary)
rls.tables.estimates(primary[primary["exposure"].isin(cutoffs)], across="outcome")

# %% [markdown]
# ## Ferritin without supplements and without inflammation
#
# People treated for RLS are given iron, which raises ferritin, and ferritin rises with inflammation. The next table therefore repeats the estimates among people who take no iron supplement, and among people with C-reactive protein of 5 mg/L or less (measured by a high-sensitivity assay in 2017–March 2020). Supplements are known from 2007 on.

# %%
ferritin = results.estimates[
    (results.estimates["outcome"] == "treated")
    & (results.estimates["set"] == "full")
    & (results.estimates["method"] == "firth")
    & results.estimates["sample"].isin(["all", "no_iron", "crp_le5"])
    & results.estimates["exposure"].isin(
        ["ferritin_lt50", "ferritin_le75", "ferritin_le100", "ferritin_halving"]
    )
]
rls.tables.estimates(ferritin, across="sample")

# %% [markdown]
# Iron supplements are a treatment of low iron and of RLS. Their estimate is shown as such and is never read as a cause. If treatment with iron hid an association, cases would be expected to take supplements more often, and the estimates without supplements to differ; the table above shows them. Iron by infusion and iron taken in earlier months are not recorded, so this check is weak.

# %%
rls.tables.estimates(pd.concat(results.primary_estimates(o, "treats_rls") for o in results.primary))

# %% [markdown]
# ## Distribution of ferritin
#
# The figure compares ferritin in cases of RLS and in non-cases.

# %%
display(rls.figures.distribution(results, "ferritin"))
Markdown(rls.figures.caption("distribution_ferritin", results))

# %% [markdown]
# ## Dose–response
#
# Each curve is a restricted cubic spline with knots given in the analysis plan. The captions give the P values of two tests: for any association, and for a departure from linearity.

# %%
display(rls.figures.dose_response(results, "ferritin"))
Markdown(rls.figures.caption("dose_response_ferritin", results))

# %%
display(rls.figures.dose_response(results, "tsat"))
Markdown(rls.figures.caption("dose_response_tsat", results))

# %%
display(rls.figures.dose_response(results, "haemoglobin"))
Markdown(rls.figures.caption("dose_response_haemoglobin", results))

# %% [markdown]
# ## Symptoms during sleep
#
# Leg jerks and leg cramps during sleep are secondary outcomes. They are self-reported. Leg jerks may include periodic limb movements, which accompany most RLS but need a sleep study to be seen, and cramps are a mimic of RLS. Neither measures RLS. Ferritin <50 ng/mL is shown twice: as measured, and with the assays harmonized to one (Cobas e601). An association that only one of the two rows shows depends on the assay and should not be attributed to ferritin.

# %%
symptoms = [o for o in results.outcomes if o.id in ("leg_jerks", "leg_cramps")]
rows = pd.concat(results.primary_estimates(o, "headline", "secondary") for o in symptoms)
rls.tables.estimates(rows[rows["exposure"] != "ferritin_lt50_women"])

# %% [markdown]
# ## Answer
#
# This text is computed from the results above, so that it is right on real and on synthetic data.

# %%
rls.answer(results)

# %% [markdown]
# ## Limitations
#
# These cross-sectional data cannot separate low iron that precedes RLS from iron given to treat it, so they argue neither for nor against iron treatment. Ferritin also rises with inflammation, and serum ferritin, which is often normal in RLS, does not measure iron in the brain. The cutoffs say when guidelines consider iron; assays of ferritin differ. Serum iron and transferrin saturation change with the time of day and with meals, and the study mixes samples of all sessions. In 2005–2008 ferritin is known for women aged 20–49 only, among whom there are few cases. The analysis plan was written after trial fits on the real tables and was not preregistered.
