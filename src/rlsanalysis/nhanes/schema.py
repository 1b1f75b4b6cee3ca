"""Check a built cohort against a pandera schema that is generated from the declarations."""

from collections.abc import Mapping

import pandas as pd
import pandera.pandas as pa

from rlsanalysis.nhanes import catalog
from rlsanalysis.study.records import Variable
from rlsanalysis.survey.errors import AnalysisError


def cohort_schema(variables: Mapping[str, Variable]) -> pa.DataFrameSchema:
    """Return the schema of a cohort: one row per person and survey cycle, a complete design, declared values only."""
    design = {
        "seqn": pa.Column(int),
        "release": pa.Column(str, pa.Check.isin(list(catalog.releases()))),
        "strata": pa.Column(float),
        "psu": pa.Column(float, pa.Check.isin([1, 2, 3])),
        "w_interview": pa.Column(float, pa.Check.gt(0)),
        **{
            f"w_{component}": pa.Column(float, pa.Check.ge(0), nullable=True, required=False)
            for component in catalog.weight_tables()
            if component != "interview"
        },
        "age": pa.Column(float, pa.Check.in_range(0, 80)),
        "sex": pa.Column(float, pa.Check.isin([1, 2])),
    }
    return pa.DataFrameSchema(
        design | {v.id: _column(v) for v in variables.values()},
        unique=["release", "seqn"],
        strict=True,
        ordered=False,
    )


def _column(variable: Variable) -> pa.Column:
    if variable.kind == "binary":
        return pa.Column(float, pa.Check.isin([0, 1]), nullable=True)
    if variable.kind == "categorical":
        return pa.Column(pd.CategoricalDtype(list(variable.levels)), nullable=True)
    return pa.Column(float, nullable=True)


def validated(frame: pd.DataFrame, variables: Mapping[str, Variable]) -> pd.DataFrame:
    """Return the frame if it satisfies the schema.

    Raises
    ------
    AnalysisError
        The frame breaks the schema. The message names every column that fails, and the check.
    """
    try:
        return cohort_schema(variables).validate(frame, lazy=True)
    except pa.errors.SchemaErrors as error:
        cases = error.failure_cases
        named = cases["column"].fillna(
            cases["failure_case"]
        )  # pandera puts the name of an extra column there
        counts = cases.groupby([named.rename("column"), "check"], sort=False).size()
        faults = "; ".join(f"{column}: {check} ({count})" for (column, check), count in counts.items())
        raise AnalysisError(
            f"The built cohort breaks its schema: {faults}. Correct the declaration or the raw file."
        ) from error
