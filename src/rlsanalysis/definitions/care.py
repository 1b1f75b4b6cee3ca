"""Define contact with health care. Both definitions of RLS require it, so that it is used for adjustment."""

from rlsanalysis.definitions.declare import Definition
from rlsanalysis.definitions.derivations import as_measured

GROUP = "care"

_CONTACT = "Only people who meet a doctor can be diagnosed or treated."

DEFINITIONS = (
    Definition(
        "health_insurance", "Health insurance (self-reported)", GROUP, "binary", "insured vs uninsured",
        ("health_insurance",), as_measured("health_insurance"), ("no", "yes"), hazards=("self-report",),
        note=_CONTACT,
        short="Health insurance", synonyms=("insured", "uninsured", "health coverage", "access to care"),
    ),
    Definition(
        "usual_place_of_care", "Usual place of health care (self-reported)", GROUP, "binary",
        "one or more usual places vs none",
        ("usual_place_of_care",), as_measured("usual_place_of_care"), ("no", "yes"), hazards=("self-report",),
        note=_CONTACT,
        short="Usual place of care", synonyms=("usual source of care", "routine place of care", "access to care"),
    ),
    Definition(
        "healthcare_visits", "Health care visits in the past year (self-reported)", GROUP, "categorical",
        "2–3, 4–9 and 10 or more vs 0–1 visits",
        ("healthcare_visits",), as_measured("healthcare_visits"), ("0-1", "2-3", "4-9", "10 or more"),
        hazards=("self-report", "reverse causation"),
        note=f"{_CONTACT} Visits may also follow from RLS, so that adjustment for them can hide an association.",
        short="Health care visits", synonyms=("doctor visits", "health care utilization", "contact with care"),
        level_labels={
            "0-1": "0–1 visits", "2-3": "2–3 visits", "4-9": "4–9 visits", "10 or more": "10 or more visits",
        },
    ),
)  # fmt: skip
