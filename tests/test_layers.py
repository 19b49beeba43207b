"""The structure of DESIGN: imports point down the list of layers, and nothing runs in a circle.

Imports inside functions count too. Imports under ``TYPE_CHECKING`` are for type checkers only and
do not count.
"""

from __future__ import annotations

import ast
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "rglm"
LAYERS = (
    "__main__",
    "cli",
    "__init__",
    "generics",
    "extending",
    "priors",
    "integrations",
    "plots",
    "models",
    "inference",
    "protocol",
    "bayes",
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
MAX_LINES = 291
MAX_FILES_OF_A_FOLDER = 16  # beside its __init__


def module_name(path: Path) -> str:
    parts = ("rglm", *path.relative_to(PACKAGE).with_suffix("").parts)
    return ".".join(parts).removesuffix(".__init__")


MODULES = {module_name(path): path for path in FILES}


def layer(module: str) -> str:
    parts = module.split(".")
    return parts[1] if len(parts) > 1 and parts[1] in LAYERS else "__init__"


def runtime_nodes(tree: ast.AST) -> Iterator[ast.AST]:
    """The nodes of a module, without the bodies of ``if TYPE_CHECKING:``."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.If) and ast.unparse(node.test).endswith("TYPE_CHECKING"):
            for other in node.orelse:
                yield other
                yield from runtime_nodes(other)
            continue
        yield node
        yield from runtime_nodes(node)


def imports(path: Path) -> set[str]:
    """The modules of rglm that a file imports."""
    names = set()
    for node in runtime_nodes(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "rglm":
            for alias in node.names:
                name = f"{node.module}.{alias.name}"
                names.add(name if name in MODULES else str(node.module))
        elif isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names if alias.name.split(".")[0] == "rglm"}
    return names


def circle(graph: Mapping[str, set[str]]) -> list[str]:
    """One circle of a graph, empty if there is none."""
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        return list(error.args[1])
    return []


def unit(module: str) -> str:
    """A folder below a layer, or a file that stands in a layer."""
    return ".".join(module.split(".")[:3])


GRAPH = {name: imports(path) - {name} for name, path in MODULES.items()}


@pytest.mark.parametrize("name", GRAPH)
def test_imports_point_down(name):
    own = LAYERS.index(layer(name))
    upward = [other for other in GRAPH[name] if LAYERS.index(layer(other)) < own]
    assert not upward, f"{name} imports {upward}"


def test_no_circle_of_modules():
    assert not circle(GRAPH)


def test_no_circle_of_folders():
    graph = defaultdict(set)
    for name, others in GRAPH.items():
        graph[unit(name)] |= {unit(other) for other in others} - {unit(name)}
    assert not circle(graph)


def test_files_and_folders_are_small():
    lines = {p: len(p.read_text(encoding="utf-8").splitlines()) for p in FILES}
    assert not {p: n for p, n in lines.items() if n > MAX_LINES}
    sizes = Counter(p.parent for p in FILES if p.name != "__init__.py")
    assert not {folder: n for folder, n in sizes.items() if n > MAX_FILES_OF_A_FOLDER}


def test_only_design_imports_formulaic():
    text = {p: p.read_text(encoding="utf-8") for p in FILES if "design" not in p.parts}
    assert not [p for p, t in text.items() if "import formulaic" in t or "from formulaic" in t]


def test_numbers_know_no_data_frames():
    below = [p for p in FILES if {"bayes", "fitting", "linalg", "families"} & set(p.parts)]
    assert not [p for p in below if "pandas" in p.read_text(encoding="utf-8")]


def test_warnings_are_those_of_one_thread():
    """``warnings.catch_warnings`` changes the filters of all threads, and may leave them so."""
    allowed = ("warning_location.py", "command.py")
    text = {p: p.read_text(encoding="utf-8") for p in FILES if p.name not in allowed}
    code = {p: re.sub(r"^ *(>>>|\.\.\.) .*$", "", t, flags=re.M) for p, t in text.items()}
    told = "warn and collect_warnings of rglm.formatting.hints.warning_location do it"
    assert not [p for p, t in code.items() if re.search(r"\bwarnings\.(warn|catch)", t)], told
