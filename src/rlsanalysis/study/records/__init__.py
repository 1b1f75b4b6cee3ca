"""The records of a study: pure data, which can be written to a file and read back as an equal value."""
