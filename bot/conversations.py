"""What is remembered of a conversation: little, keyed by a hash, and never a message's text."""

import hashlib
import hmac
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import JSON, CursorResult, Date, String, delete, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, Session, mapped_column, sessionmaker

from knowledge.db import Base, UtcDateTime


class ConversationRow(Base):
    """One conversation on one channel."""

    __tablename__ = "conversation"

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    state: Mapped[dict[str, Any]] = mapped_column(JSON)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)


class GapRow(Base):
    """How often nothing was found, by day, language, place and topic; no text, no person."""

    __tablename__ = "gap"

    day: Mapped[date] = mapped_column(Date, primary_key=True)
    language: Mapped[str] = mapped_column(String(8), primary_key=True)
    place_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    topic_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    count: Mapped[int]


@dataclass
class Conversation:
    """The memory of a conversation."""

    language: str = ""
    language_chosen: bool = False
    place: str = ""
    greeted: bool = False
    place_asked: bool = False
    expects: str = ""
    """What the assistant just asked for: "place", "forget" or nothing."""
    shown: list[str] = field(default_factory=list)
    rest: list[str] = field(default_factory=list)
    about: dict[str, Any] = field(default_factory=dict)
    """The last question as topics, needs and kinds; never its words."""


class Conversations:
    """Keeps conversations in the database."""

    def __init__(self, sessions: sessionmaker[Session], secret: bytes, days: int) -> None:
        """Take the secret that ids are hashed with, and after how many days to forget."""
        self._sessions = sessions
        self._secret = secret
        self._days = days

    def key(self, channel: str, user: str) -> str:
        """Return the key of a person on a channel: a keyed hash, not to be turned back."""
        said = f"{channel}\x1f{user}".encode()
        return hmac.new(self._secret, said, hashlib.sha256).hexdigest()

    def load(self, key: str) -> Conversation:
        """Return the conversation of `key`, a fresh one when there is none or it is too old."""
        with self._sessions() as session:
            row = (
                session.connection()
                .execute(
                    select(ConversationRow.state, ConversationRow.updated_at).where(
                        ConversationRow.key == key
                    )
                )
                .one_or_none()
            )
        if row is None or row.updated_at < datetime.now(UTC) - timedelta(days=self._days):
            return Conversation()
        known = {name: row.state[name] for name in Conversation().__dict__ if name in row.state}
        return Conversation(**known)

    def save(self, key: str, conversation: Conversation) -> None:
        """Keep `conversation`."""
        row = {"state": dict(conversation.__dict__), "updated_at": datetime.now(UTC)}
        mine = ConversationRow.key == key
        with self._sessions.begin() as session:
            changed = session.connection().execute(update(ConversationRow).where(mine).values(row))
            if not changed.rowcount:
                session.connection().execute(insert(ConversationRow).values(key=key, **row))

    def forget(self, key: str) -> bool:
        """Erase everything kept under `key`; return whether there was something."""
        with self._sessions.begin() as session:
            result = session.execute(delete(ConversationRow).where(ConversationRow.key == key))
            return isinstance(result, CursorResult) and result.rowcount > 0

    def forget_old(self) -> int:
        """Erase conversations that are too old; return how many."""
        oldest = datetime.now(UTC) - timedelta(days=self._days)
        with self._sessions.begin() as session:
            result = session.execute(
                delete(ConversationRow).where(ConversationRow.updated_at < oldest)
            )
            return result.rowcount if isinstance(result, CursorResult) else 0

    def note_gap(self, language: str, place: str, topic: str) -> None:
        """Count a question that found nothing."""
        row = {
            "day": datetime.now(UTC).date(), "language": language,
            "place_id": place, "topic_id": topic,
        }  # fmt: skip
        once_more = update(GapRow).filter_by(**row).values(count=GapRow.count + 1)
        with self._sessions.begin() as session:
            if session.connection().execute(once_more).rowcount:
                return
        try:
            with self._sessions.begin() as session:
                session.connection().execute(insert(GapRow).values(count=1, **row))
        except IntegrityError:  # somebody else's question was counted meanwhile
            with self._sessions.begin() as session:
                session.connection().execute(once_more)
