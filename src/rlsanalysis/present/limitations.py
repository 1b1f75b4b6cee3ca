"""How far the findings can be relied on, in sentences: cases, controls, selection, and what cannot be assessed."""

from collections.abc import Iterator

from rlsanalysis.present import printing
from rlsanalysis.present.controls import bias, of_control_outcomes, with_estimate
from rlsanalysis.present.few_cases import few_cases
from rlsanalysis.present.findings import findings
from rlsanalysis.present.phrases import outcome_name, subject
from rlsanalysis.present.remarks import on_controls
from rlsanalysis.present.rows import SUPPRESS
from rlsanalysis.present.words import NOT_SAFE, listed, measured_in
from rlsanalysis.study.records import ALL, MEDICATIONS
from rlsanalysis.study.results import Results, records


def reliability_of_findings(results: Results, *, details: bool = True) -> Iterator[str]:
    """Say how few cases there are, what the controls suggest, what is not known, and what should not be concluded.

    `details`: include complete cases, selection by prescriptions, prescriptions for control outcomes and comments on
    what cannot be assessed.
    """
    yield from reliability_in_short(results, details=details)
    yield from limits_of_data(results, details=details)


def reliability_in_short(results: Results, *, details: bool = True) -> Iterator[str]:
    """Say how few cases there are, what the controls suggest, and how far bias could explain the associations."""
    if results.primary:
        yield " ".join(filter(None, (f"{_cases_of(results)}.", _complete_cases(results) * details)))
    yield " ".join(filter(None, (_of_control_outcomes(results), on_controls(results, prescriptions=details))))
    yield " ".join(bias(results, outcome) for outcome in results.primary)


def limits_of_data(results: Results, *, details: bool = True) -> Iterator[str]:
    """Say what cannot be assessed, who was selected or misclassified, and what should not be concluded."""
    study = results.study
    yield _not_assessable(results, details=details)
    if any(outcome.role == "primary" for outcome in results.primary):
        if details and any(outcome.sample != ALL for outcome in results.primary):
            yield " ".join(
                [study.words.selection, *([study.words.selection_of_users] if _drugs(results) else [])]
            )
        yield _misclassification(results)
        yield study.words.under_ascertainment
    yield study.words.not_preregistered
    yield study.words.association


def _drugs(results: Results) -> bool:
    """Return whether drugs are among the exposures of a run."""
    return bool((results.estimates["group"] == MEDICATIONS).any())


def _misclassification(results: Results) -> str:
    study = results.study
    return " ".join(
        [
            study.words.misclassification,
            *([study.words.misclassified_associations] if _drugs(results) else []),
        ]
    )


def _cases_of(results: Results) -> str:
    """Count the cases of each primary outcome among all adults of its cohort, or in its largest analytic sample."""
    study = results.study
    counted: list[str] = []
    for outcome in results.primary:
        few = few_cases(results, outcome)
        percent = f" ({few.percent}%, weighted)" if few.percent and few.flag != SUPPRESS else ""
        cases = "" if counted else " cases"
        counted.append(
            f"{few.cases}{cases} of {outcome_name(study, outcome.id)} among {few.people} "
            f"{study.unit.people}{few.where}{percent}"
        )
    return f"There are {listed(counted)}"


def _complete_cases(results: Results) -> str:
    """Say that models are fitted to complete cases, and how many cases those of the findings include."""
    study = results.study
    counts = {
        outcome.id: [
            finding.rows[outcome.id].cases for finding in findings(results) if outcome.id in finding.rows
        ]
        for outcome in results.primary
    }
    ranges = {outcome: _range(of) for outcome, of in counts.items() if of}
    included = [
        f"{n}{' cases' * (not i)} of {outcome_name(study, o)}" for i, (o, n) in enumerate(ranges.items())
    ]
    if not included:
        return ""
    return (
        f"A model includes only {study.unit.people} whose outcome, exposure and adjusters are all known (complete "
        f"cases): for the primary exposures, {listed(included)}."
    )


def _range(counts: list[int]) -> str:
    low, high = printing.count(min(counts)), printing.count(max(counts))
    return low if low == high else f"{low} to {high}"


def _of_control_outcomes(results: Results) -> str:
    """Give the estimates for all control outcomes of each exposure that is associated with a primary outcome."""
    study = results.study
    named: list[str] = []
    notes: list[str] = []
    for finding in findings(results):
        row = finding.first
        controls = of_control_outcomes(results, row)
        if controls and "associated" in finding.verdicts.values():
            estimates = listed(
                [with_estimate(study, outcome, control) for outcome, control in controls.items()]
            )
            named.append(f"{subject(finding)}, {estimates}")
            notes += _true_by_definition(results, row.exposure)
    if not named:
        return ""
    found = (
        f"Odds ratios (95% CI) for the control outcomes, conditions other than {study.words.condition}, are"
    )
    return " ".join([f"{found}, for {'; for '.join(named)}.", *notes])


def _true_by_definition(results: Results, exposure: str) -> Iterator[str]:
    """Count the cases of a control outcome who take a drug that is part of the exposure for that condition."""
    study = results.study
    rows = results.indications
    for outcome, drugs in study.words.true_by_definition.get(exposure, {}).items():
        taken = list(records(rows[(rows["outcome"] == outcome) & rows["drug"].isin(drugs)]))
        if taken:
            counted = [f"{printing.count(row.n)} take {row.drug} for it" for row in taken[:1]]
            counted += [f"{printing.count(row.n)} {row.drug}" for row in taken[1:]]
            yield (
                f"The association of {outcome_name(study, exposure)} use with {outcome_name(study, outcome)} is partly "
                f"true by definition: of all {printing.count(taken[0].cases)} cases, {listed(counted)} (some may "
                "take two)."
            )


def _not_assessable(results: Results, *, details: bool) -> str:
    """Name exposures of clinical interest that are not reported for a primary outcome, with their exposed cases."""
    study = results.study
    by_outcome: dict[str, list[str]] = {}
    comments: dict[str, str] = {}
    for outcome in results.primary:
        for exposure, comment in study.words.not_assessable.items():
            for row in results.primary_rows(outcome, study.exposures[exposure].role):
                if row.exposure == exposure and row.status not in printing.INTERVAL:
                    cases = " cases exposed" if not by_outcome else ""
                    people = measured_in(study, exposure, outcome, row.releases.split())
                    exposed = f"{printing.count(row.cases_exposed)} of {printing.count(row.cases)}{cases}"
                    exposed += f"; {people}" if people else ""
                    by_outcome.setdefault(outcome.id, []).append(
                        f"{outcome_name(study, exposure)} ({exposed})"
                    )
                    comments[exposure] = comment
    if not by_outcome:
        return ""
    named = [
        f"with {outcome_name(study, outcome)} for {listed(names)}" for outcome, names in by_outcome.items()
    ]
    too_few = (
        "Among exposures of clinical interest, too few cases are expected in the smaller group to estimate the "
        f"association {', and '.join(named)}."
    )
    return " ".join(filter(None, (too_few, NOT_SAFE, *(comments.values() if details else ()))))
