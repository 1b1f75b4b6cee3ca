"""Describe the files of a folder of results."""

from pathlib import Path
from typing import Any, NamedTuple

from rlsanalysis.present import labels
from rlsanalysis.present.words import FILES
from rlsanalysis.study.records import Study
from rlsanalysis.survey.errors import AnalysisError

PAGES = {
    "report.html": "the findings, their reliability, results, methods, definitions and provenance",
    "explorer.html": "every estimate, to filter, search and sort, with the details of each exposure",
    **{name: FILES[name] for name in ("methods.md", "methods.bib", "strobe.html", "strobe.md")},
}
FIGURES = {
    "summary": (
        "Summary",
        "Odds ratios of the primary exposures for both definitions of RLS, legible on a phone.",
    ),
    "forest_controls": ("Controls", "Odds ratios of the positive and negative control exposures."),
    "forest_drugs": (
        "Drugs",
        "Odds ratios of prescription drugs, with active comparators and control drugs, for both definitions of RLS.",
    ),
    "forest": (
        "Forest plot",
        "Odds ratios with 95% CIs of every headline exposure but drugs for both definitions of RLS.",
    ),
    "dose_response": (
        "Dose–response",
        "Odds ratio along a continuous exposure, from a restricted cubic spline.",
    ),
    "prevalence": ("Prevalence", "Prevalence of each outcome by group, with Korn–Graubard 95% CIs."),
    "flow": ("Participant flow", "Participants and cases remaining after each step."),
    "missingness": ("Missing values", "Percentage of missing values of each variable, by survey cycle."),
    "distribution": ("Distribution", "Weighted distribution among cases and non-cases."),
    "tipping_point": (
        "Tipping point",
        "Ratios of detection that would explain each association of a headline exposure.",
    ),
    "specifications": (
        "Specification curves",
        "Odds ratios of all headline exposures under every subset of their adjusters, sorted.",
    ),
    "p_values": (
        "p values",
        "Ordered p values of all exposures against those after permutations of the outcome.",
    ),
    "adjustment": ("Adjustment", "Estimates with crude, minimal and full adjustment."),
}
TABLES = {
    "table1": (
        "Table 1",
        "Characteristics of cases and non-cases: weighted percents and means, unweighted counts.",
    ),
    "estimates": ("Estimates", "Odds ratios with crude, minimal and full adjustment."),
    "size": ("Size and bias", "Absolute size of each association, detection ratio and E-value."),
    "specifications": (
        "Specifications",
        "How the odds ratio of each exposure depends on the choice of adjusters.",
    ),
    "control_differences": (
        "Differences from control outcomes",
        "Ratio of the odds ratio to that for each control outcome, in the same people.",
    ),
    "drugs": ("Drugs", "Drugs that define the cases of an outcome, with the number of cases who take each."),
    "prevalence": ("Prevalence", "Prevalence of the outcome, by group."),
}
DATA = FILES | {
    "replication.csv": "published numbers next to those computed from CDC's files, written by `rlsanalysis replicate`"
}

LISTED = {"specifications": "Specification curves of single exposures"}
"""Kinds of figures of which there are so many that those of single variables are only listed, with their heading."""


class Named(NamedTuple):
    """A figure or table: its file without ending, its kind, the variable that it is about, words, and file endings."""

    name: str
    kind: str
    about: str
    title: str
    meaning: str
    endings: tuple[str, ...]


def inventory(study: Study, folder: Path) -> dict[str, Any]:
    """Return the files of a folder of results with a description of each: pages, figures, tables, data.

    `lists` has the figures of single variables that are only listed, by their heading.

    Raises
    ------
    AnalysisError
        A figure or table has no description here.
    """
    figures = _named(study, folder / "figures", FIGURES, "svg")
    listed = {kind: [f for f in figures if f.kind == kind and f.about] for kind in LISTED}
    return {
        "pages": [(name, meaning) for name, meaning in PAGES.items() if (folder / name).exists()],
        "figures": [f for f in figures if f not in listed.get(f.kind, ())],
        "lists": {LISTED[kind]: files for kind, files in listed.items() if files},
        "tables": _named(study, folder / "tables", TABLES, "csv"),
        "data": [
            (name, meaning)
            for name, meaning in DATA.items()
            if name not in PAGES and (folder / name).is_file()
        ],
    }


def _named(study: Study, folder: Path, known: dict[str, tuple[str, str]], kind: str) -> list[Named]:
    """Describe each figure or table, in the order of `known`."""
    found = []
    for path in sorted(folder.glob(f"*.{kind}")):
        of = next((k for k in known if path.stem == k or path.stem.startswith(f"{k}_")), None)
        if of is None:
            raise AnalysisError(f"{path} is not a known kind of file. Describe it in {Path(__file__).name}.")
        title, meaning = known[of]
        about = path.stem.removeprefix(of).removeprefix("_")
        label = labels.name(study, about) if about else ""
        endings = tuple(sorted(p.suffix[1:] for p in folder.glob(f"{path.stem}.*")))
        found.append(Named(path.stem, of, label, f"{title}: {label}" if label else title, meaning, endings))
    order = list(known)
    return sorted(found, key=lambda named: order.index(named.kind))
