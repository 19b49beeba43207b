"""The command ``rglm``: arguments in, page out, and an exit status."""

from __future__ import annotations

import argparse
import os
import re
import sys
import warnings
from collections.abc import Sequence
from contextlib import suppress
from typing import TextIO

from rglm.cli.arguments import make_parser, short_help
from rglm.cli.combinations import wrong_combination
from rglm.cli.model_fit import make_fit, save_fit
from rglm.cli.output import check_of, draw, write_output

WRONG_INPUT, CLOSED_PIPE, INTERRUPTED = 2, 141, 130  # exit statuses, as of a shell's signals
OF_PYTHON = re.compile(r"; a function of your own is handed over with context=.*")
INPUT_ERRORS = (
    ValueError,
    TypeError,
    SyntaxError,
    OSError,
    ImportError,
    ArithmeticError,
    MemoryError,
    RecursionError,
)


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command and return its exit status.

    The status is 2, after a line of text, where the input is wrong; 141 where the reader of the
    output has closed it (``| head``); 130 after Ctrl-C.
    """
    words = sys.argv[1:] if argv is None else list(argv)
    if not words:
        print(short_help(), end="", file=sys.stderr)
        return WRONG_INPUT
    parser = make_parser()
    arguments = parser.parse_args(words)
    if message := wrong_combination(arguments):
        parser.error(message)
    with warnings.catch_warnings():
        warnings.simplefilter("default", UserWarning)
        warnings.showwarning = _show_warning
        return _exit_status(arguments)


def _exit_status(arguments: argparse.Namespace) -> int:
    try:
        run(arguments)
        if sys.stdout is not None:  # as after ``>&-``
            sys.stdout.flush()
    except BrokenPipeError:
        _close_stdout()
        return CLOSED_PIPE
    except KeyboardInterrupt:
        _close_stdout()
        return INTERRUPTED
    except INPUT_ERRORS as error:
        print(f"rglm: error: {_message(error)}", file=sys.stderr)
        _close_stdout()
        return WRONG_INPUT
    return 0


def run(arguments: argparse.Namespace) -> None:
    """Fit or load the model, write its files, and print its page or table."""
    fit = make_fit(arguments)
    check = check_of(fit, arguments)
    if arguments.plot:
        draw(fit, arguments.plot, arguments.plot_fit, check)
    if arguments.save:
        save_fit(fit, arguments.save)
    write_output(fit, arguments, check)


def _message(error: BaseException) -> str:
    """An error in a line, with the file that could not be read or written."""
    if isinstance(error, OSError) and error.strerror:
        place = f"{error.filename}: " if error.filename else ""
        return f"{place}{error.strerror}"
    text = " ".join(str(error).split("\n"))
    return OF_PYTHON.sub("", text) or type(error).__name__


def _close_stdout() -> None:
    """Point standard output at nothing, so that Python does not fail again when it ends."""
    with suppress(OSError, ValueError):
        sys.stdout.flush()
        return
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _show_warning(
    message: Warning | str,
    category: type[Warning],
    filename: str,
    lineno: int,
    file: TextIO | None = None,
    line: str | None = None,
) -> None:
    print(f"rglm: warning: {message}", file=sys.stderr)
