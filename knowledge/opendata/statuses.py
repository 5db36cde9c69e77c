"""How a record's kind and standing become the `status` of HSDS, which has four words."""

from typing import Final

from knowledge.content import Kind, RecordContent, Standing

_OF_SERVICES: Final = {
    Standing.OPERATING: "active",
    Standing.TEMPORARY: "active",
    Standing.UNKNOWN: "active",
    Standing.SUSPENDED: "temporarily closed",
    Standing.DEFUNCT: "defunct",
    Standing.PLANNED: "inactive",
    Standing.COMMITMENT: "inactive",
    Standing.RECOMMENDATION: "inactive",
}
_READ: Final = {
    "active": Standing.OPERATING,
    "inactive": Standing.DEFUNCT,
    "defunct": Standing.DEFUNCT,
    "temporarily closed": Standing.SUSPENDED,
}
SERVICES: Final = frozenset({Kind.SERVICE, Kind.PROGRAMME})
"""Kinds of record that are services of HSDS; a right or a how-to is none."""


def status(kind: Kind, standing: Standing) -> str:
    """Return the HSDS status; only a service that a person can go to is ever "active"."""
    return _OF_SERVICES[standing] if kind in SERVICES else "inactive"


def is_service(content: RecordContent) -> bool:
    """Return whether a record is a service as HSDS means it: one that is there, or once was.

    What is planned, promised or recommended, a right or a how-to is only in the profile.
    """
    return content.kind in SERVICES and _OF_SERVICES[content.standing] != "inactive"


def read_standing(written: str, kind: Kind, said: str) -> Standing:
    """Return the standing behind a status; `said` is the extension's word for it, "" if none.

    The status outweighs the extension where they differ: somebody changed it on the way.
    """
    if said and status(kind, Standing(said)) == written:
        return Standing(said)
    if written not in _READ:
        raise ValueError(f"status is not one of the standard: {written}")
    return _READ[written]
