"""The section of the report on robustness: choice of adjusters, control outcomes, p values of all exposures."""

from typing import Any

from rlsanalysis.present.permuted import SMALL, small_p_values
from rlsanalysis.present.robustness import sentences
from rlsanalysis.present.tables.view_control_differences import control_differences
from rlsanalysis.present.tables.view_specifications import specifications
from rlsanalysis.study.results import Results

SPECIFICATION = (
    "The primary estimate uses one set of adjusters. Here each headline association is estimated under every subset of "
    "the fullest set, in the same people, so that a reader sees how far it depends on this choice. A specification "
    "agrees with the primary estimate if its 95% CI lies on the same side of 1, or includes 1 as it does. No verdict "
    "of this report was changed by these specifications."
)

TOGETHER = (
    "If more are below {limit:g} than in the permutations, the exposures taken together are associated with the "
    "outcome more than chance would explain, be it through age, shared causes or contact with care. This is no number "
    "of associations: exposures depend on each other, some are positive controls, and where many are associated, even "
    "a p value near 1 is smaller than the permuted ones of its rank. It does not follow that a single exposure is "
    "associated."
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
    """Say how many p values are small, observed and after permutations; empty without permutations."""
    counted = small_p_values(results, results.primary)
    if not counted:
        return ""
    return (
        f"In {int(results.p_values['permutations'].max())} permutations of each outcome between the PSUs of its "
        f"strata, all models were fitted again. p is below {SMALL:g} for {counted}. {TOGETHER.format(limit=SMALL)}"
    )
