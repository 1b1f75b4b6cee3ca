"""The study: its plan, the runner, and the results schema."""
