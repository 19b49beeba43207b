"""The gallery: pictures with the code that makes them, read from gallery.md."""

from __future__ import annotations

import ast
import io
import re
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import public
import sections

SOURCE = Path(__file__).parent / "gallery.md"
ENTRY = re.compile(
    r"^### (?P<verb>\w+): (?P<caption>[^\n]+)\n\n"
    r"(?P<text>(?:(?!```)[^\n]+\n)*)\n*```python\n(?P<code>.*?)```",
    re.MULTILINE | re.DOTALL,
)
GROUP = re.compile(r"^## (?P<title>.+)\n", re.MULTILINE)
FOLDER = "gallery"


@dataclass(frozen=True)
class Picture:
    """An entry of the gallery."""

    verb: str
    caption: str
    text: str
    code: str
    number: int  # among the pictures of its verb, from 1

    @property
    def place(self) -> str:
        """Where the site has the picture."""
        return f"{FOLDER}/{self.verb}-{self.number}.png"

    def draw(self) -> Any:
        """Run the code; the figure of its last expression, as a notebook shows it."""
        *before, last = ast.parse(self.code).body
        names: dict[str, Any] = {"__name__": "__main__"}
        exec(compile(ast.Module(before, []), self.place, "exec"), names)
        assert isinstance(last, ast.Expr), f"{self.place}: the last line draws"
        shown = eval(compile(ast.Expression(last.value), self.place, "eval"), names)
        return first_axes(shown).figure

    def card(self, target: str) -> str:
        """The picture on the page of the gallery."""
        return "\n".join(
            [
                '<div class="card" markdown>',
                f"[![{self.caption}]({self.place}){{ loading=lazy }}][{target}]",
                f"\n**{self.caption}** · [`{self.verb}`][{target}]",
                f"\n{self.text}",
                folded(self.code),
                "</div>",
            ]
        )

    def shown(self) -> str:
        """The picture on the page of its verb."""
        image = (
            f'<img class="picture" src="../../{self.place}" alt="{self.caption}" loading="lazy">'
        )
        text = f" {self.text}" if self.text else ""
        return f"{image}\n\n*{self.caption}.*{text}\n\n{folded(self.code)}"

    @cached_property
    def png(self) -> bytes:
        """The picture."""
        out = io.BytesIO()
        self.draw().savefig(out, dpi=110, format="png")
        return out.getvalue()


def folded(code: str) -> str:
    """Code that opens by a click."""
    lines = "\n".join(f"    {line}".rstrip() for line in code.splitlines())
    return f'??? code "Code"\n    ```python\n{lines}\n    ```\n'


def text() -> str:
    """The page of the gallery without its pictures."""
    return f"# Gallery\n\n{SOURCE.read_text(encoding='utf-8')}"


def page() -> str:
    """The page of the gallery: by group, pictures that lead to the page of their verb."""
    out = [
        "---\nhide: [navigation]\n---\n\n# Gallery",
        GROUP.split(SOURCE.read_text(encoding="utf-8"))[0].strip(),
    ]
    for title, found in groups().items():
        cards = "\n".join(picture.card(public.targets()[picture.verb]) for picture in found)
        out += [f"## {title}", f'<div class="gallery" markdown>\n{cards}\n</div>']
    return "\n\n".join(out) + "\n"


def with_pictures(text: str, path: str) -> str:
    """The Markdown of a docstring with the pictures that an object draws.

    The first stands below the first paragraph, others at the end.
    """
    found = by_path().get(path)
    if not found:
        return text
    more = ['<p class="numpydoc">More pictures</p>', *(p.shown() for p in found[1:])]
    shown = sections.below_first(text, found[0].shown())
    return "\n\n".join([shown, *(more if found[1:] else [])])


@cache
def by_path() -> dict[str, list[Picture]]:
    """The pictures by the path of the object that draws them."""
    out: dict[str, list[Picture]] = {}
    for picture in pictures():
        out.setdefault(public.targets()[picture.verb], []).append(picture)
    return out


def first_axes(shown: Any) -> Any:
    """The axes that a verb returned, or the first of several."""
    import numpy as np

    return np.asarray(shown, dtype=object).ravel()[0]


def groups() -> dict[str, list[Picture]]:
    """The pictures by the title of their group."""
    _, *parts = GROUP.split(SOURCE.read_text(encoding="utf-8"))
    found: dict[str, list[Picture]] = {}
    count: dict[str, int] = {}
    for title, text in zip(parts[::2], parts[1::2], strict=True):
        for match in ENTRY.finditer(text):
            verb = match["verb"]
            count[verb] = count.get(verb, 0) + 1
            found.setdefault(title, []).append(Picture(**match.groupdict(), number=count[verb]))
    return found


def pictures() -> list[Picture]:
    """All pictures."""
    return [picture for found in groups().values() for picture in found]
