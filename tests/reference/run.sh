#!/bin/sh
# Write the reference tables anew: needs Rscript with the package survey; PYTHON, if not the one in .venv, has pandas.
set -eu
cd "$(dirname "$0")"
Rscript api.R
Rscript nhanes.R
Rscript curves.R
Rscript units.R
"${PYTHON:-../../.venv/bin/python}" design_frame.py
Rscript descriptive.R
Rscript standardised.R
Rscript margins.R
Rscript control_differences.R
scratch=$(mktemp -d)
trap 'rm -r "$scratch"' EXIT
"${PYTHON:-../../.venv/bin/python}" likelihood_samples.py "$scratch/people.csv"
Rscript likelihood.R "$scratch/people.csv"
if "${PYTHON:-../../.venv/bin/python}" real_tables.py "$scratch"; then
    Rscript real.R "$scratch"
fi
if "${PYTHON:-../../.venv/bin/python}" second_edition_tables.py "$scratch"; then
    Rscript second_edition.R "$scratch"
fi
