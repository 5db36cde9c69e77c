"""What a record must keep before it can be stored: each fault names its field and the reason.

The forms of single values (times, closed vocabularies of pydantic) are checked by
`knowledge.content` already; here is what only the whole record, the place tree and the topic list
can tell.
"""

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
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
from knowledge.languages import LANGUAGES, parse_language
from knowledge.places import Places
from knowledge.plain import find_faults, find_hidden
from knowledge.recurrence import find_fault
from knowledge.strings import Said, strings_of
from knowledge.topics import Topics

MOST_ITEMS = 60
_NOT_IN_ADDRESS = re.compile(r"[\s<>\"\\]")
_MAIL_PART = re.compile(r"[^\s@<>]+")


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


def check(
    content: RecordContent, *, places: Places, topics: Topics, today: date | None = None
) -> list[Problem]:
    """Return every fault of `content`, [] when it can be stored.

    With `today` given, nothing can have been verified later than that.
    """
    found = [*_check_languages(content), *_check_dates(content, today)]
    for said in strings_of(content):
        found += _check_string(said)
    found += _check_links(content)
    if not content.external_id.strip():
        found.append(_wrong("external_id", "empty", "an id is needed"))
    if content.place_id not in places:
        found.append(_wrong("place_id", "unknown_place", "no such place", content.place_id))
    for language, texts in content.texts.items():
        found += _check_texts(f"texts.{language}", texts)
    for number, location in enumerate(content.locations):
        found += _check_location(f"locations.{number}", location, places)
    found += _check_words(content, topics)
    found += _check_repeats(content)
    for number, phone in enumerate(content.phones):
        if sum(sign.isdigit() for sign in phone.number) < 2:
            field = f"phones.{number}.number"
            found.append(_wrong(field, "no_number", "not a telephone number", phone.number))
    for number, cost in enumerate(content.costs):
        if cost.amount is not None and not (cost.amount >= 0 and math.isfinite(cost.amount)):
            field = f"costs.{number}.amount"
            found.append(_wrong(field, "out_of_range", "not an amount of money", cost.amount))
    return found


def check_or_raise(
    content: RecordContent, *, places: Places, topics: Topics, today: date | None = None
) -> None:
    """Raise InvalidRecord when `content` has a fault; see `check`."""
    if problems := check(content, places=places, topics=topics, today=today):
        raise InvalidRecord(content.external_id, problems)


def _wrong(field: str, code: str, reason: str, value: object = "") -> Problem:
    said = " ".join(str(value).split())
    return Problem(field, code, reason, said if len(said) <= 60 else said[:59] + "…")


def _check_languages(content: RecordContent) -> Iterator[Problem]:
    if parse_language(content.language) != content.language:
        reason = "not the code of a language"
        yield _wrong("language", "unknown_language", reason, content.language)
    if content.language not in content.texts:
        field = f"texts.{content.language}"
        yield _wrong(field, "no_source_text", "the text in the record's own language is missing")
    for language in content.texts:
        if language not in LANGUAGES and language != content.language:
            field = f"texts.{language}"
            yield _wrong(field, "unknown_language", "not a language of translations", language)


def _check_dates(content: RecordContent, today: date | None) -> Iterator[Problem]:
    verified, review, ends = content.verified_on, content.review_by, content.expires_at
    if verified and review and review < verified:
        reason = "the review date lies before the verification date"
        yield _wrong("review_by", "review_before_verification", reason, review)
    if verified and today and verified > today:
        yield _wrong("verified_on", "day_to_come", "nobody can have verified it yet", verified)
    if ends is not None and ends.tzinfo is None:
        yield _wrong("expires_at", "no_time_zone", "a moment needs its time zone", ends)
    for number, schedule in enumerate(content.schedules):
        if schedule.valid_from and schedule.valid_to and schedule.valid_to < schedule.valid_from:
            field = f"schedules.{number}.valid_to"
            yield _wrong(field, "ends_before_it_begins", "ends before it begins", schedule.valid_to)
        if fault := find_fault(schedule):
            yield _wrong(f"schedules.{number}.rrule", "unusable_rule", fault, schedule.rrule)


def _check_texts(field: str, texts: Texts) -> Iterator[Problem]:
    if not texts.name.strip():
        yield _wrong(f"{field}.name", "empty", "a name is needed")
    for part in ("steps", "documents", "questions"):
        if len(getattr(texts, part)) > MOST_ITEMS:
            yield _wrong(f"{field}.{part}", "too_many", f"more than {MOST_ITEMS} lines")


def _check_string(said: Said) -> Iterator[Problem]:
    if len(said.text) > said.longest:
        yield _wrong(said.field, "too_long", f"longer than {said.longest} letters", said.text)
    elif said.field.rpartition(".")[2] in {"url", "email"}:  # their form is checked as a whole
        if hidden := find_hidden(said.text):
            yield _wrong(said.field, *hidden)
    else:
        for fault in find_faults(said.text):
            yield _wrong(said.field, *fault)


def _check_repeats(content: RecordContent) -> Iterator[Problem]:
    for field, names in {
        "locations": [spot.external_id for spot in content.locations],
        "topics": [topic.id for topic in content.topics],
        "terms": [term.code for term in content.terms],
        "languages_spoken": list(content.languages_spoken),
        "audience": list(content.audience),
        "journey": list(content.journey),
    }.items():
        twice = [name for name, count in Counter(names).items() if count > 1]
        for name in twice:
            yield _wrong(field, "repeated", "stands there twice", name)


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
        if email and not _is_email(email):
            yield _wrong(field, "not_an_email", "not an e-mail address", email)


def _is_web_address(url: str) -> bool:
    if _NOT_IN_ADDRESS.search(url):
        return False
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    # What stands before an "@" looks like the host, and is not.
    return parts.scheme in {"http", "https"} and "." in parts.netloc and "@" not in parts.netloc


def _is_email(written: str) -> bool:
    name, _, host = written.partition("@")
    return bool(_MAIL_PART.fullmatch(name) and _MAIL_PART.fullmatch(host)) and "." in host[1:-1]


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
