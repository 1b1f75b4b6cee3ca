"""Sentences that figures, tables, report, explorer and terminal share: of association, never of cause."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

import pandas as pd

from rlsanalysis.present import labels, vocabulary
from rlsanalysis.study.estimate import NOT_ESTIMABLE, constant_in
from rlsanalysis.study.plan import adjusters_of
from rlsanalysis.study.question import exposure_of
from rlsanalysis.study.records import Outcome, PlannedExposure, Study
from rlsanalysis.study.results import Results
from rlsanalysis.study.tables import schema
from rlsanalysis.survey.support import LEAST

REPORTING = "The STROBE items for cross-sectional studies (von Elm et al. 2007) guided what is reported."
METHOD = (
    "Estimates are odds ratios from survey-weighted logistic regression with Firth's penalty. Their 95% CIs are "
    "profile intervals over a design effect from a variance stabilized for rare exposures, with t quantiles on PSUs "
    "minus strata degrees of freedom."
)
METHOD_OF_ML = (
    "Estimates by maximum likelihood are odds ratios from survey-weighted logistic regression by maximum "
    "pseudo-likelihood, as those of svyglm in R's survey. Their 95% CIs are Wald intervals with linearized standard "
    "errors, with t quantiles on PSUs minus strata plus 1 minus the number of coefficients as degrees of freedom."
)
METHOD_OF_CURVES = (
    "Curves are restricted cubic splines in survey-weighted logistic regression with Firth's penalty, with knots at "
    "weighted percentiles given in the analysis plan. Bands are pointwise 95% Wald CIs, with t quantiles on PSUs minus "
    "strata degrees of freedom. The test of curvature asks whether the log odds depart from a straight line on the "
    "scale of the horizontal axis."
)
Q = (
    "The false discovery rate is the expected proportion of false findings among all findings. The q value of an "
    "association is the false discovery rate if every association with this q value or a smaller one is declared "
    "(Benjamini and Hochberg 1995), among the headline exposures of an outcome."
)
RELIABILITY = (
    "Reliability depends on the cases expected in the smaller group, exposed or unexposed, if there were no "
    "association. For continuous exposures, the effective degrees of freedom in parentheses take their place. "
    f"Adequate: {LEAST['ok'][0]:g} or more ({LEAST['ok'][1]:g} or more). "
    f"Caution: {vocabulary.CASES['caution']} ({vocabulary.EFFECTIVE_DF['caution']}). "
    f"Sparse: {vocabulary.CASES['sparse']} ({vocabulary.EFFECTIVE_DF['sparse']}); only the 95% CI is reported. "
    f"Not reported: {vocabulary.CASES[vocabulary.TOO_FEW]} ({vocabulary.EFFECTIVE_DF[vocabulary.TOO_FEW]}); only "
    "counts are reported. "
    f"Not estimable: {vocabulary.STATUS_WORDS[NOT_ESTIMABLE]}."
)
NOT_SAFE = "That an estimate is not reported is no evidence of safety."
OBSERVED_EXPECTED = "The ratio of observed to expected cases is not an odds ratio."
Q_OF_LEVELS = "The q value of a factor with several levels is that of its joint test."
NO_Q = "A q value needs the whole analysis plan; this run is a part of it and has none."
Q_OF_HEADLINE = "Only headline exposures have a q value."

FILES = {
    "estimates.csv": "every estimate, one row each, with its status; rows that are not reported keep their numbers",
    "tests.csv": "joint tests of categorical exposures",
    "prevalence.csv": "prevalence of each outcome, overall and by group",
    "descriptives.csv": "every variable by outcome and release: counts, weighted means, percents, missing by kind",
    "flow.csv": "flow from the files to the analytic sample, for every exposure and outcome",
    "curves.csv": "odds ratios along each continuous variable, from restricted cubic splines",
    "curve_tests.csv": "tests of these curves (association, curvature), with knots and reference values",
    "comparisons.csv": "tests between cases and non-cases",
    "indications.csv": "drugs that define the cases of an outcome",
    "distributions.csv": "weighted distributions of some continuous variables among cases and non-cases",
    "specifications.csv": "odds ratios of headline exposures under every subset of their adjusters",
    "control_differences.csv": "log odds ratios of headline exposures less those for control outcomes, in "
    "the same people",
    "p_values.csv": "ordered p values of all exposures, with those after permutations of the outcome",
    "study.json": "the study: its plan, cohorts, words and raw columns",
    "variables.csv": "the dictionary of the variables",
    "provenance.json": "inputs with digests, versions, analysis plan, revision of the code",
    "methods.md": "a Methods section for a manuscript, written from the run",
    "methods.bib": "the works that it cites, as BibTeX",
    "strobe.html": "the checklists STROBE and PRICSSA, filled from the run",
    "strobe.md": "the same checklists as Markdown",
    "figures/": "every figure as SVG, PDF and PNG (300 dpi), with its caption as text",
    "tables/": "tables for a manuscript as HTML, CSV, LaTeX and Word",
}


def files(results: Results) -> list[tuple[str, str]]:
    """Return the files of a folder of results with what they contain, without tables that have no rows."""
    empty = {f"{name}.csv" for name in schema() if getattr(results, name).empty}
    return [(file, contents) for file, contents in FILES.items() if file not in empty]


def weights(study: Study) -> str:
    """Say which weight a model uses."""
    return (
        "Each model uses the weight of the most restrictive survey component among its variables, rescaled over the "
        f"pooled {study.unit.releases}."
    )


def complete_cases(study: Study) -> str:
    """Say whom a model includes."""
    people = f"{study.unit.people} whose outcome, exposure and adjusters are all known"
    sentences = (
        f"Models are fitted to complete cases: {people}.",
        study.words.complete_cases,
        f"The {study.unit.one} flow counts them.",
    )
    return " ".join(filter(None, sentences))


def q_words(rows: pd.DataFrame) -> str:
    """Say what the q values among some rows are, or why there are none."""
    if rows["q_value"].notna().any():
        return Q_OF_LEVELS
    return NO_Q if (rows["role"] == "headline").any() else Q_OF_HEADLINE


def population(results: Results) -> str:
    """Say whom the numbers of a run describe."""
    study = results.study
    if results.synthetic:
        return f"Synthetic {study.unit.people} in the form of {study.words.survey}: {study.words.population}."
    return f"{study.words.population}, {study.words.survey}."


def listed(items: Sequence[str]) -> str:
    """Join phrases within a sentence: `a, b and c`; a comma precedes the last `and` where a phrase has its own."""
    last = ", and " if any(" and " in item for item in items) else " and "
    return last.join(filter(None, [", ".join(items[:-1]), *items[-1:]]))


def adjustment_set(study: Study, set_: str) -> str:
    """Name an adjustment set: its name in the plan, or the variables that were asked for.

    The set of a sensitivity analysis is named by what it adds: `full and depressive symptoms (PHQ-2)`.
    """
    if set_ not in study.words.sets:
        return ", ".join(_own_adjusters(study, set_))
    main = next((name for name, more in study.sensitivity.items() if set_ in more), set_)
    return listed([main, *added_adjusters(study, set_, main)])


def added_adjusters(study: Study, set_: str, main: str) -> list[str]:
    """Name the adjusters that an adjustment set has and another has not."""
    return [study.adjusters[a].label for a in study.sets[set_] if a not in study.sets[main]]


def _own_adjusters(study: Study, set_: str) -> list[str]:
    """Return the variables of an adjustment set of your own, `age_10+energy`, named as the plan's adjusters."""
    planned = {a.variable: study.adjusters[name].label for name, a in study.adjusters.items()}
    return [
        planned.get(v) or labels.in_sentence(labels.without_unit(labels.short(study, v)))
        for v in set_.split("+")
    ]


def adjusters(study: Study, set_: str, releases: Iterable[str] = (), without: Collection[str] = ()) -> str:
    """Name the adjusters of a set within a sentence.

    `releases`: for each model, the letters of the survey cycles that it pools, `H I P`. The survey cycle is an
    adjuster where there are several. If empty, it is named for sets of the plan, and with this condition for others.
    `without`: ids of variables of the set that are not in the models.
    """
    planned = study.sets.get(set_)
    names = _own_adjusters(study, set_) if planned is None else [study.adjusters[a].label for a in planned]
    left_out = {words for variable in without for words in _own_adjusters(study, variable)}
    names = [name for name in names if name not in left_out]
    pooled = {len(letters.split()) > 1 for letters in releases if letters}
    if pooled == {True} or (not pooled and planned is not None):
        names.append(study.unit.release)
    elif pooled != {False}:
        names.append(f"{study.unit.release} (where several are pooled)")
    return listed(names) or "nothing"


def lacking(study: Study, variable: str, set_: str, releases: str, reason: str = "") -> tuple[str, ...]:
    """Return the ids of adjusters of a set that are not in the model of an exposure or curve.

    These are what the exposure itself measures, sex where the exposure is defined in women only, and adjusters that are
    constant in the domain, such as sex among women.
    """
    pooled = tuple(releases.split())
    curve = study.curves.get(variable)
    exposure = exposure_of(study, study.variables[curve.exposure if curve else variable])
    if set_ not in study.sets:
        study = replace(study, sets={set_: tuple(set_.split("+"))})
        exposure = replace(exposure, drop="", add="")
    kept = adjusters_of(study, exposure, set_, pooled)
    gone = [a for a in study.sets[set_] if a not in kept]
    names = [study.adjusters[a].variable if a in study.adjusters else a for a in gone]
    return tuple(dict.fromkeys((*names, *constant_in(reason))))


def on_not_reported(rows: pd.DataFrame) -> str:
    """Say what rows of `estimates` that are not reported do not mean; empty without any."""
    return f"{NOT_SAFE} {OBSERVED_EXPECTED}" if (rows["status"] == vocabulary.TOO_FEW).any() else ""


def tests_behind_q(results: Results) -> str:
    """Count the headline exposures of each outcome whose q value is computed; empty where there is none."""
    counted = []
    for outcome in results.primary:
        headline = results.primary_estimates(outcome, "headline")
        tested = headline.loc[headline["q_value"].notna(), "exposure"].nunique()
        if tested:
            counted.append(
                f"{tested} of {headline['exposure'].nunique()} headline exposures for "
                f"{labels.in_sentence(labels.short(results.study, outcome.id))}"
            )
    return f"{listed(counted)} had a test." if counted else ""


def measured_in(study: Study, variable: str, outcome: Outcome, releases: Iterable[str]) -> str:
    """Name the survey cycles and the population of a variable, where they are not all adults of the cohort.

    `releases`: letters of those that are pooled. Empty if it is known in all: `2017–March 2020`, `women 20–49`.
    """
    people, years = labels.restricted(study, variable, releases, study.cohorts[outcome.cohort].together)
    return ", ".join(filter(None, (years, people)))


def adjusted_for(
    study: Study,
    exposure: PlannedExposure,
    set_: str,
    releases: tuple[str, ...],
    without: Collection[str] = (),
) -> str:
    """Name what a model of an exposure is adjusted for in the analysis plan, within a sentence, as `adjusters_in`."""
    return listed(adjusters_in(study, exposure, set_, releases, without)) or "nothing"


def adjusters_in(
    study: Study,
    exposure: PlannedExposure,
    set_: str,
    releases: tuple[str, ...],
    without: Collection[str] = (),
) -> tuple[str, ...]:
    """Name each adjuster of a model of an exposure in the analysis plan, given the survey cycles that it pools.

    `without`: ids of variables that are not in the model, as they are constant in its domain.
    """
    names = adjusters_of(study, exposure, set_, releases)
    words = [study.adjusters[a].label for a in names if study.adjusters[a].variable not in without]
    return (*words, *([study.unit.release] if len(releases) > 1 else []))
