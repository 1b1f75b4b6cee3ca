"""How strongly each suspected cause of restless legs syndrome is associated with it in CDC's NHANES.

    import rlsanalysis as rls
    cohort = rls.load_cohort("2013-2020", source="demo")
    rls.associate(cohort, outcome="treated", exposure="ferritin_lt50", adjust="full")
    rls.run_study(source="demo")

Importing the package reads no file and reaches no network; each name is imported when it is first used.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    __version__: str
    from rlsanalysis.api import notice, run_study
    from rlsanalysis.nhanes.home import best_source
    from rlsanalysis.nhanes.replication.run import replicate
    from rlsanalysis.nhanes.run import fit_plan, load_results
    from rlsanalysis.nhanes.store import load_cohort
    from rlsanalysis.present import figures, tables
    from rlsanalysis.present.answer import answer, answer_cases, answer_findings, answer_prevalence
    from rlsanalysis.present.replication import answer_replication
    from rlsanalysis.study.associate import associate, dose_response
    from rlsanalysis.study.attached import with_study
    from rlsanalysis.study.results import read_results
    from rlsanalysis.survey.design import SurveyDesign
    from rlsanalysis.survey.errors import AnalysisError
    from rlsanalysis.survey.logit import logit

__all__ = [
    "AnalysisError",
    "SurveyDesign",
    "__version__",
    "answer",
    "answer_cases",
    "answer_findings",
    "answer_prevalence",
    "answer_replication",
    "associate",
    "best_source",
    "dose_response",
    "figures",
    "fit_plan",
    "load_cohort",
    "load_results",
    "logit",
    "notice",
    "read_results",
    "replicate",
    "run_study",
    "tables",
    "with_study",
]

_MODULES = {
    "AnalysisError": "survey.errors",
    "SurveyDesign": "survey.design",
    "answer": "present.answer",
    "associate": "study.associate",
    "answer_cases": "present.answer",
    "answer_findings": "present.answer",
    "answer_prevalence": "present.answer",
    "answer_replication": "present.replication",
    "best_source": "nhanes.home",
    "dose_response": "study.associate",
    "fit_plan": "nhanes.run",
    "load_cohort": "nhanes.store",
    "load_results": "nhanes.run",
    "logit": "survey.logit",
    "notice": "api",
    "read_results": "study.results",
    "replicate": "nhanes.replication.run",
    "run_study": "api",
    "with_study": "study.attached",
}


_PARTS = {"figures": "present.figures", "tables": "present.tables"}


def __getattr__(name: str) -> Any:
    if name == "__version__":
        return import_module("importlib.metadata").version(__name__)
    if name in _PARTS:
        return import_module(f"{__name__}.{_PARTS[name]}")
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)


def __dir__() -> list[str]:
    return __all__
