"""What a notebook needs to show: whose data these are, and estimates as a reader may see them."""

from typing import Any

import pandas as pd

from rlsanalysis.nhanes.home import checked
from rlsanalysis.present import labels
from rlsanalysis.study.plan import ALL, USERS
from rlsanalysis.study.results import records
from rlsanalysis.variables import registry

FACTOR = "factor"
REAL = "<p>Real data: CDC's NHANES.</p>"
INVENTED = (
    '<p style="color:#b00020"><b>SYNTHETIC PEOPLE: CDC\'s files were not fetched. No number below is a finding, and '
    "what the text says of the real files does not hold for these people.</b></p>"
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
    return REAL if checked(source) == "nhanes" else INVENTED


def readable(estimates: pd.DataFrame) -> pd.DataFrame:
    """Rows of `estimates` as text: words for ids, and of each number what its status lets be shown.

    A sparse row has its interval and no point, one with too few cases its counts alone. Marks are those of the report:
    † caution, ‡ sparse, # counts only, § few cases in all.

    Parameters
    ----------
    estimates : any rows of `Results.estimates`, or what `associate` returns.

    Returns
    -------
    DataFrame
        In the same order, indexed by factor and what is compared.
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
            "odds ratio (95 % interval)": labels.estimate_text(row),
            "p": labels.line(row).p,
            "q": labels.line(row).q,
        }
        for row in records(estimates)
    ]
    return pd.DataFrame(cells, columns=None if cells else [FACTOR]).set_index(FACTOR)


def _factor(row: Any) -> str:
    """Label of an exposure; with what is compared where it has several levels, or no declaration says it."""
    declared = registry().get(row.exposure)
    label = labels.name(row.exposure)
    return label if declared and declared.kind != "categorical" else f"{label}: {labels.contrast(row)}"
