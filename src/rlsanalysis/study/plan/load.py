"""Read the plan (`study.toml`, `exposures.csv`) into its records; all its faults are told at once."""

import csv
import hashlib
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Any, cast

from rlsanalysis.study.plan.faults import faults
from rlsanalysis.study.plan.records import Adjuster, Outcome, PlannedExposure, Role, Study
from rlsanalysis.survey.errors import AnalysisError
from rlsanalysis.variables import registry
from rlsanalysis.variables.cohort import COHORTS

_RELEASES = {cohort: f"releases_{cohort.replace('-', '_')}" for cohort in COHORTS}
_HEADER = (
    "exposure", "role", "hypothesis", "primary", *_RELEASES.values(), "primary_sample", "sets", "drop", "add",
)  # fmt: skip
_ONE_OF = {"primary": ("yes", ""), "primary_sample": ("all", "users")}


@cache
def load_plan() -> Study:
    """Read the packaged plan.

    Raises
    ------
    AnalysisError
        Lists every fault of the plan: malformed lines, unknown variables, releases, sets or roles, models without a
        weight.
    """
    return parse_plan(_text("study.toml"), _text("exposures.csv"))


def plan_digest() -> str:
    """Digest of the plan's files."""
    return hashlib.sha256((_text("study.toml") + _text("exposures.csv")).encode()).hexdigest()[:16]


def parse_plan(settings: str, exposures: str) -> Study:
    """Read a plan from the texts of `study.toml` and `exposures.csv`.

    Raises
    ------
    AnalysisError
        Lists every fault.
    """
    lines = list(csv.reader(exposures.splitlines()))
    whole = [dict(zip(_HEADER, cells, strict=True)) for cells in lines[1:] if len(cells) == len(_HEADER)]
    study = _study(tomllib.loads(settings), [_exposure(line) for line in whole])
    found = [*_malformed(lines), *faults(study, registry())]
    if found:
        raise AnalysisError(f"the plan has faults ({len(found)}): {'; '.join(found)}")
    return study


def _malformed(lines: list[list[str]]) -> Iterator[str]:
    """Faults of the lines of `exposures.csv`, before they are read."""
    if tuple(lines[0]) != _HEADER:
        yield f"the columns of exposures.csv must be {','.join(_HEADER)}"
    for number, cells in enumerate(lines[1:], start=2):
        if len(cells) != len(_HEADER):
            yield f"exposures.csv line {number}: {len(cells)} cells, not {len(_HEADER)}"
            continue
        line = dict(zip(_HEADER, cells, strict=True))
        for column, allowed in _ONE_OF.items():
            if line[column] not in allowed:
                yield f"exposure {line['exposure']}: {column} is {line[column]!r}, not one of {allowed}"
    names = Counter(cells[0] for cells in lines[1:] if cells)
    yield from (f"exposure {name} has {times} lines" for name, times in names.items() if times > 1)


def _study(settings: Mapping[str, Any], exposures: list[PlannedExposure]) -> Study:
    return Study(
        outcomes={name: Outcome(name, **record) for name, record in settings["outcomes"].items()},
        exposures={exposure.id: exposure for exposure in exposures},
        adjusters={
            name: Adjuster(record["variable"], tuple(record.get("powers", (1,))))
            for name, record in settings["adjusters"].items()
        },
        sets={name: tuple(adjusters) for name, adjusters in settings["sets"].items()},
        by_release_set=settings["by_release"]["set"],
        methods=(settings["methods"]["headline"], settings["methods"]["beside"]),
        fewest_cases=settings["marks"]["fewest_cases"],
        fewest_df=settings["marks"]["fewest_df"],
        power=settings["detectable"]["power"],
        level=settings["detectable"]["level"],
    )


def _exposure(line: Mapping[str, str]) -> PlannedExposure:
    return PlannedExposure(
        id=line["exposure"],
        role=cast("Role", line["role"]),
        hypothesis=line["hypothesis"],
        primary=line["primary"] == "yes",
        releases={cohort: tuple(line[column].split()) for cohort, column in _RELEASES.items()},
        among_users=line["primary_sample"] == "users",
        sets=tuple(line["sets"].split()),
        drop=line["drop"],
        add=line["add"],
    )


def _text(name: str) -> str:
    return (files(__package__) / name).read_text(encoding="utf-8")
