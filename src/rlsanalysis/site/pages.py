"""Write the generated pages of the documentation: variables, results, findings, coverage study, replication.

python -m rlsanalysis.site.pages docs            # write them
python -m rlsanalysis.site.pages docs --check    # print one line for each that is stale
"""

import sys
from collections.abc import Iterator
from functools import partial
from os.path import normpath
from pathlib import Path
from typing import Any

from jinja2 import Environment

from rlsanalysis.nhanes.replication.run import FILE as REPLICATION
from rlsanalysis.nhanes.study import nhanes_study
from rlsanalysis.present import labels
from rlsanalysis.present.definitions import Definition, define
from rlsanalysis.present.template import environment
from rlsanalysis.site import coverage_tables, replication_block
from rlsanalysis.site.findings_block import findings_block, findings_in_brief, with_findings
from rlsanalysis.site.inventory import inventory
from rlsanalysis.site.markdown import markdown
from rlsanalysis.site.variable_page import cdc_links, page_link, variable_facts
from rlsanalysis.study.records import Study
from rlsanalysis.study.records.missing import MISSING_KINDS
from rlsanalysis.study.results import RECORD, read_results
from rlsanalysis.study.tables import write_text

COVERAGE = "benchmarks/coverage.csv"
WITH_FINDINGS = {"../README.md": findings_in_brief, "index.md": findings_block}


def pages(docs: Path) -> dict[str, str]:
    """Return every generated page: path below `docs` to text."""
    study = nhanes_study()
    templates = _environment(study)
    variable = templates.get_template("variable.md.j2")
    made = {
        f"variables/{v.id}.md": variable.render(variable_facts(study, v)) for v in study.variables.values()
    }
    made["variables/index.md"] = templates.get_template("variables.md.j2").render(_index(study))
    results = docs.parent / "results" / "nhanes"
    made["results.md"] = templates.get_template("results.md.j2").render(
        study=study, **inventory(study, results)
    )
    made |= _with_findings(docs, results)
    made |= _with_coverage(docs, templates) | _with_replication(docs, results)
    return {path: f"{text.rstrip()}\n" for path, text in made.items()}


def stale(docs: Path) -> Iterator[str]:
    """Describe each page that differs from what `pages` returns, is missing, or belongs to no variable."""
    made = pages(docs)
    for path, text in made.items():
        named = normpath(f"{docs.name}/{path}")
        if not (docs / path).exists():
            yield f"{named} does not exist. Run `make pages`."
        elif (docs / path).read_text(encoding="utf-8") != text:
            yield f"{named} is stale. Run `make pages`."
    for extra in _extra(docs, made):
        yield f"{docs.name}/variables/{extra.name} belongs to no variable. Run `make pages`."


def write_pages(docs: Path) -> Iterator[Path]:
    """Write the pages that changed and remove those without a variable; yield the path of each."""
    made = pages(docs)
    for path, text in made.items():
        target = docs / path
        if not target.exists() or target.read_text(encoding="utf-8") != text:
            write_text(text, target)
            yield target
    for extra in _extra(docs, made):
        extra.unlink()
        yield extra


def _with_findings(docs: Path, results: Path) -> dict[str, str]:
    """Return the hand-written pages that contain the findings, with the findings of the committed results."""
    if not (results / RECORD).exists():
        return {}
    found = read_results(results)
    return {
        path: with_findings((docs / path).read_text(encoding="utf-8"), block(found))
        for path, block in WITH_FINDINGS.items()
        if (docs / path).exists()
    }


def _with_coverage(docs: Path, templates: Environment) -> dict[str, str]:
    """Return the page of the coverage study, and that of the methods with its table."""
    path, methods = docs.parent / COVERAGE, docs / "methods.md"
    if not path.exists():
        return {}
    table = coverage_tables.read(path)
    made = {"coverage.md": templates.get_template("coverage.md.j2").render(coverage_tables.facts(table))}
    if methods.exists():
        page = methods.read_text(encoding="utf-8")
        made["methods.md"] = coverage_tables.with_coverage(page, table)
    return made


def _with_replication(docs: Path, results: Path) -> dict[str, str]:
    """Return the hand-written page of the replication with how it came out."""
    path, page = results / REPLICATION, docs / "replication.md"
    if not (path.exists() and page.exists()):
        return {}
    text = page.read_text(encoding="utf-8")
    return {page.name: replication_block.with_replication(text, replication_block.read(path))}


def _extra(docs: Path, made: dict[str, str]) -> list[Path]:
    return [p for p in sorted((docs / "variables").glob("*.md")) if f"variables/{p.name}" not in made]


def _environment(study: Study) -> Environment:
    made = environment("rlsanalysis.site")
    made.filters |= {
        "md": markdown, "page": partial(page_link, study), "cdc": partial(cdc_links, study),
        "first_upper": lambda text: text[:1].upper() + text[1:],
    }  # fmt: skip
    return made


def _index(study: Study) -> dict[str, Any]:
    """Return the content of the index of the variables."""
    groups: dict[str, list[Definition]] = {}
    for definition in (define(study, variable) for variable in study.variables.values()):
        groups.setdefault(definition.group, []).append(definition)
    cohorts = {r: name for name, pool in study.cohorts.items() for r in pool.releases}
    return {
        "count": len(study.variables),
        "groups": groups,
        "releases": [(r, labels.releases(study, r), study.cohorts[cohorts[r]].years) for r in study.releases],
        "components": list(
            {
                c.weight: c.people for cohort in study.cohorts.values() for c in cohort.components.values()
            }.items()
        ),
        "missing": MISSING_KINDS,
        "hazards": study.words.hazards,
    }


def main(arguments: list[str]) -> int:
    """Write the pages, or with `--check` print those that are stale."""
    docs = Path(arguments[0])
    lines = list(stale(docs)) if "--check" in arguments else [str(p) for p in write_pages(docs)]
    sys.stdout.writelines(f"{line}\n" for line in lines)
    return 1 if lines and "--check" in arguments else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
