"""Records of different sources that may be the same thing: found, proposed, decided by a person."""
