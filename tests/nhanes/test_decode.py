"""Raw values: codes are closed lists; measured values outside the documented range are kept and named."""

import numpy as np
import pandas as pd
import pytest

from rlsanalysis.nhanes.columns import coded, columns, measured, refused_or_unknown
from rlsanalysis.nhanes.decode import KINDS, decode
from rlsanalysis.survey.errors import AnalysisError

COLUMNS = columns(
    """
              D
    ferritin  FERTIN.LBXFER
    drinks    ALQ.ALQ130
    smoked    SMQ.SMQ020
    """,
    ferritin=measured("Ferritin", "ng/mL", (1.04, 5190)),
    drinks=measured("Drinks", "drinks", (1, 82), {95: "95 or more"}, refused_or_unknown(3)),
    smoked=coded("Smoked", {1: "yes", 2: "no"}, refused_or_unknown(1)),
)


def kinds(positions: pd.Series) -> list[str]:
    return [KINDS[position] for position in positions]


def test_measured_values_outside_the_documented_range_are_kept_and_counted():
    found = decode(COLUMNS["ferritin"], pd.Series([31, 6200, 0.5, 5600, np.nan]), "FERTIN_D.LBXFER")
    assert found.known.tolist()[:4] == [31, 6200, 0.5, 5600]
    assert kinds(found.missing) == ["", "", "", "", "blank"]
    assert found.outside == (
        "FERTIN_D.LBXFER: 3 values outside the documented range 1.04 to 5190 (0.5 to 6200), kept as measured.",
    )


def test_a_single_value_outside_is_named():
    (sentence,) = decode(COLUMNS["ferritin"], pd.Series([6200.0]), "FERTIN_D.LBXFER").outside
    assert "1 value outside the documented range 1.04 to 5190 (6200)" in sentence


def test_noise_of_storage_and_special_codes_are_not_outside():
    noisy = pd.Series([5190 * (1 + 1e-14), 1.04 * (1 - 1e-14)])
    assert decode(COLUMNS["ferritin"], noisy, "t").outside == ()
    found = decode(COLUMNS["drinks"], pd.Series([1, 95, 777, 999.0]), "t")
    assert found.outside == ()
    assert kinds(found.missing) == ["", "", "refused", "dont_know"]
    assert found.known.isna().tolist() == [False, False, True, True]


def test_a_code_that_is_not_declared_is_an_error():
    with pytest.raises(
        AnalysisError,
        match=r"^SMQ_D\.SMQ020 contains codes that are not declared for the column smoked: 3 \(2 rows\)\. Look them up",
    ):
        decode(COLUMNS["smoked"], pd.Series([1, 3, 2, 3, 9.0]), "SMQ_D.SMQ020")
