"""How people ask for a record, beside its texts

Revision 0003, after 0002.
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "translation", sa.Column("questions", sa.Text(), nullable=False, server_default="")
    )


def downgrade() -> None:
    op.drop_column("translation", "questions")
