"""The place tree in memory, read from the data files or from the database."""

import hashlib
import math
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

from rapidfuzz import fuzz, process
from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from knowledge.errors import BadInput, UnknownPlace
from knowledge.languages import fold
from knowledge.models import PlaceName, PlaceRow, Source
from knowledge.yamls import read_yaml

KINDS = ("world", "region", "country", "state", "county", "municipality")
EARTH_RADIUS_KM = 6371.0
NAME_LETTERS = 5
"""Letters of a word from which it is taken for a misspelt name of a place."""
GAZETTEER = "gazetteer"
"""Id of the source that places come from."""
FILES = ("world.yaml", "elsewhere.yaml", "americas.yaml", "florida.yaml")
_KIND_OF_STATE = re.compile(
    r"^(?:estado|departamento|provincia|region|distrito) (?:del? |do |da )?"
    r"| (?:state|province|department|region|district)$"
)


@dataclass(frozen=True)
class Place:
    """A jurisdiction with its names; `at` is (latitude, longitude) in degrees."""

    id: str
    kind: str
    parent: str | None
    timezone: str
    at: tuple[float, float] | None
    names: Mapping[str, str]
    aliases: tuple[str, ...] = ()
    serves: tuple[str, ...] = field(default=())

    def name(self, language: str) -> str:
        """Return the name of this place in `language`."""
        return self.names.get(language) or self.names.get("en") or self.id


class Places:
    """The tree: look up, walk up, compare, measure."""

    def __init__(self, places: Iterable[Place]) -> None:
        """Raise BadInput for an id that stands twice, a parent that is none, or a circle."""
        self._places: dict[str, Place] = {}
        for place in places:
            if place.id in self._places:
                raise BadInput(f"two places have the id {place.id!r}")
            self._places[place.id] = place
        self._lines = {name: self._walk(name) for name in self._places}

    def _walk(self, name: str) -> tuple[str, ...]:
        line = [name]
        while above := self._places[line[-1]].parent:
            if above not in self._places:
                raise BadInput(f"place {line[-1]!r} lies in {above!r}, which is no place")
            if above in line:
                circle = " in ".join([*line[line.index(above) :], above])
                raise BadInput(f"places lie in a circle: {circle}")
            line.append(above)
        return tuple(line)

    def __iter__(self) -> Iterator[Place]:
        return iter(self._places.values())

    def __contains__(self, name: object) -> bool:
        return name in self._places

    def __len__(self) -> int:
        return len(self._places)

    def __getitem__(self, name: str) -> Place:
        return self._places[name]

    def get(self, name: str) -> Place | None:
        """Return the place with this id, or None."""
        return self._places.get(name)

    def by_id_or_raise(self, name: str) -> Place:
        """Return the place with id (or exactly the name) `name`; UnknownPlace lists near ones."""
        if found := self._places.get(name):
            return found
        spellings = self._spellings()
        wanted = fold(name.replace("_", " "))
        if exact := spellings.get(wanted):
            return self._places[exact]
        # As a whole, and word by word: "estoy en Montevido" holds the name of a place.
        parts = [wanted, *(word for word in wanted.split() if len(word) >= NAME_LETTERS)]
        near = [
            (score, spellings[spelling])
            for part in dict.fromkeys(parts)
            for spelling, score, _ in process.extract(
                part, spellings.keys(), scorer=fuzz.ratio, limit=8, score_cutoff=60
            )
        ]
        ids = dict.fromkeys(place for _score, place in sorted(near, key=lambda one: -one[0]))
        raise UnknownPlace(name, list(ids)[:5])

    def _spellings(self) -> dict[str, str]:
        spellings: dict[str, str] = {}
        for place in self._places.values():
            for name in (*place.names.values(), *place.aliases, place.id.replace("_", " ")):
                spellings.setdefault(fold(name), place.id)
        return spellings

    def line(self, name: str) -> tuple[str, ...]:
        """Return `name` and all places it lies in, from small to large."""
        return self._lines[name]

    def country(self, name: str) -> str | None:
        """Return the id of the country that `name` lies in, None for a region or the world."""
        return next((up for up in self._lines[name] if self._places[up].kind == "country"), None)

    def timezone(self, name: str) -> str:
        """Return the IANA time zone of `name`, "UTC" where none is known."""
        zones = (self._places[up].timezone for up in self._lines[name])
        return next((zone for zone in zones if zone), "UTC")

    def within(self, name: str, other: str) -> bool:
        """Return whether `name` is `other` or lies in it."""
        return other in self._lines[name]

    def related(self, record_place: str, asked: str) -> bool:
        """Return whether what holds in `record_place` can matter to a person in `asked`.

        It can when one lies in the other, or when the record's place serves that neighbour.
        """
        if record_place not in self._places:
            return False
        if self.within(asked, record_place) or self.within(record_place, asked):
            return True
        return any(self.within(asked, other) for other in self._places[record_place].serves)

    def nearest(self, latitude: float, longitude: float, within_km: float = 60.0) -> Place | None:
        """Return the municipality nearest to a point, None when none is `within_km`."""
        towns = [p for p in self._places.values() if p.kind == "municipality" and p.at]
        distances = [(distance_km(p.at, (latitude, longitude)), p) for p in towns if p.at]
        best = min(distances, key=lambda item: item[0], default=None)
        return best[1] if best and best[0] <= within_km else None

    def find_address(self, city: str, state: str, within: str) -> str:
        """Return the id of the place that an address lies in, "" when it is not known.

        Only places in the same country as `within` are looked at: names repeat across countries.
        """
        country = self.country(within)
        wanted, region = fold(city), fold(state)
        found = ""
        for place in self._places.values():
            if country and self.country(place.id) != country:
                continue
            names = {fold(name) for name in (*place.names.values(), *place.aliases)}
            if place.kind == "municipality" and wanted and wanted in names:
                states = [
                    self._places[up] for up in self._lines[place.id]
                    if self._places[up].kind == "state"
                ]  # fmt: skip
                known = {fold(n) for s in states for n in (*s.names.values(), *s.aliases)}
                if not region or not known or region in _with_bare(known):
                    return place.id
            elif place.kind == "state" and region and region in _with_bare(names):
                found = place.id
        return found


def _with_bare(names: set[str]) -> set[str]:
    """Add what an address has of folded state names: "tacna" of "departamento de tacna"."""
    return names | {_KIND_OF_STATE.sub("", name) for name in names}


def distance_km(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Return the great-circle distance in kilometres (haversine formula)."""
    lat1, lon1, lat2, lon2 = (math.radians(x) for x in (*one, *other))
    a = (
        math.sin((lat2 - lat1) / 2) ** 2
        + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    )
    return 2 * EARTH_RADIUS_KM * math.asin(math.sqrt(min(1.0, a)))


def _read(name: str) -> Any:
    text = files("knowledge.places").joinpath(f"data/{name}").read_text(encoding="utf-8")
    return read_yaml(text)


def place_files() -> Iterator[Place]:
    """Yield the places of the data files that come with the project, parents first.

    Raises BadInput when they are no tree.
    """
    tree = Places(_place(entry) for name in FILES for entry in _read(name))
    done = dict.fromkeys(name for place in tree for name in reversed(tree.line(place.id)))
    yield from (tree[name] for name in done)


def _place(entry: dict[str, Any]) -> Place:
    return Place(
        id=entry["id"],
        kind=entry["kind"],
        parent=entry.get("parent"),
        timezone=entry.get("timezone") or "",
        at=tuple(entry["at"]) if entry.get("at") else None,
        names=entry["names"],
        aliases=tuple(str(alias) for alias in entry.get("aliases") or ()),
        serves=tuple(entry.get("serves") or ()),
    )


def places_digest() -> str:
    """Return the digest of the place files, to see whether they changed."""
    room = files("knowledge.places").joinpath("data")
    return hashlib.sha256(b"".join(room.joinpath(name).read_bytes() for name in FILES)).hexdigest()[
        :32
    ]


def store_places(session: Session) -> bool:
    """Write the places of the data files into the database when they changed; return whether."""
    digest = places_digest()
    known = session.get(Source, GAZETTEER)
    if known is not None and known.digest == digest:
        return False
    for place in place_files():
        names = [("", alias) for alias in place.aliases]
        row = PlaceRow(
            id=place.id,
            kind=place.kind,
            parent_id=place.parent,
            timezone=place.timezone,
            latitude=place.at[0] if place.at else None,
            longitude=place.at[1] if place.at else None,
            serves=" ".join(place.serves),
            names=[
                PlaceName(position=position, language=language, name=name)
                for position, (language, name) in enumerate([*place.names.items(), *names])
            ],
        )
        session.merge(row)
    session.merge(Source(id=GAZETTEER, kind="places", title="Gazetteer", digest=digest))
    return True


def load_places(session: Session) -> Places:
    """Read the place tree from the database."""
    rows = session.scalars(select(PlaceRow).options(selectinload(PlaceRow.names)))
    return Places(
        Place(
            id=row.id,
            kind=row.kind,
            parent=row.parent_id,
            timezone=row.timezone,
            at=(row.latitude, row.longitude)
            if row.latitude is not None and row.longitude is not None
            else None,
            names={name.language: name.name for name in row.names if name.language},
            aliases=tuple(name.name for name in row.names if not name.language),
            serves=tuple(row.serves.split()),
        )
        for row in rows
    )


@cache
def emergency_numbers(country: str) -> tuple[tuple[str, str], ...]:
    """Return (kind, number) of the emergency services of a country; () when none is known.

    Kinds: all, police, ambulance, fire, women, children. None of them has been confirmed by an
    owner yet; who shows them says so.
    """
    raw = _read("emergency.yaml")
    return tuple((item["kind"], str(item["number"])) for item in raw.get(country, ()))
