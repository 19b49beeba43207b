"""Successes drawn from a beta-binomial model."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from rglm.design.block import Block
from rglm.inference.diagnostics.quantile_residuals import Seed, generator
from rglm.inference.prediction.simulate import check_nsim, like, padded


def simulate(fit: Any, nsim: int = 1, seed: Seed = None) -> pd.DataFrame:
    """Draw responses from the fitted model; R's ``simulate``.

    Parameters
    ----------
    nsim : int
        How many to draw.
    seed : int or numpy Generator, optional
        The same seed gives the same responses.

    Returns
    -------
    DataFrame
        Two columns for each, ``("sim_1", successes)`` and ``("sim_1", failures)``.

    Examples
    --------
    >>> from rglm import betabinomial
    >>> from rglm.datasets import load
    >>> fit = betabinomial("cbind(dead, alive) ~ sex", load("budworm"))
    >>> fit.simulate(1, seed=1).columns.tolist()
    [('sim_1', 'dead'), ('sim_1', 'alive')]
    """
    check_nsim(nsim)
    rng, rows = generator(seed), fit.rows_source.rows
    response = fit.variables[fit.schema.parsed.response.name]

    def of_block(block: Block) -> np.ndarray:
        return fit.model.density.sample(fit.etas(block), block.rows.trials, rng)

    parts: dict[Any, Any] = {}
    for i in range(1, nsim + 1):
        won = fit.rows_source.by_row(of_block)
        share = np.divide(won, rows.trials, out=np.zeros(len(won)), where=rows.trials > 0)
        parts |= like(response, f"sim_{i}", share, rows.trials, True)
    return padded(fit, pd.DataFrame(parts, index=fit.index))
