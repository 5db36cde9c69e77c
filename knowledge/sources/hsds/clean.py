"""Texts as people should read them: encoding repaired, markers and mark-up gone."""

import html
import re
from functools import lru_cache
from typing import Final

import ftfy

_MARKER: Final = re.compile(r"#{2,}[A-Z]{2,4}#{2,}|#{3,}")
_ESCAPED_BREAK: Final = re.compile(r"(?:\\r\\n|\\n|\\r)")
_ESCAPED_TAB: Final = re.compile(r"\\t")
_BREAK_TAG: Final = re.compile(r"<\s*(?:br|/p|/li|/div|/h\d|/tr)\b[^<>]*>", re.IGNORECASE)
_TAG: Final = re.compile(
    r"</?\s*(?:p|b|i|u|a|em|strong|span|div|ul|ol|li|font|table|tbody|tr|td|th|h\d|small|sup|sub)"
    r"(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
_CONTROL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u200b\u2060\ufeff]")
_BLANKS: Final = re.compile(r"[^\S\n]+")
_FIX: Final = ftfy.TextFixerConfig(
    unescape_html=False, uncurl_quotes=False, fix_latin_ligatures=False, explain=False
)

_SURE_SIGN: Final = "GÇ"
"""What a console code page makes of the beginning of ’ “ ” – when Γ is then squeezed into Latin-1;
no language writes it."""
_TAKEN: Final = "‐‑‒–—‘’“”„†•…‹›€™\u00a0¡¿©®°·«»ª²³½¼¾áéíóúüñçàèìòùâêîôûãõäëïöÁÉÍÓÚÜÑÇÀÈÌÒÙÂÊÔÃÕ"
"""The signs that such a code page takes from texts in our languages."""
_SQUEEZED: Final = str.maketrans("ΓÇ├┬┤│║╝╗╣╕╖╢▒▓░⌐", "GÇ+-¦¦¦+++++¦¦¦¦¬")
"""What Windows writes for signs of code page 437 that Latin-1 has not ("best fit")."""


def _squeeze(sign: str) -> str:
    """Return what `sign` became on its way UTF-8 -> read as code page 437 -> written as Latin-1."""
    return sign.encode().decode("cp437").translate(_SQUEEZED)


def _squeezed_forms() -> dict[str, str]:
    forms = {"GÇï": "", "-Ç": ""}  # a blank of no width; a control sign
    for sign in _TAKEN:
        forms.setdefault(_squeeze(sign), sign)
    for byte in (0x91, 0x92, 0x93, 0x94, 0x96, 0x97):
        # Windows' own quotation marks and dashes, taken for control signs even before.
        forms.setdefault(_squeeze(chr(byte)), bytes([byte]).decode("cp1252"))
    for sign in "–—‘’“”":
        # The same with the first of its three bytes lost.
        last = sign.encode()[-1]
        forms.setdefault(_squeeze("\x80") + _squeeze(chr(last)), sign)
    forms[_squeeze("\u00a0")] = " "
    del forms["+¦"]  # three letters share it: see _lost_accent
    return {form: sign for form, sign in forms.items() if not form.isascii()}


_FORMS: Final = _squeezed_forms()
_FORM: Final = re.compile("|".join(map(re.escape, sorted(_FORMS, key=len, reverse=True))))
_LOST_ACCENT: Final = re.compile(r"(?<![^\W\d_])\+¦|([^\W\d_])\+¦(?=([^\W\d_])?)")
_VOWELS: Final = "aeiouáéíAEIOU"
_U_BETWEEN: Final = {
    ("g", "n"),
    ("p", "b"),
    ("n", "m"),
    ("e", "n"),
}  # según, público, número, reúne


def _lost_accent(match: re.Match[str]) -> str:
    """Return the letter that "+¦" was: ó, ú, ñ and Creole ò all became this."""
    before, after = match.group(1) or "", match.group(2) or ""
    if not before:
        return "ú"
    if before in _VOWELS and after and after in _VOWELS:
        return f"{before}ñ"
    if (before, after) in _U_BETWEEN:
        return f"{before}ú"
    return f"{before}ò" if (before, after) == ("y", "l") else f"{before}ó"


def is_mangled(text: str) -> bool:
    """Return whether `text` surely went through a console code page on its way.

    One such text tells for the whole package, where other signs ("+¦", "-á") alone would be
    doubtful.
    """
    return _SURE_SIGN in text


def unmangle(text: str) -> str:
    """Return `text` with the signs back that a console code page took."""
    return _FORM.sub(lambda match: _FORMS[match.group()], _LOST_ACCENT.sub(_lost_accent, text))


class TextCleaner:
    """Cleans the texts of one package; `mangled` says that its encoding was broken as above."""

    def __init__(self, *, mangled: bool = False) -> None:
        self._mangled = mangled
        self._repaired = lru_cache(maxsize=4096)(self._repair)

    def _repair(self, text: str) -> str:
        if self._mangled:
            text = unmangle(text)
        if not text.isascii():
            text = ftfy.fix_text(text, _FIX)
        if "&" in text:
            text = html.unescape(text)
        return text

    def paragraphs(self, text: str) -> str:
        """Return a text of several lines: at most one empty line between paragraphs."""
        if not text:
            return ""
        text = _CONTROL.sub("", self._repaired(text))
        text = _ESCAPED_TAB.sub(" ", _ESCAPED_BREAK.sub("\n", text))
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        if "<" in text:
            text = _TAG.sub("", _BREAK_TAG.sub("\n", text))
        text = _MARKER.sub("", text)
        lines = [_BLANKS.sub(" ", line).strip() for line in text.split("\n")]
        return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()

    def line(self, text: str) -> str:
        """Return a text of one line."""
        return " ".join(self.paragraphs(text).split())
