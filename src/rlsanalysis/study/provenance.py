"""Record the provenance of results: inputs with digests of their values, package versions, plan and code revision."""

import platform
import subprocess
from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pandas as pd

from rlsanalysis.study.cohort import Cohort
from rlsanalysis.study.files import dictionary_text, plan_text
from rlsanalysis.study.fingerprint import digest_of, digest_of_text, sources
from rlsanalysis.study.records import Study

PACKAGES = (
    "rlsanalysis", "numpy", "scipy", "pandas", "pyarrow", "pyreadstat", "formulaic", "statsmodels", "matplotlib",
)  # fmt: skip


def provenance(study: Study, cohorts: list[Cohort], command: dict[str, Any]) -> dict[str, Any]:
    """Return the content of `provenance.json`; it is identical for identical inputs, code and versions."""
    columns = pd.concat([c.inputs for c in cohorts]).drop_duplicates(["table", "column"])
    inputs = [
        {
            "table": table,
            "rows": int(rows["rows"].iloc[0]),
            "digests": dict(zip(rows["column"], rows["digest"], strict=True)),
            "notice": rows["notice"].iloc[0],
        }
        for table, rows in columns.groupby("table", sort=True)
    ]
    return {
        "source": study.label,
        "synthetic": study.synthetic,
        "cohorts": [c.name for c in cohorts],
        "request": command,
        "plan": digest_of_text(plan_text(study)),
        "fingerprint": fingerprint(study, (cohort.key for cohort in cohorts)),
        "git": git_revision(),
        "python": platform.python_version(),
        "versions": {name: version(name) for name in PACKAGES},
        "absent_tables": sorted({t for c in cohorts for t in c.absent}),
        "notices": sorted({notice for c in cohorts for notice in c.inputs["notice"] if notice}),
        "inputs": inputs,
    }


def fingerprint(study: Study, cohort_keys: Iterable[str]) -> str:
    """Return the digest of all that a folder of results depends on: study, cohorts, code that fits models, versions.

    The code that only reads or compares results is part of it, since a needless run is better than stale results.

    Parameters
    ----------
    study : the study, whose plan and words are written next to the results.
    cohort_keys : digests of the inputs of the cohorts (`Cohort.key`), in the order of the plan.
    """
    code = digest_of(sources("rlsanalysis.survey", "rlsanalysis.study"))
    versions = [f"python {platform.python_version()}", *(f"{name} {version(name)}" for name in PACKAGES)]
    return digest_of_text(
        "\n".join([plan_text(study), dictionary_text(study), *cohort_keys, code, *versions])
    )


def git_revision() -> str:
    """Return the git revision of the checkout that the package runs from; empty for an installed package."""
    here = Path(__file__).resolve().parent
    try:
        answer = subprocess.run(
            ["git", "-C", str(here), "rev-parse", "--show-toplevel", "HEAD"],
            capture_output=True,
            text=True,
            check=True,
        )
    except (OSError, subprocess.CalledProcessError):
        return ""
    folder, revision = answer.stdout.splitlines()
    return revision if Path(folder) / "src" / "rlsanalysis" == here.parent else ""
