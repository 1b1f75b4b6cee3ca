"""Text as Markdown."""


def markdown(text: str) -> str:
    """Escape the characters that have a meaning in Markdown."""
    return "".join(f"\\{sign}" if sign in r"\|*_<>[]`#$~" else sign for sign in text)
