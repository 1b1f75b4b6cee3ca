"""Paragraphs on the models: regression, variance where cases are few, rules for what is reported, multiplicity."""

from rlsanalysis.present import labels, vocabulary
from rlsanalysis.present.coverage import coverage_in_words, limits_in_words
from rlsanalysis.present.few_cases import detectable, few_cases
from rlsanalysis.present.further_models import primary_samples
from rlsanalysis.present.manuscript import numbers
from rlsanalysis.present.phrases import compared_among, numeral, outcome_name
from rlsanalysis.present.rounding import HIGH, LOW
from rlsanalysis.present.words import listed, tests_behind_q
from rlsanalysis.study.results import Results
from rlsanalysis.survey.support import LEAST

PENALIZED = (
    "The primary estimates maximized the log-likelihood, weighted by weights with a mean of 1 in the domain of each "
    "model, with Firth's penalty, half the logarithm of the determinant of the information matrix [@Firth1993; "
    "@Rader2017]. The penalty reduces the bias of odds ratios where cases are few, and keeps them finite where a group "
    "has no cases."
)
VARIANCE = (
    "The linearized variance [@Binder1983] of such an estimate rests on the exposed cases that happened to be "
    "observed and is too small when they are few. It was therefore stabilized: the variance was "
    "max{V_L, (k V_L + 4 D V_M)/(k + 4)}, where V_L is the linearized variance, V_M the variance implied by the "
    "model and the weights, D (at least 1) the average effect of clustering on the score, and k the effective "
    "degrees of freedom of V_L by Satterthwaite's approximation; V_M counts for 4 degrees of freedom. The "
    "documentation of the package [@rlsanalysis] gives the formulas."
)
INTERVALS = (
    "Confidence limits and two-sided p values came from the profile of the penalized likelihood [@Heinze2002]: the "
    "likelihood ratio was divided by the design effect, which is the ratio of the stabilized variance to that of "
    "the inverse information, and its signed root was compared with the t distribution with the number of PSUs "
    "minus the number of strata as degrees of freedom. Exposures with several levels had a joint test, the "
    "penalized likelihood ratio over the mean generalized design effect with an F distribution [@Rao1984]."
)
ORIGIN = (
    "The point estimator is published [@Rader2017], and so are profile intervals of the pseudo-likelihood without "
    "the penalty [@Lumley2014]; the combination with a stabilized variance is new and was examined by simulation."
)
COMPARISON = (
    "For comparison, every model was also fitted by maximum pseudo-likelihood with linearized standard errors and "
    "Wald intervals on the number of PSUs minus the number of strata plus 1 minus the number of coefficients as "
    "degrees of freedom, as by svyglm in the R package survey [@Lumley2004]."
)
COMPARISON_FIRST = COMPARISON.replace("For comparison, every model was also fitted", "Models were fitted")


def model(results: Results) -> str:
    """Describe the regression, its estimator and its intervals."""
    methods = {*results.estimates["method"]}
    first = "We estimated odds ratios (ORs) with 95% confidence intervals (CIs) by survey-weighted logistic regression."
    one = "Each exposure was analyzed in a model of its own."
    if "firth" not in methods:
        return f"{first} {one} {COMPARISON_FIRST}"
    return f"{first} {one} {PENALIZED}"


def few_cases_inference(results: Results) -> str:
    """Describe the stabilized variance, the intervals and their evidence; empty without the penalty."""
    if "firth" not in {*results.estimates["method"]}:
        return ""
    comparison = COMPARISON if "ml" in {*results.estimates["method"]} else ""
    return numbers.paragraph(VARIANCE, INTERVALS, comparison, ORIGIN, coverage_in_words(), limits_in_words())


def restriction(results: Results) -> str:
    """Say which exposures were compared in a restricted sample, and in whom they were compared too."""
    study = results.study
    models = primary_samples(results)
    own = [
        study.words.manuscript.samples.get(sample, "") for sample in {sample: None for _, sample in models}
    ]
    others = [(outcome, sample) for outcome, sample in models if sample not in study.words.manuscript.samples]
    text = " ".join(filter(None, (*own, compared_among(study, others, "were"))))
    return f"{text} Estimates among all eligible {study.unit.people} are reported as well." if text else ""


def reporting(results: Results) -> str:
    """Give the rules by which an estimate is reported."""
    study = results.study
    adequate, _, sparse = (f"{cases:g}" for cases, _ in LEAST.values())
    df_adequate, df_caution, df_sparse = (f"{df:g}" for _, df in LEAST.values())
    return (
        "What was reported of an estimate depended on the number of cases expected in the smaller group, exposed or "
        "unexposed, if there were no association; for continuous exposures, the effective degrees of freedom k took "
        f"its place. Estimates with {adequate} or more expected cases (k of {df_adequate} or more) were reported; "
        f"with {vocabulary.CASES['caution']} (k of {df_caution} to {df_adequate}), they were reported and marked "
        f"“caution”; with {vocabulary.CASES['sparse']} (k of {df_sparse} to {df_caution}), the CI was reported "
        f"without a point estimate; with fewer than {sparse} (k below {df_sparse}), only counts were reported. "
        f"Estimates from fewer than {study.fewest_cases} cases or with fewer than {study.fewest_df} design degrees of "
        "freedom were called imprecise. A factor was called associated if its CI excluded 1. If the CI included 1, "
        f"the result was called undecided if the CI reached below {LOW:g} or above {HIGH:g}. Otherwise, no evidence "
        "of an association was stated for categories; a continuous exposure was called undecided if there were fewer "
        f"than {study.fewest_cases} cases, and not clearly associated otherwise. These words give the position and "
        "width of CIs in brief. They are no tests of hypotheses, and should be read with the estimates and CIs."
    )


def study_size(results: Results) -> str:
    """Say how many there were to study, and which odds ratios could be detected."""
    study = results.study
    ranges, others = [], []
    for outcome in results.primary:
        few = few_cases(results, outcome)
        name = outcome_name(study, outcome.id)
        if few.detectable[0]:
            ranges.append(
                "from {} to {} (median {}) for {}".format(few.detectable[0], *few.detectable[:0:-1], name)
            )
        else:
            others.append(f"For {name}: {labels.in_sentence(detectable(study, few))}")
    return numbers.paragraph(
        f"The study included all eligible {study.unit.people} of these {study.unit.releases}; no sample size was "
        "calculated beforehand.",
        f"As a description of precision, the minimum detectable OR ({study.power:.0%} power, two-sided level of "
        f"{study.level:.0%}), computed from the standard error of each estimate, ranged {listed(ranges)} over "
        "comparisons of categories with a reported point estimate (continuous exposures are not included)."
        if ranges
        else "",
        *others,
    )


def multiplicity(results: Results) -> str:
    """Say how multiple comparisons were handled."""
    tests = tests_behind_q(results)
    if not tests:
        return (
            "No correction for multiple comparisons was made, because the run is a part of the analysis plan."
        )
    role = numbers.plural(results.study.words.roles["headline"], 2)
    return (
        "To account for multiple comparisons, q values [@Benjamini1995] were computed, for each outcome, over the "
        f"{role} with a reported CI; an exposure with several levels counted once, by its joint test. Exposures that "
        "are definitions of one cause depend on each other, and the procedure assumes independent or positively "
        "dependent tests. "
        f"In all, {tests} p values were not corrected, and estimates of all other exposures are exploratory."
    )


def quantitative(results: Results) -> str:
    """Say how continuous exposures were handled: per unit, in categories, and as curves."""
    study, tests = results.study, results.curve_tests
    if tests.empty:
        return "Continuous exposures entered the models as linear terms, in the unit that is given with each estimate."
    measures = tests["exposure"].nunique()
    knots: dict[tuple[float, ...], list[str]] = {}
    for id_ in tests["outcome"].unique():
        knots.setdefault(study.outcomes[id_].knots, []).append(outcome_name(study, id_))
    placed = ", and ".join(
        f"the {numbers.ordinals(at)} percentiles for {numbers.series(names)}" for at, names in knots.items()
    )
    return (
        "Continuous exposures entered the models as linear terms, after a binary logarithm where an estimate is "
        "given per doubling or halving, and in categories where cutoffs are in use. The shape of the association "
        f"with {numeral(measures)} continuous {numbers.plural('measure', measures)} was estimated by restricted cubic "
        f"splines [@Harrell2015] with knots at weighted percentiles that the plan fixed: {placed}. Percentiles with "
        "the same value gave one knot, and with fewer than three there was no curve. Each curve has the reference "
        "value that the plan fixed, and is shown where enough cases are expected at that value and beyond. Departure "
        "from linearity was tested."
    )
