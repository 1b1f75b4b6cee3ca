"""Measure the time of each stage of a full run, and its peak memory.

The cohorts are built in a temporary folder, so that no stage is skipped. CDC's files must have been fetched (`--raw`
names their folder); the demonstration data are written by the program.
"""

import argparse
import resource
import tempfile
import time
from pathlib import Path

from rlsanalysis.nhanes import home
from rlsanalysis.nhanes.cohorts import cohorts
from rlsanalysis.nhanes.run import fit_plan
from rlsanalysis.nhanes.store import ensure_demo, load_cohort
from rlsanalysis.present.publish import publish

MEBI = 1024


def main() -> None:
    """Run each stage once and print its time, its share of the total, and the peak memory."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--source", choices=("demo", "nhanes"), default="demo")
    arguments.add_argument("--raw", type=Path)
    arguments.add_argument("--workers", type=int, default=2)
    options = arguments.parse_args()
    stages: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as folder:
        processed, out = Path(folder) / "processed", Path(folder) / "results"
        raw = options.raw or (Path(folder) / "raw" if options.source == "demo" else home.raw_folder("nhanes"))
        start = time.perf_counter()
        if options.source == "demo":
            ensure_demo(raw)
            stages["write the demonstration"] = time.perf_counter() - start
        for name in cohorts():
            start = time.perf_counter()
            load_cohort(name, options.source, raw=raw, processed=processed, workers=options.workers)
            stages[f"build {name}"] = time.perf_counter() - start
        start = time.perf_counter()
        results = fit_plan(options.source, raw=raw, processed=processed, out=out, workers=options.workers)
        stages[f"fit {len(results.estimates)} estimates, describe, write"] = time.perf_counter() - start
        start = time.perf_counter()
        list(publish(results, options.workers))
        stages["figures and report"] = time.perf_counter() - start
    total = sum(stages.values())
    for stage, seconds in stages.items():
        print(f"{stage:<45} {seconds:7.1f} s  {seconds / total:5.0%}")
    print(f"{'total':<45} {total:7.1f} s")
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // MEBI
    worker = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // MEBI
    print(
        f"peak memory: {own} MiB in the main process, {worker} MiB in the largest of {options.workers} workers"
    )


if __name__ == "__main__":
    main()
