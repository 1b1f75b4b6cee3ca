"""The paragraph on robustness: choice of covariates, comparison with control outcomes, p values of all exposures."""

import pandas as pd

from rlsanalysis.present import printing
from rlsanalysis.present.manuscript import numbers
from rlsanalysis.present.phrases import outcome_name
from rlsanalysis.present.words import listed
from rlsanalysis.study.control_differences import APART
from rlsanalysis.study.results import Results
from rlsanalysis.study.specifications import SAME


def robustness(results: Results) -> str:
    """Describe the robustness analyses of a run; empty for a run without them."""
    text = numbers.paragraph(_specifications(results), _control_differences(results), _p_values(results))
    return numbers.paragraph(results.study.words.manuscript.robustness, text) if text else ""


def _specifications(results: Results) -> str:
    study, rows = results.study, results.specifications
    if rows.empty:
        return ""
    models = rows[(rows["people"] == SAME) & (rows["method"] == study.methods[0])]
    each = (
        models.drop_duplicates(["outcome", "exposure", "adjusters"]).groupby(["outcome", "exposure"]).size()
    )
    kept = [study.adjusters[name].label for name in study.robustness.always]
    if any(len(study.cohorts[cohort].together) > 1 for cohort in numbers.cohorts_of(results)):
        kept.append(study.unit.release)
    always = f", always with {listed(kept)}" if kept else ""
    role = study.words.roles["headline"]
    return (
        f"To examine the choice of covariates, each {role} was estimated for the primary outcomes under every subset "
        f"of the covariates of its fullest set{always} (specification curves [@Simonsohn2020]; {_range(each)} of an "
        "exposure and outcome). The specifications were fitted in the same people, those with all of these "
        "covariates known, and also each in its own people. A specification agreed with the primary estimate if its "
        "CI lay on the same side of 1, or included 1 as it did. No p value was computed for a curve, and no verdict "
        "rested on it."
    )


def _range(counts: pd.Series) -> str:
    low, high = printing.count(counts.min()), printing.count(counts.max())
    return f"{low} specifications" if low == high else f"{low} to {high} specifications"


def _control_differences(results: Results) -> str:
    if results.control_differences.empty:
        return ""
    role = numbers.plural(results.study.words.roles["headline"], 2)
    return (
        f"For {role}, the difference between the log ORs for each primary outcome and for each control outcome was "
        "estimated in the people with the variables of both models known, with a variance from the joint influence "
        f"values of both models.{_apart(results)}"
    )


def _apart(results: Results) -> str:
    """Say which control outcomes are not defined in the cases of an outcome."""
    rows = results.control_differences
    apart = rows[rows["reason"].str.contains(APART, regex=False, na=False)]
    if apart.empty:
        return ""
    names = [outcome_name(results.study, control) for control in apart["control"].unique()]
    which = listed(names)
    return f" People with the outcome, in whom {which} is not defined, remained in the model of the outcome alone."


def _p_values(results: Results) -> str:
    rows = results.p_values
    if rows.empty:
        return ""
    return (
        "The ordered p values of all exposures with a reported CI, controls included, were compared with those of "
        f"{printing.count(rows['permutations'].max())} permutations of the outcome, after each of which all models "
        "were fitted again. In a permutation, the PSUs of a stratum exchanged their numbers of cases at random, and "
        "the cases were laid on people of the new PSU at random; exposures, covariates and weights stayed with the "
        "people, so that the outcome was associated with the covariates no more. For exposures that "
        "were compared in a restricted sample, only its people took part."
    )
