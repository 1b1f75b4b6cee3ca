"""Statistics of complex surveys: designs, linearised variance, logistic regression, means and proportions."""

from rlsanalysis.survey.design import SurveyDesign
from rlsanalysis.survey.firth_results import FirthResults
from rlsanalysis.survey.logit import Logit, logit
from rlsanalysis.survey.results import LogitResults

__all__ = ["FirthResults", "Logit", "LogitResults", "SurveyDesign", "logit"]
