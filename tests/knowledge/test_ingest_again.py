"""A source comes again after staff have worked on its records: nothing of theirs is lost."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session, sessionmaker

from knowledge.content import Phone, Topic
from knowledge.ingest import IngestCounts, Kept, apply, plan
from knowledge.lifecycle.ending import archive, delete, restore, stand_aside
from knowledge.lifecycle.reviewing import submit, verify
from knowledge.places import Places
from tests.support.office import Office
from tests.support.records import INVENTED, make_content

NAME = "invented:kitchen"


def _changed(counts: IngestCounts) -> tuple[int, int, int, int]:
    return counts.added, counts.updated, counts.unchanged, counts.withdrawn


def _come(office: Office, *fields: dict[str, Any], **source: Any) -> IngestCounts:
    """Import a kitchen (and whatever else `fields` say) as the source has it now."""
    rows = [make_content(**{"external_id": "kitchen", **row}) for row in fields]
    with office.sessions.begin() as session:
        return apply(session, INVENTED, rows, author="import", **source)


@pytest.fixture
def office(sessions: sessionmaker[Session], places: Places) -> Office:
    """People who work on what was imported."""
    return Office(sessions, places)


def _correct(office: Office, **fields: Any) -> None:
    office.edit(NAME, **fields)
    office.let_through(NAME)


def test_what_staff_corrected_survives_field_by_field(office: Office) -> None:
    _come(office, {"cost": "paid", "hours_note": "at noon", "body": "Soup."})
    _correct(office, cost="free", phones=(Phone(number="305 555 0100"),))
    counts = _come(office, {"cost": "paid", "hours_note": "at one", "body": "Bread."})
    live = office.live(NAME)
    assert live is not None
    assert (live.content.cost, live.content.phones[0].number) == ("free", "305 555 0100")
    assert (live.content.hours_note, live.content.source_text().body) == ("at one", "Bread.")
    assert (_changed(counts), counts.kept) == ((0, 1, 0, 0), ())


def test_the_same_again_leaves_corrections_alone(office: Office) -> None:
    _come(office, {"cost": "paid"})
    _correct(office, cost="free")
    assert _changed(_come(office, {"cost": "paid"})) == (0, 0, 1, 0)
    assert office.live_version(NAME) == 2


def test_where_both_changed_staff_stand_and_the_field_is_named(office: Office) -> None:
    _come(office, {"hours_note": "at noon", "body": "Soup."})
    _correct(office, hours_note="at one")
    for said in ("at two", "at three"):
        counts = _come(office, {"hours_note": said, "body": "Soup."})
        assert counts.kept == (Kept("kitchen", ("hours_note",)),)
        assert office.content(NAME).hours_note == "at one"


def test_a_correction_that_the_source_took_over_is_no_conflict(office: Office) -> None:
    _come(office, {"hours_note": "at noon"})
    _correct(office, hours_note="at one")
    assert _come(office, {"hours_note": "at one"}).kept == ()
    assert _come(office, {"hours_note": "at two"}).kept == ()
    assert office.content(NAME).hours_note == "at two"


def test_topics_that_staff_corrected_stay(office: Office) -> None:
    guessed, sure = (Topic(id="food", confidence=0.6),), (Topic(id="shelter"),)
    _come(office, {"topics": guessed})
    _correct(office, topics=sure)
    again = _come(office, {"topics": (Topic(id="food", confidence=0.7),), "cost": "free"})
    assert again.kept == (Kept("kitchen", ("topics",)),)
    live = office.live(NAME)
    assert live is not None
    assert (live.content.topics, live.content.cost) == (sure, "free")


def test_a_draft_is_carried_over_to_what_the_source_says_now(office: Office) -> None:
    _come(office, {"hours_note": "at noon"})
    office.edit(NAME, cost="free")
    office.do(submit, NAME)
    _come(office, {"hours_note": "at one"})
    live, draft = office.live(NAME), office.content(NAME)
    assert live is not None
    assert (live.version, live.content.hours_note, live.content.cost) == (3, "at one", "unknown")
    assert (draft.hours_note, draft.cost) == ("at one", "free")
    assert (office.state(NAME), office.record(NAME).version) == ("draft", 4)
    assert [row[:2] for row in office.history(NAME)[-2:]] == [("import", 3), ("carry_over", 4)]


def test_a_draft_that_the_source_has_caught_up_with_is_done(office: Office) -> None:
    _come(office, {"cost": "paid"})
    office.edit(NAME, cost="free")
    _come(office, {"cost": "free"})
    assert (office.state(NAME), office.live_version(NAME)) == ("published", 3)
    assert office.record(NAME).version == 3


def test_a_planned_text_does_not_go_out_early_with_an_import(office: Office) -> None:
    _come(office, {"hours_note": "at noon"})
    office.edit(NAME, cost="free")
    office.let_through(NAME, publish_at=office.now + timedelta(days=9))
    _come(office, {"hours_note": "at one"})
    live = office.live(NAME)
    assert live is not None
    assert (live.content.cost, live.content.hours_note) == ("unknown", "at one")
    assert office.state(NAME) == "draft"


@pytest.mark.parametrize("end", [archive, delete, "merged", "draft on archived"])
def test_what_staff_put_away_stays_away_and_is_counted(office: Office, end: Any) -> None:
    _come(office, {}, {"external_id": "pantry"})
    if end == "merged":
        office.do(stand_aside, NAME, other="invented:pantry")
    else:
        office.do(archive if end == "draft on archived" else end, NAME)
    if end == "draft on archived":
        office.edit(NAME, cost="paid")
    for rows in ([{}], [{"cost": "free"}]):
        with office.sessions() as session:
            contents = [make_content("kitchen", **rows[0]), make_content("pantry")]
            assert plan(session, "invented", contents).held == 1
        counts = _come(office, *rows, {"external_id": "pantry"})
        assert (counts.held, _changed(counts)) == (1, (0, 0, 1, 0))
        assert office.live(NAME) is None


def test_what_came_back_from_deletion_follows_its_source_again(office: Office) -> None:
    _come(office, {"cost": "paid"})
    office.do(delete, NAME)
    _come(office, {"cost": "free"})
    office.do(restore, NAME)
    live = office.live(NAME)
    assert live is not None
    assert live.content.cost == "paid"
    _come(office, {"cost": "free"})
    assert office.content(NAME).cost == "free"


@pytest.mark.parametrize("changed", [False, True])
@pytest.mark.parametrize("draft", [False, True])
def test_what_the_source_lists_again_is_live_again_with_what_staff_made_of_it(
    office: Office, draft: bool, changed: bool
) -> None:
    _come(office, {"cost": "paid"}, {"external_id": "pantry"})
    _correct(office, hours_note="at noon")
    if draft:
        office.edit(NAME, url="https://kitchen.example.org")
    _come(office, {"external_id": "pantry"})
    assert office.live(NAME) is None
    assert office.state(NAME) == ("draft" if draft else "archived")
    now = {"cost": "free"} if changed else {"cost": "paid"}
    counts = _come(office, now, {"external_id": "pantry"})
    assert _changed(counts) == (0, 1, 1, 0)
    live = office.live(NAME)
    assert live is not None
    assert (live.content.hours_note, live.content.cost) == ("at noon", now["cost"])
    assert live.content.url == ""
    assert office.content(NAME).url == ("https://kitchen.example.org" if draft else "")


def test_what_staff_brought_back_after_the_source_dropped_it_stays(office: Office) -> None:
    _come(office, {}, {"external_id": "pantry"})
    assert _come(office, {"external_id": "pantry"}).withdrawn == 1
    office.do(restore, NAME)
    assert _come(office, {"external_id": "pantry"}).withdrawn == 0
    assert office.live_version(NAME) == 1
    assert _changed(_come(office, {}, {"external_id": "pantry"})) == (0, 1, 1, 0)
    assert _come(office, {"external_id": "pantry"}).withdrawn == 1, "dropped anew"


def test_a_source_that_drops_a_record_does_not_touch_the_draft(office: Office) -> None:
    _come(office, {}, {"external_id": "pantry"})
    office.edit(NAME, cost="free")
    _come(office, {"external_id": "pantry"})
    assert (office.state(NAME), office.content(NAME).cost) == ("draft", "free")
    office.let_through(NAME)
    assert office.live_version(NAME) == 2
    assert _come(office, {"external_id": "pantry"}).withdrawn == 0


def test_a_verification_by_staff_is_not_undone(office: Office) -> None:
    _come(office, {"hours_note": "at noon", "verified_on": date(2025, 1, 1)})
    office.do(verify, NAME, on=office.now.date())
    _come(office, {"hours_note": "at one", "verified_on": date(2025, 2, 2)})
    live = office.live(NAME)
    assert live is not None
    assert (live.content.verified_on, live.content.hours_note) == (office.now.date(), "at one")
