"""marginaleffects takes our fits, and agrees with emmeans and exact delta-method errors."""

import json
import subprocess
import sys
import warnings
from pathlib import Path

import numpy as np
import oracle
import pytest

from rglm import Gamma, binomial, gaussian, glm, glm_nb, poisson, quasipoisson
from rglm.datasets import load

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    me = pytest.importorskip("marginaleffects")

pytestmark = pytest.mark.filterwarnings("default")  # its own and jax's are not ours to mend
THEIRS = json.loads((Path(oracle.__file__).parent / "marginal.json").read_text(encoding="utf-8"))
# marginaleffects takes slopes as differences over 1e-4 of a variable's range
RTOL = 1e-6
# its standard errors of slopes are differences of those differences, which leaves some 1e-3;
# with eps_vcov=1e-6, which our docstring tells of, 1e-4
SLOPE, FINER = 5e-3, 3e-4
AIR = oracle.data("airquality").dropna()
INSURANCE = oracle.data("insurance")
for factor in ("Group", "Age"):
    INSURANCE[factor] = INSURANCE[factor].cat.as_unordered()
TIGHT = {"epsilon": 1e-13, "maxit": 50}
FITS = {
    "logit": ("low ~ lwt + age + race", oracle.data("births"), binomial()),
    "probit": ("low ~ lwt * race", oracle.data("births"), binomial("probit")),
    "poisson": ("Claims ~ District + Group + offset(log(Holders))", INSURANCE, poisson()),
    "Gamma": ("Ozone ~ Wind + poly(Temp, 2)", AIR, Gamma("log")),
    "gaussian": (
        "Fertility ~ Agriculture * Education + ns(Catholic, df=3)",
        oracle.data("swiss"),
        gaussian(),
    ),
}


def fit_of(name):
    formula, data, family = FITS[name]
    return glm(formula, data, family, control=TIGHT)


def close(ours, theirs, se=RTOL):
    """One estimate and its standard error."""
    row = ours.row(0, named=True)
    assert row["estimate"] == pytest.approx(theirs["estimate"], rel=RTOL)
    assert row["std_error"] == pytest.approx(theirs["se"], rel=se)


def at(found, column, value):
    """The rows where a column is a value."""
    return found.filter([str(shown) == value for shown in found[column]])


def frame(result):
    """The numbers of a result, and not their print."""
    return getattr(result, "data", result)


@pytest.mark.parametrize("name", FITS)
def test_slopes_contrasts_and_averages(name):
    fit, theirs = fit_of(name), THEIRS[name]
    for variable, expected in dict(theirs["slopes"]).items():
        close(frame(me.avg_slopes(fit, variables=variable)), expected, SLOPE)
        finer = me.avg_slopes(fit, variables=variable, eps_vcov=1e-6)
        close(frame(finer), expected, FINER)
    factor = theirs.get("by")
    if factor:
        found = frame(me.avg_comparisons(fit, variables=factor))
        for level, expected in dict(theirs["contrasts"]).items():
            part = [str(shown).startswith(f"{level} - ") for shown in found["contrast"]]
            close(found.filter(part), expected)
        found = frame(me.avg_predictions(fit, by=factor))
        for level, expected in dict(theirs["averages"]).items():
            close(at(found, factor, level), expected)


def test_emmeans():
    fit = glm("breaks ~ wool * tension", load("warpbreaks"), quasipoisson(), control=TIGHT)
    theirs = THEIRS["emmeans"]
    found = frame(me.avg_predictions(fit, newdata="balanced", by="tension"))
    for i, level in enumerate(theirs["response"]["level"]):
        close(
            at(found, "tension", level), {k: theirs["response"][k][i] for k in ("estimate", "se")}
        )
    found = frame(me.avg_comparisons(fit, newdata="balanced", variables={"wool": ["B", "A"]}))
    close(found, theirs["pairs"])


def test_predictions_by_row_are_ours():
    fit = fit_of("poisson")
    found = frame(me.predictions(fit))
    ours = fit.predict(type="response", se_fit=True)
    np.testing.assert_allclose(found["estimate"], ours["fit"], rtol=1e-12)
    np.testing.assert_allclose(found["std_error"], ours["se_fit"], rtol=RTOL)


def test_the_scale_of_the_link():
    fit = fit_of("logit")
    found = frame(me.predictions(fit.marginal("link")))
    np.testing.assert_allclose(found["estimate"], fit.predict(), rtol=1e-12)
    with pytest.raises(ValueError, match="type='links'"):
        fit.marginal("links")


def test_hypotheses():
    fit = fit_of("logit")
    found = frame(me.hypotheses(fit, hypothesis="b1 = b2"))
    theirs = fit.wald_test("lwt = age")
    assert found["estimate"][0] == pytest.approx(theirs.value.iloc[0])
    assert found["statistic"][0] ** 2 == pytest.approx(theirs.table["Chisq"].iloc[1], rel=1e-6)


def test_other_covariances():
    fit = fit_of("logit")
    robust = fit.vcov(type="HC3")
    for vcov in ("HC3", robust, robust.to_numpy()):
        found = frame(me.hypotheses(fit, vcov=vcov, hypothesis="b1 = 0"))
        assert found["std_error"][0] == pytest.approx(np.sqrt(robust.iloc[1, 1]), rel=RTOL)


def test_aliased_coefficients_take_no_part():
    with pytest.warns(UserWarning, match="not defined"):
        aliased = glm("low ~ lwt + I(2 * lwt) + race", oracle.data("births"), binomial())
    plain = glm("low ~ lwt + race", oracle.data("births"), binomial())
    one, two = (frame(me.avg_predictions(f, by="race")) for f in (aliased, plain))
    for name in ("estimate", "std_error"):
        np.testing.assert_allclose(one[name], two[name], rtol=RTOL)


def test_rows_with_missing_values_and_subsets():
    air = oracle.data("airquality")
    fit = glm("Ozone ~ Wind", air, Gamma("log"), subset="Month > 5", na_action="na_exclude")
    found = frame(me.predictions(fit))
    np.testing.assert_allclose(found["estimate"], fit.fitted().dropna(), rtol=1e-12)


def test_counts_of_successes():
    worms = load("budworm")
    fit = glm("cbind(dead, alive) ~ sex + ldose", worms, binomial())
    found = frame(me.avg_predictions(fit, by="sex"))
    expected = fit.fitted().groupby(worms["sex"], observed=True).mean()
    assert sorted(found["estimate"]) == pytest.approx(sorted(expected))


@pytest.mark.parametrize("first", ["rglm", "marginaleffects"])
def test_either_may_be_imported_first(first):
    second = "marginaleffects" if first == "rglm" else "rglm"
    code = f"""
import warnings
warnings.simplefilter("ignore")
import {first}
import {second}
from rglm.datasets import load
fit = rglm.glm("breaks ~ wool", load("warpbreaks"), "poisson")
print(marginaleffects.predictions(fit).shape[0])
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.stdout.strip() == "54", done.stderr[-2000:]


def test_a_negative_binomial_fit_is_taken_too():
    fit = glm_nb("breaks ~ wool + tension", load("warpbreaks"))
    ours = frame(me.avg_slopes(fit, variables="wool"))
    low, high = (fit.predict(load("warpbreaks").assign(wool=w), type="response") for w in "AB")
    assert ours["estimate"][0] == pytest.approx((high - low).mean(), rel=RTOL)
