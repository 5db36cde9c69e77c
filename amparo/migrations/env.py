"""Alembic's entry: runs migrations on the connection that `amparo.database.migrate` opened."""

from alembic import context

from amparo.database import TABLES

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=TABLES,
    render_as_batch=True,
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
