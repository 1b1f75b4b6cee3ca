"""Numbers of a run that a manuscript reports: cohorts, people on the way to the models, missing values, exposures."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median

import pandas as pd

from rlsanalysis.present import labels, printing
from rlsanalysis.present.figures.missing_rows import missing_rows
from rlsanalysis.present.phrases import outcome_name
from rlsanalysis.present.words import listed
from rlsanalysis.study.plan import primary_sample
from rlsanalysis.study.records import ALL, MEDICATIONS, Outcome, PlannedExposure, Study
from rlsanalysis.study.results import Results, records

KNOWN = "exposure known"
"""Step of the flow in which the exposure is known, as `study.flow` names it."""


@dataclass(frozen=True)
class Spread:
    """The smallest, median and largest of some numbers."""

    low: float
    middle: float
    high: float

    @classmethod
    def of(cls, values: Iterable[float]) -> "Spread | None":
        """Return the spread of some numbers; None without any."""
        found = sorted(float(value) for value in values if not pd.isna(value))
        return cls(found[0], median(found), found[-1]) if found else None

    def percents(self) -> str:
        """Write the spread of percents: `from 0.4% to 25.1% (median 8.0%)`; one percent where they agree."""
        low, middle, high = (
            f"{printing.one_decimal(value)}%" for value in (self.low, self.middle, self.high)
        )
        return low if low == high else f"from {low} to {high} (median {middle})"


def cohorts_of(results: Results) -> list[str]:
    """Return the names of the cohorts of the run, in the order of the study."""
    there = {outcome.cohort for outcome in results.outcomes}
    return [name for name in results.study.cohorts if name in there]


def outcomes_with(results: Results, role: str, cohort: str = "") -> list[Outcome]:
    """Return the fitted outcomes with a role, of one cohort if it is named."""
    return [o for o in results.outcomes if o.role == role and cohort in ("", o.cohort)]


def exposures_with(results: Results, *roles: str) -> list[PlannedExposure]:
    """Return the fitted exposures with one of some roles, without those that stand for another one."""
    fitted = {*results.estimates["exposure"].unique()}
    return [
        e for e in results.study.exposures.values() if e.id in fitted and e.role in roles and not e.stands_for
    ]


def people_of(results: Results, cohort: str) -> tuple[int, int] | None:
    """Return how many units of a cohort are in the files and in the population; None if the run has no such flow."""
    rows = results.flow
    own = rows["outcome"].isin([o.id for o in results.outcomes if o.cohort == cohort]) & (
        rows["sample"] == ALL
    )
    counts = [rows.loc[own & (rows["step"] == step), "n"].max() for step in (1, 2)]
    return None if pd.isna(counts).any() else (int(counts[0]), int(counts[1]))


def excluded(results: Results, outcome: Outcome) -> Spread | None:
    """Return the percents of eligible units without a known exposure or adjuster, over the headline exposures.

    Eligible units are of the population and sample of an exposure, with the outcome known.
    """
    shares, flow = [], results.flow
    own = flow[flow["outcome"] == outcome.id].sort_values("step")
    flows = {key: list(records(rows)) for key, rows in own.groupby(["exposure", "sample"], sort=False)}
    for exposure in exposures_with(results, "headline"):
        steps = flows.get((exposure.id, primary_sample(outcome, exposure)), [])
        names = [row.left for row in steps]
        model = f"in the {exposure.primary_set(outcome)} model"
        ends = [row.n for row in steps if row.left.startswith(model)]
        if KNOWN in names and ends:
            before = steps[names.index(KNOWN) - 1].n
            shares += [100 * (1 - ends[0] / before)] if before else []
    return Spread.of(shares)


def missing(results: Results, variables: Iterable[str]) -> dict[str, Spread]:
    """Return the percents of units without a value over some variables, by cohort."""
    wanted, found = {*variables}, missing_rows(results)
    spreads = {
        cohort: Spread.of(sum(row.cohorts[cohort].shares.values()) for row in found
                          if row.variable in wanted and cohort in row.cohorts)
        for cohort in cohorts_of(results)
    }  # fmt: skip
    return {cohort: spread for cohort, spread in spreads.items() if spread}


def design_df(results: Results) -> dict[str, int]:
    """Return the number of PSUs minus the number of strata of each cohort, where the run has the prevalence."""
    rows = results.prevalence[results.prevalence["by"] == "all"]
    df = dict(zip(rows["outcome"], rows["df"], strict=True))
    return {o.cohort: int(df[o.id]) for o in results.outcomes if o.id in df and not pd.isna(df[o.id])}


def years(study: Study, cohort: str) -> str:
    """Name the years of a cohort and the releases that are pooled: `2005–2008 (survey cycles 2005–2006 and ...)`."""
    design = study.cohorts[cohort]
    pooled = [study.releases[r].label.replace("-", labels.DASH) for r in design.together]
    if len(pooled) == 1:
        return design.years
    named = all(label.startswith(study.unit.release) for label in pooled)
    return f"{design.years} ({'' if named else f'{study.unit.releases} '}{listed(pooled)})"


def name_of(study: Study, exposure: str) -> str:
    """Name an exposure within a sentence, by its complete label without its unit: `antidepressant use`."""
    declared = study.variables[exposure]
    label = labels.quantity(study, exposure).removesuffix(" (any)").removesuffix(", by category")
    name, bracket, rest = labels.in_sentence(labels.typeset(label)).partition(" (")
    return f"{name}{' use' * (declared.group == MEDICATIONS)}{bracket}{rest}"


def compared(study: Study, exposure: str) -> str:
    """Name an exposure, of a continuous one with the change that is compared: `serum ferritin (per halving)`."""
    continuous = study.variables[exposure].kind == "continuous"
    return with_contrast(study, exposure) if continuous else name_of(study, exposure)


def with_contrast(study: Study, exposure: str) -> str:
    """Name an exposure with what is compared: `parity (1–2 and ≥3 vs 0)`."""
    name, contrast = name_of(study, exposure), study.variables[exposure].contrast
    return f"{name.partition(' (')[0]} ({labels.typeset(contrast)})"


def series(items: Sequence[str]) -> str:
    """Join phrases within a sentence, by semicolons where one of them has a comma."""
    if len(items) < 2 or not any("," in item for item in items):
        return listed(items)
    between = ", and " if len(items) == 2 else "; and "
    return f"{'; '.join(items[:-1])}{between}{items[-1]}"


def outcomes_named(study: Study, outcomes: Iterable[Outcome]) -> str:
    """Name outcomes within a sentence."""
    return series([outcome_name(study, outcome.id) for outcome in outcomes])


def paragraph(*sentences: str) -> str:
    """Join sentences; empty ones are left out."""
    return " ".join(filter(None, sentences))


def plural(word: str, n: int) -> str:
    """Return a word in the number that fits: `headline exposures`."""
    if n == 1:
        return word
    return f"{word[:-1]}ies" if word.endswith("y") else f"{word}s"


def ordinals(percentiles: Sequence[float]) -> str:
    """Write percentiles within a sentence: `10th, 50th and 90th`."""
    texts = [f"{value:g}{_suffix(value)}" for value in percentiles]
    return f"{', '.join(texts[:-1])} and {texts[-1]}" if len(texts) > 1 else "".join(texts)


def _suffix(value: float) -> str:
    if value % 1 or 10 < value % 100 < 20:
        return "th"
    return {1: "st", 2: "nd", 3: "rd"}.get(int(value % 10), "th")
