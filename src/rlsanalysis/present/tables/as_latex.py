"""A table as LaTeX, through great_tables: a fragment in ASCII that any engine compiles, with its head on each page."""

import re

from rlsanalysis.present.tables.as_gt import as_gt
from rlsanalysis.present.tables.table import Table

SIGNS = {
    "–": "--", "—": "---", "†": r"\textdagger{}", "‡": r"\textdaggerdbl{}", "§": r"\S{}", "¶": r"\P{}", "≥": r"$\geq$",
    "≤": r"$\leq$", "×": r"$\times$", "²": r"\textsuperscript{2}", "µ": r"\textmu{}", "’": "'", "“": "``", "”": "''",
}  # fmt: skip
HEADING = (
    "% Preamble: \\usepackage{array,booktabs,longtable,textcomp}\n"
    "% A wide table: \\usepackage{pdflscape}, and \\begin{landscape} ... \\end{landscape} around it.\n"
)
HEAD_END = "\\midrule\\addlinespace[2.5pt]"
STUB_SHARE = 0.3


def as_latex(table: Table) -> str:
    """A `longtable` with caption and notes.

    great_tables leaves a table's head on its first page, and every column as wide as its longest text: the head is
    repeated here, and the column of labels gets a width in which it breaks.
    """
    text = as_gt(table, table_font_size="8pt").as_latex(use_longtable=True)
    aligned = "".join(c.align[0] for c in table.columns)
    stub = f">{{\\raggedright\\arraybackslash}}p{{{STUB_SHARE}\\linewidth}}"
    text = text.replace(f"{{l|{aligned}}}", f"{{@{{}}{stub}{aligned}@{{}}}}", 1)
    start = text.index("\\toprule")
    end = text.index(HEAD_END, start) + len(HEAD_END)
    head = text[start:end]
    text = f"{text[:end]}\n\\endfirsthead\n{head}\n\\endhead{text[end:]}"
    text = re.sub("|".join(SIGNS), lambda found: SIGNS[found[0]], text)
    return HEADING + re.sub(r"[ \t]+$", "", text, flags=re.MULTILINE).strip() + "\n"
