"""A text classifier of two linear models: sentence meaning and spelling, added and calibrated.

The encoder's vector carries meaning across languages but is weak in Haitian Creole; character
n-grams learn the words themselves, also from the topic vocabulary. On a held-out fifth of the
examples (2026-11) topics were right es .77 en .79 fr .72 pt .79 ht .68 together, against es .68
en .74 fr .67 pt .68 ht .44 for vectors alone.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nlu.ngrams import BUCKETS, Buckets, damped_counts
from retrieval.encoders import Matrix, Vector

Weights = NDArray[np.float32]


@dataclass(frozen=True)
class TextClassifier:
    """Probabilities of labels for a text.

    `dense` has shape (labels, dimension), `bias` (labels,), `sparse` (BUCKETS, labels),
    `offset` (labels,), `idf` (BUCKETS,). `balance` says by language how much spelling counts
    against meaning ("" for the other languages); `temperature` flattens the sum to calibrated
    probabilities.
    """

    labels: tuple[str, ...]
    dense: Weights
    bias: Weights
    sparse: Weights
    offset: Weights
    idf: Weights
    balance: Mapping[str, float]
    temperature: float

    def probabilities(self, text: str, vector: Vector, language: str) -> NDArray[np.float64]:
        """Return the probability of each label, in the order of `labels`."""
        meaning = (self.dense @ vector + self.bias).astype(np.float64)
        meaning -= meaning.max()
        meaning -= np.log(np.exp(meaning).sum())
        buckets, damped = damped_counts(text)
        score = meaning
        if len(buckets):
            weights = damped * self.idf[buckets]
            weights /= np.linalg.norm(weights)
            spelling = weights @ self.sparse[buckets] + self.offset
            score = meaning + self.balance.get(language, self.balance[""]) * spelling
        score = score / self.temperature
        chances = np.exp(score - score.max())
        return np.asarray(chances / chances.sum(), dtype=np.float64)

    def arrays(self, prefix: str) -> dict[str, NDArray[np.generic]]:
        """Return what `numpy.savez` should keep, names beginning with `prefix`."""
        return {
            f"{prefix}.labels": np.asarray(self.labels),
            f"{prefix}.dense": self.dense,
            f"{prefix}.bias": self.bias,
            f"{prefix}.sparse": self.sparse.astype(np.float16),
            f"{prefix}.offset": self.offset,
            f"{prefix}.idf": self.idf.astype(np.float16),
            f"{prefix}.balance.languages": np.asarray(list(self.balance)),
            f"{prefix}.balance": np.asarray(list(self.balance.values())),
            f"{prefix}.temperature": np.asarray(self.temperature),
        }

    @classmethod
    def from_arrays(
        cls, stored: Mapping[str, NDArray[np.generic]], prefix: str
    ) -> "TextClassifier":
        """Read what `arrays` gave."""

        def real(name: str) -> Weights:
            return np.asarray(stored[f"{prefix}.{name}"], dtype=np.float32)

        return cls(
            labels=tuple(str(label) for label in stored[f"{prefix}.labels"]),
            dense=real("dense"),
            bias=real("bias"),
            sparse=real("sparse"),
            offset=real("offset"),
            idf=real("idf"),
            balance={
                str(language): float(weight)
                for language, weight in zip(
                    stored[f"{prefix}.balance.languages"], real("balance"), strict=True
                )
            },
            temperature=float(stored[f"{prefix}.temperature"]),
        )


def train_classifier(
    texts: Sequence[str],
    vectors: Matrix,
    labels: Sequence[str],
    *,
    words: Sequence[tuple[str, str]] = (),
    balance: Mapping[str, float],
    temperature: float,
) -> TextClassifier:
    """Train a classifier on `texts` with their `vectors` and `labels`.

    `words` are further (text, label) pairs that only the spelling model learns from: vocabulary,
    which has no sentence meaning.
    """
    from scipy.sparse import csr_matrix, diags  # noqa: PLC0415  (training only: 1 s to import)
    from sklearn.linear_model import LogisticRegression  # noqa: PLC0415
    from sklearn.svm import LinearSVC  # noqa: PLC0415
    from threadpoolctl import threadpool_limits  # noqa: PLC0415

    with threadpool_limits(1):  # these matrices are small: threads would mostly wait
        meaning = LogisticRegression(C=30.0, max_iter=300).fit(vectors, list(labels))
    rows: list[tuple[Buckets, NDArray[np.float32]]] = [damped_counts(text) for text in texts]
    rows += [damped_counts(text) for text, _label in words]
    targets = [*labels, *(label for _text, label in words)]
    counts = csr_matrix(
        (
            np.concatenate([row[1] for row in rows]),
            np.concatenate([row[0] for row in rows]),
            np.cumsum([0, *(len(row[0]) for row in rows)]),
        ),
        shape=(len(rows), BUCKETS),
    )
    seen = np.asarray((counts > 0).sum(axis=0)).ravel()
    idf = (np.log((1 + len(rows)) / (1 + seen)) + 1).astype(np.float32)
    weighted = counts.multiply(idf[None]).tocsr()
    norm = np.sqrt(np.asarray(weighted.multiply(weighted).sum(axis=1)).ravel())
    spelling = LinearSVC(C=1.0).fit(diags(1 / np.maximum(norm, 1e-9)) @ weighted, targets)
    if list(spelling.classes_) != list(meaning.classes_):
        raise ValueError("the vocabulary names labels that have no examples")
    return TextClassifier(
        labels=tuple(str(label) for label in meaning.classes_),
        dense=np.asarray(meaning.coef_, dtype=np.float32),
        bias=np.asarray(meaning.intercept_, dtype=np.float32),
        sparse=np.ascontiguousarray(spelling.coef_.T, dtype=np.float32),
        offset=np.asarray(spelling.intercept_, dtype=np.float32),
        idf=idf,
        balance=balance,
        temperature=temperature,
    )
