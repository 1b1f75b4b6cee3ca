"""Labels: the only place where an id of a variable, level, sample or release becomes words."""

import re
from collections.abc import Iterable, Sequence
from typing import Any

from rlsanalysis.present import printing, units, vocabulary
from rlsanalysis.study.records import ALL, Study

DASH = "–"
EPONYM = "Parkinson"
NOT_COMPARED = "not compared"
MASK = re.compile(r"mask (.+) \[(.+), (\w+)\]")
"""A mask with a name: the name, how many of the eligible people it selects, and a digest of who they are."""


def q_text(study: Study, row: Any) -> str:
    """The q value of a row within a sentence; a factor with several levels has that of its joint test."""
    declared = study.variables.get(str(row.exposure))
    joint_test = " of the joint test" if declared is not None and declared.kind == "categorical" else ""
    return printing.equation(f"q{joint_test}", printing.p_text(row.q_value))


def name(study: Study, variable: str) -> str:
    """Complete label of an outcome, exposure or adjuster."""
    declared = study.variables.get(variable)
    return declared.label if declared else variable


def short(study: Study, variable: str) -> str:
    """Short label, for figures and sentences; the complete one where none is declared."""
    declared = study.variables.get(variable)
    return declared.short or declared.label if declared else variable


def in_sentence(text: str) -> str:
    """A label as it stands within a sentence: a lower-case initial, unless it begins with an abbreviation or a name."""
    abbreviation = any(sign.isupper() or sign.isdigit() for sign in text[1:3])
    return text if abbreviation or text.startswith(EPONYM) else f"{text[:1].lower()}{text[1:]}"


def level(study: Study, variable: str, id_: str) -> str:
    """Display label of a level of a variable."""
    declared = study.variables.get(variable)
    return typeset(declared.level_labels.get(id_, id_) if declared else id_)


def quantity(study: Study, variable: str) -> str:
    """Label of a continuous variable without its unit of comparison: `Waist`, not `Waist, per 10 cm`."""
    return without_unit(name(study, variable))


def without_unit(label: str) -> str:
    """A label of a continuous variable without its unit of comparison: `Ferritin`, not `Ferritin, per halving`."""
    return label.partition(", per ")[0]


def typeset(text: str) -> str:
    """A label, level or unit as print has it: ≥, m², µg, 20%, a dash between numbers and years."""
    signs = (
        (">=", "≥"),
        ("<=", "≤"),
        (r"\bm2\b", "m²"),
        (r"\bug\b", "µg"),
        (r"(?<=\d)-(?=\d|Mar)", DASH),
        (r"(?<=\d) %", "%"),
    )
    for pattern, sign in signs:
        text = re.sub(pattern, sign, text)
    return text


def restricted(study: Study, variable: str, wanted: Iterable[str], pooled: Sequence[str]) -> tuple[str, str]:
    """Population and survey cycles of a variable, where they are not all adults and all pooled cycles; else empty.

    `wanted`: letters of the cycles that are asked about, if the variable is known in them.
    """
    measured = " ".join(study.variables[variable].known_in(wanted))
    years = "" if measured.split() == list(pooled) else releases(study, measured)
    people = population(study, variable, measured)
    return people * (people != typeset(units.usual_population(study, pooled))), years


def population(study: Study, variable: str, releases: str) -> str:
    """Population in which a variable is defined in some survey cycles: `adults 20+`, `women 20–49`."""
    people = study.variables[variable].population
    return typeset(
        "; ".join(
            dict.fromkeys(people[r].described(study.unit.people) for r in releases.split() if r in people)
        )
    )


def contrast(study: Study, row: Any) -> str:
    """What a row compares: `current vs never`, `per 10 years`."""
    exposure = str(row.exposure)
    if not row.reference:
        return f"per {level(study, exposure, str(row.level))}"
    return f"{level(study, exposure, str(row.level))} vs {level(study, exposure, str(row.reference))}"


def comparison(study: Study, row: Any, *, complete: bool = False) -> str:
    """Label of an exposure, and what is compared where it has several levels: `Smoking: current vs never`."""
    exposure = str(row.exposure)
    declared = study.variables.get(exposure)
    label = name(study, exposure) if complete else short(study, exposure)
    several = declared is None or declared.kind == "categorical"
    return typeset(f"{label}: {contrast(study, row)}" if several else label)


def sample(study: Study, id_: str) -> str:
    """People of a model: all adults, those with any prescription, one survey cycle, or a domain of your own."""
    return "; ".join(sample_parts(study, id_))


def sample_parts(study: Study, id_: str) -> tuple[str, ...]:
    """Parts of a sample: its people, then survey cycles and restriction of your own."""
    if id_ in study.releases:
        return (f"{releases(study, id_)} only",)
    return tuple(_restriction(study, part) for part in id_.removeprefix("custom: ").split("; "))


def _restriction(study: Study, text: str) -> str:
    if text.startswith("releases "):
        return releases(study, text.removeprefix("releases "))
    if mask := MASK.fullmatch(text):
        return f"{mask[1]} ({mask[2]})"
    if text == ALL:
        return units.everyone(study)
    if text in study.samples:
        return study.samples[text].label
    return vocabulary.DOMAINS.get(text, f"restricted to: {text}")


def group(study: Study, id_: str) -> str:
    """A group of variables as a heading."""
    return study.words.groups.get(id_) or id_[:1].upper() + id_[1:]


def releases(study: Study, letters: str) -> str:
    """Survey cycles in years: `2005–2006, 2007–2008`."""
    return ", ".join(study.releases[r].label.replace("-", DASH) for r in letters.split())
