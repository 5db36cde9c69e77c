"""How much two records of different sources look like the same service, and why."""

import re
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations
from urllib.parse import urlsplit

from rapidfuzz import fuzz

from knowledge.content import PublishedRecord
from knowledge.languages import fold
from knowledge.places.tree import distance_km

THRESHOLD = 0.6
"""Score from which a pair is proposed; chosen on altered copies of real services, see
`tests/knowledge/duplicates/test_real_directory.py`."""
NEAR_KM = 0.15
ALIKE = 0.86
"""Similarity from which two names count as the same, slips of the pen and word order aside."""
CROWD = 40
"""A sign that more records share than this (a town's hotline) says nothing."""
_CELL = 100.0
"""Cells of a hundredth of a degree: about a kilometre."""
_SIGNS = re.compile(r"[^\w']+")
_NUMBER = re.compile(r"\b(?:\d+|[ivx]+)\b")
_GENERIC_HOSTS = ("facebook.com", "instagram.com", "wa.me", "google.com", "linktr.ee")


@dataclass(frozen=True)
class Card:
    """What of a record tells whether another one is the same thing."""

    record_id: str
    source_id: str
    names: frozenset[str]
    """Names in all languages; alternate names are left out: they are often the body's."""
    languages: frozenset[str]
    body: str
    phones: frozenset[str]
    pages: frozenset[str]
    emails: frozenset[str]
    points: tuple[tuple[float, float], ...]
    addresses: frozenset[str]
    topics: frozenset[str]


@dataclass(frozen=True)
class Likeness:
    """How alike two records are, from 0 to 1, and the signs that speak for it."""

    score: float
    reasons: tuple[str, ...]


def card_of(record: PublishedRecord) -> Card:
    """Return what of `record` is compared."""
    content = record.content
    body = content.organization
    pages = [content.url, body.url if body else ""]
    emails = [content.email, body.email if body else ""]
    return Card(
        record_id=record.id,
        source_id=record.source_id,
        names=frozenset(_plain(texts.name) for texts in content.texts.values()) - {""},
        languages=frozenset(content.texts),
        body=fold(body.name) if body else "",
        phones=frozenset(_digits(phone.number) for phone in content.phones) - {""},
        pages=frozenset(_page(page) for page in pages) - {""},
        emails=frozenset(email.casefold() for email in emails if email),
        points=tuple(
            (spot.latitude, spot.longitude)
            for spot in content.locations
            if spot.latitude is not None and spot.longitude is not None
        ),
        addresses=frozenset(
            fold(f"{spot.address} {spot.city}") for spot in content.locations if spot.address
        ),
        topics=frozenset(topic.id for topic in content.topics[:3]),
    )


def compare(one: Card, other: Card) -> Likeness:
    """Return how much two records look like the same thing.

    The name says most; a phone, page, mail or address in common is needed beside it, because the
    services of one body share these while their names differ, and towns share names of services.
    Between two languages names cannot be compared: then everything else must agree.
    """
    name = _name_likeness(one.names, other.names)
    body = fuzz.token_sort_ratio(one.body, other.body) / 100 if one.body and other.body else 0.0
    signs = {
        "phone": bool(one.phones & other.phones),
        "address": bool(one.addresses & other.addresses) or _are_near(one, other),
        "web page": bool(one.pages & other.pages),
        "e-mail": bool(one.emails & other.emails),
    }
    shared = [sign for sign, same in signs.items() if same]
    reasons = [f"same {sign}" for sign in shared]
    if name >= ALIKE:
        reasons.insert(0, f"name {name:.0%} alike")
    if body >= ALIKE:
        reasons.append("same organisation")
    if name < ALIKE:
        agree = len(shared) >= 2 and body >= ALIKE and bool(one.topics & other.topics)
        foreign = not one.languages & other.languages
        score = 0.62 if agree and foreign else name * 0.5
        return Likeness(round(score, 3), tuple(reasons))
    evidence = 0.25 * signs["phone"] + 0.2 * signs["address"] + 0.15 * signs["web page"]
    evidence += 0.1 * signs["e-mail"] + 0.15 * (body >= ALIKE)
    score = name * 0.5 + min(evidence, 0.5)
    return Likeness(round(score if evidence else min(score, 0.5), 3), tuple(reasons))


def pairs(cards: Iterable[Card], only: str | None = None) -> Iterator[tuple[Card, Card, Likeness]]:
    """Yield pairs of different sources that look like the same thing, each once.

    `only` names a source that one of the two must come from. Compared are records that share a
    sign or a name (rare words of it), never all with all.
    """
    known = list(cards)
    blocks: dict[Hashable, list[int]] = defaultdict(list)
    for number, card in enumerate(known):
        for sign in _signs(card):
            blocks[sign].append(number)
    seen: set[tuple[int, int]] = set()
    for block in blocks.values():
        if len(block) > CROWD:
            continue
        for first, second in combinations(block, 2):
            one, other = known[first], known[second]
            if one.source_id == other.source_id or (first, second) in seen:
                continue
            if only is not None and only not in (one.source_id, other.source_id):
                continue
            seen.add((first, second))
            likeness = compare(one, other)
            if likeness.score >= THRESHOLD:
                yield one, other, likeness


def _signs(card: Card) -> Iterator[Hashable]:
    for phone in card.phones:
        yield "phone", phone
    for page in card.pages:
        yield "page", page
    for email in card.emails:
        yield "email", email
    for address in card.addresses:
        yield "address", address
    for latitude, longitude in card.points:
        row, column = round(latitude * _CELL), round(longitude * _CELL)
        for name in card.names:
            yield "spot", row, column, name[:4]
    for name in card.names:
        yield "letters", "".join(sorted(name.replace(" ", "")))[:12], card.body[:6]
        yield "name", name


def _name_likeness(some: frozenset[str], others: frozenset[str]) -> float:
    return max((_alike(one, other) for one in some for other in others), default=0.0)


def _alike(one: str, other: str) -> float:
    """Return how alike two names are; "Centre II" and "Centre III" are two things."""
    if sorted(_NUMBER.findall(one)) != sorted(_NUMBER.findall(other)):
        return 0.0
    in_order = fuzz.ratio(one.replace(" ", ""), other.replace(" ", ""))
    return max(in_order, fuzz.token_sort_ratio(one, other)) / 100


def _plain(name: str) -> str:
    return " ".join(_SIGNS.sub(" ", fold(name)).split())


def _are_near(one: Card, other: Card) -> bool:
    return any(distance_km(a, b) <= NEAR_KM for a in one.points for b in other.points)


def _digits(number: str) -> str:
    digits = "".join(sign for sign in number if sign.isdigit())
    return digits[-10:] if len(digits) >= 7 else ""  # 911 is nobody's own number


def _page(url: str) -> str:
    try:
        parts = urlsplit(url.casefold())
    except ValueError:
        return ""
    host = parts.netloc.removeprefix("www.")
    path = parts.path.rstrip("/")
    if not host or (any(host.endswith(name) for name in _GENERIC_HOSTS) and not path):
        return ""
    return f"{host}{path}"
