"""How sure the first hit answers: a calibrated probability, and the threshold to answer at."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from retrieval.question import Hit, Question

CLOSE = 0.045
"""Score within which the next hits stand beside the first: they are shown with it, and together
they answer where a local record goes before a general one that says it more plainly."""


@dataclass(frozen=True)
class Calibration:
    """Logistic regression over a few signals, with what differs by language in `bias`.

    Fitted on the even-numbered needs of the sets `starter`, `reports_dev` and `miami` in
    `tests/evaluation`, each set and each answer counting for as much (2026-11);
    docs/decisions/0004-calibration.md has the error rates on the odd ones. The figures belong to
    the embedded encoder: another one needs its own.
    """

    weights: Mapping[str, float] = field(
        default_factory=lambda: {
            "meaning": 55.0,
            "aside": -1.7,
            "topic match": 67.0,
            "needs": 1.3,
            "words": 37.0,
            "asked": 29.4,
        }
    )
    trust: Mapping[str, float] = field(default_factory=lambda: {"ht": 0.5})
    """How far the encoder's similarity counts in a language; it is weak in Haitian Creole."""
    bias: Mapping[str, float] = field(default_factory=lambda: {"ht": -0.45})
    intercept: float = -4.94
    threshold: float = 0.45
    """Confidence from which the first hit is given as an answer."""

    def signals(self, question: Question, hits: Sequence[Hit]) -> dict[str, float]:
        """Return what the confidence is made of; `hits` are sorted, the best first."""
        if not hits:
            return {}
        best = hits[0]
        together = [hit for hit in hits[:3] if best.score - hit.score <= CLOSE]
        rivals = [hit.score for hit in hits[1:4]]
        return {
            "meaning": self.trust.get(question.language, 1.0)
            * max(hit.parts.get("meaning", 0.0) + hit.parts.get("hub", 0.0) for hit in together),
            "score": best.score,
            "margin": best.score - (float(np.mean(rivals)) if rivals else best.score),
            "words": best.parts.get("words", 0.0) + best.parts.get("called", 0.0),
            "asked": max(hit.parts.get("asked", 0.0) for hit in together),
            "topic match": best.parts.get("topic", 0.0),
            "topic": max(question.topics.values(), default=0.0),
            "aside": question.aside,
            "needs": float(min(1.0, sum(question.needs.values()))),
        }

    def confidence(self, language: str, signals: Mapping[str, float]) -> float:
        """Return the probability that the first hit answers; 0 without signals."""
        if not signals:
            return 0.0
        total = self.intercept + self.bias.get(language, 0.0)
        total += sum(weight * signals.get(name, 0.0) for name, weight in self.weights.items())
        return float(1.0 / (1.0 + np.exp(-total)))
