"""One term for one number, wherever a person reads it: the cases expected in the smaller of two groups."""

import re
from pathlib import Path

import pytest

import rlsanalysis
from rlsanalysis.present import printing, vocabulary, words
from rlsanalysis.present.figures import caption, catalogue
from rlsanalysis.present.report import render

HOME = Path(__file__).parents[2]
PACKAGE = Path(rlsanalysis.__file__).parent
READ = [
    *(path for path in sorted((PACKAGE / "present").rglob("*")) if path.suffix in (".py", ".toml", ".j2", ".js")),
    *sorted((HOME / "docs").glob("*.md")), *sorted((HOME / "notebooks").glob("*.py")),
    *(HOME / name for name in ("README.md", "CHANGELOG.md", "CONTRIBUTING.md")), PACKAGE / "SKILL.md",
    PACKAGE / "study" / "schema.csv",
]  # fmt: skip
OTHER_TERM = re.compile(
    r"expected exposed case|exposed cases? (are )?expected|expected numbers? of exposed", re.IGNORECASE
)


def flowing(text: str) -> str:
    """Join the lines of a text, and the parts of a Python string that goes over several lines."""
    return " ".join(re.sub(r'"\s*\n\s*f?"', "", text).split())


@pytest.mark.parametrize("path", READ, ids=lambda path: path.name)
def test_the_expected_cases_have_one_name_in_every_text(path):
    assert not OTHER_TERM.findall(flowing(path.read_text(encoding="utf-8")))


def test_report_and_captions_say_cases_expected_in_the_smaller_group(committed):
    read = [
        render(committed, "<svg></svg>", ""),
        *(caption(name, committed) for name in catalogue(committed.study, committed)),
    ]
    for text in map(flowing, read):
        assert not OTHER_TERM.findall(text)
    assert "cases expected in the smaller group" in flowing(caption("forest", committed))
    assert vocabulary.EXPECTED_CASES in read[0]


def test_what_is_shown_instead_of_an_estimate_and_the_key_use_the_term(committed):
    row = next(committed.estimates.query("status == 'too_few' and n_exposed.notna()").itertuples())
    term = "cases expected in the smaller group"
    for text in (
        printing.not_reported(row),
        words.RELIABILITY,
        *map(vocabulary.STATUS_WORDS.get, vocabulary.CASES),
    ):
        assert term in text
