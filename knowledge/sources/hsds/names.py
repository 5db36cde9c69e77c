"""Names written all in capitals, as people read them: small words small, acronyms kept."""

import re
from collections import Counter
from collections.abc import Iterable
from typing import Final

MAX_NAME: Final = 500
"""The longest name that the store keeps."""
_KNOWN_WORDS: Final = (
    "YMCA YWCA HIV AIDS WIC LGBT LGBTQ LGBTQIA USCIS FIU UM USA US UN UNHCR IOM OIM ACNUR UNICEF "
    "NW NE SW SE "
    "AARP ADA ADHD AA NA AMA APA ASL DACA DCF DMV DNA DUI EFL EITC ELL ESL ESOL FAFSA FEMA "
    "GED HUD ICE ID IEP IRS IT LLC LLP LTD MD NAACP NAMI NGO OAS OEA ONG PO PTA PTSD RN SNAP SSA "
    "SSI SSDI TANF TPS TV UCLA USDA USF VA VITA ASAP DJ"
)
_ROMAN_NUMBERS: Final = "I II III IV VI VII VIII IX XI XII XIII XIV XV XVI XX XXI"
_ROMAN: Final = frozenset(_ROMAN_NUMBERS.split())
_KNOWN: Final = frozenset(_KNOWN_WORDS.split()) | _ROMAN
_SMALL_WORDS: Final = (
    "a an and as at by for from in into of on or the to with vs "
    "de del la las el los y e en para por con al da do das dos du des et aux nan ak pou"
)
_SMALL: Final = frozenset(_SMALL_WORDS.split())
_AS_WRITTEN: Final = {
    "inc": "Inc", "st": "St", "dr": "Dr", "mr": "Mr", "mrs": "Mrs", "jr": "Jr", "sr": "Sr",
    "mt": "Mt", "ft": "Ft", "rd": "Rd", "dept": "Dept", "corp": "Corp", "ctr": "Ctr", "dba": "dba",
    "phd": "PhD", "ph.d": "Ph.D", "ms": "Ms", "pvt": "Pvt", "blvd": "Blvd", "hwy": "Hwy",
    "ltd": "Ltd", "sgt": "Sgt", "bros": "Bros",
}  # fmt: skip
_TOKEN: Final = re.compile(r"[^\W_]+(?:['’.&][^\W_]+)*")
_PLAIN_TOKEN: Final = re.compile(r"\b[A-Za-z]{2,6}\b")
_NO_VOWEL: Final = re.compile(r"[B-DF-HJ-NP-TV-XZ]{2,5}")
_INITIALS: Final = re.compile(r"[A-Z](?:[.&][A-Z])+")
_ORDINAL: Final = re.compile(r"\d+(?:ST|ND|RD|TH)")
_MOSTLY: Final = 0.6
"""From this share of capitals among its letters on, a name counts as written in capitals."""
_SEEN_TWICE: Final = 2


def learn_acronyms(texts: Iterable[str]) -> frozenset[str]:
    """Return the words that running texts write in capitals and hardly ever otherwise."""
    upper: Counter[str] = Counter()
    other: Counter[str] = Counter()
    for text in texts:
        if _share_of_capitals(text) > 0.3:
            continue  # a shouted text tells nothing
        for token in _PLAIN_TOKEN.findall(text):
            if token.isupper():
                upper[token] += 1
            else:
                other[token.upper()] += 1
    return frozenset(
        token for token, count in upper.items()
        if count >= _SEEN_TWICE and other[token] <= count // 5 and token not in _ROMAN
    )  # fmt: skip


def _share_of_capitals(text: str) -> float:
    letters = [sign for sign in text if sign.isalpha()]
    return sum(1 for sign in letters if sign.isupper()) / len(letters) if letters else 0.0


def readable_name(name: str, acronyms: frozenset[str] = frozenset()) -> str:
    """Return `name` in ordinary case when it is written in capitals, else as it is.

    Idempotent. `acronyms` are words to keep besides those known to everybody.
    """
    if _share_of_capitals(name) < _MOSTLY:
        return name
    tokens = list(_TOKEN.finditer(name))
    words = [token.group() for token in tokens]
    parts, end = [], 0
    for number, token in enumerate(tokens):
        before = name[end : token.start()]
        opens = number == 0 or bool(re.search(r"[:(/–—\"“]|\s-\s|\.\s", before))
        closes = number == len(tokens) - 1 or name[token.end() :].startswith((")", ":", " - "))
        initial = len(words[number]) == 1 and name[token.end() :].startswith(".")
        kept = initial or words[number] in acronyms or _spells_initials(name, tokens, number)
        parts += [before, _word(words[number], edge=opens or closes, kept=kept)]
        end = token.end()
    return "".join([*parts, name[end:]])


def _spells_initials(name: str, tokens: list[re.Match[str]], number: int) -> bool:
    """Return whether a token in brackets is made of the initials of the words before it."""
    token = tokens[number]
    if name[token.start() - 1 : token.start()] != "(" or len(token.group()) < 2:
        return False
    before = [other.group()[0] for other in tokens[:number]]
    big = [other.group()[0] for other in tokens[:number] if other.group().lower() not in _SMALL]
    wanted = list(token.group())
    return wanted in (before[-len(wanted) :], big[-len(wanted) :])


def _word(word: str, *, edge: bool, kept: bool) -> str:
    """Return one word of a name; `edge` says that it begins or ends a part of it."""
    bare = word.rstrip(".")
    if not word.isupper() or kept or bare in _KNOWN or (len(word) == 1 and edge):
        return word
    if fixed := _AS_WRITTEN.get(bare.lower()):
        return fixed + word[len(bare) :]
    if word.lower() in _SMALL:
        return word.capitalize() if edge else word.lower()
    if _NO_VOWEL.fullmatch(word) or _INITIALS.fullmatch(word):
        return word
    return word.lower() if _ORDINAL.fullmatch(word) else _capitalised(word)


def _capitalised(word: str) -> str:
    """Return a word with a capital at its head, and after O', D', L' and Mc."""
    if match := re.match(r"([ODL])(['’])([^\W\d_]{2,}.*)", word):
        return match.group(1) + match.group(2) + _capitalised(match.group(3))
    if re.fullmatch(r"MC[B-DF-HJ-NP-TV-Z][^\W\d_]{2,}(?:['’]S)?", word):
        return "Mc" + word[2:].capitalize()
    if word[0].isdigit():
        return word  # "2GETHER": no rule holds
    return word[:1] + word[1:].lower()
