"""Which samples and adjustment sets a run has, beyond those of its primary estimates."""

from collections.abc import Collection

from rlsanalysis.study.records import ALL
from rlsanalysis.study.results import Results


def primary_samples(results: Results) -> list[tuple[str, str]]:
    """Return outcome and sample of the models in the samples that outcomes require."""
    rows = results.estimates[["outcome", "sample"]].drop_duplicates()
    required = {outcome.id: outcome.sample for outcome in results.outcomes}
    return [(str(o), str(s)) for o, s in rows.itertuples(index=False) if required.get(str(o)) == s]


def further_sets(results: Results) -> list[str]:
    """Return the adjustment sets of sensitivity analyses."""
    return _further(results, "set", results.study.main_sets)


def further_samples(results: Results) -> list[str]:
    """Return the samples of sensitivity analyses."""
    required = (outcome.sample for outcome in results.outcomes)
    return _further(results, "sample", (ALL, *results.study.releases, *required))


def _further(results: Results, column: str, main: Collection[str]) -> list[str]:
    return [str(name) for name in results.estimates[column].unique() if name not in main]
