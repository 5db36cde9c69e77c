"""Words by which people name needs, found in a message, misspelt too."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from rapidfuzz import fuzz, process

from knowledge.languages import LANGUAGES
from knowledge.topics import Topics
from retrieval.text import terms

LONGEST_PHRASE = 4
TYPO_LETTERS = 5
TYPO_SCORE = 84.0
OTHER_LANGUAGE = 0.5
"""Worth of a word of another language ("food pantry" in a Creole message)."""
TOPIC_WORD = 0.7
"""Worth of a word that names a topic as a whole, against one that names a finer need."""


@dataclass(frozen=True)
class Mentions:
    """What a message names: topics and finer needs ("clinic/free_clinic") with weights."""

    topics: Mapping[str, float] = field(default_factory=dict)
    needs: Mapping[str, float] = field(default_factory=dict)


class Vocabulary:
    """All words of the topic list, by language."""

    def __init__(self, topics: Topics) -> None:
        self._phrases: dict[str, dict[str, dict[str, float]]] = {}
        for language in LANGUAGES:
            table: dict[str, dict[str, float]] = {}
            for topic in topics.values():
                for phrase in (topic.names[language], *topic.synonyms[language]):
                    key = " ".join(terms(phrase, language))
                    table.setdefault(key, {}).setdefault(topic.id, TOPIC_WORD)
                for need in topic.needs:
                    for phrase in need.words[language]:
                        key = " ".join(terms(phrase, language))
                        table.setdefault(key, {})[f"{topic.id}/{need.id}"] = 1.0
            table.pop("", None)
            self._phrases[language] = table
        self._single = {
            language: [key for key in table if " " not in key and len(key) >= TYPO_LETTERS]
            for language, table in self._phrases.items()
        }

    def find(self, text: str, language: str) -> Mentions:
        """Return the topics and needs that `text` names, in its language or as loan words."""
        found: dict[str, float] = {}
        for other in (language, *(lang for lang in LANGUAGES if lang != language)):
            worth = 1.0 if other == language else OTHER_LANGUAGE
            for key, weight in self._in(text, other, typos=other == language).items():
                found[key] = max(found.get(key, 0.0), worth * weight)
        needs = {key: weight for key, weight in found.items() if "/" in key}
        named = {key: weight for key, weight in found.items() if "/" not in key}
        for key, weight in needs.items():
            topic = key.partition("/")[0]
            named[topic] = max(named.get(topic, 0.0), weight)
        return Mentions(named, needs)

    def _in(self, text: str, language: str, *, typos: bool) -> dict[str, float]:
        table = self._phrases[language]
        tokens = terms(text, language)[:60]
        found: dict[str, float] = {}
        taken: set[int] = set()
        for size in range(min(LONGEST_PHRASE, len(tokens)), 0, -1):
            for start in range(len(tokens) - size + 1):
                span = range(start, start + size)
                if taken.intersection(span):
                    continue
                if meant := table.get(" ".join(tokens[start : start + size])):
                    taken.update(span)
                    # A word that names many things says little about each.
                    for key, weight in meant.items():
                        found[key] = max(found.get(key, 0.0), weight / len(meant) ** 0.5)
        if typos:
            for position, token in enumerate(tokens):
                if position in taken or len(token) < TYPO_LETTERS:
                    continue
                hit = process.extractOne(
                    token, self._single[language], scorer=fuzz.ratio, score_cutoff=TYPO_SCORE
                )
                if hit:
                    meant = table[hit[0]]
                    for key, weight in meant.items():
                        near = 0.8 * weight * hit[1] / 100 / len(meant) ** 0.5
                        found[key] = max(found.get(key, 0.0), near)
        return found
