"""Every outcome, exposure and adjuster, declared: one module a group of factors."""

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
    """All declared variables by id, in the order of the groups.

    Raises
    ------
    AnalysisError
        Two declarations share an id.
    """
    found: dict[str, Variable] = {}
    for group in GROUPS:
        for variable in import_module(f"{__name__}.{group}").VARIABLES:
            if variable.id in found:
                raise AnalysisError(
                    f"{variable.id} is declared in {found[variable.id].group} and {group}. Rename one."
                )
            found[variable.id] = variable
    return found
