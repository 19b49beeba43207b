"""The pages of the site, as a hook of mkdocs: README, the vignettes, and a page for every name."""

from __future__ import annotations

import inspect
import re
import sys
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
ROOT = HERE.parent
sys.path.insert(0, str(HERE))

import public  # noqa: E402  (they are beside this file)
import sections  # noqa: E402

ROOM = {  # what the first page of a room says
    "Models": "What you call, and the kinds of fit that you get.",
    "A fit": "What may be asked of a fit: methods, `fit.anova()`, and functions of the same name "
    "in `rglm.generics`, `anova(fit)`.",
    "Plots": "Pictures of a fit; each takes `ax=` and returns the axes. They need matplotlib: "
    '`pip install "rglm[plots]"`.',
    "Several fits": "Choosing among models, and setting them side by side.",
    "Families": "The distribution of the response given its mean, and the links.",
    "Datasets": "Bundled data: `rglm.datasets.load(name)`.",
    "Warnings": "What a fit may warn of or fail with.",
    "Options": "How pages are printed.",
}


def on_config(config: Any) -> Any:
    """Lay out the navigation."""
    config.nav = navigation()
    return config


def on_files(files: Any, config: Any) -> Any:
    """Add the pages that stand elsewhere or nowhere."""
    from mkdocs.structure.files import File

    for place in ("README.md", "CHANGELOG.md", "LICENSE", *vignettes(), *figures()):
        files.append(File(place, str(ROOT), config.site_dir, config.use_directory_urls))
    for place, text in reference().items():
        files.append(File.generated(config, place, content=text))
    return files


def vignettes() -> list[str]:
    """The vignettes, as paths from the top of the repository, in the order of README's list."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8").partition("\n## Tutorials")[2]
    found = [page.relative_to(ROOT).as_posix() for page in (ROOT / "vignettes").glob("*.md")]
    return sorted(found, key=lambda page: (page not in readme, readme.find(page), page))


def figures() -> list[str]:
    """The figures that they show."""
    found = (ROOT / "vignettes" / "figures").glob("*.png")
    return sorted(figure.relative_to(ROOT).as_posix() for figure in found)


def navigation() -> list[dict[str, Any]]:
    """Home, vignettes, the rooms with a page for each name, and what has changed."""
    rooms = [
        {title: [place(title), *({name: place(title, name)} for name in found)]}
        for title, found in public.names().items()
    ]
    return [
        {"Home": "README.md"},
        {"Vignettes": vignettes()},
        {"Reference": ["reference/index.md", *rooms]},
        {"Changes": "CHANGELOG.md"},
    ]


def place(title: str, name: str = "index") -> str:
    """Where a page of the reference is."""
    return f"reference/{title.lower().replace(' ', '-')}/{name}.md"


def reference() -> dict[str, str]:
    """The pages of the reference by their place."""
    guide = sections.markdown(public.rglm.__doc__, public.targets())
    out = {"reference/index.md": f"# Reference\n\n{guide}\n"}
    for title, found in public.names().items():
        out[place(title)] = index(title, found)
        out |= {place(title, name): page(title, name, found[name]) for name in found}
    return out


def index(title: str, found: dict[str, list[Any]]) -> str:
    """The first page of a room: its names with what they are in a line."""
    lines = [["", ""], *([f"[`{name}`]({name}.md)", summary(found[name][0])] for name in found)]
    return f"# {title}\n\n{ROOM[title]}\n\n{table(lines)}\n{of_models(title, list(found))}"


def of_models(title: str, names: list[str]) -> str:
    """Which model has which of the verbs of a room, where they are verbs."""
    models, verbs = list(public.models()), public.verbs()
    lines = [["", *(f"`{model}`" for model in models)]]
    for name in names:
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
        heading = f"{name}, of {', '.join(models)}" if several else name
        lines += [
            f"::: {public.path(thing)}",
            "    options:",
            f"      heading: {heading}",
            f"      toc_label: {heading}",
            f"      heading_level: {2 if several else 1}",
            f"      members: {public.members(thing)}",
            "",
        ]
        if models:
            fits = ", ".join(map(link, models))
            lines += [f"A method, `fit.{name}(...)`, of a fit by {fits}.", ""]
        lines += methods(thing)
    return "\n".join(lines)


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
