"""Fetch raw tables from CDC, a mirror or a folder; a table is stored complete or not at all."""

import errno
import shutil
import tempfile
import threading
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

import pooch
import requests
from rich.console import Console
from rich.progress import Progress

from rlsanalysis.nhanes.catalog import CDC, Table
from rlsanalysis.nhanes.digest import assert_whole
from rlsanalysis.nhanes.read import ReadError, inspect, read_table
from rlsanalysis.survey.errors import AnalysisError

Outcome = Literal["downloaded", "present", "missing", "not tried"]

DELAYS = (1.0, 4.0, 16.0)
TIMEOUT = 60
GONE = {404, 410}
PASSING = {429, 500, 502, 503, 504}
DISK_FULL = {errno.ENOSPC, errno.EDQUOT}
NAMED_IN_FULL = 3


class FetchError(AnalysisError):
    """A table could not be fetched; `stops` says that the others cannot be either."""

    def __init__(self, message: str, *, stops: bool = False) -> None:
        super().__init__(message)
        self.stops = stops


@dataclass(frozen=True)
class FetchReport:
    """Names of the tables that were downloaded, already present, and absent at the source, in the order requested."""

    downloaded: tuple[str, ...]
    present: tuple[str, ...]
    missing: tuple[str, ...]


def fetch(
    tables: Iterable[Table],
    raw_dir: Path | str,
    source: str = CDC,
    *,
    workers: int = 4,
    delays: Sequence[float] = DELAYS,
    progress: bool = False,
) -> FetchReport:
    """Fetch the tables that are not yet in the raw folder.

    Parameters
    ----------
    tables
        Tables to fetch.
    raw_dir
        Raw folder, laid out as at CDC.
    source
        Address (``http://``, ``https://``) or folder with the same layout as CDC.
    workers
        Number of simultaneous downloads.
    delays
        Seconds to wait before each retry after a temporary failure.
    progress
        Whether to show a progress bar in the terminal.

    Returns
    -------
    FetchReport
        Includes the tables that the source does not have, which is not an error.

    Raises
    ------
    FetchError
        The source cannot be reached or has none of the tables, the disk is full, or a file is not the table. Complete
        files are kept, so that the next call continues from there.
    """
    wanted = list(dict.fromkeys(tables))
    raw_dir = Path(raw_dir)
    _assert_source(source)
    stop = threading.Event()
    outcomes: dict[str, Outcome] = {}
    faults: dict[str, FetchError] = {}
    with (
        Progress(console=Console(stderr=True), transient=True, disable=not progress) as bar,
        ThreadPoolExecutor(workers) as pool,
    ):
        task = bar.add_task("Fetching tables", total=len(wanted))
        futures: dict[Future[Outcome], str] = {
            pool.submit(_fetch_one, table, raw_dir, source, delays, stop): table.name for table in wanted
        }
        try:
            for future in as_completed(futures):
                try:
                    outcomes[futures[future]] = future.result()
                except FetchError as error:
                    faults[futures[future]] = error
                bar.advance(task)
        finally:
            stop.set()
    names = [table.name for table in wanted]
    if faults:
        raise _summary({name: faults[name] for name in names if name in faults}, len(names))
    downloaded, present, missing = (
        tuple(name for name in names if outcomes[name] == outcome)
        for outcome in ("downloaded", "present", "missing")
    )
    if missing and not (downloaded or present):
        raise FetchError(
            f"{source} has none of the {len(missing)} tables ({missing[0]}, ...). "
            "Check the address, and that it has the layout of CDC (Nchs/Data/Nhanes/...)."
        )
    return FetchReport(downloaded, present, missing)


def _assert_source(source: str) -> None:
    if not _remote(source) and not Path(source).is_dir():
        raise FetchError(
            f"{source} is neither an http address nor a folder. Give one of these as the mirror."
        )


def _remote(source: str) -> bool:
    return source.startswith(("http://", "https://"))


def _fetch_one(
    table: Table, raw_dir: Path, source: str, delays: Sequence[float], stop: threading.Event
) -> Outcome:
    target = raw_dir / table.relative_path
    if target.is_file():
        return "present"
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".fetch-", dir=target.parent) as folder:
            arrived = Path(folder) / target.name
            if _remote(source):
                outcome = _download(table, source, arrived, delays, stop)
            else:
                outcome = _copy(table, Path(source), arrived, stop)
            if outcome == "downloaded":
                inspect(arrived)
                assert_whole(table, len(read_table(arrived, [table.key], persons=table.persons)))
                arrived.replace(target)
    except ReadError as error:
        raise FetchError(f"From {source}: {error}") from error
    except OSError as error:
        if error.errno in DISK_FULL:
            stop.set()
            raise FetchError(
                f"The disk of {raw_dir} is full. Free some space and fetch again.", stops=True
            ) from error
        raise FetchError(f"{table.name} cannot be written to {target.parent}: {error.strerror}.") from error
    return outcome


def _copy(table: Table, source: Path, arrived: Path, stop: threading.Event) -> Outcome:
    if stop.is_set():
        return "not tried"
    original = source / table.relative_path
    if not original.is_file():
        return "missing"
    shutil.copyfile(original, arrived)
    return "downloaded"


def _download(
    table: Table, source: str, arrived: Path, delays: Sequence[float], stop: threading.Event
) -> Outcome:
    url = f"{source.rstrip('/')}/{table.relative_path}"
    host = urlsplit(url).netloc
    fault = FetchError("")
    for wait in (0.0, *delays):
        if stop.wait(wait):
            return "not tried"
        try:
            pooch.HTTPDownloader(timeout=TIMEOUT)(url, str(arrived), None)
        except requests.HTTPError as error:
            status = 0 if error.response is None else error.response.status_code
            if status in GONE:
                return "missing"
            fault = FetchError(f"{table.name}: {host} answered HTTP {status} to {url}.")
            if status not in PASSING:
                break
        except (requests.ConnectionError, requests.Timeout):
            fault = FetchError(
                f"{host} cannot be reached. Check the network, or give a mirror (`--mirror`).",
                stops=True,
            )
        except requests.RequestException:
            fault = FetchError(f"{table.name}: the transfer from {host} was interrupted. Fetch again.")
        else:
            return "downloaded"
    if fault.stops:
        stop.set()
    raise fault


def _summary(faults: Mapping[str, FetchError], total: int) -> FetchError:
    for fault in faults.values():
        if fault.stops:
            return fault
    if len(faults) == 1:
        return next(iter(faults.values()))
    names, texts = list(faults), [str(fault) for fault in faults.values()]
    others = f" Also failed: {', '.join(names[NAMED_IN_FULL:])}." if names[NAMED_IN_FULL:] else ""
    return FetchError(f"{len(faults)} of {total} tables failed. {' '.join(texts[:NAMED_IN_FULL])}{others}")
