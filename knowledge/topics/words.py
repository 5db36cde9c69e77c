"""Finds in the prose of a directory the words that stand for topics."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from knowledge.languages import fold

_WORD_STARTS = re.compile(r"(?<!\w)\w")
_KEY = 2
"""Letters by which phrases are looked up; no phrase is shorter."""


@dataclass(frozen=True)
class Phrase:
    """Words that stand for a topic; `opens` says that the last one may be only begun."""

    written: str
    topic: str
    worth: float
    opens: bool = False


class Words:
    """The phrases of one language, ready to be found in texts."""

    def __init__(self, phrases: Iterable[Phrase]) -> None:
        worths: dict[tuple[str, bool], dict[str, float]] = {}
        for phrase in phrases:
            key = (fold(phrase.written), phrase.opens)
            if len(key[0]) >= _KEY:
                known = worths.setdefault(key, {})
                known[phrase.topic] = max(known.get(phrase.topic, 0.0), phrase.worth)
        self._by_start: dict[str, list[tuple[str, bool, Mapping[str, float]]]] = {}
        for (written, opens), topics in worths.items():
            # A phrase that names many things says little about each.
            shares = {topic: worth / len(topics) for topic, worth in topics.items()}
            self._by_start.setdefault(written[:_KEY], []).append((written, opens, shares))
        for candidates in self._by_start.values():
            candidates.sort(key=lambda candidate: -len(candidate[0]))

    def find(self, text: str) -> dict[str, float]:
        """Return what the words of `text` are worth for each topic.

        Of phrases inside each other the longest counts, and each phrase counts once.
        """
        found: dict[str, float] = {}
        for shares in dict(self._matches(fold(text))).values():
            for topic, worth in shares.items():
                found[topic] = found.get(topic, 0.0) + worth
        return found

    def _matches(self, text: str) -> Iterator[tuple[str, Mapping[str, float]]]:
        end = 0
        for start in (match.start() for match in _WORD_STARTS.finditer(text)):
            if start < end:
                continue
            found = [
                (written, shares)
                for written, opens, shares in self._by_start.get(text[start : start + _KEY], ())
                if text.startswith(written, start)
                and (opens or _word_ends(text, start + len(written)))
            ]
            if found:
                longest, topics = found[0]
                end = start + len(longest)
                # What begins it may be the better sign of the same topic ("food pantr").
                yield (
                    longest,
                    {topic: max(shares.get(topic, 0.0) for _, shares in found) for topic in topics},
                )


def _word_ends(text: str, position: int) -> bool:
    """Whether a word ends at `position`, or after the s of its plural."""
    rest = text[position : position + 2]
    return not rest[:1].isalnum() or (rest[0] == "s" and not rest[1:].isalnum())
