"""Fitting replies to Telegram: nothing over a limit, nothing lost."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.channels.fitting import (
    arrange_choices,
    count_units,
    render_reply,
    shorten_label,
    split_text,
)
from bot.channels.limits import TelegramLimit
from bot.messages import Choice, Reply

WORDS = st.text(
    st.one_of(st.characters(), st.sampled_from(" \n\n.!?…🍲\u200d\u0301a")), max_size=400
)
LIMITS = st.integers(2, 60)


@given(WORDS, LIMITS)
@example("a" * 200, 2)
@example("\u0301" * 50, 7)
@example("👩\u200d👧" * 20, 5)
def test_parts_fit_and_nothing_is_lost(text: str, limit: int) -> None:
    parts = split_text(text, limit)
    assert all(0 < count_units(part) <= limit for part in parts)
    rest = text
    for part in parts:
        before, found, rest = rest.partition(part)
        assert found
        assert not before.strip()
    assert not rest.strip()


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_units_are_those_of_utf16(text: str) -> None:
    assert count_units(text) == len(text.encode("utf-16-le")) // 2


@pytest.mark.parametrize(
    ("text", "limit", "parts"),
    [
        ("Uno dos.\nTres.\n\nCuatro. Cinco", 22, ["Uno dos.\nTres.", "Cuatro. Cinco"]),
        ("Uno dos. Tres.\nCuatro cinco seis", 25, ["Uno dos. Tres.", "Cuatro cinco seis"]),
        ("Uno dos tres. Cuatro cinco", 20, ["Uno dos tres.", "Cuatro cinco"]),
        ("¿Uno dos (tres.)» Cuatro cinco", 22, ["¿Uno dos (tres.)»", "Cuatro cinco"]),
        ("Uno dos tres cuatro", 13, ["Uno dos tres", "cuatro"]),
        ("Uno dos tres cuatro", 12, ["Uno dos tres", "cuatro"]),
        ("A\n\nUno dos tres cuatro", 20, ["A\n\nUno dos tres", "cuatro"]),
        ("abcdefgh", 3, ["abc", "def", "gh"]),
        ("🍲🍲🍲", 4, ["🍲🍲", "🍲"]),
        ("abe\u0301f", 3, ["ab", "e\u0301f"]),
        ("  \n ", 5, []),
    ],
)  # fmt: skip
def test_cuts_fall_at_the_best_place(text: str, limit: int, parts: list[str]) -> None:
    assert split_text(text, limit) == parts


@given(st.text(max_size=100), st.integers(3, 70))
def test_labels_fit(label: str, limit: int) -> None:
    short = shorten_label(label, limit)
    assert len(short) <= limit
    assert "\n" not in short
    whole = " ".join(label.split())
    assert short == whole or (short.endswith("…") and whole.startswith(short[:-1]))


@pytest.mark.parametrize(
    ("label", "limit", "short"),
    [
        ("Comida y ropa", 13, "Comida y ropa"),
        ("Comida y ropa", 12, "Comida y…"),
        ("Comida y ropa", 9, "Comida y…"),
        ("Comida, ropa", 9, "Comida…"),
        ("Gratuitamente", 8, "Gratuit…"),
    ],
)
def test_labels_are_cut_at_a_word_end(label: str, limit: int, short: str) -> None:
    assert shorten_label(label, limit) == short


@given(st.lists(st.text(min_size=1, max_size=30)))
def test_rows_keep_the_order(labels: list[str]) -> None:
    choices = [Choice(label, "x") for label in labels]
    rows = arrange_choices(choices)
    assert [choice for row in rows for choice in row] == choices
    assert all(1 <= len(row) <= 3 for row in rows)


def test_rows_by_length_of_labels() -> None:
    labels = [
        "Comida",
        "Salud",
        "Techo",
        "Abogados gratis",
        "Escuela",
        "Reunión con mi familia",
        "Sí",
    ]
    rows = arrange_choices([Choice(label, "x") for label in labels])
    assert [[choice.label for choice in row] for row in rows] == [
        ["Comida", "Salud", "Techo"],
        ["Abogados gratis", "Escuela"],
        ["Reunión con mi familia"],
        ["Sí"],
    ]


def test_what_cannot_be_encoded_is_replaced() -> None:
    assert [message.text for message in render_reply(Reply("a\ud83cb"), "")] == ["a\ufffdb"]


def test_longest_payload_and_most_buttons_are_taken() -> None:
    choices = (Choice("Sí", "x" * TelegramLimit.PAYLOAD_BYTES),) * TelegramLimit.BUTTONS
    assert len(render_reply(Reply("a", choices), "")) == 1
