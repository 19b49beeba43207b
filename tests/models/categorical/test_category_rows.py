"""Predictions, residuals and simulations of polr and multinom."""

import pickle

import numpy as np
import oracle
import pandas as pd
import pytest
from likelihoods import moved

from rglm import multinom, polr

BIRTHS, WINE, OZONE, BEPS = (oracle.data(name) for name in ("births", "wine", "ozone", "beps"))
WIDE = oracle.data("housing_wide")
CUT = "cut(bwt, c(0, 2500, 3000, 6000))"
FITS = {
    "polr": polr("rating ~ temp + contact", WINE),
    "cauchit": polr("rating ~ temp + contact", WINE, method="cauchit"),
    "polr-offset": polr(f"{CUT} ~ smoke + age + offset(lwt / 100)", BIRTHS),
    "multinom": multinom("vote ~ gender + Europe", BEPS, ref="Labour"),
    "multinom-offset": multinom(f"{CUT} ~ smoke + age + offset(lwt / 100)", BIRTHS),
    "two": multinom("low ~ smoke + lwt", BIRTHS),
    "counts": multinom("cbind(Low, Medium, High) ~ Infl + Type", WIDE),
}
DATA = {"polr": WINE, "cauchit": WINE, "multinom": BEPS, "counts": WIDE}
DATA = {name: DATA.get(name, BIRTHS) for name in FITS}
NEW = {name: data.iloc[[3, 10, 20]] for name, data in DATA.items()}
for changed in ("polr-offset", "multinom-offset", "two"):
    NEW[changed] = NEW[changed].assign(lwt=[300.0, 100.0, 50.0])
# standard deviations of a mean of draws, or of a residual's moment
SIGMAS = 4


@pytest.fixture(params=list(FITS))
def name(request):
    return request.param


def test_the_rows_of_the_fit_are_predicted_as_new_ones(name):
    got, data = FITS[name], DATA[name]
    pd.testing.assert_frame_equal(got.predict(data, type="probs"), got.predict(type="probs"))
    pd.testing.assert_series_equal(got.predict(data), got.predict())
    pd.testing.assert_frame_equal(got.fitted(), got.predict(type="probs"))
    np.testing.assert_allclose(got.fitted().sum(axis=1), 1, rtol=1e-14)
    assert got.fitted().columns.tolist() == list(got.lev)


def test_the_likeliest_level_is_predicted(name):
    probs, found = FITS[name].predict(NEW[name], type="probs"), FITS[name].predict(NEW[name])
    assert found.astype(object).tolist() == probs.idxmax(axis=1).tolist()
    assert found.cat.categories.tolist() == list(FITS[name].lev)
    assert found.index.equals(NEW[name].index)


def test_an_offset_counts_in_new_rows():
    new = NEW["polr-offset"]
    got, other = FITS["polr-offset"], FITS["multinom-offset"]
    x = np.column_stack([np.ones(3), new["smoke"], new["age"]]).astype(float)
    eta = x[:, 1:] @ got.coefficients + new["lwt"] / 100
    ends = got.zeta.to_numpy() - eta.to_numpy()[:, None]
    below = np.hstack([np.zeros((3, 1)), 1 / (1 + np.exp(-ends)), np.ones((3, 1))])
    np.testing.assert_allclose(got.predict(new, type="probs"), np.diff(below), rtol=1e-11)
    etas = x @ other.coefficients.T.to_numpy() + new[["lwt"]].to_numpy() / 100
    odds = np.hstack([np.ones((3, 1)), np.exp(etas)])
    expected = odds / odds.sum(axis=1, keepdims=True)
    np.testing.assert_allclose(other.predict(new, type="probs"), expected, rtol=1e-12)


def test_standard_errors_of_probabilities_are_those_of_the_delta_method(name):
    got, new = FITS[name], NEW[name]
    found = got.predict(new, type="probs", se_fit=True)
    pd.testing.assert_frame_equal(found["fit"], got.predict(new, type="probs"))
    source, _ = got._new_rows_source(new)
    theta, errors = got._solution.maximum.theta, np.sqrt(np.diag(got._solution.covariance))
    slopes = []
    for step in np.diag(1e-4 * errors):
        up, down = (
            source.by_row(moved(got, theta + way * step)._level_probabilities) for way in (1, -1)
        )
        slopes.append((up - down) / (2 * step.sum()))
    gradient = np.array(slopes)  # parameters, rows, levels
    variance = np.einsum("irk,ij,jrk->rk", gradient, got._solution.covariance, gradient)
    np.testing.assert_allclose(found["se_fit"], np.sqrt(variance), rtol=1e-6)


def test_a_missing_value_predicts_a_missing_one(name):
    got, new = FITS[name], NEW[name].copy()
    column = got._schema.parsed.labels[0]
    new[column] = new[column].where(np.array([True, False, True]))
    assert got.predict(new).isna().tolist() == [False, True, False]
    for type in ({"type": "probs"}, {"type": "probs", "se_fit": True}):
        found = got.predict(new, **type)
        assert found.isna().any(axis=1).tolist() == [False, True, False]
        assert found.isna().all(axis=1).tolist() == [False, True, False]


@pytest.mark.parametrize("model", [polr, multinom])
def test_na_exclude_puts_rows_back(model):
    got = model("level ~ Solar + Temp", OZONE, na_action="na_exclude")
    short = model("level ~ Solar + Temp", OZONE)
    gone = OZONE[["level", "Solar", "Temp"]].isna().any(axis=1)
    assert len(short.fitted()) == len(short.predict()) == (~gone).sum()
    rows = (
        got.fitted(),
        got.predict(type="probs"),
        got.predict(type="probs", se_fit=True),
        got.residuals(),
        got.residuals("quantile", seed=1),
        got.predict(),
        got.simulate(2, seed=1),
    )
    for found in rows:
        assert len(found) == len(OZONE)
        missing = found.isna()
        missing = missing.all(axis=1) if missing.ndim == 2 else missing
        assert missing.tolist() == gone.tolist()


def test_simulated_categories_have_the_fitted_frequencies(name):
    got, draws = FITS[name], 400
    found, probs = got.simulate(draws, seed=3), got.fitted()
    totals = got._observed_counts().sum(axis=1, keepdims=True)
    if name == "counts":
        assert (found.T.groupby(level=0).sum().T.to_numpy() == totals).all()
        share = found.T.groupby(level=1).mean().T[list(got.lev)] / totals
    else:
        assert found["sim_1"].cat.categories.tolist() == list(got.lev)
        share = pd.DataFrame({k: (found == k).mean(axis=1) for k in got.lev})
    spread = np.sqrt(probs * (1 - probs) / (draws * totals))
    z = ((share - probs) / spread).to_numpy()
    assert np.abs(z).max() < SIGMAS + 1
    assert abs((z**2).mean() - 1) < 0.5
    pd.testing.assert_frame_equal(
        found.iloc[:, : found.shape[1] // draws], got.simulate(1, seed=3)
    )


@pytest.mark.parametrize("kind", ["polr", "cauchit", "multinom", "two"])
def test_quantile_residuals_of_a_right_model_are_normal(kind):
    got = FITS[kind]
    response, data = got._schema.parsed.response.name, DATA[kind]
    found = []
    for seed in range(10):
        drawn = got.simulate(1, seed=seed)["sim_1"]
        again = got.update(data=data.assign(**{response: drawn.cat.remove_unused_categories()}))
        found.append(again.residuals("quantile", seed=100 + seed))
    found = np.concatenate(found)
    assert abs(found.mean()) < SIGMAS / np.sqrt(len(found))
    assert abs(found.var() - 1) < SIGMAS * np.sqrt(2 / len(found))


def test_quantile_residuals_of_counts_and_unknown_types():
    with pytest.raises(ValueError, match="one level in each row, not counts"):
        FITS["counts"].residuals("quantile")
    with pytest.raises(ValueError, match="use one of response, pearson, quantile"):
        FITS["polr"].residuals("deviance")
    with pytest.raises(ValueError, match="use one of class, probs, link, terms"):
        FITS["polr"].predict(type="response")
    with pytest.raises(ValueError, match="a class has no standard error"):
        FITS["polr"].predict(se_fit=True)


def test_a_stripped_and_a_pickled_fit_predict(name):
    got = FITS[name]
    again, bare = pickle.loads(pickle.dumps(got)), got.strip()
    assert repr(again) == repr(got) == repr(bare)
    assert repr(bare.summary()) == repr(got.summary())
    assert len(pickle.dumps(bare)) < 20_000
    for other in (again, bare, pickle.loads(pickle.dumps(bare))):
        pd.testing.assert_frame_equal(
            other.predict(NEW[name], type="probs", se_fit=True),
            got.predict(NEW[name], type="probs", se_fit=True),
        )
    with pytest.raises(ValueError, match="stripped of its rows"):
        bare.predict()


def test_update():
    got = FITS["polr"].update(". ~ . - contact", method="probit")
    assert (got.formula, got.method) == ("rating ~ temp", "probit")
    got = FITS["multinom"].update(". ~ . - gender", ref="Conservative")
    assert (got.formula, got.ref) == ("vote ~ Europe", "Conservative")
    assert got._compared_levels == ["Labour", "Liberal Democrat"]


def test_a_reference_changes_the_coefficients_and_nothing_else():
    one, two = multinom("vote ~ gender + Europe", BEPS), FITS["multinom"]
    np.testing.assert_allclose(float(one.logLik()), float(two.logLik()), rtol=1e-13)
    np.testing.assert_allclose(one.fitted(), two.fitted(), rtol=1e-9)
    assert one.fitted().columns.equals(two.fitted().columns)
    assert two.coefficients.index.tolist() == ["Conservative", "Liberal Democrat"]
    turned = two.coefficients.loc["Liberal Democrat"] - two.coefficients.loc["Conservative"]
    np.testing.assert_allclose(one.coefficients.loc["Liberal Democrat"], turned, rtol=1e-9)
