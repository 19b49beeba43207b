"""The log-likelihood of each row at the draws of a posterior, in blocks of rows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from rglm.design.block import Block

if TYPE_CHECKING:
    from rglm.models.brm.brm_fit import BrmFit

BLOCK_CELLS = 1 << 20  # rows by draws that are computed at once: 8 MB an array


def by_row(fit: BrmFit, statistic: Callable[[np.ndarray], np.ndarray], label: str) -> np.ndarray:
    """A statistic of the log-likelihoods (n, S) of blocks of rows, for all rows of the fit."""
    parts = fit._map_chunks(partial(_of_chunk, statistic), label)
    return np.concatenate(list(parts))


def _of_chunk(statistic: Callable[[np.ndarray], np.ndarray], fit: Any) -> np.ndarray:
    values = partial(weighted_values, fit._likelihood, fit._theta)
    blocks = row_blocks(fit._rows_source, fit._theta.shape[1])
    return np.concatenate([statistic(values(block)) for block in blocks])


def row_blocks(source: Any, draws: int) -> Iterator[Block]:
    """The rows of a source in memory in blocks, so small that `draws` numbers each are few."""
    size = max(BLOCK_CELLS // draws, 1)
    for block in source.blocks():
        yield from block.split(size)


def weighted_values(likelihood: Any, theta: np.ndarray, block: Block) -> np.ndarray:
    """The log-likelihood of each row at each draw times the row's weight, (n, S)."""
    with np.errstate(all="ignore"):
        values = likelihood.values_at(theta)(block)
        weights = block.rows.weights[:, None]
        out: np.ndarray = np.multiply(
            values, weights, out=np.zeros_like(values), where=weights > 0
        )
        return out


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
