"""Combine the canonical columns of all groups into the source that NHANES is."""

from rlsanalysis.nhanes.canonical import Source
from rlsanalysis.nhanes.sources import (
    alcohol,
    body,
    comorbidity,
    demographics,
    diabetes,
    exercise,
    iron,
    kidney,
    pregnancy,
    smoking,
)

NHANES = Source.of(
    (alcohol, body, comorbidity, demographics, diabetes, exercise, iron, kidney, pregnancy, smoking)
)
