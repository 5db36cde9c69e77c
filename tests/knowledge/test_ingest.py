"""An import makes exactly what it read live: added, updated, left alone or withdrawn."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, sessionmaker

from knowledge.content import RecordContent
from knowledge.db import Base
from knowledge.errors import UnusablePackage
from knowledge.ingest import IngestCounts, SourceInfo, apply, plan
from knowledge.models import Change, Publication, Record, Revision, Source
from knowledge.publishing import last_change, live_records
from tests.support.records import INVENTED, contents, make_content

KITCHEN, PANTRY, SOUP = (make_content(name) for name in ("kitchen", "pantry", "soup"))
CHANGED = make_content("kitchen", cost="free")


def _import(
    session: Session,
    some: Sequence[RecordContent],
    source: SourceInfo = INVENTED,
    *,
    replace: bool = False,
) -> IngestCounts:
    foreseen = plan(session, source.id, some)
    counts = apply(session, source, some, author="import", replace=replace)
    assert counts == foreseen, "the plan says what is then done"
    session.flush()
    session.expire_all()
    return counts


def _changed(counts: IngestCounts) -> tuple[int, int, int, int]:
    return counts.added, counts.updated, counts.unchanged, counts.withdrawn


def _live(session: Session, source: str = "invented") -> dict[str, RecordContent]:
    live = (record for record in live_records(session) if record.source_id == source)
    return {record.content.external_id: record.content for record in live}


def _dump(session: Session) -> dict[str, list[tuple[object, ...]]]:
    return {
        table.name: [tuple(row) for row in session.execute(select(table))]
        for table in Base.metadata.sorted_tables
    }


@pytest.fixture
def session(sessions: sessionmaker[Session]) -> Iterator[Session]:
    """A session on an empty database."""
    with sessions() as session:
        yield session


def test_a_first_import_adds_everything(session: Session) -> None:
    assert _changed(_import(session, [KITCHEN, PANTRY])) == (2, 0, 0, 0)
    assert _live(session) == {"kitchen": KITCHEN, "pantry": PANTRY}
    assert session.get_one(Source, "invented").title == "Invented Town"


def test_the_same_again_changes_nothing(session: Session) -> None:
    _import(session, [KITCHEN, PANTRY])
    before = _dump(session)
    assert _changed(_import(session, [PANTRY, KITCHEN])) == (0, 0, 2, 0)
    assert _dump(session) == before


def test_what_changed_is_updated_and_the_rest_left_alone(session: Session) -> None:
    _import(session, [KITCHEN, PANTRY])
    before = last_change(session)
    assert _changed(_import(session, [CHANGED, PANTRY])) == (0, 1, 1, 0)
    assert _live(session) == {"kitchen": CHANGED, "pantry": PANTRY}
    told = session.scalars(select(Change).where(Change.seq > before)).all()
    assert [(row.record_id, row.action) for row in told] == [("invented:kitchen", "publish")]
    assert session.get_one(Record, "invented:kitchen").version == 2
    assert session.get_one(Record, "invented:pantry").version == 1


def test_what_disappeared_is_withdrawn(session: Session) -> None:
    _import(session, [KITCHEN, PANTRY])
    assert _changed(_import(session, [PANTRY, SOUP])) == (1, 0, 1, 1)
    assert _live(session).keys() == {"pantry", "soup"}
    assert session.get(Record, "invented:kitchen") is not None


def test_what_comes_back_is_live_again(session: Session) -> None:
    _import(session, [KITCHEN, PANTRY])
    _import(session, [PANTRY])
    assert _changed(_import(session, [KITCHEN, PANTRY])) == (0, 1, 1, 0)
    assert _live(session) == {"kitchen": KITCHEN, "pantry": PANTRY}


def test_a_plan_changes_nothing(session: Session) -> None:
    _import(session, [KITCHEN, PANTRY])
    before = _dump(session)
    assert _changed(plan(session, "invented", [CHANGED, SOUP])) == (1, 1, 0, 1)
    assert _dump(session) == before


@pytest.mark.parametrize("package", [[SOUP], []], ids=["another directory", "nothing"])
def test_a_package_without_any_known_record_is_refused(
    session: Session, package: list[RecordContent]
) -> None:
    _import(session, [KITCHEN, PANTRY])
    before = _dump(session)
    with pytest.raises(UnusablePackage, match="none of the 2 records of source 'invented'"):
        apply(session, INVENTED, package, author="import")
    assert _dump(session) == before


def test_a_foreign_package_replaces_all_when_that_is_meant(session: Session) -> None:
    _import(session, [KITCHEN, PANTRY])
    assert _changed(_import(session, [SOUP], replace=True)) == (1, 0, 0, 2)
    assert _live(session) == {"soup": SOUP}
    assert _changed(_import(session, [], replace=True)) == (0, 0, 0, 1)
    assert _live(session) == {}


def test_a_source_whose_records_all_went_may_begin_anew(session: Session) -> None:
    _import(session, [KITCHEN])
    _import(session, [], replace=True)
    assert _changed(_import(session, [SOUP])) == (1, 0, 0, 0)


def test_a_source_never_touches_another_ones_records(session: Session) -> None:
    other = replace(INVENTED, id="other", title="Other Town")
    _import(session, [KITCHEN, PANTRY])
    assert _changed(_import(session, [CHANGED], other)) == (1, 0, 0, 0)
    assert _live(session) == {"kitchen": KITCHEN, "pantry": PANTRY}
    assert _live(session, "other") == {"kitchen": CHANGED}
    _import(session, [], other, replace=True)
    assert _live(session).keys() == {"kitchen", "pantry"}


def test_a_failing_import_leaves_nothing_behind(sessions: sessionmaker[Session]) -> None:
    nowhere = make_content("soup", place_id="atlantis")
    with sessions() as session:
        before = _dump(session)
    with pytest.raises(IntegrityError), sessions.begin() as session:
        apply(session, INVENTED, [KITCHEN, nowhere], author="import")
    with sessions() as session:
        assert _dump(session) == before


def test_an_import_stopped_at_the_end_leaves_what_was_before(
    sessions: sessionmaker[Session],
) -> None:
    with sessions.begin() as session:
        apply(session, INVENTED, [KITCHEN, PANTRY], author="import")
    with sessions() as session:
        before = _dump(session)
    with pytest.raises(KeyboardInterrupt), sessions.begin() as session:
        apply(session, INVENTED, [CHANGED, SOUP], author="import")
        raise KeyboardInterrupt
    with sessions() as session:
        assert _dump(session) == before


def test_nobody_sees_half_of_an_import(sessions: sessionmaker[Session]) -> None:
    seen = []

    def look(_done: int) -> None:
        with sessions() as other:
            seen.append(set(_live(other)))

    with sessions.begin() as session:
        apply(session, INVENTED, [KITCHEN, PANTRY], author="import", progress=look)
    assert seen
    assert set().union(*seen) == set()
    with sessions() as other:
        assert set(_live(other)) == {"kitchen", "pantry"}


def test_progress_counts_every_record_once(session: Session) -> None:
    many = [make_content(f"k{number}") for number in range(450)]
    _import(session, many[:100])
    done: list[int] = []
    apply(session, INVENTED, many, author="import", progress=done.append)
    assert sum(done) == 450
    assert len(done) >= 3, "a long import tells how far it is"


def test_the_author_and_the_newest_title_are_kept(session: Session) -> None:
    _import(session, [KITCHEN])
    renamed = replace(INVENTED, title="New Invented Town", digest="abc")
    _import(session, [CHANGED], renamed)
    source = session.get_one(Source, "invented")
    assert (source.title, source.digest) == ("New Invented Town", "abc")
    assert {row.author for row in session.scalars(select(Revision))} == {"import"}


@settings(
    max_examples=20, deadline=None, phases=[Phase.explicit, Phase.reuse, Phase.generate]
)  # a package shrinks too slowly to wait for
@given(
    packages=st.lists(
        st.lists(contents(st.sampled_from("abcd")), unique_by=lambda c: c.external_id, max_size=3),
        min_size=2,
        max_size=3,
    )
)
def test_after_any_imports_exactly_the_last_one_is_published(
    memory: Engine, packages: list[list[RecordContent]]
) -> None:
    with Session(memory) as session:
        before: set[str] = set()
        for package in packages:
            wanted = {content.external_id for content in package}
            counts = _import(session, package, replace=True)
            assert counts.added + counts.updated + counts.unchanged == len(wanted)
            assert counts.withdrawn == len(before - wanted)
            assert set(session.scalars(select(Publication.external_id))) == wanted
            assert _live(session).keys() <= wanted, "some may have expired already"
            assert _import(session, package, replace=True).unchanged == len(wanted)
            before = wanted
