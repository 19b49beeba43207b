"""Model frames and matrices of the models that are no glm."""

import numpy as np
import pytest
from likelihood_fits import COUNTS, DATA, FITS


@pytest.mark.parametrize("name", FITS)
def test_frames_and_matrices(name):
    fit = FITS[name]
    frame, matrix = fit.model_frame(), fit.model_matrix()
    assert len(frame) == len(matrix) == len(DATA.get(name, COUNTS))
    assert matrix.columns[0] == "(Intercept)"
    if name in ("polr", "housing"):
        eta = matrix.iloc[:, 1:] @ fit.coefficients
        np.testing.assert_allclose(eta, fit.linear_predictors, rtol=1e-10)
    with pytest.raises(ValueError, match="stripped"):
        fit.strip().model_frame()
