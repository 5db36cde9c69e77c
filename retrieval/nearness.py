"""How near a record is to where a person is: 1 right there, 0 somewhere, -1 elsewhere."""

import math

from knowledge.places import Places
from knowledge.places.tree import distance_km
from retrieval.index import Entry

WALK_KM = 3.0
"""Up to here a place counts as right there."""
UNKNOWN_PLACE = {"municipality": -3.0, "county": -3.0, "state": -2.4, "country": -1.5}
"""Worth of a record of one place when the asker's is not known: what holds everywhere is said
first, what holds in one town only where it is asked for by its name."""
JURISDICTION = {
    "municipality": 1.0, "county": 0.9, "state": 0.7, "country": 0.5, "region": -0.3, "world": -0.4,
}  # fmt: skip
"""Worth of what holds in the asked place, by how narrowly: what is right there goes before general
advice. Chosen on the question sets `starter` and `reports_dev` (2026-11)."""
TRIP_KM = 40.0
"""From here on it counts as elsewhere."""


def applies(entry: Entry, place: str | None, places: Places) -> bool:
    """Return whether what `entry` says can hold for a person in `place`; unknown place: yes."""
    return place is None or places.related(entry.place_id, place)


def nearness(
    entry: Entry, place: str | None, point: tuple[float, float] | None, places: Places
) -> float:
    """Return how near `entry` is, from -1 to 1 (to -3 where no place is known).

    A shared position decides where the record has coordinates. Else the place tree does: in the
    asked place 1, in the same county 0.8, elsewhere in the same country -1; a record without
    address (a right, a hotline) by how narrowly its jurisdiction fits. When the place is not
    known, what holds widely goes before what holds in one town.
    """
    if point and entry.points:
        km = min(distance_km(point, spot) for spot in entry.points)
        if km <= WALK_KM:
            return 1.0
        return max(-1.0, 1.0 - 2.0 * math.log(km / WALK_KM) / math.log(TRIP_KM / WALK_KM))
    if place is None or place not in places:
        held = places.get(entry.place_id)
        return UNKNOWN_PLACE.get(held.kind, 0.0) if held else 0.0
    spots = [spot for spot in entry.located_in if spot]
    if spots:
        return max(_between(spot, place, places) for spot in spots)
    if entry.located_in:  # an address in no place that we know: far, as far as we know
        return -0.8
    return _jurisdiction(entry.place_id, place, places)


def _between(spot: str, asked: str, places: Places) -> float:
    if spot not in places:
        return -0.8
    if places.within(spot, asked):
        return 1.0
    if places.within(asked, spot):  # only the state or county of the address is known
        return 0.0
    asked_line = set(places.line(asked))
    shared = next((up for up in places.line(spot) if up in asked_line), "world")
    return 0.8 if places[shared].kind == "county" else -1.0


def _jurisdiction(held: str, asked: str, places: Places) -> float:
    if held not in places:
        return 0.0
    if places.within(held, asked):
        return 1.0
    return JURISDICTION.get(places[held].kind, JURISDICTION["world"])
