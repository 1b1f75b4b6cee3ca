"""Read `study.toml`, the settings of the analysis plan, and report the sections and keys that it lacks."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, fields
from typing import Any

from rlsanalysis.study.records import Grouping, Outcome, Robustness, Sample
from rlsanalysis.survey.errors import AnalysisError

NAME = "study.toml"
SECTIONS: dict[str, tuple[str, ...]] = {
    "outcomes": (), "adjusters": (), "sets": (), "by_release": ("set",), "methods": ("headline", "comparison"),
    "marks": ("fewest_cases", "fewest_df", "fewest_expected"), "curves": ("knots",), "detectable": ("power", "level"),
}  # fmt: skip
"""Sections of the file, each with the keys that it must have."""
_KEYS = tuple(f.name for f in fields(Outcome) if f.name != "id")
_REQUIRED = tuple(f.name for f in fields(Outcome) if f.default is MISSING and f.name not in ("id", "knots"))


def parsed(text: str) -> dict[str, Any]:
    """Parse the text of `study.toml`.

    Raises
    ------
    AnalysisError
        The text is not valid TOML.
    """
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise AnalysisError(
            f"{NAME} of the analysis plan is not valid TOML: {error}. Correct this line; texts need "
            "quotation marks."
        ) from error


def lacking(settings: Mapping[str, Any]) -> Iterator[str]:
    """Yield the sections that the settings lack, and the keys that a section lacks."""
    for section, keys in SECTIONS.items():
        found = settings.get(section)
        if not isinstance(found, Mapping):
            yield f"{NAME} has no section [{section}]"
            continue
        yield from (f"section [{section}] of {NAME} has no key {key}" for key in keys if key not in found)
    for section in ("outcomes", "adjusters"):
        entries = settings.get(section)
        for name, record in entries.items() if isinstance(entries, Mapping) else ():
            if not isinstance(record, Mapping):
                yield f"{name} in section [{section}] of {NAME} is not a table of keys"
            elif section == "adjusters" and "variable" not in record:
                yield f"adjuster {name} in {NAME} has no key variable"
    for what, record_type in (("sample", Sample), ("grouping", Grouping)):
        for name, record in settings.get(f"{what}s", {}).items():
            yield from _different_keys(f"{what} {name} in {NAME}", record, record_type)
    yield from _different_keys(f"section [robustness] of {NAME}", settings.get("robustness", {}), Robustness)


def _different_keys(
    where: str, record: Mapping[str, Any], record_type: type[Sample | Grouping | Robustness]
) -> Iterator[str]:
    """Yield the keys that a record lacks, and those that it should not have."""
    keys = {f.name: f.default is MISSING and f.default_factory is MISSING for f in fields(record_type)}
    yield from (
        f"{where} has no key {key}" for key, required in keys.items() if required and key not in record
    )
    yield from (
        f"{where}: unknown key {key}; the keys are {', '.join(keys)}" for key in record if key not in keys
    )


def outcome_keys(outcomes: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    """Yield the missing and the unknown keys of each outcome."""
    for outcome, record in outcomes.items():
        yield from (f"outcome {outcome}: the key {key} is missing" for key in _REQUIRED if key not in record)
        yield from (
            f"outcome {outcome}: unknown key {key}; the keys are {', '.join(_KEYS)}"
            for key in record
            if key not in _KEYS
        )


def complete(outcomes: Mapping[str, Mapping[str, Any]]) -> dict[str, dict[str, Any]]:
    """Return the outcomes that have all required keys, without their unknown keys, so that the rest can be checked."""
    return {
        outcome: {key: value for key, value in record.items() if key in _KEYS}
        for outcome, record in outcomes.items()
        if record.keys() >= {*_REQUIRED}
    }
