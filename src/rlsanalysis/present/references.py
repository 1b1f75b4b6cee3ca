"""The literature that the methods come from."""

from typing import NamedTuple


class Reference(NamedTuple):
    """A source, and what is taken from it."""

    used_for: str
    source: str


REFERENCES = (
    Reference(
        "linearised variance under the survey design",
        "Binder DA (1983). On the variances of asymptotically normal estimators from complex surveys. International Statistical Review 51, 279–292.",
    ),
    Reference("penalised score, finite estimates where cases are rare", "Firth D (1993). Bias reduction of maximum likelihood estimates. Biometrika 80, 27–38."),
    Reference(
        "profile intervals of the penalised likelihood, separation",
        "Heinze G, Schemper M (2002). A solution to the problem of separation in logistic regression. Statistics in Medicine 21, 2409–2419.",
    ),
    Reference(
        "joint tests under a design effect",
        "Rao JNK, Scott AJ (1984). On chi-squared tests for multiway contingency tables with cell proportions estimated from survey data. Annals of Statistics 12, 46–60.",
    ),
    Reference(
        "intervals of prevalence",
        "Korn EL, Graubard BI (1998). Confidence intervals for proportions with small expected number of positive counts estimated from survey data. Survey Methodology 24, 193–201.",
    ),
    Reference(
        "which prevalences may be presented",
        "Parker JD et al. (2017). National Center for Health Statistics data presentation standards for proportions. Vital and Health Statistics 2 (175).",
    ),
    Reference(
        "false discovery rate, q",
        "Benjamini Y, Hochberg Y (1995). Controlling the false discovery rate. Journal of the Royal Statistical Society B 57, 289–300.",
    ),
    Reference(
        "eGFR, CKD-EPI 2021",
        "Inker LA et al. (2021). New creatinine- and cystatin C-based equations to estimate GFR without race. New England Journal of Medicine 385, 1737–1749.",
    ),
    Reference("classes of prescribed drugs", "Multum Lexicon, Cerner Multum; as joined by NCHS to NHANES (RXQ_DRUG)."),
    Reference("data", "National Center for Health Statistics. National Health and Nutrition Examination Survey, public-use files."),
)  # fmt: skip
