"""Body size: body-mass index and waist."""

from rlsanalysis.variables.declare import Variable, columns, measured
from rlsanalysis.variables.derivations import as_measured, at_least, scaled

GROUP = "body"

COLUMNS = columns(
    """
           D             E             H             I             J             P
    bmi    BMX.BMXBMI    BMX.BMXBMI    BMX.BMXBMI    BMX.BMXBMI    BMX.BMXBMI    BMX.BMXBMI
    waist  BMX.BMXWAIST  BMX.BMXWAIST  BMX.BMXWAIST  BMX.BMXWAIST  BMX.BMXWAIST  BMX.BMXWAIST
    """,
    bmi=measured("body-mass index from measured weight and height", "kg/m2", (11.5, 130.21), asked="ages 2+"),
    waist=measured("waist circumference", "cm", (37.8, 187.5), asked="ages 2+"),
)

_BMI = (COLUMNS["bmi"],)

VARIABLES = (
    Variable(
        "bmi_5", "Body-mass index, per 5 kg/m2", GROUP, "continuous", "kg/m2 /5",
        _BMI, scaled("bmi", 5), unit="5 kg/m2",
    ),
    Variable("bmi", "Body-mass index", GROUP, "continuous", "kg/m2", _BMI, as_measured("bmi"), unit="kg/m2"),
    Variable(
        "obesity", "Obesity", GROUP, "binary", "BMI >=30 vs <30",
        _BMI, at_least("bmi", 30), ("no", "yes"), citation="WHO 2000",
    ),
    Variable(
        "waist_10", "Waist, per 10 cm", GROUP, "continuous", "cm/10",
        (COLUMNS["waist"],), scaled("waist", 10), unit="10 cm",
    ),
)  # fmt: skip
