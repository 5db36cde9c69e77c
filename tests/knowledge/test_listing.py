"""Which ids a source and its records can have: refused before anything is stored."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session, sessionmaker

from knowledge.errors import BadInput
from knowledge.ingest import apply, plan
from knowledge.models import Record, Source
from tests.support.records import INVENTED, make_content

KITCHEN = make_content("kitchen")


@pytest.fixture
def session(sessions: sessionmaker[Session]) -> Iterator[Session]:
    """A session in which nothing may have been stored at the end."""
    with sessions() as session:
        sources = set(session.scalars(select(Source.id)))
        yield session
        assert session.scalar(select(func.count()).select_from(Record)) == 0
        assert set(session.scalars(select(Source.id))) == sources


@pytest.mark.parametrize(
    "name", ["", "Miami", "a b", "-a", "a:b", "a/b", "x" * 40, "é", "a\n", "local", "gazetteer"]
)
def test_a_source_id_that_cannot_be_is_refused(session: Session, name: str) -> None:
    with pytest.raises(BadInput, match="source "):
        apply(session, replace(INVENTED, id=name), [KITCHEN], author="import")
    with pytest.raises(BadInput, match="source "):
        plan(session, name, [KITCHEN])


@pytest.mark.parametrize(
    ("names", "fault"),
    [
        (["a", "b", "a"], "lists 'a' 2 times"),
        (["", "a"], "an id has 1 to 120 letters: ''"),
        (["k" * 121], "an id has 1 to 120 letters: 'kkk"),
    ],
)
def test_ids_of_records_that_cannot_be_are_refused(
    session: Session, names: list[str], fault: str
) -> None:
    rows = [make_content(name) for name in names]
    with pytest.raises(BadInput, match=fault):
        apply(session, INVENTED, rows, author="import")
    with pytest.raises(BadInput, match=fault):
        plan(session, "invented", rows)


@pytest.mark.parametrize("author", ["", "x" * 121])
def test_an_import_has_an_author(session: Session, author: str) -> None:
    with pytest.raises(BadInput, match="who does it"):
        apply(session, INVENTED, [KITCHEN], author=author)
