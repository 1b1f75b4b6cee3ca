"""Provide the self-rated quality of the diet from CDC's files. Nutrients are among the columns of `recalls`."""

from rlsanalysis.nhanes.canonical import Canonical, Facts, as_recorded
from rlsanalysis.nhanes.columns import coded, columns, refused_or_unknown

COLUMNS = columns(
    """
                D           E           H           I           J           P
    own_rating  DBQ.DBQ700  DBQ.DBQ700  DBQ.DBQ700  DBQ.DBQ700  DBQ.DBQ700  DBQ.DBQ700
    """,
    own_rating=coded(
        "Self-rated healthiness of the diet", {1: "excellent", 2: "very good", 3: "good", 4: "fair", 5: "poor"},
        refused_or_unknown(1), asked="ages 16+",
    ),
)  # fmt: skip

CANONICAL = (Canonical("diet_rating", (COLUMNS["own_rating"],), as_recorded("own_rating")),)

FACTS = {"dash_score": Facts(note="Published means are 0.3 to 0.5 points higher.")}
