"""Search indexes whose vectors are chosen by hand, so that a test can say who must come first."""

from collections.abc import Mapping, Sequence

import numpy as np

from knowledge.content import RecordContent
from retrieval.background import Background
from retrieval.cache import Encoded
from retrieval.encoders import Vector
from retrieval.index import SearchIndex
from retrieval.passages import QUESTION, passages
from retrieval.text import terms
from tests.support.records import published

DIMENSION = 8
NO_HUBS = Background({})


def unit(*numbers: float) -> Vector:
    """Return the unit vector in the direction of `numbers`, zeros following."""
    row = np.zeros(DIMENSION, dtype=np.float32)
    row[: len(numbers)] = numbers
    return np.asarray(row / np.linalg.norm(row), dtype=np.float32)


def put(
    index: SearchIndex,
    contents: Sequence[RecordContent],
    vectors: Mapping[str, Vector],
    gone: Sequence[str] = (),
) -> None:
    """Put records into an index, each with its vector by external id (or "id/language").

    An example question has a vector of its own, by its text.
    """
    cut = [(record, list(passages(record))) for record in map(published, contents)]
    encoded = {}
    for record, some in cut:
        name = record.content.external_id
        for passage in some:
            vector = vectors.get(f"{name}/{passage.language}", vectors.get(name, unit(1)))
            if passage.part == QUESTION:
                vector = vectors.get(passage.text, unit(-1))
            encoded[passage.digest] = Encoded(
                vector, " ".join(terms(passage.words, passage.language))
            )
    index.replace(gone, cut, encoded)


def index_of(
    contents: Sequence[RecordContent],
    vectors: Mapping[str, Vector] | None = None,
    background: Background = NO_HUBS,
) -> SearchIndex:
    """Return an index of records with vectors by external id (or "id/language")."""
    index = SearchIndex(DIMENSION, background)
    put(index, contents, vectors or {})
    return index
