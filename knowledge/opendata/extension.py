"""The property that our profile adds to objects of HSDS, and how a value stays exact in it.

HSDS lets a publisher add documented properties to any object, and asks a profile to say so in
JSON Merge Patches (https://docs.openreferral.org/en/latest/hsds/profiles.html).
"""

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any, Final

from knowledge.content import Part

HSDS_VERSION: Final = "3.0"
PROFILE_VERSION: Final = "1.0"
EXTENSION: Final = "x_amparo"
PROFILE_NAME: Final = "Amparo"
SCHEMA_FILE: Final = "profile.schema.json"
Json = dict[str, Any]


def filled(thing: Mapping[str, Any]) -> Json:
    """Return `thing` without the properties that say nothing: None, "", [] and {}."""
    return {key: value for key, value in thing.items() if value not in (None, "", [], {})}


def extension(thing: Mapping[str, Any]) -> Json:
    """Return the extension of an object, {} when it has none; ValueError when it is no object."""
    found = thing.get(EXTENSION, {})
    if not isinstance(found, dict):
        raise ValueError(f"{EXTENSION} is not an object")
    return found


def add_exact(written: Json, said: Part, read: Mapping[str, Any]) -> Json:
    """Return `written`, with the fields of `said` beside it that the standard does not give back.

    `read` is what the standard's own properties are read as. A web address that is no URI, a
    telephone extension with letters: what the standard cannot hold stands in `exact`.
    """
    wanted = said.model_dump(mode="json", include=set(read))
    lost = {field: value for field, value in wanted.items() if value != read[field]}
    if lost:
        written[EXTENSION] = {**written.get(EXTENSION, {}), "exact": lost}
    return written


def outweigh(read: Json, thing: Mapping[str, Any]) -> Json:
    """Return `read` with what the extension of `thing` holds exactly in its place."""
    exact = extension(thing).get("exact", {})
    if not isinstance(exact, dict):
        raise ValueError(f"{EXTENSION}.exact is not an object")
    return {**read, **{field: value for field, value in exact.items() if field in read}}


@cache
def profile_schema() -> Json:
    """Return the JSON Schema of the extension; `$defs` holds one schema for each object."""
    schema: Json = json.loads(files(__package__).joinpath(SCHEMA_FILE).read_bytes())
    return schema


def extended_objects() -> tuple[str, ...]:
    """Return the objects of HSDS that the profile extends, by the names of their schemas."""
    return tuple(name for name in profile_schema()["$defs"] if name not in {"exact", "text"})


def merge_patch(name: str, schema_url: str) -> Json:
    """Return the profile's JSON Merge Patch (RFC 7386) of the schema of object `name`.

    `schema_url` is where the schema of the extension is served. KeyError when the profile leaves
    this object as it is.
    """
    if name not in extended_objects():
        raise KeyError(name)
    return {
        "properties": {
            EXTENSION: {
                "name": EXTENSION,
                "title": PROFILE_NAME,
                "description": profile_schema()["$defs"][name]["description"],
                "$ref": f"{schema_url}#/$defs/{name}",
            }
        }
    }
