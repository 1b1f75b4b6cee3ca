"""Draw one field for all people: a correlated standard normal, converted to answers within each cell."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
from scipy.special import ndtr

from rlsanalysis.nhanes.demo.parameters import PROBABILITIES, Cell, Floats, Loadings, joined
from rlsanalysis.nhanes.demo.structure import Field

LEAST_OWN_VARIANCE = 0.05
ENOUGH_TO_STANDARDISE = 20
MISSING_TOGETHER = 0.995
BELOW_TOP_AGE, LONGEST_LIFE = 79, 100


@dataclass
class People:
    """Synthetic people of one survey cycle while they are being drawn.

    Attributes
    ----------
    release
        Letter of the survey cycle.
    rng
        Random number generator of these people.
    sex, age : (n,)
        Code of the sex; age in years.
    psu : (n,)
        Position of the PSU of each person among all PSUs.
    factors : (n, factors)
        Common factors of the fields; independent standard normals.
    covariates : (n, 4)
        As `parameters.COVARIATES`: three race groups, and decades of age from the middle of the age band.
    legs : (n,)
        Standard normal shared by the outcomes of a person.
    component
        Standard normals, one per survey component, so that missing values occur together.
    raw
        Columns drawn so far, by ``BASE.COLUMN``; NaN where blank.
    member
        Who has a row in a table, by its base name.
    """

    release: str
    rng: np.random.Generator
    sex: Floats
    age: Floats
    psu: np.ndarray
    factors: Floats
    covariates: Floats
    legs: Floats
    component: Mapping[str, Floats]
    raw: dict[str, Floats] = field(default_factory=dict)
    member: dict[str, np.ndarray] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.age)


def draw(
    people: People, what: Field, cells: Mapping[str, Sequence[Cell]], loadings: Loadings, component: str
) -> None:
    """Add the columns of a field to `people.raw`, with values for those in its table to whom the field applies."""
    n = len(people)
    liability, own = _shared(people, loadings)
    liability = liability + own * people.rng.standard_normal(n)
    absence = MISSING_TOGETHER * people.component[component]
    absence += np.sqrt(1 - MISSING_TOGETHER**2) * people.rng.standard_normal(n)
    key = joined([people.raw[parent] for parent in what.parents], n)
    inside = people.member.get(what.base, np.ones(n, dtype=bool))
    values = np.full((n, len(what.columns)), np.nan)
    whole = people.raw[what.ratio_to] if what.ratio_to else np.ones(n)
    for opening, group in cells.items():
        open_to = inside & (key == opening)
        for cell in group if open_to.any() else ():
            chosen = np.flatnonzero(open_to & cell.mask(people.sex, people.age))
            position = ndtr(_standardised(liability[chosen]))
            drawn = _answers(cell, position, whole[chosen], len(what.columns), (what.least, what.most))
            drawn[_first(absence[chosen], cell.blank, people.rng)] = np.nan
            values[chosen] = drawn
    if what.within_age:
        top = np.isin(values[:, 0], what.special) & (values[:, 0] <= people.age)
        beyond = ~top & (values[:, 0] > np.minimum(people.age, BELOW_TOP_AGE)) & (values[:, 0] < LONGEST_LIFE)
        values[beyond, 0] = np.minimum(people.age[beyond], BELOW_TOP_AGE)
    for column, drawn in zip(what.columns, values.T, strict=True):
        people.raw[column] = drawn


def _shared(people: People, loadings: Loadings) -> tuple[Floats, float]:
    """Return the part of the liability due to PSU, race, age and other fields, and the residual deviation."""
    shared = people.factors[:, : len(loadings.factors)] @ np.array(loadings.factors)
    shared += people.covariates @ np.array(loadings.covariates)
    shared += np.sqrt(loadings.icc) * people.rng.standard_normal(people.psu.max() + 1)[people.psu]
    return shared, float(np.sqrt(max(LEAST_OWN_VARIANCE, 1 - shared.var())))


def _standardised(values: Floats) -> Floats:
    """Return values with mean 0 and variance 1 within a cell, so that its shares are those of the parameters."""
    if len(values) < ENOUGH_TO_STANDARDISE:
        return values
    scaled: Floats = (values - values.mean()) / values.std()
    return scaled


def _first(values: Floats, share: float, rng: np.random.Generator) -> npt.NDArray[np.bool_]:
    """Return who is in the lowest share; a fractional person is decided at random."""
    count = int(share * len(values) + rng.random())
    first = np.zeros(len(values), dtype=bool)
    if count:
        first[np.argsort(values, kind="stable")[:count]] = True
    return first


def _answers(
    cell: Cell, position: Floats, whole: Floats, columns: int, limits: tuple[float, float]
) -> Floats:
    """Return the values at positions between 0 and 1: codes first, then numbers, as multiples of `whole` in limits."""
    bounds = np.cumsum(cell.shares)
    result = np.full((len(position), columns), np.nan)
    if cell.quantiles:
        coded = float(bounds[-1]) if len(bounds) else 0.0
        rest = np.clip((position - coded) / max(1 - coded, 1e-9), 0, 1)
        numbers = np.interp(rest, PROBABILITIES, cell.quantiles) * whole
        rounded = np.round(numbers / cell.step) * cell.step if cell.step else numbers
        result[:, 0] = rounded.clip(*limits)
    if cell.answers:
        index = np.searchsorted(bounds, position, side="right")
        if not cell.quantiles:
            index = np.minimum(index, len(cell.answers) - 1)
        is_code = index < len(cell.answers)
        result[is_code] = np.array(cell.answers)[index[is_code]]
    return result
