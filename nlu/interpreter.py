"""Understanding: from a message to language, intent, topics, needs and places."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from nlu.classifier import TextClassifier
from nlu.identify import LanguageGuess, LanguageIdentifier
from nlu.places import PlaceFinder, PlaceMention
from nlu.vocabulary import Vocabulary
from retrieval.encoders import Encoder, Vector

KEEP_TOPIC = 0.06
"""Topics less likely than this are left out."""
MOST_TOPICS = 4


@dataclass(frozen=True)
class Understanding:
    """What a message means, with probabilities."""

    text: str
    language: LanguageGuess
    vector: Vector
    intent: str
    intents: Mapping[str, float]
    topics: Mapping[str, float] = field(default_factory=dict)
    needs: Mapping[str, float] = field(default_factory=dict)
    places: tuple[PlaceMention, ...] = ()

    @property
    def here(self) -> str | None:
        """The place that somebody is in or asks about; None where they only name their origin."""
        return next((mention.place for mention in self.places if not mention.origin), None)

    def chance(self, intent: str) -> float:
        """Return the probability of `intent`."""
        return self.intents.get(intent, 0.0)


class Interpreter(Protocol):
    """What the conversation needs of an engine of understanding."""

    def interpret(self, text: str, *, prior: str | None = None) -> Understanding:
        """Return what `text` means; `prior` is the conversation's language so far."""
        ...

    def language(self, text: str) -> LanguageGuess:
        """Return the language of `text` alone."""
        ...


class EmbeddedInterpreter:
    """The engine in the process: encoder, linear models, word lists; safe in many threads."""

    def __init__(
        self,
        encoder: Encoder,
        languages: LanguageIdentifier,
        intents: TextClassifier,
        topics: TextClassifier,
        vocabulary: Vocabulary,
        places: PlaceFinder,
    ) -> None:
        self._encoder = encoder
        self._languages = languages
        self._intents = intents
        self._topics = topics
        self._vocabulary = vocabulary
        self._places = places

    def interpret(self, text: str, *, prior: str | None = None) -> Understanding:
        """Return what `text` means; `prior` is the conversation's language so far."""
        guess = self._languages.identify(text, prior)
        mentions = self._vocabulary.find(text, guess.language)
        places = tuple(self._places.find(text))
        vector = self._encoder.query(text)
        chances = self._intents.probabilities(text, vector, guess.language)
        intents = dict(zip(self._intents.labels, (float(p) for p in chances), strict=True))
        likely = self._topics.probabilities(text, vector, guess.language)
        learned = dict(zip(self._topics.labels, (float(p) for p in likely), strict=True))
        return Understanding(
            text=text,
            language=guess,
            vector=vector,
            intent=max(intents, key=lambda name: intents[name]),
            intents=intents,
            topics=merge(learned, mentions.topics),
            needs=mentions.needs,
            places=places,
        )

    def language(self, text: str) -> LanguageGuess:
        """Return the language of `text` alone."""
        return self._languages.identify(text)


def merge(learned: Mapping[str, float], named: Mapping[str, float]) -> dict[str, float]:
    """Return topic probabilities from what was learned and what the words name.

    A named topic is raised in proportion; the sum stays one, then small ones are dropped.
    """
    raised = {
        topic: chance * (1.0 + 4.0 * named.get(topic, 0.0)) for topic, chance in learned.items()
    }
    for topic, weight in named.items():
        raised[topic] = raised.get(topic, 0.0) + 0.1 * weight
    total = sum(raised.values()) or 1.0
    ranked = sorted(raised.items(), key=lambda item: -item[1])[:MOST_TOPICS]
    return {topic: chance / total for topic, chance in ranked if chance / total >= KEEP_TOPIC}
