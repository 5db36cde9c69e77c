"""How sure the first hit answers: a calibrated probability, and the threshold to answer at."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from retrieval.question import Hit, Question


@dataclass(frozen=True)
class Calibration:
    """Logistic regression over a few signals, one set of weights for all languages.

    The figures were fitted on questions that belong to no evaluation set (see
    docs/decisions/0004-calibration.md); `bias` holds what differs by language.
    """

    weights: Mapping[str, float] = field(
        default_factory=lambda: {"meaning": 20.0, "topic": 2.0, "words": 1.0}
    )
    bias: Mapping[str, float] = field(default_factory=dict)
    intercept: float = -16.0
    threshold: float = 0.5

    def signals(self, question: Question, hits: Sequence[Hit]) -> dict[str, float]:
        """Return what the confidence is made of; `hits` are sorted, the best first."""
        if not hits:
            return {}
        best = hits[0]
        rivals = [hit.score for hit in hits[1:4]]
        return {
            "meaning": best.parts.get("meaning", 0.0) + best.parts.get("hub", 0.0),
            "score": best.score,
            "margin": best.score - (float(np.mean(rivals)) if rivals else best.score),
            "words": best.parts.get("words", 0.0),
            "topic": max(question.topics.values(), default=0.0),
            "topic match": best.parts.get("topic", 0.0),
            "needs": float(min(1.0, sum(question.needs.values()))),
        }

    def confidence(self, language: str, signals: Mapping[str, float]) -> float:
        """Return the probability that the first hit answers; 0 without signals."""
        if not signals:
            return 0.0
        total = self.intercept + self.bias.get(language, 0.0)
        total += sum(weight * signals.get(name, 0.0) for name, weight in self.weights.items())
        return float(1.0 / (1.0 + np.exp(-total)))
