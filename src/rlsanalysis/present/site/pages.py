"""The pages of the documentation that are made from declarations and results: one a variable, their index, the results.

python -m rlsanalysis.present.site.pages docs            # renews them
python -m rlsanalysis.present.site.pages docs --check    # one line for each that is stale
"""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from jinja2 import Environment

from rlsanalysis.nhanes import catalog
from rlsanalysis.present import labels
from rlsanalysis.present.about import about
from rlsanalysis.present.definitions import Definition, define
from rlsanalysis.present.site.inventory import inventory
from rlsanalysis.present.template import environment
from rlsanalysis.study.plan import PlannedExposure, Study, adjusters_of, exposures_of, load_plan
from rlsanalysis.study.tables import write_text
from rlsanalysis.variables import registry
from rlsanalysis.variables.cohort import COHORTS
from rlsanalysis.variables.declare import HAZARDS, MISSING_KINDS, Variable

HYPOTHESES = {"+": "higher odds", "-": "lower odds", "0": "no association", "0 or -": "none, or lower odds"}
COMPONENTS = {
    "interview": "everybody interviewed at home",
    "exam": "people examined at the mobile centre",
    "fasting": "people examined in the morning, after a fast",
    "diet1": "people with a first recall of what they ate in 24 hours",
    "diet2": "people with both recalls",
}


def pages(docs: Path) -> dict[str, str]:
    """All made pages: path below `docs` to text."""
    environment, study = _environment(), load_plan()
    defined = {v.id: define(v) for v in registry().values()}
    variable = environment.get_template("variable.md.j2")
    made = {
        f"variables/{v.id}.md": variable.render(_facts(study, v, defined[v.id])) for v in registry().values()
    }
    made["variables/index.md"] = environment.get_template("variables.md.j2").render(_index(defined))
    made["results.md"] = environment.get_template("results.md.j2").render(
        association=about().association, **inventory(docs.parent / "results" / "nhanes")
    )
    return {path: f"{text.rstrip()}\n" for path, text in made.items()}


def stale(docs: Path) -> Iterator[str]:
    """One line for each page that is not what `pages` makes, is not there, or has no variable."""
    made = pages(docs)
    for path, text in made.items():
        if not (docs / path).exists():
            yield f"{docs.name}/{path} is not there: run make pages"
        elif (docs / path).read_text(encoding="utf-8") != text:
            yield f"{docs.name}/{path} is stale: run make pages"
    for extra in _extra(docs, made):
        yield f"{docs.name}/variables/{extra.name} has no variable: run make pages"


def write_pages(docs: Path) -> Iterator[Path]:
    """Write the pages that changed, remove those without a variable; names both."""
    made = pages(docs)
    for path, text in made.items():
        target = docs / path
        if not target.exists() or target.read_text(encoding="utf-8") != text:
            write_text(text, target)
            yield target
    for extra in _extra(docs, made):
        extra.unlink()
        yield extra


def _extra(docs: Path, made: dict[str, str]) -> list[Path]:
    return [p for p in sorted((docs / "variables").glob("*.md")) if f"variables/{p.name}" not in made]


def _environment() -> Environment:
    made = environment("rlsanalysis.present.site")
    made.filters |= {
        "md": markdown, "page": _page, "cdc": _cdc, "first_upper": lambda text: text[:1].upper() + text[1:],
    }  # fmt: skip
    return made


def markdown(text: str) -> str:
    """Plain text as Markdown: signs that mean something there are escaped."""
    return "".join(f"\\{sign}" if sign in r"\|*_<>[]`#$~" else sign for sign in text)


def _page(variable: str) -> str:
    return f"[{markdown(labels.name(variable))}]({variable}.md)"


def _cdc(cells: tuple[str, ...], releases: tuple[str, ...]) -> str:
    """Table and column in each release, with links to CDC's documentation of it."""
    return ", ".join(
        f"[{cell}]({catalog.CDC}/{_documentation(cell)}) ({release})" if not _shared(cell) else
        f"[{cell}]({catalog.CDC}/{_documentation(cell)})"
        for cell, release in dict(zip(cells, releases, strict=True)).items() if cell
    )  # fmt: skip


def _shared(cell: str) -> bool:
    return catalog.tables()[cell.split(".", maxsplit=1)[0]].release is None


def _documentation(cell: str) -> str:
    table, column = cell.split(".")
    return f"{catalog.tables()[table].relative_path.removesuffix('.xpt')}.htm#{column}"


def _facts(study: Study, variable: Variable, definition: Definition) -> dict[str, Any]:
    """What the page of a variable says."""
    planned = study.exposures.get(variable.id)
    return {
        "d": definition,
        "module": variable.group,
        "hypothesis": _hypothesis(planned) if planned else "",
        "releases": _years(variable.releases),
        "outcome": study.outcomes.get(variable.id),
        "planned": planned,
        "models": list(_models(study, planned)) if planned else [],
        "curves": [c for c in study.curves.values() if variable.id in (c.variable, c.exposure)],
        "adjusts": _adjusts(study, variable.id),
        "rows": _rows(variable),
    }


def _hypothesis(planned: PlannedExposure) -> str:
    said = HYPOTHESES.get(planned.hypothesis, planned.hypothesis)
    return f"{said}; one of the primary hypotheses" if planned.primary else said


def _years(letters: tuple[str, ...]) -> str:
    return ", ".join(f"{labels.releases(r)} ({r})" for r in letters)


def _models(study: Study, planned: PlannedExposure) -> Iterator[dict[str, Any]]:
    """What the models of an exposure hold, by cohort."""
    for cohort, releases in planned.releases.items():
        if not releases:
            continue
        outcomes = [
            o for o in study.outcomes.values() if o.cohort == cohort and planned in exposures_of(study, o)
        ]
        yield {
            "cohort": cohort,
            "releases": " ".join(releases),
            "pooled": len(releases) > 1,
            "outcomes": [o.id for o in outcomes],
            "among_users": planned.among_users and any(o.among_users for o in outcomes),
            "sets": [
                {"name": set_, "adjusters": _adjusters(study, adjusters_of(study, planned, set_, releases))}
                for set_ in planned.sets
            ],
        }  # fmt: skip


def _adjusters(study: Study, names: tuple[str, ...]) -> list[dict[str, str]]:
    return [
        {
            "variable": study.adjusters[name].variable,
            "square": " and its square" if 2 in study.adjusters[name].powers else "",
        }
        for name in names
    ]


def _adjusts(study: Study, variable: str) -> str:
    """The adjustment sets that hold a variable, and the factors that add it, in words."""
    names = {name for name, adjuster in study.adjusters.items() if adjuster.variable == variable}
    sets = [f"*{set_}* set" for set_, held in study.sets.items() if names & {*held}]
    added = [_page(e.id) for e in study.exposures.values() if e.add in names]
    return " and the ".join([*sets, *([f"dietary factors {', '.join(added)}"] if added else [])])


def _rows(variable: Variable) -> str:
    return (
        f"Derived from the rows of `{variable.rows.name}`, several a person."
        if variable.rows is not None
        else ""
    )


def _index(defined: dict[str, Definition]) -> dict[str, Any]:
    """What the index of the variables says."""
    groups: dict[str, list[Definition]] = {}
    for definition in defined.values():
        groups.setdefault(definition.group, []).append(definition)
    cohorts = {r: name for name, pool in COHORTS.items() for r in pool.releases}
    return {
        "count": len(defined),
        "groups": groups,
        "releases": [(r, labels.releases(r), cohorts[r]) for r in catalog.releases()],
        "components": COMPONENTS,
        "missing": MISSING_KINDS,
        "hazards": HAZARDS,
    }


def main(arguments: list[str]) -> int:
    """Renew the pages, or with `--check` name those that are stale."""
    docs = Path(arguments[0])
    lines = list(stale(docs)) if "--check" in arguments else [str(p) for p in write_pages(docs)]
    sys.stdout.writelines(f"{line}\n" for line in lines)
    return 1 if lines and "--check" in arguments else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
