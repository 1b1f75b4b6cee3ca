"""What users pass to figures, captions and tables: the same rows are accepted and the same refused."""

import io

import pandas as pd
import pytest

from rlsanalysis.nhanes.study import nhanes_study
from rlsanalysis.present import tables
from rlsanalysis.present.figures import (
    adjustment,
    caption,
    distribution,
    dose_response,
    flow,
    forest,
    missingness,
    prevalence,
    summary,
)
from rlsanalysis.present.own_rows import CURVES, ESTIMATES, curve_rows_of, estimate_rows_of
from rlsanalysis.study.associate import associate
from rlsanalysis.study.associate import dose_response as curve_of
from rlsanalysis.study.attached import study_of, with_study
from rlsanalysis.study.cohort import Cohort
from rlsanalysis.study.tables import schema
from rlsanalysis.survey.errors import AnalysisError

STUDY = nhanes_study()

SHOWN = {
    "forest": forest,
    "adjustment": adjustment,
    "caption of forest": lambda rows: caption("forest", rows),
    "caption of adjustment": lambda rows: caption("adjustment", rows),
    "table": tables.estimates,
    "table across outcomes": lambda rows: tables.estimates(rows, across="outcome"),
}
CURVE = {"dose_response": dose_response, "caption": lambda rows: caption("dose_response", rows)}
OF_RUNS = {
    "table_one": lambda rows: tables.table_one(rows, "treated"),
    "cases": tables.cases,
    "drugs": lambda rows: tables.drugs(rows, "treated"),
    "prevalence table": tables.prevalence,
    "summary": summary,
    "prevalence": prevalence,
    "missingness": missingness,
    "flow": lambda rows: flow(rows, "ckd"),
    "distribution": lambda rows: distribution(rows, "ferritin"),
    **{
        f"caption of {name}": lambda rows, name=name, options=options: caption(name, rows, **options)
        for name, options in {
            "summary": {}, "prevalence": {}, "missingness": {}, "flow": {"exposure": "ckd"},
            "distribution": {"variable": "ferritin"},
        }.items()
    },
}  # fmt: skip
every_use = pytest.mark.parametrize("show", SHOWN.values(), ids=SHOWN)


@pytest.fixture(scope="module")
def rows(committed) -> pd.DataFrame:
    """A binary, a categorical and a continuous exposure, one of which has numbers as levels."""
    every = committed.estimates
    chosen = every["exposure"].isin(["ckd", "parity", "ferritin_halving"]) & (every["set"] == "full")
    return every[
        chosen & (every["outcome"] == "treated") & (every["method"] == "firth") & (every["sample"] == "all")
    ]


@pytest.fixture(scope="module")
def curve(committed) -> pd.DataFrame:
    every = committed.curves
    return every[(every["outcome"] == "treated") & (every["exposure"] == "ferritin")]


@every_use
def test_a_missing_column_is_named_and_source_is_needed(rows, show):
    for column in ("source", "set", "cases", "reason"):
        with pytest.raises(
            AnalysisError, match=f"^The rows lack the column {column}. Pass rows as `associate`"
        ):
            show(rows.drop(columns=column))
    with pytest.raises(AnalysisError, match=r"^The rows lack the columns level, odds_ratio\. "):
        show(rows.rename(columns={"odds_ratio": "or", "level": "of"}))


@pytest.mark.parametrize("show", CURVE.values(), ids=CURVE)
def test_a_curve_needs_its_columns_and_its_source(curve, show):
    for column in CURVES:
        with pytest.raises(AnalysisError, match=f"^The rows lack the column {column}. "):
            show(curve.drop(columns=column))


def test_every_column_that_is_not_needed_may_lack(rows, curve):
    for show in SHOWN.values():
        show(rows[[*ESTIMATES]])
    for show in CURVE.values():
        show(curve[[*CURVES]])


@every_use
@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"status": "fine"}, "The rows have the status fine. It must be one of ok, caution"),
        (
            {"odds_ratio": "2.1 (approx.)"},
            r"The column odds_ratio .* must have numbers, but has the text '2.1 \(approx",
        ),
        ({"cases": 12.5}, "The column cases of the rows has numbers that are not whole"),
        (
            {"source": "nhanes"},
            r"The rows have the source nhanes, but the study attached to them has NHANES\. .* `rls.with_study",
        ),
        ({"source": None}, "The rows have the source empty, but the study attached"),
        ({"source": "SYNTHETIC"}, "The rows have the source SYNTHETIC, but the study attached"),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else "",
)
def test_values_that_the_schema_does_not_allow_are_refused(rows, show, values, message):
    with pytest.raises(AnalysisError, match=message):
        show(rows.assign(**values))


@every_use
def test_a_repeated_row_or_column_and_mixed_sources_are_refused(rows, show):
    with pytest.raises(AnalysisError, match=r"Two rows are of the same comparison and model \(treated, "):
        show(pd.concat([rows, rows.head(1).assign(odds_ratio=9.0)]))
    with pytest.raises(AnalysisError, match="the column set more than once"):
        show(pd.concat([rows, rows[["set"]]], axis=1))
    with pytest.raises(AnalysisError, match=r"different sources \(NHANES, SYNTHETIC\)"):
        show(pd.concat([rows, rows.assign(source="SYNTHETIC", sample="users")]))


@pytest.mark.parametrize("show", [*SHOWN.values(), *CURVE.values()], ids=[*SHOWN, *CURVE])
def test_a_cohort_is_refused_by_name(show):
    with pytest.raises(AnalysisError, match="not an object of the type Cohort"):
        show(Cohort.__new__(Cohort))


@pytest.mark.parametrize("show", OF_RUNS.values(), ids=OF_RUNS)
def test_rows_are_refused_where_a_run_is_needed(rows, show):
    with pytest.raises(
        AnalysisError, match="needs the results of a run, not an object of the type DataFrame"
    ):
        show(rows)


def without_study(rows) -> pd.DataFrame:
    """Return rows as a file would, without their study."""
    lost = rows.copy()
    lost.attrs = {}
    return lost


@pytest.mark.parametrize("show", [*SHOWN.values(), *CURVE.values()], ids=[*SHOWN, *CURVE])
def test_rows_without_a_study_are_refused_with_the_advice_to_attach_it(rows, curve, show):
    own = curve if show in CURVE.values() else rows
    with pytest.raises(
        AnalysisError,
        match=r"The rows do not know their study, .* `rls.with_study\(rows, results.study\)`, or `cohort.study`",
    ):
        show(without_study(own))
    show(with_study(without_study(own), STUDY))


def test_the_study_is_attached_to_the_tables_of_results_and_to_what_is_selected_from_them(committed):
    for name in schema():
        assert study_of(getattr(committed, name)) is committed.study
    every = committed.estimates
    primary = committed.primary_estimates(committed.primary[0], "headline")
    assert study_of(primary) is study_of(committed.part("iron").estimates) is committed.study
    few = every[every["outcome"] == "treated"].sort_values("odds_ratio").head(3).assign(reason="")
    assert study_of(pd.concat([few, every.tail(1)])) is committed.study


def test_the_study_of_the_cohort_is_attached_to_what_is_estimated_from_it(demo_cohorts):
    cohort = demo_cohorts["2013-2020"]
    for rows in (
        associate(cohort, "treated", "ckd", "minimal"),
        curve_of(cohort, "treated", "ferritin", adjust="minimal"),
    ):
        assert study_of(rows) is cohort.study
        assert rows["source"].unique() == [cohort.study.label] == ["SYNTHETIC"]
    assert caption("dose_response", rows).startswith(cohort.study.words.synthetic)


def test_rows_of_several_studies_have_none(rows):
    other = with_study(rows, nhanes_study("demo"))
    with pytest.raises(AnalysisError, match="combined from several studies"):
        study_of(pd.concat([rows, other]))


@every_use
def test_real_rows_are_not_labeled_by_a_study_of_invented_people(rows, show):
    with pytest.raises(
        AnalysisError, match="The rows have the source NHANES, but the study attached to them has SYNTHETIC"
    ):
        show(with_study(rows, nhanes_study("demo")))


def test_only_a_study_can_be_attached(rows, committed):
    with pytest.raises(AnalysisError, match=r"not an object of the type Results\. Pass `results.study`"):
        with_study(rows, committed)


def test_rows_that_were_saved_as_parquet_lack_their_study_until_it_is_attached_again(rows, tmp_path):
    rows.to_parquet(tmp_path / "rows.parquet")
    back = pd.read_parquet(tmp_path / "rows.parquet")
    with pytest.raises(AnalysisError, match="do not know their study"):
        forest(back)
    assert caption("forest", with_study(back, STUDY)) == caption("forest", rows)


def test_rows_that_were_saved_as_csv_are_the_same_rows(rows, curve):
    for original, checked in ((rows, estimate_rows_of), (curve, curve_rows_of)):
        saved = io.StringIO(original.to_csv(index=False))
        back = checked(with_study(pd.read_csv(saved), STUDY))
        pd.testing.assert_frame_equal(back, original.reset_index(drop=True), check_dtype=False)
        for text in original.select_dtypes("str"):
            assert back[text].map(type).eq(str).all(), text


def test_rows_that_were_saved_as_csv_are_shown_as_they_were(rows):
    back = with_study(pd.read_csv(io.StringIO(rows.to_csv(index=False))), STUDY)
    assert back["reason"].isna().any()
    assert caption("forest", back) == caption("forest", rows)
    assert caption("adjustment", back) == caption("adjustment", rows)
    assert tables.estimates(back).as_raw_html() == tables.estimates(rows).as_raw_html()
    forest(back)
    adjustment(back)


def test_a_level_that_is_a_number_survives_empty_cells_next_to_it(rows):
    own = rows[rows["exposure"] != "parity"].assign(
        level=[0.0, float("nan")][: (rows["exposure"] != "parity").sum()]
    )
    assert list(estimate_rows_of(own)["level"]) == ["0", ""]


def test_a_table_of_polars_is_converted(rows):
    polars = pytest.importorskip("polars")
    with pytest.raises(AnalysisError, match="do not know their study"):
        forest(polars.from_pandas(rows))
    converted = with_study(polars.from_pandas(rows), STUDY)
    assert caption("forest", converted) == caption("forest", rows)
    assert tables.estimates(converted).as_raw_html() == tables.estimates(rows).as_raw_html()
    forest(converted)


def test_no_rows_are_a_table_that_says_so_and_no_figure(rows):
    assert "There are no rows to show." in tables.estimates(rows[:0]).as_raw_html()
    with pytest.raises(AnalysisError, match="There are no rows to draw"):
        forest(rows[:0])


def test_drug_classes_are_cited_only_where_a_drug_is_shown(rows, committed):
    every = committed.estimates
    drug = every[
        (every["exposure"] == "rx_ssri") & (every["headline"] == "yes") & (every["outcome"] == "treated")
    ]
    assert "Multum" not in caption("forest", rows)
    assert "Multum" in caption("forest", pd.concat([rows, drug]))
    assert "Multum" in " ".join(caption("forest_drugs", committed).split())
    assert "Multum" not in caption("forest", committed)
    assert "Multum" not in caption("forest", committed, rows=["ckd"])
