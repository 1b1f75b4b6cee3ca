"""Reading a results folder, and which rows the text quotes."""

import pytest

from rlsanalysis.study.plan import load_plan
from rlsanalysis.study.results import quoted_model, read_results
from rlsanalysis.survey.errors import AnalysisError


def test_quoted_headline_rows_are_those_marked_in_the_file(real):
    quoted = [real.quoted(o, "headline") for o in real.outcomes if o.role != "control"]
    marked = real.estimates[real.estimates["headline"] == "yes"]
    assert sum(map(len, quoted)) == len(marked) > 0
    assert all((rows["headline"] == "yes").all() for rows in quoted)


@pytest.mark.parametrize(
    ("outcome", "exposure", "model"),
    [
        ("diagnosed", "rx_ssri", ("minimal", "all")),
        ("treated", "rx_ssri", ("full", "users")),
        ("insomnia_treated", "rx_ssri", ("full", "users")),
        ("treated", "race", ("minimal", "all")),
    ],
)
def test_quoted_model_is_the_headline_set_in_the_main_sample(outcome, exposure, model):
    study = load_plan()
    found = quoted_model(study, study.outcomes[outcome], study.exposures[exposure])
    assert found == (outcome, exposure, model[0], "firth", model[1])


def test_folder_without_results_is_named(tmp_path):
    with pytest.raises(AnalysisError, match="Run the study first"):
        read_results(tmp_path)
