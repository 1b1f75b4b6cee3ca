"""Check names that users type, and suggest the nearest ones where a name is wrong."""

import difflib
from collections.abc import Iterable

from rlsanalysis.study.records import Study
from rlsanalysis.study.search import search_words
from rlsanalysis.survey.errors import AnalysisError

MOST_NAMES = 8
"""Number of names that an error lists."""

LISTED = {"cohort", "exposure", "group", "outcome", "table", "variable"}
"""What `rlsanalysis list` lists, in the singular; groups are a column of the exposures."""


def known_name(what: str, name: str, known: Iterable[str], study: Study | None = None) -> str:
    """Return the name if it is known.

    Parameters
    ----------
    what : what the name stands for, in the singular ("variable").
    name : the name to check.
    known : all valid names.
    study : study whose variables are suggested by their labels, clinical terms and drugs; None for no such advice.

    Raises
    ------
    AnalysisError
        The name is unknown or is not a single name. The message gives the nearest name and all others if there are few,
        otherwise those that contain the one given or look similar.
    """
    names = list(known)
    if not isinstance(name, str):
        raise AnalysisError(f"One {what} is needed, named by a string, not {name!r}.")
    if name in names:
        return name
    raise AnalysisError(f"There is no {what} {name!r}. {advice(name, names, what, study)}")


def as_names(names: str | Iterable[str]) -> list[str]:
    """Return names as a list; a single string is one name."""
    return [names] if isinstance(names, str) else list(names)


def advice(name: str, names: list[str], what: str = "", study: Study | None = None) -> str:
    """Return the names that were probably meant, in a sentence; the nearest one and all names if there are few.

    Parameters
    ----------
    name : the name that is not known.
    names : all valid names.
    what : what the name stands for, in the singular; its command `rlsanalysis list` is named if there is one.
    study : as in `known_name`.
    """
    if len(names) <= MOST_NAMES:
        nearest = "".join(f"Did you mean {near}? " for near in _near(name, names)[:1])
        return f"{nearest}Choose one of: {', '.join(names)}."
    everything = f" List all with: rlsanalysis list {_plural(what)}." if what in LISTED else ""
    if study and (synonymous := _synonymous(name, names, study)):
        which = "" if len(synonymous) == 1 else "one of these variables: "
        return f"Use {which}{', '.join(synonymous)} instead.{everything}"
    if near := _near(name, names):
        return f"Names that look similar: {', '.join(near)}.{everything}"
    return f"No name looks similar. Valid names are {enumeration(names)}.{everything}"


def enumeration(names: list[str]) -> str:
    """Return names in one line; the first ones and their number if there are many."""
    if len(names) <= MOST_NAMES:
        return ", ".join(names)
    return f"{', '.join(names[:MOST_NAMES])}, ... ({len(names)} in total)"


def _synonymous(name: str, names: list[str], study: Study) -> list[str]:
    """Return the ids of the variables that a label, a clinical term or the name of a drug stands for."""
    term = name.lower().replace("_", " ")
    known = [study.variables[id_] for id_ in names if id_ in study.variables]
    return [v.id for v in known if term != v.group and term in search_words(study, v)][:MOST_NAMES]


def _near(name: str, names: list[str]) -> list[str]:
    """Return the names that look similar to one or contain it, regardless of case."""
    lower = {n.lower(): n for n in names}
    near = difflib.get_close_matches(name.lower(), lower, n=MOST_NAMES, cutoff=0.6)
    near += [low for low in lower if name.lower() in low and low not in near] if name else []
    return [lower[low] for low in near[:MOST_NAMES]]


def _plural(what: str) -> str:
    return "exposures" if what == "group" else f"{what}s"
