"""Choose the figures that a run supports, and remove those of an earlier run from its folder."""

from collections.abc import Callable, Collection, Iterable, Mapping
from pathlib import Path
from typing import Any

from rlsanalysis.present.figures.tipping import associated
from rlsanalysis.present.findings import findings
from rlsanalysis.present.roles import BESIDE_DRUGS, SUSPECTED, roles_shown
from rlsanalysis.study.records import MEDICATIONS, Study
from rlsanalysis.study.results import Results

ENDINGS = ("svg", "pdf", "png", "txt")


def named_exposures(
    results: Results, flows: Collection[str], curves: Collection[str]
) -> tuple[Collection[str], Collection[str]]:
    """Return the exposures with a flow figure and the variables with a dose-response figure.

    A run of a single exposure has those of this exposure; any other run has those given.
    """
    exposures = results.estimates["exposure"].unique()
    if len(exposures) != 1:
        return flows, curves
    return list(exposures), list(results.curve_tests["exposure"].unique())


def compares_drugs(study: Study) -> bool:
    """Return whether the plan has drugs and drugs to compare them with, which have a forest plot of their own."""
    roles = {e.role for e in study.exposures.values() if study.variables[e.id].group == MEDICATIONS}
    return {*SUSPECTED} <= roles and bool({*BESIDE_DRUGS} & roles)


def supports(results: Results, kind: str, options: Mapping[str, Any]) -> bool:
    """Return whether a run has the rows for a figure."""
    first = [o.id for o in results.primary]
    whole: Mapping[str, Callable[[], bool]] = {
        "summary": lambda: bool(findings(results)),
        "forest": lambda: _forest_rows(results, options) > 0,
        "tipping_point": lambda: bool(associated(results)),
        "prevalence": lambda: len(results.prevalence) > 0,
        "missingness": lambda: bool(results.descriptives["outcome"].isin(first).any()),
        "specifications": lambda: len(results.specifications) > 0,
        "p_values": lambda: len(results.p_values) > 0,
        "adjustment": lambda: len(_sets_shown(results)) > 1,
    }
    if kind in whole:
        return whole[kind]()
    table, column = {
        "flow": (results.flow, "exposure"),
        "specification_curve": (results.specifications, "exposure"),
        "distribution": (results.distributions, "variable"),
        "dose_response": (results.curve_tests, "exposure"),
    }[kind]
    name = options.get("exposure", options.get("variable"))
    return bool(((table[column] == name) & (table["outcome"].isin(first) | (kind == "dose_response"))).any())


def _forest_rows(results: Results, options: Mapping[str, Any]) -> int:
    """Count the estimates that a forest plot may draw."""
    rows = results.estimates
    kept = rows["role"].isin(options.get("roles", rows["role"]))
    if part := options.get("part"):
        kept &= (rows["group"] == MEDICATIONS) == (part == "drugs")
    return int(kept.sum())


def _sets_shown(results: Results) -> set[str]:
    """Return the adjustment sets of the primary outcomes."""
    rows = results.estimates
    shown = rows["role"].isin(roles_shown(results)) & rows["outcome"].isin([o.id for o in results.primary])
    return {*rows.loc[shown, "set"]}


def remove_figures(study: Study, folder: Path, keep: Iterable[str] = ()) -> None:
    """Remove the figures that an earlier run may have written into a folder; other files remain.

    Parameters
    ----------
    folder : folder of figures; it need not exist.
    keep : names of the figures to keep, without ending.
    """
    possible = {
        "summary", "forest", "forest_drugs", "forest_controls", "prevalence", "missingness", "adjustment",
        "tipping_point", "specifications", "p_values",
        *(f"flow_{e}" for e in study.exposures), *(f"distribution_{v}" for v in study.bins),
        *(f"dose_response_{v}" for v in study.curves), *(f"specifications_{e}" for e in study.exposures),
    }  # fmt: skip
    for name in possible - set(keep):
        for ending in ENDINGS:
            (folder / f"{name}.{ending}").unlink(missing_ok=True)
