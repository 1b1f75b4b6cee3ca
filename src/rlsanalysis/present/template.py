"""Settings that the templates of report, explorer and site share."""

from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape


@cache
def environment(package: str) -> Environment:
    """Return the templates in `templates/` of a package.

    HTML templates escape what is inserted, and an undefined name is an error.
    """
    return Environment(
        loader=PackageLoader(package), autoescape=select_autoescape(["html.j2"]), trim_blocks=True, lstrip_blocks=True,
        undefined=StrictUndefined, keep_trailing_newline=True,
    )  # fmt: skip
