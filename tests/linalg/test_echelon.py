"""The echelon form of a set of vectors."""

import numpy as np
import pytest

from rglm.linalg.echelon import echelon


@pytest.mark.parametrize(("p", "d"), [(5, 1), (40, 7), (400, 150)])
def test_the_vectors_span_the_same_space(p, d):
    rng = np.random.default_rng(p)
    vectors = rng.normal(size=(p, d))
    vectors[rng.choice(p, p // 2, replace=False)] = 0.0
    last, found = echelon(vectors)
    assert np.array_equal(last, np.sort(last))
    np.testing.assert_array_equal(found[last], np.eye(d))
    for j, place in enumerate(last):
        assert not found[place + 1 :, j].any()
    both = np.hstack([vectors / np.abs(vectors).max(), found / np.abs(found).max()])
    assert np.linalg.matrix_rank(both, tol=1e-9) == d


def test_of_dependent_rows_the_last_is_chosen():
    last, found = echelon(np.array([[1.0, 0], [1, 0], [0, 1], [0, 2], [0, 0]]))
    assert last.tolist() == [1, 3]
    np.testing.assert_allclose(found[:, 1], [0, 0, 0.5, 1, 0])
