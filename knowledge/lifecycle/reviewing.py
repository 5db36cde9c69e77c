"""From draft to live: hand in, send back, approve now or for a day to come, verify."""

from datetime import date, datetime, timedelta
from typing import Any

from knowledge.content import RecordContent
from knowledge.errors import BadInput, NotNow
from knowledge.lifecycle.desk import Desk
from knowledge.lifecycle.history import add_revision, content_at, note_event
from knowledge.lifecycle.states import Action, State
from knowledge.models import Record, Revision
from knowledge.publishing import publish
from knowledge.review import REVIEW_DAYS
from knowledge.store import RecordWriter


def submit(desk: Desk, name: str, *, base_version: int) -> Record:
    """Hand the draft of record `name` in for review; raises EditConflict, NotFound, NotNow."""
    record = desk.take_for(Action.SUBMIT, name, base_version)
    return _step(desk, record, Action.SUBMIT, State.IN_REVIEW)


def send_back(desk: Desk, name: str, *, base_version: int, reason: str) -> Record:
    """Give what is in review back to its author as a draft, with the reason."""
    record = desk.take_for(Action.SEND_BACK, name, base_version)
    return _step(desk, record, Action.SEND_BACK, State.DRAFT, reason=reason)


def approve(
    desk: Desk, name: str, *, base_version: int, publish_at: datetime | None = None
) -> Record:
    """Let what is in review go live: at once, or at `publish_at` (aware) when that is to come.

    Raises NotNow when the reviewer wrote the text (see `Desk.own_review`) or when it is over
    before it goes out; BadInput for a moment without time zone; InvalidRecord, EditConflict,
    NotFound.
    """
    if publish_at is not None and publish_at.tzinfo is None:
        raise BadInput(f"the moment to publish record {name!r} needs its time zone")
    record = desk.take_for(Action.APPROVE, name, base_version)
    author = desk.session.get_one(Revision, (name, record.version)).author
    if author == desk.who and not desk.own_review:
        raise NotNow(f"record {name!r}: somebody else than its author must review it")
    content = content_at(desk.session, name, record.version)
    desk.check(content)
    goes_out = max(publish_at or desk.at, desk.at)
    if content.expires_at is not None and content.expires_at <= goes_out:
        raise NotNow(f"record {name!r} would be over before it goes out")
    if goes_out > desk.at:
        record.publish_at = goes_out
        when = goes_out.isoformat()
        return _step(desk, record, Action.APPROVE, State.SCHEDULED, publish_at=when)
    _step(desk, record, Action.APPROVE, State.PUBLISHED)
    publish(desk.session, record, content, at=desk.at)
    return record


def unschedule(desk: Desk, name: str, *, base_version: int) -> Record:
    """Take a planned publication back; the text waits for review again."""
    record = desk.take_for(Action.UNSCHEDULE, name, base_version)
    record.publish_at = None
    return _step(desk, record, Action.UNSCHEDULE, State.IN_REVIEW)


def verify(
    desk: Desk, name: str, *, base_version: int, on: date, review_by: date | None = None
) -> Record:
    """Say that what record `name` tells was right on the day `on`, and publish that at once.

    `review_by` is the next review, by kind of record when left out. Only the dates change; the
    text is one that was reviewed before, so this needs no second person. What expired is live
    again. Raises NotNow while a newer draft waits, or for a day to come.
    """
    record = desk.take_for(Action.VERIFY, name, base_version)
    if on > desk.at.date():
        raise NotNow(f"record {name!r} cannot have been verified on a day to come: {on}")
    content = content_at(desk.session, name, record.version)
    verified = _verified(content, on, review_by)
    desk.check(verified)
    if verified.expires_at is not None and verified.expires_at <= desk.at:
        raise NotNow(f"record {name!r} is over since {verified.expires_at:%Y-%m-%d}: edit it first")
    RecordWriter(desk.session, record.source_id).write(verified, record)
    add_revision(desk.session, record, verified, author=desk.who, at=desk.at)
    _step(desk, record, Action.VERIFY, State.PUBLISHED)
    publish(desk.session, record, verified, at=desk.at)
    return record


def _verified(content: RecordContent, on: date, review_by: date | None) -> RecordContent:
    due = review_by or on + timedelta(days=REVIEW_DAYS[content.kind])
    # The source's own date said how old unverified information was; that is over.
    citation = content.citation.model_copy(update={"published": ""})
    return content.model_copy(update={"verified_on": on, "review_by": due, "citation": citation})


def _step(desk: Desk, record: Record, action: Action, state: State, **detail: Any) -> Record:
    record.state = state
    note_event(desk.session, record, action, who=desk.who, at=desk.at, **detail)
    desk.session.flush()
    return record
