"""How a replication is shown: figure, tables and answer, with numbers of its rows only."""

import pytest

import rlsanalysis as rls
from rlsanalysis.nhanes.study import nhanes_study
from rlsanalysis.present.figures.replication import CLOSE, stacked
from rlsanalysis.present.tables.view_replication import replication, replication_summary
from rlsanalysis.study.attached import with_study
from rlsanalysis.study.replication import Computed, Missing, Published, compared
from rlsanalysis.survey.errors import AnalysisError


def number(id_, source, **fields):
    usual = {
        "quantity": "A share, %", "definition": "in words", "kind": "estimate", "value": "12.0", "low": "", "high": "",
        "n": "", "chosen": "stated", "reason": "We do not know.",
    }  # fmt: skip
    return Published(id_, source, **(usual | fields))


@pytest.fixture
def table():
    published = [
        number("A", "First", low="10.0", high="14.0"), number("B", "First", chosen="trial"), number("C", "Second"),
        number("D", "Second"), number("E", "Codes", kind="count", value="7"),
    ]  # fmt: skip
    computed = {
        "A": Computed(12.01, 10.04, 14.02, 9), "B": Computed(12.1, 1, 2, 9), "C": Computed(19.0, 1, 2, 9),
        "D": Missing("The table is absent."), "E": Computed(7, 1, 2, 7),
    }  # fmt: skip
    rows = compared(published, computed, {"B": {"All ages": Computed(13.0, 1, 2, 9)}})
    return with_study(rows, nhanes_study("nhanes"))


def test_a_row_has_both_numbers_the_verdict_the_definition_and_what_was_tried(table):
    cells = {row.group + str(i): row.cells for i, row in enumerate(replication(table).rows)}
    assert cells == {
        "First0": ("12.0 (10.0 to 14.0)", "12.01 (10.04 to 14.02)", "equal to the printed digit", "stated", ""),
        "First1": (
            "12.0", "12.10", "within two units of it", "found by trial",
            "We do not know. Tried: All ages: 13.00, further.",
        ),
        "Second2": ("12.0", "19.00", "further", "stated", "We do not know."),
        "Second3": ("12.0", "", "not computed", "stated", "The table is absent."),
        "Codes4": ("7", "7", "equal to the printed digit", "stated", ""),
    }  # fmt: skip


def test_the_summary_counts_people_apart_from_estimates(table):
    rows = {row.label: row.cells for row in replication_summary(table).rows}
    assert rows == {
        "Counts of people": ("1", "1", "1 (100%)", "0 (0%)", "0 (0%)"),
        "Estimates": ("4", "3", "1 (33%)", "1 (33%)", "1 (33%)"),
    }


def test_the_answer_has_the_numbers_of_the_table(table):
    text = str(rls.answer_replication(table))
    assert "1 of 1 counts of codes are equal" in text
    assert (
        "1 of 3 (33%) are equal to the printed digit, 1 are within two units of it, and 1 differ by more"
        in text
    )
    assert "1 of 4 could not be computed" in text
    assert (
        "1 of 2 whose definition was stated by the source; 0 of 1 whose definition was chosen after" in text
    )
    assert text.endswith("More than two units away: Second (1).")


def test_the_figure_names_each_source_with_a_computed_estimate(table):
    figure = rls.figures.replication(table)
    texts = [text.get_text() for axes in figure.axes for text in axes.texts]
    assert {"First", "Second"} <= set(texts)
    assert "Codes" not in texts
    assert not any("SYNTHETIC" in text for text in texts)


def test_marks_that_are_close_are_above_each_other(table):
    rows = table[table["id"] == "A"]
    several = rows.loc[rows.index.repeat(3)].assign(difference_in_units=[0.1, 0.1 + CLOSE / 2, 1.9])
    shifts = [shift for _, shift, _ in stacked(several)]
    assert shifts[0] == shifts[2] == 0
    assert shifts[1] != 0


def test_synthetic_people_are_no_replication():
    table = rls.replicate("demo")
    assert "the people are synthetic" in str(rls.answer_replication(table))
    texts = [text.get_text() for axes in rls.figures.replication(table).axes for text in axes.texts]
    assert any("no estimate was computed" in text for text in texts)
    assert replication_summary(table).title.startswith("SYNTHETIC")


def test_rows_that_do_not_know_their_study_are_refused(table):
    table.attrs.clear()
    for show in (rls.figures.replication, rls.tables.replication, rls.answer_replication):
        with pytest.raises(AnalysisError, match="do not know their study"):
            show(table)
