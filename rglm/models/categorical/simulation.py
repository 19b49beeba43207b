"""Categories drawn from a fitted model."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from rglm.inference.diagnostics.quantile_residuals import Seed, generator
from rglm.inference.prediction.simulate import check_nsim, padded


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
        Columns ``sim_1``, ``sim_2``, ...: Categoricals with the levels of the response; for a
        matrix of counts ``("sim_1", level)``, with the totals of the rows.

    Examples
    --------
    >>> from rglm import polr
    >>> from rglm.datasets import load
    >>> fit = polr("ordered(tension) ~ breaks", load("warpbreaks"))
    >>> fit.simulate(2, seed=1)["sim_1"].cat.categories.tolist()
    ['L', 'M', 'H']
    """
    check_nsim(nsim)
    rng, probs, levels = generator(seed), fit.fitted_values.to_numpy(), list(fit.lev)
    probs, totals = probs / probs.sum(axis=1, keepdims=True), fit.observed().sum(axis=1)
    parts: dict[Any, Any] = {}
    for i in range(1, nsim + 1):
        if fit.counts:
            drawn = rng.multinomial(np.rint(totals).astype(int), probs)
            parts |= {(f"sim_{i}", level): drawn[:, k] for k, level in enumerate(levels)}
            continue
        codes = (rng.random((len(probs), 1)) > probs.cumsum(axis=1)).sum(axis=1)
        codes = np.minimum(codes, len(levels) - 1)
        parts[f"sim_{i}"] = pd.Categorical.from_codes(codes, levels, ordered=fit.ordered)
    return padded(fit, pd.DataFrame(parts, index=fit.index))
