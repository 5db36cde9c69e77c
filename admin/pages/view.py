"""What the page of a record shows, in the order in which it is shown."""

from collections.abc import Iterator
from dataclasses import dataclass

from admin.pages.facts import about_rows, contact_rows, source_rows
from admin.pages.linked_data import linked_data
from admin.pages.reader import Reader
from admin.pages.said import Row, Said
from admin.pages.words import kind_word, sentence
from bot.compose.lines import (
    address,
    language_note,
    phone_line,
    shorten,
    shown_texts,
    stale_line,
    standing_line,
    verified_words,
)
from knowledge.content import Kind, PublishedRecord, RecordContent, Texts
from knowledge.languages import LANGUAGES, language_name
from knowledge.translations import Status, status_of

DESCRIPTION_LETTERS = 155
"""What search engines show of a page's description, about."""


@dataclass(frozen=True)
class Section:
    """A heading with paragraphs or a list under it; `lang` when it is not the page's."""

    label: str
    lang: str
    paragraphs: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    numbered: bool = False


@dataclass(frozen=True)
class RecordView:
    """One record for one reader. `lang` is that of its texts when it is not the page's."""

    name: str
    alternate_name: str
    description: str
    kind: str
    lang: str
    warnings: tuple[str, ...]
    notes: tuple[Said, ...]
    summary: tuple[str, ...]
    body: tuple[str, ...]
    sections: tuple[Section, ...]
    unreachable: str
    contact: tuple[Row, ...]
    about: tuple[Row, ...]
    source: tuple[Row, ...]
    data: str


def look_at(record: PublishedRecord, reader: Reader, own_address: str) -> RecordView:
    """Return what `reader` sees of `record`; `own_address` is that of the page, for JSON-LD."""
    content, say = record.content, reader.say
    shown, texts = shown_texts(content, reader.language)
    lang = reader.foreign(shown)
    standing = standing_line(content, say)
    summary, body = _paragraphs(texts.summary), _paragraphs(texts.body)
    told = shorten(texts.summary or texts.body, DESCRIPTION_LETTERS)
    where = reader.place_of(content)
    return RecordView(
        name=texts.name,
        alternate_name=texts.alternate_name if texts.alternate_name != texts.name else "",
        description=" ".join(part for part in (standing, told) if part),
        kind=" · ".join(part for part in (kind_word(content.kind, say), where) if part),
        lang=lang,
        warnings=tuple(_warnings(content, reader)),
        notes=tuple(_notes(content, shown, texts, reader)),
        summary=summary,
        body=body if body != summary else (),
        sections=tuple(_sections(texts, lang, reader)),
        unreachable=_unreachable(content, reader),
        contact=tuple(contact_rows(content, reader)),
        about=tuple(about_rows(content, texts, shown, reader)),
        source=tuple(source_rows(content, reader)),
        data=linked_data(record, reader, own_address),
    )


def _paragraphs(text: str) -> tuple[str, ...]:
    """Return the paragraphs of a text; single line breaks in them stay."""
    lines = [line.strip() for line in text.splitlines()]
    return tuple(part.strip() for part in "\n".join(lines).split("\n\n") if part.strip())


def _warnings(content: RecordContent, reader: Reader) -> Iterator[str]:
    """Yield what a person must know before anything else: it may be no open door, or old."""
    say, today = reader.say, reader.now.date()
    if line := standing_line(content, say):
        yield line
    if old := stale_line(content, say, today):
        yield f"{sentence(verified_words(content, say, today))}. {old}"


def _notes(content: RecordContent, shown: str, texts: Texts, reader: Reader) -> Iterator[Said]:
    say = reader.say
    if note := language_note(shown, say):
        yield Said(note)
    original = language_name(content.language, reader.language)
    link = f"?lang={content.language}" if content.language in LANGUAGES else ""
    way = (Said(say("Read the original ({language})", language=original), link),) if link else ()
    if texts.provenance == "machine":
        yield Said(
            say("This text was translated by a machine and not yet checked by a person."), more=way
        )
    if status_of(content, shown) == Status.OUTDATED:
        changed = say(
            "The text in {language} has changed since this translation was made.",
            language=original,
        )
        yield Said(changed, more=way if texts.provenance != "machine" else ())


def _sections(texts: Texts, lang: str, reader: Reader) -> Iterator[Section]:
    say = reader.say
    if texts.steps:
        yield Section(say("Step by step"), lang, items=texts.steps, numbered=True)
    if papers := tuple(paper for paper in texts.documents if paper.strip()):
        yield Section(say("What to bring"), lang, items=papers)
    if paragraphs := _paragraphs(texts.application_process):
        yield Section(say("How to apply"), lang, paragraphs=paragraphs)


def _unreachable(content: RecordContent, reader: Reader) -> str:
    """Return whom to ask when a service has neither address nor telephone."""
    if content.kind in {Kind.RIGHT, Kind.HOWTO}:
        return ""
    if phone_line(content, reader.places) or any(map(address, content.locations)):
        return ""
    return reader.say("No address or phone is known. Ask at the town hall or at this body.")
