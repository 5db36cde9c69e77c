"""The history is only ever added to: who, when, what, and what each version said."""

import pytest

from knowledge.content import Texts
from knowledge.errors import BadInput, NotFound
from knowledge.lifecycle.editing import roll_back
from knowledge.lifecycle.ending import delete, restore
from knowledge.lifecycle.history import (
    compare,
    content_at,
    events,
    last_live,
    refuse_name,
    revisions,
    vouched_for,
)
from knowledge.lifecycle.reviewing import submit, verify
from knowledge.models import Revision
from tests.support.office import ANA, BENOIT, Office
from tests.support.records import NOON


def test_every_version_is_kept_with_its_author_moment_and_note(office: Office) -> None:
    name = office.write(who=ANA)
    office.wait(hours=1)
    office.edit(name, BENOIT, cost="free", note="asked at the door")
    office.wait(hours=1)
    office.do(roll_back, name, ANA, to_version=1)
    with office.sessions() as session:
        kept = revisions(session, name)
        said = [content_at(session, name, row.version).cost for row in kept]
    assert [(row.version, row.author, row.note) for row in kept] == [
        (3, ANA, "back to version 1"), (2, BENOIT, "asked at the door"), (1, ANA, ""),
    ]  # fmt: skip
    assert [(row.at - NOON).total_seconds() for row in kept] == [7200, 3600, 0]
    assert said == ["unknown", "free", "unknown"]


def test_no_step_changes_what_an_older_version_said(office: Office) -> None:
    name = office.publish()
    with office.sessions() as session:
        before = session.get_one(Revision, (name, 1)).content
    office.do(verify, name, on=NOON.date())
    office.edit(name, cost="free")
    office.do(delete, name)
    office.do(restore, name)
    with office.sessions() as session:
        assert session.get_one(Revision, (name, 1)).content == before


def test_two_versions_are_compared_field_by_field(office: Office) -> None:
    name = office.write(name="Soup Kitchen")
    creole = Texts(name="Kizin Soup")
    office.edit(name, cost="free", texts={**office.content(name).texts, "ht": creole})
    with office.sessions() as session:
        found = {change.field: change.as_dict() for change in compare(session, name, 1, 2)}
        back = compare(session, name, 2, 1)
        assert compare(session, name, 2, 2) == []
        with pytest.raises(NotFound, match="no version 3"):
            compare(session, name, 1, 3)
    assert found["cost"] == {"field": "cost", "before": "unknown", "after": "free"}
    assert found["texts.ht.name"]["after"] == "Kizin Soup"
    assert {change.field for change in back} == set(found)


@pytest.mark.parametrize("version", [-1, 0, 2])
def test_a_version_that_never_was_is_not_found(office: Office, version: int) -> None:
    name = office.write()
    with office.sessions() as session, pytest.raises(NotFound, match=f"no version {version}"):
        content_at(session, name, version)


def test_what_was_done_is_told_newest_first(office: Office) -> None:
    name = office.write()
    office.do(submit, name, BENOIT)
    with office.sessions() as session:
        told = [(row.action, row.who, row.at) for row in events(session, name)]
        assert events(session, "local:nothing") == []
        assert revisions(session, "local:nothing") == []
    assert told == [("submit", BENOIT, NOON), ("edit", ANA, NOON)]


def test_a_version_is_vouched_for_by_a_reviewer_only(office: Office) -> None:
    name = office.publish()
    office.edit(name, cost="free")
    office.do(submit, name)
    with office.sessions() as session:
        assert vouched_for(session, name, 1)
        assert not vouched_for(session, name, 2)


def test_what_was_approved_for_later_has_not_been_live(office: Office) -> None:
    name = office.write()
    with office.sessions() as session:
        assert last_live(session, name) is None
    office.let_through(name)
    office.edit(name, cost="free")
    office.let_through(name, publish_at=NOON.replace(year=2027))
    with office.sessions() as session:
        assert last_live(session, name) == 1
    office.wait(days=400)
    with office.sessions() as session:
        assert last_live(session, name) == 2


@pytest.mark.parametrize("who", ["", "   ", "x" * 121])
def test_the_history_keeps_no_nameless_person(who: str) -> None:
    with pytest.raises(BadInput, match="who does it"):
        refuse_name(who)
    refuse_name("x" * 120)
