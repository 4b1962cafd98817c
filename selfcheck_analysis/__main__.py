"""`python -m selfcheck_analysis` is the `selfcheck` command."""

from selfcheck_analysis.cli import main

main()
