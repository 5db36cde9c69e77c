"""The topic list: names, synonyms and finer needs per language, and foreign terms that mean it.

The list follows the needs survey of the source reports (OAS 2023, annex II); it lies in `data/`:
reception, money and health in `living.yaml`, the rest in `settling.yaml`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from knowledge.content import Term, Topic
from knowledge.languages import fold
from knowledge.yamls import read_yaml

FILES = ("living.yaml", "settling.yaml")
POPULATIONS = "Y"
"""Section of the AIRS/211 taxonomy that says for whom a service is, not what it is."""


@dataclass(frozen=True)
class Need:
    """A finer need inside a topic: the words for it, and what an English directory calls it."""

    id: str
    phrase: str
    words: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class TopicEntry:
    """One topic people ask about."""

    id: str
    group: str
    stages: tuple[str, ...]
    phrase: str
    names: Mapping[str, str]
    synonyms: Mapping[str, tuple[str, ...]]
    needs: tuple[Need, ...]
    airs: tuple[str, ...]
    terms: tuple[str, ...]

    def name(self, language: str) -> str:
        """Return the name of this topic in `language`."""
        return self.names[language]


class Topics(dict[str, TopicEntry]):
    """All topics by id, in the order of the list."""

    @cached_property
    def _prefixes(self) -> list[tuple[str, str]]:
        return [(prefix, topic.id) for topic in self.values() for prefix in topic.airs]

    @cached_property
    def _fragments(self) -> list[tuple[str, str]]:
        return [(fold(term), topic.id) for topic in self.values() for term in topic.terms]

    def of_terms(self, terms: Iterable[Term]) -> tuple[Topic, ...]:
        """Return the topics that a source's own terms stand for, surest first.

        The confidence is 0.9 where the longest known prefix of an AIRS/211 code says so, 0.6
        where only a shorter prefix does (counselling for abused women is mental health too), 0.7
        where the term's name does, and 0.5 for terms that name a population (AIRS section Y).
        """
        found: dict[str, float] = {}
        for term in terms:
            people = term.code.startswith(POPULATIONS)
            matches = [
                (len(prefix), topic)
                for prefix, topic in self._prefixes
                if term.code.startswith(prefix)
            ]
            longest = max((length for length, _ in matches), default=0)
            for length, topic in matches:
                sure = 0.5 if people else 0.9 if length == longest else 0.6
                found[topic] = max(found.get(topic, 0.0), sure)
            if matches or people:
                continue
            name = fold(term.name)
            for fragment, topic in self._fragments:
                if fragment in name:
                    found[topic] = max(found.get(topic, 0.0), 0.7)
        ordered = sorted(found.items(), key=lambda item: -item[1])
        return tuple(Topic(id=topic, confidence=sure) for topic, sure in ordered)


def _words(raw: Mapping[str, list[object]]) -> dict[str, tuple[str, ...]]:
    # YAML reads some short words ("no", "on") as truth values; str keeps what stands there.
    return {language: tuple(str(word) for word in words) for language, words in raw.items()}


def _read(file: Traversable) -> Any:
    return read_yaml(file.read_text(encoding="utf-8"))


def load_topics() -> Topics:
    """Read the topic list that comes with the project."""
    room = files("knowledge.topics").joinpath("data")
    entries = [entry for name in FILES for entry in _read(room.joinpath(name))["topics"]]
    topics = Topics()
    for entry in entries:
        topics[entry["id"]] = TopicEntry(
            id=entry["id"],
            group=entry["group"],
            stages=tuple(entry["stages"]),
            phrase=entry["phrase"],
            names=entry["names"],
            synonyms=_words(entry["synonyms"]),
            needs=tuple(
                Need(id=need["id"], phrase=need["phrase"], words=_words(need["words"]))
                for need in entry["needs"]
            ),
            airs=tuple(entry["airs"]),
            terms=tuple(entry["terms"]),
        )
    return topics
