"""Results print what a reader asks first: source, cohorts, outcomes with their cases, estimates and the folder."""

import pickle
from dataclasses import replace
from pathlib import Path

import pytest

from rlsanalysis.nhanes.study import nhanes_study
from rlsanalysis.study.results import Results
from rlsanalysis.study.tables import schema, table
from rlsanalysis.survey.errors import AnalysisError

MODEL = {
    "exposure": "ckd", "level": "yes", "role": "headline", "set": "full", "method": "firth", "sample": "all",
    "status": "ok",
}  # fmt: skip


def results(source: str, *outcomes: str, prevalence: bool = True) -> Results:
    study = nhanes_study(source)
    rows = {
        "estimates": [MODEL | {"outcome": o, "n": 900, "cases": 30} for o in outcomes],
        "prevalence": [{"outcome": o, "by": "all", "level": "all", "n": 1234, "cases": 41} for o in outcomes]
        if prevalence
        else [],
    }
    tables = {name: table(name, rows.get(name, ()), study.label) for name in schema()}
    return Results(Path("results") / "<here>", study, **tables, provenance={})


def test_the_text_has_source_cohorts_outcomes_cases_estimates_and_folder():
    lines = repr(results("nhanes", "diagnosed", "treated")).splitlines()
    assert lines[0] == "Results from NHANES: the 2005-2008 cohort and the 2013-2020 cohort"
    assert lines[1] == "Estimates: 2 (outcomes: 2; exposures: 1)"
    assert lines[2] == "Folder: results/<here>"
    assert [line.split()[0] for line in lines[5:]] == ["diagnosed", "treated"]
    assert all(line.split()[-2:] == ["1,234", "41"] for line in lines[5:])


def test_simulated_participants_are_named_first_in_text_and_html():
    found = results("demo", "treated")
    assert repr(found).startswith("SYNTHETIC: the participants are simulated")
    assert found._repr_html_().startswith("<p>SYNTHETIC: the participants are simulated")
    assert "SYNTHETIC" not in repr(results("nhanes", "treated"))


def test_html_is_a_table_with_escaped_text():
    html = results("nhanes", "treated")._repr_html_()
    assert "results/&lt;here&gt;" in html
    assert '<td style="text-align: right">41</td>' in html
    assert html.count("<tr>") == 2


def test_without_prevalence_the_largest_model_counts():
    part = results("nhanes", "treated", prevalence=False)
    smaller = part.estimates.assign(set="crude", n=10, cases=1)
    both = replace(
        part, estimates=type(smaller)(smaller.to_dict("records") + part.estimates.to_dict("records"))
    )
    assert repr(both).splitlines()[-1].split()[-2:] == ["900", "30"]


@pytest.mark.parametrize(
    ("fitted", "first"),
    [
        (["diagnosed", "leg_jerks", "treated"], ["diagnosed", "treated"]),
        (["leg_jerks", "leg_cramps"], ["leg_jerks", "leg_cramps"]),
        (["other_sleep_disorder", "leg_cramps"], ["leg_cramps", "other_sleep_disorder"]),
        (["insomnia_treated"], ["insomnia_treated"]),
    ],
)
def test_outcomes_that_are_presented_first_are_the_primary_ones_if_there_are_any(fitted, first):
    assert [o.id for o in results("nhanes", *fitted).primary] == first


@pytest.mark.filterwarnings("ignore::pandas.errors.ChainedAssignmentError")
def test_a_table_changed_in_place_leaves_the_results_and_what_is_selected_from_them_as_they_are():
    found = results("nhanes", "treated")
    (treated,) = found.outcomes
    frame = found.estimates
    for change in (
        lambda: frame.loc.__setitem__((slice(None), "n"), 1),
        lambda: frame.__setitem__("cases", 2),
        lambda: frame.insert(0, "other", 5),
        lambda: found.estimates.__setitem__("n", 3),
        lambda: frame.pop("level"),
    ):
        change()
        assert found.estimates.loc[0, ["n", "cases", "level"]].tolist() == [900, 30, "yes"]
        assert [row.n for row in found.primary_rows(treated, "headline")] == [900]
    selected = found.primary_estimates(treated, "headline")
    selected["n"] = 4
    assert found.primary_estimates(treated, "headline")["n"].tolist() == [900]


def test_estimates_of_a_copy_and_replaced_ones_are_those_that_are_selected():
    found = results("nhanes", "treated")
    (treated,) = found.outcomes
    assert [row.n for row in found.primary_rows(treated, "headline")] == [900]
    again = pickle.loads(pickle.dumps(found))  # noqa: S301
    assert [row.n for row in again.primary_rows(treated, "headline")] == [900]
    other = replace(found, estimates=found.estimates.assign(n=5))
    assert [row.n for row in other.primary_rows(treated, "headline")] == [5]


def test_the_role_by_which_estimates_are_selected_is_that_of_the_plan():
    found = results("nhanes", "treated")
    (treated,) = found.outcomes
    other = replace(found, estimates=found.estimates.assign(role="secondary"))
    assert (
        len(other.primary_rows(treated, "headline")) == len(other.primary_estimates(treated, "headline")) == 1
    )
    assert not other.primary_rows(treated, "secondary")


def test_a_table_that_is_no_frame_is_refused():
    with pytest.raises(AnalysisError, match=r"estimates must be a pandas\.DataFrame, not None"):
        replace(results("nhanes", "treated"), estimates=None)
