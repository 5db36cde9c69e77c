"""The starter content: one YAML file per record under `knowledge/starter/`, in five languages."""

import hashlib
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

import yaml

from knowledge.content import (
    Citation,
    Kind,
    Organization,
    RecordContent,
    Standing,
    Texts,
    Topic,
)
from knowledge.errors import UnusablePackage
from knowledge.languages import LANGUAGES
from knowledge.places import Places
from knowledge.sources.reading import Reading, refuse_unknown
from knowledge.sources.report import Ledger, SourceRow
from knowledge.topics import Topics
from knowledge.validation import check
from knowledge.yamls import read_yaml

FOLDERS = ("services", "programmes", "rights", "howto")
OWNER = "starter"
TITLE = "Starter content"
_DOCUMENTS: Final = "sources.yaml"
"""The documents that records cite."""
_MAX_BYTES: Final = 1 << 20
_MAX_FILES: Final = 20_000


def starter_room() -> Path:
    """Return the folder of the starter content that comes with the project."""
    return Path(str(files("knowledge").joinpath("starter")))


def _files(room: Path) -> Iterator[tuple[str, bytes]]:
    for folder in FOLDERS:
        inside = room / folder
        found = sorted(inside.glob("*.yaml")) if inside.is_dir() else []
        if len(found) > _MAX_FILES:
            raise UnusablePackage(f"{folder} holds more than {_MAX_FILES} files")
        for file in found:
            yield f"{folder}/{file.name}", _bytes(file, f"{folder}/{file.name}")


def _bytes(file: Path, name: str) -> bytes:
    try:
        if file.stat().st_size > _MAX_BYTES:
            raise UnusablePackage(f"{name} is larger than {_MAX_BYTES >> 20} MB")
        return file.read_bytes()
    except OSError as error:
        raise UnusablePackage(f"{name} cannot be read: {error.strerror or error}") from error


@cache
def starter_digest() -> str:
    """Return the digest of all starter files, to see whether they changed."""
    room = starter_room()
    summed = hashlib.sha256(_bytes(room / _DOCUMENTS, _DOCUMENTS))
    for name, content in _files(room):
        summed.update(name.encode())
        summed.update(content)
    return summed.hexdigest()[:32]


def read_starter() -> list[RecordContent]:
    """Return the records of the starter content; UnusablePackage names a file that is broken."""
    return [content for _, content in _records(starter_room())]


def read_folder(
    path: Path, *, place_id: str, places: Places, topics: Topics, options: Mapping[str, str]
) -> Reading:
    """Return the records of a folder in the form of the starter content, all of them or none.

    There are no options; each record names its own place. Raises UnusablePackage, with one line
    that names the first file with a fault, and UnknownPlace.
    """
    refuse_unknown(options)
    places.by_id_or_raise(place_id)
    ledger = Ledger()
    contents = []
    for name, content in _records(path):
        problems = check(content, places=places, topics=topics)
        if problems:
            raise UnusablePackage(f"{name}: {problems[0]}")
        row = SourceRow(name, 1)
        ledger.add([row])
        ledger.use(row)
        contents.append(content)
    if not contents:
        raise UnusablePackage(f"{path} holds no record ({', '.join(FOLDERS)}/*.yaml)")
    report = ledger.close(lambda _row: ("", "not read"))
    return Reading(TITLE, "YAML", "", tuple(contents), report)


def _records(room: Path) -> Iterator[tuple[str, RecordContent]]:
    """Yield (file, record), each id once."""
    if not room.is_dir():
        raise UnusablePackage(f"{room} is no folder")
    if not (room / _DOCUMENTS).is_file():
        raise UnusablePackage(f"{room} has no {_DOCUMENTS}")
    documents = _document(_DOCUMENTS, _bytes(room / _DOCUMENTS, _DOCUMENTS))
    seen: dict[str, str] = {}
    for name, content in _files(room):
        raw = _document(name, content)
        try:
            record = _record(raw, documents)
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            said = " ".join(str(error).split())
            raise UnusablePackage(f"{name}: {type(error).__name__}: {said}") from error
        first = seen.setdefault(record.external_id, name)
        if first != name:
            raise UnusablePackage(f"{name} has the id of {first}: {record.external_id}")
        yield name, record


def _document(name: str, content: bytes) -> dict[str, Any]:
    try:
        raw = read_yaml(content.decode("utf-8"))
    except (UnicodeDecodeError, yaml.YAMLError, ValueError, RecursionError) as error:
        said = " ".join(str(error).split())[:160]
        raise UnusablePackage(f"{name} cannot be read as YAML in UTF-8: {said}") from error
    if not isinstance(raw, dict):
        raise UnusablePackage(f"{name} is not a table of names and values")
    return raw


def _first_day(written: str) -> date:
    """Return the first day that a date such as "2023", "2022-01" or "2021-08-16" allows."""
    year, month, day = [*(int(part) for part in written.split("-")), 1, 1][:3]
    return date(year, month, day)


def _record(raw: dict[str, Any], documents: dict[str, Any]) -> RecordContent:
    document = documents[raw["source"]["document"]]
    published = str(raw.get("as_of") or document.get("published") or document["year"])
    language = raw["language"]
    texts = {language: _texts(raw["texts"][language], "source", "")}
    source_digest = texts[language].digest()
    for other in LANGUAGES:
        if other != language:
            texts[other] = _texts(raw["texts"][other], "machine", source_digest)
    body = raw.get("organization")
    return RecordContent(
        external_id=raw["id"],
        kind=Kind(raw["kind"]),
        standing=Standing(raw["status"]),
        place_id=raw["place"],
        language=language,
        texts=texts,
        organization=Organization(external_id=body["name"][:120], **body) if body else None,
        topics=tuple(Topic(id=name) for name in raw["topics"]),
        cost=raw["cost"],
        languages_spoken=tuple(raw.get("languages") or ()),
        audience=tuple(raw["audience"]),
        journey=tuple(raw["journey"]),
        universal=raw.get("universal"),
        status_required=raw["status_required"],
        proof_of_address_required=raw["proof_of_address_required"],
        works_with_immigration_enforcement=raw["works_with_immigration_enforcement"],
        regulatory_basis=raw.get("regulatory_basis") or "",
        legal_kind=raw.get("legal_kind") or "",
        since=str(raw.get("since") or ""),
        url=raw.get("url") or "",
        citation=Citation(
            title=document["title"],
            publisher=document["publisher"],
            url=document.get("url") or "",
            locator=raw["source"]["locator"],
            published=published,
        ),
        verified_on=_first_day(published),
        owner=OWNER,
    )


def _texts(raw: dict[str, Any], provenance: str, source_digest: str) -> Texts:
    return Texts.model_validate(
        {
            "name": raw["name"],
            "summary": raw["summary"],
            "body": raw["body"],
            "eligibility": raw.get("eligibility") or "",
            "steps": tuple(raw.get("steps") or ()),
            "documents": tuple(raw.get("documents") or ()),
            "questions": tuple(raw.get("questions") or ()),
            "provenance": provenance,
            "source_digest": source_digest,
        }
    )
