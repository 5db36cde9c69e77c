"""From draft to live: nothing goes out that nobody else has read."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from knowledge.content import Citation, Kind
from knowledge.errors import BadInput, NotNow
from knowledge.ingest import apply
from knowledge.lifecycle.ending import archive
from knowledge.lifecycle.reviewing import approve, send_back, submit, unschedule, verify
from knowledge.models import Change, Event
from knowledge.places import Places
from knowledge.validation import InvalidRecord
from tests.support.office import ANA, BENOIT, Office
from tests.support.records import INVENTED, NOON, make_content

TODAY = NOON.date()


def test_a_draft_is_handed_in_read_and_published(office: Office) -> None:
    name = office.write(cost="free")
    assert office.do(submit, name, ANA).state == "in_review"
    assert office.live(name) is None
    assert office.do(approve, name, BENOIT).state == "published"
    live = office.live(name)
    assert live is not None
    assert (live.version, live.content, live.published_at) == (1, office.content(name), NOON)
    assert office.history(name) == [("edit", 1, ANA), ("submit", 1, ANA), ("approve", 1, BENOIT)]
    with office.sessions() as session:
        assert [row.action for row in session.query(Change)] == ["publish"]


def test_a_new_version_takes_the_place_of_the_old_one(office: Office) -> None:
    name = office.publish()
    office.edit(name, cost="free")
    office.let_through(name)
    live = office.live(name)
    assert live is not None
    assert (live.version, live.content.cost) == (2, "free")


def test_nobody_reviews_what_they_wrote_themselves(office: Office) -> None:
    name = office.write(who=ANA)
    office.do(submit, name, BENOIT)
    with pytest.raises(NotNow, match="somebody else than its author must review"):
        office.do(approve, name, ANA)
    assert office.state(name) == "in_review"


def test_in_an_office_of_one_person_that_is_allowed(office: Office) -> None:
    name = office.write(who=ANA)
    office.do(submit, name, ANA)
    with office.desk(ANA, own_review=True) as desk:
        approve(desk, name, base_version=1)
    assert office.live_version(name) == 1


def test_the_author_of_a_carried_draft_stays_its_author(office: Office) -> None:
    with office.sessions.begin() as session:
        apply(session, INVENTED, [make_content("kitchen")], author="import")
    name = "invented:kitchen"
    office.edit(name, ANA, cost="free")
    with office.sessions.begin() as session:
        apply(session, INVENTED, [make_content("kitchen", hours_note="at noon")], author="import")
    office.do(submit, name, ANA)
    with pytest.raises(NotNow, match="somebody else"):
        office.do(approve, name, ANA)
    assert office.do(approve, name, BENOIT).state == "published"


def test_what_is_sent_back_is_a_draft_again_with_the_reason(office: Office) -> None:
    name = office.write()
    office.do(submit, name)
    assert office.do(send_back, name, BENOIT, reason="which street?").state == "draft"
    with office.sessions() as session:
        [event] = session.query(Event).filter_by(action="send_back")
        assert event.detail == {"reason": "which street?"}
    assert office.let_through(name).state == "published"


@pytest.mark.parametrize(
    ("step", "more", "states"),
    [
        (submit, {}, {"draft"}),
        (send_back, {"reason": "why?"}, {"in_review"}),
        (approve, {}, {"in_review"}),
        (unschedule, {}, {"scheduled"}),
        (verify, {"on": TODAY}, {"published", "expired"}),
    ],
)
def test_a_step_is_for_its_own_states_only(
    office: Office, step: Callable[..., Any], more: dict[str, Any], states: set[str]
) -> None:
    later = NOON + timedelta(days=1)
    names = {
        "draft": office.write("a"),
        "in_review": office.write("b"),
        "scheduled": office.write("c"),
        "published": office.publish("d"),
        "expired": office.publish("e", expires_at=NOON + timedelta(hours=1)),
        "archived": office.publish("f"),
    }
    office.do(submit, names["in_review"])
    office.let_through(names["scheduled"], publish_at=later)
    office.do(archive, names["archived"])
    office.wait(hours=2)
    for state, name in names.items():
        assert office.state(name) == state
        if state not in states:
            with pytest.raises(NotNow, match=f"is {state}: {step.__name__} is for what is"):
                office.do(step, name, BENOIT, **more)
            assert office.state(name) == state


def test_approving_twice_is_refused(office: Office) -> None:
    name = office.publish()
    with pytest.raises(NotNow, match="is published: approve is for what is in_review"):
        office.do(approve, name, BENOIT)
    assert [action for action, _, _ in office.history(name)].count("approve") == 1


def test_what_is_planned_waits_for_its_time(office: Office) -> None:
    name = office.write()
    later = NOON + timedelta(days=3)
    record = office.let_through(name, publish_at=later)
    assert (record.state, record.publish_at) == ("scheduled", later)
    assert office.live(name) is None


@pytest.mark.parametrize("ago", [timedelta(0), timedelta(seconds=1), timedelta(days=9999)])
def test_a_plan_for_the_past_goes_out_now(office: Office, ago: timedelta) -> None:
    name = office.write()
    record = office.let_through(name, publish_at=NOON - ago)
    assert (record.state, record.publish_at) == ("published", None)
    assert office.live_version(name) == 1


def test_a_plan_without_time_zone_is_refused(office: Office) -> None:
    name = office.write()
    with pytest.raises(BadInput, match="needs its time zone"):
        office.let_through(name, publish_at=datetime(2026, 4, 1, 9))
    assert office.state(name) == "in_review"


def test_a_plan_can_be_taken_back(office: Office) -> None:
    name = office.write()
    office.let_through(name, publish_at=NOON + timedelta(days=1))
    record = office.do(unschedule, name, BENOIT)
    assert (record.state, record.publish_at) == ("in_review", None)
    assert not office.wait(days=2)
    assert office.live(name) is None


@pytest.mark.parametrize("after", [timedelta(0), timedelta(hours=-1)])
def test_what_would_be_over_before_it_goes_out_is_refused(office: Office, after: timedelta) -> None:
    goes_out = NOON + timedelta(days=5)
    name = office.write(expires_at=goes_out + after)
    with pytest.raises(NotNow, match="over before it goes out"):
        office.let_through(name, publish_at=goes_out)
    assert office.state(name) == "in_review"
    over = office.write("over", expires_at=NOON)
    with pytest.raises(NotNow, match="over before it goes out"):
        office.let_through(over)


def test_a_text_that_breaks_a_rule_by_now_is_not_approved(office: Office) -> None:
    name = office.write(place_id="miami")
    office.places = Places(place for place in office.places if place.id != "miami")
    with pytest.raises(InvalidRecord, match="place_id"):
        office.let_through(name)


@pytest.mark.parametrize(("kind", "days"), [(Kind.SERVICE, 180), (Kind.RIGHT, 365)])
def test_who_verifies_renews_the_review_date_by_kind(office: Office, kind: Kind, days: int) -> None:
    name = office.publish(kind=kind)
    assert office.do(verify, name, ANA, on=TODAY).state == "published"
    live = office.live(name)
    assert live is not None
    assert live.version == 2
    assert live.content.verified_on == TODAY
    assert live.content.review_by == TODAY + timedelta(days=days)
    assert office.history(name)[-1] == ("verify", 2, ANA)


def test_who_verifies_may_say_when_to_look_again(office: Office) -> None:
    name = office.publish()
    office.do(verify, name, on=TODAY, review_by=TODAY + timedelta(days=7))
    assert office.content(name).review_by == TODAY + timedelta(days=7)
    with pytest.raises(InvalidRecord, match="review_by: the review date lies before"):
        office.do(verify, name, on=TODAY, review_by=TODAY - timedelta(days=1))


def test_verifying_changes_dates_only(office: Office) -> None:
    cited = Citation(title="Book of Invented Services", published="2019")
    name = office.publish(cost="free", citation=cited, verified_on=date(2019, 1, 1))
    before = office.content(name)
    office.do(verify, name, on=TODAY)
    after = office.content(name)
    assert after.citation.published == "", "somebody looked since"
    dates = {"verified_on": None, "review_by": None, "citation": cited}
    assert after.model_copy(update=dates) == before.model_copy(update=dates)


def test_nobody_verifies_on_a_day_to_come(office: Office) -> None:
    name = office.publish()
    with pytest.raises(NotNow, match="a day to come: 2026-03-05"):
        office.do(verify, name, on=TODAY + timedelta(days=1))
    assert office.record(name).version == 1


def test_a_waiting_draft_is_not_verified_with_what_is_live(office: Office) -> None:
    name = office.publish()
    office.edit(name, cost="free")
    with pytest.raises(NotNow, match="is draft"):
        office.do(verify, name, on=TODAY)


def test_what_went_stale_is_live_again_once_verified(office: Office) -> None:
    name = office.publish(verified_on=TODAY, owner="town")
    office.grant("town", 0)
    assert office.wait(days=181).stale == (name,)
    assert office.live(name) is None
    office.do(verify, name, BENOIT, on=office.now.date())
    assert (office.state(name), office.live_version(name)) == ("published", 2)
    assert not office.wait(days=1)


def test_what_is_over_cannot_be_verified(office: Office) -> None:
    name = office.publish(expires_at=NOON + timedelta(hours=1))
    office.wait(hours=2)
    with pytest.raises(NotNow, match="is over since 2026-03-04: edit it first"):
        office.do(verify, name, on=TODAY)
    assert office.live(name) is None
