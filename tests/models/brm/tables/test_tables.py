"""tidy, glance and update of a posterior."""

import pickle

import numpy as np
import pytest

from rglm import brm
from rglm.bayes import hurdle_poisson
from rglm.datasets import load
from rglm.priors import normal, prior

MTCARS = load("mtcars")


@pytest.fixture(scope="module")
def fit():
    return brm("mpg ~ wt + hp", MTCARS, seed=1)


@pytest.fixture(scope="module")
def two_parts():
    rows = load("galaxies").head(80)
    return brm("n_gc ~ logmass | logmass", rows, family=hurdle_poisson(), seed=1, draws=400)


def test_tidy_has_what_the_summary_has(fit):
    table, page = fit.tidy(rhat=True, ess=True), fit.summary()
    fixed = table[table["effect"] == "fixed"]
    assert fixed["term"].tolist() == page.fixed.index.tolist()
    shown = fixed[["estimate", "std_error", "conf_low", "conf_high", "k_hat", "ess"]]
    np.testing.assert_allclose(shown, page.fixed.iloc[:, :6])
    assert table["term"].tolist()[-1] == "sigma"


def test_tidy_robust_with_shortest_intervals(fit):
    table = fit.tidy(conf_level=0.8, conf_method="HPDinterval", robust=True, effects="auxiliary")
    sigma = fit.draws["sigma"]
    assert table["estimate"].item() == pytest.approx(sigma.median())
    inside = sigma.between(table["conf_low"].item(), table["conf_high"].item()).mean()
    assert inside == pytest.approx(0.8, abs=0.001)
    width = table["conf_high"].item() - table["conf_low"].item()
    assert width < np.subtract(*sigma.quantile([0.9, 0.1]))


def test_tidy_exponentiates_the_draws_of_coefficients(two_parts, fit):
    table = two_parts.tidy(conf_int=False, exponentiate=True).set_index("term")
    assert list(table) == ["effect", "component", "estimate", "std_error"]
    assert table["component"].to_dict()["hu_logmass"] == "hu"
    draws = np.exp(two_parts.draws)
    np.testing.assert_allclose(table["estimate"], draws.mean())
    np.testing.assert_allclose(table["std_error"], draws.std())
    sigma = fit.tidy(exponentiate=True).set_index("term").loc["sigma"]
    assert sigma["estimate"] == pytest.approx(fit.draws["sigma"].mean())


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"conf_method": "hpd"}, "conf_method='hpd'"),
        ({"effects": "random"}, "effects='random'"),
        ({"conf_level": 95}, "conf_level=95"),
    ],
)
def test_tidy_says_what_it_takes(fit, arguments, message):
    with pytest.raises(ValueError, match=message):
        fit.tidy(**arguments)


def test_glance(fit, two_parts):
    row = fit.glance().iloc[0]
    assert row["algorithm"] == "importance"
    assert (row["pss"], row["nobs"]) == (4000, 32)
    assert row["sigma"] == pytest.approx(fit.draws["sigma"].mean())
    assert row["k_hat"] == fit.k_hat
    assert np.isnan(row["rhat"])
    assert np.isnan(row["divergences"])
    assert np.isnan(two_parts.glance()["sigma"].item())


def test_update_of_formula_data_and_arguments(fit):
    factor = 10
    changed = fit.update(". ~ . - hp + I(hp / factor)", seed=2)
    assert (changed.formula, changed.seed) == ("mpg ~ wt + I(hp/factor)", 2)
    assert factor == 10
    assert fit.update(newdata=MTCARS.head(20)).nobs() == 20
    weak = fit.update(prior=normal(0, 0.1), seed=1)
    assert abs(weak.draws["wt"].mean()) < abs(fit.draws["wt"].mean())


def test_update_says_what_it_takes(fit):
    with pytest.raises(TypeError, match="no argument 'sed'"):
        fit.update(sed=1)
    with pytest.raises(TypeError, match="newdata= or data="):
        fit.update(newdata=MTCARS, data=MTCARS)
    with pytest.raises(ValueError, match="coef='qsec'"):
        fit.update(prior=prior(normal(0, 1), coef="qsec"))
    with pytest.raises(ValueError, match="stripped"):
        fit.strip().update(". ~ 1")


def test_a_pickle_and_a_stripped_fit_have_the_tables(fit):
    for copy in (pickle.loads(pickle.dumps(fit)), pickle.loads(pickle.dumps(fit.strip()))):
        assert copy.tidy().equals(fit.tidy())
        assert copy.glance().equals(fit.glance())
        assert repr(copy) == repr(fit)


def test_a_column_may_have_the_name_of_an_auxiliary():
    fit = brm("mpg ~ sigma", load("mtcars").rename(columns={"wt": "sigma"}), seed=1, draws=500)
    assert fit.glance()["sigma"].item() == pytest.approx(fit.draws.iloc[:, 2].mean(), abs=1e-12)
