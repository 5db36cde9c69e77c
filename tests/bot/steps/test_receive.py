"""What can be seen of a message before it is understood."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.buttons import COMMON_TOPICS
from bot.messages import Status
from bot.phrases import phrases
from bot.steps.receive import LONGEST_TEXT, readable
from knowledge.languages import LANGUAGES
from tests.support.person import Person, buttons_of, text_of

Meet = Callable[[], Person]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("  hola\n\nmundo  ", "hola mundo"),
        ("a\x00b\x07c", "a b c"),
        ("\u202ehola\u202c", "hola"),
        ("ñandú 😀", "ñandú 😀"),
        ("", ""),
        ("\ud800", ""),
    ],
)
def test_a_text_is_read_without_what_cannot_be_printed(written: str, read: str) -> None:
    assert readable(written) == read


@given(st.text(max_size=300))
def test_what_is_read_is_one_printable_line(text: str) -> None:
    read = readable(text)
    assert read.isprintable()
    assert read == readable(read)


def test_a_long_text_is_read_from_its_beginning() -> None:
    assert readable("ab " * 5000) == ("ab " * 1000)[:LONGEST_TEXT].strip()
    assert len(readable("x" * 10_000)) == LONGEST_TEXT


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("attachment", "said"),
    [
        ("voice", "I cannot listen to voice messages yet. Please write, or choose a topic:"),
        ("audio", "I cannot listen to voice messages yet. Please write, or choose a topic:"),
        ("video_note", "I cannot listen to voice messages yet. Please write, or choose a topic:"),
        ("photo", "I can only read text. Please write what you need, or choose a topic:"),
        ("sticker", "I can only read text. Please write what you need, or choose a topic:"),
        ("document", "I can only read text. Please write what you need, or choose a topic:"),
        ("contact", "I can only read text. Please write what you need, or choose a topic:"),
        ("", "Tell me in a few words what you need, or choose a topic:"),
    ],
)
def test_what_has_no_words_is_answered_with_topics(
    meet: Meet, language: str, attachment: str, said: str
) -> None:
    answer = meet().met(language).says("", attachment=attachment)
    assert (answer.status, answer.language) == (Status.UNREADABLE, language)
    assert text_of(answer) == phrases(language)(said)
    assert list(buttons_of(answer).values()) == [f"topic:{name}" for name in COMMON_TOPICS]


def test_a_photo_with_words_is_answered_by_its_words(meet: Meet) -> None:
    answer = meet().met("es").says("necesito un albergue en Tijuana", attachment="photo")
    assert answer.status is Status.ANSWERED


@pytest.mark.parametrize("payload", ["topic:dancing", "topic", "nothing", "::::", "x" * 64])
def test_a_button_that_means_nothing_any_more_asks_what_is_needed(meet: Meet, payload: str) -> None:
    answer = meet().met("pt").presses(payload)
    assert answer.status is Status.UNREADABLE
    assert "topic:food" in buttons_of(answer).values()
