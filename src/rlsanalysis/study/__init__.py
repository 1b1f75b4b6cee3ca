"""The study: its records, its cohorts and models, the run of a plan, and the tables of results."""
