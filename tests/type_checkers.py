"""Mypy and pyright on the package and on `tests/typing`, in the lane beside the tests.

They take a minute each; `test_types.py` reads what they found.
"""

from __future__ import annotations

import sys
from importlib.util import find_spec
from pathlib import Path

SCRIPTS = Path(__file__).parent / "typing"


def commands(cache: Path) -> dict[str, list[str]]:
    """The commands of the checkers that are installed, with pandas-stubs."""
    scripts = [str(path) for path in sorted(SCRIPTS.glob("*.py"))]
    options = {"mypy": ["--cache-dir", str(cache)], "pyright": ["--pythonpath", sys.executable]}
    return {
        name: [sys.executable, "-m", name, *options[name], "rglm", *scripts]
        for name in options
        if find_spec(name) is not None and find_spec("pandas-stubs") is not None
    }
