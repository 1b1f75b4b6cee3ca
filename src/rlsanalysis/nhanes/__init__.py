"""NHANES: what CDC publishes, fetching it, reading it, and its weights. Knows no restless legs."""
