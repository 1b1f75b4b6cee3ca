"""The demonstration files: what the study reads, in CDC's layout, labeled, the same for the same seed."""

import filecmp
import pickle
from itertools import pairwise
from pathlib import Path

import numpy as np
import pandas as pd
import pyreadstat
import pytest

from rlsanalysis.nhanes import catalog
from rlsanalysis.nhanes.bind import registry
from rlsanalysis.nhanes.build import BuiltRelease, read_release
from rlsanalysis.nhanes.demo import LABEL, is_synthetic, write_demo
from rlsanalysis.nhanes.demo.structure import fields, settings
from rlsanalysis.nhanes.inputs import columns_read
from rlsanalysis.nhanes.read import inspect, read_table
from rlsanalysis.nhanes.study import nhanes_study

RELEASES = tuple(catalog.releases())
COHORTS = {"diagnosed": "DE", "leg_jerks": "DE", "leg_cramps": "DE", "treated": "HIP"}


@pytest.fixture(scope="module")
def raw(demo_data) -> Path:
    return demo_data.raw


@pytest.fixture(scope="module")
def built(raw, kept, code_digest) -> dict[str, BuiltRelease]:
    def build(folder: Path) -> None:
        releases = {release: read_release(release, raw, registry(), catalogued=False) for release in RELEASES}
        (folder / "releases").write_bytes(pickle.dumps(releases))

    with kept(
        "demo_releases", code_digest(Path(__file__), without=("cli", "present", "site")), build
    ) as folder:
        return pickle.loads((folder / "releases").read_bytes())  # noqa: S301


def table(raw: Path, name: str, *columns: str) -> pd.DataFrame:
    record = catalog.tables()[name]
    return read_table(raw / record.relative_path, ["SEQN", *columns], persons=record.persons).set_index(
        "SEQN"
    )


@pytest.mark.parametrize("release", RELEASES)
def test_every_column_that_the_study_reads_is_there(raw, release):
    for name, columns in columns_read(release, registry().values()).items():
        present = inspect(raw / catalog.tables()[name].relative_path)
        assert set(columns) <= set(present), name


def test_every_file_says_that_it_is_synthetic(raw, write_xport, tmp_path):
    for path in raw.rglob("*.xpt"):
        assert is_synthetic(path)
        assert pyreadstat.read_xport(path, metadataonly=True)[1].file_label == LABEL
    real = write_xport(tmp_path / "DEMO_D.xpt", pd.DataFrame({"SEQN": [1.0]}))
    assert not is_synthetic(real)


def test_one_seed_gives_the_same_bytes_and_another_gives_others(tmp_path):
    first, again, other = (tmp_path / name for name in ("first", "again", "other"))
    files = write_demo(first, people={"D": 300})
    write_demo(again, people={"D": 300})
    write_demo(other, people={"D": 300}, seed=1)
    names = [str(path.relative_to(first)) for path in files]
    assert filecmp.cmpfiles(first, again, names, shallow=False)[0] == names
    person_file = catalog.tables()["DEMO_D"].relative_path
    assert not filecmp.cmp(first / person_file, other / person_file, shallow=False)


def test_a_number_belongs_to_one_person(raw):
    numbers = [table(raw, catalog.table("DEMO", release).name).index for release in RELEASES]
    assert len(set().union(*numbers)) == sum(map(len, numbers)) == sum(settings()["people"].values())
    for release, people in zip(RELEASES, numbers, strict=True):
        for base in {field.base for field in fields(release)} - {"DEMO"}:
            assert table(raw, catalog.table(base, release).name).index.isin(people).all(), base


def test_strata_psus_and_weights_are_like_those_of_the_survey(built):
    for release, people in ((r, b.frame) for r, b in built.items()):
        psus = people.groupby("strata")["psu"].nunique()
        assert len(psus) == (24 if release == "P" else 15 + (release not in "DHIJ"))
        assert sorted(psus.unique()) == ([2, 3] if release == "P" else [2])
        assert (psus == 3).sum() == (release == "P")
        assert (people["w_interview"] > 0).all()
        examined = people["w_exam"] > 0
        assert 0.9 < examined.mean() < 1
        assert 0.3 < people.loc[examined, "w_fasting"].gt(0).mean() < 0.5
        assert 0.5 < people["w_exam"][examined].std() / people["w_exam"][examined].mean() < 1.5
        assert people["w_interview"].sum() == pytest.approx(3e8, rel=0.15)
        if "w_diet1" in people:
            assert people["w_diet2"].gt(0).sum() < people["w_diet1"].gt(0).sum() < examined.sum()
            assert people.loc[~examined, "w_diet1"].gt(0).sum() == 0
    assert not set(built["D"].frame["strata"]) & set(built["E"].frame["strata"])


def test_people_of_one_psu_resemble_each_other(built):
    people = built["H"].frame
    adults = people[people["age"] >= 20].assign(black=lambda p: p["race"] == 1)
    psus = adults.groupby(["strata", "psu"])["black"].agg(["mean", "size"])
    chance = (psus["mean"].mean() * (1 - psus["mean"].mean()) / psus["size"]).mean()
    assert psus["mean"].var() > 3 * chance


def test_cases_are_as_few_as_in_reality(built):
    cases = {
        outcome: [built[r].frame.loc[built[r].frame["age"] >= 20, outcome] for r in releases]
        for outcome, releases in COHORTS.items()
    }
    counts = {outcome: sum(int(part.sum()) for part in parts) for outcome, parts in cases.items()}
    assert 41 <= counts["diagnosed"] <= 46
    assert 139 <= counts["treated"] <= 150
    assert 0.05 < np.mean(pd.concat(cases["leg_jerks"]).dropna()) < 0.08
    assert 0.055 < np.mean(pd.concat(cases["leg_cramps"]).dropna()) < 0.09


def test_every_variable_has_known_values_and_all_its_levels(built):
    for id_, variable in nhanes_study().variables.items():
        values = []
        for release in variable.releases:
            known = built[release].frame[id_].dropna()
            assert len(known), f"{id_} in {release}"
            values.append(known)
        pooled = pd.concat(values)
        if variable.kind == "continuous":
            assert pooled.nunique() > 5, id_
        else:
            assert set(pooled) == set(map(float, range(max(2, len(variable.levels))))), id_


@pytest.mark.parametrize(
    ("variable", "kinds"),
    [
        ("diabetes_told", {"dont_know", "not_eligible"}),
        ("leg_jerks", {"refused", "dont_know", "not_eligible"}),
        ("diagnosed", {"refused", "dont_know", "not_eligible"}),
        ("depression", {"refused", "dont_know", "blank", "no_record", "not_eligible"}),
        ("ferritin_lt50", {"blank", "no_record", "not_eligible"}),
        ("education", {"refused", "dont_know", "not_eligible"}),
        ("alcohol", {"dont_know", "blank", "no_record", "not_eligible"}),
        ("treated", {"refused", "dont_know", "not_eligible"}),
    ],
)
def test_each_kind_of_missing_appears(built, variable, kinds):
    found = set().union(
        *(
            built[release].missing[variable].unique()
            for release in nhanes_study().variables[variable].releases
        )
    )
    assert kinds <= found


def test_a_question_is_asked_only_where_an_answer_opens_it(raw):
    smoking = table(raw, "SMQ_H", "SMQ020", "SMQ040", "SMD030", "SMD057", "SMD650")
    assert set(smoking.loc[smoking["SMQ020"] != 1, "SMQ040"].dropna()) == set()
    assert smoking.loc[smoking["SMQ020"] == 1, "SMQ040"].notna().all()
    assert set(smoking.loc[smoking["SMD057"].notna(), "SMQ040"]) == {3}
    assert smoking.loc[(smoking["SMQ040"] == 3), "SMD650"].isna().all()
    sleep = table(raw, "SLQ_D", "SLQ060", "SLQ070A", "SLQ070B", "SLQ070C", "SLQ070D")
    named = sleep.filter(like="SLQ070").notna().any(axis=1)
    assert set(sleep.loc[named, "SLQ060"]) == {1}
    kidney = table(raw, "P_KIQ_U", "KIQ022", "KIQ025")
    assert set(kidney.loc[kidney["KIQ025"].notna(), "KIQ022"]) == {1}
    alcohol = table(raw, "ALQ_I", "ALQ101", "ALQ110", "ALQ120Q", "ALQ120U", "ALQ130")
    assert set(alcohol.loc[alcohol["ALQ110"].notna(), "ALQ101"]) <= {2, 7, 9}
    assert alcohol.loc[alcohol["ALQ120Q"] == 0, ["ALQ120U", "ALQ130"]].isna().all(axis=None)
    people = table(raw, "DEMO_E", "RIDAGEYR", "RIAGENDR", "DMDEDUC2", "RIDEXPRG", "RIDSTATR", "RIDEXMON")
    assert people.loc[people["DMDEDUC2"].notna(), "RIDAGEYR"].min() == 20
    assert set(people.loc[people["RIDEXPRG"].notna(), "RIAGENDR"]) == {2}
    assert (people["RIDEXMON"].notna() == (people["RIDSTATR"] == 2)).all()


def test_a_life_makes_sense(raw):
    smoking = table(raw, "SMQ_I", "SMD030", "SMD055").join(table(raw, "DEMO_I", "RIDAGEYR"))
    ages = smoking[(smoking < 100).all(axis=1)]
    assert (ages["SMD030"] <= ages["RIDAGEYR"]).all()
    assert (ages["SMD055"] <= ages["RIDAGEYR"]).all()
    women = table(raw, "RHQ_H", "RHQ131", "RHQ160", "RHQ171")
    births = women.dropna()
    assert (births["RHQ171"] <= births["RHQ160"] * 3).all()
    assert women.loc[women["RHQ131"] == 2, ["RHQ160", "RHQ171"]].isna().all(axis=None)


def test_prescriptions_have_cdcs_form(raw):
    rows = read_table(
        raw / catalog.tables()["RXQ_RX_H"].relative_path,
        ["SEQN", "RXDUSE", "RXDDRUG", "RXDDRGID", "RXDRSC1"],
        persons=False,
    )
    everybody = table(raw, "DEMO_H").index
    assert set(rows["SEQN"]) == set(everybody)
    none = rows[rows["RXDUSE"] != 1]
    assert none["RXDDRUG"].isna().all()
    assert none["SEQN"].is_unique
    assert rows.loc[rows["RXDUSE"] == 1, "RXDDRUG"].notna().all()
    known = read_table(raw / catalog.tables()["RXQ_DRUG"].relative_path, ["RXDDRGID"], persons=False)[
        "RXDDRGID"
    ]
    assert rows["RXDDRGID"].dropna().isin(known).all()
    assert set(rows.loc[rows["RXDDRUG"].isin(["77777", "99999", "55555"]), "RXDDRGID"].isna()) == {True}
    assert rows["RXDRSC1"].str.startswith("G25.81").sum() > 10


def test_measures_of_one_thing_agree(built):
    people = pd.concat([built[r].frame for r in "HIP"])
    adults = people[people["age"] >= 20]
    pairs = [
        ("bmi_5", "waist_10", 0.75), ("ferritin_halving", "haemoglobin_drop", 0.2), ("dash_score", "fibre_10", 0.1),
        ("diabetes_told", "hba1c", 0.5), ("egfr_10_lower", "age_10", 0.5), ("depression", "rx_antidepressant", 0.1),
        ("thyroid", "rx_thyroid_hormone", 0.5),
    ]  # fmt: skip
    for one, other, least in pairs:
        both = adults[[one, other]].dropna().astype(float)
        assert both.corr().iloc[0, 1] > least, (one, other)
    cotinine = adults.groupby("smoking")["cotinine_ge10"].mean()
    assert cotinine[2] > 0.8
    assert cotinine[0] < 0.15
    glycaemia = [built["P"].frame.groupby("glycaemia")["hba1c"].mean()[level] for level in (0, 1, 2)]
    assert all(low < high for low, high in pairwise(glycaemia))
