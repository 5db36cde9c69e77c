"""The steps of a turn, one per file; each answers, or leaves the turn to the next."""
