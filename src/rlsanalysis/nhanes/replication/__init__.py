"""Recompute published NHANES numbers from the raw tables, by definitions that are data.

`data/published.csv` has the published numbers with the definition in the source's words, `data/sources.csv` the
sources, `data/standards.toml` the standard populations and `data/recipes.csv` how each number is computed:

| column | content |
|---|---|
| `reading` | empty for the definition that is used; otherwise the description of another reading that was tried |
| `releases` | letters of the survey cycles that are pooled |
| `weight` | survey component whose weight is used; empty for counts of people |
| `estimator` | `count`, `percent`, `mean` or `odds ratio` |
| `people` | condition that defines the domain |
| `value` | condition that is estimated; for `mean`, a number |
| `known` | condition under which the value is known |
| `standard` | standard population; empty for crude estimates |
| `model` | right-hand side of the logistic model; its first term is the exposure |

Conditions are expressions of pandas. Their names are raw columns, which `data/columns.toml` lists by table, and the
columns that `derived` computes from them.
"""
