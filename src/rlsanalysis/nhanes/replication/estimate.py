"""Compute the number of a recipe among the people of its survey cycles."""

from math import nan

import numpy as np
import pandas as pd

from rlsanalysis.nhanes import catalog
from rlsanalysis.nhanes.cohorts import cohorts
from rlsanalysis.nhanes.replication.recipes import Recipe, Standard, standards
from rlsanalysis.study.replication import Computed
from rlsanalysis.study.weights import pooled_weight
from rlsanalysis.survey.design import SurveyDesign
from rlsanalysis.survey.logit import logit

VALUE, AGE_GROUP = "VALUE", "AGE_GROUP"


def estimate(recipe: Recipe, people: pd.DataFrame) -> Computed:
    """Return the number of a recipe, with its 95% CI, in percent where it is a proportion.

    Parameters
    ----------
    recipe : how it is computed.
    people : everyone of the survey cycles of the recipe, with its columns (`people.read_people`).

    Raises
    ------
    AnalysisError
        Nothing can be estimated: nobody is in the domain, or a model has no estimate.
    """
    if recipe.estimator == "count":
        chosen = _condition(people, recipe.value)
        return _described(recipe, float(chosen.sum()), nan, nan, len(people))
    design = _design(recipe, people)
    if recipe.estimator == "odds ratio":
        return _odds_ratio(recipe, design)
    if recipe.standard:
        standard = standards()[recipe.standard]
        groups = _age_groups(people, standard)
        sizes = {group.name: group.size for group in standard.groups}
        found = design.assign(**{AGE_GROUP: groups}).standardised(AGE_GROUP, sizes).mean(VALUE)
    else:
        found = design.mean(VALUE)
    row, scale = found.iloc[0], 1 if recipe.estimator == "mean" else 100
    low, high = scale * row["conf_low"], scale * row["conf_high"]
    return _described(recipe, scale * row["estimate"], low, high, int(row["n"]))


def _design(recipe: Recipe, people: pd.DataFrame) -> SurveyDesign:
    """Return the design of everyone, its domain, and the value in `VALUE`."""
    pool = next(design for design in cohorts().values() if set(recipe.letters) <= design.releases.keys())
    weight = pooled_weight(pool, people[f"w_{recipe.weight}"], people["release"], recipe.letters)
    design = SurveyDesign(people, np.nan_to_num(weight), strata="SDMVSTRA", psu="SDMVPSU")
    value = _evaluated(people, recipe.value)
    if recipe.known:
        value = value.where(_condition(people, recipe.known))
    domain = design.domain(_condition(people, recipe.people)) if recipe.people else design
    return domain.assign(**{VALUE: value})


def _condition(people: pd.DataFrame, expression: str) -> "pd.Series[bool]":
    """Return who meets a condition; a comparison with a missing value is false."""
    return _evaluated(people, expression).astype(bool)


def _evaluated(people: pd.DataFrame, expression: str) -> "pd.Series[float]":
    """Return the value of an expression of pandas, 1 and 0 for true and false."""
    return pd.Series(people.eval(expression, engine="python"), index=people.index).astype(float)


def _age_groups(people: pd.DataFrame, standard: Standard) -> "pd.Series[str]":
    """Return the name of each person's age group, missing outside the groups."""
    age = people[standard.column]
    names = pd.Series(None, index=people.index, dtype=object)
    for group in standard.groups:
        names[age.between(group.first, group.last)] = group.name
    return names


def _odds_ratio(recipe: Recipe, design: SurveyDesign) -> Computed:
    """Return the odds ratio of the first term of the model (as R's `svyglm`), with its t interval."""
    fit = logit(f"{VALUE} ~ {recipe.model}", design).fit()
    exposure = recipe.model.split("+")[0].strip()
    row = fit.tidy(exponentiate=True, terms=exposure).iloc[0]
    return _described(recipe, row["estimate"], row["conf_low"], row["conf_high"], int(fit.nobs))


def _described(recipe: Recipe, value: float, low: float, high: float, n: int) -> Computed:
    cycles = ", ".join(catalog.release(letter).label for letter in recipe.letters)
    standard = standards()[recipe.standard].in_words() if recipe.standard else ""
    return Computed(value, low, high, n, cycles, standard, recipe.in_words())
