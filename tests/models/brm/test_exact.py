"""`brm` against exact posteriors, by quadrature with scipy's densities alone."""

import math
import warnings
from functools import cache

import brm_exact_cases
import monte_carlo
import numpy as np
import pytest
from scipy import special

import rglm
import rglm.bayes
from rglm.priors import prior
from rglm.warnings import ConvergenceWarning

# above this k-hat the far draws, on which an sd hangs, are those of large weights, and some lack
HEAVY = 0.3
CASES = brm_exact_cases.BY_ID
# by NUTS: an auxiliary, two parts
SAMPLED = ["gaussian-x", "hurdle-negbinomial"]


def family_of(case):
    make = getattr(rglm, case.family, None) or getattr(rglm.bayes, case.family)
    return make(*([case.link] if case.link else []), **case.family_arguments)


def fitted(case, **options):
    priors = [
        prior(text, class_, coef=coef, dpar=dpar)
        for text, class_, coef, dpar in case.given_priors()
    ]
    seed = 19 + list(CASES).index(case.id)
    call = {"family": family_of(case), "prior": priors, "seed": seed, "progress": False}
    with warnings.catch_warnings():
        # k-hat is above 0.5 in some: their draws are right all the same
        warnings.simplefilter("ignore", ConvergenceWarning)
        return rglm.brm(case.formula, case.frame, **call, **case.arguments, **options)


@cache
def importance(id):
    return fitted(CASES[id], algorithm="importance")


@pytest.mark.parametrize("id", CASES)
def test_means_sds_and_evidence_of_importance_draws(id):
    fit, exact = importance(id), brm_exact_cases.exact(CASES[id])
    assert list(fit.draws.columns) == list(exact.index)
    compared = monte_carlo.Comparison()
    for name, row in exact.iterrows():
        values = fit.draws[name].to_numpy()
        mean, of_mean, sd, of_sd = monte_carlo.errors(values)
        of_sd = max(of_sd, monte_carlo.sd_error(values, row["sd"], row["kurtosis"]))
        of_sd *= 2 if fit.k_hat > HEAVY else 1
        compared.add(f"mean {name}", mean, row["mean"], of_mean)
        compared.add(f"sd {name}", sd, row["sd"], of_sd)
    evidence = fit._sample.importance
    compared.add(
        "evidence", evidence.log_evidence, exact.attrs["log_evidence"], evidence.log_evidence_error
    )
    compared.check()


@pytest.mark.parametrize("id", [id for id in CASES if len(CASES[id].names) == 1])
def test_limits_of_importance_draws(id):
    fit, exact = importance(id), brm_exact_cases.exact(CASES[id]).iloc[0]
    compared = monte_carlo.Comparison()
    for probability, column in ((0.025, "q2.5"), (0.975, "q97.5")):
        value, error = monte_carlo.quantile_error(fit.draws.iloc[:, 0].to_numpy(), probability)
        compared.add(column, value, exact[column], error)
    compared.check()


def test_errors_have_the_right_size():
    """The mean of squared differences in errors is 1 (its own error, of some 200, is 0.1)."""
    squares = []
    for id, case in CASES.items():
        for name, row in brm_exact_cases.exact(case).iterrows():
            mean, error, *_ = monte_carlo.errors(importance(id).draws[name].to_numpy())
            squares.append(((mean - row["mean"]) / error) ** 2)
    assert 0.2 < np.mean(squares) < 1.4


@pytest.mark.parametrize("id", SAMPLED)
def test_means_and_sds_of_nuts(id):
    pytest.importorskip("nutpie")
    fit = fitted(CASES[id], algorithm="sampling", chains=2, iter=800, warmup=300, cores=1)
    compared = monte_carlo.Comparison()
    for name, row in brm_exact_cases.exact(CASES[id]).iterrows():
        values = fit.draws[name].to_numpy().reshape(2, 500)
        mean, of_mean, sd, of_sd = monte_carlo.chain_errors(values)
        compared.add(f"mean {name}", mean, row["mean"], of_mean)
        compared.add(f"sd {name}", sd, row["sd"], of_sd)
    compared.check()


# ---------------------------------------------------------------- the quadrature itself
def test_quadrature_finds_the_conjugate_posterior_of_a_probability():
    """A uniform prior of p: the posterior is beta(a, b), the evidence that of Bayes' billiard."""
    case = CASES["binomial-conjugate"]
    exact = brm_exact_cases.compute(case)
    successes, failures = case.data["successes"], case.data["failures"]
    a, b = 1 + sum(successes), 1 + sum(failures)
    assert exact["mean"].item() == pytest.approx(special.digamma(a) - special.digamma(b), abs=1e-9)
    sd = math.sqrt(special.polygamma(1, a) + special.polygamma(1, b))
    assert exact["sd"].item() == pytest.approx(sd, rel=1e-9)
    ways = sum(math.log(math.comb(s + f, s)) for s, f in zip(successes, failures, strict=True))
    evidence = ways + special.betaln(a, b)
    assert exact.attrs["log_evidence"] == pytest.approx(evidence, abs=1e-9)


def test_quadrature_finds_the_conjugate_posterior_of_a_rate():
    case = CASES["poisson-identity"]
    exact = brm_exact_cases.compute(case)
    y = case.data["y"]
    a, b = 2 + sum(y), 1 + len(y)
    assert exact["mean"].item() == pytest.approx(a / b, rel=1e-9)
    assert exact["sd"].item() == pytest.approx(math.sqrt(a) / b, rel=1e-9)
    of_y = sum(math.lgamma(value + 1) for value in y)
    evidence = math.lgamma(a) - a * math.log(b) - of_y
    assert exact.attrs["log_evidence"] == pytest.approx(evidence, abs=1e-9)


@pytest.mark.parametrize("id", ["gamma-inverse"])
def test_saved_posteriors_are_those_of_the_quadrature(id):
    saved, again = brm_exact_cases.exact(CASES[id]), brm_exact_cases.compute(CASES[id])
    np.testing.assert_allclose(saved[["mean", "sd"]], again[["mean", "sd"]], rtol=1e-7)
    assert saved.attrs["log_evidence"] == pytest.approx(again.attrs["log_evidence"], abs=1e-7)
