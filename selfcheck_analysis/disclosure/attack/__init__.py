"""What an outsider can work out from everything that is said, and which sayings to give up."""
