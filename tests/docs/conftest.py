"""The modules of the site, which need none of its tools for what is asked here."""

import sys
from importlib import import_module
from pathlib import Path

import pytest

DOCS = Path(__file__).parents[2] / ".docs"


@pytest.fixture(scope="session")
def docs():
    """A function that imports a module of `.docs`."""
    before = list(sys.path)
    sys.path.insert(0, str(DOCS))
    yield import_module
    sys.path[:] = before


@pytest.fixture(scope="session")
def pages(docs):
    """.docs/pages.py."""
    return docs("pages")


@pytest.fixture(scope="session")
def made(docs):
    """The text of the pages of the reference, by their place."""
    return docs("reference_pages").pages()
