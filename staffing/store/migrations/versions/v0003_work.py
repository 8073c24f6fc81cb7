"""Heads at work that may wait, in plans with `[[work]]`."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Add the column; runs of before know no such work."""
    op.add_column("coverage", sa.Column("on_work", sa.Double()))
