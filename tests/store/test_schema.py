"""The schema: what the migrations make, what docs/reference/store.md lists, which versions fit together."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext

from staffing.errors import InputError
from staffing.store import connect
from staffing.store.connect import open_store
from staffing.store.place import StorePlace
from staffing.store.schema import METADATA, VERSION_TABLE
from staffing.tables.engine import engine_of
from tests.conftest import ROOT
from tests.store.stored import counts, one_day, push, run_folder

NEXT = """
import sqlalchemy as sa
from alembic import op

revision = "9999"
down_revision = "0003"


def upgrade():
    op.add_column("run", sa.Column("mood", sa.Text))
"""
KINDS = {
    sa.Text: "text",
    sa.String: "text",
    sa.Double: "number",
    sa.Integer: "whole number",
    sa.BigInteger: "whole number",
    sa.Date: "date",
}


@pytest.mark.smoke
def test_the_migrations_make_the_tables(url: str) -> None:
    """No table, column or type is missing or too much: a record whose columns change needs a migration."""
    with open_store(url, to_write=True) as store:
        before, now = store.upgrade()
        assert (before, store.upgrade()) == (None, (now, now))
        with store.reading() as connection:
            context = MigrationContext.configure(
                connection, opts={"version_table": VERSION_TABLE, "compare_type": True}
            )
            assert compare_metadata(context, METADATA) == []


def test_the_page_lists_every_column() -> None:
    """docs/reference/store.md names them with their kinds and meanings, in order."""
    page = (ROOT / "docs" / "reference" / "store.md").read_text(encoding="utf-8")
    for table in METADATA.tables.values():
        section = re.search(rf"^### {table.name}\n(.*?)(?=^##|\Z)", page, re.MULTILINE | re.DOTALL)
        assert section is not None, table.name
        listed = [line for line in section[1].splitlines() if line.startswith("| `")]
        assert listed == list(described(table))


def described(table: sa.Table) -> Iterator[str]:
    """The lines of a table's columns in docs/reference/store.md."""
    for column in table.columns:
        kind = KINDS.get(type(column.type), "moment in UTC")
        key = "key" if column.primary_key else "" if column.nullable else "yes"
        yield f"| `{column.name}` | {kind} | {key} | {column.doc} |"


@pytest.fixture
def newer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A version of staffing whose schema has a column more."""
    folder = tmp_path / "migrations"
    shutil.copytree(connect.MIGRATIONS, folder, ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "versions" / "v9999.py").write_text(NEXT, encoding="utf-8")
    monkeypatch.setattr("staffing.store.connect.MIGRATIONS", folder)


def columns_of_run(url: str) -> list[str]:
    engine = engine_of(url)
    try:
        return [column["name"] for column in sa.inspect(engine).get_columns("run")]
    finally:
        engine.dispose()


def test_a_file_is_upgraded_by_whoever_writes(tmp_path: Path, request: pytest.FixtureRequest) -> None:
    """With the runs that it holds; whoever only reads says what to do."""
    url = f"sqlite:///{tmp_path / 'plans.db'}"
    push(url, run_folder(tmp_path / "1", {"forecast": one_day()}))
    request.getfixturevalue("newer")
    with pytest.raises(InputError, match=r"found '0003', expected a store of schema 9999.*store upgrade"):
        counts(url)
    push(url, run_folder(tmp_path / "2", {"forecast": one_day()}, as_of="2026-11-24"))
    assert "mood" in columns_of_run(url)
    assert counts(url)["forecast"] == 4


def test_a_server_is_upgraded_on_request(
    server_url: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    """Others read it, too: a run does not change its schema, and says which command does."""
    push(server_url, run_folder(tmp_path / "1", {"forecast": one_day()}))
    request.getfixturevalue("newer")
    with pytest.raises(InputError, match="staffing store upgrade"):
        push(server_url, tmp_path / "1")
    assert "mood" not in columns_of_run(server_url)
    with open_store(server_url, to_write=True) as store:
        assert store.upgrade() == ("0003", "9999")
    assert "mood" in columns_of_run(server_url)
    assert counts(server_url)["run"] == 1


def test_a_newer_schema_is_refused(url: str, tmp_path: Path) -> None:
    """By writers, readers and upgrades of an older version; nothing of it changes."""
    folder = run_folder(tmp_path / "1", {"forecast": one_day()})
    push(url, folder)
    engine = engine_of(url)
    with engine.begin() as connection:
        connection.execute(sa.text(f"UPDATE {VERSION_TABLE} SET version_num = '9999'"))
    engine.dispose()
    with open_store(url, to_write=True) as store:
        for attempt in (lambda: push(url, folder), lambda: counts(url), store.upgrade):
            with pytest.raises(InputError, match=r"found '9999'.*install the newest staffing"):
                attempt()


def test_a_database_of_something_else_is_left_alone(url: str, tmp_path: Path) -> None:
    """A table of ours that another made is not taken over, and none of the others is made beside it."""
    engine = engine_of(url)
    with engine.begin() as connection:
        connection.execute(sa.text("CREATE TABLE forecast (weather TEXT)"))
    with pytest.raises(InputError, match="already exists"):
        push(url, run_folder(tmp_path / "1", {"forecast": one_day()}))
    assert sa.inspect(engine).get_table_names() == ["forecast"]
    engine.dispose()


def test_an_empty_database_holds_no_runs(url: str, tmp_path: Path) -> None:
    """Reading makes neither a file nor a table."""
    with pytest.raises(InputError, match=r"existing store|store of runs"):
        counts(url)
    assert not (tmp_path / "plans.db").exists()


def test_a_database_that_nobody_knows_is_no_store() -> None:
    """It is refused before any work, not at the end of each night."""
    with pytest.raises(InputError, match=r"nosuch.*check the URL"):
        StorePlace("nosuch://host/plans").require_usable()


@pytest.mark.parametrize(
    "url", ["sqlite://", "sqlite:///", "sqlite:///:memory:", "sqlite+pysqlite://?timeout=5"]
)
def test_a_database_in_memory_is_no_store(url: str, tmp_path: Path) -> None:
    """It would be gone with the command, and the run with it."""
    with pytest.raises(InputError, match="outlives the command"):
        push(url, run_folder(tmp_path / "1", {"forecast": one_day()}))
