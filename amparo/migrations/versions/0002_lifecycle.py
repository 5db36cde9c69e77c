"""Lifecycle of records, owners, sources that run again, proposals to merge

Revision 0002, after 0001.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)


INDEXED = {
    "publication": ["owner", "published_at", "review_by"],
    "record": ["deleted_at", "publish_at", "state"],
    "source": ["next_run"],
    "event": ["record_id"],
    "merge_proposal": ["second_id", "state"],
}


def _text(name: str, kind: sa.types.TypeEngine[str], default: str = "") -> sa.Column[Any]:
    return sa.Column(name, kind, nullable=False, server_default=default)


def _added() -> dict[str, list[sa.Column[Any]]]:
    return {
        "publication": [
            sa.Column("review_by", sa.Date(), nullable=True),
            _text("owner", sa.String(length=120)),
        ],
        "record": [
            _text("state", sa.String(length=12), "archived"),
            sa.Column("publish_at", _MOMENT, nullable=True),
            sa.Column("deleted_at", _MOMENT, nullable=True),
            sa.Column("merged_into", sa.String(length=160), nullable=True),
        ],
        "revision": [_text("note", sa.String(length=500))],
        "schedule": [
            _text("rrule", sa.Text()),
            sa.Column("starts_on", sa.Date(), nullable=True),
            sa.Column("valid_from", sa.Date(), nullable=True),
            sa.Column("valid_to", sa.Date(), nullable=True),
            _text("except_on", sa.Text()),
        ],
        "source": [
            _text("license", sa.String(length=100)),
            _text("location", sa.String(length=1000)),
            sa.Column("options", sa.JSON(), nullable=False, server_default="{}"),
            sa.Column("every_hours", sa.Integer(), nullable=True),
            sa.Column("next_run", _MOMENT, nullable=True),
        ],
    }


def upgrade() -> None:
    op.create_table(
        "owner",
        sa.Column("id", sa.String(length=120), nullable=False),
        sa.Column("grace_days", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_owner")),
    )
    op.create_table(
        "event",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("record_id", sa.String(length=160), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("action", sa.String(length=16), nullable=False),
        sa.Column("who", sa.String(length=120), nullable=False),
        sa.Column("at", _MOMENT, nullable=False),
        sa.Column("detail", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["record_id"], ["record.id"], name=op.f("fk_event_record_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event")),
    )
    op.create_table(
        "merge_proposal",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("first_id", sa.String(length=160), nullable=False),
        sa.Column("second_id", sa.String(length=160), nullable=False),
        sa.Column("score", sa.Double(), nullable=False),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("found_at", _MOMENT, nullable=False),
        sa.Column("decided_by", sa.String(length=120), nullable=False),
        sa.Column("decided_at", _MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["first_id"], ["record.id"], name=op.f("fk_merge_proposal_first_id")
        ),
        sa.ForeignKeyConstraint(
            ["second_id"], ["record.id"], name=op.f("fk_merge_proposal_second_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_merge_proposal")),
        sa.UniqueConstraint(
            "first_id", "second_id", name=op.f("uq_merge_proposal_first_id_second_id")
        ),
    )
    op.create_table(
        "source_copy",
        sa.Column("record_id", sa.String(length=160), nullable=False),
        sa.Column("digest", sa.String(length=32), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["record_id"], ["record.id"], name=op.f("fk_source_copy_record_id")
        ),
        sa.PrimaryKeyConstraint("record_id", name=op.f("pk_source_copy")),
    )
    # Plain ALTER TABLE, not Alembic's copy of a whole table: others refer to these.
    for table, columns in _added().items():
        for column in columns:
            op.add_column(table, column)
    for table, names in INDEXED.items():
        for name in names:
            op.create_index(op.f(f"ix_{table}_{name}"), table, [name])
    _carry_over()


def _carry_over() -> None:
    """Give what was imported before a state, a history and the copy of what its source said."""
    live = "SELECT record_id FROM publication"
    op.execute(f"UPDATE record SET state = 'published' WHERE id IN ({live})")
    op.execute(
        "UPDATE publication SET "
        "review_by = (SELECT r.review_by FROM record r WHERE r.id = publication.record_id), "
        "owner = (SELECT CASE WHEN r.owner = '' THEN r.source_id ELSE r.owner END "
        "FROM record r WHERE r.id = publication.record_id)"
    )
    op.execute(
        "INSERT INTO event (record_id, version, action, who, at, detail) "
        "SELECT record_id, version, 'import', author, at, '{}' FROM revision"
    )
    op.execute(
        "INSERT INTO source_copy (record_id, digest, content) "
        "SELECT r.id, r.digest, v.content FROM record r "
        "JOIN revision v ON v.record_id = r.id AND v.version = r.version"
    )


def downgrade() -> None:
    for table, names in INDEXED.items():
        for name in names:
            op.drop_index(op.f(f"ix_{table}_{name}"), table)
    for table, columns in _added().items():
        for column in reversed(columns):
            op.drop_column(table, column.name)
    for table in ("source_copy", "merge_proposal", "event", "owner"):
        op.drop_table(table)
