"""Invented rows of the tables that only figures draw, and the texts of a figure."""

from dataclasses import replace

import numpy as np
import pytest
from matplotlib.figure import Figure
from matplotlib.text import Text

from rlsanalysis.nhanes.study import nhanes_study
from rlsanalysis.study.control_differences import APART
from rlsanalysis.study.results import Results
from rlsanalysis.study.tables import table

STUDY = nhanes_study()

FORBIDDEN_POINT, FORBIDDEN = 5.55, 777.7
CURVES = {
    ("treated", "ferritin"): "ok", ("diagnosed", "ferritin"): "sparse", ("leg_jerks", "ferritin"): "caution",
    ("leg_cramps", "ferritin"): "too_few", ("treated", "egfr"): "ok", ("diagnosed", "egfr"): "not_estimable",
}  # fmt: skip
PLACES = {
    "ferritin": ("ng/mL", "log2", 75.0, (10.0, 700.0)),
    "egfr": ("mL/min/1.73 m2", "linear", 90.0, (45.0, 120.0)),
}
GROUPS = {
    "all": ("all",), "sex": ("men", "women"), "age": ("20-39", "40-59", "60+"),
    "race": ("non-Hispanic white", "non-Hispanic black", "Hispanic", "other"),
}  # fmt: skip
STEPS = ("interviewed in release D, E", "adults 20+", "outcome known", "exposure known")
RELEASES = {"diagnosed": "D E", "treated": "P", "leg_jerks": "D E", "leg_cramps": "D E"}
MODELS = ("crude", "minimal", "full")


def grid(variable):
    _, scale, reference, (low, high) = PLACES[variable]
    values = np.geomspace(low, high, 25) if scale == "log2" else np.linspace(low, high, 25)
    size = np.log2(values / reference) if scale == "log2" else (values - reference) / 30
    return np.linspace(2, 98, 25), values, 0.25 * size**2 - 0.3 * size, np.abs(size)


def curves():
    for (outcome, variable), status in CURVES.items():
        if status in ("too_few", "not_estimable"):
            continue
        for percentile, value, estimate, size in zip(*grid(variable), strict=True):
            for method in ("firth", "ml"):
                shown = np.exp([estimate, estimate - 0.5 * size, estimate + 0.5 * size])
                ratio, low, high = shown if method == "firth" else [FORBIDDEN] * 3
                yield {
                    "outcome": outcome, "exposure": variable, "set": "minimal", "method": method, "sample": "all",
                    "percentile": percentile, "value": value, "estimate": estimate, "std_error": 0.2,
                    "odds_ratio": FORBIDDEN_POINT if status == "sparse" else ratio, "conf_low": low, "conf_high": high,
                }  # fmt: skip


def curve_tests():
    for (outcome, variable), status in CURVES.items():
        unit, scale, reference, _ = PLACES[variable]
        releases = "H I P" if (outcome, variable) == ("treated", "egfr") else RELEASES[outcome]
        shown = {"statistic": 3.2, "df_num": 2, "df_den": 31.0}
        hidden = {"statistic": FORBIDDEN, "df_num": 2, "df_den": 31.0, "p_value": 0.777}
        for test, p in (("association", 0.034), ("curvature", 0.21)):
            for method in ("firth", "ml"):
                numbers = hidden if status == "too_few" or method == "ml" else shown | {"p_value": p}
                knots = "15 60 160 500" if variable == "ferritin" else "50 85 105 118"
                yield {
                    "outcome": outcome, "exposure": variable, "set": "minimal", "method": method, "sample": "all",
                    "test": test, "releases": releases, "weight": "exam", "n": 9876, "cases": 41, "unit": unit,
                    "scale": scale, "knots": knots, "reference": reference, "status": status,
                    "reason": "the percentiles have one value" if status == "not_estimable" else "",
                } | ({} if status == "not_estimable" else numbers)  # fmt: skip


def distributions():
    for outcome in ("diagnosed", "treated"):
        edges = [-np.inf, *STUDY.bins["ferritin"].edges, np.inf]
        for people, ns in (
            ("cases", (1, 2, 3, 5, 4, 3, 2, 1)),
            ("others", (40, 90, 200, 400, 500, 300, 120, 60)),
        ):
            for k, n in enumerate(ns):
                yield {
                    "outcome": outcome, "variable": "ferritin", "people": people, "bin": k + 1,
                    "releases": " ".join(STUDY.cohorts[STUDY.outcomes[outcome].cohort].together),
                    "low": edges[k], "high": edges[k + 1], "n": n, "percent": 100 * n / sum(ns),
                }  # fmt: skip


def prevalence():
    for outcome in ("diagnosed", "treated", "other_sleep_disorder"):
        releases = STUDY.cohorts[STUDY.outcomes[outcome].cohort].together
        for by, levels in (GROUPS | {"release": releases}).items():
            for k, level in enumerate(levels):
                hidden = outcome == "treated" and level == "other"
                flag = "suppress" if hidden else "review" if level == "Hispanic" else "present"
                percent = 0.4 + 0.1 * k
                low, high = (FORBIDDEN, FORBIDDEN) if hidden else (percent - 0.15, percent + 0.4)
                yield {
                    "outcome": outcome, "by": by, "level": level, "releases": " ".join(releases), "n": 5000 + k,
                    "cases": 20 + k, "percent": FORBIDDEN if hidden else percent, "std_error": 0.1, "conf_low": low,
                    "conf_high": high, "df": 31.0, "flag": flag,
                }  # fmt: skip


def flow():
    models = [f"in the {set_} model: its adjusters known, exam weight above 0" for set_ in MODELS]
    for outcome, sample in (("diagnosed", "all"), ("treated", "users"), ("treated", "all")):
        for step, left in enumerate((*STEPS, *models), start=1):
            yield {
                "outcome": outcome, "exposure": "rx_ssri", "sample": sample, "step": step, "left": left,
                "n": 777 if (outcome, sample) == ("treated", "all") else 20000 - 1000 * min(step, 5),
                "cases": 60 - step,
            }  # fmt: skip


def descriptives():
    counts = {"no_record": 40, "blank": 55, "refused": 12, "dont_know": 3, "undetermined": 0, "no_weight": 20}
    for outcome, releases in (("diagnosed", "D E"), ("treated", "P"), ("treated", "H I P")):
        for variable, level in (("ckd", "yes"), ("smoking", "never"), ("smoking", "current"), ("bmi_5", "")):
            found = {"n": 870, "not_measured": 0} | (
                counts if variable == "ckd" else dict.fromkeys(counts, 0)
            )
            yield found | {"outcome": outcome, "people": "all", "releases": releases, "variable": variable,
                           "level": level, "value": FORBIDDEN}  # fmt: skip
    yield {"outcome": "treated", "people": "all", "releases": "H I P", "variable": "obesity", "level": "yes", "n": 0,
           "not_measured": 1000}  # fmt: skip


SPECIFIED = {
    ("treated", "ckd"): ("ok", 1.75), ("treated", "rx_ssri"): ("ok", 2.2), ("treated", "rx_snri"): ("too_few", 1.0),
    ("diagnosed", "ckd"): ("caution", 1.1), ("diagnosed", "rx_ssri"): ("sparse", 8.0),
    ("treated", "smoking"): ("ok", 2.0),
}  # fmt: skip
"""Status and middle odds ratio of the invented specifications."""


def specifications():
    """Sixteen specifications of each pair: odds ratios rise with the number of adjusters."""
    for (outcome, exposure), (status, middle) in SPECIFIED.items():
        levels = (("former", "never"), ("current", "never")) if exposure == "smoking" else (("yes", "no"),)
        names = [a for a in STUDY.sets["full"] if a != "age" and a != STUDY.exposures[exposure].drop]
        primary = " ".join(["age", *(names if outcome == "treated" else names[:2])])
        for size in range(len(names) + 1):
            for chosen in sorted({tuple(names[:size]), tuple(names[-size:] if size else ())}):
                adjusters = " ".join(["age", *(n for n in names if n in chosen)])
                ratio = middle * (0.8 + 0.06 * size)
                for people, method in (("same", "firth"), ("same", "ml"), ("own", "firth")):
                    shown = ratio * {"ml": 1.04, "firth": 1.0}[method] * (0.98 if people == "own" else 1)
                    hidden = status in ("too_few", "not_estimable")
                    limits = (FORBIDDEN, FORBIDDEN) if hidden else (shown / 1.9, shown * 1.9)
                    for level, reference in levels:
                        yield {
                            "outcome": outcome, "exposure": exposure, "level": level, "reference": reference,
                            "adjusters": adjusters, "people": people, "method": method, "sample": "all",
                            "releases": RELEASES[outcome] if outcome == "diagnosed" else "H I P", "weight": "exam",
                            "n": 9876, "cases": 41, "n_exposed": 900, "cases_exposed": 9,
                            "odds_ratio": FORBIDDEN if hidden else FORBIDDEN_POINT if status == "sparse" else shown,
                            "conf_low": limits[0], "conf_high": limits[1], "status": status, "reason": "",
                            "primary": "yes" if people == "own" and adjusters == primary else "",
                        }  # fmt: skip


def control_differences():
    found = {
        ("treated", "ckd", "insomnia_treated"): ("ok", 1.31), ("treated", "ckd", "glaucoma_treated"): ("caution", 0.8),
        ("treated", "rx_ssri", "insomnia_treated"): ("sparse", FORBIDDEN_POINT),
        ("treated", "rx_ssri", "glaucoma_treated"): ("too_few", FORBIDDEN),
        ("treated", "smoking", "insomnia_treated"): ("not_estimable", np.nan),
        ("diagnosed", "ckd", "other_sleep_disorder"): ("ok", 2.64),
    }  # fmt: skip
    for (outcome, exposure, control), (status, ratio) in found.items():
        hidden = status == "too_few"
        yield {
            "outcome": outcome, "control": control, "exposure": exposure,
            "control_exposure": f"{exposure}_other_reason" if exposure == "rx_ssri" else exposure, "level": "yes",
            "reference": "no", "set": "full", "method": "firth", "sample": "all", "n": 9876, "ratio": ratio,
            "conf_low": FORBIDDEN if hidden else 0.7, "conf_high": FORBIDDEN if hidden else 2.4, "status": status,
            "reason": APART if control == "other_sleep_disorder" else "",
        }  # fmt: skip


def p_values():
    planned = [e for e in STUDY.exposures.values() if e.role != "comparator" and not e.stands_for]
    exposures = [*planned[:30], *planned[-3:], *planned[30:40]]
    for outcome, smallest in (("diagnosed", 2e-6), ("treated", 0.004)):
        for i, exposure in enumerate(exposures):
            expected = (i + 1) / (len(exposures) + 1)
            yield {
                "outcome": outcome, "exposure": exposure.id, "role": exposure.role, "set": "full", "method": "firth",
                "sample": "all", "status": "ok", "p_value": smallest if i == 0 else expected**1.2, "rank": i + 1,
                "expected": expected, "median": expected, "low": expected / 3, "high": min(1.0, expected * 2),
                "permutations": 200,
            }  # fmt: skip


TABLES = {
    "curves": curves, "curve_tests": curve_tests, "distributions": distributions, "prevalence": prevalence,
    "flow": flow, "descriptives": descriptives, "specifications": specifications,
    "control_differences": control_differences, "p_values": p_values,
}  # fmt: skip


def with_tables(results: Results) -> Results:
    return replace(
        results, **{name: table(name, rows(), results.study.label) for name, rows in TABLES.items()}
    )


@pytest.fixture(scope="session")
def whole(real) -> Results:
    """An invented run of the real source, with rows in every table that a figure draws."""
    return with_tables(real)


@pytest.fixture(scope="session")
def whole_demo(demo) -> Results:
    """The same of synthetic people."""
    return with_tables(demo)


@pytest.fixture(scope="session")
def empty(real) -> Results:
    """A run whose tables have no rows."""
    return replace(real, **{name: getattr(real, name)[:0] for name in ("estimates", "tests")},
                   **{name: table(name, (), real.study.label) for name in TABLES})  # fmt: skip


@pytest.fixture(scope="session")
def texts_of():
    """Return all texts of a figure."""

    def texts(figure: Figure) -> list[str]:
        return [t.get_text() for t in figure.findobj(Text) if t.get_text() and t.get_visible()]

    return texts
