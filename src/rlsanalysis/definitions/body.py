"""Define measures of body size: body mass index and waist circumference."""

from rlsanalysis.definitions.declare import Definition
from rlsanalysis.definitions.derivations import as_measured, at_least, scaled

GROUP = "body"

_SYNONYMS = ("BMI", "body-mass index", "overweight", "weight")

DEFINITIONS = (
    Definition(
        "bmi_5", "Body mass index, per 5 kg/m²", GROUP, "continuous", "per 5 kg/m²",
        ("body_mass_index",), scaled("body_mass_index", 5), unit="5 kg/m2",
        short="BMI, per 5 kg/m²", synonyms=_SYNONYMS,
    ),
    Definition(
        "bmi", "Body mass index", GROUP, "continuous", "per 1 kg/m²",
        ("body_mass_index",), as_measured("body_mass_index"), unit="kg/m2", short="BMI", synonyms=_SYNONYMS,
    ),
    Definition(
        "obesity", "Obesity (body mass index ≥30 kg/m²)", GROUP, "binary", "BMI ≥30 vs <30 kg/m²",
        ("body_mass_index",), at_least("body_mass_index", 30), ("no", "yes"), citation="WHO 2000",
        short="Obesity", synonyms=(*_SYNONYMS, "obese"),
    ),
    Definition(
        "waist_10", "Waist circumference, per 10 cm", GROUP, "continuous", "per 10 cm",
        ("waist",), scaled("waist", 10), unit="10 cm",
        short="Waist, per 10 cm", synonyms=("abdominal obesity", "central obesity"),
    ),
)  # fmt: skip
