"""Leave-one-out probability integral transforms of the rows."""

from __future__ import annotations

from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING

import numpy as np

from rglm.bayes.comparison.relative_efficiency import relative_efficiency
from rglm.bayes.psis import smooth_weights
from rglm.inference.random_seed import Seed
from rglm.models.brm.prediction.drawn_rows import DrawnBlock, DrawnRows
from rglm.models.brm.prediction.posterior_predict import response_generator
from rglm.models.brm.prediction.row_quantities import log_likelihood, random_response
from rglm.plots.posterior.checks.replicates import observed_response

if TYPE_CHECKING:
    from rglm.models.brm.brm_fit import BrmFit

MAX_ROWS = 2000  # whose weights are smoothed


def loo_pit(fit: BrmFit, seed: Seed = None) -> np.ndarray:
    """P(y_rep < y_i | y_-i) + U P(y_rep = y_i | y_-i) of each row, (n,).

    The probabilities are shares of replicates, weighted by Pareto-smoothed importance weights. Of
    more than 2,000 rows they are those of some, evenly spread.
    U is uniform: the values of a calibrated model are uniform for counts and categories too.

    Raises
    ------
    ValueError
        Draws of the prior alone.

    References
    ----------
    Gelman, Dey & Chang (1992); Vehtari, Gelman & Gabry (2017), Practical Bayesian model evaluation
    using leave-one-out cross-validation and WAIC, Statistics and Computing 27.
    """
    if fit.algorithm == "prior":
        raise ValueError(
            'type="loo_pit_ecdf" leaves out a row from the posterior, and these are draws of the '
            "prior alone"
        )
    rows = _every_nth(DrawnRows.of(fit, None, needs_trials=True))
    rng, y = response_generator(fit, seed), iter(observed_response(fit, rows))
    likelihood, respond = log_likelihood(fit, rows.theta), random_response(fit, rng)

    def both(part: DrawnBlock) -> np.ndarray:
        drawn = respond(part)
        own = np.array(list(islice(y, len(drawn))))[:, None]
        below = (drawn < own) + rng.uniform(size=own.shape) * (drawn == own)
        return np.stack([likelihood(part), below], axis=-1)

    def shares(values: np.ndarray) -> np.ndarray:
        log_lik, below = values[..., 0], values[..., 1]
        efficiency = relative_efficiency(fit._sample, log_lik)
        pairs = zip(log_lik, efficiency, strict=True)
        weights = np.exp([smooth_weights(-row, share)[0] for row, share in pairs])
        return (weights * below).sum(axis=1)

    return rows.by_row(both, shares)[rows.kept]


def _every_nth(rows: DrawnRows) -> DrawnRows:
    """The rows without missing values, or evenly spread ones of many."""
    step = max(1, -(-int(rows.kept.sum()) // MAX_ROWS))
    index = rows.index[rows.kept][::step]
    source = rows.source.every_nth(step)
    return replace(rows, source=source, index=index, kept=np.ones(len(index), dtype=bool))
