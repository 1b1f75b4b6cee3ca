"""Generated pages of the documentation site, and the findings of the README."""
