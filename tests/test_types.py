"""Type checkers know every model and verb, find mistakes, and find none in the package.

They are mypy and pyright, with pandas-stubs; where they are not installed nothing is tested.
"""

from __future__ import annotations

import re
import sys

import pytest
from beside import ROOT, Lane
from type_checkers import SCRIPTS

# what is not yet without an error: folders and files below rglm
NOT_CLEAN: tuple[str, ...] = ()
ERROR = re.compile(
    r"^\s*(?P<path>[^\s:]\S*?\.py):(?P<line>\d+)(?::\d+)?\s*[-:]+\s*error:? (?P<text>.*)"
)


@pytest.fixture(scope="module", params=["mypy", "pyright"])
def errors(request, lane: Lane) -> dict[str, dict[int, str]]:
    """The errors that a type checker finds: by file below the root, and line."""
    if request.param not in lane.commands:
        pytest.skip(f"{request.param} and pandas-stubs are not both installed")
    text = lane.output(request.param)
    out: dict[str, dict[int, str]] = {}
    for found in filter(None, map(ERROR.match, text.splitlines())):
        path = (ROOT / found["path"]).relative_to(ROOT).as_posix()
        out.setdefault(path, {})[int(found["line"])] = found["text"]
    assert out, text  # at least those of wrong.py
    return out


def test_every_model_and_verb_has_its_type(errors):
    assert errors.get("tests/typing/right.py") is None
    assert errors.get("tests/typing/compared.py") is None


def test_each_mistake_is_found(errors):
    lines = (SCRIPTS / "wrong.py").read_text(encoding="utf-8").splitlines()
    mistakes = {i for i, line in enumerate(lines, 1) if line.endswith("# mistake")}
    assert set(errors["tests/typing/wrong.py"]) == mistakes


@pytest.mark.skipif(sys.version_info[:2] != (3, 11), reason="numpy's own types differ by version")
def test_the_package_has_no_error(errors):
    found = {path: lines for path, lines in errors.items() if path.startswith("rglm/")}
    allowed = tuple(f"rglm/{path}" for path in NOT_CLEAN)
    assert {p: lines for p, lines in found.items() if not p.startswith(allowed)} == {}
