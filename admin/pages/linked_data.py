"""A record as schema.org JSON-LD (https://schema.org), for search engines.

Which type stands for what:

- A service or programme that a person can use today is a `GovernmentService`, also where a church
  or an association gives it: what it offers serves a public duty, and its `provider` says who it is
  (`GovernmentOrganization`, `NGO` or `Organization`).
- One that is only planned, promised, recommended, suspended or gone is an `Article` about a
  `Thing`: without provider, offers, hours, telephone or address, with its standing in
  `creativeWorkStatus` and the warning before its description. Nothing reads it as an open door.
- A right is an `Article` about the `Legislation` that it rests on, because the page explains the
  law and is not the law. What is not in force says `NotInForce`; nothing says that a law is in
  force, which no record can know for good.
- A how-to with steps is a `HowTo`, without steps an `Article`.

What is true of the page and not of the thing (its language, dates, source and licence) stands in
`mainEntityOfPage`, a `WebPage`; `lastReviewed` is there only where somebody verified the record.
"""

import json
from collections.abc import Callable
from typing import Final

from admin.pages.channels import available_channels, offers, opening_hours
from admin.pages.linked_parts import Json, area, audience, filled, organization
from admin.pages.reader import Reader
from admin.pages.said import web_link
from bot.compose.lines import shorten, shown_texts, standing_line
from knowledge.content import Kind, PublishedRecord, RecordContent, Texts

CONTEXT: Final = "https://schema.org"
DESCRIPTION_LETTERS: Final = 300
_HARMFUL: Final = {ord("<"): "\\u003c", ord(">"): "\\u003e", ord("&"): "\\u0026"}
"""What could end the script element, or begin a comment in it, as JSON may write it too."""


def linked_data(record: PublishedRecord, reader: Reader, address: str) -> str:
    """Return the JSON-LD of the page at `address`, safe inside a script element."""
    thing = _describe(record, reader, address)
    return json.dumps(thing, ensure_ascii=False, separators=(",", ":")).translate(_HARMFUL)


def _describe(record: PublishedRecord, reader: Reader, address: str) -> Json:
    content = record.content
    shown, texts = shown_texts(content, reader.language)
    warning = standing_line(content, reader.say)
    told = shorten(texts.summary or texts.body, DESCRIPTION_LETTERS)
    common = {
        "@context": CONTEXT,
        "@type": "",
        "name": texts.name,
        "alternateName": texts.alternate_name,
        "description": " ".join(part for part in (warning, told) if part),
        "identifier": record.id,
        "url": address,
        "sameAs": web_link(content.url),
        "audience": audience(content, texts, reader),
    }
    write = _writer(content, texts)
    page = _page(record, reader, address, shown)
    return filled({**common, **write(content, texts, reader), "mainEntityOfPage": page})


def _writer(content: RecordContent, texts: Texts) -> Callable[[RecordContent, Texts, Reader], Json]:
    if content.kind == Kind.RIGHT:
        return _right
    if not content.standing.available:
        return _no_open_door
    if content.kind == Kind.HOWTO:
        return _howto if texts.steps else _no_open_door
    return _service


def _service(content: RecordContent, texts: Texts, reader: Reader) -> Json:
    return {
        "@type": "GovernmentService",
        "serviceType": reader.topics_of(content),
        "provider": organization(content),
        "areaServed": area(content, reader),
        "availableChannel": available_channels(content, reader),
        "hoursAvailable": opening_hours(content, reader),
        "offers": offers(content),
    }


def _no_open_door(content: RecordContent, texts: Texts, reader: Reader) -> Json:
    about = [{"@type": "Thing", "name": texts.name}, organization(content)]
    return {
        "@type": "Article",
        "headline": shorten(texts.name, 110),
        "about": [thing for thing in about if thing],
        "spatialCoverage": area(content, reader),
        "keywords": reader.topics_of(content),
        "creativeWorkStatus": content.standing.value,
    }


def _right(content: RecordContent, texts: Texts, reader: Reader) -> Json:
    where = area(content, reader)
    law = {
        "@type": "Legislation",
        "name": content.regulatory_basis or texts.name,
        "legislationType": content.legal_kind,
        "legislationJurisdiction": where if where.get("@type") != "Place" else where["name"],
        "legislationLegalForce": "" if content.standing.available else f"{CONTEXT}/NotInForce",
    }
    return {**_no_open_door(content, texts, reader), "about": filled(law)}


def _howto(content: RecordContent, texts: Texts, reader: Reader) -> Json:
    steps = enumerate(texts.steps, 1)
    return {
        "@type": "HowTo",
        "step": [{"@type": "HowToStep", "position": at, "text": step} for at, step in steps],
        "supply": [{"@type": "HowToSupply", "name": paper} for paper in texts.documents],
        "spatialCoverage": area(content, reader),
        "keywords": reader.topics_of(content),
    }


def _page(record: PublishedRecord, reader: Reader, address: str, shown: str) -> Json:
    content, cited = record.content, record.content.citation
    verified = content.verified_on if not cited.published else None
    source = {
        "@type": "CreativeWork",
        "name": cited.title,
        "publisher": {"@type": "Organization", "name": cited.publisher} if cited.publisher else "",
        "url": web_link(cited.url),
        "datePublished": cited.published,
        "license": _license(cited.license),
    }
    page = {
        "@type": "WebPage",
        "@id": address,
        "inLanguage": list(dict.fromkeys([reader.language, shown])),
        "dateModified": record.published_at.isoformat(),
        "lastReviewed": verified.isoformat() if verified else "",
        "expires": content.expires_at.isoformat() if content.expires_at else "",
        "isBasedOn": filled(source),
    }
    return filled(page)


def _license(written: str) -> Json | str:
    if not written:
        return ""
    return web_link(written) or {"@type": "CreativeWork", "name": written}
