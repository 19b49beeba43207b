"""Every example in a docstring runs and prints what it shows."""

from __future__ import annotations

import doctest
import importlib
import inspect
import pkgutil

import pytest

import rglm

MODULES = [m.name for m in pkgutil.walk_packages(rglm.__path__, "rglm.")]
FLAGS = doctest.NORMALIZE_WHITESPACE | doctest.ELLIPSIS


class Finder(doctest.DocTestFinder):
    """Looks behind decorators of other modules, too."""

    def _from_module(self, module, object):
        return super()._from_module(
            module, inspect.unwrap(object) if inspect.isfunction(object) else object
        )


@pytest.mark.parametrize("name", ["rglm", *MODULES])
def test_examples_run(name):
    runner = doctest.DocTestRunner(optionflags=FLAGS)
    for found in Finder().find(importlib.import_module(name), name):
        runner.run(found)
    assert runner.summarize().failed == 0


def test_examples_behind_decorators_are_found():
    assert any("glm(" in e.source for t in Finder().find(rglm.models.glm.glm) for e in t.examples)
