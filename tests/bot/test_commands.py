"""What the assistant offers in words works when it is typed."""

import pytest

from bot.commands import SLASHED, Typed, menu, typed
from bot.phrases import phrases
from knowledge.languages import LANGUAGES, OWN_NAMES

LABELS = {
    "Change language": "lang",
    "Change place": "place",
    "What I can do": "help",
    "Erase what is kept of me": "forget",
    "forget me": "forget",
    "Talk to a person": "person",
    "More results": "more",
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("label", LABELS)
def test_a_button_can_be_typed(language: str, label: str) -> None:
    for written in (phrases(language)(label), f" {phrases(language)(label).upper()}! "):
        command = typed(written)
        assert command is not None
        assert command.payload == LABELS[label]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_can_be_typed_by_its_own_name(language: str) -> None:
    command = typed(OWN_NAMES[language])
    assert command == Typed(f"lang:{language}", "", language)


@pytest.mark.parametrize(
    ("written", "command"),
    [
        ("/help", Typed("help")),
        ("/PLACE  São Paulo ", Typed("place", "São Paulo")),
        ("/forget", Typed("forget")),
        ("/start abc", Typed("start", "abc")),
    ],
)
def test_a_command_can_be_typed_with_words_after_it(written: str, command: Typed) -> None:
    assert typed(written) == command


@pytest.mark.parametrize(
    "written", ["", "/", "/dance", "help me please", "forget me not", "😀", "/ help", "place"]
)
def test_any_other_text_is_no_command(written: str) -> None:
    assert typed(written) is None


def test_every_command_of_the_menu_can_be_typed() -> None:
    assert set(SLASHED) == set(menu("en"))
