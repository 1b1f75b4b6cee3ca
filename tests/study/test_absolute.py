"""Adjusted prevalence with and without an exposure, against predictions made by hand from the fitted model."""

import numpy as np
import pytest
from scipy import optimize
from scipy.special import expit

from rlsanalysis.study.absolute import COLUMNS
from rlsanalysis.study.associate import associate
from rlsanalysis.study.estimate import fitted_rows
from rlsanalysis.study.model import Assembler
from rlsanalysis.study.plan import fits
from rlsanalysis.survey import Logit


def by_hand(model, params, values, *, calibrate):
    """Mean predicted cases per 1,000 with some columns of the exposure set; `+1` moves a column instead."""
    inside = model.design.member
    X, w = model.exog[inside], model.design.weights[inside]
    w = w / w.sum()
    observed = w @ model.outcome[inside]
    shift = (
        optimize.brentq(lambda s: w @ expit(X.to_numpy(float) @ params + s) - observed, -9, 9, xtol=1e-14)
        if calibrate
        else 0.0
    )
    changed = {name: X[name] + 1 if value == "+1" else value for name, value in values.items()}
    return 1000 * w @ expit(X.assign(**changed).to_numpy(float) @ params + shift)


SMOKING = [
    {"smoking[former]": former, "smoking[current]": current}
    for former, current in ((0.0, 0.0), (1.0, 0.0), (0.0, 1.0))
]


@pytest.mark.parametrize(
    ("exposure", "without", "with_"),
    [
        ("ckd", {"ckd": 0.0}, [{"ckd": 1.0}]),
        ("ferritin_halving", {}, [{"ferritin_halving": "+1"}]),
        ("smoking", SMOKING[0], SMOKING[1:]),
    ],
)
def test_prevalences_are_means_of_predictions(invented, study, exposure, without, with_):
    cohort = invented["2013-2020"]
    fit = next(f for f in fits(study, outcome="treated", exposure=exposure) if f.set == "minimal")
    model = Assembler(cohort, study).model(fit)
    rows, _ = fitted_rows(model, study)
    factors = {exposure: [t.column for t in model.terms]} if len(with_) > 1 else {}
    for method in study.methods:
        params = Logit(model.outcome, model.exog, model.design, factors).fit(method=method).params.to_numpy()
        reference, *levels = (
            by_hand(model, params, values, calibrate=method == "firth") for values in (without, *with_)
        )
        for row, exposed in zip([r for r in rows if r["method"] == method], levels, strict=True):
            found = [row[name] for name in COLUMNS[:3]]
            np.testing.assert_allclose(found, [reference, exposed, exposed - reference], rtol=1e-8)
            assert row["difference_low"] < row["difference"] < row["difference_high"]


def test_the_limits_are_those_of_the_difference_per_1000(invented, study):
    cohort = invented["2013-2020"]
    row = associate(cohort, "treated", "ckd", "minimal").iloc[0]
    fit = next(f for f in fits(study, outcome="treated", exposure="ckd") if f.set == "minimal")
    model = Assembler(cohort, study).model(fit)
    table = Logit(model.outcome, model.exog, model.design).fit(method="firth").margins("ckd")
    difference = table[table["measure"] == "difference"].iloc[0]
    np.testing.assert_allclose(
        row[["difference_low", "difference_high"]].astype(float),
        1000 * difference[["conf_low", "conf_high"]].astype(float),
        rtol=1e-9,
    )
    assert row["difference"] == pytest.approx(row["prevalence_with"] - row["prevalence_without"])
