"""Cells of the coverage study: the settings of `cells.csv` as records.

Columns of `cells.csv`: id; seed; group ("first": settings like those by which the method was found; "new": others);
strata; psus sampled per stratum; single, number of strata of which one PSU is sampled; people sampled per PSU, on
average; cases expected in the sample; weights_cv, coefficient of variation of the weights within PSUs; informative,
by how much the logarithm of the weight is lower for a case, and half of it higher for each standard deviation of the
latent exposure; icc, intracluster correlation of the outcome on the logistic scale; exposure ("levels" of a latent
normal variable, of which `exposed` are the shares beyond the reference; "normal", "lognormal", or "curved", which acts
through its square); odds_ratio, per level or standard deviation; exposure_icc, of the latent exposure; parameters of
the model with the constant; weighting; domain, share of the population in it; knots of a spline (0: none); title.
"""

from dataclasses import dataclass
from pathlib import Path

import pandas as pd

CELLS = Path(__file__).with_name("cells.csv")
CONSTANT = 4.0
"""The constant of the stabilized variance that the study examines; 2 and 8 are computed next to it."""


@dataclass(frozen=True)
class Cell:
    """One setting; the attributes are the columns of `cells.csv`."""

    id: str
    seed: int
    group: str
    strata: int
    psus: int
    single: int
    people: int
    cases: int
    weights_cv: float
    informative: float
    icc: float
    exposure: str
    exposed: tuple[float, ...]
    odds_ratio: tuple[float, ...]
    exposure_icc: float
    parameters: int
    weighting: str
    domain: float
    knots: int
    title: str

    @property
    def exposures(self) -> list[str]:
        """Names of the columns of the exposure, or of its spline."""
        if self.knots:
            return [f"s{i}" for i in range(1, self.knots)]
        return ["x"] if len(self.odds_ratio) == 1 else [f"x{i + 1}" for i in range(len(self.odds_ratio))]

    @property
    def null(self) -> bool:
        """Whether the exposure is not associated with the outcome."""
        return set(self.odds_ratio) == {1.0}


def read_cells() -> dict[str, Cell]:
    """Read the cells by id, in the order in which they are run."""
    rows = pd.read_csv(CELLS, dtype={"exposed": str, "odds_ratio": str}, keep_default_na=False)
    return {row["id"]: Cell(**row | _numbers(row)) for row in rows.to_dict("records")}


def _numbers(row: dict[str, str]) -> dict[str, tuple[float, ...]]:
    return {
        name: tuple(float(value) for value in row[name].split(";") if value)
        for name in ("exposed", "odds_ratio")
    }
