"""Records called by their name: "IDNYC", "the SEDEREC card", "what is CRAI"."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from retrieval.text import words

SHORTEST = 3
"""Letters of the shortest word that can be a name."""
FEWEST_VERSIONS = 4
"""Language versions a record must have to tell its proper names from other words."""
MOST_RECORDS = 4
"""A word in more records' names than this is no name of one thing."""


class ProperNames:
    """Words that stand unchanged in a record's name in all its languages: its proper name.

    A record in one language (as in an imported directory) has none: there any word could be one.
    """

    def __init__(self) -> None:
        self._records: dict[str, set[str]] = defaultdict(set)
        self._words: dict[str, frozenset[str]] = {}

    def put(self, record_id: str, titles: Mapping[str, str]) -> None:
        """Take in (or anew) the names of a record by language."""
        self.drop(record_id)
        if len(titles) < FEWEST_VERSIONS:
            return
        same = frozenset.intersection(*(frozenset(words(title)) for title in titles.values()))
        kept = frozenset(word for word in same if len(word) >= SHORTEST and word.isalpha())
        self._words[record_id] = kept
        for word in kept:
            self._records[word].add(record_id)

    def drop(self, record_id: str) -> None:
        """Forget a record; nothing happens when it is not known."""
        for word in self._words.pop(record_id, ()):
            self._records[word].discard(record_id)

    def called(self, text: str, aside: Iterable[str] = ()) -> dict[str, float]:
        """Return records that `text` calls by name, with a share (0-1) of how surely.

        `aside` holds words that name something else, such as places. A word that several records
        share says less of each.
        """
        found: dict[str, float] = {}
        for word in dict.fromkeys(words(text)):
            records = self._records.get(word, set())
            if not records or len(records) > MOST_RECORDS or word in aside:
                continue
            for record_id in records:
                found[record_id] = max(found.get(record_id, 0.0), 1.0 / len(records) ** 0.5)
        return found
