"""How far an estimate depends on the choice of adjusters: its specifications, counted and put into sentences."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pandas as pd

from rlsanalysis.present import labels, printing, vocabulary
from rlsanalysis.present.phrases import outcome_name
from rlsanalysis.present.verdict import side
from rlsanalysis.study.records import Outcome, Study
from rlsanalysis.study.results import Results, records
from rlsanalysis.study.specifications import OWN, SAME

SIDES = {1: "above 1", -1: "below 1", 0: "includes 1"}
EXPECTED = {"+": 1, "-": -1}
DIRECTION = {1: "higher odds", -1: "lower odds"}


@dataclass(frozen=True)
class Curve:
    """The specifications of one comparison for one outcome.

    Attributes
    ----------
    study : Study
    rows : rows of `specifications` by the primary method in the same people, sorted by odds ratio.
    comparison : rows by the comparison method, in the same order of specifications.
    own : rows by the primary method in each specification's own people, in the same order.
    """

    study: Study
    rows: pd.DataFrame
    comparison: pd.DataFrame
    own: pd.DataFrame

    @property
    def first(self) -> Any:
        """A row, for what all rows have in common."""
        return next(records(self.rows))

    @property
    def primary(self) -> Any | None:
        """The row of the primary estimate: its adjusters, in its own people."""
        return next(records(self.own[self.own["primary"] == "yes"]), None)

    @property
    def expected(self) -> int:
        """Side of 1 on which the plan expects the odds ratio: 1 above, -1 below, 0 if it names neither."""
        return EXPECTED.get(self.study.exposures[self.first.exposure].hypothesis, 0)

    @property
    def shown(self) -> pd.DataFrame:
        """The rows whose CI is reported."""
        return self.rows[self.rows["status"].isin(printing.INTERVAL)]

    @property
    def points(self) -> pd.DataFrame:
        """The rows whose odds ratio is reported."""
        return self.rows[self.rows["status"].isin(printing.POINT)]

    @property
    def part_with_points(self) -> str:
        """How many of the reported CIs have an odds ratio, `13 of 64`; empty if all have one, or none."""
        points, shown = len(self.points), len(self.shown)
        return f"{points} of {shown}" if 0 < points < shown else ""

    @property
    def agreeing(self) -> int:
        """Number of reported CIs on the same side of 1 as that of the primary estimate, or including 1 as it does."""
        primary = self.primary
        return on_side(self.shown, side(primary)) if primary is not None else 0


def on_side(rows: pd.DataFrame, wanted: int) -> int:
    """Count the rows whose reported 95% CI lies above 1 (1), below 1 (-1) or includes 1 (0)."""
    return sum(side(row) == wanted for row in records(rows) if row.status in printing.INTERVAL)


def curves(results: Results, outcome: Outcome, *, last: bool = False) -> list[Curve]:
    """Return the specification curves of an outcome, in the order of the plan.

    `last`: of a categorical exposure only its last level.
    """
    study = results.study
    frame = results.specifications
    frame = frame[frame["outcome"] == outcome.id]
    found = []
    for exposure in study.exposures:
        of_exposure = frame[frame["exposure"] == exposure]
        levels = list(dict.fromkeys(of_exposure["level"]))
        found += [
            _curve(study, of_exposure[of_exposure["level"] == level])
            for level in (levels[-1:] if last else levels)
        ]
    return found


def _curve(study: Study, rows: pd.DataFrame) -> Curve:
    headline, comparison = study.methods
    same = rows[(rows["people"] == SAME) & (rows["method"] == headline)]
    order = (same["conf_low"] * same["conf_high"]).where(
        ~same["status"].isin(printing.POINT), same["odds_ratio"] ** 2
    )
    same = same.loc[order.sort_values(kind="stable").index]
    ml = rows[(rows["people"] == SAME) & (rows["method"] == comparison)].set_index("adjusters")
    own = rows[rows["people"] == OWN].set_index("adjusters")
    return Curve(
        study,
        same,
        *(f.reindex(same["adjusters"]).reset_index().dropna(subset=["status"]) for f in (ml, own)),
    )


def sentences(results: Results, outcome: Outcome) -> Iterator[str]:
    """Say for each headline comparison how many of its specifications agree with the primary estimate."""
    for curve in curves(results, outcome):
        yield sentence(curve)


def sentence(curve: Curve) -> str:
    """Say how many specifications agree with the primary estimate, and over what range their odds ratios lie."""
    study, primary, shown = curve.study, curve.primary, curve.shown
    name = f"{labels.comparison(study, curve.first)} and {outcome_name(study, curve.first.outcome)}"
    if primary is None or primary.status not in printing.INTERVAL:
        left = f" {len(shown)} of {len(curve.rows)} specifications have a 95% CI." if len(shown) else ""
        return f"{name}: the primary estimate is not reported.{left}"
    if shown.empty:
        return f"{name}: no specification has enough cases in these people."
    what = "includes 1" if not side(primary) else f"lies {SIDES[side(primary)]} ({DIRECTION[side(primary)]})"
    agreeing = f"{curve.agreeing} of {len(shown)} specifications agree with the primary estimate, whose 95% CI {what}"
    return " ".join(filter(None, (f"{name}: {agreeing}.", _others(curve), _range(curve), _hidden(curve))))


def _others(curve: Curve) -> str:
    """Count the specifications that do not agree, by what their CIs say."""
    own = side(curve.primary)
    counted = {other: on_side(curve.shown, other) for other in SIDES if other != own}
    words = [
        f"{'includes 1' if not other else f'lies {SIDES[other]}'} ({n})" for other, n in counted.items() if n
    ]
    return f"In the others it {' or '.join(words)}." if words else ""


def _range(curve: Curve) -> str:
    """Give the range of the odds ratios and their median, where they are reported."""
    ratios, part = curve.points["odds_ratio"], curve.part_with_points
    if ratios.empty:
        return "Data are sparse, so the odds ratios are not interpreted."
    if len(ratios) == 1 and part:
        return f"The {part} that is not sparse has an odds ratio of {printing.ratio(ratios.min())}."
    few = f" among the {part} that are not sparse" if part else ""
    return (
        f"Odds ratios range from {printing.ratio(ratios.min())} to {printing.ratio(ratios.max())} "
        f"(median {printing.ratio(ratios.median())}){few}."
    )


def _hidden(curve: Curve) -> str:
    """Count the specifications that are not shown."""
    statuses = curve.rows["status"]
    few, failed = (statuses == vocabulary.TOO_FEW).sum(), len(curve.rows) - len(curve.shown)
    parts = [f"{few} with too few cases"] if few else []
    parts += [f"{failed - few} not estimable"] if failed > few else []
    return f"Not shown: {', '.join(parts)}." if parts else ""


def expected_text(curve: Curve, rows: pd.DataFrame) -> str:
    """Count the CIs that exclude 1 on the expected side among those reported, `64 of 64`; both sides if none is."""
    shown = rows[rows["status"].isin(printing.INTERVAL)]
    if shown.empty:
        return ""
    if curve.expected:
        return f"{on_side(shown, curve.expected)} of {len(shown)}"
    return f"{on_side(shown, 1)} above, {on_side(shown, -1)} below, of {len(shown)}"
