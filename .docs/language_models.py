"""What language models read: llms.txt (see https://llmstxt.org), llms-full.txt, pages as Markdown.

llms.txt lists the pages with a line each; its links are to Markdown files beside the HTML.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import public
from reference_pages import place, summary

GUIDE = """\
Install, in a copy of the repository: `pip install ".[plots]"`. A model is a function of a formula
and data, `fit = rglm.glm("y ~ x + factor(g)", data, family=rglm.binomial())`; the fit is asked by
methods that have R's names with `_` for R's dot: `fit.summary()`, `fit.confint()`,
`fit.anova(test="Chisq")`, `fit.predict(new, type="response")`, `fit.df_residual`. The formula is
R's language, read as data. Results are pandas Series and DataFrames. Bayesian models have the same
formula, `post = rglm.brm("y ~ x", data, family=rglm.bayes.bernoulli(), seed=1)`, and the names of
R's brms: `post.draws`, `post.loo()`, `post.hypothesis("x > 0")`; priors are in `rglm.priors`.
"""


def write(site: Path, url: str, description: str, texts: Mapping[str, str]) -> None:
    """Write llms.txt, llms-full.txt and the Markdown of each page below the folder of the site.

    Parameters
    ----------
    site : Path
    url : str
        Where the site is; empty for links that begin at llms.txt.
    description : str
        What rglm is, in a line.
    texts : dict
        The Markdown of the pages of text by their place.
    """
    objects = object_pages()
    for page, text in (texts | objects).items():
        (site / page).parent.mkdir(parents=True, exist_ok=True)
        (site / page).write_text(text, encoding="utf-8")
    (site / "llms.txt").write_text(index(url, description, texts), encoding="utf-8")
    everything = "\n\n".join([*texts.values(), *objects.values()])
    (site / "llms-full.txt").write_text(everything, encoding="utf-8")


def index(url: str, description: str, texts: Mapping[str, str]) -> str:
    """The text of llms.txt."""
    lines = [f"# rglm\n\n> {description}\n\n{GUIDE}\n## Pages\n"]
    lines += [
        f"- [{heading(text)}]({url}{page}): {first_words(text)}" for page, text in texts.items()
    ]
    for title, found in public.names().items():
        lines.append(f"\n## Reference: {title}\n")
        lines += [
            f"- [{name}]({url}{place(title, name)}): {summary(things[0])}"
            for name, things in found.items()
        ]
    return "\n".join(lines) + "\n"


def heading(text: str) -> str:
    """The title of a page."""
    return re.search(r"^# (.+)$", text, re.MULTILINE)[1]


def first_words(text: str) -> str:
    """The first sentence of a page that is no heading, list or code."""
    for paragraph in re.split(r"\n\n+", text):
        if re.match(r"[A-Za-z`*\[\"]", paragraph) and not paragraph.startswith("```"):
            return re.split(r"(?<=[.?:])\s", " ".join(paragraph.split()))[0]
    return ""


def object_pages() -> dict[str, str]:
    """By place, the docstrings of each public name, with its signature."""
    return {
        place(title, name): "\n\n".join([f"# {name}", *map(with_methods, things)]) + "\n"
        for title, found in public.names().items()
        for name, things in found.items()
    }


def with_methods(thing: Any) -> str:
    """The docstring of an object, and those of the methods that its page shows."""
    methods = [f"## {name}\n\n{docstring(getattr(thing, name))}" for name in public.members(thing)]
    return "\n\n".join([docstring(thing), *methods])


def docstring(thing: Any) -> str:
    """An object's signature and docstring; of a result, which nobody makes, the docstring."""
    if thing in public.RESULTS:
        return inspect.getdoc(thing) or ""
    try:
        arguments = inspect.signature(thing).replace(return_annotation=inspect.Signature.empty)
        parameters = [p.replace(annotation=p.empty) for p in arguments.parameters.values()]
        shown = str(arguments.replace(parameters=parameters))
    except (TypeError, ValueError):
        shown = ""
    return f"```python\n{thing.__name__}{shown}\n```\n\n{inspect.getdoc(thing) or ''}"
