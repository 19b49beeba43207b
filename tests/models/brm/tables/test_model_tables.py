"""Posteriors beside models of maximum likelihood in tables and pictures, and what they refuse."""

import numpy as np
import pytest

from rglm import (
    binomial,
    brm,
    compare,
    glm,
    lm,
    lrtest,
    plot_coefs,
    regtable,
    tbl_regression,
    vuong,
)
from rglm.bayes import bernoulli, cumulative
from rglm.datasets import load

GALAXIES = load("galaxies")
LIKELIHOOD = glm("has_gc ~ logmass", GALAXIES, family=binomial())


@pytest.fixture(scope="module")
def fit():
    return brm("has_gc ~ logmass", GALAXIES, family=bernoulli(), seed=1)


def test_a_posterior_stands_beside_a_glm(fit):
    table = regtable(LIKELIHOOD, fit, names=["glm", "brm"])
    frame = table.to_frame()
    mean, sd = fit.draws["logmass"].mean(), fit.draws["logmass"].std()
    cells = frame.loc["logmass", "brm"].tolist()
    assert cells == [f"{mean:.3f}", f"({sd:.3f})"]
    text = str(table)
    assert text.count("(Intercept)") == 1
    assert "Algorithm" in text
    assert "importance" in text
    assert "Of brm(): means, standard deviations and quantiles" in text


def test_intervals_and_exponents_in_a_table():
    fit = brm("mpg ~ wt", load("mtcars"), seed=1)
    text = str(regtable(fit, statistic="[{conf_low}, {conf_high}]", digits=2, exponentiate=True))
    low, high = np.exp(np.quantile(fit.draws["wt"], [0.025, 0.975]))
    assert f"[{low:.2f}, {high:.2f}]" in text
    assert f" {fit.draws['sigma'].mean():.2f}" in text  # no coefficient: as it is
    assert "95% confidence intervals in brackets." in text


def test_cut_points_come_last():
    data = load("mtcars")
    fit = brm("ordered(gear) ~ wt + hp", data, family=cumulative(), seed=1, draws=400)
    rows = regtable(fit).to_frame().index.get_level_values(0).tolist()
    assert [row for row in dict.fromkeys(rows) if row][:4] == [
        "wt",
        "hp",
        "Intercept[1]",
        "Intercept[2]",
    ]


def test_a_picture_of_coefficients(fit):
    pytest.importorskip("matplotlib")
    ax = plot_coefs(LIKELIHOOD, fit, names=["glm", "brm"])
    assert [label.get_text() for label in ax.get_yticklabels()] == ["logmass"]
    ends = np.quantile(fit.draws["logmass"], [0.025, 0.975])
    segment = ax.collections[1].get_segments()[0]
    np.testing.assert_allclose(segment[:, 0], ends)


def test_covariances_and_profiles_are_refused(fit):
    with pytest.raises(ValueError, match="vcov= is for the estimates of maximum likelihood"):
        regtable(fit, vcov="HC3")
    with pytest.raises(ValueError, match="vcov= is for the estimates of maximum likelihood"):
        plot_coefs(fit, vcov="HC3")
    with pytest.raises(ValueError, match="method='profile'"):
        regtable(fit, statistic="{conf_low}", method="profile")


@pytest.mark.parametrize(
    "verb",
    [
        lambda fit: compare(LIKELIHOOD, fit),
        lambda fit: lrtest(LIKELIHOOD, fit),
        lambda fit: vuong(LIKELIHOOD, fit),
        LIKELIHOOD.anova,
        LIKELIHOOD.AIC,
    ],
)
def test_criteria_of_likelihood_say_loo(fit, verb):
    with pytest.raises(TypeError, match="loo_compare"):
        verb(fit)


def test_a_table_with_p_values_is_refused(fit):
    with pytest.raises(TypeError, match=r"regtable\(\) takes it"):
        tbl_regression(fit)


@pytest.mark.parametrize(
    ("name", "instead"),
    [
        ("AIC", "loo"),
        ("anova", "loo_compare"),
        ("wald_test", "hypothesis"),
        ("drop1", "loo_compare"),
        ("hatvalues", "Pareto k"),
        ("ranef", "no group-level terms"),
        ("as_draws_df", "fit.draws"),
        ("separation", r"glm\(...\).separation"),
        ("r2", "bayes_R2"),
    ],
)
def test_verbs_of_other_models_say_what_to_use(fit, name, instead):
    with pytest.raises(AttributeError, match=instead):
        getattr(fit, name)


@pytest.mark.parametrize(
    ("function", "argument", "meaning"),
    [
        (glm, "prior", r"an argument of brm\(\)"),
        (lm, "chains", r"an argument of brm\(\)"),
        (brm, "prior_intercept", "class_='Intercept'"),
        (brm, "refresh", "progress="),
        (brm, "adapt_delta", "control="),
        (brm, "backend", "no Stan program"),
    ],
)
def test_arguments_of_rs_packages(function, argument, meaning):
    with pytest.raises(TypeError, match=meaning):
        function("has_gc ~ logmass", GALAXIES, **{argument: 1})


@pytest.mark.parametrize("name", ["loo", "hypothesis", "pp_check", "draws"])
def test_verbs_of_posteriors_say_brm(name):
    for model in (LIKELIHOOD, lm("logmass ~ has_gc", GALAXIES)):
        with pytest.raises(AttributeError, match=r"by brm\(\)"):
            getattr(model, name)
