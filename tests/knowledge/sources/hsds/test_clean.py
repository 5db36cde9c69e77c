"""Texts come out readable: encoding repaired, markers gone, nothing true lost."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.sources.hsds.clean import TextCleaner, is_mangled, unmangle


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("a\\n\\nb", "a\n\nb"),
        ("a\\r\\n\\r\\n\\r\\nb\\tc", "a\n\nb c"),
        ("Text.\\n\\n###MON###\\n####COL####", "Text."),
        ("###Call us", "Call us"),
        ("Chapter #620, item ##", "Chapter #620, item ##"),
        ("<p>Hi &amp; <b>you</b><br/>there</p>", "Hi & you\nthere"),
        ("5 < 6 and 7 > 3", "5 < 6 and 7 > 3"),
        ("sesiÃ³n", "sesión"),
        ("itâ€™s", "it’s"),
        ("\u200bA\u00a0 b\x07", "A b"),
        ("dar-lhe-á", "dar-lhe-á"),
        ("Kreyòl ayisyen", "Kreyòl ayisyen"),
        ("", ""),
    ],
)
def test_paragraphs(text: str, cleaned: str) -> None:
    assert TextCleaner().paragraphs(text) == cleaned


def test_line_is_one_line() -> None:
    assert TextCleaner().line(" a\\n b \n c ") == "a b c"


@pytest.mark.parametrize(
    ("text", "repaired"),
    [
        ("childrenGÇÖs", "children’s"), ("GÇ£soGÇ¥ GÇô yes", "“so” – yes"), ("to-áthe", "to the"),
        ("sesi+¦n", "sesión"), ("Espa+¦ol", "Español"), ("los ni+¦os", "los niños"),
        ("+¦tiles", "útiles"), ("n+¦mero", "número"), ("Krey+¦l", "Kreyòl"), ("Ingl+¬s", "Inglés"),
        ("C+íncer", "Cáncer"), ("P+ÆTO", "PÒTO"), ("Gehrig-Æs", "Gehrig’s"), ("C++", "C++"),
        ("Alert-«", "Alert®"), ("relapse-Ç-Ö", "relapse’"),
    ],
)  # fmt: skip
def test_signs_that_a_console_took(text: str, repaired: str) -> None:
    assert unmangle(text) == repaired


def test_only_a_sure_sign_starts_the_repair() -> None:
    assert is_mangled("childrenGÇÖs")
    assert not is_mangled("semi-árido +¦ Ç")
    assert TextCleaner().paragraphs("semi-árido") == "semi-árido"
    assert TextCleaner(mangled=True).paragraphs("to-áthe") == "to the"


@settings(deadline=None)
@given(st.text())
def test_any_text_comes_out_in_order(text: str) -> None:
    cleaned = TextCleaner(mangled=is_mangled(text)).paragraphs(text)
    assert cleaned == cleaned.strip()
    assert "\n\n\n" not in cleaned
    assert "  " not in cleaned
    assert "###" not in cleaned
    assert "\\n" not in cleaned
    assert not any(sign in cleaned for sign in "\x00\x07\r\u200b")


@settings(deadline=None)
@given(st.lists(st.text("abcXYZéñòç,.;’", min_size=1), min_size=1))
def test_sound_words_are_never_changed(words: list[str]) -> None:
    text = " ".join(words)
    assert TextCleaner().paragraphs(text) == text
