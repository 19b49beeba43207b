"""Mean bias reduction beside brglm2's, and what it promises of itself."""

import time
import warnings
from inspect import signature

import numpy as np
import oracle
import pandas as pd
import pytest

import rglm
from rglm.fitting.bias_reduction.brglm import brglm, reduced_null_deviance, warn_if_not_converged
from rglm.fitting.control import Control
from rglm.fitting.irls.fit_statistics import total_aic
from rglm.fitting.irls.working_statistics import Predictor
from rglm.linalg.partialled_out import PartialledOutSystem

REFERENCE = oracle.saved("brglm")
CASES = {case["id"]: case for case in REFERENCE["cases"]}
# coefficients in standard errors, the rest relative. Both sides are iterative: brglm2 stops when
# its adjusted score is below 1e-12, ours when its step is below 1e-12 standard errors
RTOL = 1e-8
TIGHT = Control(epsilon=1e-10, maxit=100)


def data(name):
    if name in REFERENCE["simulated"]:
        return pd.DataFrame(REFERENCE["simulated"][name])
    return oracle.data(name)


def rows(formula, frame, family, **arguments):
    """The rows of a model, as `glm` reads them; its own fit may well be separated."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return rglm.glm(formula, frame, family, **arguments)


def reduced(fit, control=TIGHT, start=None):
    return brglm(fit._source, fit.family, control, start)


def standard_errors(found):
    out = np.full(len(found.beta), np.nan)
    out[found.system.estimable] = np.sqrt(found.dispersion * found.system.variances())
    return out


def close(ours, theirs, rtol=RTOL):
    np.testing.assert_allclose(ours, theirs, rtol=rtol, atol=0)


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_equals_brglm2(case):
    family = oracle.family(case["family"].replace("inverse.gaussian", "inverse_gaussian"))
    options = {name: case[name] for name in ("weights", "offset", "subset") if name in case}
    start = [-0.1, -0.02] if case["id"] == "log-binomial" else None
    fit = rows(case["formula"], data(case["data"]), family, start=start, **options)
    found = reduced(fit, start=start)
    assert found.converged
    assert list(fit._schema.names) == np.atleast_1d(case["names"]).tolist()
    se = np.atleast_1d(oracle.numbers(case["se"]))
    coef = np.where(np.isnan(standard_errors(found)), np.nan, found.beta)
    close(coef / se, np.atleast_1d(oracle.numbers(case["coef"])) / se)
    close(standard_errors(found), se)
    close(found.dispersion, case["dispersion"])
    close(found.deviance, case["deviance"])
    intercept = fit._schema.parsed.intercept
    null = reduced_null_deviance(fit._source, family, TIGHT, intercept)
    close(null, case["null_deviance"])
    aic = total_aic(
        fit._source, family, Predictor(family, found.beta), found.deviance, fit._row_sums
    )
    theirs = np.inf if case["aic"] is None else case["aic"]  # a normal density of weight 0
    close(aic + 2 * found.rank, theirs)
    assert fit._row_sums.informative - found.rank == case["df_residual"]


PAGES = {name: case for name, case in CASES.items() if case["page"]}


@pytest.mark.skipif(
    "method" not in signature(rglm.glm).parameters, reason="glm has no method= yet"
)
@pytest.mark.parametrize("case", PAGES.values(), ids=PAGES)
def test_prints_brglm2s_page(case):
    family = oracle.family(case["family"].replace("inverse.gaussian", "inverse_gaussian"))
    options = {name: case[name] for name in ("weights", "offset", "subset") if name in case}
    fit = rglm.glm(case["formula"], data(case["data"]), family, method="brglm", **options)
    page = str(fit.summary()).splitlines()
    page = page[next(i for i, line in enumerate(page) if line.startswith("Coefficients")) :]
    # how many steps it took is each program's own
    ours, theirs = ([x for x in p if "iterations" not in x] for p in (page, case["page"]))
    assert "\n".join(ours).rstrip() == "\n".join(theirs).rstrip()


def test_a_weight_of_zero_leaves_a_row_out():
    frame = oracle.data("warpbreaks")
    weight = np.where(frame.tension == "H", 0.0, 1.0)
    for family in (rglm.poisson(), rglm.Gamma("log")):
        left = rows("breaks ~ wool + tension", frame, family, weights=weight)
        fewer = rows("breaks ~ wool + tension", frame[weight > 0], family)
        found, expected = reduced(left), reduced(fewer)
        assert found.rank == 3
        assert list(found.system.order[3:]) == [3]
        close(found.beta[:3], expected.beta[:3], rtol=1e-9)
        close(found.dispersion, expected.dispersion, rtol=1e-9)


def test_grouped_and_single_rows_have_the_same_estimates():
    counts = pd.DataFrame({"x": [0.0, 1, 2], "s": [0, 2, 3], "f": [4, 1, 0]})
    single = pd.DataFrame(
        [(x, y) for x, s, f in counts.to_numpy() for y in [1] * int(s) + [0] * int(f)],
        columns=["x", "y"],
    )
    for link in ("logit", "probit", "cloglog", "cauchit"):
        one = reduced(rows("cbind(s, f) ~ x", counts, rglm.binomial(link)))
        other = reduced(rows("y ~ x", single, rglm.binomial(link)))
        close(one.beta, other.beta, rtol=1e-9)


def test_the_saturated_logit_adds_a_half():
    frame = pd.DataFrame({"g": ["a", "b"], "s": [0, 5], "n": [7, 5]})
    found = reduced(rows("cbind(s, n - s) ~ g - 1", frame, rglm.binomial()))
    close(found.beta, np.log([0.5 / 7.5, 5.5 / 0.5]))
    counts = pd.DataFrame({"g": ["a", "b"], "n": [0, 3]})
    close(reduced(rows("n ~ g - 1", counts, rglm.poisson())).beta, np.log([0.5, 3.5]))


def test_a_normal_model_is_least_squares_over_its_degrees_of_freedom():
    fit = rows("Employed ~ .", oracle.data("longley"), rglm.gaussian())
    found = reduced(fit)
    close(found.beta, fit.coef(), rtol=1e-9)
    close(found.dispersion, fit.deviance / fit.df_residual, rtol=1e-12)


def test_estimates_are_finite_where_brglm2_diverges():
    fit = rows("am ~ factor(gear)", oracle.data("mtcars"), rglm.binomial("cauchit"))
    found = reduced(fit)
    assert found.converged
    assert np.abs(found.beta).max() < 10
    swapped = rows("1 - am ~ factor(gear)", oracle.data("mtcars"), rglm.binomial("cauchit"))
    close(reduced(swapped).beta, -found.beta, rtol=1e-8)


@pytest.mark.parametrize(
    ("seed", "brglm2"),  # brglmFit(type = "AS_mean", epsilon = 1e-10), brglm2 0.9
    [
        (301, [-0.4891793583, 15.2665736105, 4.4062981076]),
        (897, [-0.6151685243, 10.4895502643, 2.0282766290]),
    ],
)
def test_separated_rows_whose_root_lies_behind_larger_scores(seed, brglm2):
    rng = np.random.default_rng(seed)
    frame = pd.DataFrame({"x": rng.normal(size=19), "z": rng.normal(size=19)})
    frame["y"] = (frame.x + 0.3 * frame.z > 0).astype(int)
    found = reduced(rows("y ~ x + z", frame, rglm.binomial()))
    assert found.converged
    close(found.beta, brglm2, rtol=1e-8)


def test_perfect_and_saturated_fits_have_a_dispersion_of_0_or_nan():
    frame = pd.DataFrame({"x": np.arange(10.0)}).assign(y=lambda d: 2 * d.x + 1)
    perfect = reduced(rows("y ~ x", frame, rglm.gaussian()))
    assert perfect.converged
    close(perfect.beta, [1, 2], rtol=1e-12)
    saturated = reduced(rows("y ~ x", frame[:2], rglm.Gamma("log")))
    assert saturated.converged
    assert np.isnan(saturated.dispersion)
    nothing = reduced(rows("y ~ 0", frame, rglm.gaussian()))
    close(nothing.dispersion, (frame.y**2).mean(), rtol=1e-12)


def test_another_start_leads_to_the_same_estimates():
    fit = rows("am ~ wt + qsec", oracle.data("mtcars"), rglm.binomial())
    found = reduced(fit)
    close(reduced(fit, start=found.beta).beta, found.beta, rtol=1e-9)
    close(reduced(fit, start=np.zeros(3)).beta, found.beta, rtol=1e-9)


def test_families_without_a_density_and_impossible_starts_are_refused():
    frame = oracle.data("warpbreaks")
    for family in (rglm.quasipoisson(), rglm.negative_binomial(2.0)):
        fit = rows("breaks ~ wool", frame, family)
        with pytest.raises(ValueError, match="no bias-reduced dispersion"):
            reduced(fit)
    fit = rows("breaks ~ wool", frame, rglm.poisson("identity"))
    with pytest.raises(rglm.FitError, match="impossible fitted values"):
        reduced(fit, start=[-1.0, -1.0])
    fit = rows("am ~ wt", oracle.data("mtcars"), rglm.binomial())
    result = reduced(fit, Control(maxit=2))
    assert not result.converged
    with pytest.warns(rglm.ConvergenceWarning, match="in 2 iterations"):
        warn_if_not_converged(result, Control(maxit=2))


N = 30_000
rng = np.random.default_rng(3)
LARGE = pd.DataFrame(rng.normal(size=(N, 5)), columns=list("abcde"))
LARGE["f"] = rng.integers(0, 150, N).astype(str)
LARGE["y"] = (rng.random(N) < 1 / (1 + np.exp(1 - LARGE.a + 0.3 * LARGE.b))).astype(float)
LARGE["z"] = rng.gamma(2, np.exp(0.2 * LARGE.c))


@pytest.mark.parametrize(
    ("y", "family"), [("y", rglm.binomial("probit")), ("z", rglm.Gamma("log"))]
)
def test_large_designs_solve_the_same_scores(y, family, monkeypatch):
    fit = rows(f"{y} ~ a + b + I(a - 2 * b) + c + f", LARGE, family)
    found = reduced(fit)
    assert isinstance(found.system, PartialledOutSystem)
    assert list(found.system.order[-1:]) == [3]
    monkeypatch.setattr(
        "rglm.fitting.irls.accumulator_choice.is_gram_quicker", lambda source: False
    )
    expected = reduced(fit)
    off = np.abs(found.beta - expected.beta) / standard_errors(expected)
    assert np.nanmax(off) < 1e-8
    close(standard_errors(found), standard_errors(expected))


def test_many_rows_take_less_than_a_second():
    fit = rows("y ~ a + b + c + d + e", LARGE, rglm.binomial())
    start = time.perf_counter()
    reduced(fit, Control())
    assert time.perf_counter() - start < 1


def test_counts_that_are_all_zero_have_finite_estimates():
    """As brglm2 has them: log(0.5 / 4) for the intercept alone, where the likelihood has none."""
    frame = {"x": [1, 2, 3, 4], "y": [0, 0, 0, 0]}
    fit = rglm.glm("y ~ 1", frame, rglm.poisson(), method="brglm")
    assert fit.coef()["(Intercept)"] == pytest.approx(np.log(0.5 / 4))
    fit = rglm.glm("y ~ x", frame, rglm.poisson(), method="brglm")
    assert fit.coef().tolist() == pytest.approx([np.log(1 / 4), 0])
