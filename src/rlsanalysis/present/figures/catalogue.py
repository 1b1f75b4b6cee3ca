"""Which figures are drawn for a folder of results: the name of each file, and what draws it."""

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path

from joblib import Parallel, delayed
from matplotlib.figure import Figure

from rlsanalysis.present.figures.adjustment import adjustment
from rlsanalysis.present.figures.distribution import distribution
from rlsanalysis.present.figures.dose_response import dose_response
from rlsanalysis.present.figures.flow import flow
from rlsanalysis.present.figures.forest import forest
from rlsanalysis.present.figures.missingness import missingness
from rlsanalysis.present.figures.prevalence import prevalence
from rlsanalysis.present.figures.style import save
from rlsanalysis.study.results import Results

FLOWS = ("ferritin_halving", "ckd", "rx_antidepressant")
DISTRIBUTIONS = ("ferritin", "egfr")
CURVES = (
    "ferritin", "tsat", "haemoglobin", "egfr", "acr", "hba1c", "caffeine_mg", "bmi", "dash_score", "pack_years",
)  # fmt: skip
"""Of the plan's curves those in files: the main measure of each factor. Any other is one call of `dose_response`."""

Draw = Callable[[Results], Figure]


def catalogue() -> Mapping[str, Draw]:
    """Figures by the name of their file without ending.

    The same for every run: what a run lacks is a page that says so, so that no figure of an older run is left beside
    its tables.
    """
    return {
        "forest": forest,
        "prevalence": prevalence,
        **{f"flow_{exposure}": partial(flow, exposure=exposure) for exposure in FLOWS},
        "missingness": missingness,
        **{
            f"distribution_{variable}": partial(distribution, variable=variable) for variable in DISTRIBUTIONS
        },
        "adjustment": adjustment,
        **{f"dose_response_{v}": partial(dose_response, exposure=v) for v in CURVES},
    }


def save_all(results: Results, folder: Path, workers: int = 1) -> Iterator[Path]:
    """Write every figure of the catalogue as SVG, PDF and PNG; the files do not depend on the number of processes.

    Yields
    ------
    pathlib.Path
        Each file, as soon as it is whole.
    """
    drawn = Parallel(n_jobs=workers, return_as="generator")(
        delayed(_save)(draw, results, folder, name) for name, draw in catalogue().items()
    )
    for paths in drawn:
        yield from paths


def _save(draw: Draw, results: Results, folder: Path, name: str) -> list[Path]:
    return save(draw(results), folder, name)
