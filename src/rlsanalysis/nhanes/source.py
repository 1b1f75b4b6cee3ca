"""Combine the canonical columns of all groups into the source that NHANES is."""

from rlsanalysis.nhanes.canonical import Source
from rlsanalysis.nhanes.sources import (
    alcohol,
    body,
    comorbidity,
    controls,
    demographics,
    diabetes,
    diet,
    exercise,
    iron,
    kidney,
    neurological,
    neuropathy,
    outcomes,
    pregnancy,
    prescriptions,
    recalls,
    sleep,
    smoking,
)

NHANES = Source.of(
    (
        alcohol,
        body,
        comorbidity,
        controls,
        demographics,
        diabetes,
        diet,
        exercise,
        iron,
        kidney,
        neurological,
        neuropathy,
        outcomes,
        pregnancy,
        prescriptions,
        recalls,
        sleep,
        smoking,
    )
)
