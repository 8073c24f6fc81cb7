"""Runs with their inputs and files, and the records forecast, requirement, shifts and coverage."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

NAME = sa.Text().with_variant(sa.String(255), "mysql", "mariadb")
MOMENT = sa.DateTime(timezone=True)
Column = sa.Column[Any]


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "run",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("plan", NAME, nullable=False),
        sa.Column("as_of", MOMENT, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("timezone", sa.Text, nullable=False),
        sa.Column("interval_minutes", sa.Integer, nullable=False),
        sa.Column("version", sa.Text),
        sa.Column("started", MOMENT),
        sa.Column("ended", MOMENT),
        sa.Column("ended_by", sa.Text),
        sa.Column("plan_file", sa.Text),
        sa.Column("sha256", sa.Text, nullable=False),
        *numbers("paid_hours", "objective_hours", "lower_bound_hours", "gap", "service_level"),
        *numbers("under_agent_hours", "over_agent_hours"),
        sa.Column("run_json", sa.Text, nullable=False),
        sa.Column("summary_json", sa.Text, nullable=False),
        sa.UniqueConstraint("plan", "as_of", name="run_plan_as_of"),
    )
    op.create_table(
        "run_input",
        of_run(),
        sa.Column("place", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("path", sa.Text, nullable=False),
        sa.Column("bytes", sa.BigInteger),
        sa.Column("sha256", sa.Text),
        sa.Column("query", sa.Text),
    )
    op.create_table(
        "run_file",
        of_run(),
        sa.Column("record", NAME, primary_key=True),
        sa.Column("rows", sa.Integer, nullable=False),
        sa.Column("header", sa.Text, nullable=False),
        sa.Column("sha256", sa.Text, nullable=False),
    )
    op.create_table(
        "further",
        of_run(),
        sa.Column("record", NAME, primary_key=True),
        sa.Column("name", NAME, primary_key=True),
        sa.Column("place", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("number", sa.Double),
        sa.Column("moment", MOMENT),
    )
    create_record(
        "forecast",
        *interval(),
        sa.Column("queue", sa.Text),
        *numbers("offered", "offered_p10", "offered_p90", "aht_seconds"),
    )
    create_record(
        "requirement",
        *interval(),
        sa.Column("queue", sa.Text),
        *numbers("offered", "aht_seconds", "load_erlangs", "agents", "scheduled", "service_level"),
        *numbers("mean_wait_seconds", "abandonment", "occupancy", "wait_probability", "blocking"),
        sa.Column("bound_by", sa.Text),
    )
    create_record(
        "shifts",
        sa.Column("pattern", sa.Text),
        *moments("start", "end", "lunch_start", "lunch_end", "break_1_start", "break_1_end"),
        sa.Column("agents", sa.BigInteger),
        *numbers("paid_hours"),
    )
    create_record(
        "coverage",
        *interval(),
        *numbers("required", "scheduled", "on_break", "working", "over", "under", "service_level"),
    )


def create_record(name: str, *columns: Column) -> None:
    """A table of a run's rows."""
    op.create_table(
        name, of_run(), sa.Column("place", sa.Integer, primary_key=True, autoincrement=False), *columns
    )


def of_run() -> Column:
    """The run that a row belongs to."""
    return sa.Column("run_id", sa.Integer, sa.ForeignKey("run.id", ondelete="CASCADE"), primary_key=True)


def interval() -> list[Column]:
    """The interval of a row, and the offset it is shown with."""
    return [sa.Column("interval_start", MOMENT), sa.Column("utc_offset_minutes", sa.Integer)]


def numbers(*names: str) -> list[Column]:
    """Columns of numbers."""
    return [sa.Column(name, sa.Double) for name in names]


def moments(*names: str) -> list[Column]:
    """Columns of moments."""
    return [sa.Column(name, MOMENT) for name in names]
