"""Text as Markdown, and pages of Markdown with a generated part."""

import re


def markdown(text: str) -> str:
    """Escape the characters that have a meaning in Markdown."""
    return "".join(f"\\{sign}" if sign in r"\|*_<>[]`#$~" else sign for sign in text)


def with_block(page: str, block: str, start: str, end: str) -> str:
    """Return a page with a block, which has its two comments, in place of what is between them."""
    return re.sub(f"{re.escape(start)}.*?{re.escape(end)}", lambda _: block, page, flags=re.DOTALL)
