"""What stands in each panel of a dose-response figure: a view of the curves and their tests, before drawing."""

import re
from dataclasses import dataclass
from typing import Any

import pandas as pd

from rlsanalysis.present import labels
from rlsanalysis.present.words import measured_in
from rlsanalysis.study.plan import Outcome, load_plan
from rlsanalysis.study.results import Results, records

ASSOCIATION, CURVATURE = "association", "curvature"
_NUMBER = re.compile(r"[-+]?\d+(?:\.\d+)?(?:e[-+]?\d+)?")


@dataclass(frozen=True)
class CurvePanel:
    """The curve of a variable and an outcome: its grid (rows of `curves`), its tests (rows of `curve_tests`)."""

    variable: str
    outcome: Outcome
    set: str
    grid: pd.DataFrame
    rows: dict[str, Any]

    @property
    def row(self) -> Any:
        """The test of association, or the only one there is: it carries counts, knots and status."""
        return self.rows.get(ASSOCIATION) or next(iter(self.rows.values()))

    @property
    def status(self) -> str:
        """Status of the curve."""
        return str(self.row.status)

    @property
    def drawn(self) -> bool:
        """Whether at least its band may be shown."""
        return self.status in labels.INTERVAL and len(self.grid) > 0

    @property
    def point(self) -> bool:
        """Whether its line may be shown."""
        return self.drawn and self.status in labels.POINT

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
        return f"{self.reference:g} {self.unit}"

    @property
    def knots(self) -> list[float]:
        """Knots in the unit of the curve."""
        return [float(number) for number in _NUMBER.findall(self.row.knots)]

    @property
    def people(self) -> str:
        """Releases and people, where these are not all adults of the cohort; adjustment."""
        measured = measured_in(self.variable, self.outcome, self.row.releases.split())
        return f"{measured and measured + ', '}{self.set} adjustment"

    @property
    def counts(self) -> str:
        """People and cases of the model, with the mark of few cases."""
        few = self.row.cases < load_plan().fewest_cases or self.row.df_den < load_plan().fewest_df
        mark = f" {labels.FEW}" if few else ""
        return f"n = {labels.count(self.row.n)}; cases = {labels.count(self.row.cases)}{mark}"

    @property
    def note(self) -> str:
        """What the status forbids, in words to stand in the panel; empty if all is ok."""
        if self.status in labels.INTERVAL and self.grid.empty:
            return "this run has no values of the curve"
        words = {
            "ok": "", "caution": "† caution", "sparse": "‡ sparse: interval only, no line",
            labels.TOO_FEW: "# too few cases: counts only",
        }  # fmt: skip
        return words.get(self.status, f"{labels.NONE} not estimable: {self.row.reason}")

    @property
    def tests(self) -> str:
        """Counts and tests for the caption, as far as the status lets them be shown."""
        counted = f"{labels.count(self.row.cases)} cases of {labels.count(self.row.n)}"
        if not self.drawn:
            return counted
        said = [
            f"{name} p = {labels.p_text(self.rows[test].p_value)}".replace("= <", "< ")
            for test, name in ((ASSOCIATION, "any association"), (CURVATURE, "curvature"))
            if test in self.rows and labels.p_text(self.rows[test].p_value)
        ]
        return ", ".join([counted, *said])


def curve_panels(
    results: Results, variable: str, outcomes: list[str] | None
) -> tuple[list[CurvePanel], list[Outcome]]:
    """Panels of a variable in the order of the plan, and the outcomes that have no curve of it."""
    wanted = [
        o
        for role in ("primary", "secondary", "control")
        for o in results.outcomes
        if o.role == role and (o.id in outcomes if outcomes else role != "control")
    ]
    found = [(o, _panel(results, variable, o)) for o in wanted]
    return [p for _, p in found if p], [o for o, p in found if not p]


def _panel(results: Results, variable: str, outcome: Outcome) -> CurvePanel | None:
    """The curve of an outcome by the headline method: there is one model of it, that of its quoted set and people."""
    tests, grid = (_mine(rows, variable, outcome) for rows in (results.curve_tests, results.curves))
    if tests.empty:
        return None
    rows = {str(r.test): r for r in records(tests)}
    return CurvePanel(variable, outcome, str(tests["set"].iloc[0]), grid.sort_values("value"), rows)


def _mine(rows: pd.DataFrame, variable: str, outcome: Outcome) -> pd.DataFrame:
    method = load_plan().methods[0]
    return rows[(rows["exposure"] == variable) & (rows["outcome"] == outcome.id) & (rows["method"] == method)]
