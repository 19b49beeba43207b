"""`brm` against exact posteriors, by quadrature with scipy's densities alone."""

import math
from functools import cache

import brm_exact_cases
import monte_carlo
import numpy as np
import pytest
from scipy import special

import rglm
import rglm.bayes
from rglm.priors import prior

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
    return rglm.brm(case.formula, case.frame, **call, **case.arguments, **options)


@cache
def importance(id):
    return fitted(CASES[id], algorithm="importance")


def comparison(id):
    fit, exact = importance(id), brm_exact_cases.exact(CASES[id])
    compared = monte_carlo.Comparison()
    for name, row in exact.iterrows():
        values = fit.draws[name].to_numpy()
        mean, of_mean, sd, of_sd = monte_carlo.errors(values)
        of_sd = max(of_sd, monte_carlo.sd_error(values, row["sd"], row["kurtosis"]))
        compared.add(f"mean {name}", mean, row["mean"], of_mean)
        compared.add(f"sd {name}", sd, row["sd"], of_sd)
    evidence = fit._sample.importance
    compared.add(
        "evidence", evidence.log_evidence, exact.attrs["log_evidence"], evidence.log_evidence_error
    )
    return compared


@pytest.mark.parametrize("id", CASES)
def test_means_sds_and_evidence_of_importance_draws(id):
    assert list(importance(id).draws.columns) == CASES[id].names
    comparison(id).check()


@pytest.mark.parametrize("id", [id for id in CASES if len(CASES[id].names) == 1])
def test_limits_of_importance_draws(id):
    fit, exact = importance(id), brm_exact_cases.exact(CASES[id]).iloc[0]
    compared = monte_carlo.Comparison()
    for probability, column in ((0.025, "q2.5"), (0.975, "q97.5")):
        value, error = monte_carlo.quantile_error(fit.draws.iloc[:, 0].to_numpy(), probability)
        compared.add(column, value, exact[column], error)
    compared.check()


def test_errors_have_the_right_size():
    """The root mean square of the 234 differences, in their errors, is 1, give or take 0.05."""
    differences = [z for id in CASES for z in comparison(id).all.values()]
    assert 0.75 < np.sqrt(np.mean(np.square(differences))) < 1.15
    assert np.mean(np.abs(differences) > 3) < 0.01


@pytest.mark.parametrize("id", SAMPLED)
def test_means_and_sds_of_nuts(id):
    pytest.importorskip("nutpie")
    fit = fitted(CASES[id], algorithm="sampling", chains=2, iter=600, warmup=200, cores=1)
    compared = monte_carlo.Comparison()
    for name, row in brm_exact_cases.exact(CASES[id]).iterrows():
        values = fit.draws[name].to_numpy().reshape(2, 400)
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


@pytest.mark.parametrize("id", ["poisson-sqrt", "binomial-cauchit"])
def test_saved_posteriors_are_those_of_the_quadrature(id):
    saved, again = brm_exact_cases.exact(CASES[id]), brm_exact_cases.compute(CASES[id])
    np.testing.assert_allclose(saved[["mean", "sd"]], again[["mean", "sd"]], rtol=1e-7)
    assert saved.attrs["log_evidence"] == pytest.approx(again.attrs["log_evidence"], abs=1e-7)
