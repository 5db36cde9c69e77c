"""The tables suit PostgreSQL as they suit SQLite, and the starter content fits into them."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, Enum, String, Table, inspect, select
from sqlalchemy.dialects import postgresql
from sqlalchemy.orm import Session, configure_mappers
from sqlalchemy.schema import CreateIndex, CreateTable

import knowledge.models
from knowledge.db import Base, open_engine
from knowledge.ingest import SourceInfo, apply
from knowledge.places import store_places
from knowledge.sources.starter import read_starter
from knowledge.store import STARTER

LONGEST_NAME = 63
"""Letters of a name that PostgreSQL keeps."""
configure_mappers()
TABLES = [Base.metadata.tables[name] for name in sorted(Base.metadata.tables)]
KNOWN = [item.__table__ for item in map(knowledge.models.__dict__.get, knowledge.models.__all__)]


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    """A database in memory with the starter content."""
    engine = open_engine("sqlite://")
    Base.metadata.create_all(engine)
    source = SourceInfo(id=STARTER, kind="starter", title="Starter content", place_id=None)
    with Session(engine) as session, session.begin():
        store_places(session)
        apply(session, source, read_starter(), author="test")
    yield engine
    engine.dispose()


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_postgresql_takes_the_table(table: Table) -> None:
    dialect = postgresql.dialect()
    said = str(CreateTable(table).compile(dialect=dialect))
    assert said.strip().startswith(f"CREATE TABLE {dialect.identifier_preparer.quote(table.name)}")
    for index in table.indexes:
        assert "CREATE" in str(CreateIndex(index).compile(dialect=dialect))


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_every_name_is_short_enough_for_postgresql(table: Table) -> None:
    parts = [table, *table.columns, *table.indexes, *table.constraints]
    assert all(part.name for part in parts), "a constraint without a name cannot be migrated"
    assert [part.name for part in parts if len(str(part.name)) > LONGEST_NAME] == []


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_every_table_has_a_key_and_every_short_text_a_length(table: Table) -> None:
    assert len(table.primary_key.columns) > 0
    for column in table.columns:
        if type(column.type) is String:
            assert column.type.length, f"{table.name}.{column.name}"
        assert not isinstance(column.type, Enum), "a closed type of PostgreSQL is hard to widen"


@pytest.mark.parametrize("table", KNOWN, ids=lambda table: table.name)
def test_the_starter_content_fits_into_its_columns(engine: Engine, table: Table) -> None:
    with engine.connect() as connection:
        rows = connection.execute(select(table)).mappings().all()
    for column in table.columns:
        length = getattr(column.type, "length", None)
        values = [row[column.name] for row in rows if isinstance(row[column.name], str)]
        assert not any("\x00" in value for value in values)
        assert not length or max(map(len, values), default=0) <= length, column.name


def test_every_row_of_the_starter_content_refers_to_rows_that_are_there(engine: Engine) -> None:
    with engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA foreign_key_check").all() == []


def test_every_table_of_the_models_is_made(engine: Engine) -> None:
    assert {table.name for table in KNOWN} <= set(inspect(engine).get_table_names())
