"""Write the data dictionary of a built cohort from the declarations and the data."""

from collections.abc import Mapping, Sequence

import pandas as pd

from rlsanalysis.study.records.missing import MISSING_KINDS
from rlsanalysis.variables.declare import Variable


def data_dictionary(
    frame: pd.DataFrame, missing: pd.DataFrame, variables: Mapping[str, Variable], releases: Sequence[str]
) -> pd.DataFrame:
    """Return one row per variable: definition, sources, and counts of known and missing values among adults 20+.

    Parameters
    ----------
    frame, missing : people of the cohort in every survey cycle; columns of `missing` end in the variable's id.
    variables : declarations by id.
    releases : letters of the survey cycles in the cohort.
    """
    adults = frame["age"] >= 20
    kinds = missing[adults].rename(columns=lambda c: c.rpartition(".")[2])
    rows = []
    for variable in variables.values():
        here = variable.known_in(releases)
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
                "population": "; ".join(f"{r}: {variable.eligible(r)}" for r in here),
                "releases": " ".join(here),
                "sources": "; ".join(
                    f"{r}: {', '.join(c.source[r] for c in variable.columns_in(r))}" for r in here
                ),
                "component": "; ".join(f"{r}: {variable.component(r)}" for r in here),
                "hazards": "; ".join(variable.hazards),
                "citation": variable.citation,
                "note": variable.note,
                "known": int(counts.get("", 0)),
                **{kind: int(counts.get(kind, 0)) for kind in MISSING_KINDS},
            }
        )
    return pd.DataFrame(rows)
