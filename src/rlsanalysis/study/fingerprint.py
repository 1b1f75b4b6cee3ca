"""Identify files and the code of packages by their contents, so that what was computed from them is found again."""

import hashlib
from collections.abc import Collection, Iterable, Iterator
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

import pandas as pd

LENGTH = 32


def digest_of(paths: Iterable[Path | Traversable]) -> str:
    """Return the digest of the names and contents of files, in the order given."""
    total = hashlib.sha256()
    for path in paths:
        total.update(path.name.encode())
        total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()[:LENGTH]


def digest_of_text(text: str) -> str:
    """Return the digest of a text."""
    return hashlib.sha256(text.encode()).hexdigest()[:LENGTH]


def frames_digest(*frames: pd.DataFrame) -> str:
    """Return the digest of the names and values of the columns of data frames."""
    total = hashlib.sha256()
    for frame in frames:
        total.update("\n".join(map(str, frame.columns)).encode())
        total.update(pd.util.hash_pandas_object(frame, index=False).to_numpy().tobytes())
    return total.hexdigest()[:LENGTH]


def sources(*packages: str, without: Collection[str] = ()) -> tuple[Traversable, ...]:
    """Return the code and data files of packages, such as `rlsanalysis.survey`, in a fixed order.

    `without`: names of folders that are left out.
    """

    def below(folder: Traversable) -> Iterator[Traversable]:
        for item in sorted(folder.iterdir(), key=lambda i: i.name):
            if item.is_dir() and item.name not in {"__pycache__", *without}:
                yield from below(item)
            elif item.is_file():
                yield item

    return tuple(item for package in packages for item in below(files(package)))
