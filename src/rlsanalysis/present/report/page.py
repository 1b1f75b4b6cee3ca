"""The report: one page of HTML that needs nothing but itself."""

import csv
import re
from importlib.resources import files

from markupsafe import Markup

from rlsanalysis.present import controls, labels, remarks, rows, words
from rlsanalysis.present.about import about
from rlsanalysis.present.definitions import definitions
from rlsanalysis.present.template import environment
from rlsanalysis.study.estimate import SHOWN
from rlsanalysis.study.plan import load_plan
from rlsanalysis.study.results import Results

APART = ("accompanying", "treats_rls")
CONTROL_EXPOSURES = ("positive_control", "negative_control")


def render(results: Results, figure: str) -> str:
    """Write the report as HTML.

    Parameters
    ----------
    results : Results
    figure : the forest plot as SVG.

    Returns
    -------
    str
        A whole page: style, script and figure inside, no request to anywhere, no date.
    """
    template = environment("rlsanalysis.present.report").get_template("report.html.j2")
    return template.render(
        results=results,
        study=load_plan(),
        words=words,
        about=about(),
        any_controls=controls.any_controls(results),
        shared_with=controls.shared_with,
        beside=remarks.on_controls(results),
        remarks=list(remarks.remarks(results)),
        labels=labels,
        tables=rows,
        definitions=definitions(results),
        references=list(csv.DictReader(_text("references.csv").splitlines())),
        shown=SHOWN,
        apart=APART,
        controls=CONTROL_EXPOSURES,
        primary=results.primary,
        quoted=[o for o in results.outcomes if o.role != "control"],
        figure=inline_svg(figure),
        style=Markup(_text("templates/report.css")),  # noqa: S704
        script=Markup(_text("templates/report.js")),  # noqa: S704
    )


def inline_svg(text: str) -> Markup:
    """An SVG file as an element of a page, without its prologue and metadata, named by the figure's caption."""
    element = text[text.index("<svg") :]
    element = re.sub(r"<metadata>.*?</metadata>", "", element, flags=re.DOTALL)
    return Markup(element.replace("<svg", '<svg role="img" aria-labelledby="forest-alt"', 1))  # noqa: S704


def _text(name: str) -> str:
    return (files(__package__) / name).read_text(encoding="utf-8")
