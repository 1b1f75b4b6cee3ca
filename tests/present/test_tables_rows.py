"""Tables of any tidy rows: what `associate` returns, and rows side by side; nothing that a status hides."""

import html

import docx
import pandas as pd
import pytest

from rlsanalysis.nhanes.study import nhanes_study
from rlsanalysis.present import labels, printing, tables, units, words
from rlsanalysis.present.reliability import reliability
from rlsanalysis.present.tables.view_rows import listed, side_by_side
from rlsanalysis.present.verdict import in_words
from rlsanalysis.study.results import records
from rlsanalysis.survey.errors import AnalysisError

STUDY = nhanes_study()

OR = "Odds ratio (95% CI)"


def of(results, *exposures, **values):
    rows = results.estimates[results.estimates["exposure"].isin(exposures)]
    for column, value in values.items():
        rows = rows[rows[column] == value]
    return rows


def test_every_row_is_a_line_with_what_its_status_lets_be_shown(real, forbidden):
    made = listed(STUDY, real.estimates)
    assert len(made.rows) == len(real.estimates)
    text = " ".join(cell for row in made.rows for cell in row.cells)
    assert not [number for number in forbidden if number in text]
    heads = [c.heading for c in made.columns]
    for line, row in zip(made.rows, records(real.estimates), strict=True):
        assert line.cells[heads.index(OR)] == printing.estimate_text(row)
        assert line.cells[heads.index("In words")] == in_words(STUDY, row)


def test_what_all_rows_share_is_the_title_and_what_differs_a_column(real):
    made = listed(STUDY, of(real, "ckd", outcome="treated", method="firth"))
    assert made.title == f"{labels.name(STUDY, 'treated')}; all eligible adults; Firth"
    assert next(c.heading for c in made.columns) == "Adjustment"
    care = "full, health insurance, a usual place of care and health care visits in the past year"
    assert [row.cells[0] for row in made.rows] == ["minimal", "full", care]
    assert any(
        note.startswith("Minimal adjustment: ") and f" {units.first_upper(care)} adjustment: " in note
        for note in made.notes
    )


def test_levels_are_named_with_what_they_are_compared_with(real):
    made = listed(STUDY, of(real, "smoking", outcome="treated", set="full", method="firth"))
    name = labels.name(STUDY, "smoking")
    assert [row.label for row in made.rows] == [f"{name}: former vs never", f"{name}: current vs never"]


def test_one_survey_cycle_and_adjusters_of_your_own_are_named(real):
    rows = of(real, "ckd", outcome="treated", method="firth").assign(
        sample="H", releases="H", set="age_10+energy"
    )
    adjusted = "adjusted for age and its square, and energy intake"
    assert listed(STUDY, rows).title == f"{labels.name(STUDY, 'treated')}; 2013–2014 only; {adjusted}; Firth"
    pooled = listed(STUDY, rows.assign(sample="all", releases="H I P")).title
    assert "adjusted for age and its square, energy intake, and survey cycle; Firth" in pooled


def test_a_restriction_of_all_rows_is_in_the_title_and_not_in_each_cell(real):
    rows = of(real, "ckd", outcome="treated", method="firth", set="full").head(1)
    own = pd.concat([rows.assign(sample=f"custom: {people}; age >= 40") for people in ("all", "users")])
    made = listed(STUDY, own)
    assert "restricted to: age >= 40" in made.title
    assert [row.cells[0] for row in made.rows] == [labels.sample(STUDY, "all"), labels.sample(STUDY, "users")]


def test_notes_of_tidy_rows_describe_estimator_weights_cycles_adjustment_and_drugs(real):
    rows = of(real, "ckd", "rx_antidepressant", outcome="treated", method="firth", set="full", sample="all")
    for made in (listed(STUDY, rows), side_by_side(STUDY, rows, "set")):
        text = " ".join(made.notes)
        cycles = labels.releases(STUDY, " ".join(sorted({*" ".join(rows["releases"]).split()})))
        assert f"Survey cycles: {cycles}." in text
        for sentence in (
            words.METHOD,
            words.weights(STUDY),
            words.RELIABILITY,
            STUDY.words.drug_classes,
            STUDY.words.association,
        ):
            assert sentence in text
        assert f"Adjusted for {words.adjusters(STUDY, 'full')}." in text
    text = " ".join(listed(STUDY, rows[rows["exposure"] == "ckd"].assign(method="ml")).notes)
    assert words.METHOD_OF_ML in text
    assert words.METHOD not in text
    assert STUDY.words.drug_classes not in text


def test_a_title_and_a_caption_of_your_own_are_saved(real, demo, tmp_path):
    rows = of(real, "ckd", outcome="treated", method="firth")
    for path in tables.save(rows, tmp_path, "mine", title="My title", caption="My caption."):
        if path.suffix in (".html", ".tex"):
            text = path.read_text(encoding="utf-8")
            assert "My title" in text
            assert "My caption." in text
    assert listed(demo.study, demo.estimates, title="My title").title == "SYNTHETIC: My title"


@pytest.mark.parametrize(
    ("domain", "named"),
    [
        ("female == 1", "women only"),
        ("female == 0", "men only"),
        ("race == 'black' and age >= 50", "restricted to: race == 'black' and age >= 50"),
        ("mask albumin [9 of 20 adults, 1a2b3c4d]", "albumin (9 of 20 adults)"),
        ("mask [9 of 20 adults, 1a2b3c4d]", "restricted to: mask [9 of 20 adults, 1a2b3c4d]"),
    ],
)
def test_a_domain_of_your_own_is_named(real, domain, named):
    rows = of(real, "ckd", outcome="treated", method="firth", set="full")
    people = f"custom: users; releases H P; {domain}"
    assert (
        f"adults with any prescription; 2013–2014, 2017–March 2020; {named}"
        in listed(STUDY, rows.assign(sample=people)).title
    )


def test_odds_ratios_side_by_side_keep_the_order_of_the_rows(real):
    rows = of(real, "ckd", "smoking", headline="yes")
    made = side_by_side(STUDY, rows, "outcome")
    outcomes = list(dict.fromkeys(rows["outcome"]))
    shown = [c.heading for c in made.columns if c.spanner]
    assert shown == [f"{labels.name(STUDY, o)} ({STUDY.outcomes[o].headline_set})" for o in outcomes]
    assert len(made.rows) == 3
    cells = {(r.exposure, r.level, r.outcome): printing.estimate_text(r) for r in records(rows)}
    first = made.rows[0].cells[-len(outcomes) :]
    assert tuple(cell.partition("; ")[0] for cell in first) == tuple(cells["ckd", "yes", o] for o in outcomes)


@pytest.mark.parametrize(
    ("status", "cases", "df", "limits"),
    [
        ("ok", 139, 47, ""),
        ("ok", 30, 47, "; 30 cases: imprecise"),
        ("caution", 139, 47, "; caution"),
        ("caution", 30, 14, "; caution; 30 cases: imprecise; 14 design degrees of freedom: imprecise"),
        ("sparse", 30, 47, "; 30 cases: imprecise"),
        ("too_few", 30, 47, ""),
    ],
)
def test_a_cell_names_what_limits_its_estimate(real, status, cases, df, limits):
    row = of(real, "ckd", outcome="treated", method="firth", set="full", sample="all").head(1)
    row = row.assign(status=status, cases=cases, df=df)
    made = side_by_side(STUDY, row, "sample")
    (shown,) = records(row)
    assert made.rows[0].cells == (printing.estimate_text(shown) + limits,)
    if status in printing.POINT and limits:
        assert limits.removeprefix("; ") == reliability(STUDY, shown).label


def test_a_cell_without_a_row_is_empty(real):
    rows = of(real, "ckd", "obesity", headline="yes")
    lacking = rows[~(rows["outcome"].eq("treated") & rows["exposure"].eq("ckd"))]
    cells = [cell for row in side_by_side(STUDY, lacking, "outcome").rows for cell in row.cells]
    assert sum(cell == "" for cell in cells) >= 1


def test_rows_that_share_a_cell_are_refused(real):
    rows = of(real, "ckd", outcome="treated")
    doubled = pd.concat([rows, rows])
    with pytest.raises(AnalysisError, match="Two rows share a cell of the table with method across"):
        side_by_side(STUDY, doubled, "method")
    with pytest.raises(AnalysisError, match="column to go across"):
        side_by_side(STUDY, rows, "p_value")


def test_no_rows_are_a_table_that_says_so(real):
    assert [row.label for row in listed(STUDY, real.estimates[:0]).rows] == ["There are no rows to show."]


def test_synthetic_rows_say_so(demo):
    assert listed(demo.study, demo.estimates).title.startswith("SYNTHETIC: ")


def test_tidy_rows_go_straight_into_a_table(real):
    rows = of(real, "ckd", headline="yes")
    assert html.escape(labels.name(STUDY, "ckd"), quote=False) in tables.estimates(rows).as_raw_html()
    assert labels.name(STUDY, "treated") in tables.estimates(rows, across="outcome").as_raw_html()
    with pytest.raises(AnalysisError, match="Tidy rows are shown as they are"):
        tables.estimates(rows, "treated")


def test_rows_are_saved_as_the_table_that_is_shown(real, tmp_path):
    rows = of(real, "ckd", outcome="treated", method="firth")
    written = {path.suffix: path for path in tables.save(rows, tmp_path / "new", "of_mine")}
    assert {path.name for path in written.values()} == {f"of_mine{kind}" for kind in written}
    assert set(written) == {".html", ".csv", ".tex", ".docx"}
    word = docx.Document(written[".docx"])
    cells = {cell.text for table in word.tables for row in table.rows for cell in row.cells}
    for row in records(rows):
        text = printing.estimate_text(row)
        assert text in cells
        assert all(text in written[kind].read_text(encoding="utf-8") for kind in (".html", ".csv", ".tex"))
