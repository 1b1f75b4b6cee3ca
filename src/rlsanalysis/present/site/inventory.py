"""What lies in a folder of results, and what each file is."""

from pathlib import Path
from typing import Any

from rlsanalysis.present import labels
from rlsanalysis.present.words import FILES
from rlsanalysis.survey.errors import AnalysisError

PAGES = {
    "report.html": "everything in one page: how few cases, forest plot, estimates in words, definitions, provenance",
    "explorer.html": "the same estimates to pick, sort, search and link to; a click shows a factor's whole story",
}
FIGURES = {
    "summary": ("Summary", "Odds ratios of the primary exposures for each definition, with their 95% CIs."),
    "forest": (
        "Forest plot",
        "Odds ratios of every headline factor for diagnosed and for treated restless legs, with 95 % intervals.",
    ),
    "dose_response": ("Dose and response", "Odds ratio along a continuous factor, a restricted cubic spline."),
    "prevalence": ("Prevalence", "How common each outcome is, by group, with Korn-Graubard intervals."),
    "flow": ("Flow of participants", "Who is left after each step."),
    "missingness": ("Missing values", "Share of each variable that is missing, by release."),
    "distribution": ("Distribution", "Weighted distribution among cases and others."),
    "adjustment": ("Adjustment", "How each estimate moves from the crude to the minimal to the full set."),
}  # fmt: skip
TABLES = {
    "table1": ("Table 1", "Who has the outcome: weighted shares and means, unweighted counts beside them."),
    "estimates": ("Estimates", "Crude, minimal and full adjustment side by side."),
    "prevalence": ("Prevalence", "How common the outcome is, by group."),
}  # fmt: skip

Named = tuple[str, str, str, tuple[str, ...]]


def inventory(folder: Path) -> dict[str, Any]:
    """Name the files of a folder of results with what each is: pages, figures, tables, data.

    Raises
    ------
    AnalysisError
        A figure or table of a kind that has no words here.
    """
    return {
        "pages": [(name, meaning) for name, meaning in PAGES.items() if (folder / name).exists()],
        "figures": _named(folder / "figures", FIGURES, "svg"),
        "tables": _named(folder / "tables", TABLES, "csv"),
        "data": [(name, meaning) for name, meaning in FILES.items() if (folder / name).is_file()],
    }


def _named(folder: Path, known: dict[str, tuple[str, str]], kind: str) -> list[Named]:
    """Name, title, meaning and endings of each figure or table, in the order of the kinds."""
    found = []
    for path in sorted(folder.glob(f"*.{kind}")):
        of = next((k for k in known if path.stem == k or path.stem.startswith(f"{k}_")), None)
        if of is None:
            raise AnalysisError(f"{path} is of no known kind: name it in {Path(__file__).name}.")
        title, meaning = known[of]
        about = path.stem.removeprefix(of).removeprefix("_")
        endings = tuple(sorted(p.suffix[1:] for p in folder.glob(f"{path.stem}.*")))
        found.append((path.stem, f"{title}: {labels.name(about)}" if about else title, meaning, endings))
    order = [title for title, _ in known.values()]
    return sorted(found, key=lambda named: order.index(named[1].split(": ")[0]))
