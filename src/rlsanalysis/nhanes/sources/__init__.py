"""Provide the canonical columns of the definitions from CDC's files, in one module per group.

Each module has a grid of raw columns (`COLUMNS`), the canonical columns that are made from them (`CANONICAL`), and what
a reader should know about variables in this survey (`FACTS`).
"""
