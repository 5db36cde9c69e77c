"""Search: candidates by meaning and by words, then everything that is known is weighed in."""

import math
from collections.abc import Mapping, Sequence

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
from retrieval.text import terms, words

DENSE_DEPTH = 90
"""Passages taken by meaning; deeper found nothing more on the Miami set."""
LEXICAL_DEPTH = 20
"""Passages taken by words, per language."""
OTHER_PLACE = 0.8
"""Worth of being near a place that is named besides the one asked about."""
ALL_LANGUAGES = 0.6
"""Share of the mean over the languages in how like a question is to a record's examples."""
ENOUGH_EXAMPLES = 6
"""Examples, in all languages together, from which on it counts that a question is like none."""
RIVALS = 6
"""Hits that are always made, because the confidence looks at the first one's rivals."""


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
        self._among: dict[str, tuple[int, frozenset[int] | None]] = {}
        self._nearness: dict[tuple[str | None, str, tuple[str, ...]], float] = {}
        self._place_words = frozenset(
            word
            for place in places
            for name in (*place.names.values(), *place.aliases)
            for word in words(name)
        )
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
        among = self._keys_for_all(question)
        called = self._called(question, among)
        lexical, widened = self._lexical(question, about, among)
        keys = self._near_in_meaning(wanted, among)
        found = (*keys, *lexical, *widened)
        names = {*called, *(self.index.owner(key)[0] for key in found)}
        entries = [self.index.entry(name) for name in names]
        if not entries:
            return Result((), 0.0, {})
        parts = self._dense(question, bridge, worth, entries)
        for entry, row in zip(entries, parts, strict=True):
            row.update(self._known(question, entry, lexical, widened))
            if entry.record_id in called:
                row["called"] = self.weights.called * called[entry.record_id]
        self._add_asked(question, entries, parts)
        order = sorted(
            ((sum(row.values()), number) for number, row in enumerate(parts)),
            key=lambda item: (-item[0], entries[item[1]].record_id),
        )[: max(limit, RIVALS)]
        hits = [_hit(question, entries[number], score, parts[number]) for score, number in order]
        signals = self._calibration.signals(question, hits)
        confidence = self._calibration.confidence(question.language, signals)
        return Result(tuple(hits[:limit]), confidence, signals)

    def _called(self, question: Question, among: frozenset[int] | None) -> dict[str, float]:
        """Return records that the question calls by name, among those that can hold."""
        found = self.index.names.called(question.text, self._place_words)
        if among is None:
            return found
        return {
            name: share
            for name, share in found.items()
            if not among.isdisjoint(self.index.entry(name).keys)
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
        if kept is None or kept[0] != self.index.generation:
            fitting = [e for e in self.index.entries() if applies(e, place, self._places)]
            keys = frozenset(key for entry in fitting for key in entry.all_keys())
            kept = (self.index.generation, keys if len(keys) < self.index.passages else None)
            self._among[place] = kept
        return kept[1]

    def _near_in_meaning(self, wanted: Vector, among: frozenset[int] | None) -> list[int]:
        vectors = self.index.vectors
        if among is None:
            return [int(key) for key in vectors.search(wanted, DENSE_DEPTH)[0]]
        if len(among) * 2 >= self.index.passages:
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
            return self.index.lexical.search(weighted, language, LEXICAL_DEPTH)
        mostly = len(among) * 2 >= self.index.passages
        deep = LEXICAL_DEPTH * (2 if mostly else 10)
        hits = self.index.lexical.search(weighted, language, deep)
        return [hit for hit in hits if hit[0] in among][:LEXICAL_DEPTH]

    def _lexical(
        self, question: Question, about: Mapping[str, float], among: frozenset[int] | None
    ) -> tuple[dict[int, float], dict[int, float]]:
        """Return BM25 by passage: of the question's own words, and of its topics' words."""
        own = [(term, 1.0) for term in dict.fromkeys(terms(question.text, question.language))]
        lexical = dict(self._words(own, question.language, among))
        widened: dict[int, float] = {}
        if self._bridge and about:
            for language in self.index.languages():
                words = self._bridge.terms(about, language if language in LANGUAGES else "en")
                widened.update(self._words(list(words.items()), language, among))
        return lexical, widened

    def _dense(
        self, question: Question, bridge: Vector | None, worth: float, entries: Sequence[Entry]
    ) -> list[dict[str, float]]:
        """Return per entry: similarity to the question, to its topics, and hubness."""
        flat = [key for entry in entries for key in entry.keys]
        vectors = self.index.vectors.reconstruct(flat)
        to_question = vectors @ question.vector
        to_bridge = worth * (vectors @ bridge) if bridge is not None else np.zeros(len(flat))
        hubs = -self.weights.hub * self.index.hubness(flat, question.language)
        total = (to_question + to_bridge + hubs).tolist()
        table = np.stack([to_question, to_bridge, hubs], axis=1)
        share = self.weights.own_language.get(question.language, 0.5)
        result: list[dict[str, float]] = []
        start = 0
        for entry in entries:
            if len(entry.keys) == 1:  # a directory's records have one version, in one passage
                meaning, near, hub = table[start].tolist()
                result.append({"meaning": meaning, "bridge": near, "hub": hub})
                start += 1
                continue
            best: dict[str, int] = {}
            for row in range(start, start + len(entry.keys)):
                language = self.index.owner(flat[row])[1]
                if language not in best or total[row] > total[best[language]]:
                    best[language] = row
            start += len(entry.keys)
            if len(best) == 1:
                mixed = table[next(iter(best.values()))]
            else:
                mixed = table[list(best.values())].mean(axis=0)
                if question.language in best:
                    mixed = share * table[best[question.language]] + (1.0 - share) * mixed
            meaning, near, hub = mixed.tolist()
            result.append({"meaning": meaning, "bridge": near, "hub": hub})
        return result

    def _add_asked(
        self, question: Question, entries: Sequence[Entry], parts: Sequence[dict[str, float]]
    ) -> None:
        """Add to the parts of each entry how like the question is to its example questions.

        An entry that has none, or too few to tell, counts for as much as others do on average that
        are as far from the best by all other parts: examples tell records that have them apart,
        and put none before those that have not.
        """
        like = self._likeness(question, entries)
        scores = [sum(row.values()) for row in parts]
        best = max(scores)
        for entry, row, score in zip(entries, parts, scores, strict=True):
            value = like.get(entry.record_id, -1.0)
            if sum(len(keys) for keys in entry.asked.values()) < ENOUGH_EXAMPLES:
                value = max(value, expected_likeness(best - score))
            row["asked"] = self.weights.asked * value

    def _likeness(self, question: Question, entries: Sequence[Entry]) -> dict[str, float]:
        """Return how like the question is to the examples of each entry that has some, -1 to 1.

        The likest example counts, and how like it is to those of every language: that tells much
        in a language the encoder is weak in.
        """
        groups = [
            (entry.record_id, language, keys)
            for entry in entries
            for language, keys in entry.asked.items()
        ]
        if not groups:
            return {}
        flat = [key for _name, _language, keys in groups for key in keys]
        languages = [language for _name, language, keys in groups for _key in keys]
        like = self.index.likeness(flat, languages, question.vector, question.language)
        starts = np.cumsum([0, *(len(keys) for _name, _language, keys in groups[:-1])])
        best: dict[str, list[float]] = {}
        for (name, _language, _keys), value in zip(
            groups, np.maximum.reduceat(like, starts).tolist(), strict=True
        ):
            best.setdefault(name, []).append(value)
        return {
            name: (1.0 - ALL_LANGUAGES) * max(values) + ALL_LANGUAGES * sum(values) / len(values)
            for name, values in best.items()
        }

    def _known(
        self,
        question: Question,
        entry: Entry,
        lexical: Mapping[int, float],
        widened: Mapping[int, float],
    ) -> dict[str, float]:
        """Return the parts that come from words and from what is known of the record."""
        weights = self.weights
        parts: dict[str, float] = {}
        if own := max([lexical.get(key, 0.0) for key in entry.keys]):
            parts["words"] = weights.lexical.get(question.language, 0.002) * own
        if wider := max([widened.get(key, 0.0) for key in entry.keys]):
            parts["topic words"] = weights.bridge_lexical * wider
        parts["topic"] = weights.topic * sum(
            chance * entry.topics.get(topic, 0.0) for topic, chance in question.topics.items()
        )
        parts["near"] = weights.near * question.local * self._near(question, entry)
        parts["kind"] = weights.kind * question.kinds.get(entry.kind, 0.0)
        if question.language in entry.spoken:
            parts["spoken"] = weights.spoken
        if not entry.available:
            parts["unavailable"] = -weights.unavailable
        return parts

    def _near(self, question: Question, entry: Entry) -> float:
        """Return how near `entry` is to the place asked about, or less surely to another one."""
        near = self._near_to(question, entry, question.place)
        for other in question.others:
            if self._places.related(entry.place_id, other):
                near = max(near, OTHER_PLACE * self._near_to(question, entry, other))
        return near

    def _near_to(self, question: Question, entry: Entry, place: str | None) -> float:
        if question.point:
            return nearness(entry, place, question.point, self._places)
        where = (place, entry.place_id, entry.located_in)
        if where not in self._nearness:
            self._nearness[where] = nearness(entry, place, None, self._places)
        return self._nearness[where]


def expected_likeness(gap: float) -> float:
    """Return how like a question is on average to the examples of a record `gap` below the best.

    `gap` is in units of the score. Fitted to the candidates of the question sets `starter` and
    `reports_dev` (2026-11): .38 for the best, .24 at .035, .18 far away.
    """
    return 0.17 + 0.21 * math.exp(-gap / 0.03)


def _hit(question: Question, entry: Entry, score: float, parts: Mapping[str, float]) -> Hit:
    shown = preferred(set(entry.titles), question.language, entry.language)
    return Hit(
        record_id=entry.record_id,
        external_id=entry.external_id,
        title=entry.titles[shown],
        language=shown,
        score=score,
        parts={name: part for name, value in parts.items() if (part := round(value, 5))},
    )
