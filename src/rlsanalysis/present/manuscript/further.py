"""Paragraphs on further analyses: sensitivity, controls, absolute size and bias, prevalence, description."""

from rlsanalysis.present import labels, units
from rlsanalysis.present.controls import any_controls, revealing_bias
from rlsanalysis.present.further_models import further_samples, further_sets
from rlsanalysis.present.manuscript import numbers
from rlsanalysis.present.phrases import numeral, outcome_name
from rlsanalysis.present.words import listed
from rlsanalysis.study.absolute import PER
from rlsanalysis.study.records import Study
from rlsanalysis.study.results import Results

CONTROL_ROLES = {
    "negative_control": "for which no association was expected, so that one would suggest bias",
    "positive_control": "for which the plan expected an association that is established",
    "comparator": "which are given for the same conditions as drugs under study and were compared with no use in the "
    "same way, not with those drugs",
}


def sensitivity(results: Results) -> str:
    """Describe the sensitivity analyses of a run."""
    study, there = results.study, {*results.estimates["set"]}
    main = [set_ for set_ in study.main_sets if set_ in there]
    secondary = [o for o in numbers.outcomes_with(results, "secondary") if o not in results.primary]
    sentences = [
        f"Estimates with the {listed(main)} adjustment sets are reported side by side, each in its "
        "own complete cases and with its own weight, so that they differ in people too." if len(main) > 1 else "",
        *dict.fromkeys(_of_set(study, set_) for set_ in further_sets(results)),
        *(_of_sample(study, name) for name in further_samples(results)),
        f"The secondary outcomes ({numbers.outcomes_named(study, secondary)}) were analyzed in the same way. "
        f"{study.words.manuscript.secondary}".strip() if secondary else "",
        subgroups(results),
    ]  # fmt: skip
    return numbers.paragraph(*sentences)


def _of_set(study: Study, set_: str) -> str:
    words = study.words.sets.get(set_, set_)
    return study.words.manuscript.samples.get(set_) or f"Further models were adjusted for {words}."


def _of_sample(study: Study, name: str) -> str:
    if name not in study.samples:
        return f"Models were repeated in {labels.sample(study, name)}."
    sample = study.samples[name]
    return study.words.manuscript.samples.get(name) or (
        f"{units.first_upper(sample.exposures)} were also compared among {sample.label}, because {sample.reason}."
    )


def subgroups(results: Results) -> str:
    """Say which subgroups were analyzed, and that no interaction was tested."""
    study = results.study
    single = [r for r in results.estimates["sample"].unique() if r in study.releases]
    role = numbers.plural(study.words.roles["headline"], 2)
    within = (
        f"Estimates of {role} were repeated in each {study.unit.release} alone, with the {study.by_release_set} set."
        if single
        else f"No estimate was repeated within a single {study.unit.release}."
    )
    return f"{within} No interaction was tested."


def controls(results: Results) -> str:
    """Describe control outcomes, control exposures and active comparators."""
    return " ".join(filter(None, (_control_outcomes(results), _control_exposures(results))))


def _control_outcomes(results: Results) -> str:
    study = results.study
    if not any_controls(results):
        return "The study had no control outcome in the cohort of an outcome of interest."
    sentences = []
    for cohort in numbers.cohorts_of(results):
        found = numbers.outcomes_with(results, "control", cohort)
        described = [study.words.manuscript.outcomes.get(o.id) or outcome_name(study, o.id) for o in found]
        where = f" in {study.cohorts[cohort].years}" if len(numbers.cohorts_of(results)) > 1 else ""
        if found:
            verb = "was" if len(found) == 1 else "were"
            sentences.append(
                f"The control {numbers.plural('outcome', len(found))}{where} {verb} {numbers.series(described)}."
            )
    role = numbers.plural(study.words.roles["headline"], 2)
    stand_ins = _stand_ins(study)
    return numbers.paragraph(
        f"To judge whether associations were specific to {study.words.condition}, the {role} were also estimated for "
        "control outcomes, by the same models.",
        *sentences,
        study.words.manuscript.shared_indication.format(exposures=listed(stand_ins)) if stand_ins else "",
    )


def _stand_ins(study: Study) -> list[str]:
    """Name the exposures for which another one stands where the outcome is a control."""
    ids = dict.fromkeys(e.stands_for for e in study.exposures.values() if e.stands_for)
    return [labels.in_sentence(labels.short(study, id_)) for id_ in ids]


def _control_exposures(results: Results) -> str:
    study, sentences = results.study, []
    for role, purpose in CONTROL_ROLES.items():
        found = numbers.exposures_with(results, role)
        if found:
            n = len(found)
            names = numbers.series([numbers.name_of(study, exposure.id) for exposure in found])
            sentences.append(
                f"There {'was' if n == 1 else 'were'} {numeral(n)} {numbers.plural(study.words.roles[role], n)}, "
                f"{purpose}: {names}."
            )
        if role == "negative_control":
            sentences.append(revealing_bias(study, {exposure.id for exposure in found}))
        if role == "positive_control" and found:
            sentences.append(study.words.manuscript.controls)
    return numbers.paragraph(*sentences)


def size_and_bias(results: Results) -> str:
    """Describe absolute sizes and the analyses of unmeasured confounding and of detection; empty without them."""
    estimates = results.estimates
    if not estimates["difference"].notna().any():
        return ""
    people = results.study.unit.people
    absolute = (
        f"The absolute size of an association was the difference in adjusted prevalence per {PER:,} {people} by "
        "marginal standardization over the analytic sample [@Graubard1999], with everyone exposed and with everyone "
        "unexposed (for a continuous exposure, one step of its odds ratio further, and as observed) and all other "
        "covariates unchanged. Predictions after Firth's method were calibrated to the weighted prevalence "
        "[@Puhr2017], and the difference had a t interval with the stabilized variance of the coefficients and the "
        "linearized variance of the covariates; the calibration was treated as known."
    )
    bias = (
        "We computed E-values of the OR and of the confidence limit nearer to 1 [@VanderWeele2017], taking the OR "
        "as an approximation of the risk ratio, which holds for rare outcomes only. We also computed the ratio of "
        "detection: how many times as often cases would have to be detected among the exposed as among the "
        "unexposed for this alone to explain the OR, or to bring its CI to 1 [@Lash2009]."
    )
    return f"{absolute} {bias}"


def description(results: Results) -> str:
    """Describe prevalence and the comparison of cases with non-cases."""
    prevalence = (
        "Prevalences were weighted, with Korn–Graubard CIs [@Korn1998], and were flagged by the National Center for "
        "Health Statistics data presentation standards for proportions [@Parker2017]."
        if len(results.prevalence) else ""
    )  # fmt: skip
    comparisons = (
        "Characteristics of cases and non-cases were described by weighted percentages and means and compared, "
        "without adjustment, by Rao–Scott tests with the second-order correction in the F form [@Rao1984; @Thomas1987] "
        "and by linearized t tests."
        if len(results.comparisons) else ""
    )  # fmt: skip
    return numbers.paragraph(prevalence, comparisons)


def guidelines(results: Results) -> str:
    """Name the reporting guidelines."""
    return (
        "We followed the STROBE items for cross-sectional studies [@vonElm2007] and the Preferred "
        "Reporting Items for Complex Sample Survey Analysis (PRICSSA) [@Seidenberg2023]; both checklists, filled "
        f"for {'this demonstration' if results.synthetic else 'this study'}, are in the supplement."
    )
