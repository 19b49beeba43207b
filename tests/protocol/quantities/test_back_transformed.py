"""Quantities put through their inverse links."""

import numpy as np

from rglm.families.links.link_names import make_link
from rglm.protocol.quantities.back_transformed import BackTransformed
from rglm.protocol.quantities.row_quantity import LinearQuantity, MeanQuantity

RANDOM = np.random.default_rng(3)
ETA, DIRECTION, SCALARS = RANDOM.normal(size=(5, 2)), RANDOM.normal(size=(5, 2)), np.array([0.3])


def test_it_is_the_mean_of_a_linear_predictor():
    for name in ("log", "logit", "cauchit", "inverse"):
        link = make_link(name)
        mean = MeanQuantity(None, inverse=link)
        found = BackTransformed.of(LinearQuantity(None, link=link), link)
        for call in ("values", "gradient"):
            expected = getattr(mean, call)(ETA, SCALARS)
            np.testing.assert_allclose(getattr(found, call)(ETA, SCALARS), expected, rtol=1e-14)
        along = mean.gradient_along(ETA, SCALARS, DIRECTION)
        np.testing.assert_allclose(
            found.gradient_along(ETA, SCALARS, DIRECTION), along, rtol=1e-13
        )


def test_several_columns_and_scalars():
    by_predictor, by_scalar = np.array([[1.0, 2], [0, -1], [3, 0]]), np.array([[1.0], [0], [2]])
    inner = LinearQuantity(("a", "b", "c"), by_predictor=by_predictor, by_scalar=by_scalar)
    found = BackTransformed.of(inner, make_link("log"))
    assert found.columns == ("a", "b", "c")
    values = np.exp(ETA @ by_predictor.T + SCALARS @ by_scalar.T)
    np.testing.assert_allclose(found.values(ETA, SCALARS), values, rtol=1e-13)
    weights = np.hstack([by_predictor, by_scalar])
    np.testing.assert_allclose(found.gradient(ETA, SCALARS), values[:, :, None] * weights)
    along = (values * (DIRECTION @ by_predictor.T))[:, :, None] * weights
    np.testing.assert_allclose(found.gradient_along(ETA, SCALARS, DIRECTION), along)
    assert not found.is_linear
