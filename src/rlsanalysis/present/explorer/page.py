"""The page of the explorer: texts and numbers of the results, chart, style and script in one file."""

import json
from dataclasses import asdict
from importlib.resources import files
from typing import Any

from markupsafe import Markup

from rlsanalysis.present import labels, printing, remarks, size, units, vocabulary, words
from rlsanalysis.present.explorer import chart, drugs, story
from rlsanalysis.present.explorer.choices import choices
from rlsanalysis.present.explorer.rows import COLUMNS, SIZES, csv_columns, packed, row_fields
from rlsanalysis.present.few_cases import detectable, few_cases
from rlsanalysis.present.template import environment
from rlsanalysis.present.titles import title_of
from rlsanalysis.present.verdict import meanings
from rlsanalysis.study.records import SYNTHETIC
from rlsanalysis.study.results import Results

SCRIPTS = (
    "elements.js", "state.js", "search.js", "spelling.js", "csv.js", "chart.js", "table.js", "tip.js", "story.js",
    "summary.js", "view.js",
)  # fmt: skip
PAGE_ROWS = 50
WITHOUT_ODDS_RATIO = {
    "too_few": "not reported (too few cases expected)", "sparse": "CI only (sparse)",
    "not_estimable": "not estimable",
}  # fmt: skip
"""Why a row has no odds ratio, by its status."""


def render(results: Results) -> str:
    """Write the explorer as HTML.

    Parameters
    ----------
    results : Results

    Returns
    -------
    str
        A whole page with data, style, script and Vega inside. It makes no request, has no date, and does not contain
        a number that a status hides.
    """
    template = environment("rlsanalysis.present.explorer").get_template("explorer.html.j2")
    return template.render(
        results=results,
        title=title_of(results),
        choices=choices(results),
        few=[few_cases(results, o) for o in results.primary],
        detectable=detectable,
        words=words,
        study=results.study,
        SYNTHETIC=SYNTHETIC,
        labels=labels,
        printing=printing,
        units=units,
        vocabulary=vocabulary,
        verdicts=meanings(results.study),
        on_controls=remarks.on_controls(results),
        remarks=list(remarks.remarks(results)),
        style=Markup(read_text("explorer.css")),  # noqa: S704
        runtime=Markup(chart.runtime()),  # noqa: S704
        script=Markup("".join(map(read_text, SCRIPTS))),  # noqa: S704
        data=Markup(embedded(payload(results))),  # noqa: S704
    )


def payload(results: Results) -> dict[str, Any]:
    """Return everything that the script shows."""
    study = results.study
    return {
        "source": study.label.lower(),
        "columns": [asdict(c) for c in COLUMNS],
        "csvColumns": csv_columns(),
        "pageRows": PAGE_ROWS,
        "choices": [asdict(c) for c in choices(results)],
        "rows": packed(row_fields(results)),
        "sizes": SIZES,
        "factors": story.factors(results),
        "outcomes": story.outcomes(results),
        "notMeasured": [
            {"words": topic.words, "search": topic.search, "sentence": topic.sentence}
            for topic in study.topics
        ],
        "drugs": drugs.notes(results),
        "flow": packed(story.flow_fields(results)),
        "values": packed(story.value_fields(results)),
        "joint": packed(story.joint_fields(results)),
        "words": sentences(results),
        "chart": {
            "wide": chart.specification(wide=True),
            "narrow": chart.specification(wide=False),
            "themes": chart.themes(),
            "step": chart.STEP,
            "gap": chart.GAP,
        },
    }


def sentences(results: Results) -> dict[str, Any]:
    """Return the words that the script needs, by what they are about."""
    study = results.study
    return {
        "group": {g: labels.group(study, g) for g in dict.fromkeys(results.estimates["group"])},
        "role": study.words.roles,
        "set": study.words.sets,
        "sizes": size.TITLES,
        "method": vocabulary.METHOD_WORDS,
        "releases": {r: labels.releases(study, r) for r in dict.fromkeys(results.estimates["releases"])},
        "withoutOddsRatio": WITHOUT_ODDS_RATIO,
        "onControls": remarks.on_controls(results),
        "association": study.words.association,
        "primarySet": "Each factor has its primary adjustment set: that of the outcome in the analysis plan, or the "
        "fullest set of a factor that is not fitted with it.",
        "byRelease": f"{units.first_upper(study.unit.releases)} are analyzed separately only for headline factors "
        f"with {study.by_release_set} adjustment.",
        "controls": "Control outcomes are analyzed only with headline factors, in the pooled "
        f"{study.unit.releases}.",
        "unit": asdict(study.unit),
        "condition": study.words.condition,
    }


def embedded(data: Any) -> str:
    """Return JSON that a script element can contain."""
    text = json.dumps(data, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def read_text(name: str) -> str:
    """Return the text of a file of the page."""
    return (files(__package__) / "templates" / name).read_text(encoding="utf-8")
