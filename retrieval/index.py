"""The search index in memory: vectors, words and what ranking needs to know of each record.

It is filled from the publication table and the passage cache, and follows the change log, so a
process can start from nothing and two processes never disagree about a file.
"""

import threading
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from knowledge.content import PublishedRecord, Standing
from knowledge.languages import LANGUAGES
from retrieval.background import Background
from retrieval.cache import Encoded
from retrieval.encoders import Vector
from retrieval.lexical import LexicalIndex
from retrieval.names import ProperNames
from retrieval.passages import QUESTION, Passage
from retrieval.vectors import VectorIndex


@dataclass(frozen=True)
class Entry:
    """What ranking knows of a record without reading it."""

    record_id: str
    external_id: str
    kind: str
    language: str
    titles: Mapping[str, str]
    place_id: str
    located_in: tuple[str, ...]
    points: tuple[tuple[float, float], ...]
    topics: Mapping[str, float]
    spoken: frozenset[str]
    available: bool
    keys: tuple[int, ...]
    asked: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    """Passages that are example questions, by language."""

    def all_keys(self) -> tuple[int, ...]:
        """Return all passages of the record."""
        return (*self.keys, *(key for keys in self.asked.values() for key in keys))


class SearchIndex:
    """All live passages; safe to search while another thread updates it."""

    def __init__(self, dimension: int, background: Background) -> None:
        self.vectors = VectorIndex(dimension)
        self.lexical = LexicalIndex()
        self.names = ProperNames()
        self.lock = threading.RLock()
        self._background = background
        self._entries: dict[str, Entry] = {}
        self._owner: dict[int, tuple[str, str]] = {}
        self._hubness = np.zeros((1024, len(LANGUAGES)), dtype=np.float32)
        self._lengths: dict[int, float] = {}
        self._versions: Counter[str] = Counter()
        self._next_key = 1
        self.generation = 0
        """Grows with every change, so that what was worked out for one state is not kept."""

    def __len__(self) -> int:
        return len(self._entries)

    def __contains__(self, record_id: object) -> bool:
        return record_id in self._entries

    @property
    def passages(self) -> int:
        """How many passages are indexed."""
        return len(self._owner)

    def entry(self, record_id: str) -> Entry:
        """Return what is known of a record; KeyError when it is not indexed."""
        return self._entries[record_id]

    def entries(self) -> Iterable[Entry]:
        """Return all entries."""
        return self._entries.values()

    def owner(self, key: int) -> tuple[str, str]:
        """Return the record id and the language of a passage."""
        return self._owner[key]

    def hubness(self, keys: Sequence[int], language: str) -> NDArray[np.float32]:
        """Return the hubness of passages for questions in `language`."""
        return np.asarray(self._hubness[keys, LANGUAGES.index(language)])

    def likeness(
        self, keys: Sequence[int], languages: Sequence[str], question: Vector, language: str
    ) -> NDArray[np.float32]:
        """Return how like a question in `language` is to examples, given with their languages."""
        lengths = np.array([self._lengths[key] for key in keys], dtype=np.float32)
        vectors = self.vectors.reconstruct(keys)
        return self._background.contrast.compare(question, language, vectors, languages, lengths)

    def languages(self) -> list[str]:
        """Return the languages that passages are in."""
        return [language for language, count in self._versions.items() if count > 0]

    def replace(
        self,
        gone: Iterable[str],
        records: Sequence[tuple[PublishedRecord, Sequence[Passage]]],
        encoded: Mapping[str, Encoded],
    ) -> None:
        """Take `gone` records out and put `records` in (in place of older versions), in one step.

        Every passage's digest must be in `encoded`.
        """
        flat = [passage for _record, cut in records for passage in cut]
        vectors = (
            np.stack([encoded[passage.digest].vector for passage in flat])
            if flat
            else np.zeros((0, self.vectors.dimension), dtype=np.float32)
        )
        said_rows = [row for row, passage in enumerate(flat) if passage.part != QUESTION]
        hubness = self._background.hubness(vectors[said_rows])
        examples = [row for row, passage in enumerate(flat) if passage.part == QUESTION]
        lengths = self._background.contrast.lengths(
            vectors[examples], [flat[row].language for row in examples]
        )
        with self.lock:
            old = [self._entries[name] for name in {*gone, *(r.id for r, _ in records)}
                   if name in self._entries]  # fmt: skip
            self.generation += 1
            old_keys = [key for entry in old for key in entry.all_keys()]
            for entry in old:
                del self._entries[entry.record_id]
                self.names.drop(entry.record_id)
            for key in old_keys:
                self._versions[self._owner.pop(key)[1]] -= 1
                self._lengths.pop(key, None)
            keys = list(range(self._next_key, self._next_key + len(flat)))
            self._next_key += len(flat)
            self.vectors.remove(old_keys)
            self.vectors.add(keys, vectors)
            said: dict[str, list[int]] = {}
            asked: dict[str, dict[str, list[int]]] = {}
            while self._next_key > len(self._hubness):
                self._hubness = np.concatenate([self._hubness, np.zeros_like(self._hubness)])
            self._hubness[[keys[row] for row in said_rows]] = hubness
            self._lengths |= {
                keys[row]: float(length) for row, length in zip(examples, lengths, strict=True)
            }
            for key, passage in zip(keys, flat, strict=True):
                self._owner[key] = (passage.record_id, passage.language)
                self._versions[passage.language] += 1
                if passage.part == QUESTION:
                    mine = asked.setdefault(passage.record_id, {})
                    mine.setdefault(passage.language, []).append(key)
                else:
                    said.setdefault(passage.record_id, []).append(key)
            for record, _cut in records:
                entry = _entry(record, said.get(record.id, []), asked.get(record.id, {}))
                self._entries[record.id] = entry
                self.names.put(record.id, entry.titles)
            self.lexical.update(
                old_keys,
                (
                    (key, passage.language, encoded[passage.digest].terms)
                    for key, passage in zip(keys, flat, strict=True)
                    if passage.words
                ),
            )


def _entry(
    record: PublishedRecord, keys: Sequence[int], asked: Mapping[str, Sequence[int]]
) -> Entry:
    content = record.content
    return Entry(
        record_id=record.id,
        external_id=content.external_id,
        kind=content.kind.value,
        language=content.language,
        titles={language: texts.name for language, texts in content.texts.items()},
        place_id=content.place_id,
        located_in=tuple(dict.fromkeys(spot.place_id for spot in content.locations)),
        points=tuple(
            (spot.latitude, spot.longitude)
            for spot in content.locations
            if spot.latitude is not None and spot.longitude is not None
        ),
        topics={topic.id: topic.confidence for topic in content.topics},
        spoken=frozenset(content.languages_spoken),
        available=Standing(content.standing).available,
        keys=tuple(keys),
        asked={language: tuple(some) for language, some in asked.items()},
    )
