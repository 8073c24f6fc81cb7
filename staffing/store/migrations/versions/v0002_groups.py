"""The group of people that shifts and coverage are of, in plans with `[[group]]`."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Add the columns; rows of before are of no group."""
    for record in ("coverage", "shifts"):
        op.add_column(record, sa.Column("group", sa.Text))
