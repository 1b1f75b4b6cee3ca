"""The paragraph on software, code and data, with the versions that the provenance of a run records."""

from rlsanalysis.present.manuscript import numbers
from rlsanalysis.present.words import listed
from rlsanalysis.study.results import Results

NAMES = {
    "numpy": "NumPy [@Harris2020]", "scipy": "SciPy [@Virtanen2020]", "pandas": "pandas [@McKinney2010]",
    "statsmodels": "statsmodels [@Seabold2010]",
}  # fmt: skip
OWN = "rlsanalysis"


def software(results: Results) -> str:
    """Name the software with its versions, the revision of the code, and what makes the numbers reproducible."""
    record = results.provenance
    versions = {name: number for name, number in record["versions"].items() if name != OWN}
    named = [f"{NAMES.get(name, name).replace(' [', f' {number} [') if name in NAMES else f'{name} {number}'}"
             for name, number in versions.items()]  # fmt: skip
    own = f"the open-source package {OWN} [@{OWN}]{_version(results)}{_revision(results)}"
    return numbers.paragraph(
        f"Analyses were done in Python {record['python']} with {own}{f', and with {listed(named)}' if named else ''}.",
        "The record of the run has a digest of every column that was read, the analysis plan and the versions of all "
        "software; the same files, plan and versions give the same numbers.",
        _seed(results),
    )


def _version(results: Results) -> str:
    version = results.provenance["versions"].get(OWN)
    return f", version {version}" if version else ""


def _revision(results: Results) -> str:
    git = results.provenance.get("git")
    return f" (revision {git[:7]})" if git else ""


def _seed(results: Results) -> str:
    seed = results.provenance.get("seed")
    return (
        f"The invented people were drawn with the seed {seed}."
        if results.synthetic and seed is not None
        else ""
    )


def access(results: Results) -> str:
    """Say where the data are available; of synthetic data, that the package makes them."""
    if results.synthetic:
        return f"The package {OWN} makes the synthetic data anew, with the same numbers."
    return results.study.words.manuscript.access
