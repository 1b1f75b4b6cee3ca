import errno
import re
import shutil
import socket
from dataclasses import replace
from pathlib import Path

import pooch
import pytest

from rlsanalysis.nhanes import catalog
from rlsanalysis.nhanes import fetch as module
from rlsanalysis.nhanes.fetch import FetchError, FetchReport, fetch

NOW = (0.0, 0.0)


def whole_files(raw: Path, mirror) -> set[str]:
    """Names of all files in the raw folder, each of which must be as the mirror has it."""
    found = [path for path in raw.rglob("*") if path.is_file()]
    for path in found:
        assert path.read_bytes() == (mirror.folder / path.relative_to(raw)).read_bytes()
    assert not list(raw.rglob(".*")), "temporary files are left"
    return {path.stem for path in found}


def test_downloads_everything_once(mirror, small_tables, tmp_path):
    names = tuple(table.name for table in small_tables)
    raw = tmp_path / "raw"
    assert fetch(small_tables, raw, mirror.url) == FetchReport(downloaded=names, present=(), missing=())
    assert whole_files(raw, mirror) == set(names)
    assert fetch(small_tables, raw, mirror.url) == FetchReport(downloaded=(), present=names, missing=())
    assert dict(mirror.requests) == dict.fromkeys(names, 1)


def test_a_folder_serves_as_well_as_an_address(mirror, small_tables, tmp_path):
    report = fetch(small_tables, tmp_path / "raw", str(mirror.folder), progress=True)
    assert report.downloaded == ("FERTIN_D", "TFR_D", "GHB_E", "P_GHB")
    assert whole_files(tmp_path / "raw", mirror) == set(report.downloaded)
    assert not mirror.requests


@pytest.mark.parametrize("remote", [True, False])
def test_table_that_the_mirror_lacks_is_reported_missing(mirror, small_tables, tmp_path, remote):
    absent = catalog.table("FERTIN", "I")
    source = mirror.url if remote else str(mirror.folder)
    report = fetch([absent, *small_tables], tmp_path / "raw", source)
    assert report.missing == ("FERTIN_I",)
    assert len(report.downloaded) == 4


def test_address_that_has_nothing_is_an_error(mirror, tmp_path):
    with pytest.raises(FetchError, match=r"none of the 2 tables \(FERTIN_D, \.\.\.\)\. Check the address"):
        fetch([catalog.table("FERTIN", "D"), catalog.table("TFR", "D")], tmp_path / "raw", mirror.url)


@pytest.mark.parametrize("status", ["500", "503", "429", "broken off"])
def test_passing_fault_is_tried_again(mirror, small_tables, tmp_path, status):
    mirror.faults["TFR_D"] = [status, status]
    report = fetch(small_tables, tmp_path / "raw", mirror.url, delays=NOW)
    assert "TFR_D" in report.downloaded
    assert mirror.requests["TFR_D"] == 3
    whole_files(tmp_path / "raw", mirror)


@pytest.mark.parametrize(
    ("fault", "message"),
    [
        (
            "page",
            r"GHB_E\.xpt is an HTML page, not a SAS transport file\. The address of the table may have changed",
        ),
        ("cut", r"GHB_E\.xpt is truncated: \d+ bytes"),
        ("rows lost", r"GHB_E is truncated: it has \d\d of 40 catalogued rows"),
        ("broken off", "GHB_E: the transfer from .* was interrupted"),
        ("500", "GHB_E: .* answered HTTP 500"),
        ("403", "GHB_E: .* answered HTTP 403"),
    ],
)
def test_faulty_file_is_one_line_and_leaves_the_others_whole(mirror, small_tables, tmp_path, fault, message):
    tries = 3 if fault in {"broken off", "500"} else 1
    mirror.faults["GHB_E"] = [fault] * tries
    raw = tmp_path / "raw"
    with pytest.raises(FetchError, match=message) as caught:
        fetch(small_tables, raw, mirror.url, delays=NOW)
    assert "\n" not in str(caught.value)
    assert "Delete" not in str(caught.value), "nothing was kept that could be deleted"
    assert mirror.requests["GHB_E"] == tries
    assert whole_files(raw, mirror) == {"FERTIN_D", "TFR_D", "P_GHB"}

    report = fetch(small_tables, raw, mirror.url, delays=NOW)
    assert report.downloaded == ("GHB_E",)
    assert whole_files(raw, mirror) == {"FERTIN_D", "TFR_D", "P_GHB", "GHB_E"}


def test_another_table_under_the_name_is_refused(mirror, small_tables, tmp_path):
    fertin, tfr, *_ = small_tables
    shutil.copyfile(mirror.folder / tfr.relative_path, mirror.folder / fertin.relative_path)
    with pytest.raises(FetchError, match=r"FERTIN_D\.xpt contains another table, TFR_D"):
        fetch([fertin], tmp_path / "raw", mirror.url)
    assert not whole_files(tmp_path / "raw", mirror)


def test_table_with_more_rows_is_taken_as_a_revision(mirror, small_tables, tmp_path):
    fertin = replace(small_tables[0], rows=39)
    assert fetch([fertin], tmp_path / "raw", mirror.url).downloaded == ("FERTIN_D",)


def test_faults_of_several_files_are_gathered_and_all_named(mirror, small_tables, tmp_path):
    for table in small_tables:
        mirror.faults[table.name] = ["page"]
    with pytest.raises(
        FetchError, match=r"4 of 4 tables failed\..*FERTIN_D.*TFR_D.*GHB_E.*Also failed: P_GHB"
    ):
        fetch(small_tables, tmp_path / "raw", mirror.url)


def test_no_network_is_one_line_and_stops_all(small_tables, tmp_path):
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{closed.getsockname()[1]}"
    with pytest.raises(FetchError, match=rf"^{re.escape(address)} cannot be reached\. Check the network"):
        fetch(small_tables, tmp_path / "raw", f"http://{address}", workers=1, delays=NOW)
    assert not [path for path in tmp_path.joinpath("raw").rglob("*") if path.is_file()]


def test_no_network_is_not_waited_for_once_a_table(small_tables, tmp_path, monkeypatch):
    tried = []

    def refuse(_self, url, *_):
        tried.append(url)
        raise module.requests.ConnectionError

    monkeypatch.setattr(pooch.HTTPDownloader, "__call__", refuse)
    with pytest.raises(FetchError, match="cannot be reached"):
        fetch(small_tables, tmp_path / "raw", "http://mirror.invalid", workers=1, delays=NOW)
    assert len(tried) == 3


@pytest.mark.parametrize("remote", [True, False])
def test_full_disk_is_one_line_and_leaves_no_temporary_files(
    mirror, small_tables, tmp_path, monkeypatch, remote
):
    raw = tmp_path / "raw"
    fetch(small_tables[:1], raw, mirror.url)

    filled = []

    def fill(target: str | Path) -> None:
        filled.append(target)
        Path(target).write_bytes(b"HEADER RECORD")
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(shutil, "copyfile", lambda _source, target: fill(target))
    monkeypatch.setattr(pooch.HTTPDownloader, "__call__", lambda _self, _url, target, _pooch: fill(target))
    with pytest.raises(FetchError, match=r"^The disk of .*raw is full\. Free some space"):
        fetch(small_tables, raw, mirror.url if remote else str(mirror.folder), workers=1)
    assert whole_files(raw, mirror) == {"FERTIN_D"}
    assert len(filled) == 1


def test_unwritable_folder_is_named(mirror, small_tables, tmp_path):
    (tmp_path / "raw").write_text("a file where the folder should be")
    with pytest.raises(FetchError, match=r"FERTIN_D cannot be written to .*: Not a directory"):
        fetch(small_tables[:1], tmp_path / "raw", mirror.url)


def test_interruption_leaves_whole_files_and_the_next_call_goes_on(
    mirror, small_tables, tmp_path, monkeypatch
):
    raw = tmp_path / "raw"

    def interrupt(futures):
        next(iter(futures)).result()
        raise KeyboardInterrupt

    mirror.faults["TFR_D"] = ["503"]  # so that the interruption comes while the second table is waited for
    with monkeypatch.context() as patch:
        patch.setattr(module, "as_completed", interrupt)
        with pytest.raises(KeyboardInterrupt):
            fetch(small_tables, raw, mirror.url, workers=1, delays=[300.0])
    assert whole_files(raw, mirror) == {"FERTIN_D"}
    report = fetch(small_tables, raw, mirror.url, delays=NOW)
    assert report.present == ("FERTIN_D",)
    assert whole_files(raw, mirror) == {table.name for table in small_tables}
    assert mirror.requests["FERTIN_D"] == 1


def test_source_that_is_neither_address_nor_folder_is_refused(small_tables, tmp_path):
    with pytest.raises(FetchError, match="neither an http address nor a folder"):
        fetch(small_tables, tmp_path / "raw", str(tmp_path / "nowhere"))
