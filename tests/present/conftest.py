"""Results of an invented run: every kind of row, with numbers that must not be seen where a status forbids them."""

import shutil
from collections import Counter
from collections.abc import Collection
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from rlsanalysis.nhanes.study import nhanes_study
from rlsanalysis.study.model import terms_of
from rlsanalysis.study.plan import fits
from rlsanalysis.study.primary import MODEL
from rlsanalysis.study.records.missing import MISSING_KINDS, NOT_ELIGIBLE
from rlsanalysis.study.results import Results, read_results, write_results
from rlsanalysis.study.tables import schema, table

STUDY = nhanes_study()

FLAGS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
FORBIDDEN_POINT = 5.55
FORBIDDEN = 777.7
STATUSES = ("ok", "caution", "sparse", "too_few", "not_estimable")
NUMBERS = {
    "estimate": 0.4, "std_error": 0.3, "df": 31.0, "statistic": 1.2, "p_value": 0.012, "q_value": 0.2,
    "detectable_or": 2.5, "prevalence_without": 4.1, "prevalence_with": 6.2, "difference": 2.1, "difference_low": 0.3,
    "difference_high": 3.9, "detection_ratio": 1.11, "e_value": 1.99, "e_value_limit": 1.46,
}  # fmt: skip
LIMITS = ((1.11, 2.22), (0.0, 1.5), (0.7, np.inf), (1.2, 33.0))
HIDDEN = dict.fromkeys((*NUMBERS, "odds_ratio", "conf_low", "conf_high"), FORBIDDEN)


def numbers(status, position):
    if status == "not_estimable":
        return {"reason": "no cases in <a level> & nothing to do"}
    if status == "too_few":
        return HIDDEN | {"expected_exposed_cases": 1.2, "reason": "1.2 exposed cases to expect"}
    shown = NUMBERS | {"expected_exposed_cases": {"ok": 12.0, "caution": 7.0, "sparse": 3.0}[status]}
    if status == "sparse":
        points = dict.fromkeys(("prevalence_without", "prevalence_with", "difference", "e_value"), FORBIDDEN)
        return shown | points | {"odds_ratio": FORBIDDEN_POINT, "conf_low": 0.44, "conf_high": 9.9}
    low, high = LIMITS[position // len(STATUSES) % 4]
    return shown | {"odds_ratio": 1.33, "conf_low": low, "conf_high": high}


def estimates():
    seen: Counter[tuple[str, str, str]] = Counter()
    for f in fits(STUDY):
        if f.set == "crude" or len(f.sample) == 1 or (f.role == "secondary" and f.outcome != "treated"):
            continue
        position = seen[f.outcome, f.set, f.sample]
        seen[f.outcome, f.set, f.sample] += 1
        status = STATUSES[position % len(STATUSES)]
        declared = STUDY.variables[f.exposure]
        exposed = {} if declared.kind == "continuous" else {"n_exposed": 900, "cases_exposed": 9}
        for method in STUDY.methods:
            said = "not_estimable" if method == "ml" and status == "too_few" else status
            model = {
                "outcome": f.outcome, "exposure": f.exposure, "set": f.set, "method": method, "sample": f.sample,
                "releases": " ".join(f.releases), "n": 9876, "cases": 41, "status": said, "reason": "",
            }  # fmt: skip
            about = {
                "group": declared.group, "role": f.role, "weight": "exam",
                "headline": "yes" if f.headline and method == "firth" else "",
            }  # fmt: skip
            for term in terms_of(declared):
                level = {"level": term.level, "reference": term.reference}
                yield model | about | level | exposed | numbers(said, position)


def joint_tests(rows):
    columns = ("outcome", "exposure", "set", "method", "sample", "releases", "n", "cases", "status", "reason")
    models = {tuple(r[c] for c in MODEL): {c: r[c] for c in columns} for r in rows}
    found = {"statistic": 4.5, "df_num": 2, "df_den": 31.0, "p_value": 0.02, "q_value": 0.2}
    return [
        model | found for model in models.values() if STUDY.variables[model["exposure"]].kind == "categorical"
    ]


def prevalence():
    people = {"n": 10846, "cases": 41, "conf_low": 0.25, "conf_high": 0.55, "df": 31.0}
    shown = {"percent": 0.374, "std_error": 0.07, "flag": "present"}
    hidden = {"percent": FORBIDDEN, "std_error": FORBIDDEN, "flag": "suppress"}
    for outcome in ("diagnosed", "treated"):
        said = {"outcome": outcome, "releases": "D E"} | people
        yield said | {"by": "all", "level": "all"} | shown
        yield said | {"by": "sex", "level": "men"} | hidden


def indications():
    model = {"outcome": "treated", "releases": "H I P", "cases": 139}
    yield model | {"drug": "ropinirole", "n": 58, "percent": 44.118}
    yield model | {"drug": "carbidopa; levodopa", "n": 7, "percent": 5.5}
    yield model | {"drug": "other", "n": 16, "percent": 7.6098}


def flow():
    said = {"outcome": "diagnosed", "exposure": "ckd", "sample": "all", "cases": 41}
    yield said | {"step": 1, "left": "interviewed", "n": 20497}
    yield said | {"step": 2, "left": "adults 20+", "n": 10914}


def descriptives():
    said = {
        "outcome": "diagnosed",
        "releases": "D E",
        "variable": "ckd",
        "level": "yes",
        "statistic": "percent",
    } | dict.fromkeys((*MISSING_KINDS.keys() - {NOT_ELIGIBLE}, "no_weight"), 0)
    for people in ("cases", "others"):
        yield said | {"people": people, "n": 40, "n_level": 5, "value": 12.34, "std_error": 1.5}


def provenance(source):
    return {
        "source": source, "synthetic": source == "demo", "seed": 1 if source == "demo" else None,
        "cohorts": ["2005-2008"], "request": {"cohort": None, "outcome": None, "exposure": None},
        "plan": "plan-digest", "git": "revision", "python": "3.11.9", "versions": {"numpy": "2.0.0"},
        "absent_tables": ["VID_D"], "notices": ["VITB12_H: revised <by CDC>"],
        "inputs": [{"table": "DEMO_D", "rows": 10348, "digests": {"SEQN": "abc"}, "notice": ""}],
    }  # fmt: skip


def write_folder(
    folder: Path, source: str, outcomes: Collection[str] = (), exposures: Collection[str] = ()
) -> Path:
    """Write the invented results, or those of some outcomes and exposures only."""
    rows = [
        row for row in estimates()
        if (not outcomes or row["outcome"] in outcomes) and (not exposures or row["exposure"] in exposures)
    ]  # fmt: skip
    found = {
        "estimates": rows, "tests": joint_tests(rows), "prevalence": prevalence(), "flow": flow(),
        "descriptives": descriptives(), "indications": indications(),
    }  # fmt: skip
    study = nhanes_study(source)
    tables = {name: table(name, found.get(name, ()), study.label) for name in schema()}
    return write_results(folder, study, tables, provenance(source)).folder


@pytest.fixture(scope="session")
def forbidden() -> tuple[str, ...]:
    """Texts that would betray a hidden number, however it is rounded."""
    return ("778", "777.7", "5.55")


@pytest.fixture(scope="session")
def real_folder(tmp_path_factory) -> Path:
    return write_folder(tmp_path_factory.mktemp("nhanes"), "nhanes")


@pytest.fixture(scope="session")
def demo_folder(tmp_path_factory) -> Path:
    return write_folder(tmp_path_factory.mktemp("demo"), "demo")


@pytest.fixture(scope="session")
def short_folder(tmp_path_factory) -> Path:
    """Some outcomes, one exposure of each group and role: a browser checks every element of the report in seconds."""
    outcomes = ("diagnosed", "treated", "leg_jerks", "leg_cramps", "insomnia_treated")
    each = {(STUDY.variables[e.id].group, e.role, e.primary): e.id for e in STUDY.exposures.values()}
    return write_folder(tmp_path_factory.mktemp("short"), "demo", outcomes, each.values())


@pytest.fixture
def folder_of_one(tmp_path) -> Path:
    """One exposure and one outcome: few figures to draw."""
    return write_folder(tmp_path / "one", "nhanes", ("diagnosed",), ("ckd",))


@pytest.fixture(scope="session")
def real(real_folder) -> Results:
    return read_results(real_folder)


@pytest.fixture(scope="session")
def committed() -> Results:
    """The run on CDC's data that the repository holds."""
    return read_results(Path(__file__).parents[2] / "results" / "nhanes")


@pytest.fixture(scope="session")
def partial(real) -> Results:
    """A run asked for one exposure and one outcome: no control outcome, no negative control, no q."""
    rows = real.estimates
    one = rows[(rows["exposure"] == "ckd") & (rows["outcome"] == "diagnosed")].assign(
        q_value=np.nan, n_exposed=900
    )
    shown = {"status": "ok", "odds_ratio": 9.47, "conf_low": 4.28, "conf_high": 21.7, "detectable_or": 2.99}
    return replace(
        real, estimates=one.assign(**shown), tests=real.tests[:0], prevalence=real.prevalence[:0],
        flow=real.flow[:0], descriptives=real.descriptives[:0],
    )  # fmt: skip


@pytest.fixture(scope="session")
def demo(demo_folder) -> Results:
    return read_results(demo_folder)


@pytest.fixture(scope="module")
def browser():
    api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    chromium = shutil.which("chromium-headless-shell") or shutil.which("chromium")
    if chromium is None:
        pytest.skip("Debian's chromium-headless-shell or chromium is not installed")
    with api.sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield launched
        launched.close()


@pytest.fixture(scope="session")
def axe():
    """Run axe-core on an open page; return one line for each rule that is broken, with the elements that break it.

    Contrast takes most of the time and depends on the color scheme, not on the width. Elements that break no rule are
    not described, which takes as long as the rest.
    """
    api = pytest.importorskip(
        "axe_playwright_python.sync_playwright", reason="axe-playwright-python is absent"
    )

    def broken(page, *, contrast=True):
        options = {"resultTypes": ["violations"], "rules": {"color-contrast": {"enabled": contrast}}}
        found = api.Axe().run(page, options=options).response["violations"]
        return [f"{rule['id']}: {[node['target'] for node in rule['nodes']]}" for rule in found]

    return broken
