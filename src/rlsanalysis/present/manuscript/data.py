"""Paragraphs on where the data come from: design, source, participants, survey weights, ethics."""

from rlsanalysis.present import labels, printing, units
from rlsanalysis.present.few_cases import IN_LARGEST_SAMPLE, FewCases, few_cases
from rlsanalysis.present.manuscript import numbers
from rlsanalysis.present.phrases import numeral, outcome_name
from rlsanalysis.present.rows import SUPPRESS
from rlsanalysis.present.words import listed, measured_in
from rlsanalysis.study.records import Study
from rlsanalysis.study.results import Results


def study_design(results: Results) -> str:
    """Say what kind of study it was, of which data."""
    study = results.study
    names = [numbers.years(study, cohort) for cohort in numbers.cohorts_of(results)]
    which = f", {names[0]}" if len(names) == 1 else (
        f", as {numeral(len(names))} pooled samples that were analyzed separately: {numbers.series(names)}"
    )  # fmt: skip
    if not results.synthetic:
        return (
            f"We conducted a cross-sectional study of {study.words.source}{which}. The study asked: "
            f"{study.words.question}"
        )
    return (
        "The data were synthetic: records of invented people, drawn at random from rounded summary statistics, in the "
        f"form of {study.words.source}{which}. They demonstrate a cross-sectional study, and no number describes real "
        f"{study.unit.people}. What follows describes the survey and the analysis as one would report them for real "
        "data."
    )


def setting(results: Results) -> str:
    """Say how the data were sampled and collected."""
    words = results.study.words.manuscript
    return numbers.paragraph(words.sampling, words.mode, words.response)


def participants(results: Results) -> str:
    """Say who was eligible, and how many there were at each step."""
    sentences = [_eligible(results, cohort) for cohort in numbers.cohorts_of(results)]
    sentences.append(_narrower(results))
    return numbers.paragraph(*sentences)


def _eligible(results: Results, cohort: str) -> str:
    """Count the units of a cohort in the files, in the population, and with each outcome that is presented first."""
    study = results.study
    counts, ages = numbers.people_of(results, cohort), _aged(study, cohort)
    shown = [few_cases(results, outcome) for outcome in results.primary if outcome.cohort == cohort]
    known = "".join(f"; {text}" for text in (_known(study, few) for few in shown))
    years = study.cohorts[cohort].years
    if counts is None:
        return f"The eligible population of {years} were {study.unit.people} {ages}{known}."
    entered, eligible = map(printing.count, counts)
    files = f"Of {entered} {study.unit.many} in the files of {years}"
    return f"{files}, the {eligible} {study.unit.people} {ages} were eligible{known}."


def _aged(study: Study, cohort: str) -> str:
    ages = study.cohorts[cohort].population
    return f"aged {ages.youngest} {'or older' if ages.oldest is None else f'to {ages.oldest}'}"


def _known(study: Study, few: FewCases) -> str:
    """Say for how many the outcome was known, and how many of them were cases."""
    name = outcome_name(study, few.outcome.id)
    if few.where == IN_LARGEST_SAMPLE:
        return f"the largest analytic sample for {name} had {few.people} {study.unit.people} with {few.cases} cases"
    percent = f" ({few.percent}%, weighted)" if few.percent and few.flag != SUPPRESS else ""
    return (
        f"whether they had {name} was known for {few.people} of them, of whom {few.cases} were cases{percent}"
    )


def _narrower(results: Results) -> str:
    """Say which headline exposures were analyzed in a part of the population or in some releases only."""
    study = results.study
    found: dict[str, dict[str, list[str]]] = {}
    for outcome in results.primary:
        for exposure in numbers.exposures_with(results, "headline"):
            pooled = exposure.releases.get(outcome.cohort, ())
            if pooled and (where := measured_in(study, exposure.id, outcome, pooled)):
                found.setdefault(exposure.id, {}).setdefault(where, []).append(
                    outcome_name(study, outcome.id)
                )
    if not found:
        return ""
    several = len(results.primary) > 1
    named = [
        f"{numbers.name_of(study, exposure)} ("
        + "; ".join([f"{f'{listed(names)}: ' if several else ''}{where}" for where, names in places.items()])
        + ")"
        for exposure, places in found.items()
    ]
    return (
        f"Exposures that were measured in a part of the {study.unit.people} or of the {study.unit.releases} were "
        f"analyzed in that part; among headline exposures, these were: {', '.join(named)}."
    )


def weights(results: Results) -> str:
    """Say which weights were used, and how they were combined over releases."""
    study = results.study
    there = {*results.estimates["weight"]}
    components = dict.fromkeys(c for cohort in study.cohorts.values() for c in cohort.components)
    names = [units.weight(study, component) for component in components if component in there]
    which = f" ({listed(names)})" if names else ""
    shares = "; ".join(text for c in numbers.cohorts_of(results) if (text := _shares(results, c)))
    return numbers.paragraph(
        "All estimates were weighted. Each model used the weight of the most restrictive survey component among its "
        f"variables{which}.",
        f"Where {study.unit.releases} were pooled, each weight was multiplied by the years of its {study.unit.release} "
        f"divided by the years of all {study.unit.releases} in the model: where all were pooled, {shares}; where fewer "
        "were, of the sum of their years."
        if shares
        else "",
    )


def _shares(results: Results, cohort: str) -> str:
    """Give the share of each pooled release in the years of a cohort: `2 of 4 years for each of ...`."""
    design = results.study.cohorts[cohort]
    if len(design.together) == 1:
        return ""
    total = sum(design.releases[r].years for r in design.together)
    parts: dict[float, list[str]] = {}
    for release in design.together:
        name = labels.releases(results.study, release)
        parts.setdefault(design.releases[release].years, []).append(name)
    each = [
        f"{length:g} of {total:g} years for {'each of ' if len(names) > 1 else ''}{listed(names)}"
        for length, names in parts.items()
    ]
    return ", ".join(each)


def survey_design(results: Results) -> str:
    """Say how strata and primary sampling units entered the variance."""
    study = results.study
    df = numbers.design_df(results)
    counted = listed([f"{n} in {study.cohorts[cohort].years}" for cohort, n in df.items()])
    return numbers.paragraph(
        study.words.manuscript.design
        or f"Strata and primary sampling units (PSUs) were those of each {study.unit.release}.",
        f"Variances used the complete design: {study.unit.people} who were not in a model were excluded from its "
        "domain, not from the design, so that every PSU and stratum was counted.",
        SINGLE_PSU,
        f"The design degrees of freedom (number of PSUs minus number of strata) were {counted}, and fewer where an "
        f"exposure was measured in some {study.unit.releases} only."
        if df
        else "",
    )


SINGLE_PSU = "Where a PSU was alone in its stratum, its deviation was taken from the grand mean."


def ethics(results: Results) -> str:
    """Say who approved the collection of the data; of synthetic people, that nobody was asked."""
    if results.synthetic:
        return "No ethical approval was needed, because no person was involved."
    return results.study.words.manuscript.ethics
