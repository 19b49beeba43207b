"""Numpydoc, as rglm writes it, made into Markdown.

A section becomes a title with a list of definitions, whose types stay as they are written; an
example becomes a block of code; a name in single backquotes a link to its page.
"""

from __future__ import annotations

import re

SECTION = re.compile(r"^(?P<title>[A-Z][A-Za-z ]+)\n-{3,}\n", re.MULTILINE)
NAME = re.compile(r"(?<![`\w.:])`(\w+)`(?!`)")
EXAMPLE = re.compile(r"^>>> .*\n?(?:.+\n?)*", re.MULTILINE)
BLOCK = re.compile(r"^(\S.*?:?):?\n\n?(?= {4})", re.MULTILINE)  # indented: set as it is
OF_ITEMS = ("Parameters", "Attributes", "Returns", "Raises", "Warns")


def markdown(text: str, links: dict[str, str]) -> str:
    """A docstring as Markdown."""
    first, *rest = SECTION.split(text)
    out = [prose(first, links)]
    for title, body in zip(rest[::2], rest[1::2], strict=True):
        shown = items(body, links) if title in OF_ITEMS else prose(body, links)
        out.append(f'<p class="numpydoc">{title}</p>\n\n{shown}')
    return "\n\n".join(part.strip() for part in out)


def below_first(text: str, paragraph: str) -> str:
    """Markdown with a paragraph below the first one."""
    first, _, rest = text.partition("\n\n")
    return "\n\n".join(part for part in (first, paragraph, rest) if part)


def prose(text: str, links: dict[str, str]) -> str:
    """Paragraphs, with examples as blocks of code and names as links."""
    done, place = [], 0
    for example in EXAMPLE.finditer(text + "\n"):
        done += [paragraphs(text[place : example.start()], links), console(example[0])]
        place = example.end()
    return "\n\n".join([*done, paragraphs(text[place:], links)])


def paragraphs(text: str, links: dict[str, str]) -> str:
    """Text without examples, with what is indented in it set off."""
    return linked(BLOCK.sub(r"\1\n\n", text), links)


def console(example: str) -> str:
    """Lines typed and printed, without the notes that only doctest reads."""
    shown = re.sub(r" +# doctest:.*", "", example).replace("<BLANKLINE>", "").rstrip()
    return f"```pycon\n{shown}\n```"


def linked(text: str, links: dict[str, str]) -> str:
    """Text with the names that have a page as links to it."""
    return NAME.sub(lambda m: f"[`{m[1]}`][{links[m[1]]}]" if m[1] in links else m[0], text)


def items(body: str, links: dict[str, str]) -> str:
    """Lines ``name : type`` with what is indented below them, as a list of definitions."""
    found = re.findall(r"^(\S.*)\n?((?:[ \t]+.*\n?|\n)*)", body, re.MULTILINE)
    return "\n\n".join(f"{term(head, links)}{definition(text, links)}" for head, text in found)


def term(head: str, links: dict[str, str]) -> str:
    """The names that are defined, and their type."""
    names, _, kind = head.partition(" : ")
    if kind:
        return f"`{names}` : `{kind.replace('`', '')}`"
    return f"[`{head}`][{links[head]}]" if head in links else f"`{head.replace('`', '')}`"


def definition(text: str, links: dict[str, str]) -> str:
    """What is said of them."""
    lines = [line.strip() for line in linked(text, links).strip().splitlines()]
    return "\n:   " + "\n    ".join(lines) if lines else ""
