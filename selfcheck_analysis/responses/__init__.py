"""From delivered files to scored answers; what cannot be used goes to an error table."""
