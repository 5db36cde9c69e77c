"""Three versions of a record brought together: what stood, what we made of it, what they say now.

Used where a source comes again after staff have corrected its record, and where a draft stands on
a text that changed beneath it.
"""

from dataclasses import dataclass
from typing import Any

from knowledge.content import RecordContent, Texts
from knowledge.differences import Path, fields_of


@dataclass(frozen=True)
class Merged:
    """The outcome: `kept` are the fields that both sides changed, where ours was kept."""

    content: RecordContent
    kept: tuple[str, ...]


def merge(base: RecordContent, ours: RecordContent, theirs: RecordContent) -> Merged:
    """Return `ours` with what changed from `base` to `theirs`; where both changed, ours stays.

    Of two dates of verification the later one counts: each is true, and it is the news.
    """
    if ours in (base, theirs):
        return Merged(theirs, ())
    old, mine, new = fields_of(base), fields_of(ours), fields_of(theirs)
    fields: dict[Path, Any] = {}
    kept: list[str] = []
    for path in dict.fromkeys([*mine, *new]):
        was, own, said = old.get(path), mine.get(path), new.get(path)
        if path == ("verified_on",):
            fields[path] = max((day for day in (own, said) if day), default=None)
        elif said in (was, own):
            fields[path] = own
        elif own == was:
            fields[path] = said
        else:
            fields[path] = own
            kept.append(".".join(path))
    return Merged(_content(fields, ours, theirs), tuple(kept))


def _content(fields: dict[Path, Any], ours: RecordContent, theirs: RecordContent) -> RecordContent:
    texts: dict[str, Texts] = {}
    for language in dict.fromkeys([*ours.texts, *theirs.texts]):
        said = {path[2]: value for path, value in fields.items() if path[:2] == ("texts", language)}
        if all(value is not None for value in said.values()):
            texts[language] = Texts.model_validate(said)
        elif any(value is not None for value in said.values()):
            # One side dropped the language while the other changed it: nothing is lost.
            texts[language] = ours.texts.get(language) or theirs.texts[language]
    plain = {path[0]: value for path, value in fields.items() if len(path) == 1}
    language = plain["language"]
    if language not in texts:
        texts[language] = (ours if language in ours.texts else theirs).texts[language]
    return RecordContent.model_validate({**plain, "texts": texts})
