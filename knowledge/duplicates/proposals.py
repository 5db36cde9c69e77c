"""Proposals to merge: kept once found, decided by a person, never carried out silently."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge.duplicates.likeness import card_of, pairs
from knowledge.errors import NotFound, NotNow
from knowledge.lifecycle.desk import Desk
from knowledge.lifecycle.ending import stand_aside
from knowledge.models import MergeProposal, Publication, Record
from knowledge.publishing import live_records

OPEN, MERGED, DISTINCT = "open", "merged", "distinct"


@dataclass(frozen=True)
class Proposal:
    """Two live records that may be the same thing."""

    id: int
    first: str
    second: str
    score: float
    reasons: tuple[str, ...]


def propose(session: Session, *, at: datetime, source_id: str | None = None) -> int:
    """Look for records that may be the same thing, and keep new pairs as open proposals.

    `source_id` looks only at pairs with that source in them. A pair that a person has decided on
    is not proposed again, unless it was merged and that was undone: then nothing is decided.
    Returns how many are new, or open again.
    """
    known = {(row.first_id, row.second_id): row for row in session.scalars(select(MergeProposal))}
    new = 0
    for one, other, likeness in pairs(map(card_of, live_records(session)), only=source_id):
        first, second = sorted((one.record_id, other.record_id))
        proposal = known.get((first, second))
        if proposal is None:
            proposal = MergeProposal(first_id=first, second_id=second, found_at=at)
            session.add(proposal)
        elif proposal.state != MERGED:
            continue
        proposal.score, proposal.reasons = likeness.score, list(likeness.reasons)
        proposal.state, proposal.decided_by, proposal.decided_at = OPEN, "", None
        new += 1
    session.flush()
    return new


def open_proposals(session: Session) -> list[Proposal]:
    """Return the open proposals whose records are both live, surest first."""
    live = select(Publication.record_id)
    query = (
        select(MergeProposal)
        .where(
            MergeProposal.state == OPEN,
            MergeProposal.first_id.in_(live),
            MergeProposal.second_id.in_(live),
        )
        .order_by(MergeProposal.score.desc(), MergeProposal.id)
    )
    return [
        Proposal(row.id, row.first_id, row.second_id, row.score, tuple(row.reasons))
        for row in session.scalars(query)
    ]


def merge_into(desk: Desk, proposal_id: int, *, keep: str) -> None:
    """Carry a proposal out: the record `keep` stands for both, the other one steps aside.

    The other one can be restored. Raises NotFound, and NotNow when it is decided already, or
    `keep` is none of the two or not live any more.
    """
    proposal = _open(desk, proposal_id)
    both = {proposal.first_id, proposal.second_id}
    if keep not in both:
        raise NotNow(f"proposal {proposal_id} is about {' and '.join(sorted(both))}")
    (other,) = both - {keep}
    record = desk.session.get_one(Record, other)
    stand_aside(desk, other, base_version=record.version, other=keep)
    _decide(desk, proposal, MERGED)


def keep_apart(desk: Desk, proposal_id: int) -> None:
    """Say that the two records are different things; they are not proposed again."""
    _decide(desk, _open(desk, proposal_id), DISTINCT)


def _open(desk: Desk, proposal_id: int) -> MergeProposal:
    proposal = desk.session.get(MergeProposal, proposal_id)
    if proposal is None:
        raise NotFound(f"there is no proposal {proposal_id}")
    if proposal.state != OPEN:
        raise NotNow(f"proposal {proposal_id} was decided by {proposal.decided_by}")
    return proposal


def _decide(desk: Desk, proposal: MergeProposal, state: str) -> None:
    proposal.state, proposal.decided_by, proposal.decided_at = state, desk.who, desk.at
    desk.session.flush()
