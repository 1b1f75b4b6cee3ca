"""The associations of an outcome against those of the control outcomes of its cohort, in the same people."""

from typing import Any

import pandas as pd

from rlsanalysis.present import labels, printing, units
from rlsanalysis.present.phrases import outcome_name
from rlsanalysis.present.tables.table import Column, Row, Table, make
from rlsanalysis.present.words import listed
from rlsanalysis.study.control_differences import APART
from rlsanalysis.study.records import Outcome, Study
from rlsanalysis.study.results import Results, records

RATIO = "Ratio of the odds ratios (95% CI), outcome to control outcome"
NOTES = (
    (
        "Ratio: the odds ratio for the outcome divided by that for the control outcome, both fitted to the "
        "same people; its "
        "CI accounts for their correlation. A CI that includes 1 does not show that the associations are equal."
    ),
    (
        "A ratio above 1 does not make an association specific to the outcome: the control outcomes differ "
        "from it in how "
        "they are found and treated."
    ),
)


def control_differences(results: Results, outcome: Outcome) -> Table:
    """Tabulate the ratio of the odds ratio of each headline comparison to that for each control outcome."""
    study, frame = results.study, results.control_differences
    rows = frame[(frame["outcome"] == outcome.id) & (frame["method"] == study.methods[0])]
    controls = [o for o in study.outcomes if o in {*rows["control"]}]
    found = {(r.exposure, r.level, r.control): r for r in records(rows)}
    compared = rows.drop_duplicates(["exposure", "level"])
    return make(
        study,
        f"control_differences_{outcome.id}",
        f"{labels.name(study, outcome.id)}: associations against those with control outcomes, {units.data(study)} "
        f"{study.cohorts[outcome.cohort].years}",
        "Exposure",
        [Column(labels.short(study, control), RATIO) for control in controls],
        [
            Row(
                labels.group(study, study.variables[row.exposure].group),
                labels.comparison(study, row),
                tuple(text(found.get((row.exposure, row.level, control))) for control in controls),
            )
            for row in records(compared)
        ],
        [
            *NOTES,
            *_apart(study, rows),
            *_not_compared(study, compared, controls),
            _other_form(study, rows),
            study.words.association,
        ],
        empty="No difference from a control outcome is part of this run.",
    )


def text(row: Any | None) -> str:
    """The ratio with its 95% CI, `2.64 (1.17 to 6.14)`, as far as it is reported; a dash where there is none."""
    return (
        printing.NONE
        if row is None
        else printing.ratio_text(row.status, row.ratio, row.conf_low, row.conf_high)
    )


def _apart(study: Study, rows: pd.DataFrame) -> list[str]:
    """Name the control outcomes that are not defined in cases of the outcome."""
    apart = rows.loc[rows["reason"].str.contains(APART, regex=False), "control"].unique()
    return [f"{labels.short(study, str(control))}: {APART}." for control in apart]


def _not_compared(study: Study, compared: pd.DataFrame, controls: list[str]) -> list[str]:
    """Name the exposures that the plan does not compare for a control outcome, whose cells have a dash."""
    there = list(dict.fromkeys(map(str, compared["exposure"])))
    left_out = {c: [e for e in there if e in study.outcomes[c].without] for c in controls}
    return [
        f"{printing.NONE}: the analysis plan does not compare {listed([outcome_name(study, e) for e in exposures])} "
        f"with {outcome_name(study, control)}, because an association is expected there."
        for control, exposures in left_out.items()
        if exposures
    ]


def _other_form(study: Study, rows: pd.DataFrame) -> str:
    """Say why another exposure takes the place of one for control outcomes; empty where none does."""
    return study.words.shared_indication if (rows["exposure"] != rows["control_exposure"]).any() else ""
