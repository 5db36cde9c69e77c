"""The surroundings of open data."""

import pytest

from knowledge.opendata.context import Context
from tests.support.open_data import make_context


@pytest.fixture(scope="session")
def context() -> Context:
    """Real places and topics, plain words."""
    return make_context()
