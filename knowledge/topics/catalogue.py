"""The topic list: names, synonyms and finer needs per language, and foreign terms that mean it.

The list follows the needs survey of the source reports (OAS 2023, annex II); the file is
`data/topics.yaml`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files

import yaml

from knowledge.content import Term, Topic
from knowledge.languages import fold


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

        The confidence is 0.9 where an AIRS/211 code says so (the longest prefix decides), 0.7
        where only the term's name does. Population terms (code Y...) alone weigh 0.5.
        """
        found: dict[str, float] = {}
        for term in terms:
            matches = [
                (len(prefix), topic) for prefix, topic in self._prefixes
                if term.code.startswith(prefix)
            ]  # fmt: skip
            if matches:
                longest = max(length for length, _ in matches)
                sure = 0.5 if term.code.startswith("Y") else 0.9
                for length, topic in matches:
                    if length == longest:
                        found[topic] = max(found.get(topic, 0.0), sure)
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


def load_topics() -> Topics:
    """Read the topic list that comes with the project."""
    text = files("knowledge.topics").joinpath("data/topics.yaml").read_text(encoding="utf-8")
    raw = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    topics = Topics()
    for entry in raw["topics"]:
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
