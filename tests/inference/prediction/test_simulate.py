"""Responses drawn from a fit: their form, their moments, and fits to them."""

import warnings

import numpy as np
import oracle
import pandas as pd
import pytest

from rglm import (
    Gamma,
    binomial,
    gaussian,
    glm,
    inverse_gaussian,
    negative_binomial,
    poisson,
    quasi,
    quasibinomial,
    quasipoisson,
    tweedie,
)
from rglm.datasets import load
from rglm.families import FamilyWarning
from rglm.warnings import RankWarning

LISTED = oracle.saved("quantile")["cases"]
CASES = {c["id"]: c for c in LISTED}
ERRORS = 5  # standard errors that a mean of draws may be off by
WARP, BUDWORM = load("warpbreaks"), load("budworm")


@pytest.mark.parametrize("name", CASES)
def test_moments_on_data_sets(name):
    case, draws = CASES[name], 300
    given = {k: case[k] for k in ("weights", "offset") if k in case}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RankWarning)
        family = oracle.family(case.get("ours", case["family"]))
        fit = glm(case["formula"], oracle.data(case["data"]), family, **given)
    drawn = fit.simulate(draws, seed=4)
    assert drawn.index.equals(fit._index)
    if name == "cbind":
        drawn = drawn.xs("ncases", axis=1, level=1).div(fit.prior_weights, axis=0)
    known = not np.isnan(family.dispersion) or name == "negbin"
    phi = 1.0 if known else fit.dispersion
    if name == "inverse":
        phi = fit.deviance / fit.df_residual
    spread = phi * family.variance(fit.fitted_values.to_numpy()) / fit.prior_weights
    off = (drawn.mean(axis=1) - fit.fitted_values) / np.sqrt(spread / draws)
    assert off.abs().max() < ERRORS
    ratio = (drawn.var(axis=1) / spread).mean()
    assert ratio == pytest.approx(1, abs=0.1)


@pytest.mark.parametrize(
    ("family", "phi"),
    [
        (gaussian(), 0.5),
        (poisson(), 1.0),
        (binomial(), 1.0),
        (Gamma("log"), 0.5),
        (inverse_gaussian("log"), 0.2),
        (negative_binomial(2), 1.0),
        (tweedie(1.5, 0), 0.6),
        (tweedie(2, 0), 0.5),
        (tweedie(3, 0), 0.2),
        (tweedie(0, 1), 0.5),
    ],
    ids=repr,
)
def test_a_fit_to_what_a_fit_gives_has_its_coefficients(family, phi):
    rng, n = np.random.default_rng(8), 5000
    data = pd.DataFrame({"x": rng.normal(size=n), "g": rng.choice(list("abc"), n)})
    eta = 0.2 + 0.3 * data.x + 0.5 * (data.g == "b")
    data["y"] = family.simulate(family.link.linkinv(eta.to_numpy()), np.ones(n), rng, phi)
    fit = glm("y ~ x + g", data, family)
    again = glm("y ~ x + g", data.assign(y=fit.simulate(seed=2)["sim_1"]), family)
    se = np.sqrt(np.diag(fit.vcov()))
    assert ((again.coef() - fit.coef()) / se).abs().max() < 4
    if np.isnan(family.dispersion):
        assert again.dispersion == pytest.approx(fit.dispersion, rel=0.15)


def test_counts_of_successes_and_failures():
    fit = glm("cbind(dead, alive) ~ sex * ldose", BUDWORM, binomial())
    drawn = fit.simulate(2, seed=1)
    assert drawn.columns.tolist() == [
        (sim, side) for sim in ("sim_1", "sim_2") for side in ("dead", "alive")
    ]
    assert (drawn["sim_1"].sum(axis=1) == 20).all()
    again = glm("cbind(dead, alive) ~ sex * ldose", BUDWORM.assign(**drawn["sim_1"]), binomial())
    se = np.sqrt(np.diag(fit.vcov()))
    assert ((again.coef() - fit.coef()) / se).abs().max() < 4
    plain = glm("cbind(dead, 20 - dead) ~ sex", BUDWORM, binomial(), weights=np.full(12, 3))
    assert plain.simulate(seed=1)["sim_1"].columns.tolist() == ["dead", "failures"]
    assert (plain.simulate(seed=1)["sim_1"].sum(axis=1) == 20).all()
    none = BUDWORM.assign(dead=BUDWORM.dead.mask(BUDWORM.index == 2, 0), alive=BUDWORM.alive)
    none.loc[2, "alive"] = 0
    assert glm("cbind(dead, alive) ~ sex", none, binomial()).simulate().loc[2].tolist() == [0, 0]


def test_responses_of_two_levels():
    data = WARP.assign(many=WARP.breaks > 30, w=2.0)
    found = glm("wool ~ breaks", data, binomial()).simulate(2, seed=1)
    assert found.dtypes.astype(str).tolist() == ["category"] * 2
    assert found["sim_1"].cat.categories.tolist() == ["A", "B"]
    fit = glm("many ~ wool", data, binomial(), weights="w")
    assert fit.simulate(seed=1).dtypes.tolist() == [bool]
    numbers = glm("I(1 * many) ~ wool", data, binomial()).simulate(seed=1)
    assert set(numbers["sim_1"]) == {0, 1}
    halves = glm("I(1 * many) ~ wool", data, binomial(), weights="w").simulate(seed=1)
    assert set(halves["sim_1"]) == {0, 0.5, 1}  # out of two trials, as in R
    often = glm("wool ~ breaks", data, binomial()).simulate(400, seed=1) == "B"
    np.testing.assert_allclose(
        often.mean(axis=1), glm("wool ~ breaks", data, binomial()).fitted_values, atol=0.12
    )


def test_a_logical_response_of_a_family_of_numbers_gives_numbers():
    fit = glm("many ~ wool", WARP.assign(many=WARP.breaks > 30), gaussian())
    assert fit.simulate(seed=1).dtypes.tolist() == [np.float64]


@pytest.mark.parametrize(
    ("formula", "family"),
    [
        ("breaks ~ wool", poisson()),
        ("many ~ wool", binomial()),
        ("wool ~ tension", binomial()),
        ("breaks ~ wool", gaussian()),
        ("cbind(breaks, 80 - breaks) ~ wool", binomial()),
    ],
)
def test_rows_left_out_are_missing(formula, family):
    data = WARP.assign(many=(WARP.breaks > 30).astype(float), extra=1.0)
    data.loc[3, "extra"] = np.nan
    given = {"offset": "0 * extra", "na_action": "na_exclude"}
    drawn = glm(formula, data, family, **given).simulate(2, seed=1)
    assert drawn.index.equals(data.index)
    assert drawn.index[drawn.isna().any(axis=1)].tolist() == [3]
    kept = glm(formula, data, family, offset="0 * extra").simulate(2, seed=1)
    assert kept.shape[0] == 53
    for name in kept:
        assert (drawn[name].drop(index=3).to_numpy() == kept[name].to_numpy()).all()


def test_weights_of_zero():
    data = WARP.assign(w=np.where(WARP.index == 4, 0.0, 1.0), many=WARP.breaks > 30)
    drawn = glm("breaks ~ wool", data, gaussian(), weights="w").simulate(seed=1)
    assert drawn.index[drawn["sim_1"].isna()].tolist() == [4]
    drawn = glm("many ~ wool", data, binomial(), weights="w").simulate(seed=1)
    assert drawn["sim_1"].isna().sum() == 1
    assert str(drawn["sim_1"].dtype) == "boolean"
    with pytest.warns(FamilyWarning, match="poisson: simulate ignores prior weights"):
        drawn = glm("breaks ~ wool", data, poisson(), weights="w").simulate(seed=1)
    assert drawn["sim_1"].dtype == np.int64


def test_seeds_and_number():
    fit = glm("breaks ~ wool", WARP, poisson())
    assert fit.simulate(3, seed=1).columns.tolist() == ["sim_1", "sim_2", "sim_3"]
    assert fit.simulate(2, seed=1)["sim_1"].equals(fit.simulate(seed=1)["sim_1"])
    assert fit.simulate(seed=np.random.default_rng(1)).equals(fit.simulate(seed=1))
    assert not fit.simulate().equals(fit.simulate())
    for wrong in (0, 1.5, True):
        with pytest.raises(ValueError, match="nsim= takes a whole number"):
            fit.simulate(wrong)
    with pytest.raises(TypeError, match="seed= takes"):
        fit.simulate(seed="a")


@pytest.mark.parametrize(
    ("formula", "family"),
    [
        ("breaks ~ wool", quasipoisson()),
        ("wool ~ breaks", quasibinomial()),
        ("breaks ~ wool", quasi()),
    ],
)
def test_a_quasi_likelihood_has_no_distribution(formula, family):
    with pytest.raises(ValueError, match="no distribution to simulate from; use"):
        glm(formula, WARP, family).simulate()


def test_what_cannot_be_simulated():
    fit = glm("breaks/80 ~ wool", WARP, binomial(), weights=np.full(54, 80.0))
    assert fit.simulate(seed=1)["sim_1"].mul(80).round(9).mod(1).eq(0).all()
    with pytest.raises(ValueError, match=r"cannot simulate var_power=2\.5"):
        glm("breaks ~ wool", WARP, tweedie(2.5, 0)).simulate()
    with pytest.raises(ValueError, match="stripped of its rows"):
        glm("breaks ~ wool", WARP, poisson()).strip().simulate()
