"""Estimate the type I error of the comparisons between cases and non-cases, by number of cases, on NHANES' design.

Cases are drawn at random among the participants of 2005-2008, and the variable is drawn independently of them. Strata,
PSUs and weights are those of the survey. The table in docs/methods.md was made with this program.
"""

import argparse
from collections.abc import Callable, Iterator

import numpy as np
import pandas as pd

import rlsanalysis as rls
from rlsanalysis.survey import SurveyDesign

DRAWS, AT_ONCE = 1000, 100
LEVELS = (0.05, 0.01)
Draw = Callable[[np.random.Generator, int], np.ndarray]


def p_values(design: SurveyDesign, cases: int, draw: Draw, *, shares: bool, seed: int = 1) -> Iterator[float]:
    """Yield the p value of each draw: of the test of independence for shares, otherwise of the difference in means."""
    rng = np.random.default_rng(seed)
    members = np.flatnonzero(design.member)
    for _ in range(DRAWS // AT_ONCE):
        y = np.zeros((len(design.frame), AT_ONCE))
        for column in y.T:
            column[rng.choice(members, cases, replace=False)] = 1
        x = np.stack([draw(rng, len(y)) for _ in range(AT_ONCE)], axis=1)
        frame = pd.DataFrame(
            np.hstack([y, x]), columns=[f"{name}{i}" for name in "yx" for i in range(AT_ONCE)]
        )
        drawn = SurveyDesign(
            frame, weights=design.weights, strata=design.sampling.stratum[design.psu], psu=design.psu
        ).domain(design.member)
        for i in range(AT_ONCE):
            test = drawn.independence if shares else drawn.difference
            yield test(f"x{i}", f"y{i}").p_value


def main() -> None:
    """Print one line per number of cases and kind of variable."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--source", default="demo", choices=("demo", "nhanes"))
    cohort = rls.load_cohort("2005-2008", parser.parse_args().source)
    design = cohort.design(["diagnosed"])
    design = design.domain(design.frame["diagnosed"].notna())
    kinds: dict[str, tuple[Draw, bool]] = {
        "mean, normal": (lambda rng, n: rng.normal(size=n), False),
        "mean, log-normal": (lambda rng, n: rng.lognormal(size=n), False),
        "share of 10%": (lambda rng, n: 1.0 * (rng.random(n) < 0.1), True),
        "share of 50%": (lambda rng, n: 1.0 * (rng.random(n) < 0.5), True),
    }
    for cases in (12, 41, 139, 700):
        for kind, (draw, shares) in kinds.items():
            p = np.array(list(p_values(design, cases, draw, shares=shares)))
            errors = ", ".join(f"{(p < level).mean():.1%} at {level:.0%}" for level in LEVELS)
            print(f"{cases:4} cases, {kind}: type I error {errors}", flush=True)


if __name__ == "__main__":
    main()
