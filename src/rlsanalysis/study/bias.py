"""Say how strong a bias would have to be to explain an estimate: E-value and detection ratio.

E-value (VanderWeele and Ding, Annals of Internal Medicine 2017;167:268-274). The smallest risk ratio that an unmeasured
confounder would need with both exposure and outcome, given the adjusters, to explain an association completely. For a
rare outcome the odds ratio stands for the risk ratio RR; below 1 it is inverted:

    E = RR + sqrt(RR (RR - 1))

Detection ratio. If an outcome catches only a part of the people who have the condition, and that part is r times as
large among the exposed as among the unexposed, r alone gives an odds ratio of about r, the outcome being rare. An odds
ratio is therefore the detection ratio that would explain it completely, and the limit of its interval that is nearer
to 1 the one that would bring the interval to 1 (Lash, Fox and Fink, Applying Quantitative Bias Analysis, 2009).
"""

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


def nearer_limit(conf_low: npt.ArrayLike, conf_high: npt.ArrayLike) -> Floats:
    """Return the confidence limit of each odds ratio that is nearer to 1; 1 where the interval includes 1.

    Parameters
    ----------
    conf_low, conf_high : (n,) limits of odds ratios; 0 and infinite if unbounded, NaN if missing.
    """
    low, high = np.asarray(conf_low, dtype=np.float64), np.asarray(conf_high, dtype=np.float64)
    nearer = np.where(low > 1, low, np.where(high < 1, high, 1.0))
    return np.where(np.isnan(low) | np.isnan(high), np.nan, nearer)


def e_value(ratio: npt.ArrayLike) -> Floats:
    """Return the E-value of risk ratios, or of odds ratios for a rare outcome.

    Parameters
    ----------
    ratio : (n,) ratios above 0, or confidence limits of them; NaN if missing.
    """
    given = np.asarray(ratio, dtype=np.float64)
    with np.errstate(divide="ignore"):
        above = np.where(given < 1, 1 / given, given)
    return np.asarray(above + np.sqrt(above * (above - 1)))
