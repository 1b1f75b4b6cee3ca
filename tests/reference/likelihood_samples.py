"""Write the first samples of one cell of the coverage study for likelihood.R: python likelihood_samples.py FILE."""

import sys
from pathlib import Path

import pandas as pd

sys.path.insert(0, str(Path(__file__).parents[2] / "benchmarks"))

from coverage_study.cells import read_cells
from coverage_study.population import populate, sample

CELL, SAMPLES = "e05_or3", 6

population = populate(read_cells()[CELL])
frames = []
for number in range(SAMPLES):
    drawn = sample(population, number)
    frame = pd.DataFrame(drawn.X, columns=population.names).drop(columns="constant")
    design = {"y": drawn.y, "w": drawn.weight, "stratum": drawn.stratum[drawn.psu], "psu": drawn.psu}
    frames.append(frame.assign(number=number, **design))
pd.concat(frames).to_csv(sys.argv[1], index=False)
