"""What a section may be told of itself, chosen after everything else and beside all of it."""
