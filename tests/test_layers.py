"""Imports point down the list of layers in the design, never up, lazy ones included."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "rglm"
LAYERS = (
    "cli",
    "__init__",
    "generics",
    "extending",
    "integrations",
    "plots",
    "models",
    "inference",
    "protocol",
    "fitting",
    "sources",
    "design",
    "families",
    "linalg",
    "errors",
    "warnings",
    "formatting",
    "datasets",
)
FILES = sorted(PACKAGE.rglob("*.py"))


def layer(dotted: str) -> str:
    parts = dotted.split(".")
    return parts[1] if len(parts) > 1 and parts[1] in LAYERS else "__init__"


def is_type_checking(node: ast.AST) -> bool:
    """Whether a statement is ``if TYPE_CHECKING:``, what type checkers alone see."""
    return isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"


def at_run_time(tree: ast.AST) -> Iterator[ast.AST]:
    """The nodes of a syntax tree that are not under ``if TYPE_CHECKING:``."""
    for node in ast.iter_child_nodes(tree):
        if not is_type_checking(node):
            yield node
            yield from at_run_time(node)


def imports(path: Path) -> list[str]:
    found = []
    for node in at_run_time(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("rglm"):
            named = [f"rglm.{a.name}" for a in node.names] if node.module == "rglm" else []
            found += named or [node.module]
        elif isinstance(node, ast.Import):
            found += [a.name for a in node.names if a.name.startswith("rglm")]
    return found


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_imports_point_down(path):
    relative = path.relative_to(PACKAGE)
    own = relative.parts[0].removesuffix(".py")
    upward = [n for n in imports(path) if LAYERS.index(layer(n)) < LAYERS.index(own)]
    assert not upward, f"{relative} imports {upward}"


def test_only_design_imports_formulaic():
    text = {p: p.read_text(encoding="utf-8") for p in FILES if "design" not in p.parts}
    assert not [p for p, t in text.items() if "import formulaic" in t or "from formulaic" in t]


def test_numbers_know_no_data_frames():
    below = [p for p in FILES if {"fitting", "linalg", "families"} & set(p.parts)]
    assert not [p for p in below if "pandas" in p.read_text(encoding="utf-8")]


def test_warnings_are_those_of_one_thread():
    """``warnings.catch_warnings`` changes the filters of all threads, and may leave them so."""
    allowed = ("warning_location.py", "cli.py")
    text = {p: p.read_text(encoding="utf-8") for p in FILES if p.name not in allowed}
    code = {p: re.sub(r"^ *(>>>|\.\.\.) .*$", "", t, flags=re.M) for p, t in text.items()}
    told = "warn and collect_warnings of rglm.formatting.hints.warning_location do it"
    assert not [p for p, t in code.items() if re.search(r"\bwarnings\.(warn|catch)", t)], told
