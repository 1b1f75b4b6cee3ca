"""Define the reproductive history of women: parity, current pregnancy, and menopause or hysterectomy."""

from rlsanalysis.definitions.declare import Definition
from rlsanalysis.definitions.derivations import as_measured, banded
from rlsanalysis.study.records.variable import Population

GROUP = "pregnancy"

WOMEN = Population(women=True)

DEFINITIONS = (
    Definition(
        "parity", "Parity (deliveries with a live birth)", GROUP, "categorical", "1–2 and ≥3 vs 0",
        ("live_births",), banded("live_births", (1, 3)), ("0", "1-2", ">=3"),
        population=WOMEN, hazards=("self-report", "measured in some ages or one sex"),
        note="Parity is the number of deliveries, so that twins count once.",
        short="Parity", synonyms=("live births", "pregnancies", "children"),
        level_labels={"0": "0 live births", "1-2": "1–2 live births", ">=3": "≥3 live births"},
    ),
    Definition(
        "pregnant", "Current pregnancy", GROUP, "binary", "pregnant vs not pregnant",
        ("pregnant",), as_measured("pregnant"), ("no", "yes"),
        population=Population(20, 44, women=True), hazards=("measured in some ages or one sex",),
        short="Pregnancy", synonyms=("pregnant",),
    ),
    Definition(
        "menopause", "No menstrual periods (menopause or hysterectomy)", GROUP, "binary", "yes vs no",
        ("menopause",), as_measured("menopause"), ("no", "yes"),
        population=WOMEN, hazards=("self-report", "measured in some ages or one sex"),
        note="The reference group has periods or is pregnant or breastfeeding. Women without periods for other reasons "
        "are missing.",
        short="Menopause or hysterectomy", synonyms=("postmenopausal", "estrogen"),
    ),
)  # fmt: skip
