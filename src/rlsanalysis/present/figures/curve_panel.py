"""One panel of a dose-response figure, before anything is drawn: a curve, and what is written about it."""

import re
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

import pandas as pd

from rlsanalysis.present import labels, printing, units, vocabulary
from rlsanalysis.present.figures.heading import years_and_people
from rlsanalysis.present.figures.variants import adjusted
from rlsanalysis.present.reliability import Symbol
from rlsanalysis.present.words import lacking
from rlsanalysis.study.records import ALL, Study

ASSOCIATION, CURVATURE = "association", "curvature"
OWN_RELEASES = "releases "
"""How a sample begins to name the survey cycles that a user chose."""
_NUMBER = re.compile(r"[-+]?\d+(?:\.\d+)?(?:e[-+]?\d+)?")


@dataclass(frozen=True)
class CurvePanel:
    """The curve of a variable for an outcome: its grid (rows of `curves`) and its tests (rows of `curve_tests`).

    Tidy rows of a curve have no tests; `rows` is then empty.
    """

    study: Study
    variable: str
    outcome: str
    set: str
    grid: pd.DataFrame
    rows: dict[str, Any]

    @property
    def row(self) -> Any:
        """The test of association, or the only one there is: it has counts, knots and status."""
        return self.rows.get(ASSOCIATION) or next(iter(self.rows.values()), None) or self._without_tests()

    def _without_tests(self) -> Any:
        """Return what tidy rows say about a curve without its tests, and what the plan says where they lack it."""
        planned, variable = self.study.curves.get(self.variable), self.study.variables.get(self.variable)
        unit, scale = (
            (planned.unit, planned.scale) if planned else (variable.unit if variable else "", "linear")
        )
        at_one = (self.grid["odds_ratio"] - 1).abs().to_numpy().argmin()
        point = self.grid.iloc[int(at_one)]
        planned_values = {
            "unit": unit, "scale": scale, "reference": point["value"], "n": pd.NA, "cases": pd.NA, "knots": "",
            "releases": self._named_releases, "reason": "", "df_den": float("nan"),
        }  # fmt: skip
        return SimpleNamespace(
            status=point["status"], **{name: point.get(name, value) for name, value in planned_values.items()}
        )

    @property
    def _named_releases(self) -> str:
        """Letters of the survey cycles that the sample names, or else that the plan pools; empty if there are none."""
        study = self.study
        curve, outcome = study.curves.get(self.variable), study.outcomes.get(self.outcome)
        own = [part for part in self._sample.split("; ") if part.startswith(OWN_RELEASES)]
        if own:
            return own[0].removeprefix(OWN_RELEASES)
        return " ".join(study.exposures[curve.exposure].releases[outcome.cohort]) if curve and outcome else ""

    @property
    def few(self) -> bool:
        """Whether there are few cases or few design degrees of freedom."""
        study = self.study
        cases = self.row.cases
        return bool((pd.notna(cases) and cases < study.fewest_cases) or self.row.df_den < study.fewest_df)

    @property
    def symbol(self) -> Symbol:
        """How the curve is drawn: a solid line, a dashed one, its band alone, or not at all."""
        if self.row.status not in printing.INTERVAL or self.grid.empty:
            return "none"
        if self.row.status not in printing.POINT:
            return "interval"
        return "open" if self.few or self.row.status == "caution" else "filled"

    @property
    def reference(self) -> float:
        """Value of the variable at which the odds ratio is 1."""
        return float(self.row.reference)

    @property
    def unit(self) -> str:
        """Unit of values, knots and reference."""
        return labels.typeset(self.row.unit)

    @property
    def log(self) -> bool:
        """Whether the spline is one of the logarithm."""
        return bool(self.row.scale == "log2")

    @property
    def reference_text(self) -> str:
        """The reference value with its unit."""
        return labels.typeset(f"{self.reference:g} {self.unit}")

    @property
    def knots(self) -> list[float]:
        """Knots in the unit of the curve."""
        return [float(number) for number in _NUMBER.findall(self.row.knots)]

    @property
    def sample(self) -> str:
        """Sample of tidy rows that is not all eligible adults; that of a run follows from the plan, and is empty."""
        return "" if self._sample == ALL else self.sample_text

    @property
    def sample_text(self) -> str:
        """Sample of tidy rows in words; all eligible adults for a run."""
        return labels.sample(self.study, self._sample)

    @property
    def _sample(self) -> str:
        return ALL if self.rows or self.grid.empty else str(self.grid["sample"].iloc[0])

    @property
    def details(self) -> list[str]:
        """What is particular to the panel: years, people, sample, adjustment, counts, knots and reliability."""
        unit = self.study.unit.people
        counts = f"{printing.count(self.row.cases)} cases among {printing.count(self.row.n)} {unit}"
        knots = f"{len(self.knots)} knots" if self.knots else ""
        return [
            ", ".join(filter(None, (self._years_and_people, self.sample, self.adjusted))),
            ", ".join(filter(None, (counts if pd.notna(self.row.n) else "", knots))),
            "" if self.symbol == "none" else self.note,
        ]

    @property
    def adjusted(self) -> str:
        """The adjustment set, without adjusters that are constant in the domain."""
        return adjusted(
            self.study,
            self.set,
            self.row.releases,
            lacking(self.study, self.variable, self.set, self.row.releases, self.row.reason),
        )

    @property
    def _years_and_people(self) -> str:
        """Years and population of the curve; the years are left out where the sample names them."""
        planned, pooled = self.study.outcomes.get(self.outcome), self.row.releases.split()
        if not planned or not pooled:
            return ""
        if OWN_RELEASES not in self._sample:
            return years_and_people(self.study, self.variable, planned, pooled)
        people = labels.population(
            self.study, self.variable, " ".join(self.study.variables[self.variable].known_in(pooled))
        )
        return "" if people == labels.typeset(units.usual_population(self.study, pooled)) else people

    @property
    def note(self) -> str:
        """How far the curve can be relied on; empty if that is adequate."""
        if self.row.status in printing.INTERVAL and self.grid.empty:
            return "This run has no values of the curve."
        if self.row.status not in printing.INTERVAL:
            return f"Not shown: {self.row.reason or vocabulary.STATUS_NAMES[self.row.status]}"
        words = {"caution": "caution", "sparse": "sparse data: CI only, no curve"}.get(self.row.status, "")
        few = f"{printing.count(self.row.cases)} cases: imprecise" if self.few else ""
        note = "; ".join(filter(None, (words, few)))
        return f"{note[:1].upper()}{note[1:]}"

    @property
    def tests(self) -> str:
        """Tests for the caption, as far as the status lets them be shown."""
        if self.symbol == "none":
            return ""
        found = [
            f"{name} p = {printing.p_text(self.rows[test].p_value)}".replace("= <", "< ")
            for test, name in ((ASSOCIATION, "any association"), (CURVATURE, "departure from linearity"))
            if test in self.rows and printing.p_text(self.rows[test].p_value)
        ]
        return ", ".join(found)
