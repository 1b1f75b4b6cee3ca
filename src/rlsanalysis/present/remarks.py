"""What a reader must know about a run as a whole: what its controls are for, what is absent or was revised."""

from collections.abc import Iterator

from rlsanalysis.present import controls
from rlsanalysis.present.phrases import outcome_name
from rlsanalysis.present.titles import condition
from rlsanalysis.study.results import Results

NO_CONTROLS = "Control outcomes are not part of this run"


def on_controls(results: Results, *, prescriptions: bool = True) -> str:
    """Say what the control outcomes are for, or that the run has none.

    `prescriptions`: name the drugs that are prescribed for the control outcomes.
    """
    study = results.study
    sentences = [controls.about_control_outcomes(study)] if controls.any_controls(results) else []
    compared = {outcome.sample for outcome in results.outcomes} & {*study.samples}
    if prescriptions and results.estimates["sample"].isin(compared).any():
        sentences.append(study.words.shared_indication)
    if lacking := controls.without_controls(results):
        which = "; ".join(outcome_name(study, o.id) for o in lacking)
        outcomes, specific = (
            f" for {which}" if sentences else "",
            condition(study, [o.id for o in lacking]),
        )
        sentences.append(
            f"{NO_CONTROLS}{outcomes}, so it cannot show whether an association is specific to {specific}."
        )
    return " ".join(sentences)


def remarks(results: Results) -> Iterator[str]:
    """Sentences for the report and for the end of the terminal's summary."""
    for outcome in results.primary:
        yield controls.bias(results, outcome)
    yield from notices(results)


def notices(results: Results) -> Iterator[str]:
    """Say which tables were absent, and which were revised since the catalog was made."""
    if absent := results.provenance["absent_tables"]:
        yield f"These tables were absent, so what depends on them was not measured here: {', '.join(absent)}."
    for notice in results.provenance["notices"]:
        yield f"A table differs from the one that the catalog describes. {notice}"
