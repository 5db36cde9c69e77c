"""What was computed for a passage, kept by the digest of its text.

Encoding is the dear part of indexing. A vector is computed once, by whichever process comes
first (an import, the server, the panel), and every process fills its own index from here.
"""

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from sqlalchemy import LargeBinary, String, Text, delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, Session, mapped_column, sessionmaker

from knowledge.db import Base
from retrieval.encoders import Encoder, Matrix, Vector

QUERY_MARK = "q"
"""First letter of the digests of phrases that are encoded as questions."""
_INSERT: Mapping[str, Callable[..., Any]] = {
    "sqlite": sqlite.insert,
    "postgresql": postgresql.insert,
}


class PassageCache(Base):
    """The vector and the index terms of one passage text."""

    __tablename__ = "passage_cache"

    digest: Mapped[str] = mapped_column(String(32), primary_key=True)
    encoder: Mapped[str] = mapped_column(String(200), primary_key=True)
    vector: Mapped[bytes] = mapped_column(LargeBinary)
    terms: Mapped[str] = mapped_column(Text)


@dataclass(frozen=True)
class Encoded:
    """A passage's vector and its index terms, parted by blanks."""

    vector: Vector
    terms: str


def kept_digests(session: Session, encoder: str, digests: Iterable[str]) -> set[str]:
    """Return those of `digests` that something is kept for, without reading it."""
    wanted = list(dict.fromkeys(digests))
    found: set[str] = set()
    for start in range(0, len(wanted), 500):
        found.update(
            session.scalars(
                select(PassageCache.digest).where(
                    PassageCache.encoder == encoder,
                    PassageCache.digest.in_(wanted[start : start + 500]),
                )
            )
        )
    return found


def load_encoded(session: Session, encoder: str, digests: Iterable[str]) -> dict[str, Encoded]:
    """Return what is kept for `digests`, by digest; missing ones are left out."""
    wanted = list(dict.fromkeys(digests))
    found: dict[str, Encoded] = {}
    for start in range(0, len(wanted), 500):
        rows = session.execute(
            select(PassageCache.digest, PassageCache.vector, PassageCache.terms).where(
                PassageCache.encoder == encoder,
                PassageCache.digest.in_(wanted[start : start + 500]),
            )
        )
        for row in rows:
            found[row.digest] = Encoded(np.frombuffer(row.vector, dtype=np.float32), row.terms)
    return found


def keep_encoded(session: Session, encoder: str, encoded: Mapping[str, Encoded]) -> None:
    """Keep vectors and terms by digest; what another process kept meanwhile is the same."""
    rows = [
        {
            "digest": digest,
            "encoder": encoder,
            "vector": np.asarray(item.vector, dtype=np.float32).tobytes(),
            "terms": item.terms,
        }
        for digest, item in encoded.items()
    ]
    if rows:
        insert = _INSERT[session.get_bind().dialect.name]
        session.execute(insert(PassageCache).on_conflict_do_nothing(), rows)


def prune(session: Session, encoder: str, needed: set[str]) -> int:
    """Drop what no live passage needs; return how many entries went."""
    kept = set(session.scalars(select(PassageCache.digest).where(PassageCache.encoder == encoder)))
    gone = [digest for digest in kept - needed if not digest.startswith(QUERY_MARK)]
    for start in range(0, len(gone), 500):
        session.execute(
            delete(PassageCache).where(
                PassageCache.encoder == encoder,
                PassageCache.digest.in_(gone[start : start + 500]),
            )
        )
    return len(gone)


def query_vectors(
    sessions: sessionmaker[Session], encoder: Encoder, texts: Sequence[str]
) -> Matrix:
    """Return the vectors of fixed phrases as questions, encoding only what is not kept yet."""
    digests = [QUERY_MARK + hashlib.sha256(text.encode()).hexdigest()[:31] for text in texts]
    with sessions() as session:
        known = load_encoded(session, encoder.name, digests)
    missing = {d: text for d, text in zip(digests, texts, strict=True) if d not in known}
    if missing:
        vectors = encoder.queries(list(missing.values()))
        fresh = {d: Encoded(v, "") for d, v in zip(missing, vectors, strict=True)}
        with sessions.begin() as session:
            keep_encoded(session, encoder.name, fresh)
        known |= fresh
    rows = [known[digest].vector for digest in digests]
    return np.asarray(rows, dtype=np.float32).reshape(len(rows), encoder.dimension)
