"""Small transport files, a mirror over loopback HTTP that misbehaves on request, and the real tables."""

import subprocess
import sys
import threading
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pandas as pd
import pyreadstat
import pytest

from rlsanalysis.nhanes import catalog
from rlsanalysis.nhanes.catalog import Table

HTML = b"<!DOCTYPE html>\n<html><head><title>NHANES</title></head><body>This page has moved.</body></html>\n"
ROWS = 40


def write_xport(path: Path, frame: pd.DataFrame, table: str | None = None) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    pyreadstat.write_xport(frame, path, table_name=table or path.stem, file_format_version=5)
    return path


@pytest.fixture(name="write_xport")
def write_xport_fixture() -> Callable[..., Path]:
    return write_xport


@dataclass
class Mirror:
    """A source of tables: its folder, and its address, which answers a table's `faults` first."""

    folder: Path
    url: str = ""
    faults: dict[str, list[str]] = field(default_factory=dict)
    requests: dict[str, int] = field(default_factory=lambda: defaultdict(int))

    def add(self, table: Table, rows: int = ROWS) -> None:
        seqn = pd.Series(range(1, rows + 1), dtype=float)
        frame = pd.DataFrame({"SEQN": seqn, "VALUE": seqn / 3, "CODE": 1.0})
        write_xport(self.folder / table.relative_path, frame)


class Handler(BaseHTTPRequestHandler):
    def __init__(self, *args: object, mirror: Mirror) -> None:
        self.mirror = mirror
        super().__init__(*args)

    def log_message(self, *args: object) -> None:
        """Keep the terminal for the tests."""

    def do_GET(self) -> None:
        name = Path(self.path).stem
        self.mirror.requests[name] += 1
        path = self.mirror.folder / self.path.lstrip("/")
        faults = self.mirror.faults.get(name, [])
        fault = faults.pop(0) if faults else None
        body = path.read_bytes() if path.is_file() else b""
        if fault and fault.isdigit():
            self.answer(int(fault), HTML)
        elif fault == "page":
            self.answer(200, HTML)
        elif fault == "cut":
            self.answer(200, body[:-100])
        elif fault == "rows lost":
            self.answer(200, body[:-320])
        elif fault == "broken off":
            self.answer(200, body[:-100], length=len(body))
        elif not body:
            self.answer(404, HTML)
        else:
            self.answer(200, body)

    def answer(self, status: int, body: bytes, length: int | None = None) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(length or len(body)))
        self.end_headers()
        self.wfile.write(body)


@pytest.fixture
def mirror(tmp_path: Path) -> Iterator[Mirror]:
    mirror = Mirror(tmp_path / "mirror")
    mirror.folder.mkdir()
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, mirror=mirror))
    mirror.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=partial(server.serve_forever, poll_interval=0.01))
    thread.start()
    yield mirror
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def small_tables(mirror: Mirror) -> list[Table]:
    """Four tables of the catalog, as small ones, in the mirror."""
    names = ("FERTIN_D", "TFR_D", "GHB_E", "P_GHB")
    tables = [replace(catalog.tables()[name], rows=ROWS) for name in names]
    for table in tables:
        mirror.add(table)
    return tables


@pytest.fixture(scope="session")
def real_tables(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A raw folder with a few real tables: those of the mirror script, and CDC's present files of revised ones."""
    script = shared / "nhanes" / "mirror.py"
    if not script.is_file():
        pytest.skip("the real tables are not next to the repository (../shared/nhanes)")
    folder = tmp_path_factory.mktemp("raw")
    names = ("DEMO_D", "FERTIN_D", "VITB12_H", "PAQIAF_D", "P_FETIB", "RXQ_DRUG")
    subprocess.run([sys.executable, script, folder, *names], check=True)
    for revised in (shared / "nhanes" / "current").glob("*.parquet"):
        write_xport(folder / catalog.tables()[revised.stem].relative_path, pd.read_parquet(revised))
    return folder
