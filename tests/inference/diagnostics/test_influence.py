"""Leverage, standardized residuals and Cook's distance, against R."""

import numpy as np
import oracle
import pandas as pd
import pytest

from rglm import Gamma, binomial, gaussian, glm, poisson, quasipoisson
from rglm.datasets import load

THEIRS = oracle.saved("influence")
# both sides take the weights of the step before the last, whose coefficients are 1e-7 of a
# standard error from the maximum at epsilon = 1e-12
RTOL = 1e-6
TIGHT = {"epsilon": 1e-12}

BREAKS = load("warpbreaks").assign(w=[0, 1, 2] * 18)
BUDWORM = pd.DataFrame(
    {
        "ldose": list(range(6)) * 2,
        "sex": ["M"] * 6 + ["F"] * 6,
        "dead": [1, 4, 9, 13, 18, 20, 0, 2, 6, 10, 12, 16],
    }
)
ONE = pd.DataFrame({"x": [1, 2, 3, 4, 9], "g": list("aaaab"), "y": [2, 1, 4, 3, 7]})
CLOT = pd.DataFrame(
    {"u": [5, 10, 15, 20, 30, 40, 60, 80, 100], "y": [118, 58, 42, 35, 27, 25, 21, 19, 18]}
)
FITS = {
    "budworm": ("cbind(dead, 20 - dead) ~ sex * ldose", BUDWORM, binomial(), None),
    "warp": ("breaks ~ wool * tension", BREAKS, poisson(), None),
    "quasi": ("breaks ~ wool + tension", BREAKS, quasipoisson(), None),
    "weights": ("breaks ~ wool + tension", BREAKS, poisson(), "w"),
    "alone": ("y ~ x + g", ONE, gaussian(), None),
    "clotting": ("y ~ log(u)", CLOT, Gamma(), None),
}


def verbs(fit):
    return {
        "hatvalues": fit.hatvalues(),
        "deviance": fit.rstandard(),
        "pearson": fit.rstandard(type="pearson"),
        "cooks_distance": fit.cooks_distance(),
    }


@pytest.mark.parametrize("name", FITS)
def test_as_in_R(name):
    formula, data, family, weights = FITS[name]
    fit = glm(formula, data, family, weights=weights, control=TIGHT)
    weighted = fit.prior_weights > 0
    for verb, ours in verbs(fit).items():
        theirs = np.array(THEIRS[name][verb], dtype=float)
        assert ours[~weighted].isna().all()  # R leaves those rows out
        np.testing.assert_allclose(ours[weighted], theirs, rtol=RTOL, atol=1e-9, err_msg=verb)


def test_leverages_add_up_to_the_rank_whatever_the_factorization(monkeypatch):
    rng = np.random.default_rng(3)
    data = pd.DataFrame({"g": rng.integers(0, 120, 3000).astype(str), "x": rng.normal(size=3000)})
    data["y"] = rng.poisson(3, 3000)
    found = glm("y ~ x + g", data, poisson())
    monkeypatch.setattr("rglm.fitting.irls.irls.is_gram_quicker", lambda source: False)
    expected = glm("y ~ x + g", data, poisson())
    assert type(found._solution.system) is not type(expected._solution.system)
    assert found.hatvalues().sum() == pytest.approx(found.rank)
    np.testing.assert_allclose(found.hatvalues(), expected.hatvalues(), rtol=1e-9)


def test_rows_left_out_by_na_exclude_are_missing():
    data = ONE.assign(x=[1, np.nan, 3, 4, 9])
    fit = glm("y ~ x", data, na_action="na_exclude")
    for values in verbs(fit).values():
        assert np.flatnonzero(values.isna()).tolist() == [1]
        assert values.index.equals(data.index)


def test_a_type_that_is_not_there_is_named():
    with pytest.raises(ValueError, match="did you mean 'pearson'"):
        glm("y ~ x", ONE).rstandard(type="pearsn")
