"""Check an analysis plan: every fault, in one line each, before any model is fitted."""

from collections.abc import Iterator
from typing import get_args

from rlsanalysis.study.plan.fault_curves import bin_faults, curve_faults
from rlsanalysis.study.plan.fault_names import only_in, unknown
from rlsanalysis.study.plan.fault_settings import setting_faults
from rlsanalysis.study.plan.fits import fits_of, form_of, variables_of
from rlsanalysis.study.records import ALL, PlannedExposure, Role, Study
from rlsanalysis.study.weights import component_of, pooled_years
from rlsanalysis.survey.errors import AnalysisError


def faults(study: Study) -> Iterator[str]:
    """Yield every fault of a plan, in one line each.

    Models are checked once all names are valid: each must have one survey weight, and all of its variables must be
    measured in all releases that it pools.
    """
    names = [
        *setting_faults(study),
        *(f for e in study.exposures.values() for f in _names(e, study)),
        *(f for e in study.exposures.values() for f in _sensitivity(e, study)),
        *(f for b in study.bins.values() for f in bin_faults(b, study)),
        *(f for c in study.curves.values() for f in curve_faults(c, study)),
    ]
    yield from names
    if not names:
        for exposure in study.exposures.values():
            yield from dict.fromkeys(_models(exposure, study))


def _names(exposure: PlannedExposure, study: Study) -> Iterator[str]:
    where = f"exposure {exposure.id}"
    if exposure.id not in study.variables:
        yield f"{where} is not a variable of the study"
    yield from unknown(where, "role", exposure.role, get_args(Role))
    yield from _sets(exposure, study)
    yield from unknown(where, "sample", exposure.sample, (ALL, *study.samples))
    for adjuster in filter(None, (exposure.drop, exposure.add)):
        yield from unknown(where, "adjuster", adjuster, study.adjusters)
    if not any(exposure.releases.values()):
        yield f"{where}: has no release"
    for cohort, releases in exposure.releases.items():
        strangers = [r for r in releases if r not in study.cohorts[cohort].releases]
        yield from (f"{where}: release {r} does not belong to cohort {cohort}" for r in strangers)


def _sets(exposure: PlannedExposure, study: Study) -> Iterator[str]:
    """Yield faults of the adjustment sets; the last one is primary if the exposure lacks that of an outcome."""
    where = f"exposure {exposure.id}"
    if not exposure.sets:
        yield f"{where}: has no adjustment set"
    strange = [fault for set_ in exposure.sets for fault in unknown(where, "set", set_, study.sets)]
    yield from strange
    ordered = [set_ for set_ in study.sets if set_ in exposure.sets]
    if not strange and [*exposure.sets] != ordered:
        yield f"{where}: write the sets once each, the fullest last ({' '.join(ordered)})"


def _sensitivity(exposure: PlannedExposure, study: Study) -> Iterator[str]:
    """Yield faults of the sensitivity analyses, and of the exposure whose place it takes for control outcomes."""
    where = f"exposure {exposure.id}"
    planned = [set_ for sets in study.sensitivity.values() for set_ in sets]
    yield from (
        f for s in exposure.more_sets for f in unknown(where, "set of sensitivity analyses", s, planned)
    )
    for name in exposure.more_samples:
        yield from unknown(where, "sample", name, study.samples)
        if name in study.samples and (form := form_of(study, exposure.id, name)) not in study.variables:
            yield f"{where}: sample {name} compares {form}, which is not a variable of the study"
    if exposure.stands_for:
        yield from unknown(
            where, "exposure", exposure.stands_for, [e for e in study.exposures if e != exposure.id]
        )


def _models(exposure: PlannedExposure, study: Study) -> Iterator[str]:
    where = f"exposure {exposure.id}"
    for cohort, releases in exposure.releases.items():
        outcomes = [o for o in study.outcomes.values() if o.cohort == cohort and releases]
        for o in outcomes:
            if exposure.role == "headline" and o.role != "control" and o.headline_set not in exposure.sets:
                yield f"{where}: lacks {o.headline_set}, the primary adjustment set of {o.id}"
        for fit in (fit for o in outcomes for fit in fits_of(study, o, exposure)):
            used = [study.variables[v] for v in dict.fromkeys(variables_of(study, fit))]
            lacking = ((v, r) for v in used for r in fit.releases if r not in v.releases)
            yield from (f"{where}: {v.id} is not measured in release {r}, {only_in(v)}" for v, r in lacking)
            try:
                pooled_years(study.cohorts[cohort], fit.releases)
                component_of(study.cohorts[cohort], used, fit.releases)
            except AnalysisError as error:
                yield f"{where}: {str(error).removesuffix('.')}"
