"""Sentences that figure, report and terminal share: of association, never of cause."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from rlsanalysis.present import labels
from rlsanalysis.present.controls import BIAS, any_controls, side
from rlsanalysis.present.remarks import NO_CONTROLS
from rlsanalysis.study.estimate import NOT_ESTIMABLE
from rlsanalysis.study.plan import Outcome, PlannedExposure, adjusters_of, load_plan
from rlsanalysis.study.results import Results
from rlsanalysis.variables import registry
from rlsanalysis.variables.cohort import COHORTS

WEIGHTS = (
    "Weight: that of the most restrictive part of the survey among a model's variables, shared out over the pooled "
    "releases."
)
METHOD = (
    "Survey-weighted logistic regression, Firth's penalty, profile interval with a design effect from a stabilised "
    "variance, 95 % intervals by t with PSUs - strata degrees of freedom."
)
METHOD_OF_CURVES = (
    "Survey-weighted logistic regression, Firth's penalty, restricted cubic spline with knots at weighted percentiles "
    "fixed beforehand; 95 % Wald intervals at each value by t with PSUs - strata degrees of freedom. Curvature: test "
    "that the log odds are a straight line on the horizontal scale."
)
OWN_SET = "Age, sex and race, which are adjusters themselves: minimal adjustment."
EXCEPTIONS = (
    "No factor is adjusted for itself or what may follow from it: smoking not for smoking, body size and births not "
    "for body mass index; among women alone not for sex. Amounts of caffeine and nutrients: for energy intake too."
)
MARKS = (
    "Marks, by the exposed cases to expect if there were no association (continuous: effective degrees of freedom): "
    + ", ".join(
        f"{labels.MARKS[s]} {labels.CASES[s]} ({labels.EFFECTIVE_DF[s]})" for s in ("caution", "sparse")
    )
    + f", {labels.MARKS[labels.TOO_FEW]} below"
)
LEVELS_Q = "The q of a factor with several levels is that of its joint test."
NO_Q = "q belongs to a whole run: this one has none."
Q_OF_HEADLINE = "q belongs to headline exposures only."
ASSOCIATION = "All results are associations in cross-sectional data; none of them shows a cause."

FILES = {
    "estimates.csv": "every estimate, one row each, with its status; the numbers of # rows too, marked",
    "tests.csv": "joint tests of categorical exposures",
    "prevalence.csv": "each outcome overall and by group",
    "descriptives.csv": "every variable by outcome and release: counts, weighted means and percents, missing by kind",
    "flow.csv": "people left after each step, for every exposure and outcome",
    "curves.csv": "odds ratio along each continuous variable, a restricted cubic spline",
    "curve_tests.csv": "tests of these curves: of curvature, of any association; knots and reference values",
    "comparisons.csv": "tests between cases and others, for Table 1",
    "distributions.csv": "weighted distribution of some continuous variables among cases and others",
    "provenance.json": "inputs with digests, versions, plan, revision",
    "figures/": "every figure as SVG, PDF and PNG (300 dpi)",
    "tables/": "tables for a manuscript as HTML, CSV, LaTeX and Word",
}


@dataclass(frozen=True)
class FewCases:
    """How few cases an outcome has, and what its headline rows can tell."""

    outcome: Outcome
    label: str
    people: str
    cases: str
    percent: str
    flag: str
    statuses: dict[str, int]
    detectable: str


def few_cases(results: Results, outcome: Outcome) -> FewCases:
    """Count the cases of an outcome, and the statuses of its headline rows; what odds ratios they could have found."""
    quoted = results.primary_estimates(outcome, "headline")
    levels = quoted["status"].isin(labels.POINT) & quoted["n_exposed"].notna()
    believed = quoted.loc[levels, "detectable_or"].dropna()
    overall = results.prevalence[
        (results.prevalence["outcome"] == outcome.id) & (results.prevalence["by"] == "all")
    ]
    if len(overall):
        row = overall.iloc[0]
        people, cases, percent, flag = row["n"], row["cases"], labels.percent(row["percent"]), row["flag"]
    else:
        rows = results.estimates[results.estimates["outcome"] == outcome.id]
        row, percent, flag = rows.sort_values("n", kind="stable").iloc[-1], "", ""
        people, cases = row["n"], row["cases"]
    span = ""
    if len(believed):
        least, middle, most = (labels.ratio(v) for v in (believed.min(), believed.median(), believed.max()))
        span = f"at {least}" if least == most else f"between {least} and {most} (median {middle})"
    return FewCases(
        outcome, labels.name(outcome.id), labels.count(people), labels.count(cases), percent, flag,
        {s: int((quoted["status"] == s).sum()) for s in labels.MARKS}, span,
    )  # fmt: skip


def detectable(found: FewCases) -> str:
    """What the headline rows of an outcome could have found, in one sentence."""
    if not any(found.statuses.values()):
        return "No headline comparison of it is part of this run."
    if not found.detectable:
        return "Of its headline comparisons none has enough exposed cases to interpret a point estimate."
    return (
        "Where people with and without a factor are compared, and their number allows a point estimate, the smallest "
        f"odds ratio that could have been found (80 % power, 5 %) lies {found.detectable}; weaker associations are "
        "not ruled out."
    )


def q_words(rows: pd.DataFrame) -> str:
    """What the q values among some rows are, or why there are none."""
    if rows["q_value"].notna().any():
        return LEVELS_Q
    return NO_Q if (rows["role"] == "headline").any() else Q_OF_HEADLINE


def reading(row: Any, shared: Sequence[str] = ()) -> str:
    """What one row says, in words of association; `shared` names the control outcomes that show it as well."""
    if row.status == labels.TOO_FEW:
        return "too few cases to tell"
    if row.status == NOT_ESTIMABLE:
        return f"not estimable: {row.reason}"
    shown = labels.line(row)
    if side(row):
        said = f"associated with {'higher' if side(row) > 0 else 'lower'} odds"
        if row.status == "sparse":
            said += ", size not interpreted"
        if row.q_value >= load_plan().level:
            said += f"; may be chance among so many comparisons (q = {shown.q})"
        if row.role == "negative_control":
            said += f"; {BIAS}"
        if shared:
            said += f"; control outcomes show it too ({'; '.join(shared)}): no finding about RLS alone"
        return said
    return f"no evidence of an association; odds ratios of {shown.interval} are compatible with the data"


def population(results: Results) -> str:
    """Whom the numbers of a run describe."""
    return (
        f"Adults 20 and older, {'synthetic people in the form of NHANES' if results.synthetic else 'NHANES'}."
    )


def measured_in(variable: str, outcome: Outcome, releases: Iterable[str]) -> str:
    """Releases and people that a variable is known of, where these are not all adults of the outcome's cohort.

    `releases`: letters of those that are pooled. Empty if it is known of all: `only 2017–March 2020`, `women 20–49`.
    """
    measured = " ".join(registry()[variable].known_in(releases))
    people, years = labels.restricted(variable, measured, COHORTS[outcome.cohort].together)
    return ", ".join(filter(None, (years and f"only {years}", people)))


def adjusted_for(exposure: PlannedExposure, set_: str, releases: tuple[str, ...]) -> str:
    """What a model of an exposure on some releases is adjusted for, as the plan has it for this one."""
    adjusters = [labels.ADJUSTER_WORDS[a] for a in adjusters_of(load_plan(), exposure, set_, releases)]
    return ", ".join([*adjusters, *(["release"] if len(releases) > 1 else [])]) or "nothing"


def caption(results: Results) -> str:
    """Caption of the main figure: population, cases, weights, method, marks."""
    people = [few_cases(results, o) for o in results.primary]
    counted = "; ".join(f"{p.label}: {p.cases} cases of {p.people}" for p in people)
    study = load_plan()
    sets = " ".join(
        f"{set_.capitalize()} adjustment: {labels.SET_WORDS[set_]}."
        for set_ in dict.fromkeys(p.outcome.headline_set for p in people)
    )
    shared = (
        f"; {labels.SHARED} a control outcome shows the association as well: no finding about RLS alone"
        if any_controls(results)
        else ""
    )
    lacking = "" if any_controls(results) else f"{NO_CONTROLS}. "
    return (
        f"{population(results)} {counted}. n: people in the model, unweighted. Prescribed drugs are compared "
        f"with treated RLS among people who take any prescription drug. {sets} {OWN_SET} {EXCEPTIONS} "
        f"{METHOD} {WEIGHTS} {MARKS}; {labels.FEW} fewer than {study.fewest_cases} cases in all or "
        f"{study.fewest_df} design degrees of "
        f"freedom{shared}. {labels.NOT_COMPARED}: not asked in those years, or part of what defines that outcome. "
        f"open: the interval has no limit on that side. {lacking}{ASSOCIATION} Drug classes: Multum Lexicon."
    )
