"""Services of our own profile: whole records, taken as they stand and not cleaned a second time."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from knowledge.content import RecordContent
from knowledge.opendata.extension import EXTENSION
from knowledge.opendata.reading import read_service, source_of
from knowledge.places import Places
from knowledge.sources.hsds.linking import MAX_ID
from knowledge.sources.report import Ledger, SourceRow


@dataclass(frozen=True)
class Profiled:
    """A record as a package of our profile holds it, and the source it once came from."""

    content: RecordContent
    source: str


def read_profiled(service: Mapping[str, Any]) -> Profiled:
    """Return the record in a service of the profile; ValueError, with one line, if it is none."""
    try:
        return Profiled(read_service(service), source_of(service))
    except (KeyError, TypeError) as error:
        raise ValueError(f"{type(error).__name__}: {error}") from error


class ProfiledRecords:
    """Gives the records of the profile's services, fitted to the places that are known here."""

    def __init__(
        self,
        found: Mapping[SourceRow, Profiled],
        ledger: Ledger,
        *,
        places: Places,
        place_id: str,
    ) -> None:
        self._found = found
        self._ledger = ledger
        self._places = places
        self._place_id = place_id
        self._taken: set[str] = set()

    def __contains__(self, row: SourceRow) -> bool:
        return row in self._found

    def take(self, row: SourceRow) -> RecordContent | None:
        """Return the record of a service row, None (with the reason reported) if it cannot be.

        Records of several sources may bear the same id: the later ones get their source's before.
        """
        content = self._found[row].content
        changed: dict[str, object] = {}
        key = content.external_id
        if key in self._taken:
            key = f"{self._found[row].source}:{key}"
            changed["external_id"] = key
            reason = f"another source's record has the same external id, kept as {key}"
            self._ledger.issue(row, EXTENSION, reason)
        if not 0 < len(key) <= MAX_ID or key in self._taken:
            self._ledger.skip(row, EXTENSION, f"an external id that cannot be kept: {key}")
            return None
        self._taken.add(key)
        self._ledger.use(row)
        if content.place_id not in self._places:
            changed["place_id"] = self._place_id
            self._ledger.issue(row, EXTENSION, f"a place that is not known: {content.place_id}")
        if any(spot.place_id and spot.place_id not in self._places for spot in content.locations):
            changed["locations"] = tuple(
                spot
                if not spot.place_id or spot.place_id in self._places
                else spot.model_copy(update={"place_id": ""})
                for spot in content.locations
            )
        return content.model_copy(update=changed) if changed else content
