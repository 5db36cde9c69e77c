"""Fixtures of all tests: a prepared installation, copied where a test writes."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import func, select

from amparo.progress import Reporter
from amparo.settings import Settings
from amparo.wiring import App
from knowledge.models import Revision

ROOT = Path(__file__).parent.parent
PREPARED = ROOT / "build" / "test-home"
"""Where the trained model and the encoded content are kept between runs; safe to delete."""
EVERYTHING = bool(os.environ.get("AMPARO_TEST_ALL") or os.environ.get("CI"))
"""Whether a missing extra, browser or data set fails instead of being skipped."""


def missing(what: str) -> None:
    """Skip for want of `what`, or fail where nothing may be skipped."""
    if EVERYTHING:
        pytest.fail(f"missing: {what}")
    pytest.skip(f"missing: {what}")


@pytest.fixture(autouse=True)
def plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the settings and proxies of the machine out of the tests."""
    for name in list(os.environ):
        own = name.startswith("AMPARO_") and name not in {"AMPARO_TEST_ALL", "AMPARO_SHARED"}
        if own or name.lower().endswith("_proxy"):
            monkeypatch.delenv(name, raising=False)


def open_app(home: Path, **settings: object) -> App:
    """Open an installation quietly, with the starter content in it."""
    app = App(Settings.model_validate({"home": home, **settings}), Reporter(quiet=True))
    app.load_starter()
    return app


@pytest.fixture(scope="session")
def prepared_home() -> Path:
    """A home with the trained model and the starter content, made once and never written."""
    app = open_app(PREPARED)
    with app.sessions() as session:
        stale = session.scalar(select(func.max(Revision.version))) != 1
    if stale:  # the starter content has changed since: tests count on records without a past
        app.engine.dispose()
        for path in PREPARED.glob("amparo.db*"):
            path.unlink()
        app = open_app(PREPARED)
    _ = app.model, app.synchroniser, app.bridge
    app.engine.dispose()
    return PREPARED


@pytest.fixture
def make_home(prepared_home: Path, tmp_path: Path) -> Callable[[], Path]:
    """Give a function that copies the prepared home into a folder of the test's own."""

    def make() -> Path:
        home = tmp_path / "home"
        home.mkdir()
        shutil.copy(prepared_home / "amparo.db", home)
        (home / "models").symlink_to(prepared_home / "models")
        return home

    return make


@pytest.fixture(scope="session")
def app(prepared_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    """An installation with the starter content, shared: tests may chat, not publish."""
    home = tmp_path_factory.mktemp("shared-home")
    shutil.copy(prepared_home / "amparo.db", home)
    (home / "models").symlink_to(prepared_home / "models")
    app = open_app(home)
    _ = app.assistant
    yield app
    app.engine.dispose()


@pytest.fixture
def own_app(make_home: Callable[[], Path]) -> Iterator[App]:
    """An installation with the starter content that a test may change as it likes."""
    app = open_app(make_home())
    yield app
    app.engine.dispose()


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real data beside the project; skips (or fails in CI) when it is absent."""
    folder = Path(os.environ.get("AMPARO_SHARED", ROOT.parent / "shared")) / "data"
    if not folder.is_dir():
        missing("the real data sets (folder `shared` beside the project, or AMPARO_SHARED)")
    return folder
