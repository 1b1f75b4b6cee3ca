"""Define smoking: status (never, former, current), pack-years, and serum cotinine, a marker of recent nicotine."""

from rlsanalysis.definitions.declare import Definition
from rlsanalysis.definitions.derivations import as_measured, at_least, scaled

GROUP = "smoking"

_WORDS = ("smoker", "tobacco", "cigarettes", "nicotine")

DEFINITIONS = (
    Definition(
        "smoking", "Cigarette smoking status", GROUP, "categorical", "former and current vs never",
        ("smoking",), as_measured("smoking"), ("never", "former", "current"),
        hazards=("self-report",), short="Smoking", synonyms=_WORDS,
    ),
    Definition(
        "pack_years", "Pack-years of cigarettes, per 10", GROUP, "continuous", "per 10 pack-years",
        ("pack_years",), scaled("pack_years", 10), unit="10 pack-years", hazards=("self-report",),
        note="Pack-years are years of smoking × packs per day; never smokers have 0.",
        short="Pack-years, per 10", synonyms=_WORDS,
    ),
    Definition(
        "cotinine_ge10", "Serum cotinine ≥10 ng/mL", GROUP, "binary", "≥10 vs <10 ng/mL",
        ("cotinine",), at_least("cotinine", 10), ("<10", ">=10"),
        citation="CDC, National Exposure Report: nonsmokers have 10 ng/mL or less",
        note="Cotinine reflects nicotine from any source, including nicotine replacement therapy.",
        short="Cotinine ≥10 ng/mL", synonyms=_WORDS,
        level_labels={"<10": "<10 ng/mL", ">=10": "≥10 ng/mL"},
    ),
)  # fmt: skip
