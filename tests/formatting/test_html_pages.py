"""A notebook shows what the page prints, for every object that has a page."""

from __future__ import annotations

import re
from html import unescape

import numpy as np
import pandas as pd
import pytest
from printed_objects import FITS, OBJECTS, printed_object

from rglm import multinom, options
from rglm.formatting.tables.html import html_table

LONG = ("levels", "levels.summary()", "many.influence_measures()", "many.influence()")
# signs of the page that its tables do without
RULES = re.compile(
    r"^(-{2,}|={2,}|\$.*|Call:|Fit:|mean|numeric\(0\)|x|\[.*|\.\.\.|rows|columns\])$"
)
WITHOUT_HTML = {"logit.profile()", "logit.logLik()", "logit.family", "logit.r2()"}
FRAMES = ("tidy", "glance", "augment", "compare", "vif()", "r2")


def words_of(html):
    body = re.sub(r"<style>.*?</style>", "", html, flags=re.S)
    text = unescape(re.sub(r"<[^>]+>", " ", body)).replace("−", "-")
    return {word.rstrip(":") for word in text.split()}


@pytest.mark.parametrize(
    "code", [c for c in OBJECTS if c not in LONG and not any(f in c for f in FRAMES)]
)
def test_every_word_of_the_page_is_in_the_html(code):
    thing = printed_object(code)
    if code in WITHOUT_HTML:  # a notebook shows the text itself
        assert not hasattr(thing, "_repr_html_")
        return
    shown = words_of(thing._repr_html_())
    printed = {word for word in str(thing).split() if not RULES.match(word)}
    assert {word.rstrip(":") for word in printed} - shown == set()


@pytest.mark.parametrize("code", OBJECTS)
def test_the_html_of_no_object_is_large(code):
    html = getattr(printed_object(code), "_repr_html_", None)
    assert html is None or len(html()) < 60_000


def test_stars_have_one_legend():
    for code in ("line.summary()", "inflated.summary()", "counts.anova()", "design.summary()"):
        assert printed_object(code)._repr_html_().count("Signif. codes") == 1
    with options(signif_stars=False):
        assert "Signif. codes" not in printed_object("line.summary()")._repr_html_()
    assert "Signif. codes" not in printed_object("ordinal.summary()")._repr_html_()


def test_a_call_of_many_lines_is_not_taken_for_coefficients():
    fit = printed_object("long_call")
    assert len(str(fit).split("\n\n")[0].splitlines()) > 2
    html = fit._repr_html_()
    assert html.count("(Intercept)") == 1
    assert html.count("wool + tension") == 1


def test_long_tables_are_cut_as_pandas_cuts_them():
    measures = printed_object("many.influence_measures()")
    html = measures._repr_html_()
    assert "20000 rows × 7 columns" in html
    assert html.count("<tr>") == 62
    for row in (0, 29, 19970, 19999):
        assert f">{row}</th>" in html
    with pd.option_context("display.max_rows", 10):
        assert measures._repr_html_().count("<tr>") == 12
    with pd.option_context("display.max_rows", None):
        assert printed_object("levels.summary()")._repr_html_().count("<tr>") > 1000
    assert "1000 rows × 5 columns" in printed_object("levels.summary()")._repr_html_()


class Printer:
    """IPython's printer."""

    def __init__(self):
        self.shown = ""

    def text(self, text):
        self.shown += text


@pytest.mark.parametrize("code", ["many.influence_measures()", "many.influence()"])
def test_the_text_beside_the_html_is_short_too(code):
    printer = Printer()
    printed_object(code)._repr_pretty_(printer, cycle=False)
    assert printer.shown.endswith("columns")
    assert len(printer.shown) < 8000


def test_a_short_page_is_the_same_in_ipython():
    printer = Printer()
    printed_object("line.influence_measures()")._repr_pretty_(printer, cycle=False)
    assert printer.shown == str(printed_object("line.influence_measures()"))


@pytest.mark.parametrize("fit", FITS)
def test_every_cell_says_how_it_is_aligned(fit):
    html = printed_object(fit)._repr_html_()
    assert len(re.findall("<td|<th[ >]", html)) == html.count('style="text-align:')


def test_a_table_of_few_rows_has_all_of_its_columns():
    rng = np.random.default_rng(1)
    data = {f"x{i}": rng.normal(size=400) for i in range(24)}
    html = multinom("y ~ .", {"y": rng.choice(list("abc"), 400), **data})._repr_html_()
    assert "x11" in html
    assert "rows ×" not in html
    wide = pd.DataFrame(np.zeros((100, 100)).astype(str))
    assert "100 rows × 100 columns" in html_table(wide)
    assert len(html_table(wide)) < 120_000


def test_a_long_caption_is_broken_to_the_width_of_the_page():
    cells = pd.DataFrame({"p": ["1"]})
    assert "<caption" in html_table(cells, "short\n" * 50)
    assert "<caption" not in html_table(cells, "long " * 30)
    assert "long long" in html_table(cells, "long " * 30)
