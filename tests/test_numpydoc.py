"""Every public docstring is complete: arguments, what comes back, what is raised, an example."""

from __future__ import annotations

import ast
import importlib.util
import inspect
import re
import textwrap
from pathlib import Path

import pytest

import rglm
from rglm import generics

spec = importlib.util.spec_from_file_location(
    "public", Path(__file__).parents[1] / ".docs" / "public.py"
)
public = importlib.util.module_from_spec(spec)
spec.loader.exec_module(public)

FUNCTIONS = {
    public.path(thing): thing
    for found in public.names().values()
    for things in found.values()
    for thing in things
    if inspect.isfunction(thing)
}
CLASSES = {
    public.path(thing): thing
    for found in public.names().values()
    for things in found.values()
    for thing in things
    if inspect.isclass(thing)
}
SECTION = re.compile(r"^([A-Z][A-Za-z ]+)\n-+\n", re.MULTILINE)
ORDER = (
    "Parameters",
    "Attributes",
    "Returns",
    "Raises",
    "Warns",
    "Notes",
    "References",
    "Examples",
)
FAMILIES = ("rglm.families", "rglm.models.brm.families")
PLAIN = ("float", "int", "bool", "None", "Axes")  # needs no words beyond the first line's


def sections(thing):
    parts = SECTION.split(inspect.getdoc(thing) or "")
    return dict(zip(["", *parts[1::2]], [parts[0], *parts[2::2]], strict=True))


def documented(thing):
    heads = re.findall(r"^(\S[^:\n]*)", sections(thing).get("Parameters", ""), re.MULTILINE)
    return {name.strip().lstrip("*") for head in heads for name in head.split(",")}


def raises(function):
    tree = ast.parse(textwrap.dedent(inspect.getsource(function)))
    return any(isinstance(node, ast.Raise) for node in ast.walk(tree))


def of_a_class(function):
    return function.__qualname__ != function.__name__


def says_it_at_once(function):
    """Whether the first line is enough: a number, a family, a method of a line or two."""
    plain = inspect.signature(function).return_annotation in PLAIN
    return plain or of_a_class(function) or function.__module__.startswith(FAMILIES)


@pytest.mark.parametrize("thing", [*FUNCTIONS.values(), *CLASSES.values()], ids=public.path)
def test_first_line_and_the_order_of_sections(thing):
    found = list(sections(thing))
    first = sections(thing)[""].split("\n\n")[0]
    assert first.strip().endswith(".")
    assert found[1:] == [name for name in ORDER if name in found]


@pytest.mark.parametrize("function", FUNCTIONS.values(), ids=FUNCTIONS)
def test_every_argument_is_documented(function):
    arguments = list(inspect.signature(function).parameters)
    own = {"fit", "emm", "self"}.intersection(arguments[:1])  # what it is a method of
    assert documented(function) - own == set(arguments) - own


@pytest.mark.parametrize("function", FUNCTIONS.values(), ids=FUNCTIONS)
def test_what_comes_back_and_what_is_raised(function):
    found = sections(function)
    assert "Returns" in found or says_it_at_once(function)
    assert "Raises" in found or not raises(function)


@pytest.mark.parametrize("name", sorted({name.rpartition(".")[2] for name in FUNCTIONS}))
def test_there_is_an_example(name):
    alike = [thing for path, thing in FUNCTIONS.items() if path.rpartition(".")[2] == name]
    shown = [">>> " in sections(function).get("Examples", "") for function in alike]
    assert any(shown)
    assert all(some or of_a_class(function) for some, function in zip(shown, alike, strict=True))


def test_every_public_name_is_checked():
    names = {name.rpartition(".")[2] for name in (*FUNCTIONS, *CLASSES)}
    assert names >= {name for name in rglm.__all__ if name != "datasets"}
    assert names >= set(generics.VERBS)


def test_the_guide_of_the_package_names_every_function():
    for name in (*rglm.__all__, *generics.VERBS, *generics.POSTERIOR_VERBS):
        assert re.search(rf"\b{name}\b", rglm.__doc__), name
