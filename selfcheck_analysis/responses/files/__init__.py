"""From a delivered file to sheets of text; what is hostile or damaged is refused here."""
