"""Texts are plain words: nothing that could run in a page, nothing that hides; words all pass."""

import html
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.plain import find_faults, find_hidden


def _codes(text: str) -> list[str]:
    return [fault.code for fault in find_faults(text)]


_around = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="<>&"))
_blank = st.sampled_from(["", " ", "\t", "\n", "\r\n", "\xa0"])
_strange = st.sampled_from(
    ["", "", "\t", "\n", "\x00", "\xad", "\u200b", "\ufeff", "&Tab;", "&#10;"]
)


@st.composite
def _odd(draw: st.DrawFn, word: str) -> str:
    """Return `word` in any case, its letters as entities, with what browsers overlook between."""
    said = ""
    for letter in word:
        cased = draw(st.sampled_from([letter, letter.upper()]))
        forms = [cased, cased, f"&#{ord(cased)};", f"&#x{ord(cased):X};", f"&#{ord(cased):07d};"]
        said += draw(st.sampled_from(forms)) + draw(_strange)
    return said


@st.composite
def _tags(draw: st.DrawFn) -> str:
    name = draw(st.sampled_from([
        "script", "img", "iframe", "svg", "a", "style", "object", "math", "form", "b",
    ]))  # fmt: skip
    name = "".join(draw(st.sampled_from([letter, letter.upper()])) for letter in name)
    rest = draw(st.sampled_from(["", " src=x onerror=alert(1)", "/onload=alert(1)", "\nhref=x"]))
    end = draw(st.sampled_from([">", "/>", " >", ""]))
    return (
        draw(st.sampled_from(["<", "</", "&lt;", "&#60;", "&#x3c;", "\uff1c"])) + name + rest + end
    )


@settings(max_examples=200, deadline=None)
@given(before=_around, tag=_tags(), after=_around)
def test_no_html_element_passes_in_any_dress(before: str, tag: str, after: str) -> None:
    assert "markup" in _codes(before + tag + after)


@pytest.mark.parametrize(
    "text",
    ["< script >alert(1)</ script >", "<!-- hidden -->", "<!DOCTYPE html>", "<?php echo 1 ?>",
     "< img src=x onerror=alert(1) >", "<https://example.org>", "hello <b>you</b>", "<x-y>"],
)  # fmt: skip
def test_no_other_markup_passes(text: str) -> None:
    assert "markup" in _codes(text)


@settings(max_examples=300, deadline=None)
@given(
    before=st.sampled_from(["", "see ", "[here](", "[here]( ", "![x](", "[x]: ", "("]),
    scheme=_odd("javascript") | _odd("vbscript"),
    gap=_blank,
    colon=st.sampled_from([":", "&colon;", "&#58;", "\\:"]),
)
def test_no_link_that_runs_a_program_passes(before: str, scheme: str, gap: str, colon: str) -> None:
    assert "script" in _codes(f"{before}{scheme}{gap}{colon}alert(1))")


@settings(max_examples=100, deadline=None)
@given(
    scheme=_odd("data"),
    rest=st.sampled_from(
        ["text/html,x", "text/html;base64,PHN2Zz4=", "image/svg+xml,x", ",x", ";x"]
    ),
)
def test_no_data_address_passes(scheme: str, rest: str) -> None:
    assert "script" in _codes(f"see {scheme}:{rest}")


@pytest.mark.parametrize(
    "link",
    ["[x](javascript: alert(1))", "[x](data:anything)", "[x](data: anything)", "[x](file:///etc)",
     "[x]( blob:abc)", "[x](<view-source:abc>)", "[x]:javascript: a", "[x](INTENT://scan)"],
)  # fmt: skip
def test_a_markdown_link_leads_to_the_web_a_mail_or_a_telephone_only(link: str) -> None:
    assert "script" in _codes(link)


@pytest.mark.parametrize(
    "link",
    ["[map](https://example.org/a)", "[call](tel:+13055550100)", "[write](mailto:a@example.org)",
     "[the list](/documents)", "[x](#top)", "[text](SMS:77)", "[1]: the first note"],
)  # fmt: skip
def test_harmless_markdown_passes(link: str) -> None:
    assert _codes(link) == []


@pytest.mark.parametrize("sign", [*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0, 7, 0x1B, 0x7F,
                                  0x85, 0x9F, 0xD800, 0xDFFF])  # fmt: skip
def test_no_sign_that_hides_or_turns_words_round_passes(sign: int) -> None:
    [fault] = find_faults(f"call 305{chr(sign)}555")
    assert (fault.code, fault.near) == ("hidden_sign", f"U+{sign:04X}")
    assert find_hidden(f"call{chr(sign)}") == fault


@pytest.mark.parametrize(
    "text",
    [
        "", "5 < 6", "a<5", "children <18 and >3 years", "<", ">", "<<", "-> next", "<3", "I <3 u",
        "income < poverty line, age > 60", "si edad < dieciocho", "Tom & Jerry", "AT&T; R&D",
        "« Bonjour », dit-elle : entrez !", "data: see below", "Data: 15/03/2026",
        "Data:15/03/2026",
        "Data:segunda-feira", "metadata:text/html is a word", "JavaScript: an introduction",
        "Cours de JavaScript : les bases", "👩‍👩‍👧 🏳️‍🌈 🇭🇹 ❤️", "Kreyòl: nou la pou ou",
        "line one\nline two\ttab\r\nline three", "1. one\n2. two\n- **bold** _it_ `code`",
        "Ley 1.136: artículo 5.º", "50% off, $5.00 & up", "e-mail: a@example.org",
        "https://example.org/?q=a&lt=5", "שלום 305-555", "السلام عليكم", "Lunes: 9:00-17:00",
        "descripción: nota", "[Lima]: nota: 555", "script: bring the prescription", "a &lt; b",
        "x" * 20_000,
    ],
)  # fmt: skip
def test_what_people_really_write_passes(text: str) -> None:
    assert find_faults(text) == []


@settings(max_examples=300, deadline=None)
@given(
    st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="<\uff1c\ufe64&:"))
)
def test_words_without_signs_of_markup_pass(text: str) -> None:
    assert [code for code in _codes(text) if code != "hidden_sign"] == []


@settings(max_examples=200, deadline=None)
@given(st.text())
def test_what_passes_can_be_stored_as_it_is(text: str) -> None:
    if not find_faults(text):
        assert "\x00" not in text
        assert text.encode().decode() == text
        assert "<script" not in html.unescape(text).casefold()


def test_the_same_fault_is_named_once() -> None:
    assert _codes("<b>one</b> <i>two</i> \x01 \x02 javascript:a javascript:b") == [
        "markup", "script", "hidden_sign",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    ["<", "< ", "]", "](", "]( ", "](<", "j", "j ", "d a t a ", "&lt", "& ", "< script ", "[x]:"],
)
@pytest.mark.parametrize("filler", ["", " "])
def test_no_text_keeps_the_check_busy(text: str, filler: str) -> None:
    began = time.perf_counter()
    find_faults((text * 20_000)[:20_000])
    find_faults(text + filler * 20_000)
    assert time.perf_counter() - began < 1
