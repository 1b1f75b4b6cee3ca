"""Check names that users type, and suggest the nearest ones where a name is wrong."""

import difflib
from collections.abc import Iterable

from rlsanalysis.survey.errors import AnalysisError

_SHORT_LIST = 10
_MOST_SUGGESTIONS = 6


def known_name(what: str, name: str, known: Iterable[str]) -> str:
    """Return the name if it is known.

    Parameters
    ----------
    what : what the name stands for, in the singular ("variable").
    name : the name to check.
    known : all valid names.

    Raises
    ------
    AnalysisError
        The name is unknown. The message lists every valid name if there are few, otherwise all names that contain
        the one given or look similar.
    """
    names = list(known)
    if name in names:
        return name
    raise AnalysisError(f"There is no {what} {name!r}. {_advice(name, names)}")


def _advice(name: str, names: list[str]) -> str:
    if len(names) <= _SHORT_LIST:
        return f"Choose one of: {', '.join(names)}."
    near = difflib.get_close_matches(name, names, n=_MOST_SUGGESTIONS, cutoff=0.6)
    near += [n for n in names if name.lower() in n.lower() and n not in near] if name else []
    if near:
        return f"Names that look similar: {', '.join(near[: 2 * _MOST_SUGGESTIONS])}."
    return f"Choose one of: {', '.join(names)}."
