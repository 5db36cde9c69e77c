"""Archive, delete, merge and back: out of sight at once, and nothing is ever erased."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from knowledge.errors import NotFound, NotNow
from knowledge.lifecycle.ending import archive, delete, restore, stand_aside
from knowledge.lifecycle.reviewing import submit, verify
from knowledge.models import Change, Event
from tests.support.office import ANA, BENOIT, Office
from tests.support.records import NOON

Step = Callable[..., Any]


@pytest.mark.parametrize("end", [archive, delete])
def test_what_is_put_away_is_out_of_sight_at_once_and_comes_back_as_it_was(
    office: Office, end: Step
) -> None:
    name = office.publish(cost="free")
    before = office.live(name)
    office.do(end, name, reason="closed for a while")
    assert office.live(name) is None
    record = office.do(restore, name, BENOIT)
    assert (record.state, record.deleted_at, record.version) == ("published", None, 1)
    assert office.live(name) == before
    with office.sessions() as session:
        assert [row.action for row in session.query(Change)] == ["publish", "withdraw", "publish"]
        detail = session.query(Event).filter_by(action=end.__name__).one().detail
    assert detail == {"state": "published", "live": 1, "reason": "closed for a while"}


@pytest.mark.parametrize("end", [archive, delete])
def test_a_draft_comes_back_as_a_draft_beside_what_was_live(office: Office, end: Step) -> None:
    name = office.publish()
    office.edit(name, cost="free")
    office.do(end, name)
    office.do(restore, name)
    assert (office.state(name), office.record(name).version) == ("draft", 2)
    assert office.live_version(name) == 1
    assert office.content(name).cost == "free"


@pytest.mark.parametrize("end", [archive, delete])
def test_what_never_was_live_does_not_become_so_by_coming_back(office: Office, end: Step) -> None:
    name = office.write()
    office.do(submit, name)
    office.do(end, name)
    office.do(restore, name)
    assert (office.state(name), office.live(name)) == ("in_review", None)


@pytest.mark.parametrize("end", [archive, delete])
def test_what_was_planned_does_not_go_out_while_it_is_away_nor_silently_later(
    office: Office, end: Step
) -> None:
    name = office.write()
    office.let_through(name, publish_at=NOON + timedelta(days=1))
    office.do(end, name)
    assert not office.wait(days=2)
    office.do(restore, name)
    assert (office.state(name), office.record(name).publish_at) == ("in_review", None)
    assert not office.wait(days=2)
    assert office.live(name) is None


def test_restoring_twice_is_refused(office: Office) -> None:
    name = office.publish()
    office.do(delete, name)
    office.do(restore, name)
    with pytest.raises(NotNow, match="neither archived nor deleted"):
        office.do(restore, name)


def test_deleting_and_archiving_twice_are_refused(office: Office) -> None:
    name = office.publish()
    office.do(archive, name)
    with pytest.raises(NotNow, match="is archived"):
        office.do(archive, name)
    office.do(delete, name)
    with pytest.raises(NotNow, match="is deleted: restore it first"):
        office.do(delete, name)
    with pytest.raises(NotNow, match="is deleted: restore it first"):
        office.do(archive, name)


def test_two_endings_are_undone_one_after_the_other(office: Office) -> None:
    name = office.publish()
    office.do(archive, name)
    office.do(delete, name)
    assert office.do(restore, name).state == "archived"
    assert office.live(name) is None
    assert office.do(restore, name).state == "published"
    assert office.live_version(name) == 1


def test_what_is_over_by_now_does_not_come_back_to_life(office: Office) -> None:
    name = office.publish(expires_at=NOON + timedelta(days=1))
    office.do(delete, name)
    office.wait(days=2)
    office.do(restore, name)
    assert (office.state(name), office.live(name)) == ("expired", None)


def test_what_is_long_stale_by_now_comes_down_again(office: Office) -> None:
    name = office.publish(verified_on=NOON.date(), owner="town")
    office.grant("town", 10)
    office.do(delete, name)
    office.wait(days=300)
    office.do(restore, name)
    assert office.wait(hours=1).stale == (name,)
    assert (office.state(name), office.live(name)) == ("expired", None)


def test_a_record_that_expired_is_restored_as_expired(office: Office) -> None:
    name = office.publish(expires_at=NOON + timedelta(days=1))
    office.wait(days=2)
    office.do(archive, name)
    office.do(restore, name)
    assert (office.state(name), office.live(name)) == ("expired", None)


def test_of_two_the_same_one_stands_for_both_until_that_is_undone(office: Office) -> None:
    name, other = office.publish("one"), office.publish("two")
    office.do(stand_aside, name, other=other)
    assert office.record(name).merged_into == other
    assert office.live(name) is None
    assert office.live_version(other) == 1
    for step, more in ((submit, {}), (verify, {"on": NOON.date()}), (delete, {})):
        with pytest.raises(NotNow, match=f"was merged into '{other}'"):
            office.do(step, name, **more)  # type: ignore[arg-type]
    office.do(restore, name)
    assert office.record(name).merged_into is None
    assert office.live_version(name) == 1


def test_a_record_does_not_stand_for_itself(office: Office) -> None:
    name = office.publish()
    with pytest.raises(NotNow, match="cannot stand for itself"):
        office.do(stand_aside, name, other=name)
    assert office.live_version(name) == 1


@pytest.mark.parametrize("end", [None, archive, delete, "merged"])
def test_only_what_is_live_can_stand_for_another_record(office: Office, end: Any) -> None:
    name = office.publish("one")
    other = "local:nothing" if end is None else office.publish("two")
    if end == "merged":
        office.do(stand_aside, other, other=office.publish("three"))
    elif end is not None:
        office.do(end, other)
    with pytest.raises(NotNow, match=f"'{other}' is not live"):
        office.do(stand_aside, name, other=other)
    assert office.live_version(name) == 1


def test_two_records_cannot_stand_for_each_other(office: Office) -> None:
    one, two = office.publish("one"), office.publish("two")
    office.do(stand_aside, one, other=two)
    with pytest.raises(NotNow, match="is not live"):
        office.do(stand_aside, two, other=one)
    assert office.live_version(two) == 1


def test_nothing_is_restored_that_is_not_there(office: Office) -> None:
    with office.desk() as desk, pytest.raises(NotFound):
        restore(desk, "local:nothing", base_version=1)


def test_every_ending_and_return_stands_in_the_history(office: Office) -> None:
    name = office.publish()
    for step in (archive, restore, delete, restore):
        office.do(step, name, BENOIT)
    assert office.history(name)[3:] == [
        (action, 1, BENOIT) for action in ("archive", "restore", "delete", "restore")
    ]
    assert office.history(name)[0] == ("edit", 1, ANA)
