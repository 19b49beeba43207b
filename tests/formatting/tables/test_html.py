"""Tables in a notebook: every model's pages, with their numbers, nothing unescaped."""

from __future__ import annotations

import re

import pytest

from rglm import betabinomial, binomial, glm, glm_nb, hurdle, multinom, polr, vuong, zeroinfl
from rglm.datasets import load

FITS = {
    "glm": lambda: glm("has_gc ~ logmass", load("galaxies"), binomial()),
    "glm_nb": lambda: glm_nb("n_gc ~ logmass", load("galaxies")),
    "zeroinfl": lambda: zeroinfl("n_gc ~ logmass", load("galaxies"), dist="negbin"),
    "hurdle": lambda: hurdle("n_gc ~ logmass", load("galaxies")),
    "betabinomial": lambda: betabinomial("cbind(dead, alive) ~ 1", load("budworm")),
    "polr": lambda: polr("ordered(tension) ~ breaks", load("warpbreaks")),
    "multinom": lambda: multinom("tension ~ breaks", load("warpbreaks")),
}


def cells(page):
    return re.findall(r"<t[dh][^>]*>([^<]*)</t[dh]>", page)


@pytest.mark.parametrize("name", FITS)
def test_every_number_of_the_page_is_in_a_table(name):
    fit = FITS[name]()
    for thing in (fit, fit.summary()):
        page = thing._repr_html_()
        assert "<pre" not in page
        assert page.count("<table") == page.count("</table>") >= 1
        shown = set(cells(page))
        for label in fit.names:
            part = str(label).removeprefix("count_").removeprefix("zero_").rpartition(":")[2]
            assert {str(label), part} & shown


def test_the_numbers_are_those_that_print():
    for name in ("glm", "zeroinfl", "betabinomial", "multinom"):
        summary = FITS[name]().summary()
        numbers = [c for c in cells(summary._repr_html_()) if re.fullmatch(r"-?\d+\.\d+", c)]
        assert len(numbers) > 3
        assert not [number for number in numbers if number not in repr(summary)]


def test_every_table_has_its_title():
    page = FITS["polr"]().summary(correlation=True)._repr_html_()
    for title in ("Coefficients", "Intercepts", "Correlation of Coefficients"):
        assert f"{title}</caption>" in page


def test_other_standard_errors_are_named():
    for name in ("polr", "multinom"):
        assert "Standard errors: HC0" in FITS[name]().summary(vcov="HC0")._repr_html_()


def test_vuong_is_a_table():
    page = vuong(FITS["zeroinfl"](), FITS["hurdle"]())._repr_html_()
    assert "AIC-corrected" in cells(page)


def test_texts_are_escaped():
    fit = glm("has_gc ~ I(logmass < 8)", load("galaxies"), binomial())
    assert "logmass &lt; 8" in fit._repr_html_()
    assert "logmass < 8" not in fit.summary()._repr_html_()
