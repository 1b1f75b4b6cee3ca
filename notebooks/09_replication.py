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
# # Replication
#
# *Which published NHANES numbers does this package reproduce to the printed digit?*
#
# A package that reads the tables wrongly, or weights them wrongly, cannot reproduce numbers that others published from the same tables. The published numbers are prevalences, means and odds ratios of sleep problems, antidepressant use, obesity, diabetes and chronic kidney disease, and the counts of codes in CDC's codebooks. None of them is an association of restless legs syndrome with a suspected cause.

# %%
# %matplotlib inline
from IPython.display import HTML, display

import rlsanalysis as rls

source = rls.best_source()
display(HTML(rls.notice(source)))

# %% [markdown]
# ## Data
#
# Each number is computed from the raw tables by a definition that is part of the package, as data. The people have any age, since some sources include adolescents. Where a source standardizes to the US population of 2000, the table says by which age groups. Nothing is computed from synthetic people, because a number that they reproduce would say nothing.

# %%
table = rls.replicate(source)
rls.tables.replication_summary(table)

# %% [markdown]
# ## How far the computed estimates are from the published ones
#
# Both numbers come from the same people, so a computed number within the published confidence interval would prove nothing. The difference is therefore measured in units of the last printed digit. A number within half a unit is printed alike.

# %%
display(rls.figures.replication(table))

# %% [markdown]
# ## What reproduces
#
# A definition is *stated* by its source, *inferred* where the source does not state it, or *found by trial*: chosen after its number was compared with the published one. The last kind is weaker evidence, so the other readings that were tried are listed with their numbers.

# %%
rls.tables.replication(
    table[table["verdict"].eq("equal to the printed digit") & table["kind"].eq("estimate")]
)

# %% [markdown]
# ## What does not reproduce
#
# These numbers stay as they are. No definition was changed to bring them closer. The last column gives the reason as far as it is known, and what was tried.

# %%
rls.tables.replication(table[table["verdict"].isin(["within two units of it", "further"])])

# %% [markdown]
# ## What was not computed

# %%
rls.tables.replication(table[table["verdict"].eq("")])

# %% [markdown]
# ## Answer
#
# This text is computed from the table above.

# %%
rls.answer_replication(table)

# %% [markdown]
# ## Limitations
#
# Most definitions were read in abstracts, which leave out exclusions and age groups. CDC has revised some files since they were analyzed, and replaces the file of drug classes with each release. An earlier recomputation of most numbers was known when their definitions were written down, so that "inferred" does not mean that the result was unknown to everyone. Numbers that reproduce show that tables are read, weighted and standardized as their authors did. They do not show that an association with restless legs syndrome is free of bias.
