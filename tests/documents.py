"""Run the Python blocks of a Markdown page and hold what they print against the page.

A page is README.md or a vignette. Its ``python`` blocks run in order in one namespace; a ``text``
block that follows one is what that block must print, to the letter. ``python tests/documents.py``
writes the printed text into the pages instead, after a change that was meant.
"""

from __future__ import annotations

import contextlib
import io
import re
import sys
import warnings
from pathlib import Path

ROOT = Path(__file__).parents[1]
BLOCK = re.compile(r"```python\n(?P<code>.*?)```(?:\n\n```text\n(?P<output>.*?)```)?", re.DOTALL)


def pages() -> list[Path]:
    """README and the vignettes."""
    return [ROOT / "README.md", *sorted((ROOT / "vignettes").glob("*.md"))]


def run(page: Path) -> list[tuple[str, str | None, str]]:
    """Each block's code, the output that the page shows and the output that it prints."""
    names: dict[str, object] = {"__name__": "__main__"}
    out = []
    for match in BLOCK.finditer(page.read_text(encoding="utf-8")):
        printed = io.StringIO()
        code = compile(match["code"], f"{page.name}", "exec")
        with contextlib.redirect_stdout(printed), warnings.catch_warnings():
            warnings.simplefilter("error")
            exec(code, names)
        out.append((match["code"], match["output"], clean(printed.getvalue())))
    return out


def clean(text: str) -> str:
    """Without the spaces at the ends of lines, which editors strip from Markdown."""
    lines = [line.rstrip() for line in text.splitlines()]
    return "".join(f"{line}\n" for line in lines)


def write(page: Path) -> None:
    """Put the printed text into the page."""
    printed = iter(run(page))

    def block(match: re.Match[str]) -> str:
        code, _, output = next(printed)
        shown = f"\n\n```text\n{output}```" if output else ""
        return f"```python\n{code}```{shown}"

    page.write_text(BLOCK.sub(block, page.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    for path in map(Path, sys.argv[1:]) if len(sys.argv) > 1 else pages():
        write(path)
