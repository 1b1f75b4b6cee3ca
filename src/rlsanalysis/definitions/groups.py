"""Collect the definitions of all groups."""

from collections.abc import Mapping
from functools import cache
from importlib import import_module

from rlsanalysis.definitions.declare import Definition
from rlsanalysis.study.names import known_name
from rlsanalysis.survey.errors import AnalysisError

GROUPS = (
    "outcomes",
    "iron",
    "kidney",
    "diabetes",
    "neuropathy",
    "medications",
    "medication_variants",
    "neurological",
    "smoking",
    "alcohol",
    "caffeine",
    "diet",
    "exercise",
    "body",
    "sleep",
    "pregnancy",
    "demographics",
    "comorbidity",
    "care",
    "controls",
)


class _ById(dict[str, Definition]):
    """Definitions by id; an id that is unknown is an `AnalysisError` that suggests similar ones."""

    def __missing__(self, id_: str) -> Definition:
        return self[known_name("definition", id_, self)]


def _declared(module: str) -> tuple[Definition, ...]:
    """Return the definitions of a module."""
    found: tuple[Definition, ...] = import_module(f"{__package__}.{module}").DEFINITIONS
    return found


@cache
def definitions() -> Mapping[str, Definition]:
    """Return all definitions by id, in the order of the groups; an unknown id is an error that suggests similar ones.

    Raises
    ------
    AnalysisError
        Two definitions have the same id.
    """
    found = _ById()
    for module in GROUPS:
        for definition in _declared(module):
            if definition.id in found:
                raise AnalysisError(
                    f"{definition.id} is defined in both {module_of(definition.id)} and {module}. Rename one of them."
                )
            found[definition.id] = definition
    return found


def module_of(id_: str) -> str:
    """Return the name of the module that defines a variable; the group of the variable may be another one."""
    return next(module for module in GROUPS if any(d.id == id_ for d in _declared(module)))
