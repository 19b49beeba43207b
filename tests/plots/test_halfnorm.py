"""halfnorm: the envelope of refits to simulated responses."""

import warnings

import numpy as np
import pandas as pd
import pytest

from rglm import (
    betabinomial,
    binomial,
    glm,
    glm_nb,
    hurdle,
    lm,
    multinom,
    poisson,
    polr,
    zeroinfl,
)
from rglm.datasets import load
from rglm.inference.resampling.given_responses import given_responses
from rglm.plots.halfnorm import envelope_table
from rglm.warnings import FitWarning

LOOMS, BUDWORM, GALAXIES = load("warpbreaks"), load("budworm"), load("galaxies")
POISSON = glm("breaks ~ wool * tension", LOOMS, poisson())


def test_sizes_are_the_residuals_in_order():
    table = envelope_table(POISSON, nsim=5)
    np.testing.assert_allclose(table["size"], np.sort(POISSON.residuals("deviance").abs()))
    assert (table["low"] <= table["middle"]).all()
    assert (table["middle"] <= table["high"]).all()


def test_an_overdispersed_fit_leaves_the_envelope_and_a_right_one_does_not():
    def outside(fit):
        table = envelope_table(fit, nsim=19, level=1)
        return ((table["size"] < table["low"]) | (table["size"] > table["high"])).mean()

    assert outside(POISSON) > 0.5
    drawn = glm_nb("breaks ~ wool * tension", LOOMS).simulate(1, seed=3)["sim_1"]
    again = LOOMS.assign(breaks=drawn)
    assert outside(glm_nb("breaks ~ wool * tension", again)) < 0.2


@pytest.mark.parametrize(
    "fit",
    [
        glm("cbind(dead, alive) ~ sex * ldose", BUDWORM, binomial()),
        glm("has_gc ~ logmass", GALAXIES, binomial(), subset="logmass > 5"),
        hurdle("n_gc ~ logmass | logmass", GALAXIES, dist="negbin"),
    ],
    ids=["cbind", "binary", "hurdle"],
)
def test_other_responses_have_finite_envelopes(fit):
    table = envelope_table(fit, nsim=3)
    assert len(table) == fit.nobs()
    assert np.isfinite(table.to_numpy()).all()


def test_the_picture_is_the_same_each_time():
    one, two = POISSON.halfnorm(nsim=5), POISSON.halfnorm(nsim=5)
    np.testing.assert_array_equal(one.lines[0].get_ydata(), two.lines[0].get_ydata())
    assert one.get_ylabel() == "|deviance residuals|"
    names = [text.get_text() for text in POISSON.halfnorm(nsim=3, level=0.8).get_legend().texts]
    assert names == ["80% of refits to simulated data", "their median"]


def test_of_many_rows_a_sample_is_refitted_and_the_largest_are_drawn(monkeypatch):
    rng = np.random.default_rng(3)
    x = rng.normal(size=3000)
    fit = glm("y ~ x", {"x": x, "y": rng.poisson(np.exp(1 + 0.3 * x))}, poisson())
    every = envelope_table(fit, nsim=19)
    monkeypatch.setattr("rglm.plots.halfnorm.MAX_REFITTED_ROWS", 1000)
    some = envelope_table(fit, nsim=19)
    sizes = np.sort(fit.residuals("deviance").abs())
    np.testing.assert_array_equal(some["size"].tail(5), sizes[-5:])
    assert len(some) < 1001
    assert some.attrs["rows"] == 3000
    near = np.searchsorted(every["quantile"], some["quantile"])
    middle = every["middle"].to_numpy()[np.minimum(near, 2999)]
    np.testing.assert_allclose(some["middle"][:-40], middle[:-40], atol=0.1)
    is_outside = (some["size"] < some["low"]) | (some["size"] > some["high"])
    assert is_outside.mean() < 0.5
    ax = fit.halfnorm(nsim=3)
    assert ax.get_title(loc="right") == f"{len(some):,} of 3,000 points"
    one, two = (envelope_table(fit, nsim=3, seed=7) for _ in range(2))
    pd.testing.assert_frame_equal(one, two)


def test_wrong_arguments_and_quasi_families_are_errors():
    with pytest.raises(ValueError, match="level=90"):
        POISSON.halfnorm(level=90)
    with pytest.raises(ValueError, match="type='working'"):
        multinom("tension ~ breaks", LOOMS).halfnorm(type="working")
    with pytest.raises(ValueError, match="quasi"):
        POISSON.update(family="quasipoisson").halfnorm()
    with pytest.raises(ValueError, match="stripped"):
        POISSON.strip().halfnorm()


W = np.arange(len(LOOMS)) % 3 + 1.0
HOLES = LOOMS.assign(x=np.where(LOOMS.index % 7 == 3, np.nan, LOOMS.index / 10))
SIZES = GALAXIES.assign(
    word=np.where(GALAXIES["logmass"] + GALAXIES["n_gc"] % 3 > 8, "big", "small")
)
SIZES.loc[SIZES.index % 3 == 0, "word"] = "mid"
SIZES["size"] = pd.Categorical(SIZES["word"], ["small", "mid", "big"], ordered=True)
GIVEN = {
    "weights": lambda: glm("breaks ~ wool", LOOMS, weights=list(W)),
    "no weight": lambda: glm("breaks ~ wool", LOOMS, weights=W - 1),
    "offset": lambda: glm("breaks ~ wool", LOOMS, poisson(), offset=np.log(W)),
    "subset": lambda: glm(
        "breaks ~ wool", LOOMS, poisson(), offset=np.log(W), subset=np.arange(54) % 5 > 0
    ),
    "missing": lambda: glm("breaks ~ ns(x, 3)", HOLES, poisson(), offset=np.log(W)),
    "na_exclude": lambda: glm(
        "breaks ~ ns(x, 3)", HOLES, weights=W, subset="x > 1", na_action="na_exclude"
    ),
    "trials": lambda: glm(
        "dead / n ~ ldose", BUDWORM.assign(n=BUDWORM["dead"] + BUDWORM["alive"]), "binomial", "n"
    ),
    "levels": lambda: glm("relevel(wool, 'B') ~ breaks", LOOMS, binomial()),
    "dot": lambda: glm("breaks ~ .", LOOMS, poisson()),
    "named": lambda: glm("drawn_0 ~ x", {"drawn_0": [1, 3, 2, 5, 4], "x": [1, 2, 3, 4, 5.0]}),
    "glm_nb": lambda: glm_nb("breaks ~ wool", LOOMS, offset=W / 10, start=[3.0, 0.0]),
    "polr": lambda: polr("ordered(tension) ~ breaks", LOOMS, offset=W / 10),
    "polr, levels": lambda: polr("size ~ logmass", SIZES, subset="logmass > 5"),
    "multinom": lambda: multinom("word ~ logmass", SIZES),
    "multinom, ref": lambda: multinom("word ~ logmass", SIZES, ref="mid", subset="logmass > 5"),
    "multinom, counts": lambda: multinom("cbind(dead, alive) ~ ldose", BUDWORM, ref="alive"),
    "multinom, logical": lambda: multinom("I(breaks > 25) ~ wool", LOOMS),
    "zeroinfl": lambda: zeroinfl(
        "n_gc ~ logmass | 1", GALAXIES, dist="negbin", offset=np.zeros(232)
    ),
    "hurdle": lambda: hurdle("n_gc ~ logmass", GALAXIES, dist="gamma", subset="logmass > 6"),
    "betabinomial": lambda: betabinomial(
        "cbind(dead, alive) ~ sex + ldose", BUDWORM, offset=np.zeros(12)
    ),
}


@pytest.mark.filterwarnings("ignore::rglm.FitWarning")
@pytest.mark.parametrize("name", GIVEN)
def test_refits_have_the_arguments_of_the_fit(name):
    fit = GIVEN[name]()
    table = envelope_table(fit, nsim=4, level=1)
    assert np.isfinite(table.to_numpy()).all()
    assert len(table) == (fit._rows_source.rows.weights > 0).sum()
    assert (table["size"].diff().dropna() >= 0).all()
    kind = table.attrs["type"]
    assert fit.halfnorm(nsim=2).get_ylabel() == f"|{kind} residuals|"
    if kind != "quantile":
        seen = fit.residuals(kind).to_numpy()
        seen = seen[~np.isnan(seen).reshape(len(seen), -1).any(axis=1)]
        if seen.ndim > 1:
            seen = np.sqrt((seen**2).mean(axis=1))
        np.testing.assert_allclose(table["size"].tail(5), np.sort(np.abs(seen))[-5:])


@pytest.mark.filterwarnings("ignore::rglm.FitWarning")
@pytest.mark.parametrize("name", GIVEN)
def test_refits_are_the_model_on_what_was_drawn(name):
    """The fit to its own response is the fit."""
    fit = GIVEN[name]()
    frame, response = fit.model_frame(), fit._schema.parsed.response.name
    own = fit._variables[response]
    if hasattr(own, "suffixes"):
        columns = pd.MultiIndex.from_product([["own"], own.suffixes])
        drawn = pd.DataFrame(own.values, index=fit._index, columns=columns)
    else:
        drawn = frame[response]
    again = fit._fit_to_response(given_responses(fit, drawn).value(0))
    np.testing.assert_allclose(again._estimates, fit._estimates, rtol=1e-6, atol=1e-8)
    if name != "no weight":  # R's is -Inf there
        np.testing.assert_allclose(float(again.logLik()), float(fit.logLik()), rtol=1e-9)


@pytest.mark.filterwarnings("ignore::rglm.FitWarning")
@pytest.mark.parametrize(
    "name", ["levels", "polr", "polr, levels", "multinom", "multinom, logical", "betabinomial"]
)
def test_responses_that_were_drawn_are_of_the_form_of_the_response(name):
    fit = GIVEN[name]()
    drawn = fit.simulate(1, seed=2)["sim_1"]
    if drawn.ndim > 1:
        new = fit.data.assign(**{name: drawn[name] for name in drawn})
        assert fit.update(data=new).names == fit.names
        return
    right = fit.formula.partition(" ~ ")[2]
    again = fit.update(f"new ~ {right}", data=fit.data.assign(new=drawn))
    assert getattr(again, "lev", None) == getattr(fit, "lev", None)
    assert again.names == fit.names
    assert len(again._index) == len(fit._index)


def test_draws_that_cannot_be_fitted_are_left_out():
    few = {"y": [0] * 38 + [1, 2], "x": np.arange(40) % 7}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FitWarning)
        fit = hurdle("y ~ 1 | 1", few)
    with pytest.warns(FitWarning, match=r"\d+ of 39 responses drawn from the model could not be"):
        table = envelope_table(fit, nsim=39)
    assert np.isfinite(table.to_numpy()).all()


def test_a_linear_model_shows_its_studentized_residuals():
    data = LOOMS.assign(w=[0.0, 0.0, *range(1, 53)])
    fit = lm("breaks ~ wool * tension", data, weights="w")
    table = envelope_table(fit, nsim=3)
    expected = np.sort(fit.rstudent().dropna().abs())
    np.testing.assert_allclose(table["size"], expected)
    assert fit.halfnorm(nsim=3).get_ylabel() == "|studentized residuals|"
    assert POISSON.halfnorm(nsim=3, type="rstandard").get_ylabel() == "|standardized residuals|"


def test_rows_that_are_fitted_exactly_have_no_studentized_residual():
    fit = lm("breaks ~ wool + I(breaks > 69)", LOOMS)
    assert len(envelope_table(fit, nsim=3)) == 53
