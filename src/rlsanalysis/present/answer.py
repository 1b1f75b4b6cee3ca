"""Answers of notebooks, written from their results so that they are right on real and on synthetic data."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from rlsanalysis.present import labels, printing
from rlsanalysis.present.controls import about_control_outcomes, not_shared, shared_with
from rlsanalysis.present.dependence import adjustment, comments, opposite
from rlsanalysis.present.few_cases import detectable, few_cases
from rlsanalysis.present.limitations import reliability_of_findings
from rlsanalysis.present.phrases import estimate
from rlsanalysis.present.rows import prevalence_rows
from rlsanalysis.present.summary import lead, summary
from rlsanalysis.present.verdict import Verdict, verdict
from rlsanalysis.present.words import NOT_SAFE, listed
from rlsanalysis.study.names import as_names
from rlsanalysis.study.records import Outcome, Study
from rlsanalysis.study.results import Results
from rlsanalysis.survey.errors import AnalysisError

NOT_REPORTED = "Not reported, because too few cases are expected in the smaller group"
OTHERS: dict[str, tuple[Verdict, ...]] = {
    "Undecided (compatible with the odds ratios in parentheses)": ("undecided",),
    "No evidence of an association (95% CI in parentheses)": ("no evidence",),
    "Not clearly associated (95% CI in parentheses)": ("not clearly associated",),
    NOT_REPORTED: ("not reported",),
    "Not estimable": ("not estimable",),
}


@dataclass(frozen=True)
class Answer:
    """An answer as text; a notebook shows it as Markdown."""

    paragraphs: tuple[str, ...]

    def __str__(self) -> str:
        return "\n\n".join(self.paragraphs)

    def _repr_markdown_(self) -> str:
        return str(self)


def answer(results: Results, exposures: str | Sequence[str] = ()) -> Answer:
    """Answer how the headline exposures of a run are associated with each of its primary outcomes.

    Parameters
    ----------
    results : a run of the plan or of a part, such as `fit_plan(source, group="iron")`.
    exposures : id of an exposure, or several; all headline exposures of the run if none is named.

    Raises
    ------
    AnalysisError
        The run has no headline estimate of a primary outcome for these exposures.
    """
    study = results.study
    exposures = as_names(exposures)
    rows = {o: _headline(results, o, exposures) for o in results.primary}
    if not any(rows.values()):
        raise AnalysisError(
            "There is nothing to answer: the run has no headline estimate of a primary outcome for these exposures."
        )
    paragraphs = [_of_outcome(study, outcome, found) for outcome, found in rows.items() if found]
    paragraphs += [_exploratory(results, outcome) for outcome in rows if not exposures]
    shared = [text for outcome, found in rows.items() if (text := _controls(results, outcome, found))]
    controls = [" ".join([*shared, about_control_outcomes(study)])] if shared else []
    conflicting = opposite(results, exposures)
    return Answer((*filter(None, paragraphs), *conflicting, *controls, study.words.association))


def answer_cases(results: Results) -> Answer:
    """Answer how few cases there are, and what they can detect."""
    if not results.primary:
        raise AnalysisError("There is nothing to answer: no primary outcome is part of this run.")
    few = [few_cases(results, outcome) for outcome in results.primary]
    counted = (
        f"**{f.label}** ({results.study.cohorts[f.outcome.cohort].years}): {f.cases} cases among {f.people} "
        f"{results.study.unit.people}{f.where}."
        for f in few
    )
    return Answer(
        (
            *(f"{text} {detectable(results.study, f)}" for text, f in zip(counted, few, strict=True)),
            results.study.words.under_ascertainment,
        )
    )


def answer_findings(results: Results) -> Answer:
    """Answer with the findings of the primary exposures and how far they can be relied on."""
    groups = (
        "\n".join([f"**{name}**", "", *(f"- {text}" for text in texts)]) for name, texts in summary(results)
    )
    reliability = reliability_of_findings(results)
    paragraphs = (lead(results), *groups, *comments(results), adjustment(results), *reliability)
    return Answer(tuple(filter(None, paragraphs)))


def answer_prevalence(results: Results) -> Answer:
    """Answer how common each outcome is, overall and by sex and age, as far as the NCHS standards let it be shown."""
    return Answer(
        tuple(_prevalence(results, outcome) for outcome in results.outcomes if outcome.role != "control")
    )


def _prevalence(results: Results, outcome: Outcome) -> str:
    study = results.study
    rows = {(row.by, row.level): row for row in prevalence_rows(results, outcome)}
    overall = rows.get(("all", "all"))
    if overall is None:
        return f"**{labels.short(study, outcome.id)}**: prevalence is not part of this run."
    shown = [
        f"{row.percent}% ({row.interval}) {'at ages' if by == 'age' else 'of'} {labels.typeset(level)}"
        for (by, level), row in rows.items()
        if by in ("sex", "age") and row.interval
    ]
    groups = f" By sex and age: {'; '.join(shown)}." if shown else ""
    return (
        f"**{labels.short(study, outcome.id)}** ({study.cohorts[outcome.cohort].years}): {overall.percent}% of "
        f"{study.unit.people} (95% CI {overall.interval}; {overall.cases} cases).{groups}"
    )


def _headline(results: Results, outcome: Outcome, exposures: Sequence[str]) -> list[Any]:
    rows = results.primary_rows(outcome, "headline")
    return [row for row in rows if not exposures or row.exposure in exposures]


def _of_outcome(study: Study, outcome: Outcome, rows: Sequence[Any]) -> str:
    associated = [_estimate(study, row) for row in rows if verdict(study, row) == "associated"]
    years = study.cohorts[outcome.cohort].years
    heading = f"**{labels.short(study, outcome.id)}** ({years}, {outcome.headline_set} adjustment)"
    found = (
        f"was associated with {listed(associated)}"
        if associated
        else "has no headline exposure whose 95% CI excludes 1"
    )
    others = [
        f"{words}: {', '.join(_named(study, row) for row in members)}."
        for words, verdicts in OTHERS.items()
        if (members := [row for row in rows if verdict(study, row) in verdicts])
    ]
    not_safe = [NOT_SAFE] if any(verdict(study, row) == "not reported" for row in rows) else []
    return " ".join([f"{heading} {found}.", *others, *not_safe])


def _exploratory(results: Results, outcome: Outcome) -> str:
    """Name the secondary exposures that are associated with an outcome; empty without any that has a 95% CI."""
    rows = results.primary_rows(outcome, "secondary")
    reported = [row for row in rows if row.status in printing.INTERVAL]
    associated = [
        _estimate(results.study, row) for row in reported if verdict(results.study, row) == "associated"
    ]
    if not reported:
        return ""
    name = labels.in_sentence(labels.short(results.study, outcome.id))
    found = f": {listed(associated)}" if associated else ""
    return (
        f"Exploratory: the 95% CI excludes 1 for {len(associated)} of {len(reported)} secondary comparisons with "
        f"{name}{found}. They are not corrected for their number."
    )


def _controls(results: Results, outcome: Outcome, rows: Sequence[Any]) -> str:
    """Give the control outcomes that are associated with the same exposures; empty where there is none."""
    study = results.study
    shared = shared_with(results, outcome)
    with_controls = [row for row in rows if shared.get((row.exposure, row.level))]
    if not with_controls:
        return ""
    name = labels.in_sentence(labels.short(study, outcome.id))
    named = [
        f"{_subject(study, row)} with {listed(shared[row.exposure, row.level])}" for row in with_controls
    ]
    others = [
        f"{_subject(study, row)} with {listed(no)}"
        for row in with_controls
        if (no := not_shared(results, row))
    ]
    return f"Control outcomes of {name} were associated in the same direction: {'; '.join(named)}." + (
        f" The 95% CI included 1 for {'; '.join(others)}." if others else ""
    )


def _named(study: Study, row: Any) -> str:
    """Name an exposure with its 95% CI, where that may be shown."""
    name, shown = _subject(study, row), printing.line(row)
    unit = "" if row.reference else f" {labels.contrast(study, row)}"
    return f"{name} ({shown.interval}{unit})" if shown.interval else name


def _subject(study: Study, row: Any) -> str:
    return labels.in_sentence(labels.without_unit(labels.comparison(study, row)))


def _estimate(study: Study, row: Any) -> str:
    """Write an association: `antidepressant (OR 9.47, 95% CI 4.28 to 21.66; 19 of 41 cases exposed; caution)`."""
    q = [labels.q_text(study, row)] if printing.line(row).q else []
    return f"{_subject(study, row)} {estimate(study, row, *q)}"
