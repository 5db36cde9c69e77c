"""Only what is published and not expired is live; every step is kept and told."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from knowledge.content import RecordContent, Standing
from knowledge.models import Change, Publication, Record, Source
from knowledge.publishing import (
    changes_since,
    expired_ids,
    last_change,
    live_records,
    load_live,
    publish,
    withdraw,
)
from knowledge.store import RecordWriter
from tests.support.records import NOON, make_content

HOUR = timedelta(hours=1)


@pytest.fixture
def session(sessions: sessionmaker[Session]) -> Iterator[Session]:
    """A session on a database with one invented source."""
    with sessions() as session:
        session.add(Source(id="invented", kind="sheet", title="Invented Town"))
        session.flush()
        yield session


def _write(session: Session, content: RecordContent) -> Record:
    stored = session.get(Record, f"invented:{content.external_id}")
    record = RecordWriter(session, "invented").write(content, stored)
    session.flush()
    return record


def _publish(session: Session, content: RecordContent) -> str:
    record = _write(session, content)
    publish(session, record, content, at=NOON)
    session.flush()
    return record.id


def _live(session: Session) -> list[str]:
    return [record.content.external_id for record in live_records(session)]


def test_what_is_only_written_is_not_live(session: Session) -> None:
    record = _write(session, make_content())
    assert _live(session) == []
    assert load_live(session, [record.id]) == {}
    assert last_change(session) == 0


def test_what_is_published_is_live_exactly_as_it_was_written(session: Session) -> None:
    content = make_content(standing=Standing.TEMPORARY, cost="free")
    name = _publish(session, content)
    live = load_live(session, [name, "invented:absent"])
    assert live.keys() == {name}
    assert live[name].content == content
    assert (live[name].version, live[name].published_at) == (1, NOON)
    assert live[name].source_id == "invented"
    assert list(live_records(session)) == list(live.values())


def test_an_edit_is_not_live_until_it_is_published(session: Session) -> None:
    name = _publish(session, make_content(cost="free"))
    paid = make_content(cost="paid")
    draft = _write(session, paid)
    assert load_live(session, [name])[name].content.cost == "free"
    publish(session, draft, paid, at=NOON)
    session.flush()
    assert load_live(session, [name])[name].content.cost == "paid"
    assert load_live(session, [name])[name].version == 2


def test_what_is_withdrawn_is_not_live_but_kept(session: Session) -> None:
    name = _publish(session, make_content())
    _publish(session, make_content("soup"))
    assert withdraw(session, [name], at=NOON) == 1
    assert _live(session) == ["soup"]
    assert session.get(Record, name) is not None


def test_withdrawing_what_is_not_live_changes_nothing(session: Session) -> None:
    name = _publish(session, make_content())
    withdraw(session, [name], at=NOON)
    assert withdraw(session, [name, "invented:absent"], at=NOON) == 0
    assert withdraw(session, [], at=NOON) == 0
    assert len(changes_since(session, 0)) == 2


def test_more_records_than_one_statement_takes_are_withdrawn(session: Session) -> None:
    names = [_publish(session, make_content(f"k{number}")) for number in range(510)]
    assert withdraw(session, names, at=NOON) == 510
    assert _live(session) == []
    assert len(changes_since(session, 510)) == 510


def test_what_was_withdrawn_can_be_published_again(session: Session) -> None:
    name = _publish(session, make_content())
    withdraw(session, [name], at=NOON)
    _publish(session, make_content())
    assert _live(session) == ["kitchen"]


def test_what_has_expired_is_never_live(session: Session) -> None:
    now = datetime.now(UTC)
    _publish(session, make_content("past", expires_at=now - HOUR))
    _publish(session, make_content("future", expires_at=now + HOUR))
    _publish(session, make_content("never"))
    assert _live(session) == ["future", "never"]
    every = [f"invented:{name}" for name in ("past", "future", "never")]
    assert load_live(session, every).keys() == {"invented:future", "invented:never"}
    assert expired_ids(session) == ["invented:past"]


def test_a_record_expires_at_its_own_clock_time(session: Session) -> None:
    now = datetime.now(UTC)
    name = _publish(session, make_content(expires_at=now + timedelta(seconds=0.3)))
    assert load_live(session, [name])
    while datetime.now(UTC) < now + timedelta(seconds=0.35):
        pass
    assert load_live(session, [name]) == {}


def test_the_change_log_tells_every_step_in_order(session: Session) -> None:
    kitchen = _publish(session, make_content())
    soup = _publish(session, make_content("soup"))
    withdraw(session, [kitchen], at=NOON)
    session.flush()
    log = session.scalars(select(Change).order_by(Change.seq)).all()
    assert [(row.record_id, row.action) for row in log] == [
        (kitchen, "publish"),
        (soup, "publish"),
        (kitchen, "withdraw"),
    ]
    first = log[0].seq
    assert [name for _seq, name in changes_since(session, first)] == [soup, kitchen]
    assert changes_since(session, last_change(session)) == []
    assert last_change(session) == log[-1].seq


def test_the_live_row_knows_the_digest_of_what_it_says(session: Session) -> None:
    content = make_content(cost="free")
    row = session.get_one(Publication, _publish(session, content))
    assert row.digest == content.digest()
    assert row.external_id == "kitchen"


def test_the_live_row_knows_who_answers_for_it_and_until_when(session: Session) -> None:
    checked = date(2026, 1, 10)
    own = _publish(session, make_content(owner="Invented Town Hall", verified_on=checked))
    named = _publish(session, make_content("soup", review_by=date(2026, 9, 9)))
    assert session.get_one(Publication, own).owner == "Invented Town Hall"
    assert session.get_one(Publication, own).review_by == checked + timedelta(days=180)
    assert session.get_one(Publication, named).owner == "invented"
    assert session.get_one(Publication, named).review_by == date(2026, 9, 9)


def test_an_older_version_can_be_the_live_one(session: Session) -> None:
    name = _publish(session, make_content(cost="free"))
    record = _write(session, make_content(cost="paid"))
    publish(session, record, make_content(cost="free"), at=NOON, version=1)
    session.flush()
    assert load_live(session, [name])[name].version == 1
