"""A table as LaTeX, through great_tables: a fragment in ASCII that any engine compiles, with its head on each page."""

import re

from rlsanalysis.present.tables.as_gt import unstyled
from rlsanalysis.present.tables.table import Table

SIGNS = {
    "–": "--", "—": "---", "†": r"\textdagger{}", "∞": r"$\infty$", "≥": r"$\geq$",
    "≤": r"$\leq$", "×": r"$\times$", "²": r"\textsuperscript{2}", "µ": r"\textmu{}", "’": "'", "“": "``", "”": "''",
}  # fmt: skip
HEADING = (
    "% Preamble: \\usepackage{array,booktabs,longtable,textcomp}\n"
    "% A wide table: \\usepackage{pdflscape}, and \\begin{landscape} ... \\end{landscape} around it.\n"
)
HEAD_END = "\\midrule\\addlinespace[2.5pt]"
STUB_SHARE, WRAP_SHARE = 0.22, 0.2


def as_latex(table: Table) -> str:
    """Return a `longtable` with caption and notes.

    great_tables keeps a table's head on its first page and makes every column as wide as its longest text. Here the
    head is repeated, and labels and columns that may wrap get a width within which they break. A line that begins with
    a star is kept from being read as the star of the line break before it.
    """
    text = unstyled(table).tab_options(table_font_size="8pt").as_latex(use_longtable=True)
    aligned = "".join(c.align[0] for c in table.columns)
    columns = "".join(_breaking(WRAP_SHARE) if c.wrap else c.align[0] for c in table.columns)
    text = text.replace(f"{{l|{aligned}}}", f"{{@{{}}{_breaking(STUB_SHARE)}{columns}@{{}}}}", 1)
    text = text.replace(
        f"\\multicolumn{{{len(aligned) + 1}}}{{l}}", f"\\multicolumn{{{len(aligned) + 1}}}{{@{{}}l}}"
    )
    text = text.replace(
        "\\setlength{\\LTpost}", "\\setlength{\\LTcapwidth}{\\linewidth}\n\\setlength{\\LTpost}", 1
    )
    start = text.index("\\toprule")
    end = text.index(HEAD_END, start) + len(HEAD_END)
    head = text[start:end]
    text = f"{text[:end]}\n\\endfirsthead\n{head}\n\\endhead{text[end:]}"
    text = text.replace("\\begin{minipage}", "\\noindent\\begin{minipage}").replace("\n*", "\n{}*")
    text = re.sub("|".join(SIGNS), lambda found: SIGNS[found[0]], text)
    return HEADING + re.sub(r"[ \t]+$", "", text, flags=re.MULTILINE).strip() + "\n"


def _breaking(share: float) -> str:
    """Column whose text breaks within a share of the line."""
    return f">{{\\raggedright\\arraybackslash}}p{{{share}\\linewidth}}"
