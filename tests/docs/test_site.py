"""The site: every public name and every vignette has a page, and it builds without a warning."""

from __future__ import annotations

import importlib.util
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

import rglm
from rglm import bayes, datasets, families, generics

ROOT = Path(__file__).parents[2]
DOCS = ROOT / ".docs"
CONFIG = DOCS / "mkdocs.yml"
TOOLS = ("mkdocs", "material", "mkdocstrings", "mkdocstrings_handlers.python")


def places(navigation):
    """The pages of a navigation."""
    if isinstance(navigation, str):
        return [navigation]
    parts = navigation.values() if isinstance(navigation, dict) else navigation
    return [place for part in parts for place in places(part)]


def installed():
    try:
        return all(importlib.util.find_spec(tool) for tool in TOOLS)
    except ModuleNotFoundError:
        return False


def test_every_vignette_is_in_the_navigation(pages):
    vignettes = {f"vignettes/{page.name}" for page in (ROOT / "vignettes").glob("*.md")}
    assert vignettes
    assert vignettes <= set(places(pages.navigation()))


def test_the_vignettes_have_the_order_of_the_list_in_readme(pages):
    tutorials = (ROOT / "README.md").read_text(encoding="utf-8").split("\n## ")
    (tutorials,) = [part for part in tutorials if part.startswith("Tutorials")]
    listed = re.findall(r"^- \[.*?\]\((vignettes/.*?)\)", tutorials, re.MULTILINE)
    assert len(listed) >= 10
    assert pages.vignettes()[: len(listed)] == listed


def test_every_public_name_is_in_the_navigation(pages):
    shown = {Path(place).stem for place in places(pages.navigation())}
    names = {*rglm.__all__, *generics.VERBS, *families.__all__, *bayes.__all__, *datasets.__all__}
    assert names - {"datasets"} <= shown


def test_every_picture_is_in_the_navigation(pages):
    """Looked for in the text of the chapters, where the site asks the functions themselves."""
    drawing = re.compile(r"^def ([a-z]\w*)\([^)]*\bax: [^,)=]*= None", re.MULTILINE)
    files = [p for p in (ROOT / "rglm" / "plots").rglob("*.py") if p.parent.name != "style"]
    found = {name for p in files for name in drawing.findall(p.read_text(encoding="utf-8"))}
    assert len(found) > 10
    assert found <= {Path(place).stem for place in places(pages.navigation())}


def test_every_page_of_the_navigation_is_there(pages, made):
    made = {**made, "gallery.md": "", "cite.md": "", "does-it-match-r.md": ""}
    for place in places(pages.navigation()):
        assert place in made or (ROOT / place).exists() or (DOCS / "pages" / place).exists()


def test_no_verb_is_shown_twice(made):
    """Links to it would have two places to go to, which ``mkdocs build --strict`` refuses."""
    found = [t for p, t in made.items() if p.split("/")[1] in ("a-fit", "a-posterior", "plots")]
    shown = re.findall(r"^::: (\S+)", "\n".join(found), re.MULTILINE)
    assert len(shown) == len(set(shown)) > 50


def broken(site):
    """Local links and pictures that lead nowhere, and names that a page has twice."""
    found = []
    for page in site.rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        names = Counter(re.findall(r'\sid="([^"_][^"]*)"', text))
        found += [(page.name, name) for name, times in names.items() if times > 1]
        links = {link.partition("#")[0] for link in re.findall(r'(?:href|src)="([^"]+)"', text)}
        local = {link for link in links if link and not re.match(r"\w+:|/", link)}
        found += [(page.name, link) for link in local if not (page.parent / link).exists()]
    return found


@pytest.mark.skipif(not installed(), reason='needs pip install "rglm[docs]"')
def test_it_builds_without_a_warning(tmp_path):
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "-f", CONFIG, "-d", tmp_path]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "WARNING" not in done.stderr
    assert broken(tmp_path) == []
    glm = (tmp_path / "reference" / "models" / "glm.html").read_text(encoding="utf-8")
    for section in ("Parameters", "Returns", "Raises", "Warns", "Notes", "Examples"):
        assert f'<p class="numpydoc">{section}</p>' in glm
