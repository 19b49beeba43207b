"""Simulation-based calibration of `brm`: ranks of the truth among draws of the posterior.

Parameters are drawn from the prior, data from the model, and the posterior is asked for the rank
of each parameter among its draws. Over many data sets the ranks are uniform, if prior, likelihood
and sampler are those that they say (Talts, Betancourt, Simpson, Vehtari & Gelman 2018, Validating
Bayesian inference algorithms with simulation-based calibration).

    python tests/calibration.py [importance|auto|sampling] [data sets] [seed] [model ...]

prints a p-value of chi-square for each parameter. Prior and data come from numpy alone.
"""

from __future__ import annotations

import sys
import warnings
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import special, stats

import rglm
import rglm.bayes
from rglm.priors import prior

DRAWS = 99  # of the posterior, thinned: ranks are 0, ..., 99
BINS = 10
N = 20
X = np.linspace(-1.0, 2.0, N)
TRIALS = 6


@dataclass(frozen=True)
class Model:
    """Priors by class (normal's mean and sd, gamma's shape and rate), and the data of parameters.

    `parts` are the linear predictors, an intercept at the mean of x and a slope of x, or none.
    """

    formula: str
    family: str
    simulate: Callable[..., Mapping[str, np.ndarray]]  # (rng, etas, auxiliaries)
    parts: tuple[str, ...] = ("",)
    with_slope: tuple[bool, ...] = (True,)
    auxiliary: str | None = None
    intercept: tuple[float, float] = (0.0, 1.0)
    cuts: int = 0

    def priors(self):
        mean, sd = self.intercept
        listed = []
        for dpar, slope in zip(self.parts, self.with_slope, strict=True):
            at = (mean, sd) if dpar == self.parts[0] else (0.0, 1.0)
            listed.append(prior(f"normal({at[0]}, {at[1]})", "Intercept", dpar=dpar or None))
            if slope:
                listed.append(prior("normal(0, 1)", "b", dpar=dpar or None))
        if self.auxiliary:
            listed.append(prior("gamma(4, 2)", self.auxiliary))
        return listed

    def draw(self, rng):
        """Parameters of the prior, by name as shown, and data."""
        truth, etas = {}, []
        for dpar, slope in zip(self.parts, self.with_slope, strict=True):
            mean, sd = self.intercept if dpar == self.parts[0] else (0.0, 1.0)
            b = rng.normal() if slope else 0.0
            prefix = f"{dpar}_" if dpar else ""
            if self.cuts:
                a = np.sort(rng.normal(mean, sd, self.cuts))
                truth |= {f"Intercept[{k + 1}]": cut + b * X.mean() for k, cut in enumerate(a)}
                etas += [*a]
            else:
                a = rng.normal(mean, sd)
                truth[f"{prefix}Intercept"] = a - b * X.mean()
            if slope:
                truth[f"{prefix}x"] = b
            etas.append((0.0 if self.cuts else a) + b * (X - X.mean()))
        auxiliaries = []
        if self.auxiliary:
            truth[self.auxiliary] = rng.gamma(4, 1 / 2)
            auxiliaries = [truth[self.auxiliary]]
        data = self.simulate(rng, *etas, *auxiliaries)
        return truth, pd.DataFrame({"x": X, **data})


def counts(rng, mu, shape=None):
    return rng.poisson(mu if shape is None else mu * rng.gamma(shape, 1 / shape, N))


def above_zero(rng, mu, shape=None):
    """Counts truncated at zero, by their quantiles."""
    of = stats.poisson(mu) if shape is None else stats.nbinom(shape, shape / (shape + mu))
    return of.ppf(of.cdf(0) + rng.random(N) * of.sf(0)).clip(1)


def zero_inflated(rng, eta, zi, *shape):
    y = counts(rng, np.exp(eta), *shape)
    return {"y": np.where(rng.random(N) < special.expit(zi), 0, y)}


def hurdle(rng, eta, hu, *shape):
    y = above_zero(rng, np.exp(eta), *shape)
    return {"y": np.where(rng.random(N) < special.expit(hu), 0, y)}


def trials(rng, p):
    successes = rng.binomial(TRIALS, p)
    return {"s": successes, "f": TRIALS - successes}


def ordered(rng, *etas):
    *cuts, eta = etas
    latent = eta + rng.logistic(size=N)
    return {"y": np.searchsorted(cuts, latent)}


def chosen(rng, *etas):
    utilities = np.array([np.zeros(N), *[eta + np.zeros(N) for eta in etas]])
    return {"y": (utilities + rng.gumbel(size=utilities.shape)).argmax(axis=0)}


TWO = {"with_slope": (True, False)}
MODELS = {
    "gaussian": Model(
        "y ~ x", "gaussian", lambda g, eta, s: {"y": g.normal(eta, s)}, auxiliary="sigma"
    ),
    "Gamma": Model(
        "y ~ x",
        "Gamma('log')",
        lambda g, eta, k: {"y": g.gamma(k, np.exp(eta) / k)},
        auxiliary="shape",
    ),
    "inverse gaussian": Model(
        "y ~ x",
        "inverse_gaussian('log')",
        lambda g, eta, k: {"y": g.wald(np.exp(eta), k)},
        auxiliary="shape",
    ),
    "bernoulli": Model(
        "y ~ x", "bernoulli", lambda g, eta: {"y": 1 * (g.random(N) < special.expit(eta))}
    ),
    "binomial probit": Model(
        "cbind(s, f) ~ x", "binomial('probit')", lambda g, eta: trials(g, stats.norm.cdf(eta))
    ),
    "poisson": Model("y ~ x", "poisson", lambda g, eta: {"y": counts(g, np.exp(eta))}),
    "negbinomial": Model(
        "y ~ x",
        "negbinomial",
        lambda g, eta, k: {"y": counts(g, np.exp(eta), k)},
        auxiliary="shape",
        intercept=(1.0, 1.0),
    ),
    "beta_binomial": Model(
        "cbind(s, f) ~ x",
        "beta_binomial",
        lambda g, eta, phi: trials(
            g, g.beta(special.expit(eta) * phi, special.expit(-eta) * phi).clip(1e-300)
        ),
        auxiliary="phi",
    ),
    "cumulative": Model("factor(y) ~ x", "cumulative", ordered, cuts=2),
    "categorical": Model(
        "factor(y) ~ x", "categorical", chosen, parts=("mu1", "mu2"), with_slope=(True, True)
    ),
    "zero_inflated_poisson": Model(
        "y ~ x | 1",
        "zero_inflated_poisson",
        zero_inflated,
        ("", "zi"),
        **TWO,
        intercept=(1.0, 1.0),
    ),
    "zero_inflated_negbinomial": Model(
        "y ~ x | 1",
        "zero_inflated_negbinomial",
        zero_inflated,
        ("", "zi"),
        **TWO,
        auxiliary="shape",
        intercept=(1.0, 1.0),
    ),
    "hurdle_poisson": Model(
        "y ~ x | 1", "hurdle_poisson", hurdle, ("", "hu"), **TWO, intercept=(1.0, 1.0)
    ),
    "hurdle_negbinomial": Model(
        "y ~ x | 1",
        "hurdle_negbinomial",
        hurdle,
        ("", "hu"),
        **TWO,
        auxiliary="shape",
        intercept=(1.0, 1.0),
    ),
}


def ranks(model, algorithm, count, seed, **options):
    """(parameter names, ranks (count, P), data sets refused) of data sets that `brm` can fit.

    A data set that is refused for what it is (a level without rows, no zeros) is drawn again with
    new parameters: whether it is depends on the data alone, so that the ranks stay uniform.
    """
    rng, found, refused = np.random.default_rng(seed), [], 0
    make = eval(f"lib.{model.family}", {"lib": _Families()})
    while len(found) < count:
        truth, data = model.draw(rng)
        try:
            fit = rglm.brm(
                model.formula,
                data,
                family=make,
                prior=model.priors(),
                algorithm=algorithm,
                seed=int(rng.integers(2**31)),
                progress=False,
                **options,
            )
        except ValueError:
            refused += 1
            continue
        draws = fit.draws[list(truth)].to_numpy()
        chosen = np.linspace(0, len(draws) - 1, DRAWS).astype(int)
        if algorithm != "sampling":
            chosen = rng.choice(len(draws), DRAWS, replace=False)
        values, true = draws[chosen], np.array(list(truth.values()))
        found.append((values < true).sum(axis=0))
    return list(truth), np.array(found), refused


class _Families:
    """Families of rglm and of rglm.bayes."""

    def __getattr__(self, name):
        return getattr(rglm, name, None) or getattr(rglm.bayes, name)


def p_values(found):
    """Chi-square of the ranks of each parameter in bins of equal size."""
    bins = found * BINS // (DRAWS + 1)
    return [stats.chisquare(np.bincount(column, minlength=BINS)).pvalue for column in bins.T]


OPTIONS = {"importance": {}, "auto": {}, "sampling": {"chains": 1, "iter": 1300, "warmup": 400}}


def main(algorithm="importance", count="200", seed="19", *names):
    for name in names or MODELS:
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            options = OPTIONS[algorithm]
            parameters, found, refused = ranks(
                MODELS[name], algorithm, int(count), int(seed), **options
            )
        tested = ", ".join(
            f"{p} {value:.3f}" for p, value in zip(parameters, p_values(found), strict=True)
        )
        print(
            f"{name}: {tested} ({refused} data sets refused, {len(caught)} warnings)", flush=True
        )


if __name__ == "__main__":
    main(*sys.argv[1:])
