"""The content of one record: what importers write, the publication freezes, answers are made of.

Names follow Open Referral HSDS 3 (https://docs.openreferral.org/en/v3.0/) where it has them.
"""

import hashlib
import re
from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Literal, Self

from dateutil import rrule as rules
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

YesNoUnknown = Literal["yes", "no", "unknown"]
Provenance = Literal["source", "human", "machine", "community"]
Word = Annotated[str, Field(pattern=r"^\S+$")]
"""A word of a closed vocabulary, without blanks."""

STAGES = ("arriving", "in_transit", "settled", "returning")
"""Stages of a journey that a record can be for."""
AUDIENCES = (
    "everyone", "refugees", "asylum_seekers", "undocumented", "returnees", "children", "women",
    "lgbti", "workers", "students", "families", "displaced",
)  # fmt: skip
"""People that a record can be for."""
BODY_KINDS = (
    "municipality", "state_government", "national_government", "international_organization",
    "ngo", "church", "migrant_association", "university", "union", "employers", "consulate",
    "ombudsman", "red_cross", "shelter_network", "other",
)  # fmt: skip
"""Kinds of organisation, after the actors' survey of the OAS report (2023, annex II)."""
LEGAL_KINDS = ("law", "procedure", "recommendation", "commitment")
"""What a right rests on."""


def _lines(written: tuple[str, ...]) -> tuple[str, ...]:
    lines = (" ".join(line.split()) for line in written)
    return tuple(line for line in lines if line)


Lines = Annotated[tuple[str, ...], AfterValidator(_lines)]
"""Short texts of one line each; white space becomes single, what is empty is left out."""


class Kind(StrEnum):
    """What a record is about."""

    SERVICE = "service"
    PROGRAMME = "programme"
    RIGHT = "right"
    HOWTO = "howto"


class Standing(StrEnum):
    """Whether the thing described really exists now (HSDS `status`, refined for policies)."""

    OPERATING = "operating"
    TEMPORARY = "temporary"
    SUSPENDED = "suspended"
    DEFUNCT = "defunct"
    PLANNED = "planned"
    COMMITMENT = "commitment"
    RECOMMENDATION = "recommendation"
    UNKNOWN = "unknown"

    @property
    def available(self) -> bool:
        """Whether it may be offered as something that a person can use today."""
        return self in {Standing.OPERATING, Standing.TEMPORARY, Standing.UNKNOWN}


class Part(BaseModel):
    """Base of all parts of a record: immutable, and strict about unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Texts(Part):
    """The human texts of a record in one language."""

    name: str
    alternate_name: str = ""
    summary: str = ""
    body: str = ""
    eligibility: str = ""
    application_process: str = ""
    fees: str = ""
    steps: Lines = ()
    documents: tuple[str, ...] = ()
    questions: Lines = ()
    """How people ask for this, in this language: search knows them, nobody is shown them."""
    provenance: Provenance = "source"
    source_digest: str = ""
    """Digest of the source text that this translation was made from; empty for the source."""

    def digest(self) -> str:
        """Return the digest of what this text says, which its translations are held against.

        Example questions are no part of it: each language has its own, and none is translated.
        """
        parts = [self.name, self.alternate_name, self.summary, self.body, self.eligibility]
        parts += [self.application_process, self.fees, *self.steps, "\x1e", *self.documents]
        return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:16]


class Phone(Part):
    """A telephone number; `number` is E.164 when it could be read, else as the source wrote it."""

    number: str
    extension: str = ""
    type: str = "voice"
    description: str = ""


Weekday = Literal["MO", "TU", "WE", "TH", "FR", "SA", "SU"]
_RECURS = re.compile(
    r"(?:[A-Z]+=[^;=\s]+;)*FREQ=(DAILY|WEEKLY|MONTHLY|YEARLY)(?:;[A-Z]+=[^;=\s]+)*"
)
_CLOCK = r"^([01]\d|2[0-3]):[0-5]\d$"
_CLOCK_OR_END = r"^(([01]\d|2[0-3]):[0-5]\d|24:00)$"


class Schedule(Part):
    """Opening hours that come again (HSDS `schedule`); times are "HH:MM" of the place's own clock.

    Either `weekday` (iCalendar's two letters, HSDS `byday`) for hours of every week, or `rrule`,
    a recurrence rule of RFC 5545 without DTSTART ("FREQ=MONTHLY;BYDAY=1TU"), counted from
    `starts_on`. `opens_at` "00:00" with `closes_at` "24:00" means the whole day. An interval that
    ends after midnight has `closes_at` smaller than `opens_at`. Nothing is open before
    `valid_from`, after `valid_to`, or on a day of `except_on`.
    """

    weekday: Weekday | None = None
    opens_at: str = Field(pattern=_CLOCK)
    closes_at: str = Field(pattern=_CLOCK_OR_END)
    rrule: str = ""
    starts_on: date | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    except_on: tuple[date, ...] = ()

    @model_validator(mode="after")
    def _one_way_to_recur(self) -> Self:
        if bool(self.weekday) == bool(self.rrule):
            raise ValueError("a schedule has a weekday or a recurrence rule, one of both")
        if self.rrule:
            if self.starts_on is None:
                raise ValueError("a recurrence rule needs the day it counts from (starts_on)")
            self.recurrence()
        return self

    def recurrence(self) -> rules.rrule:
        """Return the days of `rrule` as dateutil reads them; ValueError when it cannot."""
        if self.starts_on is None:
            raise ValueError("only a schedule with a recurrence rule has a recurrence")
        begin = datetime(self.starts_on.year, self.starts_on.month, self.starts_on.day)
        read = rules.rrulestr(self.rrule, dtstart=begin, ignoretz=True)
        if not isinstance(read, rules.rrule) or not _RECURS.fullmatch(self.rrule):
            raise ValueError("one recurrence rule, by day, week, month or year, and nothing else")
        return read


class Location(Part):
    """Where a service is given: postal address, point, access."""

    external_id: str
    name: str = ""
    address: str = ""
    city: str = ""
    state_province: str = ""
    postal_code: str = ""
    country: str = ""
    latitude: float | None = None
    longitude: float | None = None
    place_id: str = ""
    """The known place that this address lies in, "" when it is in none that we know."""
    transportation: str = ""
    accessibility: tuple[str, ...] = ()


class Organization(Part):
    """The body that gives a service or stands behind a right."""

    external_id: str
    name: str
    kind: str = "other"
    url: str = ""
    email: str = ""


class CostOption(Part):
    """What a service costs; `amount` in `currency`, None when only words are known."""

    amount: float | None = None
    currency: str = ""
    option: str = ""


class Topic(Part):
    """A topic of a record, with how sure we are (1.0: said by a person)."""

    id: str
    confidence: float = 1.0


class Term(Part):
    """A term of the source's own taxonomy."""

    code: str
    name: str


class Citation(Part):
    """Where a record was taken from."""

    title: str
    publisher: str = ""
    url: str = ""
    locator: str = ""
    license: str = ""
    published: str = ""
    """Date of the source itself as far as it says ("2023", "2022-01"), where nobody has verified
    the record since; then `verified_on` is the first day of that time."""


class RecordContent(Part):
    """All that is known of one record, in all its languages."""

    external_id: str
    kind: Kind
    standing: Standing
    place_id: str
    language: str
    texts: dict[str, Texts]
    organization: Organization | None = None
    locations: tuple[Location, ...] = ()
    phones: tuple[Phone, ...] = ()
    schedules: tuple[Schedule, ...] = ()
    hours_note: str = ""
    """Opening hours as the source wrote them, for what a week grid cannot say."""
    costs: tuple[CostOption, ...] = ()
    cost: Literal["free", "paid", "unknown"] = "unknown"
    languages_spoken: tuple[str, ...] = ()
    topics: tuple[Topic, ...] = ()
    terms: tuple[Term, ...] = ()
    audience: tuple[Word, ...] = ()
    journey: tuple[Word, ...] = ()
    universal: bool | None = None
    status_required: YesNoUnknown = "unknown"
    proof_of_address_required: YesNoUnknown = "unknown"
    works_with_immigration_enforcement: YesNoUnknown = "unknown"
    regulatory_basis: str = ""
    legal_kind: str = ""
    since: str = ""
    url: str = ""
    email: str = ""
    citation: Citation
    verified_on: date | None = None
    review_by: date | None = None
    expires_at: datetime | None = None
    owner: str = ""

    def digest(self) -> str:
        """Return a digest that changes exactly when the content does."""
        return hashlib.sha256(self.model_dump_json().encode()).hexdigest()[:32]

    def source_text(self) -> Texts:
        """Return the text in the language the record was first written in."""
        return self.texts[self.language]


class PublishedRecord(Part):
    """A record as it is live: its content, its id and when it went out."""

    id: str
    source_id: str
    version: int
    published_at: datetime
    content: RecordContent

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Read what `model_dump_json` wrote."""
        return cls.model_validate_json(text)
