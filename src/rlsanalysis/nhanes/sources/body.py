"""Provide body mass index and waist circumference from CDC's files."""

from rlsanalysis.nhanes.canonical import Canonical, as_recorded
from rlsanalysis.nhanes.columns import columns, measured

COLUMNS = columns(
    """
           D             E             H             I             J             P
    bmi    BMX.BMXBMI    BMX.BMXBMI    BMX.BMXBMI    BMX.BMXBMI    BMX.BMXBMI    BMX.BMXBMI
    waist  BMX.BMXWAIST  BMX.BMXWAIST  BMX.BMXWAIST  BMX.BMXWAIST  BMX.BMXWAIST  BMX.BMXWAIST
    """,
    bmi=measured("Body mass index from measured weight and height", "kg/m2", (11.5, 130.21), asked="ages 2+"),
    waist=measured("Waist circumference", "cm", (37.8, 187.5), asked="ages 2+"),
)

CANONICAL = (
    Canonical("body_mass_index", (COLUMNS["bmi"],), as_recorded("bmi")),
    Canonical("waist", (COLUMNS["waist"],), as_recorded("waist")),
)
