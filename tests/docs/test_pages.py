"""The pages of the reference: headings, links of the first page, sources, llms.txt."""

from __future__ import annotations

import re
from collections import Counter

import pytest

import rglm
from rglm import generics


def parts(page):
    """The text below each heading of a page, docstrings by their place."""
    return re.split(r"^#+ .*$|(?=^:::)", page, flags=re.MULTILINE)[1:]


def test_no_heading_is_empty(made):
    for place, page in made.items():
        empty = [part for part in parts(page) if not part.strip()]
        single = page.startswith("# ") and page.count(":::")  # a title above several docstrings
        assert len(empty) <= bool(single), place


def test_no_page_says_the_same_twice(made, docs):
    shown = docs("public").names()
    for place, page in made.items():
        docstrings = re.findall(r"^::: (\S+)", page, re.MULTILINE)
        assert len(docstrings) == len(set(docstrings)), place
        lines = Counter(line for line in page.splitlines() if len(line) > 60)
        assert max(lines.values(), default=1) == 1, place
    for found in shown.values():
        for name, things in found.items():
            texts = [thing.__doc__ for thing in things]
            assert len(texts) == len(set(texts)), name


def test_every_name_of_the_guide_is_a_link(made, docs):
    page = made["reference/index.md"]
    for name in (*rglm.__all__, *generics.VERBS):
        if name != "datasets":
            assert re.search(rf"\[`{name}(\(\))?`\]\[", page), name
    assert not re.search(r"^    \w", page, re.MULTILINE)


def test_no_markup_of_docstrings_is_left(made):
    for place, page in made.items():
        assert not re.search(r":(math|func|class|meth|ref):`", page), place


@pytest.mark.parametrize("name", generics.ATTRIBUTES)
def test_the_page_of_generics_says_what_an_attribute_is(name, docs):
    assert f"| `{name}` | the " in docs("generic_functions").attributes()


def test_the_page_of_generics_has_every_name(docs, pages):
    text = (pages.HERE / "pages" / "generics.md").read_text(encoding="utf-8")
    made = docs("generic_functions").filled(text)
    assert all(f"`{name}`" in made for name in generics.__all__)
    assert "<!--" not in made


def test_sources_are_listed_by_model_and_verb(docs, pages):
    page = docs("citations").page((pages.ROOT / "README.md").read_text(encoding="utf-8"))
    assert "@software{rglm" in page
    for name in ("glm", "lm", "polr", "zeroinfl", "confint", "cooks_distance", "rootogram"):
        assert re.search(rf"^\| \[`{name}`\].*\d{{4}}", page, re.MULTILINE), name


def test_llms_txt_lists_every_page(tmp_path, docs, pages):
    models = docs("language_models")
    models.write(tmp_path, "https://x.org/", "Models.", pages.texts())
    text = (tmp_path / "llms.txt").read_text(encoding="utf-8")
    assert text.startswith("# rglm\n\n> Models.\n")
    links = re.findall(r"\]\(https://x\.org/(\S+?\.md)\)", text)
    assert len(links) == len(set(links)) > 150
    assert all((tmp_path / link).stat().st_size > 0 for link in links)
    assert "Fit a generalized linear model" in (tmp_path / "llms-full.txt").read_text("utf-8")


def test_every_line_of_a_page_is_explained(pages):
    """The labels that the pages of "Reading results" print stand in bold in its text."""
    text = (pages.ROOT / "vignettes" / "reading-results.md").read_text(encoding="utf-8")
    printed = "\n".join(re.findall(r"^```text\n(.*?)^```", text, re.MULTILINE | re.DOTALL))
    labels = set(re.findall(r"(?:^|\t) *([A-Z][\w. -]+?)(?: \([^)]*\))?:", printed, re.MULTILINE))
    labels |= {"Estimate", "Std. Error", "z value", "Pr(>|z|)", "t value", "Pr(>|t|)"}
    labels |= {"F-statistic", "Residual standard error", "Dispersion parameter"}
    bold = " ".join(re.findall(r"\*\*(.+?)\*\*", text))
    assert len(labels) > 20
    assert {label for label in labels if label not in bold} == set()
