"""The five languages of the project, and the reading of language names written any way."""

import re
import unicodedata
from functools import cache
from typing import Final

from babel import Locale

LANGUAGES: Final = ("es", "en", "fr", "ht", "pt")
"""Languages of the conversation, in the order in which they are offered."""

OWN_NAMES: Final = {
    "es": "Español",
    "en": "English",
    "fr": "Français",
    "ht": "Kreyòl ayisyen",
    "pt": "Português",
}
"""Each language by its own name, as people look for it in a list."""

FALLBACK: Final = {
    "es": ("en", "pt", "fr", "ht"),
    "en": ("es", "fr", "pt", "ht"),
    "fr": ("en", "es", "pt", "ht"),
    "ht": ("fr", "en", "es", "pt"),
    "pt": ("es", "en", "fr", "ht"),
}
"""What to show when a text is missing: the language the reader most likely reads next."""

_ALIASES: Final = {
    "creole": "ht",
    "kreyol": "ht",
    "haitian": "ht",
    "haitian creole": "ht",
    "french creole": "ht",
    "creole haitian": "ht",
    "creole french": "ht",
    "kreyol ayisyen": "ht",
    "hat": "ht",
    "angle": "en",
    "panyol": "es",
    "espanyol": "es",
    "franse": "fr",
    "potige": "pt",
    "hcr": "ht",
    "castellano": "es",
    "castilian": "es",
    "spa": "es",
    "eng": "en",
    "fra": "fr",
    "fre": "fr",
    "por": "pt",
    "brazilian": "pt",
    "brazilian portuguese": "pt",
    "portuguese brazilian": "pt",
    "mandarin": "zh",
    "cantonese": "yue",
    "chinese mandarin": "zh",
    "farsi": "fa",
    "tagalog": "tl",
    "filipino": "tl",
    "pilipino": "tl",
    "sign language": "ase",
    "american sign language": "ase",
    "asl": "ase",
    "braille": "brl",
    "mayan": "myn",
    "quechua": "qu",
    "hindu": "hi",
    "flemish": "nl",
    "slovak": "sk",
}
_ISO_639_3: Final = {
    "ara": "ar", "deu": "de", "ger": "de", "ita": "it", "rus": "ru", "zho": "zh", "chi": "zh",
    "jpn": "ja", "kor": "ko", "vie": "vi", "pol": "pl", "heb": "he", "hin": "hi", "urd": "ur",
    "tgl": "tl", "ukr": "uk", "fas": "fa", "per": "fa", "que": "qu", "aym": "ay", "grn": "gn",
    "nld": "nl", "dut": "nl", "tur": "tr", "som": "so", "swa": "sw", "lin": "ln", "wol": "wo",
}  # fmt: skip


def fold(text: str) -> str:
    """Return `text` in lower case without accents, its white space single."""
    if text.isascii():
        return " ".join(text.lower().split())
    # Twice: fancy letters have a case only when they are plain, and case folding makes accents.
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    plain = "".join(ch for ch in decomposed if not unicodedata.combining(ch))
    return " ".join(plain.split())


@cache
def _names() -> dict[str, str]:
    """Folded language name in any of the five languages -> code."""
    names: dict[str, str] = {}
    for reader in ("pt", "ht", "fr", "es", "en"):  # the later wins: English names are commonest
        for code, name in Locale(reader).languages.items():
            if "_" not in code:
                names[fold(name)] = code
    for code in list(names.values()):
        names.setdefault(code, code)
    return names | _ISO_639_3 | _ALIASES


def parse_language(written: str) -> str | None:
    """Return the code of a language written any way ("Creole", "hat", "pt-BR", "Español").

    The code is BCP 47 (two letters where there are two); None when nothing is recognised.
    """
    text = re.sub(r"[^\w\s-]", " ", fold(written)).strip()
    text = " ".join(text.split())
    if not text:
        return None
    known = _names()
    if found := known.get(text):
        return found
    subtag = re.split(r"[-_]", text)[0]  # "pt-BR"
    return known.get(subtag)


@cache
def language_name(code: str, reader: str) -> str:
    """Return the name of language `code` as a reader of language `reader` calls it."""
    own = {"ht": {"ht": "kreyòl", "es": "panyòl", "en": "angle", "fr": "franse", "pt": "pòtigè"}}
    if found := own.get(reader, {}).get(code):
        return found
    name = Locale(reader).languages.get(code)
    return str(name) if name else code


def preferred(available: "set[str] | frozenset[str]", wanted: str, original: str) -> str:
    """Return which of `available` to show to a reader of `wanted`; `original` if nothing nearer."""
    if wanted in available:
        return wanted
    if original in available:
        return original
    return next((code for code in FALLBACK.get(wanted, LANGUAGES) if code in available), original)
