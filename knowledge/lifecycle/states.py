"""The states of a record's newest revision, and which step leads from where to where."""

from enum import StrEnum


class State(StrEnum):
    """How far the newest revision of a record has come.

    A record can be live in an older version while its newest one is a draft or in review.
    """

    DRAFT = "draft"
    IN_REVIEW = "in_review"
    SCHEDULED = "scheduled"
    PUBLISHED = "published"
    EXPIRED = "expired"
    ARCHIVED = "archived"


class Action(StrEnum):
    """What can happen to a record; each leaves one line in its history."""

    EDIT = "edit"
    ROLL_BACK = "roll_back"
    VERIFY = "verify"
    IMPORT = "import"
    UNLIST = "unlist"
    """The source does not list it any more."""
    CARRY_OVER = "carry_over"
    """The source changed beneath a draft: the draft now stands on the new text."""
    SUBMIT = "submit"
    SEND_BACK = "send_back"
    APPROVE = "approve"
    PUBLISH = "publish"
    UNSCHEDULE = "unschedule"
    EXPIRE = "expire"
    GO_STALE = "go_stale"
    ARCHIVE = "archive"
    DELETE = "delete"
    RESTORE = "restore"
    MERGE = "merge"


VOUCHED = frozenset({Action.APPROVE, Action.VERIFY, Action.IMPORT})
"""What makes a version fit to be published: a reviewer's word, or the operator's who imports."""
STEPS: dict[Action, frozenset[State]] = {
    Action.SUBMIT: frozenset({State.DRAFT}),
    Action.SEND_BACK: frozenset({State.IN_REVIEW}),
    Action.APPROVE: frozenset({State.IN_REVIEW}),
    Action.UNSCHEDULE: frozenset({State.SCHEDULED}),
    Action.VERIFY: frozenset({State.PUBLISHED, State.EXPIRED}),
    Action.ARCHIVE: frozenset(State) - {State.ARCHIVED},
}
"""From which states a step can be taken, where that is not all of them."""
