"""The findings of a study, selected by one rule from its results, for README, site, report and terminal.

The rule: the primary exposures of the analysis plan, by their headline estimate for each primary outcome. A
categorical exposure is represented by its last level. An exposure is listed under the strongest of its verdicts:
associated with an outcome, undecided, not clearly associated, not reported. `summary.py` puts them into sentences.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from rlsanalysis.present import labels, printing
from rlsanalysis.present.verdict import Verdict, verdict
from rlsanalysis.study.records import Study
from rlsanalysis.study.results import Results

GROUPS: dict[str, tuple[Verdict, ...]] = {
    "Associated": ("associated",),
    "Undecided": ("undecided",),
    "Not clearly associated": ("no evidence", "not clearly associated"),
    "Not reported": ("not reported", "not estimable"),
}


@dataclass(frozen=True)
class Finding:
    """The headline estimates of one comparison: its row of `estimates` by primary outcome."""

    study: Study
    label: str
    rows: dict[str, Any]

    @property
    def first(self) -> Any:
        """Row of the first outcome, for what all rows have in common."""
        return next(iter(self.rows.values()))

    @property
    def verdicts(self) -> dict[str, Verdict]:
        """Verdict by outcome."""
        return {outcome: verdict(self.study, row) for outcome, row in self.rows.items()}

    @property
    def group(self) -> str:
        """Group under which the finding is listed: the first that one of its verdicts belongs to."""
        return next(name for name, members in GROUPS.items() if {*members} & {*self.verdicts.values()})


def findings(results: Results) -> list[Finding]:
    """Return the findings of a run, in the order of the plan."""
    last = {
        finding.rows[outcome].exposure: finding
        for finding in _comparisons(results)
        for outcome in finding.rows
    }
    return [finding for exposure, finding in last.items() if results.study.exposures[exposure].primary]


def by_group(results: Results) -> list[Finding]:
    """Return the findings of a run, in the order of their groups."""
    return sorted(findings(results), key=lambda finding: [*GROUPS].index(finding.group))


def others_that_remain(results: Results) -> list[Any]:
    """Return the headline rows of exposures that are not primary whose association remains after correction."""
    study = results.study
    return [
        row
        for outcome in results.primary
        for row in results.primary_rows(outcome, "headline")
        if not study.exposures[row.exposure].primary and remains(study, row)
    ]


def remains(study: Study, row: Any) -> bool:
    """Return whether a headline row is associated and remains so at the false discovery rate of the plan."""
    return verdict(study, row) == "associated" and bool(row.q_value < study.level)


def conflicts(results: Results) -> list[Finding]:
    """Return the headline comparisons whose estimates conflict between two primary outcomes.

    Two estimates conflict if their odds ratios lie on opposite sides of 1 and neither 95% CI includes the other odds
    ratio. Estimates without an interpretable odds ratio are not compared.
    """
    found = []
    for finding in _comparisons(results):
        rows = {outcome: row for outcome, row in finding.rows.items() if row.status in printing.POINT}
        if any(_conflict(one, other) for one in rows.values() for other in rows.values()):
            found.append(Finding(results.study, finding.label, rows))
    return found


def _comparisons(results: Results) -> Iterator[Finding]:
    """Collect the headline estimates by exposure and level, in the order of the plan."""
    study = results.study
    rows: dict[tuple[str, str], dict[str, Any]] = {}
    for outcome in results.primary:
        for row in results.primary_rows(outcome, "headline"):
            rows.setdefault((row.exposure, row.level), {})[outcome.id] = row
    for by_outcome in rows.values():
        yield Finding(study, labels.comparison(study, next(iter(by_outcome.values()))), by_outcome)


def _conflict(one: Any, other: Any) -> bool:
    return bool(
        one.odds_ratio < 1 < other.odds_ratio
        and one.conf_high < other.odds_ratio
        and one.odds_ratio < other.conf_low
    )
