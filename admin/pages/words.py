"""The closed vocabularies of a record in words: kinds, bodies, audiences, stages, telephones."""

from collections.abc import Iterable

from bot.phrases import Phrases
from knowledge.content import Kind, RecordContent


def sentence(text: str) -> str:
    """Return `text` with a capital at its beginning."""
    return text[:1].upper() + text[1:]


def kind_word(kind: Kind, say: Phrases) -> str:
    """Return what a record is about."""
    return {
        Kind.SERVICE: say("Service"),
        Kind.PROGRAMME: say("Programme"),
        Kind.RIGHT: say("Right"),
        Kind.HOWTO: say("How-to"),
    }[kind]


def body_kind(kind: str, say: Phrases) -> str:
    """Return what kind of organisation it is, "" for another one."""
    return {
        "municipality": say("city or town hall"),
        "state_government": say("state government"),
        "national_government": say("national government"),
        "international_organization": say("international organisation"),
        "ngo": say("non-governmental organisation"),
        "church": say("church"),
        "migrant_association": say("association of migrants"),
        "university": say("university"),
        "union": say("trade union"),
        "employers": say("employers"),
        "consulate": say("consulate"),
        "ombudsman": say("ombudsman"),
        "red_cross": say("Red Cross"),
        "shelter_network": say("network of shelters"),
    }.get(kind, "")


def audience_words(content: RecordContent, say: Phrases) -> str:
    """Return for whom a record is, as one line; words that we do not know stay as they are."""
    known = {
        "everyone": say("everyone"),
        "refugees": say("refugees"),
        "asylum_seekers": say("asylum seekers"),
        "undocumented": say("people without papers"),
        "returnees": say("people who have gone back"),
        "children": say("children"),
        "women": say("women"),
        "lgbti": say("LGBTI people"),
        "workers": say("workers"),
        "students": say("students"),
        "families": say("families"),
        "displaced": say("displaced people"),
    }
    return _line(content.audience, known)


def journey_words(content: RecordContent, say: Phrases) -> str:
    """Return for which stages of a journey a record is, as one line."""
    known = {
        "arriving": say("on arrival"),
        "in_transit": say("on the way"),
        "settled": say("when you live there"),
        "returning": say("when you go back"),
    }
    return _line(content.journey, known)


def phone_kind(kind: str, say: Phrases) -> str:
    """Return what a number is for, "" for plain calls (HSDS `phone.type`)."""
    return {
        "fax": say("fax"),
        "text": say("text messages"),
        "textphone": say("text telephone"),
        "tty": say("text telephone"),
        "video": say("video call"),
    }.get(kind, "")


def _line(words: Iterable[str], known: dict[str, str]) -> str:
    return sentence(", ".join(known.get(word, word) for word in words))
