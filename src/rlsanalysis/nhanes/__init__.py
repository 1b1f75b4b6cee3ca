"""Fetch, verify and read NHANES files, and choose their weights. Nothing here depends on the disease under study."""
