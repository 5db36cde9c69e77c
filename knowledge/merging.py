"""Three versions of a record brought together: what stood, what we made of it, what they say now.

Used where a source comes again after staff have corrected its record, and where a draft stands on
a text that changed beneath it.
"""

from dataclasses import dataclass
from typing import Any

from knowledge.content import Kind, RecordContent, Texts
from knowledge.differences import Path, fields_of
from knowledge.languages import LANGUAGES

_VERIFIED, _REVIEW, _KIND, _LEGAL = ("verified_on",), ("review_by",), ("kind",), ("legal_kind",)
_ORIGIN = ("provenance", "source_digest")


@dataclass(frozen=True)
class Merged:
    """The outcome: `kept` are the fields that both sides changed, where ours was kept."""

    content: RecordContent
    kept: tuple[str, ...]


def merge(base: RecordContent, ours: RecordContent, theirs: RecordContent) -> Merged:
    """Return `ours` with what changed from `base` to `theirs`; where both changed, ours stays.

    Of two new dates of verification the later one counts: each is true, and it is the news. Where
    ours stays in a translation, so does what it says of its own origin: theirs was made from
    another text. What the rules do not let stand together is taken from one side: a review date
    before the verification goes, and a legal kind needs the kind of record that our side gave it.
    The outcome keeps the rules of `knowledge.validation` when the three versions do.
    """
    if ours in (base, theirs):
        return Merged(theirs, ())
    old, mine, new = fields_of(base), fields_of(ours), fields_of(theirs)
    fields: dict[Path, Any] = {}
    kept: dict[Path, None] = {}
    for path in dict.fromkeys([*mine, *new]):
        was, own, said = old.get(path), mine.get(path), new.get(path)
        if said in (was, own):
            fields[path] = own
        elif own == was:
            fields[path] = said
        elif path == _VERIFIED:
            fields[path] = max(day for day in (own, said) if day)
        else:
            fields[path] = own
            kept[path] = None
    for path in [*kept]:
        if path[0] == "texts" and path[1] in ours.texts:
            fields |= {(*path[:2], name): mine[(*path[:2], name)] for name in _ORIGIN}
    _settle_dates(fields, kept, ours, theirs)
    if fields[_LEGAL] and fields[_KIND] not in {Kind.RIGHT, Kind.HOWTO}:
        kept |= {path: None for path in (_KIND, _LEGAL) if fields[path] != mine[path]}
        fields |= {path: mine[path] for path in (_KIND, _LEGAL)}
    return Merged(_content(fields, ours, theirs), tuple(".".join(path) for path in kept))


def _settle_dates(
    fields: dict[Path, Any], kept: dict[Path, None], ours: RecordContent, theirs: RecordContent
) -> None:
    verified, review = fields[_VERIFIED], fields[_REVIEW]
    if verified and review and review < verified:
        side = ours if ours.verified_on == verified else theirs
        fields[_REVIEW] = side.review_by
        if side is theirs:
            kept.pop(_REVIEW, None)


def _content(fields: dict[Path, Any], ours: RecordContent, theirs: RecordContent) -> RecordContent:
    plain = {path[0]: value for path, value in fields.items() if len(path) == 1}
    source = plain["language"]
    texts: dict[str, Texts] = {}
    for language in dict.fromkeys([*ours.texts, *theirs.texts]):
        if language not in {source, *LANGUAGES}:
            continue  # it was the record's own language on one side, and is none of ours
        said = {path[2]: value for path, value in fields.items() if path[:2] == ("texts", language)}
        if all(value is not None for value in said.values()):
            texts[language] = Texts.model_validate(said)
        elif any(value is not None for value in said.values()):
            # They dropped the language while we changed it: nothing is lost.
            texts[language] = ours.texts[language]
    if source not in texts:
        texts[source] = (ours if source in ours.texts else theirs).texts[source]
    return RecordContent.model_validate({**plain, "texts": texts})
