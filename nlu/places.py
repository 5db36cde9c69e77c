"""Places named in a message, against the known places with their aliases, typos included."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from rapidfuzz import fuzz, process

from knowledge.places import Places
from retrieval.text import words

LONGEST_NAME = 5
"""Words in the longest name that is looked for."""
TYPO_LETTERS = 5
"""A word shorter than this must be written right: too much is near it."""
TYPO_SCORE = 85.0
"""Similarity (0-100, normalised Indel) from which a misspelt word counts as a name."""
ORDINARY = frozenset(
    (
        "aventura naranja marathon sunrise plantation homestead hollywood manta quito lima porto"
        " pilar providencia desamparados puebla rosario concepcion rivera pereira hamilton georgia"
        " virginia carolina indiana dominique gana chili turkey jordan cuba pari florida nice"
        " central union victoria trinidad esperanza santa salvador colon leon armenia granada"
        " india china iran oman catar mali malta malt chad guinea gine congo niger georgia"
        " grecia gres milan lyon doha rabat sidney tonga chipre"
        " amadora aman avellaneda benque bonfim braga buffalo calama cartago chui chuy cuauhtemoc"
        " cuenca delicias desaguadero encarnacion esmeraldas faro heredia ibarra independencia"
        " lethem limon livramento mejicanos puno queens recoleta salto suba tienditas tocumen"
        " wellington"
    ).split()
) | {
    "el alto", "el progreso", "la ceiba", "la lima", "la matanza", "la parada", "las piedras",
    "los olivos", "san bernardo", "san fernando", "san lorenzo", "san miguel",
    "san miguelito", "santa ana", "santa elena", "santa marta", "sao jose", "villa nueva",
}  # fmt: skip
"""Names that are also everyday words or given names: believed only in the company of a place."""
ALONE = frozenset({"usa", "seul", "ira", "la parada"})
"""Names that are everyday words also after "no" and the like ("no usa papeles", "j'habite seul"):
believed only alone."""
TYPOS_IN = "americas"
"""Misspelt names are looked for here only: an "albañil" has nothing to do with Albania."""
_LEADS = frozenset(
    (
        "en in a nan em de from desde soti na no au aux vers to near cerca pre bo viv vivo live"
        " habite chegue llegue rive"
    ).split()
)
_COMING = re.compile(
    r"\b(?:soy|somos|es|son|veng[oa]|venimos|vine|vinimos|sou|vim|viemos|venho|vem|natural|oriund[oa]"
    r"|viens|vient|venons|venue?s?|suis|sommes|originaires?|arriv[ae]s?|pueblo|nacid[oa])"
    r" (?:de|del|do|da|dos|das|du|des|d)(?: la| el| las| los| l)?$"
    r"|(?<!writing )(?<!calling )(?<!texting )(?<!messaging )(?<!asking )\bfrom(?: the)?$"
    r"|\b(?:soti|sot|moun)(?: nan)?$"
)
"""What stands before a place that somebody comes from, folded. "Desde" is where they write from."""
_KIND_ORDER = {"municipality": 0, "county": 1, "state": 2, "country": 3, "region": 4, "world": 5}


@dataclass(frozen=True)
class PlaceMention:
    """A place found in a text: its id, the words it was found in, and how near they are (0-1).

    `origin` says that somebody comes from there ("soy de Haití"), which is not where they are.
    """

    place: str
    words: str
    score: float
    origin: bool = False


class PlaceFinder:
    """Finds known places in messages."""

    def __init__(self, places: Places, common_words: Iterable[str] = ()) -> None:
        """Take the tree, and words of everyday messages that are never taken for a typo."""
        self._places = places
        self._common = frozenset(common_words)
        self._names: dict[str, str] = {}
        ordered = sorted(places, key=lambda place: _KIND_ORDER.get(place.kind, 9))
        wide: set[str] = set()
        for place in ordered:
            for name in (*place.names.values(), *place.aliases):
                key = " ".join(words(name))
                if place.kind in {"world", "region"}:
                    wide.update(key.split())  # nobody is there; nor is it a town misspelt
                elif len(key) >= 3:
                    self._names.setdefault(key, place.id)
        self._common |= wide
        self._single = [
            name
            for name in self._names
            if len(name) >= TYPO_LETTERS
            and name not in ORDINARY
            and (TYPOS_IN not in places or places.within(self._names[name], TYPOS_IN))
            and len(name.split()[-1]) > 1  # "municipality" is not "Municipality B" misspelt
        ]

    def find(self, text: str) -> list[PlaceMention]:
        """Return the places named in `text`.

        The surest come first, then where somebody is before where they come from, then small before
        large, then as named.
        """
        tokens = words(text)[:200]
        found: dict[str, PlaceMention] = {}
        begins: dict[str, int] = {}
        taken: set[int] = set()
        for size in range(min(LONGEST_NAME, len(tokens)), 0, -1):
            for start in range(len(tokens) - size + 1):
                span = range(start, start + size)
                if taken.intersection(span):
                    continue
                written = " ".join(tokens[start : start + size])
                if place := self._names.get(written):
                    if written in ORDINARY and not self._believable(tokens, start, size):
                        continue
                    if written in ALONE and len(tokens) > size:
                        continue
                    taken.update(span)
                    origin = _COMING.search(" ".join(tokens[max(0, start - 4) : start])) is not None
                    found.setdefault(place, PlaceMention(place, written, 1.0, origin))
                    begins[place] = min(start, begins.get(place, start))
        if not found:
            for position, mention in enumerate(self._misspelt(tokens)):
                if found.setdefault(mention.place, mention) is mention:
                    begins[mention.place] = position
        return self._most_exact(found, begins)

    @staticmethod
    def _believable(tokens: list[str], start: int, size: int) -> bool:
        return len(tokens) == size or (start > 0 and tokens[start - 1] in _LEADS)

    def _misspelt(self, tokens: list[str]) -> list[PlaceMention]:
        spans = [[token] for token in tokens]
        spans += [[one, two] for one, two in pairwise(tokens)]
        best: list[PlaceMention] = []
        for span in spans:
            written = " ".join(span)
            if len(written) < TYPO_LETTERS or all(word in self._common for word in span):
                continue
            hit = process.extractOne(
                written, self._single, scorer=fuzz.ratio, score_cutoff=TYPO_SCORE
            )
            if hit and hit[0][0] == written[0]:
                best.append(PlaceMention(self._names[hit[0]], written, hit[1] / 100))
        return sorted(best, key=lambda mention: -mention.score)[:2]

    def _most_exact(
        self, found: dict[str, PlaceMention], begins: dict[str, int]
    ) -> list[PlaceMention]:
        # "Springfield, Ohio" names one place, not two: the larger is dropped when the smaller
        # lies in it.
        kept = [
            mention
            for name, mention in found.items()
            if not any(other != name and self._places.within(other, name) for other in found)
        ]
        return sorted(
            kept,
            key=lambda m: (
                -m.score, m.origin, _KIND_ORDER.get(self._places[m.place].kind, 9), begins[m.place],
            ),
        )  # fmt: skip
