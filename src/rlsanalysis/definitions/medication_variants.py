"""Define variants of drug use for sensitivity analyses: for another reason, and for longer than the drug for RLS."""

from dataclasses import replace

from rlsanalysis.definitions import medications
from rlsanalysis.definitions.declare import Definition
from rlsanalysis.definitions.drugs import Drugs
from rlsanalysis.definitions.prescriptions import taken_for_other_reason, taken_longer_than_rls_drug

ANTIDEPRESSANTS = (
    "rx_antidepressant",
    "rx_serotonergic",
    "rx_ssri",
    "rx_snri",
    "rx_tca",
    "rx_mirtazapine",
    "rx_trazodone",
    "rx_bupropion",
)
OTHER_REASON = (
    *ANTIDEPRESSANTS,
    "rx_antipsychotic",
    "rx_antihistamine",
)
BEFORE = (
    *ANTIDEPRESSANTS,
    "rx_antipsychotic",
    "rx_antiemetic_dopamine",
    "rx_ondansetron",
    "rx_antihistamine",
    "rx_antihistamine_nonsedating",
    "rx_statin",
    "rx_ace_inhibitor",
    "rx_diuretic",
    "rx_calcium_channel_blocker",
    "rx_thyroid_hormone",
)
_ABBREVIATED = {
    "rx_serotonergic": "Serotonergic",
    "rx_tca": "Tricyclic",
    "rx_antiemetic_dopamine": "Antiemetic",
    "rx_antihistamine": "Antihistamine",
    "rx_antihistamine_nonsedating": "Nonsedating",
    "rx_calcium_channel_blocker": "CCB",
    "rx_thyroid_hormone": "Thyroid drug",
}
"""Names of drugs in the labels of figures, where the label of the plain variable is too long."""

INSOMNIA_OR_ALLERGY = ("G47.0", "G47.9", "J30")
"""ICD-10-CM codes: insomnia, unspecified sleep disorder and allergic rhinitis, the reasons of the control outcomes."""


def _for_other_reason(plain: Definition, drugs: Drugs) -> Definition:
    """Define use of a drug by prescriptions that are not for insomnia or allergic rhinitis."""
    return replace(
        plain,
        id=f"{plain.id}_other_reason",
        label=f"{plain.short}, not prescribed for insomnia or allergy",
        short=f"{_ABBREVIATED.get(plain.id, plain.short)}, other reason",
        contrast="use in the past month for another reason vs no such use",
        derive=taken_for_other_reason(drugs, *INSOMNIA_OR_ALLERGY),
        row_columns=(*plain.row_columns, "reasons", "for_rls"),
        citation=f"{plain.citation}; not ICD-10-CM {', '.join(INSOMNIA_OR_ALLERGY)}",
        note="A prescription with insomnia, an unspecified sleep disorder or allergic rhinitis among its reasons does "
        "not count. One prescription therefore cannot make its user both exposed and a case of treated insomnia or "
        "treated allergic rhinitis.",
        synonyms=(),
        drugs=None,
    )


def _longer_than_rls_drug(plain: Definition, drugs: Drugs) -> Definition:
    """Define use of a drug for longer than the drug for RLS, if there is one."""
    return replace(
        plain,
        id=f"{plain.id}_before",
        label=f"{plain.short}, taken longer than the drug for RLS",
        short=f"{_ABBREVIATED.get(plain.id, plain.short)}, taken longer",
        contrast="longer use than of the drug for RLS vs shorter or no use",
        derive=taken_longer_than_rls_drug(drugs),
        row_columns=(*plain.row_columns, "for_rls", "days"),
        hazards=(*plain.hazards, "self-report"),
        note="In people with a prescription for RLS, the drug counts if it has been taken for longer than the drug for "
        "RLS; an equal or unknown duration does not count. In everyone else any use counts. Only cases can lose their "
        "exposure, so that odds ratios are biased downward. Compare them with those of control drugs that are "
        "defined in the same way. This dates prescriptions, not RLS.",
        synonyms=(),
        drugs=None,
    )


_PLAIN = {plain.id: (plain, plain.drugs) for plain in medications.DEFINITIONS if plain.drugs}

DEFINITIONS = (
    *(_for_other_reason(*_PLAIN[id_]) for id_ in OTHER_REASON),
    *(_longer_than_rls_drug(*_PLAIN[id_]) for id_ in BEFORE),
)
