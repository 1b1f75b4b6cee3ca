"""Write units_frame.csv, the result of `SurveyDesign.to_frame()` for the sample of units.R; descriptive.R reads it."""

from pathlib import Path

import pandas as pd

from rlsanalysis.survey import SurveyDesign

HERE = Path(__file__).parent


def exported() -> pd.DataFrame:
    """The frame of the design's domain."""
    units = pd.read_csv(HERE / "units.csv")
    design = SurveyDesign(units, weights="wt", strata="stratum", psu="psu", singleton="adjust")
    return design.domain(units["inside"] == 1).to_frame()


if __name__ == "__main__":
    exported().to_csv(HERE / "units_frame.csv", index=False)
