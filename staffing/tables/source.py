"""Where text comes from and goes to: a path, gzip, Zstandard, or `-` for standard input and output.

Output to a path is written beside it and renamed, so a reader never sees half a file and a full disk
leaves the old one in place.
"""

from __future__ import annotations

import gzip
import io
import os
import secrets
import sys
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO, cast

from staffing.errors import InputError, Problem, ReaderLeft
from staffing.tables.database_url import without_password
from staffing.tables.encoding import UTF_8, Likeness, encoding_of, is_known, marked_encoding

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

STANDARD = "-"
_GZIP_MAGIC, _ZSTD_MAGIC = b"\x1f\x8b", b"\x28\xb5\x2f\xfd"
_HEAD = 1 << 16


def display_name(source: str | Path) -> str:
    """How messages call the source: never with the password of a URL, even of one that is none for sure."""
    return "standard input" if str(source) == STANDARD else without_password(str(source))


@contextmanager
def open_text(
    source: str | Path, encoding: str | None = None, likeness: Likeness | None = None
) -> Iterator[TextIO]:
    """The source as text without its byte-order mark: UTF-8, or UTF-16 where its first bytes say so.

    With `likeness` a file that is no UTF-8 may be in a code page. `encoding` is read whatever the bytes say.
    gzip and Zstandard are recognised by their first bytes.
    """
    name = display_name(source)
    if encoding is not None and not is_known(encoding):
        hint = "names are such as utf-8, cp1252 (Western Europe), cp1250, shift_jis, gb18030"
        raise InputError(Problem("encoding", "the name of a text encoding", hint, value=encoding))
    try:
        raw = sys.stdin.buffer if str(source) == STANDARD else open(source, "rb")  # noqa: SIM115 - closed below
        with raw:
            packed = io.BufferedReader(cast(io.RawIOBase, raw), _HEAD)
            stream = _unpacked(packed, name)
            chosen = encoding or _encoding(source, stream, likeness if stream is packed else None)
            yield io.TextIOWrapper(stream, encoding=chosen, newline="")
    except FileNotFoundError:
        raise InputError(Problem(name, "an existing file", "check the path")) from None
    except UnicodeDecodeError as fault:
        hint = "save the file as UTF-8 (in Excel: 'CSV UTF-8')"
        if likeness is not None:
            hint += ", or say what it is with --encoding, such as cp932, gb18030, cp949, big5 or cp1250"
        found = f"byte {fault.object[fault.start]:#04x} is invalid"
        raise InputError(Problem(name, f"{fault.encoding.upper()} text ({found})", hint)) from None
    except UnicodeError as fault:
        hint = "save the file as UTF-8, or say what it is with --encoding"
        raise InputError(Problem(name, f"text in {chosen} ({fault})", hint)) from None
    except (gzip.BadGzipFile, zlib.error, EOFError) as fault:
        raise InputError(Problem(name, f"a whole gzip file ({fault})", "copy the file again")) from None
    except IsADirectoryError:
        raise InputError(Problem(name, "a file, not a folder", "name a file in it")) from None
    except OSError as fault:
        raise InputError(Problem(name, f"a readable file ({fault.strerror})", "check the path")) from None


def _encoding(source: str | Path, stream: io.BufferedReader[Any], likeness: Likeness | None) -> str:
    """As the bytes say; of a file that can be read twice all of them are looked at, given a likeness."""
    head = stream.peek(_HEAD)
    marked = marked_encoding(head)
    if marked is not None or likeness is None:
        return marked or UTF_8
    if str(source) == STANDARD or not os.path.isfile(source):
        return encoding_of([head[: head.rfind(b"\n") + 1]], likeness)
    if len(head) == os.path.getsize(source):
        return encoding_of([head], likeness)
    with open(source, "rb") as again:
        return encoding_of(iter(lambda: again.read(1 << 20), b""), likeness)


def _unpacked(packed: io.BufferedReader[Any], name: str) -> io.BufferedReader[Any]:
    """The bytes behind gzip or Zstandard, or as they are; closed with what they come from."""
    magic = packed.peek(4)[:4]
    if magic[:2] == _GZIP_MAGIC:
        return io.BufferedReader(cast(io.RawIOBase, gzip.open(packed)))
    if magic == _ZSTD_MAGIC:
        return io.BufferedReader(_Zstandard(packed, name))
    return packed


class _Zstandard(io.RawIOBase):
    """Unpacks Zstandard as it is read, and complains about a file cut short, which its library lets pass."""

    def __init__(self, packed: io.BufferedReader, name: str) -> None:
        from staffing.tables.extras import library

        self._library = library("zstandard", name, "which unpacks .zst")
        self._packed, self._name = packed, name
        self._frame = self._library.ZstdDecompressor().decompressobj()
        self._ready = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        view = memoryview(buffer)
        while not self._ready and (chunk := self._packed.read(1 << 16)):
            self._ready = self._unpack(chunk)
        if not self._ready and not self._frame.eof:
            raise self._broken("it ends in the middle")
        count = min(len(view), len(self._ready))
        view[:count], self._ready = self._ready[:count], self._ready[count:]
        return count

    def _unpack(self, chunk: bytes) -> bytes:
        data = b""
        try:
            while chunk:
                if self._frame.eof:
                    self._frame = self._library.ZstdDecompressor().decompressobj()
                data += self._frame.decompress(chunk)
                chunk = self._frame.unused_data if self._frame.eof else b""
        except self._library.ZstdError as fault:
            raise self._broken(str(fault)) from None
        return data

    def _broken(self, fault: str) -> InputError:
        return InputError(Problem(self._name, f"a whole Zstandard file ({fault})", "copy the file again"))


@contextmanager
def standard_output() -> Iterator[TextIO]:
    """Standard output in the encoding it has; ReaderLeft where nobody reads, InputError where it is full."""
    try:
        yield sys.stdout
        sys.stdout.flush()
    except BrokenPipeError:
        lead_nowhere(sys.stdout)
        raise ReaderLeft from None
    except OSError as fault:
        lead_nowhere(sys.stdout)
        raise no_place_to_write(fault) from None


def no_place_to_write(fault: OSError) -> InputError:
    """The error where standard output takes nothing: its device is full, or it is closed."""
    hint = "free some space, or write to a file with --out"
    return InputError(Problem("standard output", f"a place to write ({fault.strerror})", hint))


def lead_nowhere(stream: TextIO) -> None:
    """What the stream still holds goes nowhere: Python would complain at exit when it flushes it."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, stream.fileno())
    os.close(nowhere)


@contextmanager
def write_text(target: str | Path) -> Iterator[TextIO]:
    """A stream to write; the target appears whole when the block ends without an error."""
    if str(target) == STANDARD:
        if isinstance(sys.stdout, io.TextIOWrapper):  # files are UTF-8 with LF, whatever the locale says
            sys.stdout.reconfigure(encoding="utf-8", errors="strict", newline="")
        with standard_output() as stream:
            yield stream
        return
    path = Path(target).resolve()  # a link stays a link: what it points at is replaced
    if path.exists() and not path.is_file():
        with _opened_directly(path) as stream:
            yield stream
        return
    # The name is known before the file is there: a signal at any moment leaves nothing behind.
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        with _created(temporary, path) as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        os.replace(temporary, path)
    except BaseException as fault:
        with suppress(OSError):
            os.unlink(temporary)
        if isinstance(fault, OSError):
            hint = "free some space or choose another place; nothing was replaced"
            raise InputError(Problem(str(path), f"a writable place ({fault.strerror})", hint)) from None
        raise


def _created(temporary: Path, path: Path) -> TextIO:
    try:
        return temporary.open("x", encoding="utf-8", newline="")
    except OSError as fault:
        hint = "check its folder and the rights to it"
        raise InputError(Problem(str(path), f"a writable place ({fault.strerror})", hint)) from None


@contextmanager
def _opened_directly(path: Path) -> Iterator[TextIO]:
    """A pipe or a device is written to, never replaced."""
    try:
        with path.open("w", encoding="utf-8", newline="") as stream:
            yield stream
    except OSError as fault:
        raise InputError(
            Problem(
                str(path), f"a writable place ({fault.strerror})", "check its folder and the rights to it"
            )
        ) from None
