"""What is asked of the index, and what comes back."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from retrieval.encoders import Vector


@dataclass(frozen=True)
class Question:
    """A question, as understood; only `text`, `language` and `vector` are needed.

    `topics` holds probabilities by topic id; `needs` weights by the key of a finer need
    ("clinic/free_clinic"). `place` is a known place id, `others` are further places that it names
    (where somebody comes from, or goes); `point` (latitude, longitude). `kinds` are probabilities
    of what kind of record is wanted.
    """

    text: str
    language: str
    vector: Vector
    topics: Mapping[str, float] = field(default_factory=dict)
    needs: Mapping[str, float] = field(default_factory=dict)
    place: str | None = None
    others: tuple[str, ...] = ()
    point: tuple[float, float] | None = None
    kinds: Mapping[str, float] = field(default_factory=dict)
    local: float = 1.0
    """How much it counts to be near; more where the place is all that was said."""
    aside: float = 0.0
    """Probability that the message is about something that is not ours to answer."""


@dataclass(frozen=True)
class Hit:
    """A record that was found; `parts` adds up to `score` (cosine units)."""

    record_id: str
    external_id: str
    title: str
    language: str
    score: float
    parts: Mapping[str, float]


@dataclass(frozen=True)
class Result:
    """Records, best first, and how sure it is (0-1) that the first one answers."""

    hits: tuple[Hit, ...]
    confidence: float
    signals: Mapping[str, float]
