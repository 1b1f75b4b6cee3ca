"""The documentation site: `make docs` builds it, and any broken reference or stale page fails the build."""

import sys
from importlib import metadata
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "_ext"))

project = "rlsanalysis"
author = "The rlsanalysis developers"
project_copyright = author
release = metadata.version("rlsanalysis")

extensions = ["myst_nb", "sphinx.ext.autodoc", "sphinx.ext.napoleon", "accessible", "api", "repository"]
exclude_patterns = ["_build", "_ext", "**.ipynb_checkpoints"]
nb_execution_mode = "off"  # notebooks are shown as committed, executed on CDC's files
myst_enable_extensions = ["colon_fence", "attrs_inline"]
myst_heading_anchors = 3
suppress_warnings: list[str] = []

default_role = "literal"  # one backtick in a docstring is code
autodoc_inherit_docstrings = False
autodoc_member_order = "bysource"
autodoc_typehints_format = "short"
python_use_unqualified_type_names = True
python_maximum_signature_line_length = 88
napoleon_google_docstring = False
napoleon_use_rtype = False
napoleon_custom_sections = [("Attributes", "params_style")]
napoleon_preprocess_types = False

nitpicky = True
nitpick_ignore_regex = [
    # The inventories of other projects are on the web, and the build needs no network.
    (r"py:.*", r"(numpy|np|pandas|pd|matplotlib|great_tables|formulaic|statsmodels|pathlib|collections|typing)\..*"),
    (r"py:class", r"decimal\..*"),
    # Names that annotations import from these projects.
    (r"py:class", r"MultiCompResult|PredictionResultsBase"),
    (r"py:class", r"ArrayLike|NDArray|ModelSpec|Path|Any|Self|Literal|Sequence|Mapping|Iterable|Callable"),
    # `Column` is a declaration in one layer and a column of a frame in another, so neither is linked.
    (r"py:class", r"(rlsanalysis\.nhanes\.columns\.)?Column"),
    # Private aliases and types of the package.
    (r"py:class", r"Design|Inference|Terms|Point|Sample|Patterns|Summary|Sampling|By|Answer|Entry"),
    (r"py:class", r"rlsanalysis\.present\.(answer\.Answer|figures\.catalogue\.Entry)"),
]  # fmt: skip

html_theme = "pydata_sphinx_theme"
html_title = "rlsanalysis"
html_static_path = ["_static"]
html_css_files = ["site.css"]
html_show_sourcelink = False
html_copy_source = False
# pages without a section
ALONE = "index getting-started results methods formulas coverage data glossary how-it-is-built contributing changelog"
html_sidebars: dict[str, list[str]] = {page: [] for page in ALONE.split()}
html_theme_options = {
    "navbar_align": "left",
    "header_links_before_dropdown": 7,
    "navigation_with_keys": False,
    "show_prev_next": False,
    "secondary_sidebar_items": {"**": ["page-toc"], "index": []},
    "footer_start": ["copyright"],
    "footer_end": [],
}
