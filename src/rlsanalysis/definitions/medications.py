"""Define use of prescription drugs: those suspected of worsening RLS, comparators, control drugs, treatments of RLS."""

from rlsanalysis.definitions.declare import Definition
from rlsanalysis.definitions.drug_groups import (
    ANTIDEPRESSANTS,
    ANTIEMETICS,
    ANTIPSYCHOTICS,
    DOPAMINE_AGONISTS,
    DOPAMINE_BLOCKING_ANTIEMETICS,
    GABAPENTINOIDS,
    NONSEDATING_ANTIHISTAMINES,
    OPIOIDS,
    OTHER_ANTIPSYCHOTICS,
    PARTIAL_AGONIST_ANTIPSYCHOTICS,
    SEDATING_ANTIHISTAMINES,
    SEROTONERGIC_ANTIDEPRESSANTS,
    STIMULANTS,
    TRAMADOL,
)
from rlsanalysis.definitions.drugs import Drugs
from rlsanalysis.definitions.pregnancy import WOMEN
from rlsanalysis.definitions.prescriptions import TABLE, at_least_rows
from rlsanalysis.study.records.variable import Population

GROUP = "medications"

NOT_A_CAUSE = "The estimate is reported separately and never interpreted as a cause."
_BLOCKS_DOPAMINE = "Drugs that block dopamine may worsen RLS."
_AKATHISIA = "These drugs can cause akathisia, a restlessness that can be mistaken for RLS."
_DEPRESSION = ("antidepressants", "depression treatment")
_NAUSEA = ("antiemetic", "antinausea", "nausea", "vertigo")
_PAIN = ("painkiller", "narcotic", "analgesic")
_BLOOD_PRESSURE = ("blood pressure drug", "control drug")
_ALLERGY = ("allergy drug",)
_CONTROL = (
    "It is an imperfect control drug: no direct link with RLS is established, but hypertension has been associated "
    "with RLS (Batool-Anwar 2011). Muscle pain, edema and cramps, which can be mistaken for RLS, may accompany such "
    "drugs. An association may also reflect that people who take one drug see doctors more often and take others."
)


def _rx(
    id_: str, label: str, drugs: Drugs, *hazards: str, short: str = "", synonyms: tuple[str, ...] = (),
    note: str = "", population: Population | None = None,
) -> Definition:  # fmt: skip
    """Define use of a drug in the past month."""
    return Definition(
        id_, label, GROUP, "binary", "use in the past month vs no use", ("rx_use",), drugs.derive, ("no", "yes"),
        rows=TABLE, row_columns=("drug_name", "drug_id", "classes", "ingredient_classes"), hazards=hazards,
        citation=f"Multum Lexicon: {drugs}", note=note, short=short or label, synonyms=synonyms, drugs=drugs,
        population=population,
    )  # fmt: skip


DEFINITIONS = (
    _rx(
        "rx_antidepressant", "Antidepressant (any)", ANTIDEPRESSANTS,
        short="Antidepressant", synonyms=(*_DEPRESSION, "SSRI", "SNRI"),
        note="The class contains SSRIs, SNRIs, tricyclics, trazodone, mirtazapine and bupropion. Bupropion is thought "
        "not to worsen RLS, and trazodone and tricyclics are often given for sleep or pain.",
    ),
    _rx(
        "rx_serotonergic", "Serotonergic antidepressant", SEROTONERGIC_ANTIDEPRESSANTS,
        synonyms=(*_DEPRESSION, "serotonin"),
        note="The group contains SSRIs, SNRIs, tricyclics, mirtazapine, vilazodone and vortioxetine, which have been "
        "reported to cause or worsen RLS (Rottach 2008 for several of them). It leaves out bupropion, "
        "which is thought not to worsen RLS, and trazodone, which is mostly prescribed for sleep.",
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
        note="Mirtazapine has been reported to cause or worsen RLS (Rottach 2008). It is also prescribed for "
        "insomnia, which may be a consequence of RLS.",
    ),
    _rx(
        "rx_trazodone", "Trazodone", Drugs(names=("TRAZODONE",)), "reverse causation",
        note="Trazodone is often prescribed for insomnia, which may be a consequence of RLS.",
        synonyms=(*_DEPRESSION, "sleeping pill"),
    ),
    _rx(
        "rx_bupropion", "Bupropion", Drugs(names=("BUPROPION",)),
        note="Bupropion is the active comparator: an antidepressant that is thought not to worsen RLS (a trial: "
        "Bayard 2011). The combination with naltrexone, a weight-loss drug, does not count.",
        synonyms=_DEPRESSION,
    ),
    _rx(
        "rx_antipsychotic", "Antipsychotic", ANTIPSYCHOTICS,
        note=f"{_BLOCKS_DOPAMINE} {_AKATHISIA}", synonyms=("neuroleptic",),
    ),
    _rx(
        "rx_antipsychotic_partial", "Antipsychotic with partial dopamine agonism", PARTIAL_AGONIST_ANTIPSYCHOTICS,
        short="Partial dopamine agonist", synonyms=("neuroleptic",),
        note="Aripiprazole, brexpiprazole and cariprazine stimulate dopamine receptors in part. Users of other "
        f"antipsychotics are in the reference group. {_AKATHISIA}",
    ),
    _rx(
        "rx_antipsychotic_others", "Antipsychotic without dopamine agonism", OTHER_ANTIPSYCHOTICS,
        short="Other antipsychotic", synonyms=("neuroleptic", "dopamine antagonist"),
        note=f"{_BLOCKS_DOPAMINE} Users of aripiprazole, brexpiprazole or cariprazine alone are in the reference "
        f"group. {_AKATHISIA}",
    ),
    _rx(
        "rx_antiemetic_dopamine", "Dopamine-blocking antiemetic (antinausea drug)",
        DOPAMINE_BLOCKING_ANTIEMETICS, note=f"{_BLOCKS_DOPAMINE} {_AKATHISIA}",
        short="Dopamine-blocking antiemetic", synonyms=(*_NAUSEA, "dopamine antagonist"),
    ),
    _rx(
        "rx_ondansetron", "Ondansetron", Drugs(names=("ONDANSETRON",)), synonyms=_NAUSEA,
        note="It is the comparator of dopamine-blocking antiemetics: an antiemetic that does not block dopamine.",
    ),
    _rx(
        "rx_antiemetic", "Antiemetic or antivertigo drug (any)", ANTIEMETICS,
        short="Antiemetic (any)", synonyms=_NAUSEA,
        note="The class contains drugs that block dopamine and may worsen RLS, such as metoclopramide, "
        "prochlorperazine and promethazine, and others that do not block dopamine, such as ondansetron.",
    ),
    _rx(
        "rx_antihistamine", "Sedating antihistamine", SEDATING_ANTIHISTAMINES,
        note="Sedating antihistamines may worsen RLS (Bliwise 2014). Combination products count, such as cold "
        "remedies. Only prescriptions are recorded, and most antihistamines are sold without one.",
        synonyms=("first-generation antihistamine", *_ALLERGY, "sleep aid"),
    ),
    _rx(
        "rx_antihistamine_nonsedating", "Nonsedating antihistamine", NONSEDATING_ANTIHISTAMINES,
        synonyms=("second-generation antihistamine", *_ALLERGY),
        note="It is the comparator of sedating antihistamines: an antihistamine that hardly enters the brain. Only "
        "prescriptions are recorded, and most antihistamines are sold without one.",
    ),
    _rx("rx_lithium", "Lithium", Drugs(names=("LITHIUM",)), synonyms=("mood stabilizer",)),
    _rx(
        "rx_beta_blocker", "Beta-blocker", Drugs((47,), ingredients_too=True),
        synonyms=("beta blocker", "blood pressure drug"),
    ),
    _rx(
        "rx_topiramate_zonisamide", "Topiramate or zonisamide", Drugs(containing=("TOPIRAMATE", "ZONISAMIDE")),
        synonyms=("anticonvulsant", "migraine prevention"),
        note="Both have been reported to cause or worsen RLS. Topiramate combined with phentermine counts too.",
    ),
    _rx(
        "rx_z_drug", "Zolpidem, eszopiclone or zaleplon", Drugs(names=("ZOLPIDEM", "ESZOPICLONE", "ZALEPLON")),
        "reverse causation", short="Z-drug", synonyms=("sleeping pill", "hypnotic"),
        note=f"Z-drugs are prescribed for insomnia, which may be a consequence of RLS. {NOT_A_CAUSE}",
    ),
    _rx(
        "rx_stimulant", "Stimulant (methylphenidate or amphetamines)", STIMULANTS,
        short="Stimulant", synonyms=("ADHD drug", "narcolepsy drug"),
        note="Stimulants are mostly prescribed for attention deficit hyperactivity disorder, which occurs with RLS "
        "more often than by chance.",
    ),
    _rx(
        "rx_oestrogen", "Estrogen", Drugs((183,), ingredients_too=True), "measured in some ages or one sex",
        population=WOMEN, synonyms=("hormone therapy", "contraceptive", "birth control pill"),
        note="Hormone therapy, contraceptives and topical products count.",
    ),
    _rx(
        "rx_ppi", "Proton pump inhibitor", Drugs((272,)), note="Proton pump inhibitors reduce the absorption of iron.",
        synonyms=("PPI", "acid reflux drug", "heartburn drug"),
    ),
    _rx(
        "rx_statin", "Statin", Drugs((173,), ingredients_too=True), note=_CONTROL,
        synonyms=("cholesterol drug", "lipid-lowering drug", "control drug"),
    ),
    _rx(
        "rx_ace_inhibitor", "ACE inhibitor", Drugs((42,), ingredients_too=True), note=_CONTROL,
        synonyms=("angiotensin-converting enzyme inhibitor", *_BLOOD_PRESSURE),
    ),
    _rx(
        "rx_diuretic", "Diuretic", Drugs((49,), ingredients_too=True), note=_CONTROL,
        synonyms=("water pill", *_BLOOD_PRESSURE),
    ),
    _rx(
        "rx_calcium_channel_blocker", "Calcium channel blocker", Drugs((48,), ingredients_too=True),
        note=_CONTROL, synonyms=_BLOOD_PRESSURE,
    ),
    _rx(
        "rx_thyroid_hormone", "Thyroid hormone", Drugs((103,)), synonyms=("hypothyroidism", "control drug"),
        note="It is a weak control drug, because thyroid disease is itself a suspected cause of RLS.",
    ),
    _rx(
        "rx_metformin", "Metformin", Drugs(containing=("METFORMIN",)),
        synonyms=("diabetes drug", "blood sugar drug"),
    ),
    _rx(
        "rx_opioid", "Opioid other than tramadol", OPIOIDS, "reverse causation", short="Opioid", synonyms=_PAIN,
        note="Opioids are mostly prescribed for pain, and some of them for RLS that does not respond to other drugs. "
        f"Tramadol does not count, because it is serotonergic too. {NOT_A_CAUSE}",
    ),
    _rx(
        "rx_tramadol", "Tramadol", TRAMADOL, "reverse causation", synonyms=_PAIN,
        note="Tramadol is both an opioid, as are drugs for RLS, and serotonergic, as are antidepressants that may "
        f"worsen RLS. {NOT_A_CAUSE}",
    ),
    _rx(
        "rx_gabapentinoid", "Gabapentin or pregabalin", GABAPENTINOIDS, "reverse causation",
        note="Gabapentin and pregabalin are recommended treatments of RLS (Winkelman 2025), and are also prescribed "
        "for pain and other conditions.",
        synonyms=("gabapentinoid", "alpha-2-delta ligand", "nerve pain drug", "anticonvulsant"),
    ),
    _rx(
        "rx_benzodiazepine", "Benzodiazepine", Drugs((69,)), "reverse causation",
        note="Benzodiazepines are mostly prescribed for anxiety and insomnia. Clonazepam and others are sometimes "
        f"prescribed for RLS, but they are not an established treatment of it. {NOT_A_CAUSE}",
        synonyms=("sedative", "anxiety drug", "sleeping pill"),
    ),
    _rx(
        "rx_dopaminergic", "Dopamine agonist (ropinirole, pramipexole or rotigotine)", DOPAMINE_AGONISTS,
        "reverse causation",
        note="Dopamine agonists are prescribed for RLS and serve as a positive control: an odds ratio far above 1 "
        "supports the validity of the outcome.",
        short="Dopamine agonist", synonyms=("dopaminergic drug", "antiparkinson drug"),
    ),
    Definition(
        "rx_five_or_more", "Five or more prescription drugs", GROUP, "binary", "≥5 vs 0–4 drugs",
        ("rx_use",), lambda people, rows: at_least_rows(people, rows, 5), ("0-4", "5 or more"),
        rows=TABLE, note="Prescriptions for RLS do not count.",
        short="≥5 prescription drugs", synonyms=("polypharmacy",), level_labels={"0-4": "0–4"},
    ),
)  # fmt: skip
