"""Tables for manuscripts, of tidy results: Table 1, estimates, prevalence; as HTML, CSV, LaTeX and Word."""
