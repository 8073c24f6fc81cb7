"""Where text comes from and goes to: a path, gzip, or `-` for standard input and output.

Output to a path is written beside it and renamed, so a reader never sees half a file and a full disk
leaves the old one in place.
"""

from __future__ import annotations

import gzip
import io
import os
import sys
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, TextIO, cast

from staffing.errors import InputError, Problem, ReaderLeft

STANDARD = "-"
_GZIP_MAGIC = b"\x1f\x8b"


def display_name(source: str | Path) -> str:
    """How messages call the source."""
    return "standard input" if str(source) == STANDARD else str(source)


@contextmanager
def open_text(source: str | Path) -> Iterator[TextIO]:
    """The source as UTF-8 text without its BOM; gzip is recognised by its first bytes."""
    name = display_name(source)
    try:
        raw = sys.stdin.buffer if str(source) == STANDARD else open(source, "rb")  # noqa: SIM115 - closed below
        with raw:
            buffered = io.BufferedReader(cast(io.RawIOBase, raw))
            zipped = buffered.peek(2)[:2] == _GZIP_MAGIC
            stream = gzip.open(buffered) if zipped else buffered  # noqa: SIM115 - closed with `raw`
            yield io.TextIOWrapper(cast(IO[bytes], stream), encoding="utf-8-sig", newline="")
    except FileNotFoundError:
        raise InputError(Problem(name, "an existing file", "check the path")) from None
    except UnicodeDecodeError as fault:
        hint = "save the file as UTF-8 (in Excel: 'CSV UTF-8')"
        raise InputError(
            Problem(name, f"UTF-8 text (byte {fault.object[fault.start]:#04x} is none)", hint)
        ) from None
    except (gzip.BadGzipFile, EOFError, zlib.error) as fault:
        raise InputError(Problem(name, f"a whole gzip file ({fault})", "copy the file again")) from None
    except IsADirectoryError:
        raise InputError(Problem(name, "a file, not a folder", "name a file in it")) from None
    except OSError as fault:
        raise InputError(Problem(name, f"a readable file ({fault.strerror})", "check the path")) from None


@contextmanager
def write_text(target: str | Path) -> Iterator[TextIO]:
    """A stream to write; the target appears whole when the block ends without an error."""
    if str(target) == STANDARD:
        if isinstance(sys.stdout, io.TextIOWrapper):  # files are UTF-8 with LF, whatever the locale says
            sys.stdout.reconfigure(encoding="utf-8", newline="")
        try:
            yield sys.stdout
            sys.stdout.flush()
        except BrokenPipeError:
            # Python would complain at exit when it flushes what nobody reads.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise ReaderLeft from None
        except OSError as fault:
            hint = "free some space, or write to a file with --out"
            expected = f"a place to write ({fault.strerror})"
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise InputError(Problem("standard output", expected, hint)) from None
        return
    path = Path(target).resolve()  # a link stays a link: what it points at is replaced
    if path.exists() and not path.is_file():
        with _opened_directly(path) as stream:
            yield stream
        return
    try:
        handle, temporary = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    except OSError as fault:
        raise InputError(Problem(str(path), f"a writable place ({fault.strerror})", "check --out")) from None
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        os.chmod(temporary, 0o666 & ~_umask())
        os.replace(temporary, path)
    except BaseException as fault:
        with suppress(OSError):
            os.unlink(temporary)
        if isinstance(fault, OSError):
            hint = "free some space or choose another --out; nothing was replaced"
            raise InputError(Problem(str(path), f"a writable place ({fault.strerror})", hint)) from None
        raise


@contextmanager
def _opened_directly(path: Path) -> Iterator[TextIO]:
    """A pipe or a device is written to, never replaced."""
    try:
        with path.open("w", encoding="utf-8", newline="") as stream:
            yield stream
    except OSError as fault:
        raise InputError(Problem(str(path), f"a writable place ({fault.strerror})", "check --out")) from None


def _umask() -> int:
    """The process's umask, so that files get the permissions a plain `open` would give."""
    mask = os.umask(0)
    os.umask(mask)
    return mask
