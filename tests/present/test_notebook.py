"""What notebooks show says whose data it is, and no number that its status hides."""

import pytest

import rlsanalysis as rls
from rlsanalysis.nhanes.home import raw_folder
from rlsanalysis.survey.errors import AnalysisError


def test_the_notice_is_red_where_people_are_invented():
    assert "SYNTHETIC PEOPLE" in rls.notice("demo")
    assert "#b00020" in rls.notice("demo")
    assert str(raw_folder("nhanes")) in rls.notice("demo")
    assert "Real data" in rls.notice("nhanes")
    assert "SYNTHETIC" not in rls.notice("nhanes")
    with pytest.raises(AnalysisError, match="no source 'nhames'"):
        rls.notice("nhames")


def test_a_readable_row_hides_what_its_status_hides(real, forbidden):
    shown = rls.readable(real.estimates)
    assert len(shown) == len(real.estimates)
    assert not [text for text in forbidden if text in shown.to_html()]
    ratios = shown["odds ratio (95 % interval)"].groupby(real.estimates["status"].to_numpy()).unique()
    assert set(ratios["sparse"]) == {"(0.44–9.90) ‡"}
    assert set(ratios["too_few"]) == {"counts only #"}
    assert all("(" in text and not text.startswith("(") for text in (*ratios["ok"], *ratios["caution"]))


def test_a_readable_row_has_words_for_ids(real):
    quoted = real.estimates[(real.estimates["outcome"] == "treated") & (real.estimates["headline"] == "yes")]
    shown = rls.readable(quoted)
    assert {"Cigarette smoking: former vs never", "Cigarette smoking: current vs never"} <= set(shown.index)
    assert "Chronic kidney disease" in shown.index
    assert set(shown["people"]) == {"all adults", "with any prescription"}
    assert set(shown["method"]) == {"Firth"}
    assert set(shown["outcome"]) == {"RLS as the reason for a prescription"}


def test_a_release_alone_is_named_by_its_years(real):
    assert set(rls.readable(real.estimates.assign(sample="H"))["people"]) == {"2013–2014"}


def test_no_rows_are_an_empty_table(real):
    assert rls.readable(real.estimates[:0]).empty


def test_odds_ratios_stand_side_by_side_in_the_order_of_the_rows(real):
    primary = real.estimates[
        real.estimates["headline"].eq("yes") & real.estimates["exposure"].isin(["ckd", "smoking"])
    ]
    beside = rls.readable(primary, across="outcome")
    rows = rls.readable(primary)
    assert list(beside) == list(dict.fromkeys(rows["outcome"]))
    assert list(beside.index) == list(dict.fromkeys(rows.index))
    for factor, row in rows.iterrows():
        assert beside.loc[factor, row["outcome"]] == row["odds ratio (95 % interval)"]


def test_what_does_not_go_across_is_told_apart_or_refused(real):
    ckd = real.estimates[real.estimates["exposure"].eq("ckd") & real.estimates["set"].eq("full")]
    beside = rls.readable(ckd[ckd["sample"] == "all"], across="method")
    assert list(beside) == ["Firth", "maximum likelihood"]
    assert beside.index.names == ["outcome", "factor"]
    with pytest.raises(AnalysisError, match="two rows share a cell"):
        rls.readable(ckd, across="outcome")
    with pytest.raises(AnalysisError, match="no column to go across 'p'"):
        rls.readable(ckd, across="p")


def test_a_cell_without_a_row_is_empty(real):
    some = real.estimates[
        real.estimates["headline"].eq("yes") & real.estimates["exposure"].isin(["ckd", "obesity"])
    ]
    lacking = some[~(some["outcome"].eq("treated") & some["exposure"].eq("ckd"))]
    assert (rls.readable(lacking, across="outcome") == "").sum().sum() == 1
