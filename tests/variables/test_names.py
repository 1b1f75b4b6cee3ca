"""Names that users type: accepted, or refused with the names that were probably meant."""

import pytest

from rlsanalysis.survey.errors import AnalysisError
from rlsanalysis.variables import registry
from rlsanalysis.variables.names import known_name


def test_a_known_name_is_returned():
    assert known_name("variable", "ckd", registry()) == "ckd"


def test_every_name_of_a_short_list_is_an_option():
    with pytest.raises(
        AnalysisError, match=r"There is no cohort '2005'. Choose one of: 2005-2008, 2013-2020\."
    ):
        known_name("cohort", "2005", ["2005-2008", "2013-2020"])


def test_all_similar_names_of_a_long_list_are_shown():
    with pytest.raises(
        AnalysisError, match=r"There is no variable 'ferritin_50'. Names that look similar:"
    ) as error:
        known_name("variable", "ferritin_50", registry())
    for near in ("ferritin_lt50", "ferritin_lt15", "ferritin"):
        assert near in str(error.value)


def test_names_that_contain_the_one_given_are_similar():
    with pytest.raises(AnalysisError, match="rx_ssri"):
        known_name("variable", "SSRI", registry())


def test_without_a_similar_name_all_are_listed():
    with pytest.raises(AnalysisError, match=r"Choose one of: diagnosed, treated, .*relative_asthma\."):
        known_name("variable", "zzzz", registry())
