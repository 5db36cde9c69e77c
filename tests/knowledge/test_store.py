"""Rows hold all that a record says: writing and reading are each other's inverse."""

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from knowledge.content import Kind, Location, Organization, RecordContent, Term, Texts, Topic
from knowledge.models import (
    Accessibility,
    LocationRow,
    OrganizationRow,
    Record,
    RecordTopic,
    TaxonomyTerm,
    Translation,
)
from knowledge.store import RecordWriter, read, record_id
from tests.support.records import contents, make_content


@pytest.fixture
def session(memory: Engine) -> Iterator[Session]:
    """A session whose work is forgotten."""
    with Session(memory) as session:
        yield session


def _write(session: Session, content: RecordContent) -> Record:
    stored = session.get(Record, record_id("invented", content.external_id))
    with session.no_autoflush:
        record = RecordWriter(session, "invented").write(content, stored)
    session.flush()
    return record


def _read(session: Session, name: str) -> RecordContent:
    session.expire_all()
    return read(session.get_one(Record, f"invented:{name}"))


@settings(max_examples=40, deadline=None)
@given(content=contents())
def test_what_is_written_is_read_back(memory: Engine, content: RecordContent) -> None:
    with Session(memory) as session:
        _write(session, content)
        assert _read(session, content.external_id) == content


@settings(max_examples=40, deadline=None)
@given(before=contents(st.just("kitchen")), after=contents(st.just("kitchen")))
def test_writing_again_replaces_everything_that_was_said(
    memory: Engine, before: RecordContent, after: RecordContent
) -> None:
    with Session(memory) as session:
        assert _write(session, before).version == 1
        assert _write(session, after).version == 2
        assert _read(session, "kitchen") == after


@pytest.mark.parametrize("kind", Kind)
def test_a_record_of_any_kind_keeps_what_it_costs_and_which_papers_it_asks_for(
    session: Session, kind: Kind
) -> None:
    content = make_content(
        kind=kind,
        cost="free",
        status_required="no",
        proof_of_address_required="yes",
        works_with_immigration_enforcement="no",
        hours_note="by appointment",
        email="kitchen@example.org",
        legal_kind="law",
    )
    _write(session, content)
    assert _read(session, "kitchen") == content


def test_a_service_that_becomes_a_right_keeps_all_it_says(session: Session) -> None:
    _write(session, make_content(kind=Kind.SERVICE, email="kitchen@example.org"))
    turned = make_content(kind=Kind.RIGHT, legal_kind="law", status_required="no")
    _write(session, turned)
    assert _read(session, "kitchen") == turned
    _write(session, make_content(kind=Kind.SERVICE, email="kitchen@example.org"))
    assert _read(session, "kitchen").email == "kitchen@example.org"


def test_the_order_of_texts_and_topics_is_kept(session: Session) -> None:
    texts = {code: Texts(name=f"Kitchen {code}") for code in ("pt", "en", "ht")}
    topics = (Topic(id="shelter", confidence=0.4), Topic(id="food"), Topic(id="clinic"))
    _write(session, make_content(texts=texts, topics=topics))
    found = _read(session, "kitchen")
    assert list(found.texts) == ["pt", "en", "ht"]
    assert found.topics == topics


def test_parts_that_are_left_out_leave_no_rows(session: Session) -> None:
    spot = Location(external_id="hall", accessibility=("ramp",))
    texts = {"en": Texts(name="Kitchen"), "ht": Texts(name="Kizin")}
    _write(session, make_content(texts=texts, topics=(Topic(id="food"),), locations=(spot,)))
    _write(session, make_content(locations=(Location(external_id="hall"),)))
    for table, left in ((Translation, 1), (RecordTopic, 0), (Accessibility, 0)):
        count = select(func.count()).select_from(table)
        assert session.scalar(count) == left, table.__tablename__


def test_records_share_their_body_their_place_and_their_terms(session: Session) -> None:
    shared = {
        "organization": Organization(external_id="parish", name="Invented Parish"),
        "locations": (Location(external_id="hall", name="Hall"),),
        "terms": (Term(code="BD-1800", name="Food"),),
    }
    writer = RecordWriter(session, "invented")
    for name in ("kitchen", "pantry"):
        writer.write(make_content(name, **shared), None)
    session.flush()
    RecordWriter(session, "invented").write(make_content("soup", **shared), None)
    session.flush()
    for table in (OrganizationRow, LocationRow, TaxonomyTerm):
        assert session.scalar(select(func.count()).select_from(table)) == 1


def test_a_body_that_is_renamed_is_renamed_in_all_its_records(session: Session) -> None:
    for name in ("kitchen", "pantry"):
        body = Organization(external_id="parish", name=f"Parish of the {name}")
        _write(session, make_content(name, organization=body))
    found = _read(session, "kitchen").organization
    assert found is not None
    assert found.name == "Parish of the pantry"


def test_a_record_of_the_starter_content_keeps_its_own_id() -> None:
    assert record_id("starter", "mx-kitchen") == "mx-kitchen"
    assert record_id("miami-hsds", "mx-kitchen") == "miami-hsds:mx-kitchen"


def test_reading_changes_nothing(session: Session) -> None:
    record = _write(session, make_content(topics=(Topic(id="food"),)))
    read(record)
    assert not session.dirty
    assert not session.new
