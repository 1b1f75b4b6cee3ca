"""Combine the canonical columns of all groups into the source that NHANES is."""

from importlib import import_module
from pkgutil import iter_modules

from rlsanalysis.nhanes import sources
from rlsanalysis.nhanes.canonical import Source

NHANES = Source.of(
    import_module(f"{sources.__name__}.{group.name}") for group in iter_modules(sources.__path__)
)
