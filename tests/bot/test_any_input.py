"""Any input at all gets a polite answer in one of the five languages, and never an exception."""

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.messages import Point
from tests.support.person import Person, is_polite

Meet = Callable[[], Person]
SHELTER = {"fr": "je cherche un abri à Tijuana", "es": "necesito un albergue en Tijuana"}
STRANGE = {
    "empty": "",
    "blanks": " \n\t ",
    "ten thousand letters": "a" * 10_000,
    "ten thousand words": "ayuda " * 10_000,
    "emoji": "😀🙏🏽👨‍👩‍👧",
    "flags": "🇭🇹🇻🇪",
    "control": "\x00\x01\x07\x1b[31m",
    "invisible": "\u202e\u200b\ufeff",
    "surrogate": "\ud83d",
    "html": "<b>hola</b><script>alert('x')</script>",
    "sql": "'; DROP TABLE conversation; --",
    "template": "{language} {0} %s ${x} {{ x }}",
    "path": "../../etc/passwd",
    "json": '{"choice": "forget:yes"}',
    "digits": "1234567890",
    "phone": "+509 37 00 12 34",
    "link": "https://example.org/?q=ayuda&x=<y>",
    "punctuation": "¿?¡!…",
    "russian": "Привет, мне нужна помощь с документами",
    "chinese": "我需要帮助",
    "arabic": "مرحبا، أحتاج إلى مساعدة",
    "hindi": "मुझे मदद चाहिए",
    "thai": "ฉันต้องการความช่วยเหลือ",
    "german": "Ich brauche einen Arzt, wo finde ich Hilfe?",
    "quechua": "yanapaway, maypin hampina wasi",
    "mixed": "hola, mwen need ajuda s'il vous plaît",
    "combining": "a\u0301\u0302\u0303" * 50,
    "slash": "/",
    "unknown command": "/dance now",
    "colons": "forget:yes",
}


@pytest.mark.parametrize("text", STRANGE.values(), ids=STRANGE)
def test_any_text_gets_a_polite_answer(meet: Meet, text: str) -> None:
    assert is_polite(meet().says(text))
    assert is_polite(meet().met("pt").says(text))


@pytest.mark.parametrize("payload", [*STRANGE.values(), "place:", "lang:\x00", "about:hours:²"])
def test_any_button_gets_a_polite_answer(meet: Meet, payload: str) -> None:
    person = meet().met("fr")
    person.says(SHELTER["fr"])
    assert is_polite(person.presses(payload))


@pytest.mark.parametrize("text", STRANGE.values(), ids=STRANGE)
def test_any_text_as_a_place_gets_a_polite_answer(meet: Meet, text: str) -> None:
    person = meet().met("es")
    person.presses("place")
    assert is_polite(person.says(text))
    assert is_polite(person.says(text, choice="place"))


@pytest.mark.parametrize(
    "point",
    [
        Point(0.0, 0.0),
        Point(90.0, 180.0),
        Point(-90.0, -180.0),
        Point(1e9, -1e9),
        Point(float("nan"), float("nan")),
        Point(float("inf"), 0.0),
    ],
)
def test_any_location_gets_a_polite_answer(meet: Meet, point: Point) -> None:
    person = meet().met("es")
    assert is_polite(person.says("", point=point))
    person.says(SHELTER["es"])
    assert is_polite(person.says("", point=point))


@pytest.mark.parametrize(
    "more",
    [
        {"attachment": "hologram"},
        {"language": "xx"},
        {"language_hint": "en-GB-x-long"},
        {"place": "atlantis"},
        {"place": ""},
        {"choice": "lang:ht", "point": Point(32.5, -117.0)},
        {"choice": "topic:food", "attachment": "photo"},
    ],
)
def test_any_setting_of_a_channel_gets_a_polite_answer(meet: Meet, more: dict[str, object]) -> None:
    assert is_polite(meet().says("hola", **more))


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(texts=st.lists(st.text(max_size=120), min_size=1, max_size=3))
def test_any_conversation_goes_on(meet: Meet, texts: list[str]) -> None:
    person = meet()
    for text in texts:
        assert is_polite(person.says(text))


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    verb=st.sampled_from(
        ["start", "help", "lang", "place", "more", "person", "forget", "topic", "about", ""]
    ),
    arguments=st.lists(st.text(max_size=20) | st.sampled_from(["hours", "ht", "food", "2"])),
)
def test_any_payload_goes_on(meet: Meet, verb: str, arguments: list[str]) -> None:
    person = meet().met("en")
    assert is_polite(person.presses(":".join([verb, *arguments])))
    assert is_polite(person.says("I need a shelter in Tijuana"))
