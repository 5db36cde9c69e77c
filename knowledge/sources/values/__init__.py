"""Single values of any source: telephone numbers, languages spoken, links, encodings."""
