"""Full text search for open data: which records hold all the words of a query."""

from array import array
from bisect import bisect_left
from collections.abc import Iterable

from retrieval.text import words

SHORTEST_PREFIX = 3
"""Letters from which on a word of the query also finds longer words that begin with it."""


class WordIndex:
    """Words of texts by the record that holds them, in memory; records can be replaced.

    A replaced record leaves its old number behind, which is swept out when half of them are dead.
    """

    def __init__(self) -> None:
        self._records: list[str | None] = []
        self._number_of: dict[str, int] = {}
        self._numbers: dict[str, array[int]] = {}
        self._vocabulary: list[str] = []

    def put(self, record_id: str, texts: Iterable[str]) -> None:
        """Take in the words of a record, in place of those it had."""
        self.remove(record_id)
        number = self._number_of[record_id] = len(self._records)
        self._records.append(record_id)
        for word in {word for text in texts for word in words(text)}:
            if word not in self._numbers:
                self._numbers[word] = array("I")
            self._numbers[word].append(number)

    def remove(self, record_id: str) -> None:
        """Forget a record; one that is not there is no error."""
        number = self._number_of.pop(record_id, None)
        if number is not None:
            self._records[number] = None
        if len(self._records) > 2 * len(self._number_of) + 100:
            self._sweep()

    def _sweep(self) -> None:
        alive = [number for number, name in enumerate(self._records) if name is not None]
        fresh = {number: place for place, number in enumerate(alive)}
        kept = {
            word: array("I", (fresh[number] for number in numbers if number in fresh))
            for word, numbers in self._numbers.items()
        }
        self._numbers = {word: numbers for word, numbers in kept.items() if numbers}
        self._vocabulary = []
        self._records = [self._records[number] for number in alive]
        self._number_of = {name: place for place, name in enumerate(self._records) if name}

    def find(self, query: str) -> set[str] | None:
        """Return the records that hold every word of `query`, None when it has no words."""
        wanted = words(query)
        if not wanted:
            return None
        found = set.intersection(*(self._holding(word) for word in wanted))
        return {name for number in found if (name := self._records[number]) is not None}

    def _holding(self, word: str) -> set[int]:
        if len(word) < SHORTEST_PREFIX:
            return set(self._numbers.get(word, ()))
        if len(self._vocabulary) != len(self._numbers):
            self._vocabulary = sorted(self._numbers)
        found: set[int] = set()
        for known in self._vocabulary[bisect_left(self._vocabulary, word) :]:
            if not known.startswith(word):
                break
            found.update(self._numbers[known])
        return found
