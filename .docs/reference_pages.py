"""The pages of the reference: its first page, one for each chapter, one for each name."""

from __future__ import annotations

import inspect
import re
from functools import cache
from typing import Any

import guide
import public

INTRODUCTIONS = {  # what the first page of a chapter says
    "Models": "What you call, and the kinds of fit that you get.",
    "A fit": "What may be asked of a fit: methods, `fit.anova()`, and functions of the same name "
    "in [`rglm.generics`](../../generics.md), `anova(fit)`.",
    "A posterior": "What only a fit of `brm` has, beside `coef`, `summary`, `fitted`, `predict` "
    "and others that every fit has; `fit.draws` is the DataFrame of its draws. The page on "
    "[Bayesian models](../../vignettes/bayesian.md) shows most of them at work.",
    "Results": "What methods of a fit return where it has methods of its own, and these: "
    "`fit.boot().confint()`.",
    "Plots": "Pictures of a fit; each takes `ax=` and returns the axes. They need matplotlib, "
    "which the extra `plots` installs. The [gallery](../../gallery.md) shows them all.",
    "Several fits": "Choosing among models, and setting them side by side.",
    "Families": "The distribution of the response given its mean, and the links.",
    "Bayesian families": "Of `brm`, which takes those of `glm` too, but for the quasi families "
    "and tweedie. The names are those of R's package brms.",
    "Priors": "Distributions of the parameters of a Bayesian model, and which of them has which.",
    "Data": "What `data=` takes besides a DataFrame, and rows to predict at.",
    "Datasets": "Bundled data: `rglm.datasets.load(name)`.",
    "Warnings and errors": "What a fit may warn of or fail with.",
    "Options": "How pages are printed, how many threads compute, and how much of Parquet files "
    "stays in memory.",
    "Other packages": "rglm in the interfaces of other packages.",
    "Base classes": "What your own model or source of data is made of; families and links are "
    "made of [`Family`](../families/Family.md) and [`Link`](../families/Link.md). "
    "[Contributing](../../vignettes/contributing.md) shows how.",
}


def place(title: str, name: str = "index") -> str:
    """Where a page of the reference is."""
    return f"reference/{title.lower().replace(' ', '-')}/{name}.md"


def pages() -> dict[str, str]:
    """The pages of the reference by their place."""
    out = {"reference/index.md": first_page()}
    for title, found in public.names().items():
        out[place(title)] = index(title, found)
        out |= {place(title, name): page(title, name, found[name]) for name in found}
    return out


def first_page() -> str:
    """The guide of the package, and the chapters."""
    shown = guide.markdown(public.rglm.__doc__ or "", public.targets())
    chapters = [["", ""]]
    for title in public.names():
        said = INTRODUCTIONS[title].replace("](../", "](").replace("](../", "](../")
        chapters.append([f"[{title}]({place(title).removeprefix('reference/')})", said])
    return f"# Reference\n\n{shown}\n\n## All pages\n\n{table(chapters)}\n"


def index(title: str, found: dict[str, list[Any]]) -> str:
    """The first page of a chapter: its names with what they are in a line."""
    lines = [["", ""], *([f"[`{name}`]({name}.md)", summary(found[name][0])] for name in found)]
    head = f"---\nhide: [toc]\n---\n\n# {title}\n\n{INTRODUCTIONS[title]}"
    return f"{head}\n\n{table(lines)}\n{models_of_verbs(title, list(found))}"


def models_of_verbs(title: str, names: list[str]) -> str:
    """Which model has which of the verbs of a chapter, where they are verbs."""
    models, verbs = list(public.models()), public.verbs()
    lines = [["", *(f"`{model}`" for model in models)]]
    for name in (name for name in names if name in verbs):
        has = [model for of in verbs.get(name, {}).values() for model in of]
        lines.append([f"[`{name}`]({name}.md)", *("✓" if m in has else "" for m in models)])
    wanted = title in (public.FIT, public.PLOTS)
    return f"\n## Of which models\n\n{table(lines)}\n" if wanted else ""


def table(lines: list[list[str]]) -> str:
    """A table in Markdown, its first line the head."""
    rule = ["---", *(":-:" if len(lines[0]) > 2 else "---" for _ in lines[0][1:])]
    return "\n".join("| " + " | ".join(line) + " |" for line in [lines[0], rule, *lines[1:]])


def summary(thing: Any) -> str:
    """The first sentence of a docstring."""
    first = " ".join((inspect.getdoc(thing) or "").split("\n\n")[0].split())
    return re.split(r"(?<=[a-z`)])\. ", first)[0].rstrip(".").replace("|", "\\|")


def page(title: str, name: str, things: list[Any]) -> str:
    """A name with its docstring; with several, where a verb differs by the model."""
    several = len(things) > 1
    lines = [f"# {name}", ""] if several else []
    for thing in things:
        if name in public.verbs() and public.first_name(thing) not in (name, None):
            lines += same_as(name, thing)
            continue
        models = public.verbs().get(name, {}).get(thing, [])
        heading = of_models(models) if several and models else name
        lines += [
            f"::: {public.path(thing)}",
            "    options:",
            f"      heading: {heading}",
            f"      toc_label: {heading}",
            f"      heading_level: {2 if several else 1}",
            f"      members: {public.members(thing)}",
            f"      inherited_members: {public.members(thing)}",
            "",
        ]
        lines += methods(thing)
    return "\n".join(lines)


@cache
def of_fits() -> dict[str, str]:
    """By path of a function that is a method of fits or of means, a sentence that says so."""
    of_means = {
        public.path(function): f"A method, `means.{name}(...)`, of what `emmeans` returns."
        for name, function in public.verbs_of_means().items()
    }
    return of_means | {
        public.path(function): f"A method, `fit.{name}(...)`, of fits by "
        + f"{', '.join(map(link, models))}."
        for name, functions in public.verbs().items()
        for function, models in functions.items()
        if public.first_name(function) == name
    }


def of_models(models: list[str]) -> str:
    """The heading of a verb's docstring that is for some of the models."""
    first, last = ", ".join(models[:-1]), models[-1]
    return (
        "Of most models"
        if len(models) > 4
        else f"Of {first} and {last}"
        if first
        else f"Of {last}"
    )


def same_as(name: str, thing: Any) -> list[str]:
    """The page of a verb whose function has its page: shown twice it would have two anchors."""
    fits = ", ".join(map(link, public.verbs()[name][thing]))
    other = f"[`{public.first_name(thing)}`][{public.path(thing)}]"
    return [
        f"# {name}",
        "",
        f"A method, `fit.{name}(...)`, of a fit by {fits}: it is {other}.",
        "",
    ]


def link(model: str) -> str:
    """The function that fits a model, as a link to its page."""
    return f"[`{model}`][{public.path(getattr(public.rglm, model))}]"


def methods(thing: Any) -> list[str]:
    """The verbs of a kind of fit, as links."""
    if thing not in public.models().values():
        return []
    found = [
        f"[`{name}`][{public.path(function)}]"
        for name, functions in public.verbs().items()
        for function, models in functions.items()
        if thing in (public.models()[model] for model in models)
    ]
    return ['<p class="numpydoc">Methods</p>', "", ", ".join(found), ""]
