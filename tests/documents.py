"""Run the Python blocks of a Markdown page and hold what they print and draw against the page.

A page is README.md, a vignette or a page of the site. Its ``python`` blocks run in order in one
namespace; a ``text`` block that follows one is what that block must print, to the letter. Blocks
run in the page's own folder, or a copy of it, and save their figures to ``figures/``; README saves
``x.png``, kept as ``vignettes/figures/readme-x.png``. Each figure that the page shows must be
drawn, and look as the one that is kept. ``python tests/documents.py`` writes the printed text into
the pages and keeps the figures instead, after a change that was meant.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import sys
import tempfile
import warnings
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
BLOCK = re.compile(r"```python\n(?P<code>.*?)```(?:\n\n```text\n(?P<output>.*?)```)?", re.DOTALL)
FIGURE = re.compile(r"!\[[^\]]*\]\((?P<path>[^)]*figures/[^)]+\.png)\)")


def pages() -> list[Path]:
    """README, the vignettes, and the pages of the site that have code."""
    site = [page for page in (ROOT / ".docs" / "pages").glob("*.md") if "```python" in read(page)]
    return [ROOT / "README.md", *sorted((ROOT / "vignettes").glob("*.md")), *sorted(site)]


def read(page: Path) -> str:
    """The text of a page."""
    return page.read_text(encoding="utf-8")


def figures(page: Path) -> list[str]:
    """The figures that a page shows, as paths from its folder."""
    return [match["path"] for match in FIGURE.finditer(read(page))]


def drawn(path: str) -> str:
    """Where the code of a page saves a figure that the page shows at `path`."""
    name = Path(path).name
    return name.removeprefix("readme-") if name.startswith("readme-") else path


def run(page: Path, folder: Path) -> list[tuple[str, str | None, str]]:
    """Each block's code, the output that the page shows and the output that it prints; figures
    are drawn below `folder`.
    """
    names: dict[str, object] = {"__name__": "__main__"}
    out = []
    with inside(folder):
        for match in BLOCK.finditer(read(page)):
            printed = io.StringIO()
            code = compile(match["code"], f"{page.name}", "exec")
            with contextlib.redirect_stdout(printed), warnings.catch_warnings():
                warnings.simplefilter("error")
                exec(code, names)
            out.append((match["code"], match["output"], clean(printed.getvalue())))
    return out


@contextlib.contextmanager
def inside(folder: Path) -> Iterator[None]:
    """Work in a folder that has places for figures."""
    before = Path.cwd()
    (folder / "figures").mkdir(parents=True, exist_ok=True)
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)


def clean(text: str) -> str:
    """Without the spaces at the ends of lines, which editors strip from Markdown."""
    lines = [line.rstrip() for line in text.splitlines()]
    return "".join(f"{line}\n" for line in lines)


def write(page: Path) -> None:
    """Put the printed text into the page, and the figures beside it."""
    with tempfile.TemporaryDirectory() as folder:
        printed = iter(run(page, Path(folder)))
        for path in figures(page):
            kept = page.parent / path
            kept.parent.mkdir(parents=True, exist_ok=True)
            kept.write_bytes((Path(folder) / drawn(path)).read_bytes())

    def block(match: re.Match[str]) -> str:
        code, _, output = next(printed)
        shown = f"\n\n```text\n{output}```" if output else ""
        return f"```python\n{code}```{shown}"

    page.write_text(BLOCK.sub(block, read(page)), encoding="utf-8")


if __name__ == "__main__":
    for path in map(Path, sys.argv[1:]) if len(sys.argv) > 1 else pages():
        write(path.resolve())
