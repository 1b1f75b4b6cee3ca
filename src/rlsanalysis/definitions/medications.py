"""Define use of prescription drugs: those suspected of worsening RLS, active comparators, and treatments of RLS."""

from rlsanalysis.definitions.declare import Definition
from rlsanalysis.definitions.drugs import Drugs
from rlsanalysis.definitions.prescriptions import TABLE, at_least_rows

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

NOT_A_CAUSE = "The estimate is reported separately and never interpreted as a cause."
_BLOCKS_DOPAMINE = "Drugs that block dopamine may worsen RLS."
_AKATHISIA = "These drugs can cause akathisia, a restlessness that can be mistaken for RLS."
_DEPRESSION = ("antidepressants", "depression treatment")
_NAUSEA = ("antiemetic", "antinausea", "nausea", "vertigo")
_PAIN = ("painkiller", "narcotic", "analgesic")


def _rx(
    id_: str, label: str, drugs: Drugs, *hazards: str, short: str = "", synonyms: tuple[str, ...] = (),
    note: str = "",
) -> Definition:  # fmt: skip
    """Define use of a drug in the past month."""
    return Definition(
        id_, label, GROUP, "binary", "use in the past month vs no use", ("rx_use",), drugs.derive, ("no", "yes"),
        rows=TABLE, row_columns=("drug_name", "drug_id", "classes", "ingredient_classes"), hazards=hazards,
        citation=f"Multum Lexicon: {drugs}", note=note, short=short or label, synonyms=synonyms, drugs=drugs,
    )  # fmt: skip


DEFINITIONS = (
    _rx(
        "rx_antidepressant", "Antidepressant (any)", Drugs((249,), ingredients_too=True),
        short="Antidepressant", synonyms=(*_DEPRESSION, "SSRI", "SNRI"),
        note="The class contains SSRIs, SNRIs, tricyclics, trazodone, mirtazapine and bupropion. Bupropion is thought "
        "not to worsen RLS, and trazodone and tricyclics are often given for sleep or pain.",
    ),
    _rx(
        "rx_ssri", "Selective serotonin reuptake inhibitor (SSRI)", Drugs((208,), ingredients_too=True),
        short="SSRI", synonyms=_DEPRESSION,
    ),
    _rx(
        "rx_snri", "Serotonin–norepinephrine reuptake inhibitor (SNRI)", Drugs((308,)),
        short="SNRI", synonyms=_DEPRESSION,
        note="Duloxetine is an SNRI that is also prescribed for neuropathic pain, so an association with SNRIs and one "
        "with treated neuropathy may rest on the same prescription.",
    ),
    _rx(
        "rx_tca", "Tricyclic antidepressant", Drugs((209,), ingredients_too=True),
        synonyms=(*_DEPRESSION, "TCA"),
    ),
    _rx(
        "rx_mirtazapine", "Mirtazapine", Drugs(names=("MIRTAZAPINE",)), synonyms=_DEPRESSION,
        note="Mirtazapine has been reported to cause or worsen RLS. It is also prescribed for insomnia, which may be a "
        "consequence of RLS.",
    ),
    _rx(
        "rx_trazodone", "Trazodone", Drugs(names=("TRAZODONE",)), "reverse causation",
        note="Trazodone is often prescribed for insomnia, which may be a consequence of RLS.",
        synonyms=(*_DEPRESSION, "sleeping pill"),
    ),
    _rx(
        "rx_bupropion", "Bupropion", Drugs(names=("BUPROPION",)),
        note="Bupropion is the active comparator: an antidepressant that is thought not to worsen RLS. The combination "
        "with naltrexone, a weight-loss drug, does not count.",
        synonyms=_DEPRESSION,
    ),
    _rx(
        "rx_antipsychotic", "Antipsychotic", ANTIPSYCHOTICS,
        note=f"{_BLOCKS_DOPAMINE} {_AKATHISIA}", synonyms=("neuroleptic",),
    ),
    _rx(
        "rx_antiemetic_dopamine", "Dopamine-blocking antiemetic (antinausea drug)", DOPAMINE_BLOCKING,
        note=f"{_BLOCKS_DOPAMINE} {_AKATHISIA} Promethazine in cough mixtures does not count, because these are not "
        "antinausea drugs.",
        short="Dopamine-blocking antiemetic", synonyms=(*_NAUSEA, "dopamine antagonist"),
    ),
    _rx(
        "rx_antiemetic", "Antiemetic or antivertigo drug (any)", ANTIEMETICS,
        short="Antiemetic (any)", synonyms=_NAUSEA,
        note="The class contains drugs that block dopamine and may worsen RLS, such as metoclopramide, "
        "prochlorperazine and promethazine, and others that do not block dopamine, such as ondansetron.",
    ),
    _rx(
        "rx_antihistamine", "Sedating antihistamine", SEDATING_ANTIHISTAMINES,
        note="Sedating antihistamines may worsen RLS. Only prescriptions are recorded, and most antihistamines are "
        "sold without one.",
        synonyms=("first-generation antihistamine", "allergy drug", "sleep aid"),
    ),
    _rx("rx_lithium", "Lithium", Drugs(names=("LITHIUM",)), synonyms=("mood stabilizer",)),
    _rx(
        "rx_beta_blocker", "Beta-blocker", Drugs((47,), ingredients_too=True),
        synonyms=("beta blocker", "blood pressure drug"),
    ),
    _rx(
        "rx_ppi", "Proton pump inhibitor", Drugs((272,)), note="Proton pump inhibitors reduce the absorption of iron.",
        synonyms=("PPI", "acid reflux drug", "heartburn drug"),
    ),
    _rx(
        "rx_statin", "Statin", Drugs((173,), ingredients_too=True),
        synonyms=("cholesterol drug", "lipid-lowering drug"),
    ),
    _rx(
        "rx_calcium_channel_blocker", "Calcium channel blocker", Drugs((48,), ingredients_too=True),
        synonyms=("blood pressure drug",),
    ),
    _rx("rx_thyroid_hormone", "Thyroid hormone", Drugs((103,)), synonyms=("hypothyroidism",)),
    _rx(
        "rx_metformin", "Metformin", Drugs(containing=("METFORMIN",)),
        synonyms=("diabetes drug", "blood sugar drug"),
    ),
    _rx(
        "rx_opioid", "Opioid", Drugs((60, 191)), "reverse causation", synonyms=_PAIN,
        note="Opioids are mostly prescribed for pain, and some of them for RLS that does not respond to other drugs. "
        f"{NOT_A_CAUSE}",
    ),
    _rx(
        "rx_gabapentinoid", "Gabapentin or pregabalin", GABAPENTINOIDS, "reverse causation",
        note="Gabapentin and pregabalin are sometimes prescribed for RLS or its symptoms.",
        synonyms=("gabapentinoid", "alpha-2-delta ligand", "nerve pain drug", "anticonvulsant"),
    ),
    _rx(
        "rx_benzodiazepine", "Benzodiazepine", Drugs((69,)), "reverse causation",
        note="Benzodiazepines are mostly prescribed for anxiety and insomnia. Clonazepam and others are sometimes "
        f"prescribed for RLS, but they are not an established treatment of it. {NOT_A_CAUSE}",
        synonyms=("sedative", "anxiety drug", "sleeping pill"),
    ),
    _rx(
        "rx_dopaminergic", "Dopaminergic drug (dopamine agonist, levodopa or related)", Drugs((276,)),
        "reverse causation",
        note="Dopaminergic drugs are prescribed for RLS and serve as a positive control: an odds ratio far above 1 "
        "supports the validity of the outcome.",
        short="Dopaminergic drug", synonyms=("dopamine agonist", "antiparkinson drug"),
    ),
    Definition(
        "rx_five_or_more", "Five or more prescription drugs", GROUP, "binary", "≥5 vs 0–4 drugs",
        ("rx_use",), lambda people, rows: at_least_rows(people, rows, 5), ("0-4", "5 or more"),
        rows=TABLE, note="Prescriptions for RLS do not count.",
        short="≥5 prescription drugs", synonyms=("polypharmacy",), level_labels={"0-4": "0–4"},
    ),
)  # fmt: skip
