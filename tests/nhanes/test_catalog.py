import re
from pathlib import Path

import pandas as pd
import pytest

from rlsanalysis.nhanes import catalog
from rlsanalysis.nhanes.canonical import RELEASES
from rlsanalysis.nhanes.study import nhanes_study
from rlsanalysis.survey.errors import AnalysisError

STUDY = nhanes_study()


@pytest.mark.parametrize(
    ("base", "release", "name", "path"),
    [
        ("FERTIN", "D", "FERTIN_D", "2005/DataFiles/FERTIN_D.xpt"),
        ("FERTIN", "P", "P_FERTIN", "2017/DataFiles/P_FERTIN.xpt"),
        ("COTNAL", "E", "COTNAL_E", "2007/DataFiles/COTNAL_E.xpt"),
        ("VITB12", "H", "VITB12_H", "2013/DataFiles/VITB12_H.xpt"),
        ("SMQ", "J", "SMQ_J", "2017/DataFiles/SMQ_J.xpt"),
        ("RXQ_DRUG", "I", "RXQ_DRUG", "1988/DataFiles/RXQ_DRUG.xpt"),
    ],
)
def test_table_has_cdcs_name_and_place(base, release, name, path):
    table = catalog.table(base, release)
    assert table.name == name
    assert table.relative_path == f"Nchs/Data/Nhanes/Public/{path}"


def test_columns_are_mapped_in_every_survey_cycle_of_the_catalog():
    assert tuple(catalog.releases()) == RELEASES


def test_drug_file_serves_every_release_and_is_keyed_by_drug():
    drugs = catalog.table("RXQ_DRUG", "P")
    assert drugs.release is None
    assert drugs.key == "RXDDRGID"
    assert not drugs.persons


@pytest.mark.parametrize(
    ("base", "release", "message"),
    [
        ("FERTIN", "H", "no table FERTIN_H. FERTIN exists for survey cycles D, E, I, J, P."),
        ("COT", "E", "no table COT_E. COT exists for survey cycles D, H, I, J, P."),
        ("FERRTIN", "D", "Names that look similar: FERTIN"),
        ("XYZ", "D", "Choose from ALB_CR"),
        ("DEMO", "G", "Survey cycle 'G' is not in the catalog. Choose from D, E, H, I, J, P."),
    ],
)
def test_unknown_table_is_an_error_with_the_options(base, release, message):
    with pytest.raises(AnalysisError, match=re.escape(message)):
        catalog.table(base, release)


def test_weights_of_every_release_stand_in_a_declared_table():
    for release in catalog.releases().values():
        assert set(release.weights) == set(catalog.weight_tables())
    assert catalog.release("J").weights["fasting"] == "WTSAF2YR"
    assert catalog.release("P").weights["exam"] == "WTMECPRP"
    assert catalog.weight_tables()["diet2"] == "DR2TOT"


def test_j_and_p_hold_the_same_people():
    overlaps = {letter: set(release.overlaps) for letter, release in STUDY.releases.items()}
    assert overlaps == {"D": set(), "E": set(), "H": set(), "I": set(), "J": {"P"}, "P": {"J"}}


def test_a_table_has_the_hazards_that_are_declared_for_it():
    assert any("Multum Lexicon" in hazard for hazard in catalog.tables()["RXQ_DRUG"].hazards)
    assert catalog.tables()["FERTIN_D"].hazards == ()


def test_every_hazard_and_digest_is_of_a_catalogued_table():
    hazards = {record["table"] for record in catalog._records("hazards.csv")}
    assert hazards <= set(catalog.tables())
    assert set(catalog.digests()) <= set(catalog.tables())
    for name, columns in catalog.digests().items():
        assert catalog.tables()[name].key in columns


def test_rows_and_folders_are_those_of_the_real_tables(shared: Path):
    listed = pd.read_csv(shared / "nhanes" / "tables.csv", index_col="table")
    revised = {path.stem: len(pd.read_parquet(path)) for path in (shared / "nhanes" / "current").iterdir()}
    rows = listed["rows"].to_dict() | revised
    for name, table in catalog.tables().items():
        assert (table.rows, table.begin_year) == (rows[name], listed.begin_year[name]), name


def test_every_exposure_of_the_plan_has_a_table_in_each_of_its_releases(shared: Path):
    exposures = pd.read_csv(shared / "exposures.csv", dtype=str, keep_default_na=False)
    bases = {table.base for table in catalog.tables().values()}
    found = {(table.base, table.release) for table in catalog.tables().values()}
    for exposure in exposures.itertuples():
        named = bases & set(re.findall(r"[A-Z][A-Z0-9_]+", exposure.sources))
        named |= {"PAQ"} if exposure.id == "vigorous" else set()  # the plan names its columns only
        releases = f"{exposure.releases_2005_2008} {exposure.releases_2013_2020}".split()
        for release in releases:
            assert any((base, release) in found or base == "RXQ_DRUG" for base in named), (
                exposure.id,
                release,
            )
