"""What people look at: figures, tables and report, made from the tidy tables of a run; nothing is computed here."""
