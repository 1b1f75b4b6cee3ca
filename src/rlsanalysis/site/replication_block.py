"""How the replication came out, from `results/nhanes/replication.csv`, for the page about it."""

from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from rlsanalysis.present.replication import CHOSEN, NOT_COMPUTED, replication_in_words
from rlsanalysis.site.markdown import with_block
from rlsanalysis.study.replication import VERDICTS

START, END = (
    "<!-- replication: written by `make pages` from results/nhanes/replication.csv -->",
    "<!-- end of replication -->",
)
KINDS = {"count": "counts of codes", "estimate": "estimates"}


def read(path: Path) -> pd.DataFrame:
    """Read which kind each published number is, how its definition was chosen, and the verdict; empty if none."""
    return pd.read_csv(path, dtype=str, keep_default_na=False, usecols=["kind", "chosen", "verdict"])


def replication_block(table: pd.DataFrame) -> str:
    """Return how the replication came out, in words and as a table, between its comments."""
    head = ["numbers", "definition", "published", *VERDICTS, NOT_COMPUTED]
    lines = [f"| {' | '.join(head)} |", "|---" * len(head) + "|", *_rows(table)]
    return "\n".join([START, replication_in_words(table), "", *lines, END])


def _rows(table: pd.DataFrame) -> Iterator[str]:
    """Yield a line for each way in which definitions were chosen, and one for all estimates."""
    for kind, words in KINDS.items():
        rows = table[table["kind"] == kind]
        groups = {f"`{chosen}`": rows[rows["chosen"] == chosen] for chosen in CHOSEN}
        groups = {chosen: of for chosen, of in groups.items() if len(of)}
        if len(groups) > 1:
            groups["all"] = rows
        for chosen, of in groups.items():
            counts = [int((of["verdict"] == verdict).sum()) for verdict in (*VERDICTS, "")]
            yield f"| {' | '.join([words, chosen, str(len(of)), *map(str, counts)])} |"


def with_replication(page: str, table: pd.DataFrame) -> str:
    """Return a page with the block between its two comments."""
    return with_block(page, replication_block(table), START, END)
