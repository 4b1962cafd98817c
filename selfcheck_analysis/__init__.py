"""Analysis of anonymous yes/no self-checks: rates, honest comparisons, offline reports."""
