"""Names that users type: accepted, or refused with the names that were probably meant."""

import pytest

from rlsanalysis.nhanes.study import nhanes_study
from rlsanalysis.study.names import MOST_NAMES, as_names, known_name
from rlsanalysis.survey.errors import AnalysisError

STUDY = nhanes_study()


def test_a_known_name_is_returned():
    assert known_name("variable", "ckd", STUDY.variables) == "ckd"


def test_every_name_of_a_short_list_is_an_option():
    with pytest.raises(
        AnalysisError,
        match=r"There is no cohort '2005'. Did you mean 2005-2008\? Choose one of: 2005-2008, 2013-2020\.",
    ):
        known_name("cohort", "2005", ["2005-2008", "2013-2020"])


def test_similar_names_of_a_long_list_are_shown_and_where_all_are_listed():
    with pytest.raises(
        AnalysisError, match=r"There is no variable 'ferritin_50'. Names that look similar: ferritin_lt50,"
    ) as error:
        known_name("variable", "ferritin_50", STUDY.variables)
    for near in ("ferritin_lt15", "ferritin"):
        assert near in str(error.value)
    assert str(error.value).endswith(". List all with: rlsanalysis list variables.")
    assert str(error.value).count(",") < MOST_NAMES


def test_names_that_contain_the_one_given_are_similar_whatever_the_case():
    with pytest.raises(AnalysisError, match="rx_ssri"):
        known_name("variable", "SSRI", STUDY.variables)


@pytest.mark.parametrize(
    ("term", "advised"),
    [
        ("gender", "Use female instead"),
        ("sex", "Use female instead"),
        ("Age", "Use age_10 instead"),
        ("Sertraline", "Use .*rx_ssri.* instead"),
        ("heart_failure", "Use .*cvd.* instead"),
    ],
)
def test_a_clinical_term_or_a_drug_leads_to_its_variables(term, advised):
    with pytest.raises(AnalysisError, match=rf"There is no variable '{term}'\. {advised}"):
        known_name("variable", term, STUDY.variables, STUDY)


def test_without_a_study_no_clinical_term_is_advised():
    with pytest.raises(AnalysisError, match="No name looks similar"):
        known_name("variable", "Sertraline", STUDY.variables)


def test_the_name_of_a_group_is_no_synonym_of_its_variables():
    with pytest.raises(AnalysisError, match=r"No name looks similar|Names that look similar"):
        known_name("variable", "comorbidity", STUDY.variables, STUDY)


def test_a_variable_is_advised_only_where_it_is_valid():
    with pytest.raises(AnalysisError, match="No name looks similar"):
        known_name("exposure", "sex", [name for name in STUDY.variables if name != "female"], STUDY)


def test_without_a_similar_name_the_list_is_cut_and_says_where_all_are():
    with pytest.raises(
        AnalysisError, match=r"No name looks similar\. Valid names are diagnosed, treated,"
    ) as error:
        known_name("exposure", "zzzz", STUDY.variables)
    assert f"({len(STUDY.variables)} in total). List all with: rlsanalysis list exposures." in str(
        error.value
    )
    assert str(error.value).count(",") == MOST_NAMES
    with pytest.raises(AnalysisError, match=r"in total\)\.$"):
        known_name("column", "zzzz", STUDY.variables)


@pytest.mark.parametrize("wrong", [["ckd"], None, 3])
def test_what_is_not_a_single_name_is_refused(wrong):
    with pytest.raises(AnalysisError, match="One variable is needed, named by a string, not "):
        known_name("variable", wrong, STUDY.variables)


def test_a_single_name_is_a_list_of_one():
    assert as_names("ckd") == ["ckd"]
    assert as_names(("ckd", "bmi")) == ["ckd", "bmi"]
