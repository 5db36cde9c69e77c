"""Values of JSON files: loading them, telling their form, and making plain cells of them."""

import json
from typing import Any, Final

from knowledge.errors import UnusablePackage
from knowledge.sources.values.encodings import decode

_WHOLE_NUMBERS_TO: Final = 2**53


def load(name: str, data: bytes) -> Any:
    """Return the JSON value in a file; raises UnusablePackage when it is none."""
    try:
        return json.loads(decode(name, data))
    except json.JSONDecodeError as error:
        raise UnusablePackage(f"{name} is not JSON: {error.msg} in line {error.lineno}") from error
    except (RecursionError, ValueError) as error:
        raise UnusablePackage(f"{name} cannot be read as JSON ({error})") from error


def tabular(value: Any) -> dict[str, list[Any]] | None:
    """Return {file name: rows} when `value` is a package of tables in one JSON, else None."""
    if not isinstance(value, dict) or not value:
        return None
    if all(key.lower().endswith(".csv") and isinstance(rows, list) for key, rows in value.items()):
        return value
    return None


def plain(value: Any) -> str:
    """Return a JSON value as a cell of a table would have it, "" for what is no plain value."""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, bool) or value is None:
        return ""
    if isinstance(value, float) and value.is_integer() and abs(value) < _WHOLE_NUMBERS_TO:
        return str(int(value))
    if isinstance(value, int | float):
        return str(value)
    if isinstance(value, list) and all(isinstance(item, str | int) for item in value):
        return ",".join(str(item) for item in value)
    return ""


def cells(thing: dict[str, Any]) -> dict[str, str]:
    """Return the plain values of an object, without empty ones."""
    return {key: text for key, value in thing.items() if (text := plain(value))}
