"""Time publishes what is planned and takes down what is over or long stale; each once."""

from collections.abc import Callable
from datetime import UTC, date, timedelta, timezone
from typing import Any

import pytest
from sqlalchemy import Engine, event

from knowledge.lifecycle.clock import CLOCK, keep_time
from knowledge.lifecycle.ending import delete
from knowledge.lifecycle.reviewing import verify
from knowledge.models import Change
from tests.support.office import BENOIT, Office
from tests.support.records import NOON

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def test_what_is_planned_goes_out_at_its_time_and_not_before(office: Office) -> None:
    name = office.write()
    office.let_through(name, publish_at=NOON + DAY)
    assert not office.wait(hours=23.9)
    assert office.live(name) is None
    assert office.wait(hours=0.1).published == (name,)
    live = office.live(name)
    assert live is not None
    assert (live.version, live.published_at) == (1, NOON + DAY)
    assert (office.state(name), office.record(name).publish_at) == ("published", None)
    assert office.history(name)[-1] == ("publish", 1, CLOCK)
    assert not office.wait(days=1), "once is enough"


def test_a_plan_in_any_time_zone_means_the_same_moment(office: Office) -> None:
    name = office.write()
    lima = timezone(timedelta(hours=-5))
    office.let_through(name, publish_at=(NOON + HOUR).astimezone(lima))
    assert not office.wait(minutes=59)
    assert office.wait(minutes=1).published == (name,)


def test_a_clock_that_stood_still_does_all_at_once_in_order(office: Office) -> None:
    names = [office.write(f"k{number}") for number in range(3)]
    for number, name in enumerate(names):
        office.let_through(name, publish_at=NOON + (3 - number) * DAY)
    assert office.wait(days=30).published == tuple(reversed(names))


def test_an_old_version_stays_live_until_the_planned_one_goes_out(office: Office) -> None:
    name = office.publish()
    office.edit(name, cost="free")
    office.let_through(name, publish_at=NOON + DAY)
    assert office.live_version(name) == 1
    office.wait(days=1)
    assert office.live_version(name) == 2


def test_what_is_over_comes_down(office: Office) -> None:
    name = office.publish(expires_at=NOON + HOUR)
    assert not office.wait(minutes=59)
    assert office.wait(minutes=1).expired == (name,)
    assert (office.state(name), office.live(name)) == ("expired", None)
    assert office.history(name)[-1] == ("expire", 1, CLOCK)
    assert not office.wait(days=1)


def test_a_record_can_expire_while_a_draft_waits(office: Office) -> None:
    name = office.publish(expires_at=NOON + HOUR)
    office.edit(name, expires_at=None)
    assert office.wait(hours=2).expired == (name,)
    assert (office.state(name), office.live(name)) == ("draft", None)
    assert office.history(name)[-1] == ("expire", 1, CLOCK), "what expired is the older version"
    office.let_through(name)
    assert office.live_version(name) == 2


def test_what_is_planned_outlives_the_end_of_the_older_version(office: Office) -> None:
    name = office.publish(expires_at=NOON + HOUR)
    office.edit(name, expires_at=None)
    office.let_through(name, publish_at=NOON + DAY)
    assert office.wait(hours=2).expired == (name,)
    assert office.state(name) == "scheduled"
    assert office.wait(days=1).published == (name,)


def test_what_ended_while_the_clock_stood_still_is_not_left_live(office: Office) -> None:
    name = office.write(expires_at=NOON + 2 * DAY)
    office.let_through(name, publish_at=NOON + DAY)
    passed = office.wait(days=9)
    assert (passed.published, passed.expired) == ((name,), (name,))
    assert (office.state(name), office.live(name)) == ("expired", None)


@pytest.mark.parametrize(("grace", "days"), [(0, 181), (30, 211)])
def test_a_stale_record_is_withdrawn_when_the_grace_of_its_owner_is_over(
    office: Office, grace: int, days: int
) -> None:
    name = office.publish(verified_on=NOON.date(), owner="town")  # to be seen again after 180 days
    office.grant("town", grace)
    assert not office.wait(days=days - 1)
    assert office.wait(days=1).stale == (name,)
    assert (office.state(name), office.live(name)) == ("expired", None)
    assert office.history(name)[-1] == ("go_stale", 1, CLOCK)


def test_a_review_date_of_its_own_counts(office: Office) -> None:
    name = office.publish(
        verified_on=NOON.date(), review_by=NOON.date() + 3 * DAY, owner="town"
    )  # fmt: skip
    office.grant("town", 0)
    assert not office.wait(days=3)
    assert office.wait(days=1).stale == (name,)


@pytest.mark.parametrize("grace", [None, 10**9])
def test_without_an_end_of_grace_stale_records_stay(office: Office, grace: int | None) -> None:
    name = office.publish(verified_on=NOON.date(), owner="town")
    office.grant("town", grace)
    assert not office.wait(days=5000)
    assert office.live_version(name) == 1


def test_the_grace_of_one_owner_is_not_that_of_another(office: Office) -> None:
    office.publish("hers", verified_on=NOON.date(), owner="church")
    mine = office.publish("mine", verified_on=NOON.date(), owner="town")
    office.grant("town", 0)
    assert office.wait(days=365).stale == (mine,)


def test_a_record_without_owner_belongs_to_its_source(office: Office) -> None:
    name = office.publish(verified_on=NOON.date())
    office.grant("local", 0)
    assert office.wait(days=365).stale == (name,)


@pytest.mark.parametrize("verified", [None, date.max])
def test_a_record_that_nobody_verified_has_no_review_date(
    office: Office, verified: date | None
) -> None:
    office.now = NOON.replace(year=9999, month=12, day=31)
    name = office.publish(verified_on=verified, owner="town")
    office.grant("town", 0)
    with office.sessions.begin() as session:
        assert not keep_time(session, office.now)
    assert office.live_version(name) == 1


def test_what_was_deleted_is_left_alone(office: Office) -> None:
    planned, over = office.write("a"), office.publish("b", expires_at=NOON + HOUR)
    office.let_through(planned, publish_at=NOON + HOUR)
    for name in (planned, over):
        office.do(delete, name)
    assert not office.wait(days=1)


def test_two_clocks_do_everything_once(office: Office) -> None:
    office.let_through(office.write("a"), publish_at=NOON + HOUR)
    office.publish("b", expires_at=NOON + HOUR)
    assert office.wait(hours=2)
    with office.sessions.begin() as session:
        changes = session.query(Change).count()
        assert not keep_time(session, office.now.astimezone(UTC))
        assert session.query(Change).count() == changes


def _meanwhile(engine: Engine, what: Callable[[], object]) -> None:
    """Do `what` in another transaction just before the first UPDATE of the next one."""
    done: list[bool] = []

    @event.listens_for(engine, "before_cursor_execute")
    def _look(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if statement.startswith("UPDATE") and not done:
            done.append(True)
            what()


def test_what_is_verified_at_the_last_moment_stays(office: Office, database: Engine) -> None:
    name = office.publish(verified_on=NOON.date(), owner="town")
    office.grant("town", 0)
    office.now += 400 * DAY
    _meanwhile(database, lambda: office.do(verify, name, BENOIT, on=office.now.date()))
    assert not office.wait(hours=1)
    assert (office.state(name), office.live_version(name)) == ("published", 2)


def test_what_is_deleted_at_the_last_moment_does_not_go_out(
    office: Office, database: Engine
) -> None:
    name = office.write()
    office.let_through(name, publish_at=NOON + HOUR)
    _meanwhile(database, lambda: office.do(delete, name))
    assert not office.wait(days=1)
    assert office.record(name).deleted_at is not None
    assert office.live(name) is None


def test_of_two_clocks_at_once_one_withdraws(office: Office, database: Engine) -> None:
    name = office.publish(expires_at=NOON + HOUR)
    office.now += 2 * HOUR
    first: list[object] = []
    _meanwhile(database, lambda: first.append(office.wait()))
    second = office.wait()
    assert [passed.expired for passed in (*first, second)] == [(name,), ()]  # type: ignore[attr-defined]
    actions = [action for action, _, _ in office.history(name)]
    assert actions.count("expire") == 1
