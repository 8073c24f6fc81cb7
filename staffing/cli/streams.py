"""Standard streams as the shell left them: closed, full, or of a terminal that cannot show every character.

What is read or written through a closed stream fails like any other reading or writing; on standard error it
goes unseen. Text for people is shown in the terminal's own encoding, with lookalikes; data is always UTF-8.
"""

from __future__ import annotations

import codecs
import errno
import io
import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TextIO

from staffing.errors import TO_COPY

LOOKALIKE = "staffing.lookalike"
INFO, WARNING, ERROR = "info", "warning", "error"
_LOOKALIKES = {
    **dict.fromkeys("─–—−‐‑", "-"),
    **dict.fromkeys("│┤├", "|"),
    **dict.fromkeys("└┘┌┐┴┬┼", "+"),
    **dict(zip("▁▂▃▄▅▆▇█", "_.:-=+*#", strict=True)),
    **dict.fromkeys("‘’′", "'"),
    **dict.fromkeys("“”„", '"'),
    "▒": ":",
    "▲": "^",
    "▼": "v",
    "×": "x",
    "÷": "/",
    "·": ".",
    "…": "...",
    "→": "->",
    "≤": "<=",
    "≥": ">=",
    "±": "+/-",
    "½": "1/2",
}


@dataclass
class Log:
    """How this process writes its lines for people: as they are, or as JSON."""

    is_json: bool = False


LOG = Log()


def prepare_streams() -> None:
    """Stand something in for streams that are closed, and lookalikes for what a terminal cannot show.

    A file opened later can then not get the number of a closed stream, and so what others print to it.
    """
    if sys.stdin is None:
        sys.stdin = os.fdopen(_nowhere(os.O_WRONLY), "r", encoding="utf-8")  # reading from it fails
    if sys.stdout is None:
        sys.stdout = os.fdopen(_nowhere(os.O_RDONLY), "w", encoding="utf-8")  # writing to it fails
    if sys.stderr is None:
        sys.stderr = os.fdopen(_nowhere(os.O_WRONLY), "w", encoding="utf-8")
    codecs.register_error(LOOKALIKE, _lookalikes)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors=LOOKALIKE)


@contextmanager
def may_go_unseen() -> Iterator[None]:
    """Whoever reads our stderr may stop (`2>&1 | head`), or it may be full: the work is done all the same."""
    try:
        yield
    except (OSError, SystemExit):  # rich turns a broken pipe into the second
        give_up(sys.stderr)


def say(line: str, /, *, level: str = INFO, code: int = 0, **fields: str | int | None) -> None:
    """A line for people, on standard error; a terminal gets it broken between words.

    With `--log-format json` it is an object: time, level, exit code, message, and what `fields` are known.
    Whatever names it holds, it is one line, steers no terminal, and shows no password.
    """
    from staffing.tables.database_url import without_passwords
    from staffing.wording import legible

    line = without_passwords(line)
    with may_go_unseen():
        if LOG.is_json:
            known = {name: value for name, value in fields.items() if value is not None}
            text = _json_line(level, code, line, known)
        else:
            text = legible(line)
            text = broken(text, _columns()) if sys.stderr.isatty() else text
        print(text, file=sys.stderr, flush=True)


def _json_line(level: str, code: int, message: str, fields: Mapping[str, str | int]) -> str:
    import datetime
    import json

    from staffing.tables.database_url import without_passwords

    now = datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
    masked = {name: without_passwords(v) if isinstance(v, str) else v for name, v in fields.items()}
    return json.dumps({"time": now, "level": level, "code": code, "message": message, **masked})


def broken(line: str, width: int) -> str:
    """The line in lines of so many columns, broken between words; what is to be copied stays whole."""
    if len(line) <= width or line.startswith(TO_COPY):
        return line
    import textwrap

    indent = " " * (len(line) - len(line.lstrip()))
    return textwrap.fill(
        line, width, subsequent_indent=indent + "  ", break_long_words=False, break_on_hyphens=False
    )


def _columns() -> int:
    """Of the terminal; standard error may be one where standard output is none."""
    import shutil

    try:
        return int(os.environ.get("COLUMNS", "")) or os.get_terminal_size(sys.stderr.fileno()).columns
    except (ValueError, OSError):
        return shutil.get_terminal_size().columns


def is_refused(fault: OSError) -> bool:
    """True if standard output did not take what was printed to it; what is left of that is then given up.

    A file that cannot be written is named by its fault; a stream is not.
    """
    if fault.filename is None and fault.errno in {errno.EBADF, errno.ENOSPC}:
        give_up(sys.stdout)
        return True
    return False


def give_up(stream: TextIO) -> None:
    """What the stream still holds goes nowhere."""
    from staffing.tables.source import lead_nowhere  # imports more than `--help` needs

    lead_nowhere(stream)


def _nowhere(flags: int) -> int:
    """The lowest free descriptor, that of the stream which was closed; children inherit it like any other."""
    descriptor = os.open(os.devnull, flags)
    os.set_inheritable(descriptor, True)
    return descriptor


def _lookalikes(fault: UnicodeError) -> tuple[str, int]:
    """What to show for characters that an encoding lacks: the codec error handler `LOOKALIKE`."""
    if not isinstance(fault, UnicodeEncodeError):
        raise fault
    return "".join(map(_lookalike, fault.object[fault.start : fault.end])), fault.end


def _lookalike(character: str) -> str:
    """`-` for a dash, `e` for `é`, `?` where nothing looks like it."""
    import unicodedata

    plain = unicodedata.normalize("NFKD", character).encode("ascii", "ignore").decode()
    return _LOOKALIKES.get(character) or plain or "?"
