"""Answer in words which published numbers a replication reproduces."""

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
    return Answer(tuple(filter(None, (of_codes, of_estimates, _by_definition(table), _of_sources(table)))))


def replication_in_words(table: pd.DataFrame) -> str:
    """Say in plain text how many published numbers are reproduced, by verdict and by how their definition was chosen.

    Parameters
    ----------
    table : from `replicate`, or the columns kind, chosen and verdict of `replication.csv`.
    """
    counts, estimates = (row for _, row in summary(table).iterrows())
    found = table[(table["kind"] == "estimate") & (table["verdict"] != "")]
    of_definitions = [
        f"for {len(of)} it was {meaning} ({(of['verdict'] == EQUAL).sum()} equal)"
        for chosen, meaning in CHOSEN.items()
        if len(of := found[found["chosen"] == chosen])
    ]
    return (
        f"Of {counts['published']} counts of codes, {counts[EQUAL]} are {EQUAL}. Of {estimates['published']} published "
        f"estimates, {estimates['computed']} were computed: {estimates[EQUAL]} are {EQUAL}, {estimates[NEAR]} are "
        f"{NEAR} and {estimates[FURTHER]} differ by more. As for the definition, {'; '.join(of_definitions)}. That a "
        "definition fits after it was chosen by its result is weaker evidence."
    )


def _by_definition(table: pd.DataFrame) -> str:
    """Say how many estimates are reproduced, by how their definition was chosen."""
    computed = table[(table["kind"] == "estimate") & (table["verdict"] != "")]
    parts = [
        f"{(of_kind['verdict'] == EQUAL).sum()} of {len(of_kind)} whose definition was {meaning}"
        for chosen, meaning in CHOSEN.items()
        if len(of_kind := computed[computed["chosen"] == chosen])
    ]
    return (
        f"**How the definition was chosen.** Equal to the printed digit are {'; '.join(parts)}. That a definition fits "
        "after it was chosen by its result is weaker evidence."
    )


def _of_sources(table: pd.DataFrame) -> str:
    """Name the sources with an estimate that differs by more than two units."""
    far = table[(table["kind"] == "estimate") & (table["verdict"] == FURTHER)]
    counted = far.groupby("source", sort=False).size()
    names = [f"{source} ({number})" for source, number in counted.items()]
    return f"**What does not reproduce.** More than two units away: {'; '.join(names)}." if names else ""
