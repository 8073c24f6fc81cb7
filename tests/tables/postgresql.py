"""A PostgreSQL server of the tests' own: in a folder that goes away, on a socket in it."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory


def available() -> bool:
    """True where a server can be started."""
    return os.name == "posix" and all(_tool(name) for name in ("initdb", "pg_ctl"))


def _tool(name: str) -> str | None:
    """On the path, or where Debian puts it: of the newest version there."""
    beside = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda path: int(path.parts[4]))
    return shutil.which(name) or next(map(str, reversed(beside)), None)


@contextmanager
def server() -> Iterator[str]:
    """A running server; yields the URL of its database.

    Its folder is none of pytest's, whose rights another pytest that starts meanwhile takes back.
    """
    with TemporaryDirectory(prefix="staffing-postgresql-") as name:
        folder = Path(name)
        data = folder / "data"
        run = _runner(folder)
        run("initdb", "--no-sync", "--username=planner", "--auth=trust", "-D", str(data))
        settings = f"-c listen_addresses='' -c unix_socket_directories='{folder}' -c fsync=off"
        run("pg_ctl", "-D", str(data), "-w", "-l", str(folder / "log"), "-o", settings, "start")
        try:
            yield f"postgresql://planner@/postgres?host={folder}"
        finally:
            run("pg_ctl", "-D", str(data), "-m", "immediate", "stop")


def _runner(folder: Path):  # type: ignore[no-untyped-def]
    """Runs a tool as a user that PostgreSQL accepts: it refuses root."""
    user = None
    if os.getuid() == 0:
        user = "nobody"
        os.chown(folder, pwd.getpwnam(user).pw_uid, -1)

    def run(*command: str) -> None:
        done = subprocess.run(
            [_tool(command[0]) or command[0], *command[1:]],
            check=False,
            capture_output=True,
            text=True,
            user=user,
            cwd=folder,
            env={**os.environ, "LC_ALL": "C"},
        )
        assert done.returncode == 0, (command[0], done.stdout, done.stderr)

    return run
