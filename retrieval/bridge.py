"""The bridge between languages: a question's topics, said as an English directory says them.

A directory is mostly in one language. Its records are found from another one through the topic
vocabulary: each topic and finer need has a phrase in directory English, whose vector is added to
the question's, and words in five languages, which are added to the lexical search.
"""

from collections.abc import Callable, Mapping, Sequence

import numpy as np

from knowledge.languages import LANGUAGES
from knowledge.topics import Topics
from retrieval.encoders import Matrix, Vector
from retrieval.text import terms


class Bridge:
    """Phrase vectors and words of all topics and needs."""

    def __init__(self, topics: Topics, encode: Callable[[Sequence[str]], Matrix]) -> None:
        """Take the topic list, and what encodes phrases as questions."""
        self._phrases = {topic.id: topic.phrase for topic in topics.values()}
        self._phrases |= {
            f"{topic.id}/{need.id}": need.phrase
            for topic in topics.values()
            for need in topic.needs
        }
        keys = list(self._phrases)
        vectors = encode([self._phrases[key] for key in keys])
        self._vectors = dict(zip(keys, vectors, strict=True))
        self._terms: dict[tuple[str, str], tuple[str, ...]] = {}
        for topic in topics.values():
            for language in LANGUAGES:
                self._terms[topic.id, language] = self._of([topic.names[language]], language)
            for need in topic.needs:
                for language in LANGUAGES:
                    self._terms[f"{topic.id}/{need.id}", language] = self._of(
                        need.words[language], language
                    )
        for key, phrase in self._phrases.items():
            mine = self._terms[key, "en"]
            self._terms[key, "en"] = tuple(dict.fromkeys((*self._of([phrase], "en"), *mine)))

    @staticmethod
    def _of(phrases: "list[str] | tuple[str, ...]", language: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys(t for phrase in phrases for t in terms(phrase, language)))

    def vector(self, weights: Mapping[str, float]) -> Vector | None:
        """Return the weighted mean of phrase vectors, of length 1; None when nothing weighs."""
        known = [(self._vectors[key], weight) for key, weight in weights.items()
                 if key in self._vectors and weight > 0]  # fmt: skip
        if not known:
            return None
        total = np.sum([vector * weight for vector, weight in known], axis=0)
        return np.asarray(total / np.linalg.norm(total), dtype=np.float32)

    def terms(self, weights: Mapping[str, float], language: str) -> dict[str, float]:
        """Return the terms in `language` of what weighs, each with its share of the weight."""
        found: dict[str, float] = {}
        for key, weight in weights.items():
            mine = self._terms.get((key, language), ())
            for term in mine:
                share = weight / max(1.0, len(mine) ** 0.5)
                found[term] = max(found.get(term, 0.0), share)
        return found
