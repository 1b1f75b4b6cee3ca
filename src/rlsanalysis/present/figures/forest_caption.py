"""The caption of the forest plot, as text."""

from collections.abc import Sequence

from rlsanalysis.present import labels, vocabulary
from rlsanalysis.present.about import about
from rlsanalysis.present.controls import any_controls
from rlsanalysis.present.figures.selection import SUSPECTED, Chosen, Selection, Source, select
from rlsanalysis.present.figures.sentences import cases, joined, people, symbols
from rlsanalysis.present.remarks import NO_CONTROLS
from rlsanalysis.present.words import EXCEPTIONS, METHOD, OWN_SET, RELIABILITY, WEIGHTS, few_cases
from rlsanalysis.study.plan import USERS, load_plan
from rlsanalysis.study.results import Results, records

OPPOSITE = 2.0
COUNTS = (
    "Each row gives exposed cases among all cases (for a continuous exposure, all cases) and the odds ratio with its "
    "95% CI on a logarithmic axis. Rows without an estimate also give exposed non-cases among all non-cases."
)


def forest_caption(
    source: Source,
    *,
    rows: Chosen | None = None,
    outcomes: Sequence[str] | None = None,
    roles: Sequence[str] = SUSPECTED,
) -> str:
    """Return the caption of a forest plot; parameters as those of `forest`."""
    selection = select(source, rows, outcomes, roles)
    results = source if isinstance(source, Results) else None
    return joined(
        people(results, synthetic=selection.synthetic),
        _counted(results, selection),
        COUNTS,
        symbols(),
        drug_population(selection),
        _adjustment(selection),
        METHOD,
        WEIGHTS,
        RELIABILITY,
        f"{labels.NOT_COMPARED.capitalize()}: not asked in those years, or part of the definition of that outcome."
        if _gaps(selection)
        else "",
        _controls(results, selection),
        _opposite(selection),
        about().association,
        about().drug_classes,
    )


def _counted(results: Results | None, selection: Selection) -> str:
    """Count the cases of each outcome: among all people with it known, or among those of the models."""
    if results is None:
        return cases(selection.rows, selection.outcomes)
    found = [few_cases(results, o) for o in results.outcomes if o.id in selection.outcomes]
    counted = "; ".join(f"{f.label}: {f.cases} cases among {f.people} people" for f in found)
    return f"{counted}. Counts are unweighted."


def drug_population(selection: Selection) -> str:
    """Say for which outcomes prescription drugs are compared among users of prescription drugs."""
    users = selection.rows.loc[selection.rows["sample"] == USERS, "outcome"].unique()
    if not len(users):
        return ""
    named = " and ".join(labels.in_sentence(labels.short(o)) for o in users)
    return f"For {named}, prescription drugs are compared among people who take any prescription drug."


def _adjustment(selection: Selection) -> str:
    sets = [set_ for set_ in load_plan().sets if (selection.rows["set"] == set_).any()]
    if sets and sets[-1] == "full":
        sets = list(dict.fromkeys(["minimal", *sets]))
    named = " ".join(f"{set_.capitalize()} adjustment: {vocabulary.SET_WORDS[set_]}." for set_ in sets)
    return f"{named} {OWN_SET} {EXCEPTIONS}" if sets else ""


def _gaps(selection: Selection) -> bool:
    """Return whether a comparison is absent for an outcome."""
    counted = selection.rows.groupby(["exposure", "level"])["outcome"].nunique()
    return bool((counted < len(selection.outcomes)).any())


def _controls(results: Results | None, selection: Selection) -> str:
    if results is not None and not any_controls(results):
        return f"{NO_CONTROLS}."
    if not any(found for of in selection.controls.values() for found in of.values()):
        return ""
    return (
        "Gray text below an estimate: a control outcome that is associated in the same direction, with its odds ratio. "
        f"{about().control_outcomes}"
    )


def _opposite(selection: Selection) -> str:
    """Name comparisons whose point estimates are at most 1/2 for one outcome and at least 2 for another."""
    found = []
    rows = selection.rows[selection.rows["status"].isin(labels.POINT)]
    for _, own in rows.groupby(["exposure", "level"], sort=False):
        if own["odds_ratio"].min() <= 1 / OPPOSITE and own["odds_ratio"].max() >= OPPOSITE:
            estimates = "; ".join(
                f"{labels.in_sentence(labels.short(r.outcome))} {labels.estimate_text(r)}"
                for r in records(own)
            )
            found.append(f"{labels.comparison(next(records(own)))} ({estimates})")
    return f"Point estimates in opposite directions: {'; '.join(found)}." if found else ""
