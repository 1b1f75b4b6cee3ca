"""What a reader must know of a run before its numbers: controls that warn, or are not there; absent, revised tables."""

from collections.abc import Iterator

from rlsanalysis.present import controls, labels
from rlsanalysis.study.results import Results

SHARED_PATH = (
    "The control outcomes share the path that makes someone a case here: a complaint, a doctor, a prescription. "
    "An association that they show as well is no finding about RLS alone."
)
ONE_PRESCRIPTION = (
    "Antidepressants, antipsychotics and antihistamines are themselves prescribed for insomnia or allergies: their "
    "association with these controls is partly one and the same prescription."
)
NO_CONTROLS = "Control outcomes are not part of this run"


def on_controls(results: Results) -> str:
    """What the control outcomes are for, or that the run has none."""
    said = [SHARED_PATH] if controls.any_controls(results) else []
    if any(o.role == "control" and o.among_users for o in results.outcomes):
        said.append(ONE_PRESCRIPTION)
    if lacking := controls.without_controls(results):
        of = f" for {'; '.join(labels.name(o.id) for o in lacking)}" if said else ""
        said.append(f"{NO_CONTROLS}{of}: it cannot tell whether an association is one of RLS alone.")
    return " ".join(said)


def remarks(results: Results) -> Iterator[str]:
    """Sentences for the head of the report and the end of the terminal's summary."""
    for outcome in results.primary:
        yield controls.bias(results, outcome)
    if absent := results.provenance["absent_tables"]:
        yield f"Absent, so not measured here: {', '.join(absent)}."
    for notice in results.provenance["notices"]:
        yield f"Revised by CDC, and used: {notice}"
