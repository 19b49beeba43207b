"""What has a value for each row comes in parts, and is what it is in memory."""

from __future__ import annotations

import pickle
from itertools import pairwise

import numpy as np
import pandas as pd
import pytest

from rglm import Gamma, binomial, glm, poisson
from rglm.sources.byparts import ByParts

CASES = {
    "counts": (("y ~ x + g + ns(h, 4)", poisson()), {}),
    "weights": (("b ~ x + g + poly(z, 2) + offset(log(z))", binomial()), {"weights": "w"}),
    "excluded": (("z ~ x * g", Gamma("log")), {"subset": "h > 3", "na_action": "na_exclude"}),
}
VERBS = [
    *(("residuals", {"type": t}) for t in ("deviance", "pearson", "working", "partial")),
    ("predict", {"type": "response", "interval": "confidence"}),
    ("predict", {"type": "terms", "se_fit": True}),
    ("predict", {"se_fit": True, "vcov": "HC0"}),
    *((name, {}) for name in ("fitted", "hatvalues", "rstandard", "rstudent", "dffits", "dfbeta")),
    *((name, {}) for name in ("dfbetas", "covratio", "cooks_distance", "estfun", "augment")),
    *((name, {}) for name in ("model_matrix", "model_frame", "predict")),
]
PROPERTIES = ("fitted_values", "linear_predictors", "weights", "prior_weights", "y", "offset")


def assert_same(found, expected):
    assert isinstance(found, ByParts)
    found = found.collect()
    assert type(found) is type(expected)
    assert found.index.equals(expected.index)
    found, expected = pd.DataFrame(found), pd.DataFrame(expected)
    assert found.columns.tolist() == expected.columns.tolist()
    for name in expected:
        if pd.api.types.is_numeric_dtype(expected[name]):
            np.testing.assert_allclose(found[name], expected[name], rtol=1e-7, atol=1e-9)
        else:
            assert found[name].astype(str).tolist() == expected[name].astype(str).tolist()


@pytest.fixture(params=CASES)
def fits(request, both):
    args, kwargs = CASES[request.param]
    return both(glm, *args, **kwargs)


@pytest.mark.parametrize(("verb", "given"), VERBS, ids=lambda v: str(v))
def test_verbs(fits, verb, given):
    one, two = fits
    assert_same(getattr(two, verb)(**given), getattr(one, verb)(**given))


@pytest.mark.parametrize("name", PROPERTIES)
def test_attributes(fits, name):
    one, two = fits
    if getattr(one, name) is None:
        assert getattr(two, name) is None
    else:
        assert_same(getattr(two, name), getattr(one, name))


def test_new_data(fits, data, parts):
    one, two = fits
    expected = one.predict(data, type="response")
    for fit in fits:
        assert_same(fit.predict(parts, type="response"), expected)
    np.testing.assert_allclose(two.predict(data, type="response"), expected, rtol=1e-9)
    with pytest.raises(ValueError, match="newdata= has no column 'x'"):
        two.predict(lambda: iter([data.drop(columns="x")]))


def test_seeds(both):
    _, fit = both(glm, *CASES["counts"][0])
    one, two, other = (fit.simulate(2, seed=seed) for seed in (1, 1, 2))
    again = one.collect()
    assert again.equals(two.collect())
    assert again.equals(one.collect())
    assert not again.equals(other.collect())
    parts = [part["sim_1"].to_numpy() for part in one]
    assert not any(len(a) and np.array_equal(a, b) for a, b in pairwise(parts))
    quantile = fit.residuals(type="quantile", seed=1).collect()
    assert 0.8 < quantile.std() < 1.4  # the counts are overdispersed


def test_files(both, tmp_path):
    one, two = both(glm, *CASES["counts"][0])
    two.fitted().to_parquet(tmp_path / "fitted.parquet")
    two.predict(interval="confidence").to_parquet(tmp_path / "ends.parquet")
    fitted = pd.read_parquet(tmp_path / "fitted.parquet")
    np.testing.assert_allclose(fitted["value"], one.fitted(), rtol=1e-9)
    ends = pd.read_parquet(tmp_path / "ends.parquet")
    assert ends.columns.tolist() == ["fit", "se_fit", "lwr", "upr"]
    assert "to_parquet" in repr(two.fitted())


def test_a_stripped_fit_predicts(both, data):
    one, two = both(glm, *CASES["counts"][0])
    bare = pickle.loads(pickle.dumps(two.strip()))
    np.testing.assert_allclose(bare.predict(data), one.predict(data), rtol=1e-9)
    with pytest.raises(ValueError, match="stripped"):
        bare.residuals()
