"""The words of closed lists, as written in any of the five languages, to the word that is kept."""

import re
from functools import cache
from importlib.resources import files
from typing import Final

from knowledge.content import AUDIENCES, BODY_KINDS, LEGAL_KINDS, STAGES, Kind, Standing
from knowledge.languages import fold
from knowledge.yamls import read_yaml

VOCABULARIES: Final[dict[str, tuple[str, ...]]] = {
    "kind": tuple(Kind),
    "status": tuple(Standing),
    "yes_no": ("yes", "no", "unknown"),
    "cost": ("free", "paid", "unknown"),
    "organization_kind": BODY_KINDS,
    "audience": AUDIENCES,
    "journey": STAGES,
    "legal_kind": LEGAL_KINDS,
}
"""Every closed list by its name, its words in their order."""


def _plain(written: str) -> str:
    return " ".join(re.sub(r"[_\-‐‑’']", " ", fold(written)).split())


@cache
def _spellings(vocabulary: str) -> dict[str, str]:
    room = files("knowledge.sources.sheet").joinpath("words.yaml")
    raw = read_yaml(room.read_bytes())[vocabulary]
    found = {_plain(word): word for word in VOCABULARIES[vocabulary]}
    for word, spellings in raw.items():
        for spelling in spellings:
            found.setdefault(_plain(spelling), word)
    return found


def known_word(vocabulary: str, written: str) -> str | None:
    """Return the word of a closed list that `written` means in any language, None for no such."""
    return _spellings(vocabulary).get(_plain(written))


def spellings(vocabulary: str) -> dict[str, str]:
    """Return every way to write the words of a closed list (folded), and the word meant."""
    return dict(_spellings(vocabulary))
