"""The explorer's page, put together: texts and numbers of the results, chart, style and script in one file."""

import json
from dataclasses import asdict
from importlib.resources import files
from typing import Any

from markupsafe import Markup

from rlsanalysis.present import labels, remarks, words
from rlsanalysis.present.about import about
from rlsanalysis.present.explorer import chart, story
from rlsanalysis.present.explorer.choices import choices
from rlsanalysis.present.explorer.rows import COLUMNS, packed, row_fields
from rlsanalysis.present.template import environment
from rlsanalysis.study.plan import load_plan
from rlsanalysis.study.results import Results

SCRIPTS = ("state.js", "chart.js", "story.js", "view.js")


def render(results: Results) -> str:
    """Write the explorer as HTML.

    Parameters
    ----------
    results : Results

    Returns
    -------
    str
        A whole page: data, style, script and Vega inside, no request to anywhere, no date. A number that a status
        hides is not in it.
    """
    template = environment("rlsanalysis.present.explorer").get_template("explorer.html.j2")
    return template.render(
        results=results,
        choices=choices(results),
        few=[words.few_cases(results, o) for o in results.primary],
        words=words,
        about=about(),
        labels=labels,
        beside=remarks.on_controls(results),
        remarks=list(remarks.remarks(results)),
        style=Markup(read_text("explorer.css")),  # noqa: S704
        runtime=Markup(chart.runtime()),  # noqa: S704
        script=Markup("".join(map(read_text, SCRIPTS))),  # noqa: S704
        data=Markup(embedded(payload(results))),  # noqa: S704
    )


def payload(results: Results) -> dict[str, Any]:
    """Everything that the script shows."""
    study = load_plan()
    return {
        "source": results.source,
        "columns": [asdict(c) for c in COLUMNS],
        "choices": [asdict(c) for c in choices(results)],
        "rows": packed(row_fields(results)),
        "factors": story.factors(results),
        "outcomes": story.outcomes(results),
        "flow": packed(story.flow_fields(results)),
        "values": packed(story.value_fields(results)),
        "joint": packed(story.joint_fields(results)),
        "words": {
            "group": {g: labels.group(g) for g in dict.fromkeys(results.estimates["group"])},
            "role": labels.ROLE_WORDS,
            "set": labels.SET_WORDS,
            "method": labels.METHOD_WORDS,
            "status": labels.STATUS_WORDS,
            "beside": remarks.on_controls(results),
            "association": about().association,
            "byRelease": f"Each release alone is fitted for headline factors, {study.by_release_set} adjustment.",
            "controls": "Control outcomes are fitted with headline factors, in the pooled releases.",
        },
        "chart": {
            "wide": chart.specification(wide=True),
            "narrow": chart.specification(wide=False),
            "themes": chart.themes(),
            "step": chart.STEP,
            "most": chart.MOST_LINES,
            "gap": chart.GAP,
        },
    }


def embedded(data: Any) -> str:
    """JSON that can stand inside a script element."""
    text = json.dumps(data, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def read_text(name: str) -> str:
    """Text of a file of the page."""
    return (files(__package__) / "templates" / name).read_text(encoding="utf-8")
