"""Phones, prices, languages and papers of a service, written and read."""

from collections.abc import Mapping
from typing import Any, Final

from knowledge.content import CostOption, Phone
from knowledge.languages import language_name
from knowledge.opendata.extension import Json, add_exact, filled, outweigh
from knowledge.opendata.ids import stable_id
from knowledge.opendata.values import text

_EXACT_NUMBERS: Final = 2**53
"""Beyond this, programs that read JSON numbers as floats lose digits."""


def write_phone(record_id: str, position: int, phone: Phone) -> Json:
    """Return the HSDS `phone`; HSDS takes extensions for numbers, other ones stay exact."""
    written: Json = {"id": stable_id("phone", record_id, str(position)), "number": phone.number}
    written |= filled({"type": phone.type, "description": phone.description})
    if phone.extension.isdecimal() and int(phone.extension) < _EXACT_NUMBERS:
        written["extension"] = int(phone.extension)
    return add_exact(written, phone, _read_phone(written))


def _read_phone(thing: Mapping[str, Any]) -> Json:
    extension = thing.get("extension")
    return {
        "number": text(thing.get("number"), "number"),
        "extension": "" if extension is None else str(extension),
        "type": text(thing.get("type"), "type"),
        "description": text(thing.get("description"), "description"),
    }


def read_phone(thing: Mapping[str, Any]) -> Json:
    """Return the fields of a `Phone`."""
    return outweigh(_read_phone(thing), thing)


def write_cost(record_id: str, position: int, cost: CostOption) -> Json:
    """Return the HSDS `cost_option`."""
    words = filled({"option": cost.option, "currency": cost.currency})
    written: Json = {"id": stable_id("cost", record_id, str(position)), **words}
    if cost.amount is not None:
        written["amount"] = cost.amount
    return written


def read_cost(thing: Mapping[str, Any]) -> Json:
    """Return the fields of a `CostOption`."""
    return {
        "amount": thing.get("amount"),
        "currency": text(thing.get("currency"), "currency"),
        "option": text(thing.get("option"), "option"),
    }


def write_language(record_id: str, code: str, reader: str) -> Json:
    """Return the HSDS `language` that is spoken, by the name that `reader` calls it."""
    name = language_name(code, reader)
    return {"id": stable_id("language", record_id, code), "code": code, "name": name}


def read_language(thing: Mapping[str, Any]) -> str:
    """Return the code of a spoken language."""
    return text(thing.get("code"), "code")


def write_document(record_id: str, position: int, document: str) -> Json:
    """Return the HSDS `required_document`."""
    return {"id": stable_id("document", record_id, str(position)), "document": document}


def read_document(thing: Mapping[str, Any]) -> str:
    """Return what paper to bring."""
    return text(thing.get("document"), "document")
