"""README and the vignettes run, and print what they show."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

spec = importlib.util.spec_from_file_location("documents", Path(__file__).parent / "documents.py")
documents = importlib.util.module_from_spec(spec)
spec.loader.exec_module(documents)


@pytest.mark.parametrize("page", documents.pages(), ids=lambda page: page.stem)
def test_page_prints_what_it_shows(page):
    blocks = documents.run(page)
    assert blocks
    for code, shown, printed in blocks:
        assert printed == (shown or ""), f"after\n{code}"
