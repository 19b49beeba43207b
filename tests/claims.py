"""The claims of README's table: for each row that has a tick of ours, code that does it.

A claim is a function without arguments that fails where the tick is wrong. The numbers are R's
(4.2.2, with the package that README names). The full tests of each row stand in `test_claims.py`.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd
import pytest

import rglm
from rglm import (
    Gamma,
    SeparationWarning,
    aov,
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

approx = pytest.approx
CARS, LOOMS, GALAXIES, BUDWORM = (load(n) for n in ("mtcars", "warpbreaks", "galaxies", "budworm"))
SEPARATED = pd.DataFrame(
    {"y": [0, 0, 1, 0, 1, 1, 1, 1], "x1": [0, 0, 0, 0, 0, 1, 1, 1], "x2": [1, 2, 3, 4, 5, 2, 4, 3]}
)
AMOUNTS = {"y": [0, 0, 1.2, 0.4, 3.1, 0, 2.2, 5.0, 0.7, 1.9], "x": range(1, 11)}


def line():
    return lm("mpg ~ wt + hp", CARS)


def counts(formula: str = "breaks ~ wool + tension"):
    return glm(formula, LOOMS, poisson())


def errors(vcov: pd.DataFrame) -> np.ndarray:
    return np.sqrt(np.diag(vcov))


def prediction_intervals() -> None:
    found = line().predict({"wt": [3], "hp": [100]}, interval="prediction")
    assert found.iloc[0].tolist() == approx([22.41648319, 16.98362139, 27.849345])


def tukey() -> None:
    found = aov("breaks ~ wool + tension", LOOMS).TukeyHSD("tension").tables["tension"]
    assert found["p adj"].tolist() == approx([0.0336262189, 0.0011217877, 0.447421021], rel=1e-5)


def deviance_tables() -> None:
    fit = counts("breaks ~ wool * tension")
    sums = {"contrasts": {"wool": "contr_sum", "tension": "contr_sum"}}
    third = glm("breaks ~ wool * tension", LOOMS, poisson(), **sums).anova(type="III").table
    assert fit.anova().table["Deviance"][1:].tolist() == approx([16.038753, 70.941571, 28.086757])
    assert fit.anova(type="II").table.iloc[:, 0].tolist() == approx(
        [16.038753, 70.941571, 28.086757]
    )
    assert third.iloc[:, 0].tolist() == approx([11.678004, 63.297146, 28.086757])


def drop_add_step() -> None:
    assert counts("breaks ~ wool * tension").drop1().table["AIC"].iloc[1] == approx(493.05597)
    assert counts("breaks ~ wool").add1("~ . + tension").table["AIC"].iloc[1] == approx(493.05597)
    stepped = lm("mpg ~ wt + hp + qsec + drat", CARS).step(trace=0)
    assert str(stepped.formula) == "mpg ~ wt + qsec + drat"


def profile_intervals() -> None:
    found = counts().confint("woolB").to_numpy().ravel()
    assert found.tolist() == approx([-0.3072629881, -0.1050640532], rel=1e-5)


def aliased() -> None:
    with pytest.warns(UserWarning, match="twice"):
        fit = lm("mpg ~ wt + twice", CARS.assign(twice=2 * CARS["wt"]))
    assert fit.coef()["wt"] == approx(-5.344471572722677)
    assert np.isnan(fit.coef()["twice"])
    assert np.isnan(fit.confint().loc["twice"]).all()


def separation() -> None:
    with pytest.warns(SeparationWarning, match="'x1' to Inf"):
        fit = glm("y ~ x1 + x2", SEPARATED, binomial())
    assert np.isposinf(fit.separation().table["limit"]).tolist() == [False, True, False]


def bias_reduced() -> None:
    found = glm("y ~ x1 + x2", SEPARATED, binomial(), method="brglm").coef()
    assert found.tolist() == approx([-2.1237693913, 2.3466066963, 0.5888664022], rel=1e-6)


def offsets_are_predicted() -> None:
    for formula, offset in (("dead ~ ldose", "log(n)"), ("dead ~ ldose + offset(log(n))", None)):
        data = BUDWORM.assign(n=range(10, 22))
        fit = glm(formula, data, poisson(), offset=offset)
        pd.testing.assert_series_equal(fit.predict(data, type="response"), fit.fitted_values)


def robust() -> None:
    hc3 = [2.229805403436, 0.768519050358, 0.009385137909]
    clustered = [2.413761057029, 0.831906186498, 0.006506650184]
    assert errors(line().vcov(type="HC3")).tolist() == approx(hc3)
    assert errors(line().vcov(cluster="carb")).tolist() == approx(clustered)


def leave_one_out() -> None:
    assert line().cooks_distance()["Maserati Bora"] == approx(0.2720397487)
    assert line().rstudent()["Toyota Corolla"] == approx(2.605151629)
    assert line().influence_measures().table.shape == (32, 7)


def quantile_residuals() -> None:
    found = glm("mpg ~ wt", CARS, Gamma()).residuals("quantile")
    assert found[:3].tolist() == approx([-0.3917071624, 0.1704145713, -0.5100498653], rel=1e-4)


def check_model() -> None:
    """Poisson is too narrow for these counts, the negative binomial is not."""
    pytest.importorskip("matplotlib")
    found = rglm.check_model(counts())
    assert len(found.figure.axes) > 4
    assert found.residuals.test_dispersion().p_value < 0.05
    negbin = glm_nb("breaks ~ wool + tension", LOOMS).simulate_residuals()
    assert negbin.test_dispersion().p_value > 0.05


def simulate() -> None:
    draws = counts().simulate(500, seed=1)
    assert (draws == draws.round()).all(axis=None)
    assert np.abs(draws.mean(axis=1) / counts().fitted() - 1).max() < 0.05


def negative_binomial() -> None:
    assert glm_nb("breaks ~ wool + tension", LOOMS).theta == approx(9.944385436, rel=1e-6)


def categories() -> None:
    ordered, unordered = (
        polr("ordered(tension) ~ breaks", LOOMS),
        multinom("tension ~ breaks", LOOMS),
    )
    assert ordered.coef()["breaks"] == approx(-0.08487150887, rel=1e-4)
    assert unordered.coef()["breaks"].tolist() == approx([-0.0609270516, -0.1200480527], rel=1e-4)


def zeros() -> None:
    inflated, part = (f("n_gc ~ logmass", GALAXIES) for f in (zeroinfl, hurdle))
    assert float(inflated.logLik()) == approx(-4231.645953, rel=1e-6)
    assert float(part.logLik()) == approx(-4228.434061, rel=1e-6)


def beta_binomial() -> None:
    found = betabinomial("cbind(dead, alive) ~ ldose", BUDWORM)
    assert float(found.logLik()) == approx(-23.29919292, rel=1e-6)


def amounts() -> None:
    normal, gamma = (hurdle("y ~ x", AMOUNTS, dist=dist).coef() for dist in ("lognormal", "gamma"))
    zero = [-1.9784314025, 0.6104854357]
    assert normal.tolist() == approx([-0.1740982479, 0.0934607584, *zero], rel=1e-6)
    assert gamma.tolist() == approx([0.0610645733, 0.0983393142, *zero], rel=1e-3)


def many_levels() -> None:
    """By the theorem of Frisch and Waugh: least squares after the means of the levels."""
    rng = np.random.default_rng(1)
    data = pd.DataFrame(rng.normal(size=(200_000, 20))).add_prefix("x")
    data["g"] = np.r_[np.arange(100_000), rng.integers(0, 100_000, 100_000)]
    data["y"] = data["x0"] + data["g"] % 7 + rng.normal(size=200_000)
    names = [f"x{i}" for i in range(20)]
    found = lm(f"y ~ factor(g) + {' + '.join(names)}", data).coef()
    within = data[[*names, "y"]] - data.groupby("g")[[*names, "y"]].transform("mean")
    x = within[names].to_numpy()
    expected = np.linalg.solve(x.T @ x, x.T @ within["y"].to_numpy())
    assert len(found) == 100_020
    assert found[-20:].tolist() == approx(expected.tolist(), rel=1e-6)


def chunks() -> Iterator[pd.DataFrame]:
    for begin in range(0, 232, 50):
        yield GALAXIES.iloc[begin : begin + 50]


def larger_than_memory() -> None:
    ours = glm("has_gc ~ logmass", GALAXIES, binomial())
    found = glm("has_gc ~ logmass", chunks, binomial())
    pd.testing.assert_frame_equal(found.confint(), ours.confint(), rtol=1e-9)
    assert str(found.summary()) == str(ours.summary())


def formulas() -> None:
    fit = lm("mpg ~ poly(wt, 2) + ns(hp, 3)", CARS)
    found = fit.predict(CARS.iloc[[3, 9, 11]])
    assert found.tolist() == approx([19.80201622, 18.26623628, 15.01014884])
    sums = lm("mpg ~ factor(cyl)", CARS, contrasts={"factor(cyl)": "contr_sum"})
    assert sums.predict({"cyl": [6]}).iloc[0] == approx(CARS["mpg"][CARS["cyl"] == 6].mean())


def page_of_r() -> None:
    lines = str(counts().summary()).splitlines()
    assert "woolB       -0.20599    0.05157  -3.994 6.49e-05 ***" in lines
    assert "Residual deviance: 210.39  on 50  degrees of freedom" in lines


def marginal_means() -> None:
    fit = lm("breaks ~ wool + tension", LOOMS[5:])
    assert fit.emmeans("tension").table["emmean"].to_list() == approx([35.6, 26.4, 21.7], abs=0.05)


def profiles_of_estimands() -> None:
    """As fits that hold the mean, the difference or the dose at the end."""
    fit = glm("has_gc ~ logmass", GALAXIES, binomial())
    at_8 = fit.emmeans("1", at={"logmass": 8})
    ends = fit.dose_p().confint().iloc[0]
    for end in ends:
        held = glm(f"has_gc ~ I(logmass - {float(end)!r}) - 1", GALAXIES, binomial())
        assert held.deviance - fit.deviance == approx(3.841459, abs=1e-5)
    assert fit.delta_method("-b0/b1").confint(method="profile").iloc[0].tolist() == approx(
        ends.tolist()
    )
    moved = glm("has_gc ~ I(logmass - 8)", GALAXIES, binomial()).confint().iloc[0]
    found = at_8.confint(method="profile").table[["asymp.LCL", "asymp.UCL"]]
    assert found.iloc[0].tolist() == approx(moved.tolist(), rel=1e-6)


def estimator() -> None:
    """As scikit-learn's own least squares."""
    pytest.importorskip("sklearn")
    from sklearn.linear_model import LinearRegression
    from sklearn.model_selection import cross_val_score

    from rglm.integrations.sklearn import GLM

    theirs = cross_val_score(LinearRegression(), CARS[["wt", "hp"]], CARS["mpg"], cv=4)
    ours = cross_val_score(GLM("mpg ~ wt + hp"), CARS, cv=4)
    assert ours.tolist() == approx(theirs.tolist())


# the row's beginning and what it claims
CLAIMS = {
    "prediction intervals": prediction_intervals,
    "Tukey's comparisons": tukey,
    "deviance tables": deviance_tables,
    "`drop1`, `add1`": drop_add_step,
    "profile-likelihood": profile_intervals,
    "aliased coefficients": aliased,
    "infinite coefficients": separation,
    "bias-reduced": bias_reduced,
    "`predict` knows": offsets_are_predicted,
    "robust and clustered": robust,
    "leave-one-out": leave_one_out,
    "quantile residuals": quantile_residuals,
    "a figure and tests": check_model,
    "`simulate`": simulate,
    "negative binomial": negative_binomial,
    "ordinal and": categories,
    "zero-inflated and": zeros,
    "beta-binomial": beta_binomial,
    "lognormal and": amounts,
    "a factor of 100,000": many_levels,
    "data larger than memory": larger_than_memory,
    "`poly`, splines": formulas,
    "R's page": page_of_r,
    "estimated marginal": marginal_means,
    "profile intervals of means": profiles_of_estimands,
    "an estimator of": estimator,
}
