"""Files of the tables for manuscripts: the same cells in four formats, the same bytes each time, nothing hidden."""

import csv
import io
import re
import shutil
import subprocess
import zipfile
from dataclasses import replace
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

import pytest
from docx import Document
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn

from rlsanalysis.present.publish import publish_tables
from rlsanalysis.present.tables import write_all
from rlsanalysis.present.tables.as_csv import NOTE, TITLE
from rlsanalysis.present.tables.as_word import LETTER, PADDING
from rlsanalysis.present.tables.write import tables_of
from rlsanalysis.study.results import read_results

pytestmark = pytest.mark.slow

FORMATS = (".html", ".csv", ".tex", ".docx")
ESCAPED = {
    r"\textless{}": "<", r"\textgreater{}": ">", r"\textdagger{}": "†", r"$\infty$": "∞",
    r"$\geq$": "≥", r"$\leq$": "≤", r"\textsuperscript{2}": "²", r"\%": "%", r"\&": "&", r"\#": "#", r"\_": "_",
    "---": "—", "--": "–",
}  # fmt: skip


@pytest.fixture(scope="module")
def written(real, tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("tables")
    list(write_all(real, folder))
    return folder


@pytest.fixture(scope="module")
def names(written) -> list[str]:
    return sorted(path.stem for path in written.glob("*.csv"))


def text_of(path: Path) -> str:
    """Everything that a file of a table says; of a page the body without its style."""
    if path.suffix == ".docx":
        with zipfile.ZipFile(path) as parts:
            return plain(parts.read("word/document.xml").decode())
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".html":
        return plain(re.sub(r"<style.*?</style>", "", text, flags=re.DOTALL))
    return unescaped(text) if path.suffix == ".tex" else text


def plain(markup: str) -> str:
    return unescape(re.sub(r"<[^>]+>", " ", markup))


def unescaped(latex: str) -> str:
    for escape, sign in ESCAPED.items():
        latex = latex.replace(escape, sign)
    return latex


def cells_of_csv(path: Path) -> list[list[str]]:
    """Label and cells of each line, without title and notes."""
    _, *lines = csv.reader(io.StringIO(path.read_text(encoding="utf-8")))
    return [line[2:-1] for line in lines if line[0] not in (TITLE, NOTE)]


class Page(HTMLParser):
    """Elements, and the text of each cell of the body of the table."""

    def __init__(self, html):
        super().__init__()
        self.elements, self.lines, self._inside = [], [], False
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        if tag == "tbody":
            self._inside = True
        elif tag == "tr" and self._inside:
            self.lines.append([])
        elif tag in ("th", "td") and self._inside:
            self.lines[-1].append("")

    def handle_endtag(self, tag):
        self._inside = self._inside and tag != "tbody"

    def handle_data(self, data):
        if self._inside and self.lines and self.lines[-1]:
            self.lines[-1][-1] += data


def cells_of_html(path: Path) -> list[list[str]]:
    lines = Page(path.read_text(encoding="utf-8")).lines
    return [[cell.strip() for cell in line] for line in lines if len(line) > 1]


def cells_of_latex(path: Path) -> list[list[str]]:
    body = path.read_text(encoding="utf-8").split("\\endhead\n")[1].split("\\bottomrule")[0]
    found = []
    for line in body.splitlines():
        if line.startswith(("\\multicolumn", "\\midrule")):
            continue
        text = re.sub(r"^\\hspace\*\{[^}]*\}", "", line).removesuffix("\\\\")
        found.append([unescaped(cell).strip() for cell in re.split(r"(?<!\\)&", text)])
    return found


def cells_of_word(path: Path) -> list[list[str]]:
    (table,) = Document(str(path)).tables
    heads = len(table._tbl.findall(f".//{qn('w:tblHeader')}"))
    lines = [[cell.text for cell in row.cells] for row in table.rows[heads:]]
    merged = [len(row._tr.tc_lst) == 1 for row in table.rows[heads:]]
    return [line for line, whole in zip(lines, merged, strict=True) if not whole]


def test_each_table_is_there_in_each_format(written, names):
    assert {f"{kind}_{o}" for kind in ("table1", "estimates") for o in ("diagnosed", "treated")} < set(names)
    assert "prevalence" in names
    assert {p.name for p in written.iterdir()} == {name + ending for name in names for ending in FORMATS}


def test_all_formats_hold_the_cells_of_the_table(real, written, names):
    made = {table.name: table for table in tables_of(real)}
    assert sorted(made) == names
    for name, table in made.items():
        cells = [[row.label, *row.cells] for row in table.rows]
        assert cells_of_csv(written / f"{name}.csv") == cells
        assert cells_of_html(written / f"{name}.html") == cells
        assert cells_of_word(written / f"{name}.docx") == cells
        assert cells_of_latex(written / f"{name}.tex") == cells


def test_title_and_every_note_stand_in_each_format(real, written):
    for table in tables_of(real):
        for text in (table.title, *table.notes):
            words = re.findall(r"[A-Za-z]{4,}", text)
            for ending in FORMATS:
                said = re.findall(r"[A-Za-z]{4,}", text_of(written / f"{table.name}{ending}"))
                assert " ".join(words) in " ".join(said), (table.name, ending, text)


def test_hidden_numbers_are_nowhere(written, forbidden):
    for path in written.iterdir():
        text = text_of(path)
        assert [hidden for hidden in forbidden if hidden in text] == [], path.name


def test_the_same_results_give_the_same_bytes(real_folder, written, tmp_path):
    again = replace(read_results(real_folder), folder=tmp_path)
    paths = list(publish_tables(again))
    assert len(paths) == len(list(written.iterdir()))
    for path in paths:
        assert path.parent == tmp_path / "tables"
        assert path.read_bytes() == (written / path.name).read_bytes(), path.name
    assert list(tmp_path.rglob("*.part")) == []


def test_no_clock_is_in_a_word_file(written, names):
    with zipfile.ZipFile(written / f"{names[0]}.docx") as parts:
        assert {part.date_time for part in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert "2000-01-01T00:00:00Z" in parts.read("docProps/core.xml").decode()
        assert not re.search(r"20[12]\d-", parts.read("docProps/core.xml").decode())


def test_invented_people_are_synthetic_in_title_and_notes(demo, written, tmp_path):
    assert "synthetic" not in " ".join(text_of(path).lower() for path in written.iterdir())
    for path in write_all(demo, tmp_path):
        text = text_of(path)
        assert text.count("SYNTHETIC") >= 2, path.name
        assert "invented people; no number here says anything" in text, path.name


def test_a_page_asks_nothing_of_any_network_and_can_be_heard(written):
    for path in written.glob("*.html"):
        html = path.read_text(encoding="utf-8")
        page = Page(html)
        assert not re.search(r"https?:|@import|url\(|<script|<link|<img", html)
        assert ("html", {"lang": "en-US"}) in page.elements
        assert [tag for tag, _ in page.elements].count("caption") == 1
        assert all("scope" in attrs for tag, attrs in page.elements if tag == "th")
        ids = [attrs["id"] for _, attrs in page.elements if "id" in attrs]
        named = {i for _, attrs in page.elements for i in (attrs.get("headers") or "").split()}
        assert named <= set(ids)


def test_word_repeats_the_head_and_breaks_no_row(written):
    for path in written.glob("*.docx"):
        document = Document(str(path))
        (table,) = document.tables
        heads = [row._tr.trPr.find(qn("w:tblHeader")) is not None for row in table.rows]
        assert heads[0]
        assert heads == sorted(heads, reverse=True)
        assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows)
        assert document.paragraphs[0].style.name == "Caption"
        section = document.sections[0]
        wide = path.stem.startswith(("estimates", "size"))
        assert (section.orientation == WD_ORIENT.LANDSCAPE) == wide or path.stem.startswith("table1")
        widths = [int(column.get(qn("w:w"))) for column in table._tbl.tblGrid.findall(qn("w:gridCol"))]
        room = (section.page_width - section.left_margin - section.right_margin) / 635
        assert sum(widths) <= room + len(widths)


def test_no_p_value_breaks_in_word(written):
    table = Document(str(written / "estimates_treated.docx")).tables[0]
    heads = [cell.text for cell in table.rows[1].cells]
    widths = [column.width.mm for column in table.columns]
    for place in (heads.index("P"), heads.index("q")):
        longest = max(
            len(row.cells[place].text) for row in table.rows[2:] if row.cells[0].text != row.cells[1].text
        )
        assert widths[place] >= LETTER * longest + PADDING - 0.1


def test_latex_is_ascii_and_whole(written):
    for path in written.glob("*.tex"):
        text = path.read_text(encoding="utf-8")
        assert text.isascii(), path.name
        body = "\n".join(line for line in text.splitlines() if not line.startswith("%"))
        assert not re.search(r"(?<!\\)[%#_^~]", body), path.name
        for environment in ("longtable", "minipage"):
            assert body.count(f"\\begin{{{environment}}}") == body.count(f"\\end{{{environment}}}") == 1
        unescaped = re.sub(r"\\[{}]", "", body)
        assert unescaped.count("{") == unescaped.count("}")
        assert not re.search(r"\\\\\n *[*\[]", body), (
            "a line break would take the star or bracket that follows"
        )


def test_latex_compiles(written, names, tmp_path):
    if not shutil.which("pdflatex"):
        pytest.skip("pdflatex is not installed")
    inputs = "\n\\clearpage\n".join(f"\\input{{{written / name}.tex}}" for name in names)
    (tmp_path / "all.tex").write_text(
        "\\documentclass{article}\n\\usepackage{array,booktabs,longtable,textcomp}\n\\begin{document}\n"
        f"{inputs}\n\\end{{document}}\n"
    )
    ran = subprocess.run(
        ["pdflatex", "-interaction=nonstopmode", "-halt-on-error", "all.tex"],
        cwd=tmp_path, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stdout[-2000:]


@pytest.mark.office
def test_libreoffice_reads_the_word_files(written, names, tmp_path):
    office = shutil.which("soffice")
    if not office:
        pytest.skip("LibreOffice (soffice) is not installed")
    ran = subprocess.run(
        [office, f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", "txt:Text",
         "--outdir", str(tmp_path), *(str(written / f"{name}.docx") for name in names)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    for name in names:
        said = (tmp_path / f"{name}.txt").read_text(encoding="utf-8")
        assert all(cell in said for line in cells_of_csv(written / f"{name}.csv") for cell in line), name


def test_a_part_of_a_run_has_its_tables_too(partial, tmp_path):
    written = [path.name for path in write_all(partial, tmp_path) if path.suffix == ".csv"]
    assert written == [
        "table1_diagnosed.csv",
        "estimates_diagnosed.csv",
        "size_diagnosed.csv",
        "prevalence.csv",
    ]
    assert cells_of_csv(tmp_path / "prevalence.csv")[0][0] == "Prevalence is not part of this run."


def test_properties_stand_in_the_order_that_word_demands(written):
    orders = {
        "w:tcPr": ["tcW", "gridSpan", "vMerge", "tcBorders", "shd", "vAlign"],
        "w:tcBorders": ["top", "left", "bottom", "right"],
        "w:tblPr": ["tblStyle", "tblW", "jc", "tblLayout", "tblLook", "tblCaption"],
        "w:pPr": ["pStyle", "keepNext", "spacing", "ind", "jc"],
    }
    for path in written.glob("*.docx"):
        body = Document(str(path)).element.body
        for tag, order in orders.items():
            found = [[child.tag.split("}")[1] for child in element] for element in body.iter(qn(tag))]
            assert found, tag
            for names in found:
                assert names == [name for name in order if name in names], (path.name, tag)
