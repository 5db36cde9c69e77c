"""Whole answers: a card for a service, a text for a right or a how-to."""

from datetime import datetime

from bot.compose.lines import (
    address,
    cost,
    language_note,
    legal_basis,
    phone_line,
    shorten,
    shown_texts,
    source_line,
    spoken_languages,
    standing_line,
    status_line,
)
from bot.compose.timetable import open_now
from bot.messages import SourceLine
from bot.phrases import Phrases
from knowledge.content import Kind, PublishedRecord
from knowledge.places import Places

SUMMARY_LETTERS = 220
BODY_LETTERS = 900
MOST_STEPS = 8


def compose(
    record: PublishedRecord, say: Phrases, places: Places, now: datetime, *, number: int = 0
) -> str:
    """Return the text that answers with `record`; `number` marks it in a list of several."""
    if record.content.kind in {Kind.RIGHT, Kind.HOWTO}:
        return article(record, say, places, number=number)
    return service(record, say, places, now, number=number)


def _heading(name: str, number: int) -> str:
    return f"{number}. {name}" if number else name


def service(
    record: PublishedRecord, say: Phrases, places: Places, now: datetime, *, number: int = 0
) -> str:
    """Return the card of a service or programme: only what the record says, line by line."""
    content = record.content
    shown, texts = shown_texts(content, say.language)
    spot = next((s for s in content.locations if address(s)), None)
    what = shorten(texts.summary or texts.body, SUMMARY_LETTERS)
    papers = "; ".join(texts.documents[:4])
    named = (
        ("📍", address(spot) if spot else ""),
        ("🕐", open_now(content, places, now, say) or shorten(content.hours_note, 120)),
        ("📞", phone_line(content, places)),
        ("🔗", content.url or (content.organization.url if content.organization else "")),
        ("🗣", spoken_languages(content, say)),
        ("💲", cost(content, texts, say)),
        ("🎒", say("Bring: {papers}", papers=shorten(papers, 200)) if papers else ""),
        ("🛡", status_line(content, say)),
    )
    organization = content.organization.name if content.organization else ""
    lines = [_heading(texts.name, number)]
    if organization and organization.casefold() not in texts.name.casefold():
        lines.append(organization)
    lines.append(standing_line(content, say))
    lines.append(" ".join(part for part in (what, language_note(shown, say)) if part))
    lines += [f"{sign} {fact}" for sign, fact in named if fact]
    if not any(fact for sign, fact in named[:3] if sign in {"📍", "📞"}):
        lines.append(say("No address or phone is known. Ask at the town hall or at this body."))
    lines.append(source_line(record, say))
    return "\n".join(line for line in lines if line)


def article(record: PublishedRecord, say: Phrases, places: Places, *, number: int = 0) -> str:
    """Return a right or a how-to: plain text, steps, where it applies, on what it rests."""
    content = record.content
    shown, texts = shown_texts(content, say.language)
    lines = [_heading(texts.name, number), standing_line(content, say)]
    if number > 1:  # the first one answers; the others are there to be asked about
        brief = shorten(texts.summary or texts.body, SUMMARY_LETTERS)
        lines += [" ".join(part for part in (brief, language_note(shown, say)) if part)]
        return "\n".join(line for line in (*lines, source_line(record, say)) if line)
    body = shorten(texts.body or texts.summary, BODY_LETTERS)
    lines.append(" ".join(part for part in (body, language_note(shown, say)) if part))
    lines += [f"{step}. {words}" for step, words in enumerate(texts.steps[:MOST_STEPS], 1)]
    if texts.documents:
        lines.append("🎒 " + say("Bring: {papers}", papers="; ".join(texts.documents[:6])))
    place = places.get(content.place_id)
    if place is not None:
        lines.append(say("Applies in: {place}", place=place.name(say.language)))
    if basis := legal_basis(content, say):
        lines.append(say("Basis: {basis}", basis=basis))
    if content.url:
        lines.append(f"🔗 {content.url}")
    lines.append(source_line(record, say))
    return "\n".join(line for line in lines if line)


def source_of(record: PublishedRecord) -> SourceLine:
    """Return the source of a record for the JSON of an answer."""
    content = record.content
    return SourceLine(
        title=content.citation.title,
        url=content.citation.url or content.url,
        verified_on=content.verified_on,
    )
