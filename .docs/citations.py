"""The page of sources: the papers and books that the docstrings name."""

from __future__ import annotations

import inspect
import re
from typing import Any

import public
import sections

REFERENCES = re.compile(
    r"^References\n-+\n(?P<text>.*?)(?=^\w+\n-{3,}|\Z)", re.MULTILINE | re.DOTALL
)
ITEM = re.compile(r"(?:; |\. (?=See ))")


def page(readme: str) -> str:
    """How to cite rglm, and the source of each method by chapter."""
    (bibtex,) = re.findall(r"```bibtex\n.*?```", readme, re.DOTALL)
    out = [
        "# How to cite",
        "Cite rglm, with the version that you used (`rglm.__version__`), and the source of the "
        "method. The methods are not ours; the sources are below, as the docstrings name them.",
        bibtex,
    ]
    for title, found in public.names().items():
        rows = [line(name, things) for name, things in found.items() if sources(things)]
        if rows:
            out += [f"## {title}", "\n".join(["| | |", "|---|---|", *rows])]
    return "\n\n".join(out) + "\n"


def line(name: str, things: list[Any]) -> str:
    """The row of a name."""
    shown = "<br>".join(sections.linked(source, {}) for source in sources(things))
    return f"| [`{name}`][{public.path(things[0])}] | {shown} |"


def sources(things: list[Any]) -> list[str]:
    """The sources that the docstrings of some objects name, each once."""
    found: dict[str, None] = {}
    for thing in things:
        for match in REFERENCES.finditer(inspect.getdoc(thing) or ""):
            text = " ".join(match["text"].split()).rstrip(".")
            found |= dict.fromkeys(item.strip() for item in ITEM.split(text))
    return list(found)
