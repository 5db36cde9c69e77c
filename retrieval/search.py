"""Search: candidates by meaning and by words, then everything that is known is weighed in."""

from collections.abc import Mapping

from knowledge.languages import preferred
from knowledge.places import Places
from retrieval.bridge import Bridge
from retrieval.candidates import CandidateFinder
from retrieval.confidence import Calibration
from retrieval.encoders import Vector
from retrieval.evidence import Evidence
from retrieval.index import Entry, SearchIndex
from retrieval.question import Hit, Question, Result
from retrieval.ranking import DEFAULT_WEIGHTS, Weights

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
        self._candidates = CandidateFinder(index, bridge, places)
        self._evidence = Evidence(index, places)
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
        worth = self.weights.bridge_for(question.language)
        wanted = question.vector if bridge is None else question.vector + worth * bridge
        candidates = self._candidates.find(question, about, wanted)
        entries = candidates.entries
        if not entries:
            return Result((), 0.0, {})
        parts = self._evidence.weigh(question, bridge, candidates, self.weights)
        order = sorted(
            ((sum(row.values()), number) for number, row in enumerate(parts)),
            key=lambda item: (-item[0], entries[item[1]].record_id),
        )[: max(limit, RIVALS)]
        hits = [_hit(question, entries[number], score, parts[number]) for score, number in order]
        signals = self._calibration.signals(question, hits)
        confidence = self._calibration.confidence(question.language, signals)
        return Result(tuple(hits[:limit]), confidence, signals)


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
