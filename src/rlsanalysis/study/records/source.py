"""Describe the raw columns from which a cohort derives its variables."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class RawColumn:
    """A raw column: what it contains, who was asked, and its table and name in each release.

    Attributes
    ----------
    label : what was asked or measured.
    cells : table and column (`FERTIN_D.LBXFER`) by release.
    bases : table and column without the part of the name that stands for the release (`FERTIN.LBXFER`), by release.
    unit : unit of the measured value.
    asked : who was asked or examined.
    limits : smallest and largest documented value; None for a column of codes.
    codes : codes and their meaning.
    missing : codes for missing values, and the kind of missing that each stands for.
    """

    label: str
    cells: Mapping[str, str]
    bases: Mapping[str, str]
    unit: str = ""
    asked: str = ""
    limits: tuple[float, float] | None = None
    codes: Mapping[str, str] = field(default_factory=dict)
    missing: Mapping[str, str] = field(default_factory=dict)
