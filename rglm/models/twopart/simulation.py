"""Responses drawn from a zero-inflated or hurdle model."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from rglm.design.block import Block
from rglm.inference.diagnostics.quantile_residuals import Seed, generator
from rglm.inference.prediction.simulate import check_nsim, padded, whole


def simulate(fit: Any, nsim: int = 1, seed: Seed = None) -> pd.DataFrame:
    """Draw responses from the fitted model, (n, nsim); R's ``simulate``.

    Parameters
    ----------
    nsim : int
        How many to draw.
    seed : int or numpy Generator, optional
        The same seed gives the same responses.

    Returns
    -------
    DataFrame
        Columns ``sim_1``, ``sim_2``, ...

    Examples
    --------
    >>> from rglm import zeroinfl
    >>> from rglm.datasets import load
    >>> fit = zeroinfl("n_gc ~ logmass", load("galaxies"), dist="negbin")
    >>> fit.simulate(3, seed=1).columns.tolist()
    ['sim_1', 'sim_2', 'sim_3']
    """
    check_nsim(nsim)
    rng, density, scalars = generator(seed), fit.model.density, fit.model.scalars(fit.parameters)

    def of_block(block: Block) -> np.ndarray:
        return density.sample(fit.etas(block), scalars, rng)

    drawn = {
        f"sim_{i}": whole(np.asarray(fit.rows_source.by_row(of_block))) for i in range(1, nsim + 1)
    }
    return padded(fit, pd.DataFrame(drawn, index=fit.index))
