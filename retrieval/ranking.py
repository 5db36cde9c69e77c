"""The weights of ranking, each with where its figure comes from."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Weights:
    """All figures of ranking; scores are in units of cosine similarity."""

    own_language: Mapping[str, float] = field(
        default_factory=lambda: {"es": 0.5, "en": 0.9, "fr": 0.1, "ht": 0.0, "pt": 0.4}
    )
    """Share of the version in the question's language; the rest is the mean of all versions.
    From FLORES dev passages: the mean lifts Creole recall@1 from .41 to .48, English loses."""
    lexical: Mapping[str, float] = field(
        default_factory=lambda: {
            "es": 0.002,
            "en": 0.001,
            "fr": 0.0025,
            "ht": 0.003,
            "pt": 0.0025,
        }
    )
    """Worth of one unit of BM25, by language of the question: found on FLORES dev passages, raised
    by a quarter and more with 1,200 example questions held out; higher still, a directory in
    another language falls behind."""
    bridge: Mapping[str, float] = field(
        default_factory=lambda: {"es": 0.7, "en": 0.6, "fr": 0.7, "ht": 0.9, "pt": 0.7}
    )
    """Worth of the topic phrases' vector against the question's own."""
    bridge_lexical: float = 0.003
    """Worth of one unit of BM25 over the words of the topics."""
    called: float = 0.03
    """Bonus for being called by its proper name; see `retrieval.names`."""
    asked: float = 0.35
    """Worth of being like a record's example questions; chosen with 1,500 of them held out."""
    topic: float = 0.04
    """Worth of a record's topic being the question's, both sure."""
    hub: float = 1.0
    """How much a passage's nearness to everyday questions in general is taken off (CSLS)."""
    near: float = 0.03
    """Bonus for being in the asked place; see `retrieval.nearness`."""
    kind: float = 0.02
    """Bonus for being of the wanted kind."""
    spoken: float = 0.004
    """Bonus when the question's language is spoken at the service."""
    unavailable: float = 0.015
    """Taken off what does not exist (any more, or yet)."""

    def bridge_for(self, language: str) -> float:
        """Return the worth of the topic phrases' vector for a question in `language`."""
        return self.bridge.get(language, 0.6)


DEFAULT_WEIGHTS = Weights()
