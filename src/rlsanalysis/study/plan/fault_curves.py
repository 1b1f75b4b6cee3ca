"""Faults of the curves and bins of a plan."""

from collections.abc import Iterator
from typing import get_args

import numpy as np

from rlsanalysis.study.plan.fault_names import only_in, unknown
from rlsanalysis.study.records import Bins, Curve, Scale, Study


def _continuous(variable: str, scale: Scale, where: str, study: Study) -> Iterator[str]:
    if variable not in study.variables:
        yield f"{where}: the variable is not a variable of the study"
    elif study.variables[variable].kind != "continuous":
        yield f"{where}: the variable is {study.variables[variable].kind}, not continuous"
    yield from unknown(where, "scale", scale, get_args(Scale))


def curve_faults(curve: Curve, study: Study) -> Iterator[str]:
    """Yield the faults of a curve."""
    where = f"curve of {curve.variable}"
    yield from _continuous(curve.variable, curve.scale, where, study)
    if curve.exposure not in study.exposures:
        yield f"{where}: exposure {curve.exposure} is not planned"
    elif curve.variable in study.variables:
        releases = [r for pooled in study.exposures[curve.exposure].releases.values() for r in pooled]
        lacking = [r for r in releases if r not in study.variables[curve.variable].releases]
        measured = only_in(study.variables[curve.variable])
        yield from (
            f"{where}: the variable is not measured in release {r} of {curve.exposure}, {measured}"
            for r in lacking
        )
    if curve.step is not None and (not np.isfinite(curve.step) or curve.step == 0):
        yield f"{where}: the step must be a number other than 0, or 2^"
    if curve.reference is None or not np.isfinite(curve.reference):
        yield f"{where}: the reference must be a number"
    elif curve.scale == "log2" and curve.reference <= 0:
        yield f"{where}: the reference must be above 0 on the log2 scale"
    if not (curve.unit and curve.reason):
        yield f"{where}: the unit and the reason for the reference are required"


def bin_faults(bins: Bins, study: Study) -> Iterator[str]:
    """Yield the faults of the bins of a variable."""
    where = f"bins of {bins.variable}"
    yield from _continuous(bins.variable, bins.scale, where, study)
    if bins.scale not in get_args(Scale):
        return
    positions = np.array(bins.edges)
    if not np.isfinite(positions).all() or len(positions) < 2 or (bins.scale == "log2" and positions[0] <= 0):
        yield f"{where}: the edges must be two or more numbers, above 0 on the log2 scale"
        return
    steps = np.diff(np.log2(positions) if bins.scale == "log2" else positions)
    if steps[0] <= 0 or not np.allclose(steps, steps[0]):
        yield f"{where}: the edges must increase in even steps on the {bins.scale} scale"
