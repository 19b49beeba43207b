"""Fits of many rows beside Fisher scoring that goes on until nothing moves."""

import numpy as np
import pandas as pd
import pytest

from rglm import Gamma, binomial, glm, quasipoisson

N, P = 100_000, 6
# in standard errors of a coefficient; those of a canonical link have almost all digits
CANONICAL, OTHER = 1e-10, 1e-6
STANDARD_ERRORS = 1e-5  # relatively: those of the equations one step before the end
DRAWS = {
    "binomial": lambda rng, mu: (rng.random(N) < mu).astype(float),
    "quasipoisson": lambda rng, mu: rng.poisson(mu) * 2.0,
    "Gamma": lambda rng, mu: rng.gamma(2.0, mu / 2),
}


def _scored(family, x, y):
    """Coefficients, standard errors and dispersion where Fisher scoring ends."""
    beta, eta = np.zeros(P), family.link.linkfun(family.prepare(y).mustart)
    for step in range(30):
        mu, slope = family.link.inverse_and_slope(eta)
        weight, residual = slope**2 / family.variance(mu), (y - mu) / slope
        gram = x.T @ (x * weight[:, None])
        target = residual + (eta if step == 0 else 0.0)
        change = np.linalg.solve(gram, x.T @ (weight * target))
        beta = beta + change
        eta = x @ beta
        if change @ gram @ change < 1e-22:
            break
    chi2 = weight @ residual**2 / (N - P)
    phi = chi2 if np.isnan(family.dispersion) else 1.0
    return beta, np.sqrt(phi * np.diag(np.linalg.inv(gram))), phi


@pytest.mark.parametrize(
    ("family", "limit"),
    [
        (binomial("probit"), OTHER),
        (quasipoisson(), CANONICAL),
        (Gamma("log"), OTHER),
    ],
)
def test_many_rows(family, limit):
    rng = np.random.default_rng(3)
    columns = rng.normal(size=(N, P - 1))
    x = np.column_stack([np.ones(N), columns])
    mu = family.link.linkinv(x @ [0.3, 0.2, -0.1, 0.1, 0.05, -0.2])
    y = DRAWS[family.name](rng, mu)
    data = pd.DataFrame(columns, columns=[*"abcde"]).assign(y=y)
    fit = glm("y ~ a + b + c + d + e", data, family)
    beta, errors, phi = _scored(family, x, y)
    assert np.abs((fit.coefficients.to_numpy() - beta) / errors).max() < limit
    own = np.sqrt(np.diag(fit.vcov()))
    assert own == pytest.approx(errors, rel=STANDARD_ERRORS)
    assert fit.dispersion == pytest.approx(phi, rel=1e-10)
