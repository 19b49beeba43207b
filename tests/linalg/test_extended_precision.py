"""QR in extended precision, against numpy's in double precision."""

import numpy as np

from rglm.linalg.extended_precision import back_substitute, extended_triangle


def test_the_factor_solves_the_least_squares_problem():
    rng = np.random.default_rng(5)
    x, y = rng.normal(size=(20, 3)), rng.normal(size=20)
    r = extended_triangle(np.column_stack([x, y]).astype(np.longdouble))
    beta = back_substitute(r[:3, :3], r[:3, 3]).astype(float)
    np.testing.assert_allclose(beta, np.linalg.lstsq(x, y, rcond=None)[0], rtol=1e-12)
    assert (np.tril(r, -1) == 0).all()
