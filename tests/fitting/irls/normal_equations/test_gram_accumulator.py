"""Normal equations give the answers of QR, in any layout of the columns."""

import os
import subprocess
import sys

import numpy as np
import pandas as pd
import pytest

import rglm.fitting.irls.accumulator_choice
import rglm.fitting.irls.collinearity
import rglm.fitting.irls.column_layout
import rglm.fitting.irls.irls
import rglm.fitting.irls.normal_equations.gram_accumulator
import rglm.fitting.irls.normal_equations.superblock
import rglm.fitting.irls.normal_equations.wide_rows
from rglm import FitError, FitWarning, Gamma, RankWarning, binomial, gaussian, glm, poisson
from rglm.linalg.partialled_out import PartialledOutSystem

TIGHT = {"epsilon": 1e-13, "maxit": 60}
# in standard errors, and relative: both sides solve to rounding, the condition is below 1e4
TOL = 1e-9

N = 2500
rng = np.random.default_rng(1)
DATA = pd.DataFrame(
    {
        "x": rng.normal(size=N),
        "z": rng.normal(5, 1, size=N),
        "f": rng.choice(list("abcdefgh"), N),
        "g": rng.integers(0, 30, N).astype(str),
        "h": rng.choice(list("uvw"), N),
        "w": rng.integers(0, 3, N),
    }
)
DATA["y"] = rng.poisson(np.exp(0.2 * DATA.x + 0.1 * (DATA.f == "c") + 0.05 * DATA.z))
DATA["b"] = (rng.random(N) < 0.4).astype(float)
DATA["t"] = rng.gamma(2, np.exp(0.1 * DATA.x))

MODELS = [
    ("y ~ x + z + f + g + h", poisson(), None),
    ("b ~ x * f + g + h", binomial(), None),
    ("t ~ x + f:h + g:z - 1", Gamma("log"), None),
    ("b ~ f * h * x + g", binomial("probit"), "w"),
    ("y ~ g:x + h - 1", gaussian(), None),
    ("y ~ g + offset(log(z))", poisson(), None),
]
# (NARROW, ELIMINATED): counted by code and eliminated, counted only, put side by side, mixed
LAYOUTS = [(1, 2), (1, 10**9), (10**9, 10**9), (5, 20)]


def by(method, monkeypatch, *arguments, **named):
    use = method == "normal"
    monkeypatch.setattr(rglm.fitting.irls.irls, "is_gram_quicker", lambda source: use)
    return glm(*arguments, **named)


def assert_same(found, expected):
    assert found.coef().isna().tolist() == expected.coef().isna().tolist()
    se = np.sqrt(expected.dispersion * expected._unscaled_variances)
    off = np.abs(found.coef() - expected.coef()) / se
    assert np.nanmax(off) < TOL
    np.testing.assert_allclose(found._unscaled_variances, expected._unscaled_variances, rtol=TOL)
    np.testing.assert_allclose(found.deviance, expected.deviance, rtol=1e-12)
    scale = np.outer(se, se)
    np.testing.assert_allclose(found.vcov() / scale, expected.vcov() / scale, atol=TOL)


@pytest.mark.parametrize("layout", LAYOUTS, ids=str)
@pytest.mark.parametrize(("formula", "family", "weights"), MODELS, ids=lambda m: str(m)[:20])
def test_normal_equations_give_the_answers_of_qr(monkeypatch, formula, family, weights, layout):
    named = {"family": family, "weights": weights, "control": TIGHT}
    expected = by("qr", monkeypatch, formula, DATA, **named)
    monkeypatch.setattr(rglm.fitting.irls.column_layout, "MAX_DENSE_CATEGORIES", layout[0])
    monkeypatch.setattr(rglm.fitting.irls.column_layout, "MIN_PARTIALLED_OUT_COLUMNS", layout[1])
    found = by("normal", monkeypatch, formula, DATA, **named)
    assert_same(found, expected)
    for kind in ("link", "terms"):
        new = DATA.head(9)
        one, two = (fit.predict(new, type=kind, se_fit=True) for fit in (found, expected))
        np.testing.assert_allclose(one, two, rtol=TOL, atol=TOL)


def test_blocks_of_any_size_give_the_same(monkeypatch):
    monkeypatch.setattr(rglm.fitting.irls.column_layout, "MAX_DENSE_CATEGORIES", 4)
    whole = by("normal", monkeypatch, "y ~ x + f + g", DATA, poisson(), control=TIGHT)
    monkeypatch.setattr(rglm.fitting.irls.normal_equations.superblock, "MAX_ROWS", 300)
    parts = by("normal", monkeypatch, "y ~ x + f + g", DATA, poisson(), control=TIGHT)
    assert_same(parts, whole)


def test_a_wide_dense_design_is_summed_in_place(monkeypatch):
    package = rglm.fitting.irls.normal_equations
    monkeypatch.setattr(package.gram_accumulator, "WIDE_DESIGN_COLUMNS", 10)
    monkeypatch.setattr(package.wide_rows, "MAX_NUMBERS", 600)
    data = pd.DataFrame(rng.normal(size=(3000, 15))).add_prefix("x")
    data["y"] = rng.poisson(2, 3000)
    found = by("normal", monkeypatch, "y ~ .", data, poisson(), control=TIGHT)
    assert_same(found, by("qr", monkeypatch, "y ~ .", data, poisson(), control=TIGHT))


@pytest.mark.parametrize(
    "formula",
    ["y ~ x + I(2 * x) + z", "y ~ I(z + 1e5) + x + z", "y ~ I(1e4 + x) + I((1e4 + x)^2)"],
)
def test_a_near_singular_design_is_fitted_by_qr(monkeypatch, formula, recwarn):
    expected = by("qr", monkeypatch, formula, DATA, gaussian())
    found = by("normal", monkeypatch, formula, DATA, gaussian())
    pd.testing.assert_series_equal(found.coef(), expected.coef(), check_exact=True)


K = 60


@pytest.fixture
def wide(monkeypatch):
    """Let `K` levels be many, which takes less time than making them many."""
    monkeypatch.setattr(rglm.fitting.irls.accumulator_choice, "MAX_QR_COLUMNS", 30)
    monkeypatch.setattr(rglm.fitting.irls.column_layout, "MIN_PARTIALLED_OUT_COLUMNS", 40)
    monkeypatch.setattr(rglm.fitting.irls.collinearity, "MAX_QR_COLUMNS", 30)


FIRMS = pd.DataFrame({"firm": np.arange(3 * K) % K, "x": rng.normal(size=3 * K)})
FIRMS["size"] = rng.normal(size=K)[FIRMS.firm]
FIRMS["g"] = [f"g{i:03d}" for i in FIRMS.firm]
FIRMS["q"] = [f"q{i // 10:02d}" for i in FIRMS.firm]
FIRMS["y"] = rng.poisson(np.exp(1 + 0.1 * FIRMS["size"]))
FIRMS["w"] = (FIRMS.firm != 5).astype(float)


@pytest.mark.parametrize(
    ("formula", "weights", "aliased"),
    [
        ("y ~ x + size + g", None, ["gg059"]),
        ("y ~ x + g + size", None, ["size"]),
        ("y ~ x + I(x - size) + size + g", None, ["size", "gg059"]),
        ("y ~ x + g + I(1e8 * size)", None, ["I(1e+08 * size)"]),
        ("y ~ x + I(size / 1e9) + g", None, ["gg059"]),
        ("y ~ q + g", None, [f"gg{i:03d}" for i in range(19, 60, 10)]),
        ("y ~ x + g", "w", ["gg005"]),
    ],
)
def test_a_wide_design_leaves_out_what_R_does(wide, formula, weights, aliased):
    with pytest.warns(RankWarning):
        fit = glm(formula, FIRMS, poisson(), weights=weights)
    assert isinstance(fit._solution.system, PartialledOutSystem)
    assert fit.coef().index[fit.coef().isna()].tolist() == aliased
    assert np.isnan(fit._unscaled_variances).sum() == len(aliased)
    fitted = FIRMS[FIRMS.w > 0] if weights else FIRMS
    found = fit.predict(fitted)  # and no row is said to be new
    np.testing.assert_allclose(found, fit.linear_predictors[fitted.index], rtol=TOL)


def test_predictions_that_need_an_aliased_coefficient_warn(wide):
    with pytest.warns(RankWarning):
        fit = glm("y ~ x + g + size", FIRMS, poisson())
    new = FIRMS.head(4).assign(size=100.0)
    with pytest.warns(RankWarning, match="4 row"):
        fit.predict(new)


def test_aliased_columns_of_a_wide_design_are_those_of_qr(wide, monkeypatch):
    control = {"epsilon": 1e-10}  # which R's tolerance for columns follows
    with pytest.warns(RankWarning):
        found = glm("y ~ x + size + g", FIRMS, poisson(), control=control)
    with pytest.warns(RankWarning):
        expected = by("qr", monkeypatch, "y ~ x + size + g", FIRMS, poisson(), control=control)
    assert isinstance(found._solution.system, PartialledOutSystem)
    assert_same(found, expected)
    one, two = (fit.predict(FIRMS, se_fit=True) for fit in (found, expected))
    np.testing.assert_allclose(one, two, rtol=TOL)


def test_a_near_singular_design_too_large_for_qr_warns_of_lost_digits(wide, monkeypatch):
    monkeypatch.setattr(rglm.fitting.irls.accumulator_choice, "MAX_QR_MEMORY_COLUMNS", 50)
    far = FIRMS.assign(x=FIRMS.x + 1e4)
    with pytest.warns(FitWarning, match="few digits"):
        found = glm("y ~ x + g", far, poisson())
    expected = glm("y ~ x + g", FIRMS, poisson())
    np.testing.assert_allclose(found.coef()["x"], expected.coef()["x"], rtol=1e-6)


def test_equations_too_large_for_memory_are_refused(wide, monkeypatch):
    monkeypatch.setattr(rglm.fitting.irls.column_layout, "MAX_EQUATIONS_BYTES", 1e3)
    with pytest.raises(FitError, match="coarsen a factor"):
        glm("y ~ x + g", FIRMS, poisson())


def test_a_covariance_too_large_for_memory_is_given_in_parts(wide, monkeypatch):
    fit = glm("y ~ x + g", FIRMS, poisson())
    monkeypatch.setattr("rglm.inference.covariance.model_covariance.MAX_COVARIANCE_BYTES", 1e4)
    with pytest.raises(ValueError, match=r"vcov\(parm="):
        fit.vcov()
    part = fit.vcov(["gg007", "x"])
    assert part.index.tolist() == part.columns.tolist() == ["gg007", "x"]
    se = fit.summary().coefficients["Std. Error"]
    np.testing.assert_allclose(np.sqrt(np.diag(part)), se[["gg007", "x"]], rtol=1e-12)
    with pytest.raises(ValueError, match="no coefficient"):
        fit.vcov("gg7")


BITS = """
import numpy as np, pandas as pd
from rglm import glm, binomial
rng = np.random.default_rng(0)
n = 30_000
data = pd.DataFrame(rng.normal(size=(n, 80))).add_prefix("x")
data["f"] = rng.integers(0, 300, n).astype(str)
data["h"] = rng.integers(0, 70, n).astype(str)
data["y"] = (rng.random(n) < 0.4).astype(float)
for formula in ("y ~ x0 + x1 + x2", "y ~ . - f - h", "y ~ x0 + f + h"):
    for _ in range(2):
        fit = glm(formula, data, binomial())
        numbers = fit.coef().to_numpy(), fit._unscaled_variances
        print(*(n.tobytes().hex()[-64:] for n in numbers))
"""


def test_the_same_bits_with_one_thread_and_with_two():
    found = []
    for threads in ("1", "2"):
        environment = {**os.environ, "OPENBLAS_NUM_THREADS": threads, "OMP_NUM_THREADS": threads}
        run = [sys.executable, "-c", BITS]
        done = subprocess.run(run, env=environment, capture_output=True, text=True, check=True)
        found.append(done.stdout.splitlines())
    one, two = found
    assert one == two
    assert one[0::2] == one[1::2]


def test_a_factor_of_100_000_levels_beside_20_columns():
    rng = np.random.default_rng(1)
    data = pd.DataFrame(rng.normal(size=(200_000, 20))).add_prefix("x")
    data["g"] = np.r_[np.arange(100_000), rng.integers(0, 100_000, 100_000)]
    data["y"] = rng.poisson(np.exp(1 + 0.1 * data["x0"])) + (data.index < 100_000)
    fit = glm("y ~ factor(g) + " + " + ".join(f"x{i}" for i in range(20)), data, poisson())
    assert fit.coef().notna().sum() == 100_020
    residual = data["y"] - fit.fitted()  # the scores of all coefficients are zero
    assert np.abs(np.bincount(data["g"], residual)).max() < 1e-3
    assert np.abs(data.filter(like="x").T @ residual).max() < 1e-3
