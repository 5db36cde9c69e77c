"""What a directory's entry is about, judged by its terms, its names and its words.

Every sign gives points to topics, and the sum ranks them. Terms of a taxonomy count most; the
words decide between them and speak alone where an entry bears no terms. The points were set on
services of a real directory (211 Miami, HSDS 1.1) judged by reading; halving or doubling one of
them changes the main topic of less than one entry in twenty-five.
"""

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from knowledge.content import Term, Topic
from knowledge.topics.words import Words

ELSEWHERE = ""
"""Stands among the topics for needs that are not on our list."""
POPULATIONS = "Y"
"""Section of the AIRS/211 taxonomy that says for whom a service is, not what it is."""

SHORTER = 0.3
"""Worth of a prefix that is not the longest known one: counselling for abused women is mental
health too."""
AGAIN = 0.3
"""Worth of each further term for the same topic against the one before it, so that ten sorts of
counselling do not drown what the place is for."""
TERM_NAME = 0.7
"""Worth of the words in the name of a term whose code is unknown."""
UNSUPPORTED = 0.5
"""Worth of words for a topic that no term speaks for in an entry that bears terms; they are often
of the place where it happens (tax help in a senior centre)."""
NAME, ORGANIZATION, OPENING, REST = 1.5, 0.7, 0.8, 0.3
"""Worth of words in the service's name, its organization's name, the first sentence, the rest."""
FIELD_LIMIT = 1.5
"""What all words of one field are worth at most for a topic, before its weight."""
READ = 1200
"""Letters of the text that are read; what comes later is mostly dates and addresses."""
SURE_ENOUGH = 0.3
"""Topics less sure than this are left out: most of them are wrong."""

_SENTENCE_END = re.compile(r"[.!?:;](?= )")
_SENTENCE = range(40, 250)
"""Letters of a first sentence; a shorter one is a heading or an abbreviation."""


@dataclass(frozen=True)
class Told:
    """What an entry tells of itself in words, all in one language."""

    name: str = ""
    organization: str = ""
    text: str = ""
    language: str = "en"


@dataclass(frozen=True)
class Signs:
    """How codes are read: what each prefix means, and how much it tells (1 if nothing is said)."""

    prefixes: Mapping[str, Mapping[str, float]]
    weights: Mapping[str, float]


class Judge:
    """Weighs the signs that an entry gives, with the words of one language."""

    def __init__(self, signs: Signs, words: Words) -> None:
        self._signs = signs
        self._words = words
        self._terms: dict[tuple[str, str], Mapping[str, float]] = {}

    def judge(self, terms: Iterable[Term], told: Told) -> tuple[Topic, ...]:
        """Return the topics of an entry, the main one first.

        The confidence (0 to 0.95) is about the share of such topics that proved right.
        """
        terms = list(terms)
        services = self._of_terms(term for term in terms if not _is_population(term))
        people = self._of_terms(term for term in terms if _is_population(term))
        words = self._of_words(told)
        points = {
            topic: services.get(topic, 0.0)
            + people.get(topic, 0.0)
            + words.get(topic, 0.0) * (1.0 if topic in services or not services else UNSUPPORTED)
            for topic in {**services, **people, **words}
        }
        best = max(points.values(), default=0.0)
        if points.pop(ELSEWHERE, 0.0) >= best:
            return ()
        ordered = sorted(points.items(), key=lambda item: -item[1])
        topics = [Topic(id=topic, confidence=_confidence(own, best)) for topic, own in ordered]
        return tuple(topic for topic in topics if topic.confidence >= SURE_ENOUGH)

    def _of_terms(self, terms: Iterable[Term]) -> dict[str, float]:
        signs: dict[str, list[float]] = {}
        for term in terms:
            key = (term.code, term.name)
            if key not in self._terms:
                self._terms[key] = self._of_term(*key)
            for topic, worth in self._terms[key].items():
                signs.setdefault(topic, []).append(worth)
        return {
            topic: sum(worth * AGAIN**place for place, worth in enumerate(sorted(worths)[::-1]))
            for topic, worths in signs.items()
        }

    def _of_term(self, code: str, name: str) -> dict[str, float]:
        starts = [code[:size] for size in range(len(code), 0, -1)]
        weight = next((self._signs.weights[s] for s in starts if s in self._signs.weights), 1.0)
        known = [self._signs.prefixes[start] for start in starts if start in self._signs.prefixes]
        if not known:
            words = {} if code.startswith(POPULATIONS) else self._words.find(name)
            return {topic: weight * TERM_NAME * min(worth, 1.0) for topic, worth in words.items()}
        found: dict[str, float] = {}
        share = weight
        for meant in known:
            for topic, worth in meant.items():
                found[topic] = max(found.get(topic, 0.0), share * worth)
            if max(meant.values()) == 1.0:  # a longer one that is only true too takes nothing away
                share = weight * SHORTER
        return found

    def _of_words(self, told: Told) -> dict[str, float]:
        opening, rest = _first_sentence(told.text)
        fields = [(told.name, NAME), (opening, OPENING), (rest, REST)]
        if told.organization != told.name:
            fields.append((told.organization, ORGANIZATION))
        points: dict[str, float] = {}
        for text, weight in fields:
            for topic, worth in self._words.find(text).items():
                points[topic] = points.get(topic, 0.0) + weight * min(worth, FIELD_LIMIT)
        return points


def _is_population(term: Term) -> bool:
    return term.code.startswith(POPULATIONS)


def _first_sentence(text: str) -> tuple[str, str]:
    plain = " ".join(text.split())[:READ]
    end = _SENTENCE_END.search(plain, _SENTENCE.start)
    cut = min(end.end() if end else len(plain), _SENTENCE.stop)
    return plain[:cut], plain[cut:]


def _confidence(points: float, best: float) -> float:
    """Return how sure a topic is: by its own points, less where another has many more."""
    return round(0.95 * (1.0 - math.exp(-2.0 * points)) * min(1.0, 0.5 + points / best), 2)
