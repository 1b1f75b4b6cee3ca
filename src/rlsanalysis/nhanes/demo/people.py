"""Draw the synthetic people of one survey cycle: design, demographics, and every column with one value per person."""

from collections.abc import Sequence

import numpy as np

from rlsanalysis.nhanes import catalog
from rlsanalysis.nhanes.demo import parameters
from rlsanalysis.nhanes.demo.draw import People, draw
from rlsanalysis.nhanes.demo.parameters import Cell, Floats, Loadings
from rlsanalysis.nhanes.demo.structure import drug_fields, fields, settings

ADULT = 20
YOUNGEST_TO_STOP, TOP_AGE = 10, 80
BAND_MIDDLES = {0: 6.0, 12: 16.0, 20: 30.0, 40: 50.0, 60: 70.0}
RACE = {"black": (4.0,), "hispanic": (1.0, 2.0), "other": (5.0, 6.0, 7.0)}
ROUNDS = 20
NO_LOADINGS = Loadings((), (0.0, 0.0, 0.0, 0.0), 0.0)


def make_people(release: str, count: int, rng: np.random.Generator) -> People:
    """Draw people with design, weights and all fields of a survey cycle.

    Parameters
    ----------
    release
        Letter of the survey cycle.
    count
        Number of people.
    rng
        The only source of randomness.
    """
    design = parameters.design()[release]
    sex, age = _sex_and_age(design["ages"], count, rng)
    stratum, psu_label, psu = _psus(design["strata"], count, rng)
    factors = max(len(loadings.factors) for loadings in parameters.loadings().values())
    people = People(
        release, rng, sex, age, psu,
        factors=rng.standard_normal((count, factors)),
        covariates=np.zeros((count, len(parameters.COVARIATES))),
        legs=rng.standard_normal(count),
        component={c: rng.standard_normal(count) for c in ("interview", "exam", "fasting", "diet1", "diet2")},
    )  # fmt: skip
    people.raw |= {
        "DEMO.RIAGENDR": sex,
        "DEMO.RIDAGEYR": age,
        "DEMO.SDMVSTRA": stratum,
        "DEMO.SDMVPSU": psu_label,
    }
    people.covariates[:, -1] = (age - _band_middle(age)) / 10
    cells = parameters.cells(release)
    for field in fields(release):
        if field.base != "DEMO" and field.base not in people.member:
            people.member[field.base] = _members(people, design["tables"][field.base], field.base)
        component = catalog.table(field.base, release).component
        if field.name.startswith("DEMO.RIDRETH") and not field.parents:
            people.raw[field.name] = _race(people, cells[field.name][""])
        else:
            loadings = parameters.loadings().get(field.name, NO_LOADINGS)
            draw(people, field, cells[field.name], loadings, component)
        if field.name == "DEMO.RIDRETH1":
            for position, codes in enumerate(RACE.values()):
                people.covariates[:, position] = np.isin(people.raw["DEMO.RIDRETH1"], codes)
        if field.name.startswith("DEMO.WTINT"):
            _meet_population(people, field.columns[0], design["population"])
    for field in drug_fields():
        draw(
            people, field, cells[field.name], parameters.loadings().get(field.name, NO_LOADINGS), "interview"
        )
    _settle(people)
    return people


def _sex_and_age(ages: list[list[float]], count: int, rng: np.random.Generator) -> tuple[Floats, Floats]:
    """Draw sex and age (years), with the declared share of adults and the real shares within adults and minors."""
    table = np.array(ages, dtype=float)
    adult = table[:, 1] >= ADULT
    share = table[:, 3].copy()
    wanted = settings()["adults"]
    share[adult] *= wanted / share[adult].sum()
    share[~adult] *= (1 - wanted) / share[~adult].sum()
    chosen = table[rng.choice(len(table), count, p=share / share.sum())]
    age = rng.integers(chosen[:, 1].astype(int), chosen[:, 2].astype(int) + 1)
    return chosen[:, 0], age.astype(float)


def _psus(
    strata: dict[str, list[float]], count: int, rng: np.random.Generator
) -> tuple[Floats, Floats, np.ndarray]:
    """Draw stratum, PSU label within the stratum, and position of the PSU among all PSUs."""
    labels = np.array([(float(s), i + 1.0) for s, shares in strata.items() for i, _ in enumerate(shares)])
    share = np.array([value for shares in strata.values() for value in shares])
    psu = rng.choice(len(labels), count, p=share / share.sum())
    return labels[psu, 0], labels[psu, 1], psu


def _race(people: People, cells: Sequence[Cell]) -> Floats:
    """Draw race by sex and age, with different shares between PSUs."""
    codes = np.array(sorted({code for cell in cells for (code,) in cell.answers}))
    shift = settings()["race_between_psus"] * people.rng.standard_normal((people.psu.max() + 1, len(codes)))
    chance = people.rng.random(len(people))
    race = np.full(len(people), np.nan)
    for cell in cells:
        chosen = np.flatnonzero(cell.mask(people.sex, people.age))
        share = np.array(
            [dict(zip(cell.answers, cell.shares, strict=True)).get((code,), 1e-4) for code in codes]
        )
        level = np.log(share)
        for _ in range(ROUNDS):
            by_person = np.exp(level + shift[people.psu[chosen]])
            by_person /= by_person.sum(axis=1, keepdims=True)
            level += np.log(share / by_person.mean(axis=0))
        race[chosen] = codes[
            (by_person.cumsum(axis=1) < chance[chosen, None]).sum(axis=1).clip(max=len(codes) - 1)
        ]
    return race


def _members(people: People, ranges: list[list[float]], base: str) -> np.ndarray:
    """Draw who has a row in a table: by sex and age, at random, and only if examined for examination tables."""
    inside = np.zeros(len(people), dtype=bool)
    chance = people.rng.random(len(people))
    for sex, youngest, oldest, share in ranges:
        inside |= (people.sex == sex) & (people.age >= youngest) & (people.age <= oldest) & (chance < share)
    if catalog.table(base, people.release).component != "interview":
        inside &= people.raw["DEMO.RIDSTATR"] == 2
    return inside


def _meet_population(people: People, weight: str, population: list[float]) -> None:
    """Scale the weights of adults and of minors to the real population totals."""
    for group, total in zip((people.age >= ADULT, people.age < ADULT), population, strict=True):
        people.raw[weight][group] *= total / people.raw[weight][group].sum()


def _settle(people: People) -> None:
    """Make ages consistent: start of smoking, end of smoking, and time since quitting."""
    raw, age = people.raw, people.age
    start = np.where(raw["SMQ.SMD030"] < 100, raw["SMQ.SMD030"], 0.0)
    since = raw["SMQ.SMQ050Q"]
    in_years = (raw["SMQ.SMQ050U"] == 4) & (since < 100)
    raw["SMQ.SMQ050Q"] = np.where(in_years, np.clip(since, 1, np.maximum(age - start, 1)), since)
    if "SMQ.SMD055" in raw:
        stopped = in_years & (raw["SMQ.SMD055"] < 100)
        age_then = np.clip(age - raw["SMQ.SMQ050Q"], YOUNGEST_TO_STOP, TOP_AGE)
        raw["SMQ.SMD055"] = np.where(stopped, age_then, raw["SMQ.SMD055"])


def _band_middle(age: Floats) -> Floats:
    starts = np.array(list(BAND_MIDDLES))
    return np.array(list(BAND_MIDDLES.values()))[np.searchsorted(starts, age, side="right") - 1]
