"""Topics and terms: our own topic list and the sources' terms as taxonomies of HSDS."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from knowledge.content import Term, Topic
from knowledge.languages import LANGUAGES
from knowledge.opendata.extension import EXTENSION, Json, add_exact, extension, filled, outweigh
from knowledge.opendata.ids import (
    OWN_TAXONOMY_ID,
    group_term_id,
    source_taxonomy_id,
    source_term_id,
    stable_id,
    topic_term_id,
)
from knowledge.opendata.values import items, text
from knowledge.topics import TopicEntry, TopicGroup, Topics

OWN_TAXONOMY: Final = "Amparo topics"
_SURE: Final = 1.0


def write_own_taxonomy() -> Json:
    """Return the HSDS `taxonomy` of our topic list."""
    return {
        "id": OWN_TAXONOMY_ID,
        "name": OWN_TAXONOMY,
        "description": "What people on the move ask for, after the needs survey of the OAS (2023).",
    }


def write_source_taxonomy(source_id: str, title: str) -> Json:
    """Return the HSDS `taxonomy` of the terms that a source files its records under."""
    name = title or source_id
    description = f"The terms under which the source {name} files its services."
    return {"id": source_taxonomy_id(source_id), "name": name, "description": description}


def _reader(language: str) -> str:
    return language if language in LANGUAGES else "en"


def _own(code: str, own: str, names: Mapping[str, str], language: str, description: str) -> Json:
    reader = _reader(language)
    return {
        "id": own,
        "code": code,
        "name": names.get(reader, code),
        "description": description or code,
        "taxonomy": OWN_TAXONOMY,
        "taxonomy_id": OWN_TAXONOMY_ID,
        "language": reader,
    }


def write_topic_term(topic_id: str, topics: Topics, language: str) -> Json:
    """Return the HSDS `taxonomy_term` of a topic, named in `language`; also of one not listed."""
    entry = topics.get(topic_id)
    if entry is None:
        return _own(topic_id, topic_term_id(topic_id), {}, language, topic_id)
    term = _own(topic_id, topic_term_id(topic_id), entry.names, language, entry.phrase)
    return {**term, "parent_id": group_term_id(entry.group)}


def write_full_topic_term(entry: TopicEntry, topics: Topics, language: str) -> Json:
    """Return the same with its names in all languages, its stages and its AIRS/211 codes."""
    told = {"names": dict(entry.names), "stages": list(entry.stages), "airs": list(entry.airs)}
    return {
        **write_topic_term(entry.id, topics, language),
        "taxonomy_detail": write_own_taxonomy(),
        EXTENSION: filled(told),
    }


def write_group_term(group: TopicGroup, language: str) -> Json:
    """Return the HSDS `taxonomy_term` of a group of topics, which is their parent."""
    description = group.names.get("en", group.id)
    return {
        **_own(f"group/{group.id}", group_term_id(group.id), group.names, language, description),
        "taxonomy_detail": write_own_taxonomy(),
        EXTENSION: {"names": dict(group.names)},
    }


def write_source_term(source_id: str, term: Term) -> Json:
    """Return the HSDS `taxonomy_term` of a term of a source."""
    name = term.name or term.code
    written = {
        "id": source_term_id(source_id, term.code),
        "code": term.code,
        "name": name,
        "description": name,
        "taxonomy": source_id,
        "taxonomy_id": source_taxonomy_id(source_id),
    }
    return add_exact(written, term, _read_term(written))


def write_attributes(
    record_id: str, source_id: str, subjects: tuple[Topic, ...], terms: tuple[Term, ...],
    topics: Topics, language: str,
) -> Iterator[Json]:  # fmt: skip
    """Yield the HSDS `attribute` of each topic, then of each term, in their order."""
    for topic in subjects:
        attribute: Json = {
            "id": stable_id("attribute", record_id, "topic", topic.id),
            "link_type": "topic",
            "link_entity": "service",
            "taxonomy_term": write_topic_term(topic.id, topics, language),
        }
        if topic.confidence != _SURE:
            attribute[EXTENSION] = {"confidence": topic.confidence}
        yield attribute
    for term in terms:
        yield {
            "id": stable_id("attribute", record_id, term.code),
            "link_type": "term",
            "link_entity": "service",
            "taxonomy_term": write_source_term(source_id, term),
        }


def _read_term(thing: Mapping[str, Any]) -> Json:
    return {
        "code": text(thing.get("code") or thing.get("id"), "code"),
        "name": text(thing.get("name"), "name"),
    }


def read_attributes(value: object) -> tuple[list[Json], list[Json]]:
    """Return (fields of each `Topic`, fields of each `Term`) of a list of attributes."""
    topics: list[Json] = []
    terms: list[Json] = []
    for attribute in items(value, "attributes"):
        term = attribute.get("taxonomy_term")
        if not isinstance(term, dict):
            raise ValueError("an attribute without its taxonomy_term")
        if term.get("taxonomy_id") == OWN_TAXONOMY_ID:
            sure = extension(attribute).get("confidence", _SURE)
            topics.append({"id": text(term.get("code"), "code"), "confidence": sure})
        else:
            terms.append(outweigh(_read_term(term), term))
    return topics, terms
