"""The claims of README's table of Bayesian models: for each tick of ours, code that does it."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from rglm import ConvergenceWarning, binomial, brm, glm
from rglm.bayes import (
    bernoulli,
    beta_binomial,
    categorical,
    cumulative,
    hurdle_negbinomial,
    zero_inflated_poisson,
)
from rglm.datasets import load
from rglm.priors import flat, normal, prior

GALAXIES, LOOMS, BUDWORM = load("galaxies"), load("warpbreaks"), load("budworm")
SEPARATED = pd.DataFrame({"y": [0, 0, 0, 1, 1, 1], "x": [1, 2, 3, 4, 5, 6]})


def galaxies(terms: str = "logmass", **options):
    return brm(f"has_gc ~ {terms}", GALAXIES, family=bernoulli(), seed=1, **options)


def posterior() -> None:
    """Its exact mean and standard deviation, by a grid."""
    found = galaxies().fixef().loc["logmass"]
    assert found[["Estimate", "Est.Error"]].tolist() == pytest.approx([1.4991, 0.1885], abs=0.015)


def without_chains() -> None:
    fit = galaxies()
    assert (fit.algorithm, fit.k_hat < 0.5) == ("importance", True)


def chains_where_needed() -> None:
    """Of 40 coefficients and 60 rows importance sampling is not trusted."""
    pytest.importorskip("nutpie")
    rng = np.random.default_rng(1)
    frame = pd.DataFrame(rng.normal(size=(60, 40))).add_prefix("x")
    frame["y"] = (frame["x0"] + rng.normal(size=60) > 0).astype(int)
    options = {"iter": 60, "chains": 1, "seed": 1, "progress": False}
    with pytest.warns(ConvergenceWarning):  # of so few draws
        fit = brm("y ~ .", frame, bernoulli(), **options)
    assert fit.algorithm == "sampling"


def default_priors() -> None:
    """The unit of a predictor makes no difference."""
    one = galaxies().fixef().loc["logmass"]
    other = galaxies("I(logmass / 1000)").fixef().iloc[1]
    assert (other / 1000).tolist() == pytest.approx(one.tolist(), rel=1e-6)


def improper_is_refused() -> None:
    assert np.isfinite(brm("y ~ x", SEPARATED, bernoulli(), seed=1).fixef().to_numpy()).all()
    with pytest.raises(ValueError, match="improper"):
        brm("y ~ x", SEPARATED, bernoulli(), prior(flat(), class_="b"))


def categories() -> None:
    for formula, data, family in (
        ("ordered(tension) ~ breaks", LOOMS, cumulative()),
        ("tension ~ breaks", LOOMS, categorical()),
        ("cbind(dead, alive) ~ ldose", BUDWORM, beta_binomial()),
    ):
        fit = brm(formula, data, family, seed=1)
        assert fit.k_hat < 0.5 or fit.algorithm == "sampling"


def zeros() -> None:
    hurdle = brm("n_gc ~ logmass | logmass", GALAXIES, hurdle_negbinomial(), seed=1)
    inflated = brm("n_gc ~ logmass | 1", GALAXIES, zero_inflated_poisson(), seed=1)
    assert hurdle.fixef().loc["hu_logmass", "Estimate"] == pytest.approx(-1.50, abs=0.03)
    assert "zi_Intercept" in inflated.fixef().index


def comparison() -> None:
    """AIC is what loo and K folds estimate, of so simple a model."""
    fit, none, aic = galaxies(), galaxies("1"), glm("has_gc ~ logmass", GALAXIES, binomial()).AIC()
    assert -2 * fit.loo().elpd == pytest.approx(aic, abs=0.5)
    assert -2 * fit.kfold(K=5, seed=1).elpd == pytest.approx(aic, abs=4)
    assert fit.loo_model_weights(none).weights.iloc[0] > 0.95


def evidence() -> None:
    """Those of a grid: a Bayes factor for the model that made the data."""
    assert galaxies().bridge_sampler().logml == pytest.approx(-76.43, abs=0.02)
    assert galaxies().bayes_factor(galaxies("1")).bf > 1e30


def sensitivity() -> None:
    assert (galaxies().power_scale().table["prior"] < 0.05).all()
    assert (galaxies(prior=normal(-2, 0.2)).power_scale().table["prior"] > 0.05).any()


def predictive_checks() -> None:
    pytest.importorskip("matplotlib")
    import matplotlib.pyplot as plt

    assert galaxies().pp_check("stat", stat="mean").get_xlabel().startswith("mean")
    plt.close("all")


def larger_than_memory() -> None:
    parts = [GALAXIES.iloc[:100], GALAXIES.iloc[100:]]
    chunked = brm("has_gc ~ logmass", lambda: iter(parts), bernoulli(), seed=1)
    assert chunked.fixef().to_numpy() == pytest.approx(galaxies().fixef().to_numpy(), rel=1e-6)


# the row's beginning and what it claims
CLAIMS = {
    "Bayesian models": posterior,
    "a posterior without": without_chains,
    "chains by NUTS": chains_where_needed,
    "default priors": default_priors,
    "an improper": improper_is_refused,
    "ordinal, categorical": categories,
    "zeros: hurdle": zeros,
    "`loo`, K folds": comparison,
    "evidence and": evidence,
    "power-scaling": sensitivity,
    "posterior predictive": predictive_checks,
    "Bayesian, of data": larger_than_memory,
}

# and the full tests of each
R, EXACT = "models/brm/test_r.py", "models/brm/test_exact.py"
TESTS = {
    "Bayesian models": (f"{EXACT}::test_means_sds_and_evidence", f"{R}::test_posterior"),
    "a posterior without": ("bayes/test_psis.py::test_weights_and_k_hat_are_those_of_loo",),
    "chains by NUTS": (f"{EXACT}::test_means_and_sds_of_nuts",),
    "default priors": (
        f"{R}::test_default_priors_are_those_of_rstanarm",
        "models/brm/test_default_prior.py::test_the_unit_of_the_response_makes_no_difference",
    ),
    "an improper": ("models/brm/test_priors.py::test_improper_posteriors_are_refused",),
    "ordinal, categorical": (f"{R}::test_posterior",),
    "zeros: hurdle": ("models/brm/test_brm.py::test_a_hurdle_is_the_probability_of_zero",),
    "`loo`, K folds": (
        "models/brm/comparison/test_comparison_reference.py::test_loo_is_as_loos",
        "models/brm/comparison/test_comparison_reference.py::test_weights_are_as_loos",
    ),
    "evidence and": (f"{R}::test_evidence",),
    "power-scaling": ("bayes/test_power_scaling.py::test_power_scaled_weights_are_those",),
    "posterior predictive": ("models/brm/prediction/test_rows_of_brms.py::test_draws_of_rows",),
    "Bayesian, of data": (
        "models/brm/comparison/test_brm_comparison.py::test_data_in_chunks",
        "models/brm/prediction/test_brm_predictions.py::test_data_in_chunks",
    ),
}
