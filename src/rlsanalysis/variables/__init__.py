"""Declare every outcome, exposure and adjuster, in one module per group."""

from functools import cache
from importlib import import_module

from rlsanalysis.survey.errors import AnalysisError
from rlsanalysis.variables.declare import Variable

GROUPS = (
    "outcomes",
    "iron",
    "kidney",
    "diabetes",
    "neuropathy",
    "medications",
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
    "controls",
)


@cache
def registry() -> dict[str, Variable]:
    """Return all declared variables by id, in the order of the groups.

    Raises
    ------
    AnalysisError
        Two declarations have the same id.
    """
    found: dict[str, Variable] = {}
    for group in GROUPS:
        for variable in import_module(f"{__name__}.{group}").VARIABLES:
            if variable.id in found:
                raise AnalysisError(
                    f"{variable.id} is declared in both {module_of(variable.id)} and {group}. Rename one of them."
                )
            found[variable.id] = variable
    return found


def module_of(id_: str) -> str:
    """Return the name of the module that declares a variable; the group of the variable may be another one."""
    return next(m for m in GROUPS if any(v.id == id_ for v in import_module(f"{__name__}.{m}").VARIABLES))
