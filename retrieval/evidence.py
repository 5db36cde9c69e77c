"""What speaks for a record, part by part; the parts add up to its score (cosine units)."""

from collections.abc import Sequence

import numpy as np

from knowledge.places import Places
from retrieval.candidates import Candidates
from retrieval.encoders import Vector
from retrieval.examples import asked_for
from retrieval.index import Entry, SearchIndex
from retrieval.nearness import nearness
from retrieval.question import Question
from retrieval.ranking import Weights

OTHER_PLACE = 0.8
"""Worth of being near a place that is named besides the one asked about."""


class Evidence:
    """Weighs the records of one index."""

    def __init__(self, index: SearchIndex, places: Places) -> None:
        self._index = index
        self._places = places
        self._nearness: dict[tuple[str | None, str, tuple[str, ...]], float] = {}

    def weigh(
        self, question: Question, bridge: Vector | None, candidates: Candidates, weights: Weights
    ) -> list[dict[str, float]]:
        """Return the parts of the score of each candidate; `bridge` stands for its topics."""
        entries = candidates.entries
        parts = self._meaning(question, bridge, entries, weights)
        for entry, row in zip(entries, parts, strict=True):
            row.update(self._known(question, entry, candidates, weights))
        scores = [sum(row.values()) for row in parts]
        for row, like in zip(parts, asked_for(self._index, question, entries, scores), strict=True):
            row["asked"] = weights.asked * like
        return parts

    def _meaning(
        self,
        question: Question,
        bridge: Vector | None,
        entries: Sequence[Entry],
        weights: Weights,
    ) -> list[dict[str, float]]:
        """Return per entry: similarity to the question, to its topics, and hubness."""
        worth = weights.bridge_for(question.language)
        flat = [key for entry in entries for key in entry.keys]
        vectors = self._index.vectors.reconstruct(flat)
        to_question = vectors @ question.vector
        to_bridge = worth * (vectors @ bridge) if bridge is not None else np.zeros(len(flat))
        hubs = -weights.hub * self._index.hubness(flat, question.language)
        total = (to_question + to_bridge + hubs).tolist()
        table = np.stack([to_question, to_bridge, hubs], axis=1)
        share = weights.own_language.get(question.language, 0.5)
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
                language = self._index.owner(flat[row])[1]
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

    def _known(
        self,
        question: Question,
        entry: Entry,
        candidates: Candidates,
        weights: Weights,
    ) -> dict[str, float]:
        """Return the parts that come from words and from what is known of the record."""
        lexical, widened = candidates.lexical, candidates.widened
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
        if entry.record_id in candidates.called:
            parts["called"] = weights.called * candidates.called[entry.record_id]
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
