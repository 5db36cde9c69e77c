"""The JSON Schemas of HSDS 3.0, as they lie in a folder beside the project, ready to validate."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

BASE = "https://raw.githubusercontent.com/openreferral/specification/3.0/schema/"
"""Where the standard's own API document points its references to."""
_UNCOMPILED = {
    "compiled/service.json": "service.json",
    "compiled/organization.json": "organization.json",
}
"""Compiled schemas that the folder lacks, and the ones with references that say the same."""


def _resource(schema: Any) -> Resource[Any]:
    return Resource.from_contents(schema, default_specification=DRAFT202012)


@cache
def _registry(folder: Path) -> Registry[Any]:
    found = [
        (path.relative_to(folder).as_posix(), json.loads(path.read_bytes()))
        for path in (folder / "schema").rglob("*.json")
    ]
    resources = [(BASE + name.removeprefix("schema/"), _resource(raw)) for name, raw in found]
    resources += [
        (BASE + name, _resource({"$ref": BASE + own})) for name, own in _UNCOMPILED.items()
    ]
    return Registry().with_resources(resources)


@cache
def validator(folder: Path, name: str) -> Draft202012Validator:
    """Return the validator of a schema such as "service.json"; formats are checked too.

    `folder` holds `schema/` of the standard.
    """
    reference = name if name.startswith("https:") else BASE + name
    return Draft202012Validator(
        {"$ref": reference},
        registry=_registry(folder),
        format_checker=Draft202012Validator.FORMAT_CHECKER,
    )


def faults(folder: Path, name: str, thing: Any) -> list[str]:
    """Return what is wrong with `thing` by the schema `name`, [] when it is valid."""
    return [
        f"{'/'.join(map(str, error.absolute_path))}: {error.message}"
        for error in validator(folder, name).iter_errors(thing)
    ]


def operation(folder: Path, path: str) -> dict[str, Any]:
    """Return what the standard's API document says of GET `path`."""
    document = json.loads((folder / "schema" / "openapi.json").read_bytes())
    found: dict[str, Any] = document["paths"][path]["get"]
    return found


def parameters(folder: Path, path: str) -> set[str]:
    """Return the names of the query parameters of GET `path`."""
    return {
        item.get("name") or item["$ref"].rsplit("/", 1)[-1]
        for item in operation(folder, path).get("parameters", ())
    }


@cache
def response_validator(folder: Path, path: str) -> Draft202012Validator:
    """Return the validator of the answer to GET `path`, by the standard's API document."""
    pointer = path.replace("~", "~0").replace("/", "~1").replace("{", "%7B").replace("}", "%7D")
    place = f"paths/{pointer}/get/responses/200/content/application~1json/schema"
    return validator(folder, f"{BASE}openapi.json#/{place}")


def response_faults(folder: Path, path: str, thing: Any) -> list[str]:
    """Return what is wrong with the answer `thing` to GET `path`, [] when it is valid."""
    return [
        f"{'/'.join(map(str, error.absolute_path))}: {error.message}"
        for error in response_validator(folder, path).iter_errors(thing)
    ]
