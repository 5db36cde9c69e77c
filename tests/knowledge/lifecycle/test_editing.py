"""New words begin as drafts; what is live stays live; nothing that breaks a rule is stored."""

from datetime import datetime, timedelta

import pytest

from knowledge.content import Texts
from knowledge.errors import BadInput, NotFound, NotNow
from knowledge.ingest import apply
from knowledge.lifecycle.editing import create, edit, roll_back
from knowledge.lifecycle.ending import archive, delete
from knowledge.lifecycle.history import revisions
from knowledge.lifecycle.reviewing import approve, submit
from knowledge.models import Record, Revision
from knowledge.places import Places
from knowledge.store import read
from knowledge.translations import Status, status_of
from knowledge.validation import InvalidRecord
from tests.support.office import ANA, BENOIT, Office
from tests.support.records import INVENTED, NOON, make_content


def test_a_new_record_is_a_draft_that_nobody_else_sees(office: Office) -> None:
    name = office.write("kitchen", cost="free")
    assert name == "local:kitchen"
    assert (office.state(name), office.live(name)) == ("draft", None)
    assert office.content(name) == make_content("kitchen", cost="free")
    assert office.history(name) == [("edit", 1, ANA)]


@pytest.mark.parametrize("put_away", [False, True])
def test_an_id_is_given_once(office: Office, put_away: bool) -> None:
    name = office.write()
    if put_away:
        office.do(delete, name)
    with pytest.raises(BadInput, match="'local:kitchen' already"):
        office.write(cost="free")
    assert office.content(name).cost == "unknown"


@pytest.mark.parametrize("external_id", ["", " \t", "k" * 121, "k\x00"])
def test_an_id_that_cannot_be_is_refused(office: Office, external_id: str) -> None:
    with pytest.raises(InvalidRecord) as raised:
        office.write(external_id)
    assert "external_id" in {problem.field for problem in raised.value.problems}


def test_an_edit_changes_the_draft_and_not_what_is_live(office: Office) -> None:
    name = office.publish()
    record = office.edit(name, BENOIT, cost="free", note="they told me")
    assert (record.version, record.state) == (2, "draft")
    live = office.live(name)
    assert live is not None
    assert (live.version, live.content.cost) == (1, "unknown")
    assert office.content(name).cost == "free"
    with office.sessions() as session:
        newest = revisions(session, name)[0]
        assert (newest.author, newest.note, newest.at) == (BENOIT, "they told me", NOON)


def test_the_rows_say_what_the_newest_revision_says(office: Office) -> None:
    name = office.publish()
    office.edit(name, cost="free", url="https://kitchen.example.org")
    with office.sessions() as session:
        assert read(session.get_one(Record, name)) == office.content(name)


def test_saving_what_already_stands_does_nothing(office: Office) -> None:
    name = office.publish()
    before = office.history(name)
    record = office.edit(name)
    assert (record.version, record.state) == (1, "published")
    assert office.history(name) == before


def test_an_edit_ends_a_review_and_a_planned_publication(office: Office) -> None:
    name = office.write()
    office.do(submit, name)
    assert office.edit(name, cost="free").state == "draft"
    office.let_through(name, publish_at=NOON + timedelta(days=1))
    assert office.state(name) == "scheduled"
    record = office.edit(name, cost="paid")
    assert (record.state, record.publish_at) == ("draft", None)
    assert not office.wait(days=2)
    assert office.live(name) is None


def test_a_record_keeps_its_id(office: Office) -> None:
    name = office.write("kitchen")
    with pytest.raises(BadInput, match="keeps its id: 'kitchen'"):
        office.edit(name, external_id="pantry")
    assert office.record(name).version == 1


def test_a_long_note_is_cut_to_what_can_be_kept(office: Office) -> None:
    name = office.write()
    office.edit(name, cost="free", note="n" * 700)
    with office.sessions() as session:
        assert session.get_one(Revision, (name, 2)).note == "n" * 500


def test_what_breaks_a_rule_is_refused_and_leaves_nothing(office: Office) -> None:
    name = office.write()
    with pytest.raises(InvalidRecord) as raised:
        office.edit(name, place_id="atlantis", owner="o" * 121)
    found = {(problem.field, problem.code) for problem in raised.value.problems}
    assert found == {("place_id", "unknown_place"), ("owner", "too_long")}
    with pytest.raises(InvalidRecord, match=r"texts\.en\.body: HTML is not allowed"):
        office.write("pantry", body="<script>alert(1)</script>")
    with pytest.raises(NotFound), office.desk() as desk:
        submit(desk, "local:pantry", base_version=1)
    assert office.record(name).version == 1


def test_an_edit_without_source_text_is_refused_also_when_it_is_minor(office: Office) -> None:
    name = office.write()
    for minor in (False, True):
        with pytest.raises(InvalidRecord, match=r"texts\.en: the text .* is missing"):
            office.edit(name, texts={"ht": Texts(name="Kizin")}, minor=minor)


def test_a_moment_without_time_zone_is_refused_with_its_field(office: Office) -> None:
    with pytest.raises(InvalidRecord, match="expires_at: a moment needs its time zone"):
        office.write(expires_at=datetime(2027, 1, 1))


def test_nothing_was_verified_on_a_day_to_come(office: Office) -> None:
    tomorrow = NOON.date() + timedelta(days=1)
    with pytest.raises(InvalidRecord, match="verified_on: nobody can have verified it yet"):
        office.write(verified_on=tomorrow)
    office.write(verified_on=NOON.date())


def _translated(office: Office, name: str) -> None:
    source = office.content(name).source_text()
    creole = Texts(name="Kizin Envante", provenance="human", source_digest=source.digest())
    office.edit(name, texts={"en": source, "ht": creole})


def test_an_edit_of_the_source_leaves_translations_outdated(office: Office) -> None:
    name = office.write(name="Kichen")
    _translated(office, name)
    texts = office.content(name).texts
    fixed = {**texts, "en": texts["en"].model_copy(update={"name": "Kitchen"})}
    office.edit(name, texts=fixed)
    assert status_of(office.content(name), "ht") is Status.OUTDATED
    office.do(roll_back, name, to_version=2)
    office.edit(name, texts=fixed, minor=True)
    assert status_of(office.content(name), "ht") is Status.UP_TO_DATE
    assert office.content(name).texts["ht"].name == "Kizin Envante"


def test_going_back_makes_an_old_version_the_newest_draft(office: Office) -> None:
    name = office.publish()
    first = office.content(name)
    office.edit(name, cost="free")
    office.let_through(name)
    record = office.do(roll_back, name, BENOIT, to_version=1)
    assert (record.version, record.state) == (3, "draft")
    assert office.content(name) == first
    assert office.content(name, 2).cost == "free", "nothing between is lost"
    assert office.live_version(name) == 2, "what is live stays until somebody reviews"
    with office.sessions() as session:
        assert revisions(session, name)[0].note == "back to version 1"
    assert office.history(name)[-1] == ("roll_back", 3, BENOIT)


def test_going_back_to_what_stands_does_nothing(office: Office) -> None:
    name = office.publish()
    record = office.do(roll_back, name, to_version=1)
    assert (record.version, record.state) == (1, "published")


@pytest.mark.parametrize("version", [-1, 0, 2])
def test_going_back_to_a_version_that_never_was_is_refused(office: Office, version: int) -> None:
    name = office.publish()
    with pytest.raises(NotFound, match=f"no version {version}"):
        office.do(roll_back, name, to_version=version)


def test_going_back_to_what_breaks_a_rule_of_today_is_refused(office: Office) -> None:
    name = office.write(place_id="miami")
    office.edit(name, place_id="florida")
    office.places = Places(place for place in office.places if place.id != "miami")
    with pytest.raises(InvalidRecord, match="place_id: no such place: miami"):
        office.do(roll_back, name, to_version=1)


def test_a_text_that_went_back_needs_a_review_by_somebody_else(office: Office) -> None:
    name = office.publish()
    office.edit(name, BENOIT, cost="free")
    office.do(roll_back, name, ANA, to_version=1)
    office.do(submit, name, ANA)
    with pytest.raises(NotNow, match="somebody else"):
        office.do(approve, name, ANA)


def test_an_archived_record_can_be_worked_on_again(office: Office) -> None:
    name = office.publish()
    office.do(archive, name)
    assert office.edit(name, cost="free").state == "draft"
    office.let_through(name)
    assert office.live_version(name) == 2


def test_a_record_of_an_import_is_edited_like_any_other(office: Office) -> None:
    with office.sessions.begin() as session:
        apply(session, INVENTED, [make_content("kitchen")], author="import")
    record = office.edit("invented:kitchen", cost="free")
    assert (record.source_id, record.version, record.state) == ("invented", 2, "draft")


def test_two_records_of_one_transaction_both_stay(office: Office) -> None:
    with office.desk() as desk:
        one = create(desk, make_content("one"))
        two = create(desk, make_content("two"))
        edit(desk, one.id, make_content("one", cost="free"), base_version=1)
    assert office.content(one.id).cost == "free"
    assert office.content(two.id) == make_content("two")
