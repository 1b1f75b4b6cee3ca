"""Words for the keys of results: statuses, adjustment sets, methods, roles and samples."""

from collections.abc import Mapping

from rlsanalysis.study.estimate import NOT_ESTIMABLE
from rlsanalysis.survey.support import LEAST

TOO_FEW = "too_few"


def _ranges(ok: float, caution: float, sparse: float) -> dict[str, str]:
    """Range of each status below `ok`, from the least that each status needs."""
    return {
        "caution": f"{caution:g} to {ok:g}", "sparse": f"{sparse:g} to {caution:g}", TOO_FEW: f"fewer than {sparse:g}"
    }  # fmt: skip


CASES, EFFECTIVE_DF = map(_ranges, *LEAST.values())
"""Expected cases in the smaller group, and effective degrees of freedom, of each status below `ok`."""
EXPECTED_CASES = "Expected cases in the smaller group"
LEAST_CASES = tuple(cases for cases, _ in LEAST.values())
_IN_SMALLER_GROUP = {
    "ok": f"{LEAST['ok'][0]:g} or more cases expected in the smaller group, exposed or unexposed, if there were no "
    "association"
} | {status: f"{cases} cases expected in the smaller group" for status, cases in CASES.items()}
_OF_FREEDOM = {"ok": f"{LEAST['ok'][1]:g} or more effective degrees of freedom"} | {
    status: f"{df} effective degrees of freedom" for status, df in EFFECTIVE_DF.items()
}
_CONSEQUENCE = {
    "ok": "", "caution": ": interpret with caution",
    "sparse": ": the 95% CI is shown, and no point estimate is interpreted", TOO_FEW: ": only counts are reported",
}  # fmt: skip


def _meanings(measure: Mapping[str, str]) -> dict[str, str]:
    """Say what each status means: the measure that it rests on, and what follows for the reader."""
    meanings = {status: measure[status] + consequence for status, consequence in _CONSEQUENCE.items()}
    return meanings | {NOT_ESTIMABLE: "no finite or no unique estimate exists, for the reason given"}


STATUS_WORDS = _meanings({s: f"{_IN_SMALLER_GROUP[s]} (continuous: {_OF_FREEDOM[s]})" for s in _CONSEQUENCE})
"""What each status means, for an exposure of any kind."""
STATUS_OF_GROUPS = _meanings(_IN_SMALLER_GROUP)
"""What each status means for an exposure with levels."""
STATUS_OF_CONTINUOUS = _meanings(_OF_FREEDOM)
"""What each status means for a continuous exposure."""
STATUS_NAMES = {
    "ok": "adequate", "caution": "caution", "sparse": "sparse: CI only", TOO_FEW: "not reported",
    NOT_ESTIMABLE: "not estimable",
}  # fmt: skip
DOMAINS = {"female == 1": "women only", "female == 0": "men only"}
"""Restrictions of an analysis that read as words; any other is shown as it was written."""
METHOD_WORDS = {
    "firth": "Firth penalized likelihood, profile CI", "ml": "maximum pseudo-likelihood, Wald CI",
}  # fmt: skip
DIRECTIONS = {
    "+": "higher odds", "-": "lower odds", "0": "no association", "0 or -": "no association or lower odds",
    "two-sided": "higher or lower odds",
}  # fmt: skip
"""The direction that the analysis plan expects, by its key."""
PEOPLE = {"cases": "Cases", "others": "Non-cases"}
"""Groups of people whom `descriptives` describes, in addition to all."""
