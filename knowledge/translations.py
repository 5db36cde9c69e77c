"""How far each translation of a record is: told from the texts themselves, never from dates."""

from enum import StrEnum

from knowledge.content import RecordContent, Texts
from knowledge.languages import LANGUAGES


class Status(StrEnum):
    """State of one language version of a record."""

    SOURCE = "source"
    MISSING = "missing"
    OUTDATED = "outdated"
    IN_REVIEW = "in_review"
    MACHINE = "machine"
    UP_TO_DATE = "up_to_date"


def status_of(
    content: RecordContent, language: str, *, approved: RecordContent | None = None
) -> Status:
    """Return how far the translation of `content` into `language` is.

    `approved` is the last version that a reviewer let through, given while `content` waits for a
    review: what differs from it is in review. A translation is outdated when the source text is no
    longer the one it was made from; up to date means a person wrote or read it.
    """
    if language == content.language:
        return Status.SOURCE
    texts = content.texts.get(language)
    if texts is None:
        return Status.MISSING
    if texts.source_digest != content.source_text().digest():
        return Status.OUTDATED
    if approved is not None and approved.texts.get(language) != texts:
        return Status.IN_REVIEW
    return Status.MACHINE if texts.provenance == "machine" else Status.UP_TO_DATE


def statuses(content: RecordContent, *, approved: RecordContent | None = None) -> dict[str, Status]:
    """Return the status of every language of the project, the record's own first."""
    languages = dict.fromkeys([content.language, *LANGUAGES])
    return {language: status_of(content, language, approved=approved) for language in languages}


def carry_minor(before: RecordContent, after: RecordContent) -> RecordContent:
    """Return `after` with the translations that were up to date before still up to date.

    For a minor edit (a slip of the pen in the source text), whose author says that translations
    need no second look.
    """
    old, new = before.source_text().digest(), after.source_text().digest()
    if before.language != after.language or old == new:
        return after
    texts: dict[str, Texts] = {
        language: text.model_copy(update={"source_digest": new})
        if language != after.language and text.source_digest == old
        else text
        for language, text in after.texts.items()
    }
    return after.model_copy(update={"texts": texts})
