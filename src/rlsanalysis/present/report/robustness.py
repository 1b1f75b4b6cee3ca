"""The section of the report on robustness: choice of adjusters, control outcomes, p values of all exposures."""

from typing import Any

from rlsanalysis.present.figures.p_values import outside
from rlsanalysis.present.phrases import outcome_name
from rlsanalysis.present.robustness import sentences
from rlsanalysis.present.tables.view_control_differences import control_differences
from rlsanalysis.present.tables.view_specifications import specifications
from rlsanalysis.present.words import listed
from rlsanalysis.study.results import Results

SPECIFICATION = (
    "The primary estimate uses one set of adjusters. Here each headline association is estimated under every subset of "
    "the fullest set, in the same people, so that a reader sees how far it depends on this choice. A specification "
    "agrees with the primary estimate if its 95% CI lies on the same side of 1, or includes 1 as it does. No verdict "
    "of this report was changed by these specifications."
)

TOGETHER = (
    "If that is so at many ranks, the exposures taken together are associated with the outcome more than chance would "
    "explain, be it through age, shared causes or contact with care. It does not follow that a single exposure is: "
    "where many others are associated, even a large p value lies beyond the permuted ones of its rank."
)


def robustness_of(results: Results) -> dict[str, Any]:
    """Return what the section says; empty for a run without robustness analyses."""
    outcomes = {
        o.id: {
            "sentences": list(sentences(results, o)),
            "specifications": specifications(results, o),
            "differences": control_differences(results, o) if _any(results, o.id) else None,
        }
        for o in results.primary
        if (results.specifications["outcome"] == o.id).any()
    }
    if not outcomes:
        return {}
    return {"specification": SPECIFICATION, "outcomes": outcomes, "p_values": on_p_values(results)}


def _any(results: Results, outcome: str) -> bool:
    return bool((results.control_differences["outcome"] == outcome).any())


def on_p_values(results: Results) -> str:
    """Say at how many ranks the p values are smaller than chance alone would give; empty without permutations."""
    frame, counted = results.p_values, []
    for outcome in results.primary:
        rows = frame[frame["outcome"] == outcome.id]
        if len(rows):
            counted.append(
                f"{len(outside(rows))} of {len(rows)} ranks for {outcome_name(results.study, outcome.id)}"
            )
    if not counted:
        return ""
    return (
        f"In {int(frame['permutations'].max())} permutations of each outcome between the PSUs of its strata, all "
        "models were fitted again. The ordered p values are smaller than 97.5% of those permuted at "
        f"{listed(counted)}. {TOGETHER}"
    )
