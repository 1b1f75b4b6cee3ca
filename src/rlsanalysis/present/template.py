"""Templates of the pages: the settings that report, explorer and site share."""

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape


def environment(package: str) -> Environment:
    """Templates that lie in `templates/` of a package; those of HTML escape what is filled in.

    A name that a template does not know is an error.
    """
    return Environment(
        loader=PackageLoader(package), autoescape=select_autoescape(["html.j2"]), trim_blocks=True, lstrip_blocks=True,
        undefined=StrictUndefined, keep_trailing_newline=True,
    )  # fmt: skip
