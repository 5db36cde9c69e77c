"""Only what is live, and at once: publication, withdrawal, expiry."""

import time
from datetime import UTC, datetime, timedelta

from sqlalchemy.orm import Session, sessionmaker

from knowledge.content import RecordContent, Texts
from knowledge.ingest import apply
from knowledge.opendata.ids import organization_id, service_id, source_term_id
from knowledge.publishing import live_records, withdraw
from tests.support.open_data import OpenDataClient
from tests.support.records import INVENTED, make_content

ZEBRA = f"/hsds/services/{service_id('invented:zebra')}"


def invented(sessions: sessionmaker[Session]) -> list[RecordContent]:
    with sessions() as session:
        return [
            record.content for record in live_records(session) if record.source_id == INVENTED.id
        ]


def total(api: OpenDataClient, path: str) -> int:
    found: int = api.json(f"/hsds/{path}")["total_items"]
    return found


def test_a_withdrawal_shows_at_once(
    own_api: OpenDataClient, own_sessions: sessionmaker[Session]
) -> None:
    before = total(own_api, "services"), total(own_api, "service_at_locations")
    tag = own_api.get(ZEBRA).headers["etag"]
    with own_sessions.begin() as session:
        withdraw(session, ["invented:zebra"], at=datetime.now(UTC))
    assert own_api.get(ZEBRA).status_code == 404
    assert own_api.get(ZEBRA, if_none_match=tag).status_code == 404
    assert total(own_api, "services") == before[0] - 1
    assert total(own_api, "service_at_locations") == before[1] - 2
    assert own_api.every("/hsds/services?search=zebra%20soup") == []
    term = source_term_id("invented", "BD-1800")
    assert own_api.get(f"/hsds/taxonomy_terms/{term}").status_code == 404
    house = own_api.json(f"/hsds/organizations/{organization_id('invented', '9')}")
    assert [service["name"] for service in house["services"]] == ["Zebra paper desk"]


def test_a_publication_shows_at_once(
    own_api: OpenDataClient, own_sessions: sessionmaker[Session]
) -> None:
    before = total(own_api, "services")
    stream = "/hsds/services?format=ndjson"
    tags = own_api.get(ZEBRA).headers["etag"], own_api.get(stream).headers["etag"]
    contents = invented(own_sessions)
    fresh = make_content("fresh", name="Unheard-of giraffes")
    with own_sessions.begin() as session:
        apply(session, INVENTED, [*contents, fresh], author="test")
    assert total(own_api, "services") == before + 1
    (found,) = own_api.every("/hsds/services?search=giraffes")
    assert own_api.json(f"/hsds/services/{found['id']}")["name"] == "Unheard-of giraffes"
    assert own_api.get(ZEBRA, if_none_match=tags[0]).status_code == 304
    assert own_api.get(stream, if_none_match=tags[1]).status_code == 200
    changed = fresh.model_copy(update={"texts": {"en": Texts(name="Rhinos")}})
    with own_sessions.begin() as session:
        apply(session, INVENTED, [*contents, changed], author="test")
    assert own_api.every("/hsds/services?search=giraffes") == []
    (found,) = own_api.every("/hsds/services?search=rhinos")
    assert found["name"] == "Rhinos"
    assert total(own_api, "services") == before + 1


def test_what_expires_vanishes_without_any_change(
    own_api: OpenDataClient, own_sessions: sessionmaker[Session]
) -> None:
    contents = invented(own_sessions)
    address = f"/hsds/services/{service_id('invented:brief')}"
    stream = "/hsds/services?format=ndjson"
    for seconds in (1, 5, 25):  # a loaded machine gets another try
        soon = datetime.now(UTC) + timedelta(seconds=seconds)
        brief = make_content("brief", expires_at=soon, name="Brief giraffes")
        with own_sessions.begin() as session:
            apply(session, INVENTED, [*contents, brief], author="test")
        found, tag = own_api.get(address), own_api.get(stream).headers["etag"]
        if datetime.now(UTC) < soon:
            break
    assert found.status_code == 200
    time.sleep(max(0.0, (soon - datetime.now(UTC)).total_seconds()) + 0.01)
    assert own_api.get(address).status_code == 404
    assert own_api.every("/hsds/services?search=giraffes") == []
    assert own_api.get(stream, if_none_match=tag).status_code == 200


def test_what_had_expired_before_was_never_there(own_api: OpenDataClient) -> None:
    assert own_api.get(f"/hsds/services/{service_id('invented:past')}").status_code == 404


def test_nothing_at_all(own_api: OpenDataClient, own_sessions: sessionmaker[Session]) -> None:
    with own_sessions() as session:
        names = [record.id for record in live_records(session)]
    with own_sessions.begin() as session:
        withdraw(session, names, at=datetime.now(UTC))
    page = own_api.json("/hsds/services?profile=all")
    assert (page["total_items"], page["total_pages"], page["empty"]) == (0, 0, True)
    assert page["first_page"]
    assert page["last_page"]
    assert own_api.get("/hsds/services?format=ndjson").content == b""
    assert [item["name"] for item in own_api.every("/hsds/taxonomies")] == ["Amparo topics"]
