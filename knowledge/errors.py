"""The one error tree of the project.

AmparoError
├── BadInput                what a person or a caller gave cannot be used
│   ├── UnknownPlace        no such place; carries near names
│   ├── InvalidRecord       a record with faults (knowledge.validation); names each field
│   ├── EditConflict        somebody else changed the record (knowledge.lifecycle.desk)
│   ├── NotNow              a step that the record's state or the rules do not allow
│   ├── UnusablePackage     an import package that cannot be read at all
│   │   └── RefusedRows     rows with faults, so that none is taken; carries the report
│   └── UnusableFile        a data file of another kind (evaluation set, examples)
├── NotFound                a record, an index, a model that is not there
├── NotInstalled            an optional extra is missing; carries the command that adds it
└── ChannelError            a messaging platform refused or did not answer
"""

from collections.abc import Sequence
from typing import Any


class AmparoError(Exception):
    """Root of all errors this project raises on purpose; the text is one readable line."""


class BadInput(AmparoError):
    """What a person or a calling program gave cannot be used."""


class UnknownPlace(BadInput):
    """No place has this id or name.

    `near` holds the ids of places with similar names, best first.
    """

    def __init__(self, name: str, near: Sequence[str] = ()) -> None:
        self.name = name
        self.near = tuple(near)
        hint = f"; near names: {', '.join(self.near)}" if self.near else ""
        super().__init__(f"unknown place {name!r}{hint}")


class NotNow(BadInput):
    """A step that the state of a record, or the rules of review, do not allow."""


class UnusablePackage(BadInput):
    """An import package that cannot be read at all; nothing of it was stored."""


class RefusedRows(UnusablePackage):
    """A source with rows that cannot be used; all or nothing, so nothing of it was stored.

    The text names the first rows with their columns and reasons; `report` has them all. It is an
    ImportReport of `knowledge.sources`, a room that this lowest one cannot name.
    """

    def __init__(self, message: str, report: Any) -> None:
        self.report = report
        super().__init__(message)


class UnusableFile(BadInput):
    """A data file that does not have the form it must have."""


class NotFound(AmparoError):
    """Something that was asked for by name is not there."""


class NotInstalled(AmparoError):
    """An optional extra is missing."""

    def __init__(self, feature: str, extra: str) -> None:
        self.extra = extra
        super().__init__(
            f"{feature} needs an extra that is not installed: pip install 'amparo[{extra}]'"
        )


class ChannelError(AmparoError):
    """A messaging platform refused a call or did not answer."""
