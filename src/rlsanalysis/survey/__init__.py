"""Statistics of complex surveys: designs, linearized variance, logistic regression and descriptive statistics."""

from rlsanalysis.survey.design import SurveyDesign
from rlsanalysis.survey.firth_results import FirthResults
from rlsanalysis.survey.logit import Logit, logit
from rlsanalysis.survey.results import LogitResults

__all__ = ["FirthResults", "Logit", "LogitResults", "SurveyDesign", "logit"]
