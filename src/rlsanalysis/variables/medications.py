"""Medications: drugs thought to worsen restless legs, comparators, and drugs that treat them."""

from rlsanalysis.variables.declare import Hazard, Variable
from rlsanalysis.variables.prescriptions import COLUMNS, LOOKUP, PRESCRIPTIONS, Drugs, at_least_rows

GROUP = "medications"

ANTIPSYCHOTICS = Drugs((251,), ingredients_too=True, without=("PROCHLORPERAZINE", "LITHIUM"))
DOPAMINE_BLOCKING = Drugs(names=("METOCLOPRAMIDE", "PROMETHAZINE", "PROCHLORPERAZINE", "TRIMETHOBENZAMIDE"))
ANTIEMETICS = Drugs(
    (65,),
    without=("LORAZEPAM", "DIPHENHYDRAMINE", "DOXYLAMINE", "BENZOCAINE", "CHLORPROMAZINE", "PERPHENAZINE"),
)
SEDATING_ANTIHISTAMINES = Drugs(
    (123,),
    without=(
        "LORATADINE", "DESLORATADINE", "CETIRIZINE", "LEVOCETIRIZINE", "FEXOFENADINE", "TERFENADINE",
        "ASTEMIZOLE",
    ),
)  # fmt: skip
GABAPENTINOIDS = Drugs((347,), names=("GABAPENTIN", "PREGABALIN"))

_TREATS = "treats RLS: shown apart, never as a cause"


def _rx(
    id_: str, label: str, drugs: Drugs, *hazards: Hazard, contrast: str = "taken in the past month vs not",
    measured_in: str = "", note: str = "",
) -> Variable:  # fmt: skip
    """Declare a drug exposure; its definition in words becomes the citation."""
    return Variable(
        id_, label, GROUP, "binary", contrast,
        (COLUMNS["rx_use"], COLUMNS["drug_name"], COLUMNS["drug_id"], LOOKUP["drug_number"]), drugs.derive,
        ("no", "yes"),
        rows=PRESCRIPTIONS, measured_in=measured_in, hazards=hazards,
        citation=f"Multum Lexicon: {drugs}", note=note,
    )  # fmt: skip


VARIABLES = (
    _rx("rx_antidepressant", "Antidepressant, any", Drugs((249,), ingredients_too=True)),
    _rx("rx_ssri", "SSRI", Drugs((208,), ingredients_too=True)),
    _rx("rx_snri", "SNRI", Drugs((308,))),
    _rx("rx_tca", "Tricyclic antidepressant", Drugs((209,), ingredients_too=True), "sparse"),
    _rx("rx_mirtazapine", "Mirtazapine", Drugs(names=("MIRTAZAPINE",)), "sparse"),
    _rx(
        "rx_trazodone", "Trazodone", Drugs(names=("TRAZODONE",)), "reverse causation",
        note="given for the insomnia of RLS",
    ),
    _rx(
        "rx_bupropion", "Bupropion", Drugs(names=("BUPROPION",)),
        note="active comparator: an antidepressant thought not to worsen RLS; "
        "with naltrexone, for weight, it does not count",
    ),
    _rx("rx_antipsychotic", "Antipsychotic", ANTIPSYCHOTICS, "sparse"),
    _rx(
        "rx_antiemetic_dopamine", "Dopamine-blocking antinausea drug", DOPAMINE_BLOCKING, "sparse",
        note="promethazine in cough mixtures does not count: they are no antinausea drugs",
    ),
    _rx("rx_antiemetic", "Antinausea or antivertigo drug, any", ANTIEMETICS, "sparse"),
    _rx(
        "rx_antihistamine", "Sedating antihistamine", SEDATING_ANTIHISTAMINES, "sparse",
        note="prescriptions only: most are sold without one",
    ),
    _rx("rx_lithium", "Lithium", Drugs(names=("LITHIUM",)), "sparse"),
    _rx("rx_beta_blocker", "Beta blocker", Drugs((47,), ingredients_too=True)),
    _rx("rx_ppi", "Proton-pump inhibitor", Drugs((272,)), note="lowers iron uptake"),
    _rx("rx_statin", "Statin", Drugs((173,), ingredients_too=True)),
    _rx("rx_calcium_channel_blocker", "Calcium-channel blocker", Drugs((48,), ingredients_too=True)),
    _rx("rx_thyroid_hormone", "Thyroid hormone", Drugs((103,))),
    _rx("rx_metformin", "Metformin", Drugs(containing=("METFORMIN",))),
    _rx("rx_opioid", "Opioid", Drugs((60, 191)), "reverse causation", note=_TREATS),
    _rx("rx_gabapentinoid", "Gabapentin or pregabalin", GABAPENTINOIDS, "reverse causation", note=_TREATS),
    _rx("rx_benzodiazepine", "Benzodiazepine", Drugs((69,)), "reverse causation", note=_TREATS),
    _rx(
        "rx_dopaminergic", "Dopamine agonist or levodopa", Drugs((276,)), "reverse causation", "sparse",
        contrast="taken vs not", measured_in="D E",
        note="treats RLS: an odds ratio far above 1 shows that the outcome is what it says; "
        "defines the outcome in 2013-2020",
    ),
    Variable(
        "rx_five_or_more", "Five or more prescriptions", GROUP, "binary", ">=5 vs 0-4 drugs",
        (COLUMNS["rx_use"],), lambda people, rows: at_least_rows(people, rows, 5), ("0-4", "5 or more"),
        rows=PRESCRIPTIONS,
        note="counted after removing rows for RLS; a drug of unknown name counts, as in CDC's own count",
    ),
)  # fmt: skip
