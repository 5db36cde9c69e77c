"""A record's way from draft to live and out again: edit, review, schedule, expire, undo."""
