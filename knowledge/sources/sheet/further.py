"""The column that holds what the plain ones cannot say, so that an exported sheet loses nothing.

It is a JSON object of parts. Each has `of`, a digest of what the plain columns said when it was
made, and `is`, what the record really says. A part counts while the columns still say the same:
where a person has changed them, the person's words count and the part is left aside.
"""

import hashlib
import json
from collections.abc import Callable, Mapping
from typing import Any, Final

from knowledge.content import RecordContent
from knowledge.sources.sheet.cells import CellFault

_MADE: Final = ("provenance", "source_digest")
"""Of a text: how it came to be, which no plain column says."""
_LOCATION, _MORE_LOCATIONS, _TEXTS = "location", "more_locations", "texts."
_Parts = dict[str, Any]


def _take_apart(content: RecordContent) -> _Parts:
    """Return a record as parts: its fields, one part for each language's texts, its locations."""
    parts: _Parts = content.model_dump(mode="json")
    locations = parts.pop("locations")
    parts[_LOCATION] = locations[0] if locations else None
    parts[_MORE_LOCATIONS] = locations[1:]
    for language, texts in parts.pop("texts").items():
        parts[_TEXTS + language] = texts
    return parts


def _put_together(parts: _Parts) -> RecordContent:
    whole = {name: value for name, value in parts.items() if not name.startswith(_TEXTS)}
    first = whole.pop(_LOCATION)
    whole["locations"] = [*([first] if first else []), *whole.pop(_MORE_LOCATIONS)]
    whole["texts"] = {
        name.removeprefix(_TEXTS): value
        for name, value in parts.items()
        if name.startswith(_TEXTS) and value is not None
    }
    return RecordContent.model_validate(whole)


def _digest(name: str, value: Any) -> str:
    """Return the digest of a part; of a text only its words count."""
    if name.startswith(_TEXTS) and value is not None:
        value = {field: text for field, text in value.items() if field not in _MADE}
    written = json.dumps(value, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(written.encode("utf-8", "surrogatepass")).hexdigest()[:10]


def write_further(content: RecordContent, plain: RecordContent) -> str:
    """Return what `content` says beyond `plain`, which is what its plain cells say, or ""."""
    parts, said = _take_apart(content), _take_apart(plain)
    found: _Parts = {}
    for name in dict.fromkeys([*parts, *said]):
        part, told = parts.get(name), said.get(name)
        wanted: Any = part
        if name.startswith(_TEXTS) and part is not None:
            old = told or {}
            wanted = {key: text for key, text in part.items() if text != old.get(key)}
            # How a translation came to be is always kept, for its source may be edited here.
            wanted |= {key: part[key] for key in _MADE if part["source_digest"]}
            if not wanted:
                continue
        elif part == told:
            continue
        found[name] = {"of": _digest(name, told), "is": wanted}
    order = [name for name in parts if name.startswith(_TEXTS)]
    if order != [name for name in said if name.startswith(_TEXTS)]:
        found["languages"] = {"is": [name.removeprefix(_TEXTS) for name in order]}
    return json.dumps(found, ensure_ascii=False, separators=(",", ":")) if found else ""


def add_further(
    content: RecordContent, written: str, changed: Callable[[str], None]
) -> RecordContent:
    """Return `content` with the parts that `written`, a cell of the column, holds.

    `changed` is called with the name of each part that no longer counts. CellFault, or pydantic's
    ValidationError, when the cell is not what the export made.
    """
    if not written:
        return content
    try:
        found = json.loads(written)
    except (ValueError, RecursionError) as error:
        raise CellFault("is not what the export made (no JSON)") from error
    parts = _take_apart(content)
    if not isinstance(found, dict) or not all(map(_is_part, found.values())):
        raise CellFault("is not what the export made (no object of parts)")
    order = found.pop("languages", {"is": []})["is"]
    if not isinstance(order, list):
        raise CellFault("is not what the export made (no list of languages)")
    for name, part in found.items():
        told = parts.get(name)
        if name not in parts and not name.startswith(_TEXTS):
            raise CellFault(f"holds a part that no record has: {name}")
        if part.get("of") != _digest(name, told):
            changed(name)
        elif name.startswith(_TEXTS) and isinstance(part["is"], Mapping):
            parts[name] = {**(told or {}), **part["is"]}
        else:
            parts[name] = part["is"]
    texts = [name for name in parts if name.startswith(_TEXTS)]
    ranked = {f"{_TEXTS}{language}": rank for rank, language in enumerate(order)}
    texts.sort(key=lambda name: ranked.get(name, len(ranked)))
    others = {name: value for name, value in parts.items() if name not in texts}
    try:
        return _put_together(others | {name: parts[name] for name in texts})
    except (TypeError, AttributeError) as error:
        raise CellFault("is not what the export made (a part of another form)") from error


def _is_part(part: Any) -> bool:
    return isinstance(part, Mapping) and "is" in part
