"""Which records are looked at for a question: by meaning, by words, by name, and in its places."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from knowledge.languages import LANGUAGES
from knowledge.places import Places
from retrieval.bridge import Bridge
from retrieval.encoders import Vector
from retrieval.index import Entry, SearchIndex
from retrieval.nearness import applies
from retrieval.question import Question
from retrieval.text import terms, words

DENSE_DEPTH = 90
"""Passages taken by meaning; deeper found nothing more on the Miami set."""
LEXICAL_DEPTH = 20
"""Passages taken by words, per language."""


@dataclass(frozen=True)
class Candidates:
    """The records to weigh, and what finding them told.

    `lexical` and `widened` are BM25 by passage, of the question's own words and of its topics'
    words; `called` is the share of its name by which a record was called, by record id.
    """

    entries: tuple[Entry, ...]
    lexical: Mapping[int, float]
    widened: Mapping[int, float]
    called: Mapping[str, float]


class CandidateFinder:
    """Finds candidates in one index."""

    def __init__(self, index: SearchIndex, bridge: Bridge | None, places: Places) -> None:
        self._index = index
        self._bridge = bridge
        self._places = places
        self._among: dict[str, tuple[int, frozenset[int] | None]] = {}
        self._place_words = frozenset(
            word
            for place in places
            for name in (*place.names.values(), *place.aliases)
            for word in words(name)
        )

    def find(self, question: Question, about: Mapping[str, float], wanted: Vector) -> Candidates:
        """Return the records that can answer `question` where it is asked.

        `about` holds its topics and needs with their weights, `wanted` is what it means.
        """
        among = self._keys_for_all(question)
        called = self._called(question, among)
        lexical, widened = self._lexical(question, about, among)
        keys = self._near_in_meaning(wanted, among)
        found = (*keys, *lexical, *widened)
        names = {*called, *(self._index.owner(key)[0] for key in found)}
        entries = tuple(self._index.entry(name) for name in names)
        return Candidates(entries, lexical, widened, called)

    def _called(self, question: Question, among: frozenset[int] | None) -> dict[str, float]:
        """Return records that the question calls by name, among those that can hold."""
        found = self._index.names.called(question.text, self._place_words)
        if among is None:
            return found
        return {
            name: share
            for name, share in found.items()
            if not among.isdisjoint(self._index.entry(name).keys)
        }

    def _keys_for_all(self, question: Question) -> frozenset[int] | None:
        """Return the passages that can hold in any of the places that the question names."""
        parts = [self._keys_for(place) for place in (question.place, *question.others)]
        if any(part is None for part in parts):
            return None
        return frozenset().union(*(part for part in parts if part is not None))

    def _keys_for(self, place: str | None) -> frozenset[int] | None:
        """Return the passages whose record can hold for a person in `place`; None means all.

        They are chosen before the search: else a large directory of another country would fill
        all candidates.
        """
        if place is None:
            return None
        kept = self._among.get(place)
        if kept is None or kept[0] != self._index.generation:
            fitting = [e for e in self._index.entries() if applies(e, place, self._places)]
            keys = frozenset(key for entry in fitting for key in entry.all_keys())
            kept = (self._index.generation, keys if len(keys) < self._index.passages else None)
            self._among[place] = kept
        return kept[1]

    def _near_in_meaning(self, wanted: Vector, among: frozenset[int] | None) -> list[int]:
        vectors = self._index.vectors
        if among is None:
            return [int(key) for key in vectors.search(wanted, DENSE_DEPTH)[0]]
        if len(among) * 2 >= self._index.passages:
            # Most passages fit: looking deeper costs less than choosing them one by one.
            keys = vectors.search(wanted, DENSE_DEPTH * 3)[0]
            fitting = [int(key) for key in keys if int(key) in among]
            if len(fitting) >= DENSE_DEPTH // 3:
                return fitting[:DENSE_DEPTH]
        return [int(key) for key in vectors.search(wanted, DENSE_DEPTH, sorted(among))[0]]

    def _words(
        self, weighted: Sequence[tuple[str, float]], language: str, among: frozenset[int] | None
    ) -> list[tuple[int, float]]:
        if among is None:
            return self._index.lexical.search(weighted, language, LEXICAL_DEPTH)
        mostly = len(among) * 2 >= self._index.passages
        deep = LEXICAL_DEPTH * (2 if mostly else 10)
        hits = self._index.lexical.search(weighted, language, deep)
        return [hit for hit in hits if hit[0] in among][:LEXICAL_DEPTH]

    def _lexical(
        self, question: Question, about: Mapping[str, float], among: frozenset[int] | None
    ) -> tuple[dict[int, float], dict[int, float]]:
        """Return BM25 by passage: of the question's own words, and of its topics' words."""
        own = [(term, 1.0) for term in dict.fromkeys(terms(question.text, question.language))]
        lexical = dict(self._words(own, question.language, among))
        widened: dict[int, float] = {}
        if self._bridge and about:
            for language in self._index.languages():
                words = self._bridge.terms(about, language if language in LANGUAGES else "en")
                widened.update(self._words(list(words.items()), language, among))
        return lexical, widened
