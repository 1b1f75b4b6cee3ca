"""Store cohorts: one tidy Parquet file per cohort with its data dictionary, rebuilt only when an input changes."""

import json
import os
import warnings
from importlib.resources import files
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
from joblib import Parallel, delayed

from rlsanalysis.definitions.cohort import with_levels
from rlsanalysis.nhanes import catalog, home
from rlsanalysis.nhanes.bind import registry
from rlsanalysis.nhanes.build import BuiltRelease, read_release
from rlsanalysis.nhanes.cohorts import cohorts
from rlsanalysis.nhanes.demo import is_synthetic, write_demo
from rlsanalysis.nhanes.dictionary import data_dictionary
from rlsanalysis.nhanes.inputs import columns_read
from rlsanalysis.nhanes.schema import validated
from rlsanalysis.nhanes.study import nhanes_study
from rlsanalysis.study.cohort import Cohort
from rlsanalysis.study.fingerprint import digest_of, digest_of_text, sources
from rlsanalysis.study.names import known_name
from rlsanalysis.survey.errors import AnalysisError, AnalysisWarning

_KEY = b"rlsanalysis"
_MISSING = "missing."
_OTHER_FOLDER = "Use another folder (`raw=`, or `--raw` on the command line)."


def load_cohort(
    name: str,
    source: str = "nhanes",
    *,
    raw: Path | str | None = None,
    processed: Path | str | None = None,
    workers: int = 1,
) -> Cohort:
    """Load a cohort, building it first where its file is absent or its inputs have changed.

    Parameters
    ----------
    name : `2005-2008` or `2013-2020`.
    source : `nhanes` (files from CDC, fetched before) or `demo` (synthetic people, generated on first use).
    raw, processed : folders to use instead of `data/raw/<source>` and `data/processed/<source>`.
    workers : number of survey cycles to read at the same time.

    Returns
    -------
    Cohort
        Its `frame` is tidy: one row per person, with variables, survey cycle and design.

    Raises
    ------
    AnalysisError
        The cohort or source is unknown; raw files are absent or damaged; files are synthetic but real ones were
        requested, or the reverse.
    """
    _, folder = _ensure_current(name, source, raw, processed, workers)
    return read_cohort(name, source, folder)


def current_key(
    name: str,
    source: str = "nhanes",
    *,
    raw: Path | str | None = None,
    processed: Path | str | None = None,
    workers: int = 1,
) -> str:
    """Return the digest of the inputs of a cohort, building it first as `load_cohort` does, without reading it.

    Parameters and errors are those of `load_cohort`.
    """
    key, _ = _ensure_current(name, source, raw, processed, workers)
    return key


def _ensure_current(
    name: str, source: str, raw: Path | str | None, processed: Path | str | None, workers: int
) -> tuple[str, Path]:
    """Build a cohort unless its file is current; return the digest of its inputs and the folder of the file."""
    known_name("cohort", name, cohorts())
    raw = Path(raw or home.raw_folder(source))
    processed = Path(processed or home.processed_folder(source))
    if home.checked(source) == "demo":
        ensure_demo(raw)
    else:
        home.assert_fetched(raw, [*cohorts()[name].releases])
    target = processed / f"{name}.parquet"
    key = _fingerprint(source, [raw / path for path in raw_paths(name)])
    if stored_key(name, processed) != key:
        build(name, source, raw, target, key, workers=workers)
    return key, processed


def raw_tables(name: str) -> list[str]:
    """Return the names of the raw tables that a cohort is built from."""
    variables = registry().values()
    return list(dict.fromkeys(t for r in cohorts()[name].releases for t in columns_read(r, variables)))


def raw_paths(name: str) -> list[str]:
    """Return the paths of the raw tables of a cohort, relative to a raw folder."""
    return [catalog.tables()[table].relative_path for table in raw_tables(name)]


def columns_of_study() -> dict[str, list[str]]:
    """Return the raw columns that the study reads, without the key, by raw table of all cohorts."""
    wanted: dict[str, set[str]] = {}
    for release in (r for pool in cohorts().values() for r in pool.releases):
        for table, names in columns_read(release, registry().values()).items():
            wanted.setdefault(table, set()).update(names)
    return {table: sorted(names) for table, names in wanted.items()}


def ensure_demo(raw: Path) -> None:
    """Write the demonstration files, unless this version of the generator has already written them.

    Raises
    ------
    AnalysisError
        The folder contains files that are not synthetic. They are not overwritten.
    """
    marker = raw / "generator.txt"
    version = digest_of(sources("rlsanalysis.nhanes.data", "rlsanalysis.nhanes.demo"))
    if marker.exists() and marker.read_text() == version:
        return
    for path in raw.rglob("*.xpt"):
        if not is_synthetic(path):
            raise AnalysisError(
                f"{path} is not synthetic, and the demonstration would overwrite it. {_OTHER_FOLDER}"
            )
    write_demo(raw)
    marker.write_text(version)


def build(name: str, source: str, raw: Path, target: Path, key: str, *, workers: int = 1) -> None:
    """Build a cohort from raw tables and write it with its dictionary, replacing the old file at the end.

    Raises
    ------
    AnalysisError
        A raw file is absent or damaged, or is synthetic although `source` is `nhanes` (or the reverse); a value has
        no declared meaning.
    """
    study = nhanes_study(source)
    for path in raw_paths(name):
        if (raw / path).exists() and is_synthetic(raw / path) != (source == "demo"):
            kind = "synthetic" if source == "nhanes" else "not synthetic"
            raise AnalysisError(
                f"{raw / path} is {kind}, but source {source!r} was requested. {_OTHER_FOLDER}"
            )
    jobs = (
        delayed(_read)(release, raw, catalogued=source == "nhanes") for release in cohorts()[name].releases
    )
    built: list[BuiltRelease] = list(Parallel(n_jobs=workers)(jobs))
    for outside in dict.fromkeys(sentence for b in built for sentence in b.outside):
        warnings.warn(f"{outside} Check whether the values are plausible.", AnalysisWarning, stacklevel=2)
    everyone = pd.concat([b.frame for b in built], ignore_index=True)
    categorical = (v for v in study.variables.values() if v.kind == "categorical")
    everyone = everyone.assign(**{v.id: with_levels(everyone[v.id], v.levels) for v in categorical})
    everyone = validated(everyone, study.variables)
    missing = pd.concat([b.missing for b in built], ignore_index=True).astype("category").add_prefix(_MISSING)
    details = {
        "key": key,
        "absent": sorted({t for b in built for t in b.absent}),
        "inputs": [vars(i) for b in built for i in b.inputs],
        "indications": pd.concat([b.indications for b in built]).to_dict("list"),
    }
    table = pa.Table.from_pandas(pd.concat([everyone, missing], axis=1), preserve_index=False)
    table = table.replace_schema_metadata(
        {**(table.schema.metadata or {}), _KEY: json.dumps(details).encode()}
    )
    target.parent.mkdir(parents=True, exist_ok=True)
    data_dictionary(everyone, missing, study, [*cohorts()[name].releases]).to_csv(
        target.with_suffix(".dictionary.csv"), index=False
    )
    part = target.with_suffix(f".{os.getpid()}.part")  # two processes may build at the same time
    pq.write_table(table, part, compression="zstd")
    part.replace(target)


def _read(release: str, raw: Path, *, catalogued: bool) -> BuiltRelease:
    """Read a survey cycle in a worker process, which loads the declarations itself."""
    return read_release(release, raw, registry(), catalogued=catalogued)


def read_cohort(name: str, source: str, processed: Path) -> Cohort:
    """Read a cohort that was built, without checking whether its inputs changed."""
    table = pq.read_table(processed / f"{name}.parquet")
    details = json.loads(table.schema.metadata[_KEY])
    frame = table.to_pandas()
    kinds = [c for c in frame if c.startswith(_MISSING)]
    inputs = pd.DataFrame(
        [
            {
                "table": i["table"],
                "rows": i["rows"],
                "column": column,
                "digest": digest,
                "notice": i["notice"],
            }
            for i in details["inputs"]
            for column, digest in i["digests"].items()
        ]
    )
    return Cohort(
        name,
        nhanes_study(source),
        frame.drop(columns=kinds),
        frame[kinds].rename(columns=lambda c: c.removeprefix(_MISSING)),
        inputs.drop_duplicates(["table", "column"], ignore_index=True),
        tuple(details["absent"]),
        pd.DataFrame(details["indications"]),
        details["key"],
    )


def stored_key(name: str, processed: Path) -> str:
    """Return the digest of the inputs of a built cohort; empty if there is no complete file."""
    try:
        metadata = pq.read_schema(processed / f"{name}.parquet").metadata
        return str(json.loads(metadata[_KEY])["key"])
    except (FileNotFoundError, pa.ArrowInvalid, KeyError, TypeError):
        return ""


def _fingerprint(source: str, paths: list[Path]) -> str:
    """Return the digest of everything a cohort depends on: raw files, and the code that reads and derives."""
    present = (p for p in paths if p.exists())
    apart = ("plan", "replication")  # what is fitted to cohorts, and what reads the raw tables by itself
    code = sources(
        "rlsanalysis.definitions", "rlsanalysis.nhanes", "rlsanalysis.study.records", without=apart
    )
    code = (*code, files("rlsanalysis.study") / "weights.py")
    return digest_of_text(source + digest_of(present) + digest_of(code))
