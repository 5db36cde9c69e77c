"""Routes of taxonomies and their terms: our topic list, and the terms of each source."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from admin.opendata.answers import Refused, answer, wanted_languages
from admin.opendata.desk import Desk
from admin.opendata.directory import Listing
from admin.opendata.questions import PagingDep, Search, TaxonomyId
from admin.opendata.schemas import many, one
from knowledge.content import Term
from knowledge.languages import LANGUAGES
from knowledge.opendata.extension import Json
from knowledge.opendata.ids import (
    OWN_TAXONOMY_ID,
    group_term_id,
    source_taxonomy_id,
    topic_term_id,
)
from knowledge.opendata.taxonomies import (
    write_full_topic_term,
    write_group_term,
    write_own_taxonomy,
    write_source_taxonomy,
    write_source_term,
)
from retrieval.text import words

TopOnly = Annotated[bool, Query(description="Only terms that stand at the top: without a parent.")]
ParentId = Annotated[str, Query(description="Only terms right beneath the one with this id.")]


@dataclass(frozen=True)
class _Term:
    """A term before it is written: what it is asked by, and how it is made in a language."""

    id: str
    taxonomy: str
    parent: str
    said: str
    write: Callable[[str], Json]

    @cached_property
    def words(self) -> frozenset[str]:
        """The words that it is found by."""
        return frozenset(words(self.said))


def taxonomy_routes(desk: Desk) -> APIRouter:
    """Return the routes of taxonomies and of taxonomy terms."""
    router = APIRouter()
    own_terms = _own_terms(desk)

    def taxonomies() -> dict[str, Json]:
        listing = desk.directory.listing()
        found = {OWN_TAXONOMY_ID: write_own_taxonomy()}
        for own, source in listing.taxonomies.items():
            found[own] = write_source_taxonomy(source, listing.sources.get(source, ""))
        return found

    made: list[tuple[Listing, dict[str, _Term]]] = []

    def terms() -> dict[str, _Term]:
        listing = desk.directory.listing()
        if made and made[0][0] is listing:
            return made[0][1]
        found = dict(own_terms)
        for own, (source, term) in listing.terms.items():
            write = partial(_source_term, source, listing.sources.get(source, ""), term)
            said = f"{term.code} {term.name}"
            found[own] = _Term(own, source_taxonomy_id(source), "", said, write)
        made[:] = [(listing, found)]
        return found

    @router.get(
        "/taxonomies",
        operation_id="getPaginatedListOfTaxonomies",
        summary="Taxonomies, in pages",
        responses=many("taxonomy.json"),
    )
    def list_taxonomies(request: Request, paging: PagingDep, search: Search = "") -> Response:
        """Return our topic list, and for each source with terms of its own their list."""
        found = [
            taxonomy
            for taxonomy in taxonomies().values()
            if set(words(search)) <= set(words(f"{taxonomy['name']} {taxonomy['description']}"))
        ]
        return desk.listed(request, found, paging, list)

    @router.get(
        "/taxonomies/{id}",
        operation_id="getTaxonomyById",
        summary="One taxonomy",
        responses=one("taxonomy.json"),
    )
    def one_taxonomy(request: Request, id: str) -> Response:  # noqa: A002  the standard's name
        """Return a taxonomy."""
        if found := taxonomies().get(id.lower()):
            return answer(request, found)
        raise Refused(404, "no taxonomy has this id")

    @router.get(
        "/taxonomy_terms",
        operation_id="getTaxonomyTermById",
        summary="Taxonomy terms, in pages",
        responses=many("taxonomy_term.json"),
    )
    def list_terms(
        request: Request,
        paging: PagingDep,
        search: Search = "",
        taxonomy_id: TaxonomyId = "",
        top_only: TopOnly = False,
        parent_id: ParentId = "",
    ) -> Response:
        """Return topics by their groups, then the sources' terms by their codes."""
        wanted = set(words(search))
        found = [
            term
            for term in terms().values()
            if (not taxonomy_id or term.taxonomy == taxonomy_id.lower())
            and not (top_only and term.parent)
            and (not parent_id or term.parent == parent_id.lower())
            and wanted <= term.words
        ]
        language = _language(request)

        def write(some: Sequence[_Term]) -> list[Json]:
            return [term.write(language) for term in some]

        return desk.listed(request, found, paging, write, lambda some: _told(some, language))

    @router.get(
        "/taxonomy_terms/{id}",
        operation_id="getPaginatedListOfTaxonomyTerms",
        summary="One taxonomy term",
        responses=one("taxonomy_term.json"),
    )
    def one_term(request: Request, id: str) -> Response:  # noqa: A002  the standard's name
        """Return a taxonomy term."""
        if term := terms().get(id.lower()):
            language = _language(request)
            return answer(request, term.write(language), _told([term], language))
        raise Refused(404, "no taxonomy term has this id")

    return router


def _own_terms(desk: Desk) -> dict[str, _Term]:
    topics = desk.context.topics
    found: list[_Term] = []
    for group in desk.groups:
        top = group_term_id(group.id)
        said = " ".join([group.id, *group.names.values()])
        found.append(_Term(top, OWN_TAXONOMY_ID, "", said, partial(write_group_term, group)))
        for topic in topics.values():
            if topic.group == group.id:
                said = " ".join([topic.id, topic.phrase, *topic.names.values()])
                write = partial(write_full_topic_term, topic, topics)
                found.append(_Term(topic_term_id(topic.id), OWN_TAXONOMY_ID, top, said, write))
    return {term.id: term for term in found}


def _source_term(source_id: str, title: str, term: Term, _language: str) -> Json:
    detail = write_source_taxonomy(source_id, title)
    return {**write_source_term(source_id, term), "taxonomy_detail": detail}


def _language(request: Request) -> str:
    return next((code for code in wanted_languages(request) if code in LANGUAGES), "en")


def _told(some: Sequence[_Term], language: str) -> list[str]:
    return [language] if any(term.taxonomy == OWN_TAXONOMY_ID for term in some) else []
