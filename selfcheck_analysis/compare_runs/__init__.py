"""What differs between two finished runs: inputs, settings, versions, figures, pages."""
