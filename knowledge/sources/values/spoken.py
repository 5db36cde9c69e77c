"""Which languages a cell names: one or several, in any of our languages, with remarks."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from babel import Locale

from knowledge.languages import LANGUAGES, fold, parse_language

_PART: Final = re.compile(r"[,;/&|+*\n()\[\]:.]|\s-\s|\b(?:and|y|e|et|ak|und)\b")
_WRITTEN_ONLY: Final = re.compile(
    r"\b(?:website|web site|publications?|written|materials?|applications? available|brochures?"
    r"|sitio web|publicaciones|materiales|impresos|site web|imprimes|impressos)\b"
)
_BRACKETS: Final = re.compile(r"\([^()]*\)")
_INTERPRETING: Final = re.compile(
    r"\b(?:languages? (?:line|translation|interpret\w*|service\w*)"
    r"|(?:other|all|any|additional|\d+\+?)(?: additional| other)? languages?"
    r"|(?:tele-?)?inter?pret\w*|translat\w*|tra?nlat\w*|otros idiomas|traduc\w+|autres langues"
    r"|lot lang|outros idiomas)\b"
)
_WORDS: Final = frozenset(
    ("no", "or", "is", "as", "to", "all", "any", "not", "may", "for", "the", "our", "her", "was",
     "one", "out", "see")
)  # fmt: skip
"""Codes of languages that are words of English too."""
_LONG_ENOUGH: Final = 4
_MINOR: Final = frozenset(("ie", "ia", "io", "vo", "mul", "und", "zxx", "root", "no", "is", "to"))


@dataclass(frozen=True)
class Spoken:
    """The codes a cell names, and the words to keep when it tells of interpreters."""

    codes: tuple[str, ...]
    note: str


@lru_cache(maxsize=1)
def _well_known() -> dict[str, str]:
    """Names that are looked for inside running text: whole words, and no common word."""
    names = {
        "creole": "ht", "haitian creole": "ht", "kreyol": "ht", "haitian-creole": "ht",
        "mandarin": "zh", "cantonese": "yue", "tagalog": "tl", "farsi": "fa", "ingles": "en",
        "american sign language": "ase", "sign language": "ase", "asl": "ase",
        "castellano": "es", "taiwanese": "nan", "jamaican creole": "jam",
        "cape verdean creole": "kea", "louisiana creole": "lou", "mauritian creole": "mfe",
    }  # fmt: skip
    for reader in LANGUAGES:
        for code, name in Locale(reader).languages.items():
            plain = fold(name)
            if len(code) == 2 and code not in _MINOR and len(plain) >= _LONG_ENOUGH:
                names.setdefault(plain, code)
    return names


@lru_cache(maxsize=1)
def _any_known() -> re.Pattern[str]:
    names = sorted(_well_known(), key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, names))})\b")


@lru_cache(maxsize=4096)
def parse_spoken(written: str) -> Spoken:
    """Return the languages that `written` names, in its order, each once.

    A language that there is only on paper ("Spanish (website)") is not spoken. The note holds the
    lines that speak of interpreters or further languages, which no code can say.
    """
    codes: dict[str, None] = {}
    plain = fold(written)
    if exact := _exact(plain):
        return Spoken((exact,), "")
    for line in written.split("\n"):
        text = _BRACKETS.sub(_drop_paper, fold(line))
        if _WRITTEN_ONLY.search(text):
            continue
        for part in _PART.split(text):
            if exact := _exact(part.strip()):
                codes.setdefault(exact)
            else:
                found = _any_known().findall(part)
                codes |= dict.fromkeys(_well_known()[name] for name in found)
    told = [line.strip() for line in written.split("\n") if _INTERPRETING.search(fold(line))]
    return Spoken(tuple(codes), " ".join(told))


def _drop_paper(match: re.Match[str]) -> str:
    """Drop a remark that names a language of its own that is only on paper."""
    remark = match.group()
    return "" if _WRITTEN_ONLY.search(remark) and _any_known().search(remark) else remark


def _exact(plain: str) -> str | None:
    """Return the code when the whole of a part is a language's name or code.

    The general reader also tries the first word alone, which reads "is available" as Icelandic,
    so several words must be a name as they stand.
    """
    if not re.fullmatch(r"[\w-]{2,}", plain):
        return _well_known().get(plain)
    return None if plain in _WORDS else parse_language(plain)
