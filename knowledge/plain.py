"""Texts that could run in a page, or hide what they say: people write plain words, or Markdown."""

import html
import re
import unicodedata
from typing import NamedTuple

_TAG = re.compile(
    r"<[/!?]?[a-z]|<!--"
    r"|<\s+(?:/\s*)?(?:script|style|iframe|img|svg|math|object|embed|video|audio|form|input|button"
    r"|meta|base|body|html)\b[^<>]*>",
    re.IGNORECASE,
)
"""The start of an element, comment or instruction (https://html.spec.whatwg.org/#tag-open-state).
A browser shows "< script>" as text; a careless clean-up after us might not."""
_GAP = r"[\s\x00-\x20\x7f-\xa0\xad\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff\\]*"
"""What a browser, or Markdown, takes out of an address before it looks at its scheme."""


def _spaced(word: str) -> str:
    return _GAP.join(word)


_PROGRAM = rf"(?:{_spaced('javascript')}|{_spaced('vbscript')}){_GAP}:"
_DATA = rf"(?<![\w-]){_spaced('data')}{_GAP}:"
_SCRIPT = re.compile(
    rf"{_PROGRAM}(?=\S)"
    rf"|{_DATA}(?=[;,]|(?:text|image|application|audio|video|font|model|message|multipart)/)"
    rf"|\]\s*[(:]\s*(?:<\s*)?(?:{_PROGRAM}|{_DATA})"
    r"|\]\(\s*(?:<\s*)?(?!(?:https?|mailto|tel|sms):)[a-z][a-z0-9+.-]*:",
    re.IGNORECASE,
)
"""A link that runs something: two schemes wherever they stand before anything, "data:" before a
media type (RFC 2397; "Data:" alone is Portuguese for a date), any odd scheme in a Markdown link."""
_HIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"""Control characters, halves of signs, and marks that turn the order of signs round: a number
could read wrongly."""


class Fault(NamedTuple):
    """What is wrong with a text: a stable word, one English line, the place."""

    code: str
    reason: str
    near: str


def find_hidden(text: str) -> Fault | None:
    """Return the first sign of `text` that nobody can see."""
    found = _HIDDEN.search(text)
    return found and Fault(
        "hidden_sign", "an invisible control character", f"U+{ord(found.group()):04X}"
    )


def find_faults(text: str) -> list[Fault]:
    """Return what in `text` is not plain: HTML, links that run a program, hidden signs.

    It is looked for as written, and as it reads once entities ("&#60;") and wide letters are
    decoded, which Markdown does with the address of a link. The time is linear in the length.
    """
    faults = []
    for said in dict.fromkeys((text, unicodedata.normalize("NFKC", html.unescape(text)))):
        if tag := _TAG.search(said):
            near = said[tag.start() : tag.start() + 30]
            faults.append(Fault("markup", "HTML is not allowed in texts", near))
        if link := _SCRIPT.search(said):
            reason = "a link that runs a program is not allowed"
            faults.append(Fault("script", reason, link.group()))
    if hidden := find_hidden(text):
        faults.append(hidden)
    return list({fault.code: fault for fault in reversed(faults)}.values())[::-1]
