"""Migrations give exactly the tables of the models, on SQLite and on PostgreSQL."""

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.operations import Operations
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, inspect

from amparo.database import TABLES, alembic_config, migrate
from knowledge.db import open_engine, session_factory, sqlite_url
from knowledge.ingest import apply
from knowledge.models import Record
from knowledge.places import store_places
from knowledge.publishing import live_records
from knowledge.store import read
from tests.support.records import INVENTED, make_content

REVISIONS = [
    script.revision
    for script in reversed(list(ScriptDirectory.from_config(alembic_config()).walk_revisions()))
]


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    """An empty database file."""
    engine = open_engine(sqlite_url(tmp_path / "empty.db"))
    yield engine
    engine.dispose()


def _take_back(engine: Engine) -> None:
    config = alembic_config()
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, "base")


def _differences(engine: Engine) -> list[object]:
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return list(compare_metadata(context, TABLES))


def test_an_empty_file_gets_exactly_the_tables_of_the_models(engine: Engine) -> None:
    migrate(engine)
    assert _differences(engine) == []
    found = set(inspect(engine).get_table_names())
    assert found == {*TABLES.tables, "alembic_version"}


def test_a_file_without_the_migrations_differs(engine: Engine) -> None:
    assert len(_differences(engine)) >= len(TABLES.tables)


def test_migrating_again_changes_nothing(engine: Engine) -> None:
    migrate(engine)
    with session_factory(engine).begin() as session:
        store_places(session)
        apply(session, INVENTED, [make_content()], author="test")
    migrate(engine)
    with session_factory(engine)() as session:
        assert [record.content.external_id for record in live_records(session)] == ["kitchen"]


def test_what_migrations_make_holds_and_gives_back_a_record(engine: Engine) -> None:
    migrate(engine)
    content = make_content(kind="right", cost="free", status_required="no", legal_kind="law")
    with session_factory(engine).begin() as session:
        store_places(session)
        apply(session, INVENTED, [content], author="test")
    with session_factory(engine)() as session:
        assert read(session.get_one(Record, "invented:kitchen")) == content


def test_every_migration_can_be_taken_back(engine: Engine) -> None:
    migrate(engine)
    _take_back(engine)
    assert set(inspect(engine).get_table_names()) == {"alembic_version"}
    migrate(engine)
    assert _differences(engine) == []


def test_the_migrations_are_one_line_without_branches() -> None:
    directory = ScriptDirectory.from_config(alembic_config())
    assert directory.get_bases() == [REVISIONS[0]]
    assert directory.get_heads() == [REVISIONS[-1]]


@pytest.mark.parametrize("revision", REVISIONS)
def test_every_migration_can_be_said_in_the_words_of_postgresql(revision: str) -> None:
    said = io.StringIO()
    context = MigrationContext.configure(
        dialect_name="postgresql", opts={"as_sql": True, "output_buffer": said}
    )
    module = ScriptDirectory.from_config(alembic_config()).get_revision(revision).module
    with Operations.context(context):
        module.upgrade()
        module.downgrade()
    assert "TABLE" in said.getvalue()
    if revision == REVISIONS[0]:
        assert said.getvalue().count("CREATE TABLE") > 20
