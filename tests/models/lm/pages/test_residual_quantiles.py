"""The quantiles of residuals on the summary page, in memory and chunk by chunk."""

import numpy as np
import pandas as pd
import pytest

from rglm import lm
from rglm.models.lm.pages.residual_quantiles import PROBABILITIES

RNG = np.random.default_rng(8)
ROWS = 60_000  # more distinct values than one pass keeps
DATA = pd.DataFrame({"x": RNG.normal(size=ROWS), "w": RNG.choice([0.0, 1.0, 2.5], ROWS)})
DATA["y"] = DATA["x"] + RNG.standard_t(3, ROWS)


def chunks():
    return (DATA.iloc[start : start + 9000] for start in range(0, ROWS, 9000))


@pytest.mark.parametrize("weights", [None, "w"])
@pytest.mark.parametrize("data", [DATA, chunks], ids=["in memory", "in chunks"])
def test_quantiles_of_all_rows(weights, data):
    fit = lm("y ~ x", data, weights=weights, progress=False)
    root = np.sqrt(DATA["w"]) if weights else 1.0
    residuals = root * (DATA["y"] - fit.coef().to_numpy() @ [np.ones(ROWS), DATA["x"]])
    shown = fit._residual_quantiles
    np.testing.assert_allclose(shown.values, np.quantile(residuals, PROBABILITIES), atol=1e-12)
    assert shown.is_weighted == (weights is not None)
    assert fit.strip()._residual_quantiles == shown


def test_equal_weights_are_no_weights():
    """R's heading is "Residuals:", the residuals are multiplied all the same."""
    few = DATA.head(50).assign(four=4.0)
    fit, plain = lm("y ~ x", few, weights="four"), lm("y ~ x", few)
    assert not fit._residual_quantiles.is_weighted
    doubled = 2 * np.array(plain._residual_quantiles.values)
    np.testing.assert_allclose(fit._residual_quantiles.values, doubled, rtol=1e-12)


def test_a_perfect_fit_has_zeros():
    fit = lm("y ~ x", {"x": np.arange(9.0), "y": 1 + np.arange(9.0) / 4})
    assert fit.deviance == 0
    assert fit._residual_quantiles.values == (0.0,) * 5
