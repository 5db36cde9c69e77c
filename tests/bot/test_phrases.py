"""Every sentence goes through the catalogues, and every catalogue has every sentence."""

import ast
import re
import string
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from bot.commands import location_label, menu, sorry
from bot.phrases import Phrases, phrases
from knowledge.languages import LANGUAGES

ROOT = Path(__file__).parents[2]
ROOMS = ("bot", "admin")
SPEAKERS = {"Reply", "Choice", "finish"}
"""What carries texts to a person."""
WHOLLY_SPOKEN = [
    ROOT / "bot" / "steps",
    ROOT / "bot" / "compose",
    ROOT / "bot" / "buttons.py",
    ROOT / "bot" / "commands.py",
]
"""Where any sentence is one for a person."""
NOT_SENTENCES = {" ext. "}
"""The extension of a telephone, as ITU-T E.123 abbreviates it in every language."""

Key = str | tuple[str, ...]


@cache
def said_in_code() -> frozenset[Key]:
    """Return the phrases in the code, found as `bin/phrases` finds them."""
    found: set[Key] = set()
    for room in ROOMS:
        keywords = {"say": None, "many": (1, 2)}
        for _, _, phrase, _, _ in extract_from_dir(ROOT / room, keywords=keywords):
            found.add(phrase)
    return frozenset(found)


@cache
def messages(name: str) -> dict[Key, Message]:
    """Return the messages of a catalogue by their phrase in English."""
    folder = ROOT / "bot" / "locales"
    file = folder / "amparo.pot" if name == "pot" else folder / name / "LC_MESSAGES" / "amparo.po"
    with file.open("rb") as lines:
        catalogue: Catalog = read_po(lines)
    return {
        tuple(message.id) if message.pluralizable else str(message.id): message
        for message in catalogue
        if message.id
    }


def forms(message: Message) -> list[str]:
    return [message.string] if isinstance(message.string, str) else list(message.string)


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def sources() -> list[Path]:
    return [file for room in ROOMS for file in sorted((ROOT / room).rglob("*.py"))]


def test_the_walk_finds_the_phrases_and_the_files() -> None:
    assert "Talk to a person" in said_in_code()
    assert len(said_in_code()) > 80
    assert len(sources()) > 20


@pytest.mark.parametrize("name", ["pot", *LANGUAGES])
def test_a_catalogue_has_exactly_the_phrases_of_the_code(name: str) -> None:
    """When this fails run `bin/phrases` and translate what is new."""
    assert set(messages(name)) == said_in_code()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_phrase_is_translated_and_none_is_a_guess(language: str) -> None:
    missing = [key for key, message in messages(language).items() if not all(forms(message))]
    fuzzy = [key for key, message in messages(language).items() if message.fuzzy]
    assert (missing, fuzzy) == ([], [])


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_has_the_same_placeholders(language: str) -> None:
    for key, message in messages(language).items():
        wanted = set().union(*(fields(one) for one in ([key] if isinstance(key, str) else key)))
        for form in forms(message):
            assert fields(form) == wanted, form


@pytest.mark.parametrize("language", [code for code in LANGUAGES if code != "en"])
def test_sentences_are_really_translated(language: str) -> None:
    same = [
        key
        for key, message in messages(language).items()
        if isinstance(key, str) and " " in key.strip() and message.string == key
    ]
    assert not same


def test_english_says_what_the_code_says() -> None:
    for key, message in messages("en").items():
        assert forms(message) == ([key] if isinstance(key, str) else list(key))


def is_sentence(node: ast.AST) -> bool:
    return (
        isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and node.value not in NOT_SENTENCES
        and " " in node.value.strip()
        and any(ch.isalpha() for ch in node.value)
    )


def name_of(call: ast.Call) -> str:
    function = call.func
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def unspoken(node: ast.AST) -> Iterator[str]:
    """Yield sentences under `node` that are not inside `say(...)`, a docstring or an error."""
    if isinstance(node, ast.Call) and name_of(node) in {"say", "many"}:
        return
    if isinstance(node, ast.Raise):
        return
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        return
    if is_sentence(node):
        yield ast.unparse(node)
    for child in ast.iter_child_nodes(node):
        yield from unspoken(child)


def is_text(annotation: ast.expr | None) -> bool:
    return annotation is not None and "str" in ast.unparse(annotation)


@pytest.mark.parametrize("file", sources(), ids=lambda file: str(file.relative_to(ROOT)))
def test_no_sentence_reaches_a_person_outside_the_catalogues(file: Path) -> None:
    tree = ast.parse(file.read_text(encoding="utf-8"))
    found: list[str] = []
    if any(file.is_relative_to(room) for room in WHOLLY_SPOKEN):
        found += unspoken(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and name_of(node) in SPEAKERS:
            found += [text for child in ast.iter_child_nodes(node) for text in unspoken(child)]
        if isinstance(node, ast.FunctionDef) and is_text(node.returns):
            for statement in ast.walk(node):
                if isinstance(statement, ast.Return) and statement.value is not None:
                    found += unspoken(statement.value)
    assert not found


def test_the_walk_would_see_a_sentence_outside_the_catalogues() -> None:
    assert list(unspoken(ast.parse("Reply('I am lost')"))) == ["'I am lost'"]
    assert list(unspoken(ast.parse("Reply(f'I am {name}')"))) == ["'I am '"]
    assert list(unspoken(ast.parse("Reply(say('I am lost') + '\\n')"))) == []


@pytest.mark.parametrize("page", sorted((ROOT / "admin").rglob("*.html")), ids=lambda p: p.name)
def test_the_panel_has_no_words_of_its_own(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    for pattern in (r"(?s)<style.*?</style>", r"(?s)\{[{%#].*?[#%}]\}", r"(?s)<[^>]*>"):
        text = re.sub(pattern, " ", text)
    assert set(re.findall(r"[^\W\d_]{2,}", text)) <= {"Amparo"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_phrase_is_said_in_its_language_with_its_fields(language: str) -> None:
    said = phrases(language)("Your place is now {place}.", place="Lima")
    assert "Lima" in said
    assert said == messages(language)["Your place is now {place}."].string.format(place="Lima")


def test_an_unknown_language_is_answered_in_english() -> None:
    assert Phrases("de").language == "en"
    assert Phrases("de")("Free") == "Free"


def test_a_phrase_that_is_in_no_catalogue_is_said_as_written() -> None:
    assert phrases("es")("Not in any catalogue") == "Not in any catalogue"
    assert phrases("es").many("one {count}", "several {count}", 3) == "several 3"
    assert phrases("es").many("one {count}", "several {count}", 1) == "one 1"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_menu_names_every_command(language: str) -> None:
    texts = menu(language)
    assert set(texts) == {"start", "language", "place", "help", "forget"}
    assert len(set(texts.values())) == len(texts)
    assert all(1 <= len(text) <= 256 for text in texts.values())  # Telegram's limits
    assert location_label(language)


def test_the_menus_differ_by_language() -> None:
    assert len({tuple(menu(language).values()) for language in LANGUAGES}) == len(LANGUAGES)


def test_sorry_is_said_in_the_known_language_else_in_all() -> None:
    assert sorry("pt") in sorry(None).split("\n")
    assert len(sorry(None).split("\n")) == len(LANGUAGES)
    assert sorry("de") == sorry(None)
