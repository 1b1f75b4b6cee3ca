"""Faults that several parts of a plan can have: a name or a kind of variable that is not one of the choices."""

from collections.abc import Iterable, Iterator

from rlsanalysis.study.records import Kind, Study, Variable


def kind(where: str, variable: str, kinds: tuple[Kind, ...], study: Study) -> Iterator[str]:
    """Yield that a variable is not one of the study, or not of one of some kinds."""
    if variable not in study.variables:
        yield f"{where}: {variable} is not a variable of the study"
    elif study.variables[variable].kind not in kinds:
        yield f"{where}: {variable} is {study.variables[variable].kind}, not {' or '.join(kinds)}"


def unknown(where: str, what: str, name: str, choices: Iterable[str]) -> Iterator[str]:
    """Yield that a name is not one of the choices, which are listed."""
    choices = list(choices)
    if name not in choices:
        known = f"choose from {', '.join(choices)}" if choices else "the plan has none"
        yield f"{where}: there is no {what} {name or repr(name)} ({known})"


def only_in(variable: Variable) -> str:
    """Say in which releases alone a variable is measured."""
    return f"only in {', '.join(variable.releases)}"
