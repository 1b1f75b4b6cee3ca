"""Write the data dictionary of a built cohort from the declarations and the data."""

from collections.abc import Sequence

import pandas as pd

from rlsanalysis.study.records import Study
from rlsanalysis.study.records.missing import MISSING_KINDS


def data_dictionary(
    frame: pd.DataFrame, missing: pd.DataFrame, study: Study, releases: Sequence[str]
) -> pd.DataFrame:
    """Return one row per variable: definition, sources, and counts of known and missing values among adults 20+.

    Parameters
    ----------
    frame, missing : people of the cohort in every survey cycle; columns of `missing` end in the variable's id.
    study : the study, whose variables and raw columns are described.
    releases : letters of the survey cycles in the cohort.
    """
    adults = frame["age"] >= 20
    kinds = missing[adults].rename(columns=lambda c: c.rpartition(".")[2])
    rows = []
    for variable in study.variables.values():
        here = variable.known_in(releases)
        columns = [study.columns[name] for name in variable.columns]
        counts = kinds[variable.id].astype(str).value_counts()
        rows.append(
            {
                "column": variable.id,
                "label": variable.label,
                "group": variable.group,
                "kind": variable.kind,
                "definition": variable.contrast,
                "levels": " | ".join(variable.levels),
                "unit": variable.unit,
                "population": "; ".join(
                    f"{r}: {variable.population[r].described(study.unit.people)}" for r in here
                ),
                "releases": " ".join(here),
                "sources": "; ".join(
                    f"{r}: {', '.join(c.bases[r] for c in columns if r in c.bases)}" for r in here
                ),
                "component": "; ".join(f"{r}: {variable.component[r]}" for r in here),
                "hazards": "; ".join(variable.hazards),
                "citation": variable.citation,
                "note": variable.note,
                "known": int(counts.get("", 0)),
                **{kind: int(counts.get(kind, 0)) for kind in MISSING_KINDS},
            }
        )
    return pd.DataFrame(rows)
