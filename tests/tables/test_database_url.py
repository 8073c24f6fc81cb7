"""Passwords of databases: in whatever URL and message, nobody sees them."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from staffing.errors import InputError
from staffing.tables.database_url import file_of, without_password, without_passwords, without_secrets
from staffing.tables.open import open_rows

SECRET = "S3cr3t"


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("postgresql://me:p@ss@host/db", "postgresql://me:***@host/db"),
        ("postgresql://me:p/s?s@host/db", "postgresql://me:***@host/db"),
        ("postgresql://bob@corp:x@host:9/db", "postgresql://bob@corp:***@host:9/db"),
        ("postgresql:/bob:x@host/db", "postgresql:/bob:***@host/db"),
        ("mysql://host/db?user=me&password=x&port=1", "mysql://host/db?user=***&password=***&port=1"),
        (
            "postgresql://host/db?sslpassword=x@y&sslmode=require",
            "postgresql://host/db?sslpassword=***&sslmode=require",
        ),
        (
            "snowflake://bob:x@acct/db?token=y&private_key_passphrase=z",
            "snowflake://bob:***@acct/db?token=***&private_key_passphrase=***",
        ),
        ("mssql+pyodbc:///?odbc_connect=DRIVER%3Dx%3BPWD%3Dy", "mssql+pyodbc:///?odbc_connect=***"),
    ],
)
def test_passwords_are_masked_wherever_they_stand(url: str, shown: str) -> None:
    """Behind a user with an @, with an @ or a slash in them, in the options, behind a slash too few."""
    assert without_password(url) == shown
    assert without_passwords(f"cannot reach {url} today") == f"cannot reach {shown} today"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("postgresql:bob:x@host/db", "postgresql:bob:***@host/db"),
        ("postgresql//bob:x@y@host/db", "postgresql//bob:***@host/db"),
        ("bob:x@host/db", "bob:***@host/db"),
    ],
)
def test_a_text_that_was_meant_as_a_url_hides_its_password(text: str, shown: str) -> None:
    """Without its slashes or its scheme it is a path, which messages show."""
    assert without_password(text) == shown


@pytest.mark.parametrize(
    "path",
    [
        "history.csv",
        "C:/a@b/c.csv",
        r"C:\a@b\c.csv",
        "a@b.csv",
        "exports/2026-11-*.csv",
        "C:/acd/a.csv",
        "a=b?c=d.csv",
        "-",
    ],
)
def test_paths_are_shown_as_they_are(path: str) -> None:
    """No file loses its name."""
    assert without_password(path) == path
    assert without_passwords(f"{path}: at 10:00, a@b") == f"{path}: at 10:00, a@b"


@given(st.text(alphabet="ab@:/?&=%; ", max_size=8), st.sampled_from(["", "@corp", "?x=1"]))
def test_no_password_shows(noise: str, more: str) -> None:
    """Whatever characters stand around it, as they are and encoded."""
    for secret in (f"{noise}{SECRET}{noise}", quote(f"{noise}{SECRET}{noise}", safe="")):
        assert SECRET not in without_password(
            f"postgresql://bob{more.replace('?x=1', '')}:{secret}@host/db{more}"
        )


def test_what_a_driver_repeats_is_masked() -> None:
    """A password without its URL around it, decoded or not."""
    url = f"mssql+pyodbc:///?odbc_connect=UID%3Dbob%3BPWD%3D{SECRET}%21"
    assert SECRET not in without_secrets(f"login of bob with {SECRET}! failed", url)
    assert "abc" not in without_passwords("no answer to dblink('host=h password=abc')")


@pytest.mark.parametrize(
    "url",
    [
        f"postgresql://bob@corp:{SECRET}@127.0.0.1:9/db",
        f"mssql+pyodbc:///?odbc_connect=DRIVER%3Dx%3BUID%3Dbob%3BPWD%3D{SECRET}",
        f"nowhere://bob:x@acct/db?token={SECRET}",
        f"postgresql:/bob:{SECRET}@127.0.0.1/db",
    ],
)
def test_no_message_of_a_source_shows_a_password(url: str) -> None:
    """Neither its name nor its fault."""
    with pytest.raises(InputError) as caught, open_rows(url, "SELECT 1"):
        pass
    assert SECRET not in str(caught.value)


def test_a_file_of_a_database_is_known() -> None:
    """SQLite and DuckDB; a server has none."""
    assert file_of("sqlite:///acd.db") == "acd.db"
    assert file_of("postgresql://host/db") is None
