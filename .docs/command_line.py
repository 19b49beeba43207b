"""The page of the command: its options, and examples with what they print."""

from __future__ import annotations

import contextlib
import io
import os
import re
import shlex
import sys
import tempfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from rglm.cli import main, make_parser

COMMANDS = re.compile(r"^```console\n(?P<commands>.*?)^```", re.MULTILINE | re.DOTALL)
FILE = re.compile(r'^```\w+ title="(?P<name>[\w.]+)"\n(?P<text>.*?)^```', re.MULTILINE | re.DOTALL)
OPTIONS = "<!-- options -->"


@cache
def filled(text: str) -> str:
    """The page with the table of options, and what each command prints."""
    with folder(text):
        shown = COMMANDS.sub(lambda match: console(match["commands"]), text)
    return shown.replace(OPTIONS, options())


def options() -> str:
    """The arguments and options of the command, as a table."""
    lines = ["| Option | What it does |", "|---|---|"]
    for action in make_parser()._actions:
        names = ", ".join(action.option_strings) or action.dest
        has_value = action.option_strings and action.nargs != 0
        value = f" {action.metavar or action.dest.upper()}" if has_value else ""
        help = (action.help or "").replace("%(default)s", str(action.default)).replace("|", "\\|")
        lines.append(f"| `{names}{value}` | {help} |")
    return '<div class="options" markdown>\n\n' + "\n".join(lines) + "\n\n</div>"


def option_names() -> set[str]:
    """The options that take an example."""
    options = [action.option_strings for action in make_parser()._actions]
    return {names[-1] for names in options if names} - {"--help"}


def commands(text: str) -> list[str]:
    """The commands of the page."""
    lines = "\n".join(match["commands"] for match in COMMANDS.finditer(text)).splitlines()
    return [line.removeprefix("$ ") for line in lines if line.startswith("$ ")]


def console(lines: str) -> str:
    """A block of commands with what they print."""
    shown = [f"{line}\n{output(line.removeprefix('$ '))}" for line in lines.splitlines()]
    return "```console\n" + "\n\n".join(shown) + "\n```"


def output(command: str) -> str:
    """What a command prints, run here: ``rglm ...``, or ``cat file | rglm ...``.

    Raises ValueError: the command fails.
    """
    first, *rest = shlex.split(command)
    given = ""
    if first == "cat":
        name, pipe, first, *rest = rest
        given = Path(name).read_text() if pipe == "|" else Path(rest.pop()).read_text()
    if first != "rglm":
        raise ValueError(f"{command!r} is no command of rglm")
    printed = io.StringIO()  # what a terminal shows: warnings too
    with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed):
        status = exit_status(rest, given)
    if status:
        raise ValueError(f"{command!r} fails")
    return printed.getvalue().strip("\n")


def exit_status(arguments: list[str], given: str) -> int:
    """The exit status of the command, with a text as its standard input."""
    before, sys.stdin = sys.stdin, io.TextIOWrapper(io.BytesIO(given.encode()), encoding="utf-8")
    try:
        return main(arguments)
    except SystemExit as stop:  # of --help and --version
        return int(stop.code or 0)
    finally:
        sys.stdin = before


@contextlib.contextmanager
def folder(text: str) -> Iterator[None]:
    """Work in a folder that has the files that the page shows, and `mtcars.csv`."""
    from rglm.datasets import load

    before = Path.cwd()
    with tempfile.TemporaryDirectory() as place:
        os.chdir(place)
        try:
            load("mtcars").to_csv("mtcars.csv")
            for file in FILE.finditer(text):
                Path(file["name"]).write_text(file["text"], encoding="utf-8")
            yield
        finally:
            os.chdir(before)
