"""Words that ask for nothing get a short and kind answer."""

from collections.abc import Callable

import pytest

from bot.messages import Status
from bot.phrases import phrases
from knowledge.languages import LANGUAGES
from tests.support.person import Person, buttons_of, text_of

Meet = Callable[[], Person]

GREETING = {"es": "hola", "en": "hello", "fr": "bonjour", "ht": "bonjou", "pt": "olá"}
THANKS = {
    "es": "muchas gracias", "en": "thank you very much", "fr": "merci beaucoup",
    "ht": "mèsi anpil", "pt": "muito obrigado",
}  # fmt: skip
GOODBYE = {"es": "adiós", "en": "goodbye", "fr": "au revoir", "ht": "orevwa", "pt": "tchau"}
YES = {"es": "sí", "en": "yes", "fr": "oui", "ht": "wi", "pt": "sim"}
NO = {"es": "no", "en": "no", "fr": "non", "ht": "non", "pt": "não"}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("said", "answered"),
    [
        (GREETING, "Hello again. What do you need?"),
        (THANKS, "You are welcome. Write whenever you need."),
        (GOODBYE, "Take care. I am here whenever you need."),
    ],
    ids=["greeting", "thanks", "goodbye"],
)
def test_kind_words_are_answered_in_kind(
    meet: Meet, language: str, said: dict[str, str], answered: str
) -> None:
    answer = meet().met(language).says(said[language])
    assert (answer.status, answer.language) == (Status.SMALLTALK, language)
    assert text_of(answer) == phrases(language)(answered)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("said", [YES, NO], ids=["yes", "no"])
def test_yes_and_no_to_nothing_ask_what_is_needed(
    meet: Meet, language: str, said: dict[str, str]
) -> None:
    answer = meet().met(language).says(said[language])
    assert answer.status is Status.CLARIFY
    assert text_of(answer) == phrases(language)("Tell me in a few words what you need:")
    assert "topic:food" in buttons_of(answer).values()


def test_thanks_do_not_change_what_was_shown(meet: Meet) -> None:
    person = meet().met("es")
    shown = person.says("necesito un albergue en Tijuana").records
    person.says("muchas gracias")
    assert tuple(person.memory.shown) == shown
