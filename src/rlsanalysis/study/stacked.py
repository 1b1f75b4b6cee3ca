"""Stack the models of an outcome and of a control outcome in the same people into one model.

Every person enters twice, once with each outcome, in one PSU. Every coefficient may differ between the two, so the
coefficients of the stacked model are those of the two models fitted one by one: their scores and Firth's penalties have
no term in common. The difference between the two log odds ratios of an exposure is a coefficient of the stacked model,
and its linearized variance is that of the joint influence values of both fits,

    var(b - c) = var(b) + var(c) - 2 cov(b, c),

which is R's `svyglm` on the stacked rows. After Firth's method the stabilized variance of this contrast, its design
effect and its profile follow as those of any other contrast (`rlsanalysis.survey.firth`). The variance that the model
implies takes the outcomes as independent given the covariates; it counts for 4 degrees of freedom, and the observed
covariance for all others.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from rlsanalysis.study.model import Model
from rlsanalysis.survey import Logit, LogitResults, SurveyDesign
from rlsanalysis.survey.errors import NotEstimableError

OF_DIFFERENCE = "difference "
OF_CONTROL = "control "


@dataclass(frozen=True)
class Pair:
    """The primary models of an outcome and of a control outcome for one exposure, in the same people.

    `apart` says that no case of the outcome is in the model of the control outcome, which is not defined in them.
    """

    outcome: Model
    control: Model
    apart: bool

    @property
    def columns(self) -> list[str]:
        """Names of the differences in the stacked model, one per term of the exposure."""
        return [f"{OF_DIFFERENCE}{column}" for column in self.outcome.columns]


def stacked(pair: Pair) -> Logit:
    """Return the model in which every person enters twice: with the outcome, and below with the control outcome.

    The columns of the exposure are in both halves, and once more in the upper half, where their coefficients are the
    differences. All other columns are in one half each.
    """
    upper, lower = pair.outcome, pair.control
    if upper.component != lower.component:
        raise NotEstimableError(
            f"The outcomes need different weights, those of {upper.component} and {lower.component}."
        )
    designs = [model.design for model in (upper, lower)]
    terms = [model.columns for model in (upper, lower)]
    blocks = [model.exog.to_numpy(float) for model in (upper, lower)]
    exposed = [
        model.exog[columns].to_numpy(float) for model, columns in zip((upper, lower), terms, strict=True)
    ]
    others = [
        model.exog.drop(columns=columns).to_numpy(float)
        for model, columns in zip((upper, lower), terms, strict=True)
    ]
    m, n = len(pair.columns), [len(block) for block in blocks]
    X = np.block(
        [
            [exposed[0], exposed[0], others[0], np.zeros((n[0], others[1].shape[1]))],
            [np.zeros((n[1], m)), exposed[1], np.zeros((n[1], others[0].shape[1])), others[1]],
        ]
    )
    names = [
        *pair.columns, *(f"{OF_CONTROL}{column}" for column in terms[1]),
        *(str(c) for c in upper.exog if c not in terms[0]),
        *(f"{OF_CONTROL}{c}" for c in lower.exog if c not in terms[1]),
    ]  # fmt: skip
    both = SurveyDesign(
        pd.DataFrame(index=range(sum(n))),
        weights=np.concatenate([d.weights for d in designs]),
        strata=np.concatenate([d.sampling.stratum[d.psu] for d in designs]),
        psu=np.concatenate([d.psu for d in designs]),
        singleton=designs[0].sampling.singleton,
    )
    member = np.concatenate([d.member for d in designs])
    outcome = np.concatenate([model.outcome.to_numpy(float) for model in (upper, lower)])
    return Logit(pd.Series(outcome), pd.DataFrame(X, columns=names), both.domain(member))


def correlation(results: LogitResults, difference: str, control: str) -> float:
    """Return the correlation of the estimates for the outcome and for the control outcome, by linearization."""
    names = list(results.names)
    picks = np.zeros((2, len(names)))
    picks[:, names.index(control)] = 1
    picks[0, names.index(difference)] = 1
    influence = np.linalg.solve(results.best.information, results.T.T @ picks.T)
    covariance = influence.T @ results.meat @ influence
    return float(covariance[0, 1] / np.sqrt(covariance[0, 0] * covariance[1, 1]))
