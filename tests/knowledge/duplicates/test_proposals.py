"""Pairs are proposed once, decided by a person, undone by a person; nothing merges silently."""

from typing import Any

import pytest
from sqlalchemy.orm import Session, sessionmaker

from knowledge.content import Phone
from knowledge.duplicates.proposals import (
    Proposal,
    keep_apart,
    merge_into,
    open_proposals,
    propose,
)
from knowledge.errors import NotFound, NotNow
from knowledge.ingest import apply
from knowledge.lifecycle.ending import archive, delete, restore
from knowledge.models import MergeProposal
from knowledge.places import Places
from tests.support.office import ANA, BENOIT, Office
from tests.support.records import INVENTED, NOON, make_content

SAME: dict[str, Any] = {"name": "Soup Kitchen", "phones": (Phone(number="305 555 0100"),)}
OURS, THEIRS = "local:kitchen", "invented:kitchen"


@pytest.fixture
def office(sessions: sessionmaker[Session], places: Places) -> Office:
    """An office whose own record is the same thing as one that was imported."""
    office = Office(sessions, places)
    office.publish("kitchen", **SAME)
    _come(office)
    return office


def _come(office: Office, **fields: Any) -> None:
    rows = [make_content("kitchen", **SAME, **fields), make_content("pantry")]
    with office.sessions.begin() as session:
        apply(session, INVENTED, rows, author="import")


def _propose(office: Office, **fields: Any) -> int:
    with office.sessions.begin() as session:
        return propose(session, at=NOON, **fields)


def _open(office: Office) -> list[Proposal]:
    with office.sessions() as session:
        return open_proposals(session)


def _decide(office: Office, who: str = ANA, keep: str = "") -> None:
    [pair] = _open(office)
    with office.desk(who) as desk:
        if keep:
            merge_into(desk, pair.id, keep=keep)
        else:
            keep_apart(desk, pair.id)


def test_a_pair_is_proposed_with_its_reasons_and_nothing_else_happens(office: Office) -> None:
    assert _propose(office) == 1
    [pair] = _open(office)
    assert (pair.first, pair.second) == (THEIRS, OURS)
    assert pair.score >= 0.6
    assert "same phone" in pair.reasons
    assert office.live_version(OURS) == office.live_version(THEIRS) == 1


def test_the_same_pair_is_proposed_once(office: Office) -> None:
    assert [_propose(office), _propose(office), _propose(office)] == [1, 0, 0]
    assert len(_open(office)) == 1


def test_only_pairs_of_the_source_that_is_asked_for_are_proposed(office: Office) -> None:
    assert _propose(office, source_id="another") == 0
    assert _propose(office, source_id="invented") == 1


@pytest.mark.parametrize(("keep", "gone"), [(OURS, THEIRS), (THEIRS, OURS)])
def test_a_person_merges_and_can_undo_it(office: Office, keep: str, gone: str) -> None:
    _propose(office)
    _decide(office, BENOIT, keep=keep)
    assert office.live(gone) is None
    assert office.live_version(keep) == 1
    assert office.record(gone).merged_into == keep
    assert _open(office) == []
    assert office.history(gone)[-1] == ("merge", 1, BENOIT)
    office.do(restore, gone)
    assert office.live_version(gone) == 1
    assert office.record(gone).merged_into is None


def test_a_merge_that_was_undone_can_be_decided_anew(office: Office) -> None:
    _propose(office)
    _decide(office, keep=OURS)
    office.do(restore, THEIRS)
    assert _propose(office) == 1
    _decide(office, keep=THEIRS)
    assert office.live(OURS) is None


def test_the_same_source_does_not_bring_back_what_was_merged(office: Office) -> None:
    _propose(office)
    _decide(office, keep=OURS)
    _come(office, cost="free")
    assert office.live(THEIRS) is None
    assert _propose(office) == 0


def test_what_a_person_kept_apart_is_not_proposed_again(office: Office) -> None:
    _propose(office)
    _decide(office, BENOIT)
    assert (_propose(office), _open(office)) == (0, [])
    with office.sessions() as session:
        row = session.query(MergeProposal).one()
    assert (row.state, row.decided_by, row.decided_at) == ("distinct", BENOIT, NOON)
    assert office.live_version(OURS) == office.live_version(THEIRS) == 1


def test_a_decision_is_made_once(office: Office) -> None:
    _propose(office)
    [pair] = _open(office)
    _decide(office, BENOIT)
    for who in (ANA, BENOIT):
        with office.desk(who) as desk, pytest.raises(NotNow, match=f"decided by {BENOIT}"):
            merge_into(desk, pair.id, keep=OURS)
        with office.desk(who) as desk, pytest.raises(NotNow, match=f"decided by {BENOIT}"):
            keep_apart(desk, pair.id)
    assert office.live_version(THEIRS) == 1


@pytest.mark.parametrize("keep", ["", "invented:pantry", "local:nothing"])
def test_the_one_that_stays_is_one_of_the_two(office: Office, keep: str) -> None:
    _propose(office)
    [pair] = _open(office)
    with office.desk() as desk, pytest.raises(NotNow, match=f"is about {THEIRS} and {OURS}"):
        merge_into(desk, pair.id, keep=keep)
    assert len(_open(office)) == 1


@pytest.mark.parametrize("end", [archive, delete])
def test_a_pair_is_open_only_while_both_are_live(office: Office, end: Any) -> None:
    _propose(office)
    [pair] = _open(office)
    office.do(end, OURS)
    assert _open(office) == []
    with pytest.raises(NotNow, match=f"'{OURS}' is not live"), office.desk() as desk:
        merge_into(desk, pair.id, keep=OURS)
    assert office.live_version(THEIRS) == 1, "else nothing would be left of both"
    office.do(restore, OURS)
    assert _open(office) == [pair]


def test_a_proposal_that_is_not_there_is_not_found(office: Office) -> None:
    with office.desk() as desk, pytest.raises(NotFound, match="no proposal 7"):
        keep_apart(desk, 7)


def test_the_surest_pair_comes_first(office: Office) -> None:
    office.publish("pantry", name="Invented Kitchen pantry", phones=SAME["phones"], **_page())
    rows = [
        make_content("kitchen", **SAME),
        make_content("pantry", phones=SAME["phones"], **_page()),
    ]
    with office.sessions.begin() as session:
        apply(session, INVENTED, rows, author="import")
    assert _propose(office) == 2
    scores = [pair.score for pair in _open(office)]
    assert scores == sorted(scores, reverse=True)
    assert scores[0] > scores[1]


def _page() -> dict[str, str]:
    return {"url": "https://pantry.example.org", "email": "pantry@example.org"}
