"""The whole server, as people meet it: Telegram over real HTTP, the web chat, the panel."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest

from amparo.server import build_server
from bot.phrases import phrases
from knowledge.places import Places
from tests.conftest import open_app
from tests.support.bot_api.server import BotApiServer
from tests.support.servers import run_app

SAY = phrases("es")


def wait_for(condition: Callable[[], bool], seconds: float = 10) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.02)


@pytest.fixture(params=["polling", "webhook"])
def telegram(
    request: pytest.FixtureRequest, make_home: Callable[[], Path]
) -> Iterator[tuple[BotApiServer, Places]]:
    """A Bot API with the whole server behind it, polled or by webhook."""
    with BotApiServer() as api:
        settings: dict[str, object] = {"telegram_token": api.token, "telegram_api": api.url}
        if request.param == "webhook":
            import socket

            with socket.socket() as free:
                free.bind(("127.0.0.1", 0))
                port = free.getsockname()[1]
            settings["public_url"] = f"http://127.0.0.1:{port}"
        app = open_app(make_home(), **settings)
        server = build_server(app)
        if request.param == "polling":
            with run_app(server):
                yield api, app.places
        else:
            with run_app(server, port=port):
                yield api, app.places
        app.engine.dispose()


def test_a_conversation_on_telegram(telegram: tuple[BotApiServer, Places]) -> None:
    api, places = telegram
    person = api.person(language_code="es")
    api.send_text(person, "llegué a Tijuana y necesito albergue y médico")
    answers: list[str] = []

    def told(part: str) -> bool:
        answers[:] = [message.text for message in api.messages_to(person)]
        return any(part in text for text in answers)

    wait_for(lambda: told("Carmen Serdán"))
    assert any("Amparo" in text for text in answers)  # the welcome, and the answer at once
    assert any(SAY("Source: {title}", title="")[:6] in text for text in answers)
    last = api.messages_to(person)[-1]
    assert SAY("Change place") in last.buttons
    query = api.press(person, last.message_id, last.buttons[SAY("Change place")])
    wait_for(lambda: told(SAY("Which city or country are you in?")))
    assert api.is_acknowledged(query)
    count = len(answers)
    spot = places["monterrey"].at
    assert spot is not None
    api.share_location(person, *spot)
    wait_for(lambda: told("Monarca") and len(answers) > count)


def test_web_chat_panel_and_health(make_home: Callable[[], Path]) -> None:
    from amparo.wiring import secret

    app = open_app(make_home())
    with run_app(build_server(app)) as url, httpx.Client(base_url=url, timeout=20) as client:
        assert client.get("/healthz").text == "ok"
        answer = client.post(
            "/api/chat", json={"session": "s" * 16, "text": "kijan pou m mande azil nan Meksik"}
        ).json()
        assert answer["language"] == "ht"
        assert answer["status"] == "answered"
        assert "mx-right-to-asylum" in answer["records"]
        record = client.get("/r/mx-right-to-asylum", params={"lang": "ht"})
        assert record.status_code == 200
        assert '<html lang="ht">' in record.text
        assert f"{url}/r/mx-right-to-asylum?lang=ht" in record.text
        assert client.get("/r/nobody").status_code == 404
        assert client.get("/admin").status_code == 403
        key = secret(app.settings.home, "panel.key").hex()[:32]
        assert client.get("/admin", params={"key": "wrong"}).status_code == 403
        panel = client.get("/admin", params={"key": key, "lang": "ht"}, follow_redirects=True)
        assert panel.status_code == 200
        assert key not in panel.text
        for language in ("es", "en", "fr", "ht", "pt"):
            page = client.get("/admin", params={"lang": language}).text
            assert f'<html lang="{language}">' in page
            assert phrases(language)("Published records") in page
    app.engine.dispose()


def test_an_edit_by_another_process_is_found_within_a_second(make_home: Callable[[], Path]) -> None:
    from knowledge.ingest import SourceInfo, apply
    from knowledge.publishing import live_records

    home = make_home()
    app, other = open_app(home), open_app(home)
    with run_app(build_server(app)) as url, httpx.Client(base_url=url, timeout=20) as client:
        with other.sessions() as session:
            content = next(live_records(session)).content
        text = content.texts["en"].model_copy(update={"name": "Zebra helpers of Lima"})
        edited = content.model_copy(
            update={"external_id": "zebra", "language": "en", "texts": {"en": text}}
        )
        with other.sessions.begin() as session:
            source = SourceInfo(id="other", kind="test", title="Other", place_id=None)
            apply(session, source, [edited], author="test")
        published = time.monotonic()
        wait_for(lambda: "other:zebra" in app.index, 5)
        assert time.monotonic() - published < 2  # a loaded machine is given twice the budget
        assert client.get("/healthz").status_code == 200
    app.engine.dispose()
    other.engine.dispose()


def test_the_server_keeps_time(make_home: Callable[[], Path]) -> None:
    from datetime import UTC, datetime, timedelta

    from knowledge.lifecycle.desk import Desk
    from knowledge.lifecycle.editing import create
    from knowledge.lifecycle.reviewing import approve, submit
    from tests.support.records import make_content

    home = make_home()
    app, other = open_app(home), open_app(home)
    with run_app(build_server(app)) as url, httpx.Client(base_url=url, timeout=20) as client:
        begins = datetime.now(UTC) + timedelta(seconds=4)
        content = make_content(
            "zebra",
            name="Zebra Clinic of the Invented Quarter",
            place_id="lima",
            expires_at=begins + timedelta(seconds=6),
        )
        for who in ("Ana Invented", "Ben Invented"):
            with other.sessions.begin() as session:
                desk = Desk(session, who, datetime.now(UTC), other.places, other.topics)
                if who == "Ana Invented":
                    record = create(desk, content)
                    submit(desk, record.id, base_version=1)
                else:
                    approve(desk, "local:zebra", base_version=1, publish_at=begins)

        def found() -> bool:
            return client.get("/r/local:zebra").status_code == 200

        assert client.get("/r/local:zebra").status_code == 404, "planned is not live"
        wait_for(found)
        assert datetime.now(UTC) >= begins
        answer = client.post(
            "/api/chat", json={"session": "t" * 16, "text": "zebra clinic invented quarter in Lima"}
        ).json()
        assert "local:zebra" in answer["records"]
        wait_for(lambda: client.get("/r/local:zebra").status_code == 410, 15)
    app.engine.dispose()
    other.engine.dispose()
