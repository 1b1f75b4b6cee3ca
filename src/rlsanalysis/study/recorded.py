"""Record the digests of the files of a results folder, and check that they are the files that the run wrote."""

import hashlib
from collections.abc import Iterable, Mapping
from pathlib import Path

from rlsanalysis.study.tables import RUN, existing
from rlsanalysis.survey.errors import AnalysisError


def digest(path: Path) -> str:
    """Return the SHA-256 of a text file, whatever its line ends."""
    return hashlib.sha256(path.read_bytes().replace(b"\r\n", b"\n")).hexdigest()


def check_digests(record: Path, digests: Mapping[str, str], names: Iterable[str]) -> None:
    """Check that no file was exchanged or changed after the run.

    Parameters
    ----------
    record : path of `provenance.json`, next to the files.
    digests : recorded digests, by the name of the file.
    names : names of the files that a run writes.

    Raises
    ------
    AnalysisError
        A file is missing, has no digest, or differs from the one that the run wrote.
    """
    for name in names:
        path = existing(record.with_name(name))
        if digest(path) != digests.get(name):
            raise AnalysisError(
                f"{path} is not the file that the run wrote: its digest is not the one in {record.name}. Restore "
                f"both, or run the study again: {RUN}."
            )
