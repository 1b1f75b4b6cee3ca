"""Answer in words which published numbers a replication reproduces."""

from collections.abc import Iterator

import pandas as pd

from rlsanalysis.present.answer import Answer
from rlsanalysis.study.attached import study_of
from rlsanalysis.study.replication import EQUAL, FURTHER, NEAR, summary

CHOSEN = {
    "stated": "stated by the source",
    "inferred": "inferred where the source does not state it, without comparing numbers",
    "trial": "chosen after the computed number was compared with the published one",
}
NOT_COMPUTED = "not computed"
WEAKER = "That a definition fits after it was chosen by its result is weaker evidence."


def answer_replication(table: pd.DataFrame) -> Answer:
    """Answer how many published numbers are reproduced to the printed digit, and which are not.

    Parameters
    ----------
    table : from `replicate`.

    Raises
    ------
    AnalysisError
        The rows do not know their study.
    """
    study = study_of(table)
    if study.synthetic:
        return Answer((f"{study.words.synthetic}. {table['reason'].iloc[0]}",))
    counts, estimates = (row for _, row in summary(table).iterrows())
    of_codes = (
        f"**Counts of people.** {counts[EQUAL]} of {counts['computed']} counts of codes are {EQUAL}, that is, to the "
        "person."
    )
    of_estimates = (
        f"**Estimates.** {estimates[EQUAL]} of {estimates['computed']} ({estimates['share_equal']:.0%}) are {EQUAL}, "
        f"{estimates[NEAR]} are {NEAR}, and {estimates[FURTHER]} differ by more. "
        f"{estimates['published'] - estimates['computed']} of {estimates['published']} could not be computed."
    )
    return Answer(tuple(filter(None, (of_codes, of_estimates, _of_definitions(table), _of_sources(table)))))


def replication_in_words(table: pd.DataFrame) -> str:
    """Say in plain text how many published numbers are reproduced, by verdict and by how their definition was chosen.

    Parameters
    ----------
    table : from `replicate`, or the columns kind, chosen and verdict of `replication.csv`.
    """
    counts, estimates = (row for _, row in summary(table).iterrows())
    of_definitions = [
        f"for {n} it was {meaning} ({equal} equal)" for meaning, n, equal in _by_definition(table)
    ]
    return (
        f"Of {counts['published']} counts of codes, {counts[EQUAL]} are {EQUAL}. Of {estimates['published']} published "
        f"estimates, {estimates['computed']} were computed: {estimates[EQUAL]} are {EQUAL}, {estimates[NEAR]} are "
        f"{NEAR} and {estimates[FURTHER]} differ by more. As for the definition, {'; '.join(of_definitions)}. {WEAKER}"
    )


def _of_definitions(table: pd.DataFrame) -> str:
    """Say how many estimates are reproduced, by how their definition was chosen."""
    parts = [f"{equal} of {n} whose definition was {meaning}" for meaning, n, equal in _by_definition(table)]
    return f"**How the definition was chosen.** Equal to the printed digit are {'; '.join(parts)}. {WEAKER}"


def _by_definition(table: pd.DataFrame) -> Iterator[tuple[str, int, int]]:
    """Yield how definitions were chosen, with the number of computed estimates and how many of these are equal."""
    computed = table[(table["kind"] == "estimate") & (table["verdict"] != "")]
    for chosen, meaning in CHOSEN.items():
        verdicts = computed.loc[computed["chosen"] == chosen, "verdict"]
        if len(verdicts):
            yield meaning, len(verdicts), (verdicts == EQUAL).sum()


def _of_sources(table: pd.DataFrame) -> str:
    """Name the sources with an estimate that differs by more than two units."""
    far = table[(table["kind"] == "estimate") & (table["verdict"] == FURTHER)]
    counted = far.groupby("source", sort=False).size()
    names = [f"{source} ({number})" for source, number in counted.items()]
    return f"**What does not reproduce.** More than two units away: {'; '.join(names)}." if names else ""
