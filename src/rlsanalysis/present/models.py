"""Words for the models of tidy rows: samples, adjustment and estimators, what all rows share and what some do not.

The rows may be of any models that `associate` fits. The primary estimates of a run are described by the plan instead.
"""

from collections.abc import Iterable, Sequence
from typing import Any

import pandas as pd

from rlsanalysis.present import labels, units
from rlsanalysis.present.words import METHOD, METHOD_OF_ML, adjusters, adjustment_set, lacking
from rlsanalysis.study.estimate import NOT_ESTIMABLE
from rlsanalysis.study.records import MEDICATIONS, Study
from rlsanalysis.study.results import records

CONSTANT = (
    "An adjuster that is constant within a restriction, such as sex among women, is left out of its models."
)


def people_of(study: Study) -> tuple[str, ...]:
    """Name the people of every sample of the plan: all eligible adults, and those of each restricted sample."""
    return (units.everyone(study), *(sample.label for sample in study.samples.values()))


def shared_sample(study: Study, rows: pd.DataFrame) -> tuple[str, ...]:
    """Return the parts that the samples of all rows have in common: people, survey cycles, restriction."""
    return _common([labels.sample_parts(study, sample) for sample in rows["sample"].unique()])


def _common(each: Sequence[Sequence[str]]) -> tuple[str, ...]:
    """Return the items that all sequences have, in the order of the first."""
    return tuple(item for item in each[0] if all(item in other for other in each)) if each else ()


def beyond(study: Study, sample: str, shared: Iterable[str]) -> tuple[str, ...]:
    """Return the people of a sample, and what else it has besides the shared parts."""
    people, *others = labels.sample_parts(study, sample)
    return (people, *(part for part in others if part not in shared))


def own_sample(study: Study, row: Any, shared: Iterable[str]) -> str:
    """Name what the sample of a row has besides the shared parts; all eligible adults need no name."""
    parts = labels.sample_parts(study, row.sample)
    return "; ".join(part for part in parts if part not in (*shared, units.everyone(study)))


def among(study: Study, parts: Iterable[str]) -> str:
    """Put parts of a sample into a heading: `Among all eligible adults; women only`; empty for all eligible adults."""
    parts = tuple(parts)
    if parts in ((), (units.everyone(study),)):
        return ""
    words = "; ".join(parts)
    if parts[0] in people_of(study):
        return f"Among {words}"
    return f"{words[:1].upper()}{words[1:]}"


def part_of_cycles(study: Study, row: Any) -> str:
    """Name the survey cycles of a row in years, unless they are all of its cohort or its sample names them."""
    planned = study.outcomes.get(row.outcome)
    if planned and row.releases.split() == list(study.cohorts[planned.cohort].together):
        return ""
    years = labels.releases(study, row.releases)
    return "" if years in labels.sample(study, row.sample) else years


def samples(study: Study, rows: pd.DataFrame) -> str:
    """Name the samples of some rows, each once, with the exposures that it belongs to where there are several.

    Empty if all rows are of all eligible adults in the pooled survey cycles.
    """
    shared = shared_sample(study, rows)
    found: dict[tuple[str, str], list[Any]] = {}
    for row in records(rows):
        found.setdefault((row.sample, part_of_cycles(study, row)), []).append(row)
    if len(found) == 1:
        ((sample, years),) = found
        words = ", ".join(filter(None, (labels.sample(study, sample), years)))
        text = f"Sample: {words}." if words != units.everyone(study) else ""
    else:
        named = [
            f"{', '.join(filter(None, (*beyond(study, sample, shared), years)))} ({_exposures(study, own, rows)})"
            for (sample, years), own in found.items()
        ]
        common = "; ".join(part for part in shared if part not in people_of(study))
        text = f"Samples: {'; '.join(named)}." + (f" All samples: {common}." if common else "")
    return " ".join(filter(None, (text, CONSTANT if any(map(_restricted, rows["sample"])) else "")))


def _exposures(study: Study, own: list[Any], rows: pd.DataFrame) -> str:
    """Name the exposures of some of the rows by short labels; with the outcome where this tells them apart."""
    several = rows.groupby("exposure")[["sample", "releases"]].nunique().max(axis=1) > 1
    outcomes = len({*rows["outcome"]}) > 1
    return ", ".join(
        dict.fromkeys(
            labels.in_sentence(labels.without_unit(labels.short(study, row.exposure)))
            + (
                f" for {labels.in_sentence(labels.short(study, row.outcome))}"
                if outcomes and several[row.exposure]
                else ""
            )
            for row in own
        )
    )


def _restricted(sample: str) -> bool:
    """Return whether a sample has a restriction other than its survey cycles."""
    others = sample.removeprefix("custom: ").split("; ")[1:]
    return any(not part.startswith("releases ") for part in others)


def left_out(study: Study, rows: pd.DataFrame) -> tuple[str, ...]:
    """Return the adjusters of their set that no estimated model has, such as sex among women."""
    return _common([*dict.fromkeys(lacking_in(study, row) for row in records(_estimated(rows)))])


def adjustment(study: Study, rows: pd.DataFrame) -> str:
    """Say what the models of some rows are adjusted for: each set once, with its exposures where these differ."""
    estimated = _estimated(rows)
    keys = pd.Series(
        [(row.set, lacking_in(study, row)) for row in records(estimated)], index=estimated.index, dtype=object
    )
    models = {key: estimated[keys == key] for key in keys.unique()}
    words = {key: adjusters(study, key[0], own["releases"].unique(), key[1]) for key, own in models.items()}
    if len({*words.values()}) == 1:
        return f"Adjusted for {next(iter(words.values()))}."
    named = {key: _exposures(study, [*records(own)], estimated) for key, own in models.items()}
    which = {key: f" ({named[key]})" if len({*named.values()}) > 1 else "" for key in named}
    kind = {
        key: units.first_upper(adjustment_set(study, key[0])) if key[0] in study.words.sets else "Own"
        for key in words
    }
    return " ".join(f"{kind[key]} adjustment{which[key]}: {text}." for key, text in words.items())


def lacking_in(study: Study, row: Any) -> tuple[str, ...]:
    """Return the ids of adjusters of a row's set that are not in its model, as `words.lacking`."""
    return lacking(study, row.exposure, row.set, row.releases, row.reason)


def _estimated(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the rows that have an estimate; all if none has."""
    estimated = rows[rows["status"] != NOT_ESTIMABLE]
    return estimated if len(estimated) else rows


def estimators(rows: pd.DataFrame) -> str:
    """Describe the estimator of each method among some rows, and the kind of CI."""
    there = {*rows["method"]}
    return " ".join(text for method, text in (("firth", METHOD), ("ml", METHOD_OF_ML)) if method in there)


def drug_source(study: Study, rows: pd.DataFrame) -> str:
    """Cite the source of drug classes if an exposure or adjuster is a drug; else empty."""
    variables = {*rows["exposure"], *(v for set_ in rows["set"].unique() for v in set_.split("+"))}
    declared = (study.variables.get(variable) for variable in variables)
    return study.words.drug_classes if any(d is not None and d.group == MEDICATIONS for d in declared) else ""
