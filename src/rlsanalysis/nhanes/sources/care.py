"""Provide health insurance, a usual place of care and the number of visits from CDC's files."""

import pandas as pd

from rlsanalysis.definitions.derivations import recoded
from rlsanalysis.nhanes.canonical import EVERY_RELEASE, Canonical, Facts, yes
from rlsanalysis.nhanes.columns import coded, columns, refused_or_unknown, yes_no

COLUMNS = columns(
    """
                 D           E           H           I           J           P
    insured      HIQ.HIQ011  HIQ.HIQ011  HIQ.HIQ011  HIQ.HIQ011  HIQ.HIQ011  HIQ.HIQ011
    usual_place  HUQ.HUQ030  HUQ.HUQ030  HUQ.HUQ030  HUQ.HUQ030  HUQ.HUQ030  HUQ.HUQ030
    visits_of_6  HUQ.HUQ050  HUQ.HUQ050  -           -           -           -
    visits_of_9  -           -           HUQ.HUQ051  HUQ.HUQ051  HUQ.HUQ051  HUQ.HUQ051
    """,
    insured=yes_no("Covered by health insurance"),
    usual_place=coded(
        "Usual place to go for health care", {1: "yes", 2: "no place", 3: "more than one place"},
        refused_or_unknown(1),
    ),
    visits_of_6=coded(
        "Times health care was received, past 12 months (six response options)",
        {0: "none", 1: "1", 2: "2–3", 3: "4–9", 4: "10–12", 5: "13 or more"}, refused_or_unknown(2),
    ),
    visits_of_9=coded(
        "Times health care was received, past 12 months (nine response options)",
        {
            0: "none", 1: "1", 2: "2–3", 3: "4–5", 4: "6–7", 5: "8–9", 6: "10–12", 7: "13–15", 8: "16 or more",
        },
        refused_or_unknown(2),
    ),
)  # fmt: skip


def visits(people: pd.DataFrame) -> "pd.Series[float]":
    """Return the band of visits in which the response options of both questions can be combined."""
    of_six = recoded("visits_of_6", {0: 0, 1: 0, 2: 1, 3: 2, 4: 3, 5: 3})(people)
    of_nine = recoded("visits_of_9", {0: 0, 1: 0, 2: 1, 3: 2, 4: 2, 5: 2, 6: 3, 7: 3, 8: 3})(people)
    return of_six.fillna(of_nine)


CANONICAL = (
    Canonical("health_insurance", (COLUMNS["insured"],), yes("insured")),
    Canonical("usual_place_of_care", (COLUMNS["usual_place"],), recoded("usual_place", {1: 1, 2: 0, 3: 1})),
    Canonical(
        "healthcare_visits", (COLUMNS["visits_of_6"], COLUMNS["visits_of_9"]), visits, releases=EVERY_RELEASE
    ),
)

FACTS = {
    "healthcare_visits": Facts(
        hazards=("question changed",),
        note="The response options changed between the two cohorts. The categories can be formed from both.",
    ),
}
