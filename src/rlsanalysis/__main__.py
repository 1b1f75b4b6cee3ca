"""`python -m rlsanalysis` is the command line."""

from rlsanalysis.cli import main

raise SystemExit(main())
