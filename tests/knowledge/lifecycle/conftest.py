"""An office on a database of the test's own."""

import pytest
from sqlalchemy.orm import Session, sessionmaker

from knowledge.places import Places
from tests.support.office import Office


@pytest.fixture
def office(sessions: sessionmaker[Session], places: Places) -> Office:
    """Two people and a clock."""
    return Office(sessions, places)
