"""Alternating maximum likelihood of coefficients and theta: both scores are zero at its end."""

from dataclasses import replace

import numpy as np
import pytest

from rglm import FitError, glm, negative_binomial, poisson
from rglm.families.glm.negative_binomial import NegativeBinomial
from rglm.fitting.control import Control
from rglm.fitting.irls.working_statistics import Predictor, weights_and_residuals
from rglm.fitting.negbin.accelerated_alternation import AcceleratedAlternation
from rglm.fitting.negbin.alternating_ml import (
    NO_CONVERGENCE_MESSAGE,
    NO_MAXIMUM_MESSAGE,
    AlternatingSearch,
    alternating_ml,
)
from rglm.fitting.negbin.theta_likelihood import response_counts, theta_derivatives
from rglm.fitting.solver_result import SolverStatus

LEFT = 1e-9  # of a standard error: how far Newton's next step would lead, in theta and beta
DIFFERENCE = 1e-6  # a central difference of the log-likelihood, its step 1e-4
CONTROL = Control()


def source_of(y, link="log", weights=None, **columns):
    """The rows, with a column each and an intercept."""
    data = {"y": y, **columns}
    formula = "y ~ " + (" + ".join(columns) or "1")
    start = np.full(len(y), np.mean(y) + 0.1)
    return glm(
        formula, data, poisson(link), weights=weights, mustart=start, control={"maxit": 100}
    )._source


def with_responses(source, y):
    return replace(source, rows=replace(source.rows, y=y))


def family_of(source_link="log", theta=float("nan")):
    return NegativeBinomial(theta, negative_binomial(1, source_link).link, estimated=True)


def draw(seed, n, theta, mean=4.0):
    """Counts about a mean that x moves."""
    rng = np.random.default_rng(seed)
    x = rng.normal(size=n)
    mu = mean * np.exp(0.4 * x)
    return rng.poisson(rng.gamma(theta, mu / theta)).astype(float), x


def remaining_steps(source, found):
    """Newton's next step of log(theta) and Fisher's of the coefficients, in standard errors."""
    at = Predictor(found.family, found.fit.beta)
    first, second = theta_derivatives(source, response_counts(source), at, at.family.theta)
    rows, link = source.rows, found.family.link
    eta = source.by_row(at.eta)
    w, r = weights_and_residuals(found.family, rows, *link.inverse_and_slope(eta))
    x = np.column_stack([source.columns.matrix(slice(None))])
    score, information = x.T @ (w * r), x.T @ (w[:, None] * x)
    return abs(first) / np.sqrt(-second), np.sqrt(score @ np.linalg.solve(information, score))


FITS = [
    (seed, n, theta, link)
    for seed, n, theta, link in [
        (1, 30, 0.5, "log"),
        (2, 200, 2.0, "log"),
        (3, 200, 2.0, "sqrt"),
        (4, 3000, 0.1, "log"),
        (5, 3000, 20.0, "log"),
        (6, 200, 1.0, "identity"),
    ]
]


@pytest.mark.parametrize(("seed", "n", "theta", "link"), FITS)
def test_both_scores_are_zero_at_the_maximum(seed, n, theta, link):
    y, x = draw(seed, n, theta)
    columns = {"x": x} if link != "identity" else {"x": (x > 0).astype(float)}
    source = source_of(y, link, **columns)
    found = alternating_ml(source, family_of(link), CONTROL)
    assert found.status is SolverStatus.CONVERGED
    assert max(remaining_steps(source, found)) < LEFT


@pytest.mark.parametrize("seed", range(12))
def test_few_rows_where_fisher_scoring_is_slow_or_cycles(seed):
    # at seed 10 the coefficients of glm.nb go round the maximum for ever
    rng = np.random.default_rng(seed)
    y, x, z = rng.poisson(rng.gamma(0.5, 6, 12)), rng.normal(size=12), rng.standard_cauchy(12)
    source = source_of(y.astype(float), x=x, z=z)
    found = alternating_ml(source, family_of(), CONTROL)
    assert found.status is SolverStatus.CONVERGED
    assert max(remaining_steps(source, found)) < LEFT


@pytest.mark.parametrize("start", [1e-3, 0.2, 50.0, 1e6])
def test_any_start_leads_to_the_same_maximum(start):
    y, x = draw(7, 150, 1.2)
    source = source_of(y, x=x)
    found = alternating_ml(source, family_of(), CONTROL)
    other = alternating_ml(source, family_of(theta=start), CONTROL, has_theta=True)
    assert other.family.theta == pytest.approx(found.family.theta, rel=1e-9)
    np.testing.assert_allclose(other.fit.beta, found.fit.beta, rtol=1e-9, atol=1e-9)


def test_theta_near_zero():
    # 199 zeros and a count of 1000: (theta/(theta + mu))^(200 theta) times a digamma's worth
    source = source_of(np.r_[np.zeros(199), 1000.0])
    found = alternating_ml(source, family_of(), CONTROL)
    assert found.family.theta == pytest.approx(0.0005508979433, rel=1e-9)
    assert np.exp(found.fit.beta[0]) == pytest.approx(5.0)
    assert max(remaining_steps(source, found)) < LEFT


def test_large_counts():
    y, x = draw(8, 500, 50.0, 1e5)
    source = source_of(y, x=x)
    found = alternating_ml(source, family_of(), CONTROL)
    assert 40 < found.family.theta < 60
    assert max(remaining_steps(source, found)) < LEFT


@pytest.mark.parametrize("known", [True, False])
def test_underdispersed_counts_end_at_poisson(known):
    y = np.tile([3.0, 4, 5, 4], 10)
    found = alternating_ml(source_of(y), family_of(theta=2.0), CONTROL, has_theta=known)
    assert found.detail == NO_MAXIMUM_MESSAGE
    assert found.family.theta == 1e11
    assert np.isnan(found.se)
    assert np.exp(found.fit.beta[0]) == pytest.approx(4.0)


@pytest.mark.parametrize(("zeros", "fours", "finite"), [(30, 4, True), (30, 3, False)])
def test_counts_at_the_edge_of_overdispersion(zeros, fours, finite):
    y = np.repeat([0.0, 1, 2, 3, 4], [zeros, 40, 15, 6, fours])
    assert (((y - y.mean()) ** 2 - y).sum() > 0) == finite
    source = source_of(y)
    found = alternating_ml(source, family_of(), CONTROL)
    assert (found.status is SolverStatus.CONVERGED) == finite
    if finite:
        assert found.family.theta > 100
        assert max(remaining_steps(source, found)) < LEFT


def test_many_rows_start_from_a_subsample():
    y, x = draw(9, 60_000, 1.0)
    source = source_of(y, x=x)
    found = alternating_ml(source, family_of(), CONTROL)
    whole = alternating_ml(source, family_of(), CONTROL, sample=False)
    assert found.family.theta == pytest.approx(whole.family.theta, rel=1e-9)
    assert max(remaining_steps(source, found)) < LEFT


def test_weights_are_counts_of_rows():
    y, x = draw(10, 80, 1.5)
    weights = np.arange(80) % 3
    found = alternating_ml(source_of(y, weights=weights, x=x), family_of(), CONTROL)
    twice = np.repeat(np.arange(80), weights)
    other = alternating_ml(source_of(y[twice], x=x[twice]), family_of(), CONTROL)
    assert found.family.theta == pytest.approx(other.family.theta, rel=1e-9)
    assert found.se == pytest.approx(other.se, rel=1e-9)
    np.testing.assert_allclose(found.fit.beta, other.fit.beta, rtol=1e-9)


def test_a_response_of_zeros_is_refused():
    source = with_responses(source_of(np.array([0.0, 1, 0, 2])), np.zeros(4))
    with pytest.raises(FitError, match="all responses are zero"):
        alternating_ml(source, family_of(), CONTROL)


def test_alternation_without_convergence_is_reported(monkeypatch):
    monkeypatch.setattr(AcceleratedAlternation, "ends", lambda *_: False)
    y, x = draw(11, 40, 1.0)
    found = AlternatingSearch(source_of(y, x=x), family_of(), CONTROL).run(None, 1.0)
    assert found.detail == NO_CONVERGENCE_MESSAGE
