"""What a record must keep before it can be stored: each fault names its field and the reason.

The forms of single values (times, closed vocabularies of pydantic) are checked by
`knowledge.content` already; here is what only the whole record, the place tree and the topic list
can tell.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from knowledge.content import (
    AUDIENCES,
    BODY_KINDS,
    LEGAL_KINDS,
    STAGES,
    Kind,
    Location,
    RecordContent,
    Texts,
)
from knowledge.errors import BadInput
from knowledge.languages import LANGUAGES
from knowledge.places import Places
from knowledge.recurrence import find_fault
from knowledge.topics import Topics

LONGEST_NAME, LONGEST_TEXT, MOST_ITEMS = 300, 20_000, 60
_TAG = re.compile(r"<\s*[/!?]?\s*[a-zA-Z]")
_DANGEROUS_LINK = re.compile(r"(?:javascript|vbscript|data)\s*:(?=\S)", re.IGNORECASE)
_HIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069]")
"""Control characters, and marks that turn the order of signs round: a number could read wrongly."""
_EMAIL = re.compile(r"[^\s@<>]+@[^\s@<>]+\.[^\s@<>]+")
_TEXT_FIELDS = (
    "name", "alternate_name", "summary", "body", "eligibility", "application_process", "fees",
)  # fmt: skip


@dataclass(frozen=True)
class Problem:
    """A fault of a record.

    `field` is a path such as "texts.ht.body", `code` a stable word for programs and translations,
    `reason` one English line, `value` what was wrong (shortened).
    """

    field: str
    code: str
    reason: str
    value: str = ""

    def __str__(self) -> str:
        return f"{self.field}: {self.reason}" + (f": {self.value}" if self.value else "")


class InvalidRecord(BadInput):
    """A record that cannot be stored; `problems` names each field with its reason."""

    def __init__(self, external_id: str, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(f"record {external_id!r}: " + "; ".join(map(str, self.problems)))


def check(content: RecordContent, *, places: Places, topics: Topics) -> list[Problem]:
    """Return every fault of `content`, [] when it can be stored."""
    found = [*_check_languages(content), *_check_dates(content)]
    found += _check_links(content)
    if content.place_id not in places:
        found.append(_wrong("place_id", "unknown_place", "no such place", content.place_id))
    for language, texts in content.texts.items():
        found += _check_texts(f"texts.{language}", texts)
    for number, location in enumerate(content.locations):
        found += _check_location(f"locations.{number}", location, places)
    found += _check_words(content, topics)
    for field, names in {
        "locations": [spot.external_id for spot in content.locations],
        "topics": [topic.id for topic in content.topics],
        "terms": [term.code for term in content.terms],
        "languages_spoken": list(content.languages_spoken),
    }.items():
        twice = [name for name, count in Counter(names).items() if count > 1]
        found += [_wrong(field, "repeated", "stands there twice", name) for name in twice]
    for number, phone in enumerate(content.phones):
        if sum(sign.isdigit() for sign in phone.number) < 2:
            field = f"phones.{number}.number"
            found.append(_wrong(field, "no_number", "not a telephone number", phone.number))
    return found


def check_or_raise(content: RecordContent, *, places: Places, topics: Topics) -> None:
    """Raise InvalidRecord when `content` has a fault."""
    if problems := check(content, places=places, topics=topics):
        raise InvalidRecord(content.external_id, problems)


def _wrong(field: str, code: str, reason: str, value: object = "") -> Problem:
    said = " ".join(str(value).split())
    return Problem(field, code, reason, said if len(said) <= 60 else said[:59] + "…")


def _check_languages(content: RecordContent) -> Iterator[Problem]:
    if content.language not in content.texts:
        field = f"texts.{content.language}"
        yield _wrong(field, "no_source_text", "the text in the record's own language is missing")
    for language in content.texts:
        if language not in LANGUAGES and language != content.language:
            field = f"texts.{language}"
            yield _wrong(field, "unknown_language", "not a language of translations", language)


def _check_dates(content: RecordContent) -> Iterator[Problem]:
    verified, review = content.verified_on, content.review_by
    if verified and review and review < verified:
        reason = "the review date lies before the verification date"
        yield _wrong("review_by", "review_before_verification", reason, review)
    for number, schedule in enumerate(content.schedules):
        if schedule.valid_from and schedule.valid_to and schedule.valid_to < schedule.valid_from:
            field = f"schedules.{number}.valid_to"
            yield _wrong(field, "ends_before_it_begins", "ends before it begins", schedule.valid_to)
        if fault := find_fault(schedule):
            yield _wrong(f"schedules.{number}.rrule", "unusable_rule", fault, schedule.rrule)


def _check_texts(field: str, texts: Texts) -> Iterator[Problem]:
    if not texts.name.strip():
        yield _wrong(f"{field}.name", "empty", "a name is needed")
    if len(texts.name) > LONGEST_NAME:
        reason = f"longer than {LONGEST_NAME} letters"
        yield _wrong(f"{field}.name", "too_long", reason, texts.name)
    for part in ("steps", "documents"):
        if len(getattr(texts, part)) > MOST_ITEMS:
            yield _wrong(f"{field}.{part}", "too_many", f"more than {MOST_ITEMS} lines")
    said = [(part, getattr(texts, part)) for part in _TEXT_FIELDS]
    said += [("steps", step) for step in texts.steps]
    said += [("documents", paper) for paper in texts.documents]
    for part, text in said:
        yield from _check_text(f"{field}.{part}", text)


def _check_text(field: str, text: str) -> Iterator[Problem]:
    """Find what could run in a page, or hide in a text: texts are plain words (or Markdown)."""
    if len(text) > LONGEST_TEXT:
        yield _wrong(field, "too_long", f"longer than {LONGEST_TEXT} letters")
    if tag := _TAG.search(text):
        near = text[tag.start() : tag.start() + 30]
        yield _wrong(field, "markup", "HTML is not allowed in texts", near)
    if link := _DANGEROUS_LINK.search(text):
        yield _wrong(field, "script", "a link that runs a program is not allowed", link.group())
    if hidden := _HIDDEN.search(text):
        sign = f"U+{ord(hidden.group()):04X}"
        yield _wrong(field, "hidden_sign", "an invisible control character", sign)


def _check_links(content: RecordContent) -> Iterator[Problem]:
    body = content.organization
    links = {"url": content.url, "citation.url": content.citation.url}
    emails = {"email": content.email}
    if body is not None:
        links["organization.url"], emails["organization.email"] = body.url, body.email
    for field, url in links.items():
        if url and not _is_web_address(url):
            yield _wrong(field, "not_a_web_address", "not a web address (http or https)", url)
    for field, email in emails.items():
        if email and not _EMAIL.fullmatch(email):
            yield _wrong(field, "not_an_email", "not an e-mail address", email)


def _is_web_address(url: str) -> bool:
    if re.search(r"[\s<>\"]", url):
        return False
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and "." in parts.netloc


def _check_location(field: str, location: Location, places: Places) -> Iterator[Problem]:
    if location.place_id and location.place_id not in places:
        yield _wrong(f"{field}.place_id", "unknown_place", "no such place", location.place_id)
    if (location.latitude is None) != (location.longitude is None):
        yield _wrong(field, "half_a_point", "latitude and longitude go together")
    for axis, most in (("latitude", 90.0), ("longitude", 180.0)):
        value = getattr(location, axis)
        if value is not None and not -most <= value <= most:
            reason = f"not between -{most:g} and {most:g}"
            yield _wrong(f"{field}.{axis}", "out_of_range", reason, value)


def _check_words(content: RecordContent, topics: Topics) -> Iterator[Problem]:
    for topic in content.topics:
        if topic.id not in topics:
            yield _wrong("topics", "unknown_topic", "no such topic", topic.id)
        elif not 0 <= topic.confidence <= 1:
            yield _wrong("topics", "out_of_range", "a confidence lies between 0 and 1", topic.id)
    for field, words, known in (
        ("audience", content.audience, AUDIENCES),
        ("journey", content.journey, STAGES),
        ("legal_kind", (content.legal_kind,) if content.legal_kind else (), LEGAL_KINDS),
        ("organization.kind", (content.organization.kind,) if content.organization else (),
         BODY_KINDS),
    ):  # fmt: skip
        for word in words:
            if word not in known:
                yield _wrong(field, "unknown_word", f"not one of {', '.join(known)}", word)
    if content.legal_kind and content.kind not in {Kind.RIGHT, Kind.HOWTO}:
        yield _wrong("legal_kind", "not_a_right", "only a right has a legal kind")
