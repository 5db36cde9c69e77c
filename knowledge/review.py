"""When a record must be looked at again, when it counts as stale, and when it is withdrawn."""

from datetime import date, timedelta

from knowledge.content import Kind, RecordContent

REVIEW_DAYS = {Kind.SERVICE: 180, Kind.PROGRAMME: 180, Kind.RIGHT: 365, Kind.HOWTO: 365}
"""Days from one verification to the next: phones and hours change sooner than laws."""


def review_date(content: RecordContent) -> date | None:
    """Return the day by which `content` must be verified again, None when it never was."""
    if content.review_by is not None:
        return content.review_by
    if content.verified_on is None:
        return None
    try:
        return content.verified_on + timedelta(days=REVIEW_DAYS[content.kind])
    except OverflowError:
        return date.max


def is_stale(content: RecordContent, today: date) -> bool:
    """Return whether the review date of `content` is over."""
    due = review_date(content)
    return due is not None and due < today
