"""What other Python packages can do: the cells of README's comparison, by runs of them.

``python tests/benchmarks/abilities`` asks the packages that are installed, each a module here, and
prints a line for each row of README's table that it has a function for: True, or what is missing.
An empty cell of README is a line that is not True, or a row for which the package has no function.
hea 0.2 and rustystats 0.9 want other versions of polars and numpy, and so an environment each.
"""

from __future__ import annotations

import importlib
import sys
import warnings
from collections.abc import Callable
from contextlib import redirect_stdout
from importlib.util import find_spec
from io import StringIO
from pathlib import Path

PACKAGES = (
    *("statsmodels", "firthmodels", "pymmeans", "checkmodel"),
    *("hea", "glum", "pyfixest", "rustystats"),
)


def answer(question: Callable[[], object]) -> str:
    """True, or what comes instead, on a line."""
    try:
        return " ".join(str(question()).split())[:100]
    except BaseException as error:  # rustystats panics by a BaseException
        return f"no: {type(error).__name__}: {str(error).splitlines()[0][:80]}"


def main(given: list[str]) -> None:
    """Ask the packages that were named, or all that are here."""
    warnings.simplefilter("ignore")
    sys.path.insert(0, str(Path(__file__).parent))
    for package in given or filter(find_spec, PACKAGES):
        print(f"\n{package}")
        for row, question in importlib.import_module(f"of_{package}").QUESTIONS.items():
            with redirect_stdout(StringIO()):  # hea prints its tables
                said = answer(question)
            print(f"  {row:42}{said}")


if __name__ == "__main__":
    main(sys.argv[1:])
