"""Cells of the tables for manuscripts: the tidy rows as labels show them, and nothing that a status hides."""

from dataclasses import replace
from html import escape

import pytest

from rlsanalysis.nhanes.study import nhanes_study
from rlsanalysis.present import labels, printing, tables
from rlsanalysis.present.tables.table import Table
from rlsanalysis.present.tables.view_estimates import estimates
from rlsanalysis.present.tables.view_prevalence import prevalence
from rlsanalysis.present.tables.view_table_one import table_one
from rlsanalysis.study.results import records
from rlsanalysis.study.tables import table
from rlsanalysis.survey.errors import AnalysisError

STUDY = nhanes_study()

DIAGNOSED, TREATED = (STUDY.outcomes[o] for o in ("diagnosed", "treated"))
KINDS = {"refused": 1, "dont_know": 2, "no_record": 4, "blank": 8, "undetermined": 16, "not_measured": 32}


def described(variable, level, n, n_level, value, error, **missing):
    """Rows of cases, others and all, and a decoy of one release."""
    row = {"outcome": "diagnosed", "variable": variable, "level": level, "std_error": error}
    row |= dict.fromkeys((*KINDS, "no_weight"), 0) | missing
    row["statistic"] = "mean" if n_level is None else "percent"
    for people in ("cases", "others", "all"):
        yield row | {"people": people, "releases": "D E", "n": n, "n_level": n_level, "value": value}
        yield row | {"people": people, "releases": "D", "n": 7777, "n_level": 7777, "value": 777.7}


@pytest.fixture(scope="module")
def run(real):
    descriptives = [
        *described("age_10", "", 41, None, 5.178, 0.338),
        *described("smoking", "never", 400, 250, 62.512, 1.234, no_record=5, no_weight=3),
        *described("smoking", "former", 400, 145, 36.25, 1.1, no_record=5, no_weight=3),
        *described("smoking", "current", 400, 5, 1.25, 0.55, no_record=5, no_weight=3),
        *described("ferritin_lt50", "<50 ng/mL", 29, 12, 41.0, None),
        *described("tsat", "", 120, None, 22.04, 0.0321, **KINDS),
        *described("stroke", "yes", 400, 0, 0.0, 0.0),
        *described("ckd", "yes", 0, 0, None, None),
    ]
    pooled = {"outcome": "diagnosed", "releases": "D E"}
    comparisons = [
        pooled | {"variable": "age_10", "p_value": 0.0123, "status": "ok"},
        pooled | {"variable": "smoking", "p_value": 0.0004, "status": "caution", "reason": "5 cases in all"},
        pooled | {"variable": "stroke", "status": "not_estimable", "reason": "stroke has one level only."},
        pooled
        | {
            "variable": "ferritin_lt50",
            "p_value": 0.0777,
            "status": "too_few",
            "reason": "1.2 expected cases",
        },
        {"outcome": "treated", "releases": "H I P", "variable": "ferritin_lt50", "p_value": 0.777},
    ]
    return replace(
        real,
        descriptives=table("descriptives", descriptives, "nhanes"),
        comparisons=table("comparisons", comparisons, "nhanes"),
    )


def rows(made: Table) -> dict[tuple[str, str], tuple[str, ...]]:
    """Cells by what the row is part of, and its label."""
    return {(row.under, row.label): row.cells for row in made.rows}


def column(made: Table, heading: str) -> int:
    (position,) = [i for i, c in enumerate(made.columns) if c.flat == heading]
    return position


NAMES = {
    v: labels.typeset(labels.name(STUDY, v))
    for v in ("smoking", "ferritin_lt50", "tsat", "stroke", "ckd", "anaemia")
}
TSAT = f"{NAMES['tsat']}, %, mean (women 20–59; 2005–2006)"


@pytest.mark.parametrize(
    ("under", "label", "cells", "p"),
    [
        ("", "Age, years, mean", ("41", "51.8 (3.4)"), "0.012"),
        ("", NAMES["smoking"], ("", ""), "<0.001 †"),
        (NAMES["smoking"], "never", ("250 / 400", "62.5 (1.2)"), ""),
        (NAMES["smoking"], "current", ("5 / 400", "1.2 (0.6) *"), ""),
        (NAMES["smoking"], "missing", ("5", ""), ""),
        (NAMES["smoking"], "without the survey weight that it needs", ("3", ""), ""),
        ("", f"{NAMES['ferritin_lt50']} (women 20–49)", ("12 / 29", "41.0 (—) *"), "— [2]"),
        ("", TSAT, ("120", "22.0 (<0.1)"), "— [1]"),
        (TSAT, "missing", ("31", ""), ""),
        (TSAT, "not available in their survey cycle", ("32", ""), ""),
        ("", NAMES["stroke"], ("0 / 400", "0"), "— [3]"),
        ("", NAMES["ckd"], ("0 / 0", "—"), "— [1]"),
    ],
)
def test_table_one_shows_the_pooled_rows(run, under, label, cells, p):
    made = rows(table_one(run, DIAGNOSED, p_values=True))
    assert made[under, label] == (*cells, *cells, *cells, p)


def test_table_one_has_no_p_values_unless_they_are_wanted(run):
    made = table_one(run, DIAGNOSED)
    assert rows(made)["", "Age, years, mean"] == ("41", "51.8 (3.4)") * 3
    assert {len(row.cells) for row in made.rows} == {6}
    assert "P" not in [c.heading for c in made.columns]
    assert not [note for note in made.notes if note.startswith(("P:", "†", "["))]


def test_a_missing_test_says_why(run):
    notes = table_one(run, DIAGNOSED, p_values=True).notes
    assert "[2] too few cases in a level for a test." in notes
    assert "[1] no test of it is part of this run." in notes
    assert "[3] stroke has one level only." in notes


def test_what_the_years_did_not_measure_is_named(run):
    (note,) = [n for n in table_one(run, DIAGNOSED).notes if n.startswith("Not shown, because not measured")]
    assert labels.name(STUDY, "haemoglobin").partition(",")[0] in note
    assert "Age" not in note


def test_drugs_are_said_to_be_more_common_among_cases_by_prescription(run):
    start = "Every case takes a prescription drug by definition"
    noted = [any(n.startswith(start) for n in table_one(run, o).notes) for o in (DIAGNOSED, TREATED)]
    assert noted == [False, True]


def test_people_of_each_kind_are_counted_in_the_head(run):
    heads = list(dict.fromkeys(c.spanner for c in table_one(run, DIAGNOSED, p_values=True).columns))
    assert heads == ["Cases (n = 41)", "Non-cases (n = 10,805)", "All adults (n = 10,846)", ""]


def test_every_weighted_figure_has_a_count(run):
    for row in table_one(run, DIAGNOSED, p_values=True).rows:
        for n, weighted in zip(row.cells[:6:2], row.cells[1:6:2], strict=True):
            assert n[:1].isdigit() or not weighted, row


def test_without_tests_between_cases_and_others_table_one_says_so(run):
    made = table_one(replace(run, comparisons=run.comparisons[:0]), DIAGNOSED, p_values=True)
    assert {row.cells[-1] for row in made.rows} == {"", "—"}
    assert any(note.startswith("P: —, because") for note in made.notes)


def test_no_variable_is_declared_twice():
    assert len({li.variable for li in STUDY.table_one}) == len(STUDY.table_one)
    assert {li.times for li in STUDY.table_one if li.variable == "age_10"} == {10.0}


@pytest.mark.parametrize("outcome", [DIAGNOSED, TREATED], ids=lambda o: o.id)
def test_every_headline_estimate_stands_in_each_fitted_set(real, outcome):
    made, shown = estimates(real, outcome), 0
    found = rows(made)
    fitted = {
        (r.exposure, r.level, r.set, r.sample): r
        for r in records(real.estimates)
        if r.outcome == outcome.id and r.method == "firth"
    }
    for quoted in records(real.primary_estimates(outcome, "headline")):
        label = labels.typeset(labels.name(STUDY, quoted.exposure))
        cells = found.get((label, labels.level(STUDY, quoted.exposure, quoted.level)), found["", label])
        for set_ in ("minimal", "full"):
            row = fitted[quoted.exposure, quoted.level, set_, quoted.sample]
            heading = f"{set_.capitalize()}{' (headline)' if set_ == outcome.headline_set else ''}"
            cell = cells[column(made, f"Odds ratio (95% CI): {heading}")]
            assert cell.split(" [")[0].rstrip(" ¶") == printing.estimate_text(row)
            shown += 1
    assert shown > 50


def test_headline_rows_have_counts_p_q_and_reliability(real):
    found = rows(estimates(real, DIAGNOSED))
    cutoff = found["", NAMES["ferritin_lt50"]]
    assert cutoff[:3] == ("women 20–49", "9 / 41", "891 / 9,835")
    assert cutoff[-3:-1] == ("0.012", "0.20")
    assert cutoff[-1].startswith("adequate; also seen with")
    assert found["", labels.name(STUDY, "ferritin_halving")][:3] == ("women 20–49", "41", "9,835")


def test_rows_that_are_not_reported_have_their_counts_and_the_reason(real):
    made = estimates(real, DIAGNOSED)
    few = real.primary_estimates(DIAGNOSED, "headline").query("status == 'too_few' and cases_exposed == 9")
    binary = next(e for e in few["exposure"] if STUDY.variables[e].kind == "binary")
    (row,) = [r for r in made.rows if r.label == labels.typeset(labels.name(STUDY, binary))]
    assert row.cells[1:3] == ("9 / 41", "891 / 9,835")
    assert row.cells[-1] == "not reported: 1.2 cases expected in the smaller group; 9 of 41 exposed"


def test_levels_follow_their_joint_test(real):
    tests = real.tests.assign(status="ok", p_value=0.0345, q_value=0.0678)
    made = estimates(replace(real, tests=tests), TREATED)
    found, smoking = rows(made), NAMES["smoking"]
    assert found["", smoking] == ("adults 20+", "41", "9,835", "", "", "", "0.035", "0.068", "")
    assert found[smoking, "never (reference)"] == ("", "", "", "1", "1", "1", "", "", "")
    assert found[smoking, "former"][:3] == ("", "9 / 41", "891 / 9,835")
    assert found[smoking, "former"][-2] == ""


def test_drugs_are_compared_among_people_with_any_prescription(real):
    estimated = real.estimates.copy()
    drug = (estimated["outcome"] == "treated") & (estimated["exposure"] == "rx_ssri")
    estimated.loc[drug, ["status", "odds_ratio", "conf_low", "conf_high"]] = ["ok", 1.23, 1.01, 1.5]
    estimated.loc[drug & (estimated["sample"] == "all"), "odds_ratio"] = 777.7
    made = estimates(replace(real, estimates=estimated), TREATED)
    ssri = rows(made)["", labels.typeset(labels.name(STUDY, "rx_ssri"))]
    assert ssri[0] == "adults 20+ with any prescription"
    assert ssri[column(made, "Odds ratio (95% CI): Full (headline)")] == "1.23 (1.01 to 1.50)"
    users = labels.sample(STUDY, "users")
    assert f"For treated RLS, drugs are compared among {users}, because every case has one." in made.notes


def test_a_control_outcome_with_the_same_association_is_in_the_row_with_its_estimate(real):
    estimated = real.estimates.copy()
    drug = estimated["outcome"].isin(["treated", "insomnia_treated"]) & estimated["exposure"].isin(
        ["rx_ssri", "rx_ssri_other_reason"]
    )
    estimated.loc[drug, ["status", "odds_ratio", "conf_low", "conf_high"]] = ["ok", 1.23, 1.01, 1.5]
    made = estimates(replace(real, estimates=estimated), TREATED)
    ssri = rows(made)["", labels.typeset(labels.name(STUDY, "rx_ssri"))]
    insomnia = labels.in_sentence(labels.short(STUDY, "insomnia_treated"))
    assert f"also seen with {insomnia} 1.23 (1.01 to 1.50)" in ssri[-1]
    (note,) = [note for note in made.notes if note.startswith(STUDY.words.control_outcomes)]
    assert note.endswith(STUDY.words.shared_indication)


def test_statuses_hide_what_they_must(real):
    made = estimates(real, DIAGNOSED)
    full = column(made, "Odds ratio (95% CI): Full")
    by_status = {
        row.status: rows(made)["", labels.typeset(labels.name(STUDY, row.exposure))]
        for row in records(real.primary_estimates(DIAGNOSED, "headline"))
        if STUDY.variables[row.exposure].kind == "binary"
    }
    assert by_status["sparse"][full] == "CI only: 0.44 to 9.90"
    assert by_status["too_few"][3:-1] == ("–", "not reported", "not reported", "", "")
    why = by_status["not_estimable"][full].removeprefix("not estimable ")
    assert f"{why} no cases in <a level> & nothing to do." in made.notes


def test_every_mark_in_a_cell_has_a_note(run):
    for made in (
        table_one(run, DIAGNOSED, p_values=True),
        estimates(run, TREATED),
        estimates(run, DIAGNOSED),
        prevalence(run),
    ):
        text = " ".join(cell for row in made.rows for cell in row.cells)
        for mark in "†*":
            assert mark not in text or any(note.startswith(mark) for note in made.notes), mark


def test_a_set_that_was_not_fitted_is_no_blank(real):
    made = estimates(real, DIAGNOSED)
    assert rows(made)["", NAMES["anaemia"]][3] == "–"
    assert any(note.startswith("– not fitted") for note in made.notes)


def test_other_roles_on_request(real):
    made = estimates(real, DIAGNOSED, "accompanying")
    assert ("", labels.typeset(labels.name(STUDY, "sleep_apnoea"))) in rows(made)
    assert ("", NAMES["anaemia"]) not in rows(made)
    assert STUDY.words.roles["accompanying"] in made.title


def test_prevalence_shows_each_group_and_hides_the_suppressed(real):
    made = prevalence(real)
    cells = [(row.group, row.under, row.label, row.cells) for row in made.rows]
    group = f"{labels.name(STUDY, 'diagnosed')}, 2005–2008"
    assert (group, "", "All adults", ("10,846", "41", "0.37", "0.07", "0.25 to 0.55", "")) in cells
    assert (group, "Sex", "men", ("10,846", "41", "—", "", "", "suppressed: too imprecise")) in cells


def test_prevalence_names_the_outcomes_that_have_none(real):
    (note,) = [note for note in prevalence(real).notes if note.startswith("Prevalence is not part")]
    assert labels.name(STUDY, "leg_cramps") in note
    assert labels.name(STUDY, "diagnosed") not in note


def test_part_of_a_run_says_what_is_not_there(partial):
    assert [row.label for row in table_one(partial, DIAGNOSED).rows] == [
        "Descriptives of this outcome are not part of this run."
    ]
    assert [row.label for row in prevalence(partial).rows] == ["Prevalence is not part of this run."]
    assert [row.label for row in estimates(partial, TREATED).rows] == [
        "No such estimate of this outcome is part of this run."
    ]
    made = estimates(partial, DIAGNOSED)
    assert [row.label for row in made.rows] == [NAMES["ckd"]]
    assert any(note.startswith("Exposures of these groups without an estimate") for note in made.notes)


def test_notebooks_get_tables_of_great_tables(run):
    assert escape(NAMES["ferritin_lt50"], quote=False) in tables.table_one(run, "diagnosed").as_raw_html()
    assert "Minimal (headline)" in tables.estimates(run, "diagnosed").as_raw_html()
    assert (
        labels.name(STUDY, "sleep_apnoea") in tables.estimates(run, "diagnosed", "accompanying").as_raw_html()
    )
    assert "suppressed" in tables.prevalence(run).as_raw_html()


def test_a_wrong_name_is_an_error(run):
    with pytest.raises(AnalysisError, match=r"There is no outcome 'treatd'.*treated"):
        tables.table_one(run, "treatd")
    with pytest.raises(AnalysisError, match="There is no outcome 'cramps'"):
        tables.estimates(run, "cramps")
    with pytest.raises(AnalysisError, match="There is no role 'headlin'"):
        tables.estimates(run, "treated", "headlin")
