"""Define outcomes, exposures and adjusters as functions of canonical columns, in one module per group.

A canonical column, such as `ferritin` in ng/mL, means the same in every cohort; `columns.csv` describes each of them. A
definition knows no survey, no release, no raw column and no code of a questionnaire: how a cohort provides the
canonical columns is part of that cohort (`rlsanalysis.nhanes.sources` for NHANES).
"""
