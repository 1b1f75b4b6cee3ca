"""What a study says of itself, in sentences and phrases; a sentence that is empty is not said."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Manuscript:
    """What a manuscript says of the data and a run cannot know: whole sentences in the past tense.

    A sentence cites a work of the study's bibliography as `[@key]`.

    Attributes
    ----------
    background : why the question was asked.
    population : the population that the data describe, as a phrase.
    sampling, mode : how units were sampled, and how they were interviewed and examined.
    response : response rates.
    design : how the strata and primary sampling units of the files relate to those of the survey.
    measurement : how exposures and adjusters were measured.
    plan : how the analysis plan came about, besides what `not_preregistered` says.
    adjustment : why these adjusters were chosen, and what they may be instead of confounders.
    shared_indication : which prescriptions did not count for control outcomes, of `{exposures}`.
    robustness : when the robustness analyses were added to the plan.
    controls : which positive controls could not be used for which outcome.
    secondary : how the analysis of secondary outcomes differed from that of the primary ones.
    generalizability : to whom the results apply, and to whom they may not.
    experiments : experiments within the survey, such as a random choice of the wording of a question.
    ethics, access, funding : who approved the collection of the data, where they are available, and who paid for it.
    outcomes : definition of each outcome, by id; of a control outcome as a phrase.
    samples : restricted samples and adjustment sets, and why they were used, by id.
    """

    background: str = ""
    population: str = ""
    sampling: str = ""
    mode: str = ""
    response: str = ""
    design: str = ""
    measurement: str = ""
    plan: str = ""
    adjustment: str = ""
    shared_indication: str = ""
    robustness: str = ""
    controls: str = ""
    secondary: str = ""
    generalizability: str = ""
    experiments: str = ""
    ethics: str = ""
    access: str = ""
    funding: str = ""
    outcomes: Mapping[str, str] = field(default_factory=dict)
    samples: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Words:
    """Sentences about a study, each without a final line break, and names of its parts.

    Attributes
    ----------
    question, title, title_synthetic, population, source, survey, condition, authors : what the study asks, of whom
        and from which data; `survey` is a name of one word, `title_synthetic` the title of a run with simulated people.
    definitions : phrase that defines an outcome, by id.
    comments : what must be read with the finding of an exposure, by id.
    classes : exposures that an exposure comprises, by id.
    revealing, scheduled : names of the negative controls that can reveal bias, and what the schedule of the survey sets
        of those that cannot, by exposure.
    true_by_definition : drugs that make a user of an exposure a case of a control outcome, by exposure and outcome.
    not_assessable : exposures of clinical interest, with a comment for the case that they are not reported.
    roles : roles of exposures; each role of the plan needs an entry.
    directions : directions of an association that the plan expects, besides those of every study, by their key.
    groups : headings of groups whose id does not say what they contain.
    sets : adjustment sets, in words; each set of the plan needs an entry.
    hazards : what each hazard of a variable means.
    manuscript : what a manuscript says of the data.
    """

    question: str
    title: str
    population: str
    source: str
    survey: str
    condition: str
    title_synthetic: str = ""
    authors: str = ""
    purpose: str = ""
    under_ascertainment: str = ""
    detection: str = ""
    control_outcomes: str = ""
    neutral_controls: str = ""
    shared_indication: str = ""
    negative_controls: str = ""
    control_drugs: str = ""
    association: str = ""
    selection: str = ""
    selection_of_users: str = ""
    misclassification: str = ""
    misclassified_associations: str = ""
    drug_classes: str = ""
    sources_to_cite: str = ""
    consequences: str = ""
    observed_drugs: str = ""
    treatment_guideline: str = ""
    indication_or_exposure: str = ""
    analysis_plan: str = ""
    not_preregistered: str = ""
    complete_cases: str = ""
    adjusters_themselves: str = ""
    adjustment_exceptions: str = ""
    derived_measures: str = ""
    missing_values: str = ""
    over_the_counter: str = ""
    synthetic: str = "SYNTHETIC DATA: invented people; no number here describes real people"
    definitions: Mapping[str, str] = field(default_factory=dict)
    comments: Mapping[str, str] = field(default_factory=dict)
    classes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    revealing: Mapping[str, str] = field(default_factory=dict)
    scheduled: Mapping[str, str] = field(default_factory=dict)
    true_by_definition: Mapping[str, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)
    not_assessable: Mapping[str, str] = field(default_factory=dict)
    roles: Mapping[str, str] = field(default_factory=dict)
    directions: Mapping[str, str] = field(default_factory=dict)
    groups: Mapping[str, str] = field(default_factory=dict)
    sets: Mapping[str, str] = field(default_factory=dict)
    hazards: Mapping[str, str] = field(default_factory=dict)
    manuscript: Manuscript = field(default_factory=Manuscript)


@dataclass(frozen=True)
class Topic:
    """A topic that a reader may look for and that has no variable in the study, or none for one of its outcomes.

    Attributes
    ----------
    topic : what a reader may look for.
    words : words by which a reader may search for it, in lower case.
    search : words whose search finds the estimates for it; empty if the reader's own words do.
    sentence : what to tell the reader.
    """

    topic: str
    words: tuple[str, ...]
    search: str
    sentence: str


@dataclass(frozen=True)
class Reference:
    """A work that a study rests on: what it is used for, and its citation."""

    used_for: str
    source: str


@dataclass(frozen=True)
class Brands:
    """Brand names of a drug: of its prescribed form, and of a form sold without a prescription, if any."""

    names: tuple[str, ...] = ()
    over_the_counter: tuple[str, ...] | None = None
