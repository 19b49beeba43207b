"""brms' table of estimates, errors and quantiles."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from rglm.formatting.tables.matrix_frame import MatrixFrame
from rglm.formatting.tables.named_index import named_index
from rglm.models.brm.posterior_estimates import posterior_estimates

if TYPE_CHECKING:
    from rglm.models.brm.brm_fit import BrmFit

DEFAULT_PROBS = (0.025, 0.975)


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
    given = check_probabilities(probs)
    values = posterior_estimates(fit.draws.to_numpy()[:, places], given, robust)
    names = named_index(tuple(fit.names[i] for i in places))
    columns = ["Estimate", "Est.Error", *quantile_labels(given)]
    return MatrixFrame(values, index=names, columns=columns)


def quantile_labels(probs: Sequence[float]) -> list[str]:
    """The columns of quantiles in brms' tables: ``Q2.5``, ``Q97.5``."""
    return [f"Q{100 * p:g}" for p in probs]


def check_probabilities(probs: float | Sequence[float]) -> list[float]:
    """The probabilities of ``probs=``, one or several, as a list.

    Raises
    ------
    ValueError
        One is not between 0 and 1.
    """
    out = np.atleast_1d(np.asarray(probs, dtype=float)).tolist()
    outside = [p for p in out if not 0 <= p <= 1]
    if outside:
        raise ValueError(
            f"probs= takes probabilities between 0 and 1, such as (0.025, 0.975), got {outside[0]}"
        )
    return out
