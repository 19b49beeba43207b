"""The pages of the site, as a hook of mkdocs: README, vignettes, gallery, a page a name."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
ROOT = HERE.parent
sys.path.insert(0, str(HERE))

import agreement_page  # noqa: E402  (they are beside this file)
import citations  # noqa: E402
import command_line  # noqa: E402
import formula_words  # noqa: E402
import gallery  # noqa: E402
import generic_functions  # noqa: E402
import language_models  # noqa: E402
import public  # noqa: E402
import reference_pages  # noqa: E402

FILLED = {  # pages of which a part is made from the package
    "formula-words.md": formula_words.filled,
    "command-line.md": command_line.filled,
    "generics.md": generic_functions.filled,
}
# how the names of vignettes begin that stand under a tab of their own; all others are tutorials
BESIDE_R = ("from-", "does-it-match", "textbook", "speed")
EXTENDING = ("contributing",)


def on_config(config: Any) -> Any:
    """Lay out the navigation."""
    config.nav = navigation()
    return config


def on_files(files: Any, config: Any) -> Any:
    """Add the pages that stand elsewhere or nowhere."""
    from mkdocs.structure.files import File

    for place in ("README.md", "CHANGELOG.md", "LICENSE", *vignettes(), *figures()):
        files.append(File(place, str(ROOT), config.site_dir, config.use_directory_urls))
    for place, content in made_pages().items():
        files.append(File.generated(config, place, content=content))
    return files


def on_page_markdown(markdown: str, page: Any, config: Any, files: Any) -> str:
    """Fill in what a page takes from the package."""
    fill = FILLED.get(page.file.src_uri)
    return fill(markdown) if fill else markdown


def on_post_build(config: Any) -> None:
    """Write what language models read."""
    url = f"{config.site_url.rstrip('/')}/" if config.site_url else ""
    language_models.write(Path(config.site_dir), url, config.site_description, texts())


def texts() -> dict[str, str]:
    """The Markdown of the pages that are no docstrings."""
    own = {page.name: page.read_text(encoding="utf-8") for page in (HERE / "pages").glob("*.md")}
    own = {name: FILLED.get(name, str)(text) for name, text in own.items()}
    readme, *others = ("README.md", *vignettes(), "CHANGELOG.md")
    out = {page: (ROOT / page).read_text(encoding="utf-8") for page in (readme, *others)}
    return out | own | pages_of_tables(out[readme]) | {"gallery.md": gallery.text()}


def pages_of_tables(readme: str) -> dict[str, str]:
    """The pages that are made from docstrings and from tests."""
    return {"cite.md": citations.page(readme), "does-it-match-r.md": agreement_page.page()}


def made_pages() -> dict[str, str | bytes]:
    """The pages and pictures that are made, by their place."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    out: dict[str, str | bytes] = {
        **reference_pages.pages(),
        "gallery.md": gallery.page(),
        **pages_of_tables(readme),
    }
    return out | {picture.place: picture.png for picture in gallery.pictures()}


def vignettes() -> list[str]:
    """The vignettes, as paths from the top of the repository, in the order of README's list."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8").partition("\n## Tutorials")[2]
    found = [page.relative_to(ROOT).as_posix() for page in (ROOT / "vignettes").glob("*.md")]
    return sorted(found, key=lambda page: (page not in readme, readme.find(page), page))


def titled(pages: Iterable[str]) -> list[dict[str, str]]:
    """Pages under the first words of their titles, which are long."""
    texts = {page: (ROOT / page).read_text(encoding="utf-8") for page in pages}
    return [{language_models.heading(text).split(":")[0]: page} for page, text in texts.items()]


def figures() -> list[str]:
    """The figures that they show."""
    found = (ROOT / "vignettes" / "figures").glob("*.png")
    return sorted(figure.relative_to(ROOT).as_posix() for figure in found)


def navigation() -> list[dict[str, Any]]:
    """Home, tutorials, gallery, the chapters with a page for each name, and what has changed."""
    pages = vignettes()
    beside = [page for page in pages if Path(page).stem.startswith(BESIDE_R)]
    extending = [page for page in pages if Path(page).stem.startswith(EXTENDING)]
    chapters = [
        {
            title: [
                reference_pages.place(title),
                *({n: reference_pages.place(title, n)} for n in found),
            ]
        }
        for title, found in public.names().items()
    ]
    last = chapters.pop()
    return [
        {"Home": "README.md"},
        {"Tutorials": titled(page for page in pages if page not in (*beside, *extending))},
        {"Beside R": [*titled(beside), "does-it-match-r.md"]},
        {"Gallery": "gallery.md"},
        {
            "Reference": [
                "reference/index.md",
                {"Formula words": "formula-words.md"},
                {"Command line": "command-line.md"},
                {"rglm.generics": "generics.md"},
                {"How to cite": "cite.md"},
                *chapters,
            ]
        },
        {"Extending": [{"Your own family, link, model ...": page} for page in extending] + [last]},
        {"Changes": "CHANGELOG.md"},
    ]
