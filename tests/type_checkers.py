"""Mypy and pyright on the package and on `tests/typing`, as processes beside the tests.

They take a minute each. `conftest.py` starts them when the tests have been collected, so that they
run on a core that the tests leave free, and `test_types.py` reads what they found.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).parents[1]
SCRIPTS = ROOT / "tests" / "typing"


@dataclass(frozen=True)
class TypeChecker:
    """A type checker that runs, and the file that it writes to."""

    process: subprocess.Popen[str]
    page: Path

    def output(self) -> str:
        """All that it printed, once it has ended."""
        code = self.process.wait()
        text = self.page.read_text(encoding="utf-8")
        assert code in (0, 1), text
        return text

    def stop(self) -> None:
        self.process.kill()
        self.process.wait()
        shutil.rmtree(self.page.parent, ignore_errors=True)


def commands(cache: Path) -> dict[str, list[str]]:
    scripts = [str(path) for path in sorted(SCRIPTS.glob("*.py"))]
    options = {"mypy": ["--cache-dir", str(cache)], "pyright": ["--pythonpath", sys.executable]}
    return {
        name: [sys.executable, "-m", name, *options[name], "rglm", *scripts] for name in options
    }


def start() -> dict[str, TypeChecker]:
    """The checkers that are installed, with pandas-stubs, started side by side."""
    folder = Path(tempfile.mkdtemp(prefix="rglm-types-"))
    environment = os.environ | {"MYPYPATH": str(ROOT), "PYTHONPATH": str(ROOT)}
    out = {}
    for name, command in commands(folder / "cache").items():
        if find_spec(name) is None or find_spec("pandas-stubs") is None:
            continue
        page = folder / f"{name}.txt"
        with page.open("w", encoding="utf-8") as file:
            process = subprocess.Popen(
                command, text=True, cwd=ROOT, env=environment, stdout=file, stderr=file
            )
        out[name] = TypeChecker(process, page)
    return out
