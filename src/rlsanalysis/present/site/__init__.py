"""Pages of the documentation site that are made from declarations, the plan and the results."""
