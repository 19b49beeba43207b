"""Type checkers know every model and verb, find mistakes, and find none in the package.

They are mypy and pyright, with pandas-stubs; where they are not installed nothing is tested.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SCRIPTS = ROOT / "tests" / "typing"
# what is not yet without an error: folders and files below rglm
NOT_CLEAN: tuple[str, ...] = ()
HAS_STUBS = find_spec("pandas-stubs") is not None
ERROR = re.compile(
    r"^\s*(?P<path>[^\s:]\S*?\.py):(?P<line>\d+)(?::\d+)?\s*[-:]+\s*error:? (?P<text>.*)"
)


def mypy(cache: Path) -> list[str]:
    scripts = [str(path) for path in sorted(SCRIPTS.glob("*.py"))]
    return [sys.executable, "-m", "mypy", "--cache-dir", str(cache), "rglm", *scripts]


def pyright(cache: Path) -> list[str]:
    scripts = [str(path) for path in sorted(SCRIPTS.glob("*.py"))]
    return [sys.executable, "-m", "pyright", "--pythonpath", sys.executable, "rglm", *scripts]


CHECKERS = {"mypy": mypy, "pyright": pyright}


@pytest.fixture(scope="module")
def running(tmp_path_factory) -> Iterator[dict[str, tuple[subprocess.Popen[str], Path]]]:
    """The type checkers that are installed, started side by side, and the file each writes to."""
    folder = tmp_path_factory.mktemp("types")
    environment = os.environ | {"MYPYPATH": str(ROOT), "PYTHONPATH": str(ROOT)}
    out = {}
    for name, command in CHECKERS.items():
        if find_spec(name) is None or not HAS_STUBS:
            continue
        page = folder / f"{name}.txt"
        with page.open("w", encoding="utf-8") as file:
            options = {"cwd": ROOT, "env": environment, "stdout": file, "stderr": file}
            out[name] = subprocess.Popen(command(folder / name), text=True, **options), page
    yield out
    for process, _ in out.values():
        process.wait()


@pytest.fixture(scope="module", params=CHECKERS)
def errors(request, running) -> dict[str, dict[int, str]]:
    """The errors that a type checker finds: by file below the root, and line."""
    if request.param not in running:
        pytest.skip(f"{request.param} and pandas-stubs are not both installed")
    process, page = running[request.param]
    code = process.wait()
    text = page.read_text(encoding="utf-8")
    assert code in (0, 1), text
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
