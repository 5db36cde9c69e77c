"""The texts of a record: one language in the standard's own properties, the others beside it."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from knowledge.content import RecordContent, Texts
from knowledge.opendata.context import Context
from knowledge.opendata.details import read_document, write_document
from knowledge.opendata.extension import Json, filled
from knowledge.opendata.values import items, text

_NAMES: Final = {
    "name": "name",
    "alternate_name": "alternate_name",
    "body": "description",
    "eligibility": "eligibility_description",
    "application_process": "application_process",
    "fees": "fees_description",
}
"""Our field -> the property of HSDS `service` that holds it."""
_BESIDE: Final = ("summary", "source_digest")
_LISTS_BESIDE: Final = ("steps", "questions")
_SOURCE: Final = Texts.model_fields["provenance"].default


def shown_language(content: RecordContent, wanted: Sequence[str]) -> str:
    """Return which language to write a record in: the first of `wanted` it has, else its own."""
    return next((code for code in wanted if code in content.texts), content.language)


def write_texts(record_id: str, content: RecordContent, shown: str, context: Context) -> Json:
    """Return the properties of a service that hold its texts in the language `shown`."""
    texts = content.texts[shown]
    written = {their: getattr(texts, our) for our, their in _NAMES.items()}
    written["description"] = texts.body or texts.summary
    if not texts.fees and content.cost == "free":
        written["fees_description"] = context.wording.free(shown)
    written["alert"] = context.wording.alert(content, shown)
    written["required_documents"] = [
        write_document(record_id, position, document)
        for position, document in enumerate(texts.documents)
    ]
    return {"name": texts.name, **filled(written)}


def write_translations(content: RecordContent, shown: str) -> Json:
    """Return the extension's `texts`: whole in every language but `shown`, there the rest only.

    The languages stand in the order of the record, `shown` among them.
    """
    return {code: _beside(content, code, shown) for code in content.texts}


def _beside(content: RecordContent, code: str, shown: str) -> Json:
    texts = content.texts[code]
    beside: Json = {field: getattr(texts, field) for field in _BESIDE}
    beside |= {field: list(getattr(texts, field)) for field in _LISTS_BESIDE}
    if texts.provenance != _SOURCE:
        beside["provenance"] = texts.provenance
    if code != shown:
        beside |= {their: getattr(texts, our) for our, their in _NAMES.items()}
        beside["required_documents"] = list(texts.documents)
        return {"name": texts.name, **filled(beside)}
    borrowed = []
    if not texts.body and texts.summary:
        beside["summary"] = ""
        borrowed.append("description")
    if not texts.fees and content.cost == "free":
        borrowed.append("fees_description")
    return filled({**beside, "borrowed": borrowed})


def read_texts(service: Mapping[str, Any], told: object, shown: str) -> dict[str, Json]:
    """Return the fields of the `Texts` in each language; `told` is the extension's `texts`."""
    if not isinstance(told, dict) or shown not in told:
        raise ValueError("texts has no entry for the language of the service's own properties")
    found: dict[str, Json] = {}
    for code, beside in told.items():
        if not isinstance(beside, dict):
            raise ValueError(f"texts.{code} is not an object")
        source: Mapping[str, Any] = service if code == shown else beside
        fields: Json = {our: text(source.get(their), their) for our, their in _NAMES.items()}
        fields |= {field: text(beside.get(field), field) for field in _BESIDE}
        fields |= {field: beside.get(field, []) for field in _LISTS_BESIDE}
        fields["provenance"] = beside.get("provenance", _SOURCE)
        papers = source.get("required_documents") or []
        if code == shown:
            papers = [read_document(item) for item in items(papers, "required_documents")]
            _give_back(fields, beside.get("borrowed", ()))
        fields["documents"] = papers
        found[code] = fields
    return found


def _give_back(fields: Json, borrowed: Sequence[str]) -> None:
    """Undo what `write_texts` put into properties that the record leaves empty."""
    if "description" in borrowed:
        fields["summary"], fields["body"] = fields["body"], ""
    if "fees_description" in borrowed:
        fields["fees"] = ""
