"""plot_coefs: estimates and intervals, as they are drawn."""

import numpy as np
import oracle
import pytest

from rglm import binomial, glm, glm_nb, hurdle, multinom, plot_coefs, poisson
from rglm.datasets import load

QUINE, GALAXIES, LOOMS = oracle.data("quine"), load("galaxies"), load("warpbreaks")
POISSON, NEGBIN = (
    f("Days ~ Sex + Age", QUINE) for f in (lambda a, d: glm(a, d, poisson()), glm_nb)
)


def test_estimates_and_intervals():
    ax = plot_coefs(NEGBIN)
    names = [label.get_text() for label in ax.get_yticklabels()]
    assert names == ["SexM", "AgeF1", "AgeF2", "AgeF3"]
    marks = ax.lines[1]
    np.testing.assert_allclose(marks.get_xdata(), NEGBIN.coefficients[names])
    ends = np.array([path.vertices[:, 0] for path in ax.collections[0].get_paths()])
    np.testing.assert_allclose(ends, NEGBIN.confint(names))
    assert ax.get_xlabel() == "estimate, 95% interval"


def test_models_beside_each_other():
    ax = plot_coefs(POISSON, NEGBIN, names=["Poisson", "negative binomial"], method="wald")
    assert [text.get_text() for text in ax.get_legend().get_texts()] == [
        "Poisson",
        "negative binomial",
    ]
    one, two = (line.get_ydata() for line in ax.lines[1:])
    assert (one < two).all()
    assert ax.lines[1].get_marker() != ax.lines[2].get_marker()


def test_formulas_or_families_tell_models_apart():
    small = glm("Days ~ Sex", QUINE, poisson())
    texts = plot_coefs(POISSON, small).get_legend().get_texts()
    assert [t.get_text() for t in texts] == ["Days ~ Sex + Age", "Days ~ Sex"]
    texts = plot_coefs(POISSON, NEGBIN).get_legend().get_texts()
    assert texts[0].get_text() == "poisson (log)"


def test_odds_ratios_on_a_log_axis():
    fit = glm("has_gc ~ logmass", GALAXIES, binomial())
    ax = plot_coefs(fit, exponentiate=True, intercept=True)
    assert ax.get_xscale() == "log"
    np.testing.assert_allclose(ax.lines[1].get_xdata(), np.exp(fit.coefficients))
    assert ax.lines[0].get_xdata()[0] == 1


def test_models_of_parts_and_levels():
    ax = plot_coefs(hurdle("n_gc ~ logmass", GALAXIES, dist="negbin"))
    labels = [t.get_text() for t in ax.get_yticklabels()]
    assert labels == ["count_logmass", "zero_logmass"]
    ax = plot_coefs(multinom("tension ~ breaks", LOOMS))
    assert [t.get_text() for t in ax.get_yticklabels()] == ["M:breaks", "H:breaks"]


@pytest.mark.filterwarnings("ignore::rglm.SeparationWarning")
def test_an_infinite_end_leaves_the_picture():
    fit = glm("am ~ factor(gear)", oracle.data("mtcars"), binomial())
    ax = plot_coefs(fit)
    assert np.isfinite(ax.get_xlim()).all()


def test_what_is_refused():
    with pytest.raises(ValueError, match="needs a model"):
        plot_coefs()
    with pytest.raises(ValueError, match="names= has 1 names for 2 models"):
        plot_coefs(POISSON, NEGBIN, names=["a"])
    with pytest.raises(ValueError, match="did you mean 'SexM'"):
        plot_coefs(POISSON, parm="SexN")
