"""Diabetes: told by a doctor, glycated haemoglobin, fasting glucose, treatment and its complications."""

from rlsanalysis.variables.declare import Variable, coded, columns, refused_or_unknown
from rlsanalysis.variables.derivations import recoded

GROUP = "diabetes"

COLUMNS = columns(
    """
              D           E           H           I           J           P
    diabetes  DIQ.DIQ010  DIQ.DIQ010  DIQ.DIQ010  DIQ.DIQ010  DIQ.DIQ010  DIQ.DIQ010
    """,
    diabetes=coded(
        "ever told of diabetes by a doctor, other than in pregnancy",
        {1: "yes", 2: "no", 3: "borderline"}, refused_or_unknown(1), asked="ages 1+",
    ),
)  # fmt: skip

VARIABLES = (
    Variable(
        "diabetes_told", "Diabetes, told by a doctor", GROUP, "binary", "yes vs no; borderline counts as no",
        (COLUMNS["diabetes"],), recoded("diabetes", {1: 1, 2: 0, 3: 0}), ("no", "yes"), hazards=("self-report",),
    ),
)  # fmt: skip
