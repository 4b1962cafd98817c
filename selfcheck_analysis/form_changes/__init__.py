"""How the forms of two fiscal years differ, for people: lines, values for programs, a page."""
