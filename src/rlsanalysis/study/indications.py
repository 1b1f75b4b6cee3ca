"""Count the drugs that define the cases of an outcome, such as the drugs prescribed for RLS."""

from collections.abc import Iterator
from typing import Any

from rlsanalysis.study.cohort import Cohort

FEWEST = 5
OTHER = "other"


def indication_rows(cohort: Cohort, outcome: str) -> Iterator[dict[str, Any]]:
    """Yield the rows of `indications` for an outcome that a prescription defines, the most frequent drug first.

    A case counts once for each drug that is prescribed for the condition, whatever the number of prescriptions. Drugs
    with fewer than `FEWEST` cases are one row, `other`, which counts a case once too.
    """
    taken = cohort.indications[cohort.indications["outcome"] == outcome]
    if taken.empty:
        return
    design = cohort.design([outcome])
    cases = design.frame.assign(weight=design.weights)[design.frame[outcome] == 1]
    taken = taken.merge(cases[["release", "seqn", "weight"]]).drop_duplicates(["release", "seqn", "drug"])
    many = taken["drug"].value_counts()
    drug = taken["drug"].where(taken["drug"].map(many) >= FEWEST, OTHER)
    counted = taken.assign(drug=drug).drop_duplicates(["release", "seqn", "drug"])
    rows = counted.groupby("drug", as_index=False).agg(n=("weight", "size"), weight=("weight", "sum"))
    rows["percent"] = 100 * rows["weight"] / cases["weight"].sum()
    rows["last"] = rows["drug"] == OTHER
    ordered = rows.sort_values(["last", "n", "drug"], ascending=[True, False, True])
    of_outcome = {"outcome": outcome, "releases": " ".join(cohort.releases), "cases": len(cases)}
    for row in ordered[["drug", "n", "percent"]].to_dict("records"):
        yield of_outcome | {str(name): value for name, value in row.items()}
