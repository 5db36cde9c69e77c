"""Two people, one record: exactly one wins, the other sees both texts, nothing is lost."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from threading import Barrier, Thread
from typing import Any

import pytest

from knowledge.content import RecordContent, Texts
from knowledge.errors import AmparoError, BadInput, NotFound, NotNow
from knowledge.lifecycle.desk import EditConflict
from knowledge.lifecycle.editing import create, edit
from knowledge.lifecycle.ending import delete
from knowledge.lifecycle.reviewing import submit, verify
from knowledge.models import Record
from tests.support.office import ANA, BENOIT, Office
from tests.support.records import NOON, make_content


def _named(content: RecordContent, name: str) -> RecordContent:
    texts = {**content.texts, "en": content.texts["en"].model_copy(update={"name": name})}
    return content.model_copy(update={"texts": texts})


def test_the_second_editor_gets_both_texts_and_what_each_changed(office: Office) -> None:
    name = office.write(name="Soup Kitchen", body="Soup at noon.")
    before = office.content(name)
    theirs = _named(before, "Soup House")
    yours = before.model_copy(update={"cost": "free"})
    office.do(edit, name, ANA, base=1, content=theirs)
    with pytest.raises(EditConflict, match=r"by somebody else.*version 1.*version 2") as raised:
        office.do(edit, name, BENOIT, base=1, content=yours)
    conflict = raised.value
    assert (conflict.base, conflict.current, conflict.yours) == (before, theirs, yours)
    assert (conflict.base_version, conflict.current_version) == (1, 2)
    [change] = conflict.theirs_changed
    assert change.as_dict() == {
        "field": "texts.en.name", "before": "Soup Kitchen", "after": "Soup House",
    }  # fmt: skip
    assert [change.field for change in conflict.yours_changed] == ["cost"]
    assert "texts.en.name" in str(conflict)
    assert office.content(name) == theirs
    assert office.record(name).version == 2


def test_a_step_on_an_old_version_is_a_conflict_too(office: Office) -> None:
    name = office.write()
    office.edit(name, cost="free")
    with pytest.raises(EditConflict) as raised:
        office.do(submit, name, BENOIT, base=1)
    assert raised.value.yours is None
    assert [change.field for change in raised.value.theirs_changed] == ["cost"]
    assert office.state(name) == "draft"


@pytest.mark.parametrize("base", [-1, 0, 2, 99])
def test_a_version_that_never_was_is_a_conflict_with_what_stands(office: Office, base: int) -> None:
    name = office.write()
    yours = make_content(cost="free")
    with pytest.raises(EditConflict, match=f"version {base}, there is none such") as raised:
        office.do(edit, name, base=base, content=yours)
    assert raised.value.base is None
    assert (raised.value.current, raised.value.yours) == (office.content(name), yours)


def test_a_conflict_comes_before_every_other_fault(office: Office) -> None:
    name = office.publish()
    office.edit(name, cost="free")
    with pytest.raises(EditConflict):
        office.do(edit, name, base=1, content=make_content("another", place_id="atlantis"))
    with pytest.raises(EditConflict):
        office.do(submit, name, base=1)


def test_what_was_verified_meanwhile_is_not_overwritten(office: Office) -> None:
    name = office.publish()
    office.do(verify, name, BENOIT, on=NOON.date())
    with pytest.raises(EditConflict) as raised:
        office.edit(name, cost="free", base=1)
    changed = {change.field for change in raised.value.theirs_changed}
    assert changed == {"verified_on", "review_by"}


def test_a_record_that_is_not_there_is_not_found(office: Office) -> None:
    for step in (submit, delete):
        with office.desk() as desk, pytest.raises(NotFound, match="no record 'local:nothing'"):
            step(desk, "local:nothing", base_version=1)


def test_a_deleted_record_is_not_worked_on(office: Office) -> None:
    name = office.write()
    office.do(delete, name)
    for step, more in ((submit, {}), (edit, {"content": make_content(cost="free")}), (delete, {})):
        with pytest.raises(NotNow, match="is deleted: restore it first"):
            office.do(step, name, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize("who", ["", "  \n", "A" * 121])
def test_nobody_works_without_a_name_that_can_be_kept(office: Office, who: str) -> None:
    with pytest.raises(BadInput, match="a name of at most 120 letters"), office.desk(who):
        pass


def test_a_moment_without_time_zone_is_refused(office: Office) -> None:
    office.now = datetime(2026, 3, 4, 12)
    with pytest.raises(BadInput, match="time zone"), office.desk():
        pass


def _at_once(*acts: Callable[[], Any]) -> list[AmparoError | None]:
    """Do all in threads of their own at the same moment; return what each raised."""
    barrier = Barrier(len(acts))
    raised: list[AmparoError | None] = [None] * len(acts)

    def run(number: int) -> None:
        barrier.wait()
        try:
            acts[number]()
        except AmparoError as error:
            raised[number] = error

    threads = [Thread(target=run, args=(number,)) for number in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return raised


@pytest.mark.parametrize("people", [2, 5])
def test_of_people_who_save_at_once_exactly_one_wins(office: Office, people: int) -> None:
    name = office.write()
    for round_ in range(1, 4):
        texts = [
            _named(office.content(name), f"Kitchen {round_}.{number}") for number in range(people)
        ]
        save = partial(office.do, edit, name, base=round_)
        acts = [
            partial(save, f"Person {number}", content=text) for number, text in enumerate(texts)
        ]
        raised = _at_once(*acts)
        assert raised.count(None) == 1
        winner = raised.index(None)
        assert office.content(name) == texts[winner]
        assert office.record(name).version == round_ + 1
        for number, error in enumerate(raised):
            if number != winner:
                assert isinstance(error, EditConflict)
                assert (error.current, error.yours) == (texts[winner], texts[number])


def test_two_sessions_open_since_before_the_change_cannot_both_write(office: Office) -> None:
    name = office.write()
    slow_text = _named(office.content(name), "Slow Kitchen")
    with office.desk(ANA) as slow:
        assert slow.session.get_one(Record, name).version == 1
        office.edit(name, BENOIT, cost="free")
        with pytest.raises(EditConflict):
            edit(slow, name, slow_text, base_version=1)
    assert office.content(name) == make_content(cost="free")


def test_of_two_who_take_the_same_id_at_once_the_second_is_told(office: Office) -> None:
    def take(who: str, cost: str) -> None:
        with office.desk(who) as desk:
            create(desk, make_content("pantry", cost=cost))

    office.write("first")
    raised = _at_once(lambda: take(ANA, "free"), lambda: take(BENOIT, "paid"))
    assert raised.count(None) == 1
    [error] = [error for error in raised if error]
    assert "already" in str(error)
    wanted = "free" if raised[0] is None else "paid"
    assert office.content("local:pantry").cost == wanted


def test_an_edit_and_a_submission_at_once_leave_one_clear_state(office: Office) -> None:
    name = office.write()
    raised = _at_once(
        lambda: office.edit(name, ANA, base=1, cost="free"),
        lambda: office.do(submit, name, BENOIT, base=1),
    )
    assert raised[0] is None, "an edit ends a review that has just begun"
    assert office.state(name) == "draft"
    assert office.content(name).cost == "free"
    assert raised[1] is None or isinstance(raised[1], EditConflict)


def test_translators_of_two_languages_see_each_other(office: Office) -> None:
    name = office.write()
    start = office.content(name)
    creole, french = (
        start.model_copy(update={"texts": {**start.texts, code: Texts(name=said)}})
        for code, said in (("ht", "Kizin Envante"), ("fr", "Cuisine inventée"))
    )
    office.do(edit, name, ANA, base=1, content=creole)
    with pytest.raises(EditConflict) as raised:
        office.do(edit, name, BENOIT, base=1, content=french)
    assert {change.path[1] for change in raised.value.theirs_changed} == {"ht"}
    assert {change.path[1] for change in raised.value.yours_changed} == {"fr"}
