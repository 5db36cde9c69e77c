"""The index kept in step with what is published."""

import threading
from collections.abc import Callable, Iterable, Sequence

from sqlalchemy.orm import Session, sessionmaker

from knowledge.content import PublishedRecord
from knowledge.publishing import (
    changes_since,
    expired_ids,
    last_change,
    live_records,
    load_live,
)
from retrieval.cache import Encoded, keep_encoded, kept_digests, load_encoded, prune
from retrieval.encoders import Encoder
from retrieval.index import SearchIndex
from retrieval.passages import Passage, passages
from retrieval.text import terms

BATCH = 64
"""Passages encoded and kept at a time: what is done survives a killed process."""

Progress = Callable[[int, int], None]
"""Called with (done, total) passages."""


def _silent(_done: int, _total: int) -> None:
    return None


def encode_missing(
    sessions: sessionmaker[Session],
    encoder: Encoder,
    wanted: Iterable[Passage],
    progress: Progress = _silent,
) -> int:
    """Encode and keep those of `wanted` that are not kept yet; return how many were encoded.

    Batches are committed one by one, before anything is published: a long import never holds
    the database, and going on after a stop costs nothing twice.
    """
    by_digest = {passage.digest: passage for passage in wanted}
    with sessions() as session:
        known = kept_digests(session, encoder.name, by_digest)
    missing = [passage for digest, passage in by_digest.items() if digest not in known]
    missing.sort(key=lambda passage: len(passage.text))  # like lengths together encode faster
    for start in range(0, len(missing), BATCH):
        some = missing[start : start + BATCH]
        vectors = encoder.passages([passage.text for passage in some])
        encoded = {
            passage.digest: Encoded(vector, " ".join(terms(passage.words, passage.language)))
            for passage, vector in zip(some, vectors, strict=True)
        }
        with sessions.begin() as session:
            keep_encoded(session, encoder.name, encoded)
        progress(start + len(some), len(missing))
    return len(missing)


class Synchroniser:
    """Fills an index at start and follows the change log afterwards."""

    def __init__(
        self, index: SearchIndex, sessions: sessionmaker[Session], encoder: Encoder
    ) -> None:
        self._index = index
        self._sessions = sessions
        self._encoder = encoder
        self._lock = threading.Lock()
        self._seq = 0

    @property
    def seq(self) -> int:
        """Number of the last change that the index shows."""
        return self._seq

    def fill(self, progress: Progress = _silent) -> int:
        """Index everything that is live; return how many passages had to be encoded."""
        with self._lock:
            with self._sessions() as session:
                seq = last_change(session)
                records = list(live_records(session))
            encoded = self._put((), records, progress)
            self._seq = seq
            return encoded

    def look(self) -> int:
        """Catch up if the change log has grown; cheap enough to be called before every question."""
        with self._sessions() as session:
            newest = last_change(session)
        return self.catch_up() if newest > self._seq else 0

    def catch_up(self) -> int:
        """Apply changes made since the last call, by any process, and drop what has expired.

        Returns how many records changed.
        """
        if not self._lock.acquire(blocking=False):
            return 0  # another thread is at it
        try:
            with self._sessions() as session:
                changes = changes_since(session, self._seq)
                late = [name for name in expired_ids(session) if name in self._index]
                names = list(dict.fromkeys(name for _seq, name in changes))
                if not names and not late:
                    return 0
                live: dict[str, PublishedRecord] = {}
                for start in range(0, len(names), 500):
                    live |= load_live(session, names[start : start + 500])
            gone = [name for name in (*names, *late) if name not in live]
            self._put(gone, list(live.values()), _silent)
            if changes:
                self._seq = changes[-1][0]
            return len(names) + len(late)
        finally:
            self._lock.release()

    def prune(self) -> int:
        """Drop cached passages that nothing live needs; return how many."""
        with self._sessions.begin() as session:
            needed = {p.digest for record in live_records(session) for p in passages(record)}
            return prune(session, self._encoder.name, needed)

    def _put(
        self, gone: Iterable[str], records: Sequence[PublishedRecord], progress: Progress
    ) -> int:
        cut = [(record, list(passages(record))) for record in records]
        flat = [passage for _record, some in cut for passage in some]
        encoded = encode_missing(self._sessions, self._encoder, flat, progress)
        with self._sessions() as session:
            ready = load_encoded(session, self._encoder.name, [p.digest for p in flat])
        self._index.replace(gone, cut, ready)
        return encoded
