"""Search: candidates by meaning and by words, then everything that is known is weighed in."""

from collections.abc import Iterable, Mapping

import numpy as np

from knowledge.languages import LANGUAGES, preferred
from knowledge.places import Places
from retrieval.bridge import Bridge
from retrieval.confidence import Calibration
from retrieval.encoders import Vector
from retrieval.index import Entry, SearchIndex
from retrieval.nearness import applies, nearness
from retrieval.question import Hit, Question, Result
from retrieval.ranking import DEFAULT_WEIGHTS, Weights
from retrieval.text import terms

DENSE_DEPTH = 400
LEXICAL_DEPTH = 120


class Searcher:
    """Finds records for questions in one index; safe to use from many threads."""

    def __init__(
        self,
        index: SearchIndex,
        bridge: Bridge | None,
        places: Places,
        *,
        weights: Weights = DEFAULT_WEIGHTS,
        calibration: Calibration | None = None,
    ) -> None:
        """Take the index; `bridge` None searches by the question's own words and meaning alone."""
        self.index = index
        self.weights = weights
        self._bridge = bridge
        self._places = places
        self._calibration = calibration or Calibration()

    @property
    def threshold(self) -> float:
        """Confidence from which the first hit is given as an answer."""
        return self._calibration.threshold

    def topic_vector(self, weights: Mapping[str, float]) -> Vector | None:
        """Return the vector that stands for topics and needs when there are no words."""
        return self._bridge.vector(weights) if self._bridge else None

    def search(self, question: Question, limit: int = 10) -> Result:
        """Return the `limit` best records for `question`, with the parts of each score.

        The question's language decides which title is shown and how evidence is weighed, never
        which records can be found.
        """
        with self.index.lock:
            return self._search(question, limit)

    def _search(self, question: Question, limit: int) -> Result:
        if not len(self.index):
            return Result((), 0.0, {})
        about = {**question.topics, **question.needs}
        bridge = self._bridge.vector(about) if self._bridge else None
        worth = self.weights.bridge.get(question.language, 0.6)
        wanted = question.vector if bridge is None else question.vector + worth * bridge
        lexical, widened = self._lexical(question, about)
        keys, _ = self.index.vectors.search(wanted, DENSE_DEPTH)
        candidates = {self.index.owner(int(key))[0] for key in keys}
        candidates |= {self.index.owner(key)[0] for key in (*lexical, *widened)}
        entries = [
            entry
            for entry in (self.index.entry(name) for name in candidates)
            if applies(entry, question.place, self._places)
        ]
        if not entries:
            return Result((), 0.0, {})
        dense = self._dense(question, bridge, worth, entries)
        scored = [
            self._score(question, entry, dense[entry.record_id], lexical, widened)
            for entry in entries
        ]
        scored.sort(key=lambda hit: (-hit.score, hit.record_id))
        signals = self._calibration.signals(question, scored)
        confidence = self._calibration.confidence(question.language, signals)
        return Result(tuple(scored[:limit]), confidence, signals)

    def _lexical(
        self, question: Question, about: Mapping[str, float]
    ) -> tuple[dict[int, float], dict[int, float]]:
        """Return BM25 by passage: of the question's own words, and of its topics' words."""
        own = [(term, 1.0) for term in dict.fromkeys(terms(question.text, question.language))]
        lexical = dict(self.index.lexical.search(own, question.language, LEXICAL_DEPTH))
        widened: dict[int, float] = {}
        if self._bridge and about:
            for language in self.index.languages():
                words = self._bridge.terms(about, language if language in LANGUAGES else "en")
                hits = self.index.lexical.search(list(words.items()), language, LEXICAL_DEPTH)
                widened.update(hits)
        return lexical, widened

    def _dense(
        self,
        question: Question,
        bridge: Vector | None,
        worth: float,
        entries: Iterable[Entry],
    ) -> dict[str, dict[str, float]]:
        """Return per record: similarity to the question, to its topics, and hubness."""
        listed = list(entries)
        flat = [key for entry in listed for key in entry.keys]
        vectors = self.index.vectors.reconstruct(flat)
        to_question = vectors @ question.vector
        to_bridge = vectors @ bridge if bridge is not None else np.zeros(len(flat))
        column = LANGUAGES.index(question.language)
        hubs = np.asarray([self.index.hubness(key)[column] for key in flat])
        total = to_question + worth * to_bridge - self.weights.hub * hubs
        share = self.weights.own_language.get(question.language, 0.5)
        result: dict[str, dict[str, float]] = {}
        start = 0
        for entry in listed:
            best: dict[str, int] = {}
            for row in range(start, start + len(entry.keys)):
                language = self.index.owner(flat[row])[1]
                if language not in best or total[row] > total[best[language]]:
                    best[language] = row
            start += len(entry.keys)
            rows = list(best.values())
            mix = np.full(len(rows), 1.0 / len(rows))
            if question.language in best:
                mix *= 1.0 - share
                mix[list(best).index(question.language)] += share
            result[entry.record_id] = {
                "meaning": float(mix @ to_question[rows]),
                "bridge": float(worth * (mix @ to_bridge[rows])),
                "hub": float(-self.weights.hub * (mix @ hubs[rows])),
            }
        return result

    def _score(
        self,
        question: Question,
        entry: Entry,
        dense: Mapping[str, float],
        lexical: Mapping[int, float],
        widened: Mapping[int, float],
    ) -> Hit:
        weights = self.weights
        word = weights.lexical.get(question.language, 0.002)
        topics = sum(
            chance * entry.topics.get(topic, 0.0) for topic, chance in question.topics.items()
        )
        near = nearness(entry, question.place, question.point, self._places)
        parts = {
            **dense,
            "words": word * max((lexical.get(key, 0.0) for key in entry.keys), default=0.0),
            "topic words": weights.bridge_lexical
            * max((widened.get(key, 0.0) for key in entry.keys), default=0.0),
            "topic": weights.topic * topics,
            "near": weights.near * near,
            "kind": weights.kind * question.kinds.get(entry.kind, 0.0),
            "spoken": weights.spoken * (question.language in entry.spoken),
            "unavailable": 0.0 if entry.available else -weights.unavailable,
        }
        shown = preferred(set(entry.titles), question.language, entry.language)
        return Hit(
            record_id=entry.record_id,
            external_id=entry.external_id,
            title=entry.titles[shown],
            language=shown,
            score=sum(parts.values()),
            parts={name: round(value, 5) for name, value in parts.items() if value},
        )
