"""Locations of a package: postal address, point on the earth, access, and the place they lie in."""

import math
from typing import Final

from knowledge.content import Location
from knowledge.places import Places
from knowledge.sources.hsds.clean import TextCleaner
from knowledge.sources.hsds.linking import LinkedTables
from knowledge.sources.hsds.names import MAX_NAME, readable_name
from knowledge.sources.report import Ledger, SourceRow

_LINES: Final = ("address_1", "address_2", "address_3", "address_4")
_NEAR_KM: Final = 20.0
"""How far from a town's middle a point may lie to count as in it, when the address names none."""
_MAX_POSTAL_CODE: Final = 20


class LocationReader:
    """Reads each location once, however many services share it."""

    def __init__(
        self,
        linked: LinkedTables,
        ledger: Ledger,
        cleaner: TextCleaner,
        *,
        acronyms: frozenset[str],
        places: Places,
        place_id: str,
    ) -> None:
        self._linked = linked
        self._ledger = ledger
        self._cleaner = cleaner
        self._acronyms = acronyms
        self._places = places
        self._place_id = place_id
        self._read: dict[str, Location] = {}
        self._towns: dict[tuple[str, str], str] = {}

    def read(self, key: str) -> Location | None:
        """Return the location with this id, None when the package has none."""
        row = self._linked.by_id["locations"].get(key)
        if row is None:
            return None
        self._ledger.use(row)
        if key not in self._read:
            self._read[key] = self._read_row(row)
        return self._read[key]

    def _read_row(self, row: SourceRow) -> Location:
        key, line = row.get("id"), self._cleaner.line
        address = self._address(key)
        point = self._point(row)
        city, state = line(address.get("city")), line(address.get("state_province"))
        name = line(row.get("name")) or line(row.get("alternate_name"))
        return Location(
            external_id=key,
            name=readable_name(name, self._acronyms)[:MAX_NAME],
            address=", ".join(filter(None, (line(address.get(part)) for part in _LINES)))[:500],
            city=city[:120],
            state_province=state[:120],
            postal_code=line(address.get("postal_code"))[:_MAX_POSTAL_CODE],
            country=line(address.get("country"))[:60],
            latitude=point[0] if point else None,
            longitude=point[1] if point else None,
            place_id=self._place(city, state, point),
            transportation=self._cleaner.paragraphs(row.get("transportation")),
            accessibility=self._accessibility(key),
        )

    def _address(self, key: str) -> SourceRow:
        rows = self._linked.of("addresses", "location_id", key)
        told = [row for row in rows if any(row.get(part) for part in (*_LINES, "city"))]
        # Where people go to comes before where letters go to.
        told.sort(key=lambda row: "postal" in (row.get("type").lower() + row.file.lower()))
        for other in told[1:]:
            self._ledger.skip(other, "location_id", f"its location has another address: {key}")
        if not told:
            return SourceRow("", 0)
        self._ledger.use(told[0])
        return told[0]

    def _point(self, row: SourceRow) -> tuple[float, float] | None:
        written = row.get("latitude"), row.get("longitude")
        if not any(written):
            return None
        try:
            latitude, longitude = (float(text) for text in written)
        except ValueError:
            latitude = longitude = math.nan
        if not (abs(latitude) <= 90 and abs(longitude) <= 180):
            self._ledger.issue(row, "latitude", f"not a point on the earth: {', '.join(written)}")
            return None
        if latitude == 0 and longitude == 0:
            self._ledger.issue(row, "latitude", "the point 0, 0, which stands for nothing")
            return None
        return latitude, longitude

    def _place(self, city: str, state: str, point: tuple[float, float] | None) -> str:
        if (city, state) not in self._towns:
            found = self._places.find_address(city, state, self._place_id)
            self._towns[city, state] = found
        found = self._towns[city, state]
        place = self._places.get(found)
        exact = place is not None and place.kind == "municipality"
        if point and not exact and (near := self._places.nearest(*point, within_km=_NEAR_KM)):
            return near.id
        return found

    def _accessibility(self, key: str) -> tuple[str, ...]:
        texts: dict[str, None] = {}
        for row in self._linked.of("accessibility", "location_id", key):
            said = [self._cleaner.line(row.get(part)) for part in ("description", "details")]
            if text := _with_details(*said):
                texts[text] = None
                self._ledger.use(row)
        return tuple(texts)


def _with_details(text: str, details: str) -> str:
    if not text or not details:
        return text or details
    return f"{text} {details}" if text.endswith((".", "!", "?", ":")) else f"{text}: {details}"
