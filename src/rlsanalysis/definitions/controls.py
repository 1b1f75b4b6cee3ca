"""Define negative control exposures, which have no known path to RLS: an association with one is chance or bias."""

from rlsanalysis.definitions.declare import Definition
from rlsanalysis.definitions.derivations import as_measured, recoded

GROUP = "controls"

_WEEKEND: dict[float, float] = {1: 1, 2: 0, 3: 0, 4: 0, 5: 0, 6: 0, 7: 1}

DEFINITIONS = (
    Definition(
        "exam_nov_apr", "Examined in November–April", GROUP, "binary", "November–April vs May–October",
        ("examined_november_april",), as_measured("examined_november_april"),
        ("May to October", "November to April"),
        short="Examined November–April", synonyms=("season", "winter", "negative control"),
        level_labels={"May to October": "May–October", "November to April": "November–April"},
    ),
    Definition(
        "recall_weekend", "First dietary recall on a weekend day", GROUP, "binary",
        "Saturday or Sunday vs other days",
        ("recall_weekday",), recoded("recall_weekday", _WEEKEND), ("no", "yes"),
        short="Recall on a weekend day", synonyms=("weekday", "negative control"),
    ),
    Definition(
        "relative_asthma", "Close relative with asthma (self-reported)", GROUP, "binary", "yes vs no",
        ("asthma_in_relative",), as_measured("asthma_in_relative"), ("no", "yes"),
        hazards=("self-report",),
        note="No link with RLS is known. An odds ratio away from 1 may reflect chance, or bias in who reports RLS or "
        "is diagnosed.",
        short="Relative with asthma", synonyms=("negative control",),
    ),
)  # fmt: skip
