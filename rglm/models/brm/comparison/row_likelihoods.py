"""The log-likelihood of each row at the draws of a posterior, in blocks of rows."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from rglm.models.brm.row_blocks import row_blocks, weighted_values

if TYPE_CHECKING:
    from rglm.models.brm.brm_fit import BrmFit


def by_row(fit: BrmFit, statistic: Callable[[np.ndarray], np.ndarray], label: str) -> np.ndarray:
    """A statistic of the log-likelihoods (n, S) of blocks of rows, for all rows of the fit."""
    parts = fit._map_chunks(partial(_of_chunk, statistic), label)
    return np.concatenate(list(parts))


def _of_chunk(statistic: Callable[[np.ndarray], np.ndarray], fit: Any) -> np.ndarray:
    values = partial(weighted_values, fit._likelihood, fit._theta)
    blocks = row_blocks(fit._rows_source, fit._theta.shape[1])
    return np.concatenate([statistic(values(block)) for block in blocks])


def check_posterior(fit: BrmFit, verb: str) -> None:
    """Check that the draws are of a posterior.

    Raises
    ------
    ValueError
        They are of the prior alone.
    """
    if fit.algorithm == "prior":
        raise ValueError(
            f'{verb}() needs draws of the posterior, and sample_prior="only" draws from the prior'
        )
