"""What a notebook says of its data: whose they are."""

import html

from rlsanalysis.nhanes.home import checked, raw_folder
from rlsanalysis.present.about import about

SYNTHETIC = (
    '<p style="color:#b00020"><b>SYNTHETIC DATA: the files of {} are not in {}, so these people are invented. '
    "No number below is a finding.</b></p>"
)


def notice(source: str) -> str:
    """Say in HTML whose data a notebook reads: in red where the people are invented.

    Raises
    ------
    AnalysisError
        There is no such source.
    """
    if checked(source) == "nhanes":
        return f"<p>Real data: {html.escape(about().source)}.</p>"
    return SYNTHETIC.format(about().survey, html.escape(str(raw_folder("nhanes"))))
