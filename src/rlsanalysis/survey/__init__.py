"""Statistics of complex surveys: designs, linearised variance, logistic regression, means and proportions."""

from rlsanalysis.survey.design import SurveyDesign
from rlsanalysis.survey.logit import Logit, logit

__all__ = ["Logit", "SurveyDesign", "logit"]
