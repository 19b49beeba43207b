"""The page of formula words has every word of the language, each with an example that is read."""

from __future__ import annotations

import re

import pytest

from rglm.design.evaluation.formula_functions import (
    FORMULA_CONSTANTS,
    FORMULA_FUNCTIONS,
    vocabulary_name,
)
from rglm.design.syntax.grammar import (
    PACKAGES,
    PRECEDENCE,
    PYTHON_OPERATORS,
    SYNTAX_CONSTANTS,
)
from rglm.design.syntax.r_spelling import R_FUNCTIONS
from rglm.design.syntax.tokens import R_OPERATORS


@pytest.fixture(scope="module")
def words(docs):
    return docs("formula_words")


@pytest.fixture(scope="module")
def page(docs, words):
    return (docs("pages").HERE / "pages" / "formula-words.md").read_text(encoding="utf-8")


def test_every_function_and_operator_has_a_row(words, page):
    functions = {R_FUNCTIONS.get(name, name) for name in FORMULA_FUNCTIONS}
    assert functions | {*PRECEDENCE, "!", "~", ".", "::", "( )", "`", "0", "1"} <= words.words(
        page
    )


def test_every_other_spelling_is_said(page):
    said = set(re.findall(r"`([^`\s]+)`", page))
    assert {*PYTHON_OPERATORS, *SYNTAX_CONSTANTS, *FORMULA_CONSTANTS, *R_OPERATORS} <= said
    assert all(re.search(rf"\b{package}\b", page) for package in PACKAGES)


def test_no_word_is_invented(words, page):
    known = {*PRECEDENCE, *SYNTAX_CONSTANTS, *FORMULA_CONSTANTS}
    signs = {"!", "~", ".", "::", "( )", "`", "0", "1"}
    others = words.words(page) - known - signs
    assert {word for word in others if vocabulary_name(word) is None} == set()


def test_every_row_has_an_example_with_its_word(words, page):
    assert len(words.examples(page)) == len(re.findall(r"^\| `", page, re.MULTILINE)) > 100
    for line in page.splitlines():
        if row := words.ROW.match(line):
            word = words.code_of(row["word"])
            assert word.strip("( )") in words.code_of(row["example"]), line


def test_the_last_column_is_what_the_example_makes(words, page):
    made = words.filled(page)
    assert "| `mpg ~ wt * hp - wt:hp` | `(Intercept)`, `wt`, `hp` |" in made
    assert "| `mpg ~ log2(wt)` | `log2(wt)` 1.39 |" in made
    assert "L: 1, 0<br>M: 0, 1<br>H: -1, -1" in made
    code = re.compile(r"(`+)(?!`).+?(?<!`)\1(?!`)")
    rows = [code.sub("", line) for line in made.splitlines() if line[:1] == "|"]
    assert {row.count("|") for row in rows} == {5}
