"""The study: the analysis plan, the models that it defines, and the schema of the results."""
