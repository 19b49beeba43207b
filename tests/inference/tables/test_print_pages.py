"""Everything that is printed prints, in a notebook too."""

import re
from html.parser import HTMLParser

import pandas as pd
import pytest

from rglm import Gamma, RankWarning, binomial, gaussian, glm, poisson, quasi
from rglm.datasets import load

BREAKS = load("warpbreaks").assign(t=range(54))
WORMS = load("budworm")


def aliased():
    with pytest.warns(RankWarning):
        return glm("breaks ~ wool + I(wool == 'B')", BREAKS, poisson())


FITS = {
    "poisson": lambda: glm("breaks ~ wool * tension", BREAKS, poisson()),
    "Gamma": lambda: glm("breaks ~ poly(t, 2)", BREAKS, Gamma("log")),
    "quasi": lambda: glm("breaks ~ t", BREAKS, quasi("log", "mu")),
    "counts": lambda: glm("cbind(dead, alive) ~ sex", WORMS, binomial("probit")),
    "intercept": lambda: glm("breaks ~ 1", BREAKS, gaussian()),
    "nothing": lambda: glm("breaks ~ 0", BREAKS, gaussian()),
    "saturated": lambda: glm("y ~ x", {"y": [1.0, 2], "x": [0.0, 1]}),
    "aliased": aliased,
    "missing": lambda: glm("breaks ~ log(t)", BREAKS.replace({"t": {0: None}}), poisson()),
}
SHOWN = {
    "fit": lambda fit: fit,
    "summary": lambda fit: fit.summary(),
    "correlation": lambda fit: fit.summary(correlation=True),
    "anova": lambda fit: fit.anova(),
    "anova without test": lambda fit: fit.anova(test=False),
    "anova Cp": lambda fit: fit.anova(test="Cp"),
    "anova Rao": lambda fit: fit.anova(test="Rao"),
    "anova between": lambda fit: fit.anova(fit),
    "confint": lambda fit: fit.confint(method="wald"),
}


class Balance(HTMLParser):
    """That every tag opened is closed, in order."""

    def __init__(self):
        super().__init__()
        self.open = []

    def handle_starttag(self, tag, attrs):
        if tag not in ("br", "hr", "img", "meta"):
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


@pytest.fixture(scope="module", params=FITS)
def fit(request):
    return FITS[request.param]()


@pytest.mark.parametrize("what", SHOWN)
def test_every_result_prints_the_same_as_its_repr(fit, what):
    ours = SHOWN[what](fit)
    assert str(ours) == repr(ours)
    assert str(ours).strip()
    assert "np.float64" not in str(ours)
    assert " nan" not in str(ours)


@pytest.mark.parametrize("what", SHOWN)
def test_every_result_has_html(fit, what):
    html = SHOWN[what](fit)._repr_html_()
    assert "<table" in html or "no coefficients" in html.lower()
    parser = Balance()
    parser.feed(html)
    assert parser.open == []


def test_the_html_has_the_numbers_of_the_page():
    summary = FITS["poisson"]().summary()
    text = re.sub(r"<[^>]+>", " ", summary._repr_html_())
    for cell in ("woolB", "-0.45663", "0.08019", "-5.694", "1.24e-08", "***", "Std. Error"):
        assert cell in str(summary)
        assert cell in text


def test_names_are_escaped():
    fit = glm("breaks ~ (t < 9)", BREAKS)
    assert "t &lt; 9" in fit.summary()._repr_html_()


def test_a_page_is_a_view_of_data():
    fit = FITS["poisson"]()
    assert isinstance(fit.summary().coefficients, pd.DataFrame)
    assert isinstance(fit.anova().table, pd.DataFrame)
    assert isinstance(fit.confint(), pd.DataFrame)


def test_intervals_print_as_R_prints_a_matrix():
    # R: print(confint.default(glm(breaks ~ wool, poisson, warpbreaks)))
    ours = glm("breaks ~ wool", BREAKS, poisson()).confint(method="wald")
    assert str(ours).splitlines() == [
        "                 2.5 %     97.5 %",
        "(Intercept)  3.3674761  3.5028864",
        "woolB       -0.3070657 -0.1049112",
    ]


def test_one_interval_is_still_a_table():
    ours = glm("breaks ~ wool", BREAKS, poisson()).confint(method="wald")
    assert str(ours.loc[["woolB"]]).splitlines()[1].startswith("woolB")
