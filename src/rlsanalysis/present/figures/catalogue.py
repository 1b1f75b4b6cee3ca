"""Which figures are drawn for a folder of results: the name of each file, and the figure with its options."""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from joblib import Parallel, delayed
from matplotlib.figure import Figure

from rlsanalysis.present.figures.adjustment import adjustment
from rlsanalysis.present.figures.adjustment_caption import adjustment_caption
from rlsanalysis.present.figures.distribution import distribution, distribution_caption
from rlsanalysis.present.figures.dose_response import dose_response
from rlsanalysis.present.figures.dose_response_caption import dose_response_caption
from rlsanalysis.present.figures.files import save
from rlsanalysis.present.figures.flow import flow, flow_caption
from rlsanalysis.present.figures.forest import forest
from rlsanalysis.present.figures.forest_caption import forest_caption
from rlsanalysis.present.figures.missingness import missingness, missingness_caption
from rlsanalysis.present.figures.of_run import compares_drugs, named_exposures, remove_figures, supports
from rlsanalysis.present.figures.p_values import p_values, p_values_caption
from rlsanalysis.present.figures.prevalence import prevalence, prevalence_caption
from rlsanalysis.present.figures.specification_caption import (
    specification_curve_caption,
    specifications_caption,
)
from rlsanalysis.present.figures.specification_summary import specifications
from rlsanalysis.present.figures.specifications import specification_curve
from rlsanalysis.present.figures.summary import summary, summary_caption
from rlsanalysis.present.figures.tipping import tipping_point
from rlsanalysis.present.figures.tipping_caption import tipping_point_caption
from rlsanalysis.present.own_rows import study_of_source
from rlsanalysis.study.names import known_name
from rlsanalysis.study.plan import CONTROLS
from rlsanalysis.study.records import Study
from rlsanalysis.study.results import Results

FIGURES_PER_PROCESS = 8
"""Number of figures that take longer than the start of a process."""

KINDS: Mapping[str, tuple[Callable[..., Figure], Callable[..., str]]] = {
    "summary": (summary, summary_caption),
    "forest": (forest, forest_caption),
    "prevalence": (prevalence, prevalence_caption),
    "flow": (flow, flow_caption),
    "missingness": (missingness, missingness_caption),
    "distribution": (distribution, distribution_caption),
    "adjustment": (adjustment, adjustment_caption),
    "dose_response": (dose_response, dose_response_caption),
    "tipping_point": (tipping_point, tipping_point_caption),
    "specifications": (specifications, specifications_caption),
    "specification_curve": (specification_curve, specification_curve_caption),
    "p_values": (p_values, p_values_caption),
}
"""What draws each kind of figure, and what writes its caption."""


@dataclass(frozen=True)
class Entry:
    """A figure of the catalogue: its kind, and the options with which it is drawn and described."""

    kind: str
    options: dict[str, Any] = field(default_factory=dict)

    def draw(self, results: Results) -> Figure:
        """Draw the figure."""
        return KINDS[self.kind][0](results, **self.options)

    def caption(self, results: Results) -> str:
        """Write its caption."""
        return KINDS[self.kind][1](results, **self.options)


def catalogue(study: Study, results: Results | None = None) -> Mapping[str, Entry]:
    """Return the figures by the name of their file without ending; of a run, only those for which it has rows."""
    planned = {kind: study.figures.get(kind, ()) for kind in ("flow", "distribution", "dose_response")}
    flows: Collection[str] = planned["flow"]
    curves: Collection[str] = planned["dose_response"]
    if results:
        flows, curves = named_exposures(results, flows, curves)
    entries = {
        "summary": Entry("summary"),
        **(
            {
                "forest": Entry("forest", {"part": "others"}),
                "forest_drugs": Entry("forest", {"part": "drugs"}),
            }
            if compares_drugs(study)
            else {"forest": Entry("forest")}
        ),
        "forest_controls": Entry("forest", {"roles": CONTROLS}),
        "prevalence": Entry("prevalence"),
        **{f"flow_{e}": Entry("flow", {"exposure": e}) for e in flows},
        "missingness": Entry("missingness"),
        **{f"distribution_{v}": Entry("distribution", {"variable": v}) for v in planned["distribution"]},
        "adjustment": Entry("adjustment"),
        "tipping_point": Entry("tipping_point"),
        "p_values": Entry("p_values"),
        "specifications": Entry("specifications"),
        **{
            f"specifications_{e.id}": Entry("specification_curve", {"exposure": e.id})
            for e in study.exposures.values()
            if e.role == "headline" and not e.stands_for
        },
        **{f"dose_response_{v}": Entry("dose_response", {"exposure": v}) for v in curves},
    }
    if results is None:
        return entries
    return {name: entry for name, entry in entries.items() if supports(results, entry.kind, entry.options)}


def caption(name: str, source: Any, **options: Any) -> str:
    """Return the caption of a figure as text: the caption itself, then a paragraph of notes.

    Parameters
    ----------
    name : a figure of the catalogue, such as `dose_response_ferritin`; or the function that draws it, such as
        `dose_response`, with its options.
    source : what the figure was drawn from.
    options : those with which it was drawn, except `theme` and `title`.

    Raises
    ------
    AnalysisError
        There is no such figure.
    """
    entry = {**{kind: Entry(kind) for kind in KINDS}, **catalogue(study_of_source(source))}
    chosen = entry[known_name("figure", name, entry)]
    return KINDS[chosen.kind][1](source, **{**chosen.options, **options})


def save_all(results: Results, folder: Path, workers: int = 1) -> Iterator[Path]:
    """Write every figure of the catalogue as SVG, PDF and PNG, with its caption as text.

    The files do not depend on the number of processes. Figures of an earlier run that this run lacks are removed.

    Yields
    ------
    pathlib.Path
        Each file, as soon as it is complete.
    """
    figures = catalogue(results.study, results)
    remove_figures(results.study, folder, keep=figures)
    processes = min(workers, max(1, len(figures) // FIGURES_PER_PROCESS))
    written = Parallel(n_jobs=processes, return_as="generator")(
        delayed(_save)(entry, results, folder, name) for name, entry in figures.items()
    )
    for paths in written:
        yield from paths


def _save(entry: Entry, results: Results, folder: Path, name: str) -> list[Path]:
    return save(entry.draw(results), folder, name, entry.caption(results))
