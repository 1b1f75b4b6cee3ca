"""Judge the p values of all exposures together: refit every primary model to permuted outcomes.

Ordered p values of many exposures are compared with those that chance alone would give. A uniform distribution does not
give them: the exposures depend on each other, p values of sparse comparisons are conservative, and people of one PSU
are alike. The distribution is therefore that of the same models on permuted outcomes.

What is permuted. The 0/1 outcomes of a PSU are one vector. Within each stratum of a release, the vectors are exchanged
between the PSUs at random, and each vector is laid on the people of its new PSU in random order. PSUs differ in size: a
vector that is too short is filled up with non-cases, one that is too long loses non-cases. The number of cases of a
stratum therefore stays as it is, and so does the difference in the number of cases between its PSUs. Covariates,
exposures, weights and missing values stay with their people. Only people whose outcome is known take part; where
exposures are compared in a restricted sample that has every case by definition, only people of this sample take part
for these exposures, with the same exchange and the same random order, so that exposures of both samples remain
dependent on each other. Under the permutation the outcome is associated with nothing, the adjusters included.
"""

import numpy as np
from numpy.typing import NDArray

from rlsanalysis.study.cohort import Cohort
from rlsanalysis.study.estimate import SHOWN, logit_of
from rlsanalysis.study.model import Assembler
from rlsanalysis.study.plan import Fit, in_sample
from rlsanalysis.study.records import ALL
from rlsanalysis.survey.errors import AnalysisError, ConvergenceError

CLOSE = 1e-4
"""Tolerance of the fits to permuted outcomes; p values depend on the log-likelihood, which is precise to half of it."""


def permuted_cases(
    case: NDArray[np.bool_], psu: NDArray[np.integer], stratum: NDArray[np.integer], rng: np.random.Generator,
    inside: NDArray[np.bool_],
) -> NDArray[np.bool_]:  # fmt: skip
    """Return the cases after one permutation: PSUs exchange their vectors within strata, people are in random order.

    Parameters
    ----------
    case : (n,) cases.
    psu : (n,) position of the PSU of each person.
    stratum : (G,) stratum of each PSU.
    rng : generator; it is used alike whatever `case` and `inside` are.
    inside : (n,) people who take part; all cases are among them.
    """
    count = np.bincount(psu[case], minlength=len(stratum))
    # two orders of the PSUs by stratum: that of their positions, and a random one
    exchanged = np.lexsort((rng.random(len(stratum)), stratum))
    received = np.empty_like(count)
    received[np.lexsort((np.arange(len(stratum)), stratum))] = count[exchanged]
    order = np.lexsort((rng.random(len(psu)), ~inside, psu))
    size = np.bincount(psu, minlength=len(stratum))
    place = np.empty(len(psu), dtype=np.intp)
    place[order] = np.arange(len(psu)) - np.repeat(np.cumsum(size) - size, size)
    return np.asarray((place < received[psu]) & inside)


def permutations_of(cohort: Cohort, outcome: str, people: str) -> NDArray[np.bool_]:
    """Return who is a case after each permutation of the plan, shape (permutations, len(cohort.everyone)).

    Parameters
    ----------
    cohort : Cohort
    outcome : id of an outcome of the cohort.
    people : `all`, or the name of the restricted sample in which the outcome is permuted.
    """
    everyone, study = cohort.everyone, cohort.study
    settings = study.robustness
    inside = (everyone[outcome].notna() & cohort.sampling.population.mask(everyone)).to_numpy(copy=True)
    if people != ALL:
        inside &= in_sample(study, people, everyone).to_numpy()
    case = (everyone[outcome] == 1).to_numpy() & inside
    psu = everyone.groupby(["release", "strata", "psu"], observed=True).ngroup().to_numpy()
    stratum_of_people = everyone.groupby(["release", "strata"], observed=True).ngroup().to_numpy()
    stratum = np.zeros(psu.max() + 1, dtype=np.intp)
    stratum[psu] = stratum_of_people
    return np.array(
        [
            permuted_cases(case, psu, stratum, np.random.default_rng([settings.seed, number]), inside)
            for number in range(settings.permutations)
        ]
    )


def permuted_p_values(assembler: Assembler, planned: Fit) -> list[float]:
    """Return the p value of a planned model for each permutation of its outcome, by the primary method.

    There is none for a model with a level for which only counts are reported. A permutation to which the model cannot
    be fitted has no p value (NaN).
    """
    model = assembler.model(planned)
    logit = logit_of(model)
    if not {*logit.fit(method=assembler.study.methods[0]).support(model.columns)["status"]} <= {*SHOWN}:
        return []
    frame = logit.design.frame.index[logit.design.member]
    rows = assembler.cohort.everyone.index.get_indexer(frame)
    found = []
    for case in assembler.permuted(planned.outcome, planned.people, permutations_of)[:, rows]:
        try:
            fit = logit.with_outcome(case).fit(method=assembler.study.methods[0], tolerance=CLOSE)
            found.append(fit.profile_test(model.columns, tolerance=CLOSE).p_value)
        except (AnalysisError, ConvergenceError, np.linalg.LinAlgError):
            found.append(float("nan"))
    return found
