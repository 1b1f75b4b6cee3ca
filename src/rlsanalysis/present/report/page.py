"""Render the report: findings, reliability, results, methods, definitions and provenance on one HTML page."""

import csv
import re
from collections.abc import Sequence
from importlib.metadata import version
from importlib.resources import files

import pandas as pd
from markupsafe import Markup

from rlsanalysis.present import (
    dependence,
    labels,
    limitations,
    printing,
    remarks,
    rows,
    size,
    summary,
    units,
    vocabulary,
    words,
)
from rlsanalysis.present.controls import on_negative_controls
from rlsanalysis.present.coverage import coverage_in_words, limits_in_words
from rlsanalysis.present.definitions import definitions
from rlsanalysis.present.few_cases import detectable, few_cases
from rlsanalysis.present.findings import findings
from rlsanalysis.present.further_models import further_samples, further_sets, primary_samples
from rlsanalysis.present.phrases import compared_among
from rlsanalysis.present.report.estimates import contrast_beyond, shown_rows
from rlsanalysis.present.report.mark import axis, key
from rlsanalysis.present.report.robustness import robustness_of
from rlsanalysis.present.roles import SUSPECTED, estimates_shown, roles_shown
from rlsanalysis.present.tables.view_drugs import on_drugs
from rlsanalysis.present.tables.view_size import sizes
from rlsanalysis.present.template import environment
from rlsanalysis.present.titles import contents, title_of
from rlsanalysis.present.words import tests_behind_q
from rlsanalysis.study.plan import CONTROLS
from rlsanalysis.study.records import SYNTHETIC, Outcome
from rlsanalysis.study.records.missing import DONT_KNOW, REFUSED
from rlsanalysis.study.results import Results

ANSWERS = {REFUSED: '"refused"', DONT_KNOW: '"don\'t know"'}
"""Answers to a question that count as missing, as they are printed."""
CONSEQUENCES = ("accompanying", "treats_rls")


def render(results: Results, figure: str, caption: str) -> str:
    """Write the report as HTML.

    Parameters
    ----------
    results : Results
    figure : the summary figure as SVG; it is left out of a run without findings.
    caption : the caption of the figure as text.

    Returns
    -------
    str
        A complete page without external resources and without a date: equal results give an equal page.
    """
    roles, found = roles_shown(results), findings(results)
    template = environment("rlsanalysis.present.report").get_template("report.html.j2")
    return template.render(
        results=results,
        title=title_of(results),
        question=len(found) > 1 and results.primary[0].role == "primary",
        contents=contents(results),
        subject="findings" if found else "estimates",
        defined=[
            results.study.words.definitions[o.id]
            for o in results.primary
            if o.id in results.study.words.definitions
        ],
        roles=roles,
        headline=roles == SUSPECTED,
        study=results.study,
        SYNTHETIC=SYNTHETIC,
        compared_among=compared_among(results.study, primary_samples(results)),
        zip=zip,
        version=version("rlsanalysis"),
        summary=summary,
        dependence=dependence,
        limitations=limitations,
        words=words,
        few_cases=few_cases,
        detectable=detectable,
        coverage=coverage_in_words(),
        coverage_limits=limits_in_words(),
        tests_behind_q=tests_behind_q(results),
        on_drugs=on_drugs,
        labels=labels,
        printing=printing,
        units=units,
        vocabulary=vocabulary,
        remarks=remarks,
        tables=rows,
        shown_rows=shown_rows,
        contrast_beyond=contrast_beyond,
        axis=axis(),
        key=key,
        definitions=definitions(results),
        references=[*csv.DictReader(_text("references.csv").splitlines()), *results.study.references],
        missing_answers=missing_answers(results),
        consequences=_estimates(results, CONSEQUENCES),
        control_exposures=_estimates(results, CONTROLS),
        on_negative_controls=on_negative_controls,
        secondary=[o for o in results.outcomes if o.role == "secondary" and o not in results.primary],
        figure=inline_svg(figure) if found else "",
        caption=caption,
        forest=_drawn(results, "forest"),
        forest_drugs=_drawn(results, "forest_drugs"),
        tipping_point=_drawn(results, "tipping_point"),
        estimates_shown=estimates_shown,
        size=size,
        sizes={o.id: sizes(results, o) for o in results.primary if _sized(results, o)},
        robustness=robustness_of(results),
        specification_curves=_drawn(results, "specifications"),
        p_value_figure=_drawn(results, "p_values"),
        further_sets=further_sets(results),
        further_samples=further_samples(results),
        style=Markup(_text("templates/report.css")),  # noqa: S704
        script=Markup(_text("templates/report.js")),  # noqa: S704
    )


def _drawn(results: Results, figure: str) -> bool:
    """Return whether the folder has a figure."""
    return (results.folder / "figures" / f"{figure}.pdf").exists()


def _sized(results: Results, outcome: Outcome) -> bool:
    """Return whether the estimates of an outcome have their size, which those of the first format lack."""
    return bool(results.primary_estimates(outcome, *roles_shown(results))["difference"].notna().any())


def missing_answers(results: Results) -> str:
    """Say which answers of the run are missing values; nothing if it counts none."""
    counted = [text for kind, text in ANSWERS.items() if results.descriptives[kind].sum()]
    return f"Answers {' and '.join(counted)} are missing values." if counted else ""


def _estimates(results: Results, roles: Sequence[str]) -> dict[str, pd.DataFrame]:
    """Return the primary estimates of exposures with these roles, by primary outcome that has any."""
    found = {outcome.id: results.primary_estimates(outcome, *roles) for outcome in results.primary}
    return {outcome: rows for outcome, rows in found.items() if len(rows)}


def inline_svg(text: str) -> Markup:
    """Return an SVG file as an element of a page, without prologue and metadata, labeled by the figure's caption."""
    element = text[text.index("<svg") :]
    element = re.sub(r"<metadata>.*?</metadata>", "", element, flags=re.DOTALL)
    return Markup(element.replace("<svg", '<svg role="img" aria-labelledby="figure-caption"', 1))  # noqa: S704


def _text(name: str) -> str:
    return (files(__package__) / name).read_text(encoding="utf-8")
