"""Declare negative control exposures, which have no known path to RLS: an association with one is chance or bias."""

from rlsanalysis.variables.columns import coded, columns
from rlsanalysis.variables.declare import Variable, refused_or_unknown
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
        "Half-year of the examination", {1: "November to April", 2: "May to October"},
        asked="examined participants", component="exam",
    ),
    recall_day=coded(
        "Day of the week of the first dietary recall",
        {1: "Sunday", 2: "Monday", 3: "Tuesday", 4: "Wednesday", 5: "Thursday", 6: "Friday", 7: "Saturday"},
        asked="participants with a recall",
    ),
    asthma_relative=coded(
        "Close blood relative ever told of asthma", {1: "yes", 2: "no"}, refused_or_unknown(1),
        asked="adults 20+ in 2005–2006, ages 6+ later",
    ),
)  # fmt: skip

_WEEKEND: dict[float, float] = {1: 1, 2: 0, 3: 0, 4: 0, 5: 0, 6: 0, 7: 1}

VARIABLES = (
    Variable(
        "exam_nov_apr", "Examined in November–April", GROUP, "binary", "November–April vs May–October",
        (COLUMNS["exam_half_year"],), yes("exam_half_year"), ("May to October", "November to April"),
        note="The season is set by the field schedule, which follows geography. It cannot reveal bias in who "
        "reports RLS or is diagnosed.",
        short="Examined November–April", synonyms=("season", "winter", "negative control"),
        level_labels={"May to October": "May–October", "November to April": "November–April"},
    ),
    Variable(
        "recall_weekend", "First dietary recall on a weekend day", GROUP, "binary",
        "Saturday or Sunday vs other days",
        (COLUMNS["recall_day"],), recoded("recall_day", _WEEKEND), ("no", "yes"),
        short="Recall on a weekend day", synonyms=("weekday", "negative control"),
    ),
    Variable(
        "relative_asthma", "Close relative with asthma (self-reported)", GROUP, "binary", "yes vs no",
        (COLUMNS["asthma_relative"],), yes("asthma_relative"), ("no", "yes"), hazards=("self-report",),
        note="No link with RLS is known. An odds ratio away from 1 may reflect chance, or bias in who reports RLS or "
        "is diagnosed.",
        short="Relative with asthma", synonyms=("negative control",),
    ),
)  # fmt: skip
