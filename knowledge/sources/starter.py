"""The starter content: one YAML file per record under `knowledge/starter/`, in five languages."""

import hashlib
from collections.abc import Iterator
from datetime import date
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from knowledge.content import (
    Citation,
    Kind,
    Organization,
    RecordContent,
    Standing,
    Texts,
    Topic,
)
from knowledge.errors import UnusableFile
from knowledge.languages import LANGUAGES
from knowledge.yamls import read_yaml

FOLDERS = ("services", "programmes", "rights", "howto")
OWNER = "starter"


def _room() -> Traversable:
    return files("knowledge").joinpath("starter")


def _files() -> Iterator[tuple[str, bytes]]:
    for folder in FOLDERS:
        for file in sorted(_room().joinpath(folder).iterdir(), key=lambda entry: entry.name):
            if file.name.endswith(".yaml"):
                yield f"{folder}/{file.name}", file.read_bytes()


@cache
def starter_digest() -> str:
    """Return the digest of all starter files, to see whether they changed."""
    summed = hashlib.sha256(_room().joinpath("sources.yaml").read_bytes())
    for name, content in _files():
        summed.update(name.encode())
        summed.update(content)
    return summed.hexdigest()[:32]


def read_starter() -> list[RecordContent]:
    """Read all starter records; raises UnusableFile naming the file that is not as it must be."""
    documents = read_yaml(_room().joinpath("sources.yaml").read_bytes())
    records = []
    for name, content in _files():
        raw = read_yaml(content)
        try:
            records.append(_record(raw, documents))
        except (KeyError, TypeError, ValueError) as error:
            raise UnusableFile(f"knowledge/starter/{name}: {error}") from error
    return records


def _first_day(written: str) -> date:
    """Return the first day that a date such as "2023", "2022-01" or "2021-08-16" allows."""
    year, month, day = [*(int(part) for part in written.split("-")), 1, 1][:3]
    return date(year, month, day)


def _record(raw: dict[str, Any], documents: dict[str, Any]) -> RecordContent:
    document = documents[raw["source"]["document"]]
    published = str(document.get("published") or document["year"])
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
            "provenance": provenance,
            "source_digest": source_digest,
        }
    )
