"""X'X of many columns, summed in panels."""

import numpy as np

from rglm.linalg.gram_panels import add_gram
from rglm.linalg.threads import one_thread


def test_panels_add_up_to_the_upper_triangle():
    x = np.asfortranarray(np.random.default_rng(2).normal(size=(900, 700)))
    total = np.zeros((700, 700), order="F")
    with one_thread():
        add_gram(x, total)
        add_gram(x, total)
    np.testing.assert_allclose(np.triu(total), np.triu(2 * x.T @ x), rtol=1e-12, atol=1e-10)
