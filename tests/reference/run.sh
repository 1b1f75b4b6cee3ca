#!/bin/sh
# Write the reference tables anew: needs Rscript with the package survey; PYTHON is that of the project.
set -eu
cd "$(dirname "$0")"
Rscript api.R
Rscript nhanes.R
scratch=$(mktemp -d)
trap 'rm -r "$scratch"' EXIT
if "${PYTHON:-python3}" real_tables.py "$scratch"; then
    Rscript real.R "$scratch"
fi
