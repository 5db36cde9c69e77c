"""Opening hours as people, programs and calendars write them, to the schedules of a record."""
