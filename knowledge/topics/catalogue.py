"""The topic list: names, synonyms and finer needs per language, and foreign terms that mean it.

The list follows the needs survey of the source reports (OAS 2023, annex II); it lies in `data/`:
reception, money and health in `living.yaml`, the rest in `settling.yaml`.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from knowledge.content import Term, Topic
from knowledge.topics.judging import ELSEWHERE, Judge, Signs, Told
from knowledge.topics.words import Phrase, Words
from knowledge.yamls import read_yaml

FILES = ("living.yaml", "settling.yaml")
TERM = 1.0
"""Worth of words by which directories name a topic, where an entry's texts are read."""
SYNONYM, NEED = (0.5, 0.3), (0.35, 0.15)
"""Worth of words by which people ask for a topic, or a finer need in it: several words, one word.

They are less sure in the prose of directories, where a camp has lunch and a clinic has a bed."""
ALSO = 0.4
"""Worth of a term under which a topic is true too (`airs_also`)."""


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
    airs_also: tuple[str, ...] = ()
    """Prefixes of terms that make the topic true, and are rarely what an entry is about."""

    def name(self, language: str) -> str:
        """Return the name of this topic in `language`."""
        return self.names[language]


class Topics(dict[str, TopicEntry]):
    """All topics by id, in the order of the list."""

    def of_terms(self, terms: Iterable[Term], told: Told | None = None) -> tuple[Topic, ...]:
        """Return the topics of a directory's entry, the main one first.

        It is judged by the terms that the source gave it and by what it tells of itself in words,
        which may be in any of the project's languages (see `knowledge.topics.judging`).
        """
        told = told or Told()
        if told.language not in self._judges:
            self._judges[told.language] = Judge(self._signs, Words(self._phrases(told.language)))
        return self._judges[told.language].judge(terms, told)

    @cached_property
    def _judges(self) -> dict[str, Judge]:
        return {}

    @cached_property
    def _signs(self) -> Signs:
        raw = _raw_signs()
        prefixes: dict[str, dict[str, float]] = {}
        for prefix in raw["elsewhere"]:
            prefixes[prefix] = {ELSEWHERE: 1.0}
        for topic in self.values():
            for prefix in topic.airs_also:
                prefixes.setdefault(prefix, {})[topic.id] = ALSO
            for prefix in topic.airs:
                prefixes.setdefault(prefix, {})[topic.id] = 1.0
        return Signs(prefixes, raw["weights"])

    def _phrases(self, language: str) -> Iterator[Phrase]:
        raw = _raw_signs()
        for word in raw["elsewhere_words"]:
            yield Phrase(word, ELSEWHERE, TERM, opens=True)
        for topic in self.values():
            for term in topic.terms:
                yield Phrase(term, topic.id, TERM, opens=True)
            asked = [(word, SYNONYM) for word in topic.synonyms.get(language, ())]
            asked += [(word, NEED) for n in topic.needs for word in n.words.get(language, ())]
            if language in topic.names:
                asked.append((topic.names[language], SYNONYM))
            for word, (several, one) in asked:
                if word not in raw["misleading"]:
                    yield Phrase(word, topic.id, several if " " in word else one)


def _words(raw: Mapping[str, list[object]]) -> dict[str, tuple[str, ...]]:
    # YAML reads some short words ("no", "on") as truth values; str keeps what stands there.
    return {language: tuple(str(word) for word in words) for language, words in raw.items()}


def _read(file: Traversable) -> Any:
    return read_yaml(file.read_text(encoding="utf-8"))


@cache
def _raw_signs() -> Any:
    return _read(files("knowledge.topics").joinpath("data", "signs.yaml"))


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
            airs_also=tuple(entry.get("airs_also", ())),
        )
    return topics
