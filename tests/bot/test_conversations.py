"""What is remembered of a person: little, under a hash, for some days, and counts of gaps."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import fields
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session, sessionmaker

from bot.conversations import Conversation, ConversationRow, Conversations, GapRow
from knowledge.db import Base, open_engine, session_factory, sqlite_url

DAYS = 30


@pytest.fixture
def sessions(tmp_path: Path) -> Iterator[sessionmaker[Session]]:
    engine = open_engine(sqlite_url(tmp_path / "own.db"))
    Base.metadata.create_all(engine)
    yield session_factory(engine)
    engine.dispose()


@pytest.fixture
def conversations(sessions: sessionmaker[Session]) -> Conversations:
    return Conversations(sessions, b"invented secret", DAYS)


def age(sessions: sessionmaker[Session], key: str, days: float) -> None:
    before = datetime.now(UTC) - timedelta(days=days)
    with sessions.begin() as session:
        session.execute(
            update(ConversationRow).where(ConversationRow.key == key).values(updated_at=before)
        )


def test_a_conversation_comes_back_as_it_was_kept(conversations: Conversations) -> None:
    kept = Conversation(
        language="ht", language_chosen=True, place="miami", greeted=True, place_asked=True,
        expects="place", shown=["a", "b"], rest=["c"],
        about={"topics": {"food": 0.5}, "needs": {}, "kinds": {"service": 1.0}},
    )  # fmt: skip
    conversations.save("k", kept)
    assert conversations.load("k") == kept
    conversations.save("k", Conversation(language="es"))
    assert conversations.load("k") == Conversation(language="es")


def test_who_never_wrote_is_fresh(conversations: Conversations) -> None:
    assert conversations.load("nobody") == Conversation()


def test_nothing_that_is_kept_is_a_text_of_the_person() -> None:
    assert {field.name for field in fields(Conversation)} == {
        "language", "language_chosen", "place", "greeted", "place_asked", "expects", "shown",
        "rest", "about",
    }  # fmt: skip


def test_a_key_tells_nobody_who_it_is(conversations: Conversations) -> None:
    key = conversations.key("telegram", "12345")
    assert "12345" not in key
    assert len(key) == 64
    assert key == conversations.key("telegram", "12345")


def test_keys_differ_by_channel_person_and_installation(
    conversations: Conversations, sessions: sessionmaker[Session]
) -> None:
    other = Conversations(sessions, b"another secret", DAYS)
    keys = {
        conversations.key("telegram", "1"),
        conversations.key("web", "1"),
        conversations.key("telegram", "2"),
        conversations.key("telegram1", ""),
        other.key("telegram", "1"),
    }
    assert len(keys) == 5


def test_a_conversation_is_forgotten_on_demand(conversations: Conversations) -> None:
    conversations.save("k", Conversation(language="es"))
    assert conversations.forget("k")
    assert not conversations.forget("k")
    assert conversations.load("k") == Conversation()


def test_an_old_conversation_is_fresh_and_then_erased(
    conversations: Conversations, sessions: sessionmaker[Session]
) -> None:
    for key, days in (("old", DAYS + 1), ("young", DAYS - 1)):
        conversations.save(key, Conversation(language="pt"))
        age(sessions, key, days)
    assert conversations.load("old") == Conversation()
    assert conversations.load("young").language == "pt"
    assert conversations.forget_old() == 1
    with sessions() as session:
        assert session.scalars(select(ConversationRow.key)).all() == ["young"]


def test_what_an_older_version_kept_is_left_out(
    conversations: Conversations, sessions: sessionmaker[Session]
) -> None:
    row = ConversationRow(
        key="k", state={"language": "fr", "mood": "good"}, updated_at=datetime.now(UTC)
    )
    with sessions.begin() as session:
        session.add(row)
    assert conversations.load("k") == Conversation(language="fr")


def gaps(sessions: sessionmaker[Session]) -> dict[tuple[str, str, str], int]:
    with sessions() as session:
        rows = session.scalars(select(GapRow)).all()
    return {(row.language, row.place_id, row.topic_id): row.count for row in rows}


def test_gaps_are_counted_by_day_language_place_and_topic(
    conversations: Conversations, sessions: sessionmaker[Session]
) -> None:
    for gap in (("es", "lima", "food"), ("es", "lima", "food"), ("pt", "", "")):
        conversations.note_gap(*gap)
    assert gaps(sessions) == {("es", "lima", "food"): 2, ("pt", "", ""): 1}


def test_gaps_of_many_people_at_once_are_all_counted(
    conversations: Conversations, sessions: sessionmaker[Session]
) -> None:
    people, topics = 12, [f"topic-{number}" for number in range(25)]
    ready = threading.Barrier(people)

    def ask() -> None:
        for topic in topics:
            ready.wait(60)
            conversations.note_gap("es", "lima", topic)

    with ThreadPoolExecutor(people) as pool:
        for asked in [pool.submit(ask) for _ in range(people)]:
            asked.result()
    assert gaps(sessions) == {("es", "lima", topic): people for topic in topics}
