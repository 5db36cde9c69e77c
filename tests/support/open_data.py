"""Open data in tests: how it is written, what schemas it must keep, and the API without a port."""

import asyncio
import json
from collections.abc import Iterator
from typing import Any

import httpx
from fastapi import FastAPI
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from knowledge.content import PublishedRecord, RecordContent, Schedule
from knowledge.opendata.context import Context
from knowledge.opendata.extension import EXTENSION, profile_schema
from knowledge.opendata.services import write_service
from knowledge.places import Places
from knowledge.places.tree import place_files
from knowledge.topics import load_topics

_OBJECT_IN = {
    "phones": "phone", "schedules": "schedule", "attributes": "attribute",
    "taxonomy_term": "taxonomy_term", "organization": "organization", "location": "location",
    "locations": "location", "service": "service", "services": "service",
}  # fmt: skip
"""Property of HSDS -> the object in it that our profile extends."""


class PlainWording:
    """Words that show where they came from."""

    def alert(self, content: RecordContent, language: str) -> str:
        """Return a warning for whatever is not simply there."""
        return "" if content.standing == "operating" else f"{content.standing} ({language})"

    def free(self, language: str) -> str:
        """Return the word for what costs nothing."""
        return f"free ({language})"


def make_context() -> Context:
    """Return surroundings with the real places and topics."""
    return Context(Places(place_files()), load_topics(), PlainWording())


def sent(record: PublishedRecord, context: Context, wanted: tuple[str, ...] = ()) -> dict[str, Any]:
    """Return the service of a record as who reads the JSON gets it."""
    text = json.dumps(write_service(record, context, wanted), allow_nan=False)
    found: dict[str, Any] = json.loads(text)
    return found


def profile_faults(thing: dict[str, Any], name: str = "service") -> list[str]:
    """Return where extensions in an object of HSDS do not keep the schema of the profile."""
    return list(_faults(thing, name, name))


def _faults(thing: Any, name: str, path: str) -> Iterator[str]:
    if isinstance(thing, list):
        for number, item in enumerate(thing):
            yield from _faults(item, name, f"{path}.{number}")
    if not isinstance(thing, dict):
        return
    if EXTENSION in thing:
        schema = {**profile_schema(), "$ref": f"#/$defs/{name}"}
        checker = Draft202012Validator.FORMAT_CHECKER
        for error in Draft202012Validator(schema, format_checker=checker).iter_errors(
            thing[EXTENSION]
        ):
            yield f"{path}: {error.message}"
    for key, value in thing.items():
        if key != EXTENSION:
            yield from _faults(value, _OBJECT_IN.get(key, ""), f"{path}.{key}")


@st.composite
def schedules(draw: st.DrawFn) -> Schedule:
    """Draw any hours there can be: weekly or by a rule, within days, with exceptions."""
    days = st.none() | st.dates()
    clock = st.times().map(lambda time: f"{time:%H:%M}")
    fields: dict[str, Any] = {
        "opens_at": draw(clock),
        "closes_at": draw(clock | st.sampled_from(["24:00", "23:59"])),
        "valid_from": draw(days),
        "valid_to": draw(days),
        "except_on": tuple(draw(st.lists(st.dates(), max_size=2))),
    }
    if draw(st.booleans()):
        return Schedule(**fields, weekday=draw(st.sampled_from(["MO", "SU"])), starts_on=draw(days))
    return Schedule(**fields, rrule=draw(rules()), starts_on=draw(st.dates()))


@st.composite
def rules(draw: st.DrawFn) -> str:
    """Draw a recurrence rule, its parts in any order."""
    parts = [f"FREQ={draw(st.sampled_from(['DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY']))}"]
    monthly = "MONTHLY" in parts[0]
    choices = {
        "INTERVAL": ["1", "2", "05"],
        "BYDAY": ["MO", "MO,FR", *(["1TU", "-1FR"] if monthly else [])],
        "BYMONTHDAY": ["1", "-1,15"],
        "BYMONTH": ["7,8"],
        "BYSETPOS": ["1"],
        "WKST": ["SU"],
    }
    for name in draw(st.lists(st.sampled_from(sorted(choices)), unique=True, max_size=3)):
        parts.append(f"{name}={draw(st.sampled_from(choices[name]))}")
    end = draw(st.sampled_from(["", "COUNT=10", "UNTIL=20301231", "UNTIL=20301231T235959Z"]))
    ordered = draw(st.permutations([*parts, *([end] if end else [])]))
    if "BYSETPOS=1" in ordered and not any("BYDAY" in part for part in ordered):
        ordered.remove("BYSETPOS=1")  # RFC 5545: only with another BY part
    return ";".join(ordered)


class OpenDataClient:
    """Asks an ASGI application without a network."""

    def __init__(self, app: FastAPI) -> None:
        self._app = app

    def get(self, path: str, method: str = "GET", **headers: str) -> httpx.Response:
        """Return the answer; `accept_language="fr"` sends that header."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}

        async def go() -> httpx.Response:
            transport = httpx.ASGITransport(app=self._app)
            async with httpx.AsyncClient(transport=transport, base_url="http://test") as http:
                return await http.request(method, path, headers=named)

        return asyncio.run(go())

    def json(self, path: str, **headers: str) -> dict[str, Any]:
        """Return the JSON of an answer that must be 200."""
        response = self.get(path, **headers)
        assert response.status_code == 200, (path, response.status_code, response.text)
        found: dict[str, Any] = response.json()
        return found

    def every(self, path: str, per_page: int = 1000, **headers: str) -> list[dict[str, Any]]:
        """Return the objects of all pages of a list."""
        joint = "&" if "?" in path else "?"
        found: list[dict[str, Any]] = []
        number = 1
        while True:
            page = self.json(f"{path}{joint}per_page={per_page}&page={number}", **headers)
            found += page["contents"]
            if page["last_page"]:
                return found
            number += 1
