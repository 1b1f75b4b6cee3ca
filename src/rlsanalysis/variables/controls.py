"""Negative controls: factors with no known path to restless legs; an association here speaks of bias."""

from rlsanalysis.variables.declare import Variable, coded, columns, refused_or_unknown
from rlsanalysis.variables.derivations import recoded, yes

GROUP = "controls"

COLUMNS = columns(
    """
                     D              E              H              I              J              P
    exam_half_year   DEMO.RIDEXMON  DEMO.RIDEXMON  DEMO.RIDEXMON  DEMO.RIDEXMON  DEMO.RIDEXMON  DEMO.RIDEXMON
    recall_day       DR1TOT.DR1DAY  DR1TOT.DR1DAY  DR1TOT.DR1DAY  DR1TOT.DR1DAY  DR1TOT.DR1DAY  -
    asthma_relative  MCQ.MCQ300B    MCQ.MCQ300B    MCQ.MCQ300B    MCQ.MCQ300B    MCQ.MCQ300B    MCQ.MCQ300B
    """,
    exam_half_year=coded(
        "half of the year in which the person was examined", {1: "November to April", 2: "May to October"},
        asked="examined people", component="exam",
    ),
    recall_day=coded(
        "day of the week of the first recall",
        {1: "Sunday", 2: "Monday", 3: "Tuesday", 4: "Wednesday", 5: "Thursday", 6: "Friday", 7: "Saturday"},
        asked="people who gave a recall",
    ),
    asthma_relative=coded(
        "a close blood relative told of asthma", {1: "yes", 2: "no"}, refused_or_unknown(1),
        asked="adults 20+ in D, ages 6+ later",
    ),
)  # fmt: skip

_WEEKEND: dict[float, float] = {1: 1, 2: 0, 3: 0, 4: 0, 5: 0, 6: 0, 7: 1}

VARIABLES = (
    Variable(
        "exam_nov_apr", "Examined in November to April", GROUP, "binary", "vs May to October",
        (COLUMNS["exam_half_year"],), yes("exam_half_year"), ("May to October", "November to April"),
        note="set by the field schedule, which follows geography",
    ),
    Variable(
        "recall_weekend", "First recall on a weekend", GROUP, "binary", "Saturday or Sunday vs other days",
        (COLUMNS["recall_day"],), recoded("recall_day", _WEEKEND), ("no", "yes"),
    ),
    Variable(
        "relative_asthma", "Close relative with asthma", GROUP, "binary", "yes vs no",
        (COLUMNS["asthma_relative"],), yes("asthma_relative"), ("no", "yes"), hazards=("self-report",),
        note="no known link with RLS: an odds ratio away from 1 speaks of who reports and who is diagnosed",
    ),
)  # fmt: skip
