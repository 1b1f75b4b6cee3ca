"""Names that people type, and the nearest right one where a name is wrong."""

import difflib
from collections.abc import Iterable

from rlsanalysis.survey.errors import AnalysisError


def known_name(what: str, name: str, known: Iterable[str]) -> str:
    """Return the name if it is known.

    Raises
    ------
    AnalysisError
        It is not; says which one is nearest, or which there are.
    """
    names = list(known)
    if name in names:
        return name
    near = difflib.get_close_matches(name, names, n=1, cutoff=0.6)
    advice = f"did you mean {near[0]!r}?" if near else f"there are: {', '.join(names)}."
    raise AnalysisError(f"there is no {what} {name!r}; {advice}")
