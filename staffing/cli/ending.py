"""How every command ends: with its exit code, and in words or JSON what is wrong."""

from __future__ import annotations

import errno
import os
import sys
import threading
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any, NoReturn

from staffing.cli.streams import ERROR, LOG, give_up, is_refused, may_go_unseen, prepare_streams, say
from staffing.errors import TO_COPY, InputError, Problem, ReaderLeft, StaffingError, UsageError
from staffing.interrupts import SIGNALS, Interrupted, exit_code, message
from staffing.machine import ONE_THREAD, is_for_want_of_memory, limit_that_is_too_low

TEXT, JSON = "text", "json"
_OPTION = "--log-format"
OUR_FAULT = 70
TOO_LITTLE = "too little memory, or too few processes allowed"
ASKS_FOR_HELP = {"--help", "-h", "--version"}  # which take no memory

# Faults that no input explains, and no fault of ours: a full or read-only disk, rights, limits.
_NAMES = "ENOSPC EDQUOT EFBIG EROFS EACCES EPERM EIO ESTALE EMFILE ENFILE ENOMEM EAGAIN"
_OF_THE_MACHINE = {getattr(errno, name) for name in _NAMES.split() if hasattr(errno, name)}


def run(app: Callable[..., Any]) -> None:
    """Run the command that was given, to its exit code."""
    prepare_streams()
    os.environ |= ONE_THREAD  # before NumPy is imported
    if not (sys.warnoptions or os.environ.get("STAFFING_DEBUG")):
        warnings.simplefilter("ignore")  # they are for developers: what a user should know is a note
    threading.excepthook = _lost_in_a_thread
    try:
        with _in_good_order():
            log_format, arguments = _without_log_format(sys.argv[1:])
            if log_format is not None:
                log_as(log_format)
            if not ASKS_FOR_HELP.intersection(arguments) and (limit := limit_that_is_too_low()):
                raise _lacking("this machine", limit)
            with _who_asks_for_help_may_leave(arguments):
                sys.exit(app(arguments, standalone_mode=False) or 0)
    except Interrupted:
        _end_interrupted()
    except StaffingError as error:
        _end(error)
    except ReaderLeft:
        sys.exit(0)
    except OSError as fault:
        _end(_refused(fault))
    except Exception as fault:
        if is_for_want_of_memory(fault):
            _end(_lacking("this machine", TOO_LITTLE))
        if hasattr(fault, "format_message"):
            _end_misused(fault)
        _end_with_a_fault_of_ours(fault)


@contextmanager
def _who_asks_for_help_may_leave(arguments: list[str]) -> Iterator[None]:
    """Help that is piped to `head`: typer, which prints it, makes of a closed pipe the exit code 1."""
    try:
        yield
    except SystemExit as end:
        if ASKS_FOR_HELP.isdisjoint(arguments) or not isinstance(end.__context__, BrokenPipeError):
            raise
        raise ReaderLeft from None


def _end_misused(fault: Any) -> NoReturn:
    """Say what typer has against the command line, in its own words, also where nobody can read them."""
    if LOG.is_json:
        said = str(fault.format_message()).rstrip(".")
        is_help = said.startswith("Usage:")
        _end(UsageError("no command is given" if is_help else said, hint="see staffing --help"))
    with may_go_unseen():
        fault.show()
    sys.exit(fault.exit_code)


@contextmanager
def _in_good_order() -> Iterator[None]:
    """Work that a signal ends by `Interrupted`, whatever others have made of that on its way up."""
    SIGNALS.is_working = True
    try:
        yield
    except BaseException:
        if SIGNALS.received is None:
            raise
        raise Interrupted from None
    finally:
        SIGNALS.is_working = False


def _end_interrupted() -> NoReturn:
    """Say so, and end with the signal's exit code; what standard output was still to get goes nowhere."""
    say(message() if LOG.is_json else f"staffing: {message()}", level=ERROR, code=exit_code())
    with suppress(OSError, ValueError):
        give_up(sys.stdout)
    sys.exit(exit_code())


def log_as(log_format: str) -> None:
    """Write what is said as text or as JSON; UsageError for any other word."""
    if log_format not in (TEXT, JSON):
        raise UsageError(f"{_OPTION}: '{log_format}' is not known", hint=f"choose {TEXT} or {JSON}")
    LOG.is_json = log_format == JSON


def _without_log_format(arguments: list[str]) -> tuple[str | None, list[str]]:
    """The format of the log, wherever it stands before a `--`, and the other arguments."""
    given: str | None = None
    rest: list[str] = []
    waiting = iter(arguments)
    for argument in waiting:
        name, equals, value = argument.partition("=")
        if argument == "--":
            return given, [*rest, argument, *waiting]
        if name == _OPTION:
            given = value if equals else next(waiting, "")
        else:
            rest.append(argument)
    return given, rest


def _refused(fault: OSError) -> InputError:
    """The error where standard output, a disk, a right or a limit of the machine does not let us work."""
    if is_refused(fault):
        from staffing.tables.source import no_place_to_write

        return no_place_to_write(fault)  # to what typer prints itself, such as --help
    if fault.errno not in _OF_THE_MACHINE:
        _end_with_a_fault_of_ours(fault)
    return _lacking(str(fault.filename or "this machine"), str(fault.strerror))


def _lacking(where: str, what: str) -> InputError:
    hint = "free space, or raise the limit or the right that is lacking, and run it again"
    return InputError(Problem(where, f"enough resources to run ({what})", hint))


def _lost_in_a_thread(lost: threading.ExceptHookArgs) -> None:
    """End where a thread of others finds too little to go on: whoever waits for it would wait for ever."""
    if lost.exc_value is None or not is_for_want_of_memory(lost.exc_value):
        threading.__excepthook__(lost)
        return
    error = _lacking("this machine", TOO_LITTLE)
    _tell(error)
    os._exit(error.exit_code)


def _end(error: StaffingError) -> NoReturn:
    """Say what is wrong, and end with its exit code."""
    _tell(error)
    sys.exit(error.exit_code)


def _tell(error: StaffingError) -> None:
    if LOG.is_json:
        _log(error)
    else:
        for line in str(error).split("\n"):
            say(line if line.startswith(TO_COPY) else f"staffing: {line}")


def _log(error: StaffingError) -> None:
    """An object for each problem, or for the error as a whole."""
    code = error.exit_code
    if not isinstance(error, InputError):
        say(error.message, level=ERROR, code=code, hint=error.hint)
        return
    for one in error.problems:
        where: dict[str, str | int | None] = {"file": one.file, "line": one.line, "column": one.column}
        what = {"value": one.value, "expected": one.expected, "hint": one.hint}
        say(one.without_hint(), level=ERROR, code=code, **where, **what)
    if error.count > len(error.problems):
        say(f"{error.count} problems in all", level=ERROR, code=code)


def _end_with_a_fault_of_ours(fault: Exception) -> NoReturn:
    """Say that it is none of the user's, and end with 70."""
    if os.environ.get("STAFFING_DEBUG"):
        raise fault
    message = f"internal error: {type(fault).__name__}: {fault}"
    hint = "please report it with the command you ran; STAFFING_DEBUG=1 prints a traceback"
    if LOG.is_json:
        say(message, level=ERROR, code=OUR_FAULT, hint=hint)
    else:
        say(f"staffing: {message}. Hint: {hint}.")
    sys.exit(OUR_FAULT)
