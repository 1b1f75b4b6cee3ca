"""Provide vitamin B12 from CDC's files. Neuropathy is based on the columns of `prescriptions`."""

from rlsanalysis.nhanes.canonical import Canonical, Facts, as_recorded
from rlsanalysis.nhanes.columns import columns, measured

COLUMNS = columns(
    """
         D           E  H              I  J  P
    b12  B12.LBXB12  -  VITB12.LBDB12  -  -  -
    """,
    b12=measured(
        "Serum vitamin B12", "pg/mL", (18, 70200), asked="ages 1+ in 2005–2006, adults 20+ in 2013–2014"
    ),
)

CANONICAL = (Canonical("vitamin_b12", (COLUMNS["b12"],), as_recorded("b12")),)

FACTS = {
    "neuropathy_treated": Facts(
        note="Most exposed cases take gabapentin or pregabalin, which are also used to treat RLS. An "
        "association should not be attributed to neuropathy alone. Duloxetine for neuropathic pain also counts as an "
        "SNRI."
    ),
    "neuropathy_other_drug": Facts(
        hazards=("sparse",),
        note="Neuropathy itself was not measured in 2013–March 2020. Duloxetine for neuropathic pain also counts as an "
        "SNRI, so an association with either may rest on the same prescription.",
    ),
    "neuropathy_diabetic": Facts(hazards=("sparse",)),
    "b12_lt200": Facts(
        hazards=("assay changed", "older file in our reference copy"),
        note="The assays of 2005–2006 and 2013–2014 differ and should not be compared.",
    ),
}
