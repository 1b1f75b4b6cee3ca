"""The odds ratios that the demonstration is drawn from can be found again in its files."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm

from rlsanalysis.nhanes.bind import registry
from rlsanalysis.nhanes.build import read_release
from rlsanalysis.nhanes.demo import true_odds_ratios, write_demo

pytestmark = pytest.mark.slow

DERIVED = {
    "black": lambda people: people["race"] == 1,
    "hispanic": lambda people: people["race"] == 2,
    "smoking_current": lambda people: people["smoking"] == 2,
}
STRONG = {
    "leg_jerks": ("rx_antidepressant", "depression_core", "smoking_current"),
    "leg_cramps": ("age_10", "depression_core"),
    "diagnosed": ("rx_dopaminergic",),
    "treated": ("rx_antidepressant",),
}


@pytest.fixture(scope="module")
def crowd(kept, code_digest, tmp_path_factory: pytest.TempPathFactory) -> pd.DataFrame:
    """Many more people than the demonstration has, in two releases."""

    def build(folder: Path) -> None:
        raw, sizes = tmp_path_factory.mktemp("crowd"), {"E": 30_000, "P": 30_000}
        write_demo(raw, people=sizes)
        wanted = {*true_odds_ratios()["factor"], *STRONG, "race", "smoking", "rx_user"} & set(registry())
        variables = {id_: registry()[id_] for id_ in wanted}
        frames = [read_release(release, raw, variables, catalogued=False).frame for release in sizes]
        everybody = pd.concat(frames, ignore_index=True)
        everybody[everybody["age"] >= 20].to_parquet(folder / "crowd.parquet")

    own = code_digest(Path(__file__), without=("cli", "present", "site"))
    with kept("demo_crowd", own, build) as folder:
        return pd.read_parquet(folder / "crowd.parquet")


@pytest.mark.parametrize("outcome", sorted(STRONG))
def test_odds_ratios_are_recovered(crowd, outcome):
    truth = true_odds_ratios()
    truth = truth[truth["outcome"] == outcome].set_index("factor")["odds_ratio"]
    people = crowd[crowd[outcome].notna()]
    if outcome == "treated":
        people = people[people["rx_user"] == 1]
    columns = {f: DERIVED[f](people) if f in DERIVED else people[f].fillna(0) for f in truth.index}
    fit = sm.Logit(people[outcome], sm.add_constant(pd.DataFrame(columns).astype(float))).fit(disp=False)
    distance = (fit.params[truth.index] - np.log(truth)) / fit.bse[truth.index]
    assert distance.abs().max() < 4, distance
    for factor in STRONG[outcome]:
        assert fit.tvalues[factor] > 4
        assert truth[factor] > 1


def test_negative_controls_have_no_effect():
    truth = true_odds_ratios().set_index("factor")["odds_ratio"]
    assert set(truth[["exam_nov_apr", "relative_asthma"]]) == {1.0}
    assert truth.gt(0).all()
