"""Provide the half-year of the examination, the day of the first recall and asthma in relatives from CDC's files."""

from rlsanalysis.nhanes.canonical import Canonical, Facts, as_recorded, yes
from rlsanalysis.nhanes.columns import coded, columns, yes_no

COLUMNS = columns(
    """
                     D              E              H              I              J              P
    exam_half_year   DEMO.RIDEXMON  DEMO.RIDEXMON  DEMO.RIDEXMON  DEMO.RIDEXMON  DEMO.RIDEXMON  DEMO.RIDEXMON
    recall_day       DR1TOT.DR1DAY  DR1TOT.DR1DAY  DR1TOT.DR1DAY  DR1TOT.DR1DAY  DR1TOT.DR1DAY  DR1TOT.DR1DAY
    asthma_relative  MCQ.MCQ300B    MCQ.MCQ300B    MCQ.MCQ300B    MCQ.MCQ300B    MCQ.MCQ300B    MCQ.MCQ300B
    """,
    exam_half_year=coded(
        "Half-year of the examination", {1: "November to April", 2: "May to October"},
        asked="examined participants", component="exam",
    ),
    recall_day=coded(
        "Day of the week of the first dietary recall",
        {1: "Sunday", 2: "Monday", 3: "Tuesday", 4: "Wednesday", 5: "Thursday", 6: "Friday", 7: "Saturday"},
        asked="participants with a recall",
    ),
    asthma_relative=yes_no("Close blood relative ever told of asthma", asked="adults 20+ in 2005–2006, ages 6+ later"),
)  # fmt: skip

CANONICAL = (
    Canonical("examined_november_april", (COLUMNS["exam_half_year"],), yes("exam_half_year")),
    Canonical("recall_weekday", (COLUMNS["recall_day"],), as_recorded("recall_day")),
    Canonical("asthma_in_relative", (COLUMNS["asthma_relative"],), yes("asthma_relative")),
)

FACTS = {
    "exam_nov_apr": Facts(
        note="The season is set by the field schedule, which follows geography. It cannot reveal bias in who reports "
        "RLS or is diagnosed."
    ),
}
