"""People who chat, and an installation with records of invented bodies in Lima."""

import shutil
import sys
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest

from amparo.progress import Reporter
from amparo.settings import Settings
from amparo.wiring import App
from knowledge.ingest import apply

ROOT = Path(__file__).parents[2]
if str(ROOT) not in sys.path:  # `tests.support` is found however pytest was started
    sys.path.insert(0, str(ROOT))

from tests.support.lima import LIMA, SOURCE  # noqa: E402
from tests.support.person import Person  # noqa: E402

_NUMBERS = count(1)


@pytest.fixture
def meet(app: App) -> Callable[[], Person]:
    """Give a function that brings a new person to the shared installation."""
    return lambda: Person(app, f"invented-person-{next(_NUMBERS)}")


@pytest.fixture(scope="session")
def lima_app(prepared_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    """An installation with the starter content and the records of `tests.support.lima`, shared."""
    home = tmp_path_factory.mktemp("lima-home")
    shutil.copy(prepared_home / "amparo.db", home)
    (home / "models").symlink_to(prepared_home / "models")
    app = App(Settings.model_validate({"home": home}), Reporter(quiet=True))
    app.load_starter()
    with app.sessions.begin() as session:
        apply(session, SOURCE, LIMA, author="tests")
    _ = app.assistant
    yield app
    app.engine.dispose()


@pytest.fixture
def meet_in_lima(lima_app: App) -> Callable[[], Person]:
    """Give a function that brings a new person to the installation with Lima's records."""
    return lambda: Person(lima_app, f"invented-limeno-{next(_NUMBERS)}")
