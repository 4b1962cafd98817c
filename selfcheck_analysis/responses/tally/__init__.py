"""Paper forms tallied by hand: sheets of counts, without persons."""
