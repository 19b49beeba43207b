"""The page of the command line has every option, each in an example that runs."""

from __future__ import annotations

import pytest


@pytest.fixture(scope="module")
def command(docs):
    return docs("command_line")


@pytest.fixture(scope="module")
def page(docs):
    return (docs("pages").HERE / "pages" / "command-line.md").read_text(encoding="utf-8")


def test_every_option_is_in_an_example(command, page):
    shown = " ".join(command.commands(page)).split()
    assert command.option_names() - set(shown) == set()


def test_the_table_has_every_option(command):
    table = command.options()
    assert all(f"`{name}" in table for name in (*command.option_names(), "formula", "data"))


def test_every_example_runs(command, page):
    made = command.filled(page)  # an error of a command that fails
    assert made.count("\nCall:") > 12
    assert len(command.commands(page)) > 20
    assert "| `--family NAME` |" in made


def test_an_example_that_fails_is_an_error(command):
    with pytest.raises(ValueError, match="fails"):
        command.output('rglm "y ~ x" mtcars')
    with pytest.raises(ValueError, match="no command"):
        command.output("rm everything")
