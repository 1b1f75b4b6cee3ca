"""Declare measures of body size: body mass index and waist circumference."""

from rlsanalysis.variables.columns import columns, measured
from rlsanalysis.variables.declare import Variable
from rlsanalysis.variables.derivations import as_measured, at_least, scaled

GROUP = "body"

COLUMNS = columns(
    """
           D             E             H             I             J             P
    bmi    BMX.BMXBMI    BMX.BMXBMI    BMX.BMXBMI    BMX.BMXBMI    BMX.BMXBMI    BMX.BMXBMI
    waist  BMX.BMXWAIST  BMX.BMXWAIST  BMX.BMXWAIST  BMX.BMXWAIST  BMX.BMXWAIST  BMX.BMXWAIST
    """,
    bmi=measured("Body mass index from measured weight and height", "kg/m2", (11.5, 130.21), asked="ages 2+"),
    waist=measured("Waist circumference", "cm", (37.8, 187.5), asked="ages 2+"),
)

_BMI = (COLUMNS["bmi"],)
_SYNONYMS = ("BMI", "body-mass index", "overweight", "weight")

VARIABLES = (
    Variable(
        "bmi_5", "Body mass index, per 5 kg/m²", GROUP, "continuous", "per 5 kg/m²",
        _BMI, scaled("bmi", 5), unit="5 kg/m2", short="BMI, per 5 kg/m²", synonyms=_SYNONYMS,
    ),
    Variable(
        "bmi", "Body mass index", GROUP, "continuous", "per 1 kg/m²",
        _BMI, as_measured("bmi"), unit="kg/m2", short="BMI", synonyms=_SYNONYMS,
    ),
    Variable(
        "obesity", "Obesity (body mass index ≥30 kg/m²)", GROUP, "binary", "BMI ≥30 vs <30 kg/m²",
        _BMI, at_least("bmi", 30), ("no", "yes"), citation="WHO 2000",
        short="Obesity", synonyms=(*_SYNONYMS, "obese"),
    ),
    Variable(
        "waist_10", "Waist circumference, per 10 cm", GROUP, "continuous", "per 10 cm",
        (COLUMNS["waist"],), scaled("waist", 10), unit="10 cm",
        short="Waist, per 10 cm", synonyms=("abdominal obesity", "central obesity"),
    ),
)  # fmt: skip
