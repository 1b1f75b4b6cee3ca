"""What a notebook needs to show: whose data these are, and estimates as a reader may see them."""

import html
from typing import Any

import pandas as pd

from rlsanalysis.nhanes.home import checked, raw_folder
from rlsanalysis.present import labels
from rlsanalysis.study.plan import ALL, USERS
from rlsanalysis.study.results import records
from rlsanalysis.survey.errors import AnalysisError
from rlsanalysis.variables import registry
from rlsanalysis.variables.names import known_name

FACTOR, RATIO = "factor", "odds ratio (95 % interval)"
ACROSS = ("outcome", "people", "adjustment", "method")
REAL = "<p>Real data: CDC's NHANES.</p>"
INVENTED = (
    '<p style="color:#b00020"><b>SYNTHETIC PEOPLE: CDC\'s files are not in {}. No number below is a finding, and what '
    "the text says of the real files does not hold for these people.</b></p>"
)
SAMPLES = {ALL: "all adults", USERS: "with any prescription"}
METHODS = {"firth": "Firth", "ml": "maximum likelihood"}


def notice(source: str) -> str:
    """Say in HTML whose data a notebook reads: in red where the people are invented.

    Raises
    ------
    AnalysisError
        There is no such source.
    """
    return REAL if checked(source) == "nhanes" else INVENTED.format(html.escape(str(raw_folder("nhanes"))))


def readable(estimates: pd.DataFrame, *, across: str = "") -> pd.DataFrame:
    """Rows of `estimates` as text: words for ids, and of each number what its status lets be shown.

    A sparse row has its interval and no point, one with too few cases its counts alone. Marks are those of the report:
    † caution, ‡ sparse, # counts only, § few cases in all.

    Parameters
    ----------
    estimates : any rows of `Results.estimates`, or what `associate` returns.
    across : a column of words (`outcome`, `people`, `adjustment`, `method`) that goes across: odds ratios side by side.

    Returns
    -------
    DataFrame
        In the same order, indexed by factor and what is compared (and, if it does not go across, by outcome where there
        are several).

    Raises
    ------
    AnalysisError
        Two rows would share a cell, or nothing may go across by that name.
    """
    cells = [
        {
            FACTOR: _factor(row),
            "outcome": labels.name(row.outcome),
            "adjustment": row.set,
            "people": SAMPLES.get(row.sample) or labels.releases(row.sample),
            "method": METHODS[row.method],
            "n": labels.count(row.n),
            "cases (exposed)": labels.exposed_cases(row),
            RATIO: labels.estimate_text(row),
            "p": labels.line(row).p,
            "q": labels.line(row).q,
        }
        for row in records(estimates)
    ]
    shown = pd.DataFrame(cells, columns=None if cells else [FACTOR])
    return _side_by_side(shown, across) if across and cells else shown.set_index(FACTOR)


def _side_by_side(shown: pd.DataFrame, across: str) -> pd.DataFrame:
    """Odds ratios of readable rows, one column a word of `across`; empty where there is none."""
    known_name("column to go across", across, ACROSS)
    several = across != "outcome" and len(set(shown["outcome"])) > 1
    index = ["outcome", FACTOR] if several else [FACTOR]
    if shown.duplicated([*index, across]).any():
        raise AnalysisError(
            "two rows share a cell: choose rows of one adjustment, method and sample, or let another column go across."
        )
    cells = shown.pivot_table(RATIO, index, across, aggfunc="first", sort=False)
    return cells.fillna("").rename_axis(columns=None)


def _factor(row: Any) -> str:
    """Label of an exposure; with what is compared where it has several levels, or no declaration says it."""
    declared = registry().get(row.exposure)
    label = labels.name(row.exposure)
    told = declared and declared.kind != "categorical"
    return labels.typeset(label if told else f"{label}: {labels.contrast(row)}")
