"""The page for assistants is in the package, its code runs on the demonstration, and its table gives the thresholds."""

import re
from importlib.resources import files

import numpy as np
import pandas as pd
import pytest

import rlsanalysis as rls
from rlsanalysis.study.estimate import STATUSES
from rlsanalysis.survey.support import LEAST

PAGE = (files("rlsanalysis") / "SKILL.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```python\n(.*?)^```$", PAGE, flags=re.MULTILINE | re.DOTALL)
LONGEST = 100  # lines: one page


@pytest.fixture(scope="module")
def names(demonstration, tmp_path_factory) -> dict[str, object]:
    """What the code of the page defines, run from top to bottom."""
    found: dict[str, object] = {}
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RLSANALYSIS_DATA", str(demonstration.data))
        patch.chdir(tmp_path_factory.mktemp("skill"))
        for block in BLOCKS:
            exec(compile(block, "SKILL.md", "exec"), found)  # noqa: S102
    return found


def test_it_is_one_page_that_assistants_find_by_its_description():
    assert len(PAGE.splitlines()) <= LONGEST
    assert re.match(r"---\nname: rlsanalysis\ndescription: .{80,1000}\n---\n", PAGE)


def test_its_code_runs_and_gives_what_it_says(names):
    assert set(names["rows"]["method"]) == {"firth", "ml"}
    assert names["curve"]["odds_ratio"].notna().any()
    assert set(names["prevalences"]["measure"]) == {"prevalence", "difference", "ratio"}
    assert "diabetes_told:female" in set(names["odds_ratios"]["term"])
    assert list(names["support"]["term"]) == list(names["fit"].params.index)


def test_what_it_reports_has_a_status_that_allows_it(names):
    assert set(names["reported"]["method"]) == {"firth"}
    assert set(names["reported"]["status"]) <= {"ok", "caution"}


def test_its_table_has_the_statuses_with_their_thresholds():
    table = dict(re.findall(r"^\| `(?!status)(\w+)` \| *([^|]*?) *\|", PAGE, flags=re.MULTILINE))
    ok, caution, sparse = (f"{LEAST[status][0]:g}" for status in ("ok", "caution", "sparse"))
    assert table == {
        "ok": f"{ok} or more", "caution": f"{caution} to {ok}", "sparse": f"{sparse} to {caution}",
        "too_few": f"fewer than {sparse}", "not_estimable": "",
    }  # fmt: skip
    assert tuple(table) == STATUSES


def test_a_filter_before_the_design_changes_the_standard_error_as_the_page_warns():
    """A stratum with a PSU that has no member of the subpopulation still counts in its variance."""
    people = pd.DataFrame(
        {"y": [1, 1, 0, 1, 1, 1, 1, 0, 0, 0], "x": [1] * 8 + [0] * 2, "stratum": [1] * 4 + [2] * 6,
         "psu": [1, 1, 2, 2, 1, 1, 2, 2, 3, 3]}
    )  # fmt: skip
    inside = people["x"] == 1
    whole = rls.SurveyDesign(people.assign(w=1.0), weights="w", strata="stratum", psu="psu").domain(inside)
    cut = rls.SurveyDesign(people[inside].assign(w=1.0), weights="w", strata="stratum", psu="psu")
    errors = [design.mean("y")["std_error"].iloc[0] for design in (whole, cut)]
    assert not np.isclose(*errors)
