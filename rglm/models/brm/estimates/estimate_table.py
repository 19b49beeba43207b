"""brms' table of estimates, errors and quantiles."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from rglm.formatting.tables.matrix_frame import MatrixFrame
from rglm.formatting.tables.named_index import named_index
from rglm.models.brm.posterior_estimates import estimate_columns, posterior_estimates

if TYPE_CHECKING:
    from rglm.models.brm.brm_fit import BrmFit


def estimate_table(
    fit: BrmFit, places: np.ndarray, probs: float | Sequence[float], robust: bool
) -> MatrixFrame:
    """Estimate, Est.Error and quantiles of parameters.

    Parameters
    ----------
    places : (k,) int array
        The parameters, among ``fit.names``.
    probs, robust
        See `posterior_summary`.

    Returns
    -------
    MatrixFrame (k, 2 + m)
    """
    given = np.atleast_1d(np.asarray(probs, dtype=float)).tolist()
    columns = estimate_columns(given)
    values = posterior_estimates(fit.draws.to_numpy()[:, places], given, robust)
    names = named_index(tuple(fit.names[i] for i in places))
    return MatrixFrame(values, index=names, columns=columns)
