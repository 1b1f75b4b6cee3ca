"""CDC's files, the canonical columns that they provide, the study of NHANES, and the demonstration."""
