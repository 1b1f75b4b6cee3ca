"""What a notebook says of its data."""

import pytest

import rlsanalysis as rls
from rlsanalysis.nhanes.home import raw_folder
from rlsanalysis.survey.errors import AnalysisError


def test_the_notice_is_red_where_people_are_invented():
    assert "SYNTHETIC DATA" in rls.notice("demo")
    assert "#b00020" in rls.notice("demo")
    assert str(raw_folder("nhanes")) in rls.notice("demo")
    assert "Real data" in rls.notice("nhanes")
    assert "SYNTHETIC" not in rls.notice("nhanes")
    with pytest.raises(AnalysisError, match="source 'nhames'"):
        rls.notice("nhames")
