"""Rows at draws of brms are what brms makes of them; tests/reference/brm/verbs/rows.R."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import oracle
import pytest

import rglm.bayes
from rglm import brm
from rglm.datasets import load

CASES = {
    case["id"].removeprefix("brms-"): case
    for case in json.loads((oracle.HERE / "brm/verbs/rows.json").read_text(encoding="utf-8"))
}
RTOL = 1e-9  # both evaluate the same formulas at the same draws
ALL_DRAWS = 4000  # of brms' moments of new responses


def with_draws(fit, names, draws):
    """The fit with draws of brms (S, P) in place of its own."""
    space, places = fit._space, [list(fit.names).index(name) for name in names]
    shown = np.empty((len(names), len(draws)))
    shown[fit._order[places]] = np.asarray(draws).T
    shown[space.is_positive] = np.log(shown[space.is_positive])
    u = space.unconstrained(space.signs[:, None] * shown)
    return fit._replace(_sample=replace(fit._sample, u=u.T[None], log_density=u[:1]))


def fit_of(case):
    data = load("galaxies") if case["data"] == "galaxies" else oracle.data(case["data"])
    data = data.iloc[:: case["every"] or 1]
    family = getattr(rglm.bayes, case["family"], rglm.gaussian)()
    fit = brm(
        case["formula"], data, family, weights=case["weights"], sample_prior="only", draws=100
    )
    return with_draws(fit, case["names"], case["draws"]), data.iloc[case["rows"]]


def by_level(table, count):
    """The draws (S, n m) of each level, (m, S, n)."""
    values = table.to_numpy()
    return np.moveaxis(values.reshape(len(values), -1, count), -1, 0)


@pytest.mark.parametrize("name", CASES)
def test_draws_of_rows(name):
    case = CASES[name]
    fit, new = fit_of(case)
    epred, linpred = fit.posterior_epred(new), fit.posterior_linpred(newdata=new)
    if fit.family.has_levels:
        count = len(fit._levels)
        epred = by_level(epred, count)
        linpred = by_level(linpred, count - 1) if name == "categorical" else linpred
    trials = new["N"].to_numpy() if fit.family.has_trials else 1  # brms has counts
    np.testing.assert_allclose(epred * trials, case["epred"], rtol=RTOL)
    np.testing.assert_allclose(linpred, case["linpred"], rtol=RTOL, atol=1e-12)
    np.testing.assert_allclose(fit.log_lik(new), case["log_lik"], rtol=RTOL)


@pytest.mark.parametrize("name", CASES)
def test_summaries_of_rows(name):
    case = CASES[name]
    fit, new = fit_of(case)
    trials = new["N"].to_numpy()[:, None] if fit.family.has_trials else 1
    for key, options in (("fitted", {}), ("robust", {"robust": True, "probs": (0.1, 0.5)})):
        values = fit.fitted(new, **options).to_numpy()
        if fit.family.has_levels:
            values = np.moveaxis(values.reshape(len(new), -1, 4), 1, 0)
        np.testing.assert_allclose(values * trials, case[key], rtol=RTOL)
    if "residuals" in case:
        found = fit.residuals(new) * trials
        np.testing.assert_allclose(found, case["residuals"], rtol=1e-8, atol=1e-12)


@pytest.mark.parametrize("name", [name for name in CASES if "dpars" in CASES[name]])
def test_parameters_of_the_response(name):
    case = CASES[name]
    fit, new = fit_of(case)
    for dpar, values in case["dpars"].items():
        found = fit.posterior_epred(new, dpar=dpar)
        np.testing.assert_allclose(found, np.broadcast_to(values, found.shape), rtol=RTOL)


@pytest.mark.parametrize("name", [name for name in CASES if "predict" in CASES[name]])
def test_moments_of_new_responses(name):
    """At four draws many times over, beside the mixture that they are of."""
    case = CASES[name]
    fit, new = fit_of(case)
    repeated = fit._replace(
        _sample=replace(fit._sample, u=np.tile(fit._sample.u, (1, ALL_DRAWS // 4, 1)))
    )
    found = repeated.posterior_predict(new, seed=1)
    error = found.std() / ALL_DRAWS**0.5
    assert ((found.mean() - fit.posterior_epred(new).mean()).abs() < 4 * error).all()
    # at all of brms' draws: near, since four of them are the posterior roughly
    np.testing.assert_allclose(found.std(), case["predict"]["sd"], rtol=0.4)
