"""The first page of the reference: the guide of `help(rglm)` with its names as links."""

from __future__ import annotations

import re
from inspect import cleandoc

import sections

BLOCK = re.compile(r"(?m)^(?P<head>(?!>>>)\S[^\n]*)\n(?P<body>(?: {4}[^\n]+\n?)+)")
ENTRY = re.compile(
    r"(?m)^(?P<term>\S+(?: \S+)*)(?: {2,}| (?=roc,))(?P<text>[^\n]+(?:\n {4,}[^\n]+)*)"
)
WORD = re.compile(r"``rglm\.(?P<module>\w+)``|``.*?``|(?<![\w.`])(?P<name>\w+)(\(\))?(?![\w`])")
MODULES = {  # the pages of modules
    "generics": "../generics.md",
    "datasets": "datasets/index.md",
    "plots": "plots/index.md",
    "priors": "priors/index.md",
    "bayes": "bayesian-families/index.md",
}


def markdown(text: str, links: dict[str, str]) -> str:
    """The guide: each block a heading, its lines a table or a paragraph, each name a link."""
    text, out, end = cleandoc(text), [], 0
    for block in BLOCK.finditer(text):
        out += [sections.markdown(text[end : block.start()], links), blocks(block, links)]
        end = block.end()
    last = named(sections.markdown(text[end:], {}), links)
    return "\n\n".join(part for part in (*out, last) if part)


def blocks(block: re.Match[str], links: dict[str, str]) -> str:
    """A block of the guide."""
    title, rest = re.fullmatch(
        r"([^,(]+?)(?:,? (which .*|each .*|\(.*\)))?", block["head"]
    ).groups()
    body = re.sub(r"(?m)^ {4}", "", block["body"])
    entries = list(ENTRY.finditer(body))
    lines = [f"## {title}", *([named(remark(rest), links)] if rest else [])]
    if not entries:
        return "\n\n".join([*lines, named(" ".join(body.split()), links) + "."])
    rows = [row(entry["term"], " ".join(entry["text"].split()), links) for entry in entries]
    return "\n\n".join([*lines, "\n".join(["| | |", "|---|---|", *rows])])


def remark(text: str) -> str:
    """What a title says besides, as a sentence."""
    plain = re.sub(r"^which (\S+) has", r"\1 has them", text).strip("()")
    return f"{plain[0].upper()}{plain[1:]}."


def row(term: str, text: str, links: dict[str, str]) -> str:
    """A line of a table: a name and what it is, or a topic and its names."""
    if term in links:
        return f"| {named(term, links)} | {text} |"
    return f"| {term} | {named(text, links)} |"


def named(text: str, links: dict[str, str]) -> str:
    """Text with every word that is a public name, and every module, as a link; not in code."""

    def link(match: re.Match[str]) -> str:
        name, module = match["name"], match["module"]
        if module in MODULES:
            return f"[`rglm.{module}`]({MODULES[module]})"
        return f"[`{match[0]}`][{links[name]}]" if name in links else match[0]

    return WORD.sub(link, text)
