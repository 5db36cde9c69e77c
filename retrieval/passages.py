"""What of a record is searchable: a few short passages per language version."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from knowledge.content import PublishedRecord, RecordContent, Texts

BODY_LETTERS = 500
"""Letters of the text that are encoded: more costs time and blurs the vector."""
WORD_LETTERS = 2000
"""Letters of the text whose words are indexed."""
FORM = "3"
"""Number of this way of cutting passages; part of the digest, so that a change re-encodes."""
QUESTION = "question"
"""The part of a record that is an example of how people ask for it."""


@dataclass(frozen=True)
class Passage:
    """A searchable text of a record in one language.

    `text` is encoded; `words` (which holds more) goes to the lexical index and is empty where
    another passage of the same version carries the words already. `part` is "about", "body" or
    "question".
    """

    record_id: str
    language: str
    part: str
    text: str
    words: str

    @cached_property
    def digest(self) -> str:
        """Digest of all that is computed from this passage."""
        said = "\x1f".join((FORM, self.language, self.text, self.words))
        return hashlib.sha256(said.encode()).hexdigest()[:32]


def passages(record: PublishedRecord) -> Iterator[Passage]:
    """Yield the passages of every language version of `record`.

    "about" says what it is: name, and the source's terms or the summary. "body" is what stands in
    it. A record with directory terms is encoded by these alone: they say more plainly than the
    description what a service is (on the Miami set the description's vector added nothing, at five
    times the cost); the words of the description are indexed all the same. Each example question
    stands for itself ("question").
    """
    content = record.content
    for language, texts in content.texts.items():
        yield from _version(record.id, content, language, texts)


def _version(
    record_id: str, content: RecordContent, language: str, texts: Texts
) -> Iterator[Passage]:
    named = _title(texts)
    # Population terms (AIRS section Y) say for whom, not what.
    terms = [term.name for term in content.terms if not term.code.startswith("Y")]
    about = ", ".join(terms[:12]) if terms and language == content.language else texts.summary
    words = " ".join(
        [named, named, texts.summary, about, texts.body[:WORD_LETTERS], texts.eligibility]
    )
    if about:
        yield Passage(record_id, language, "about", f"{named}. {about}", words)
    body = "" if about and terms else texts.body[:BODY_LETTERS]
    if body or not about:
        yield Passage(record_id, language, "body", f"{named}. {body}", "" if about else words)
    for question in texts.questions:
        yield Passage(record_id, language, QUESTION, question, "")


def _title(texts: Texts) -> str:
    return f"{texts.name} ({texts.alternate_name})" if texts.alternate_name else texts.name
