"""``confint()``: intervals of the coefficients between quantiles of their draws."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from rglm.formatting.tables.named_index import named_index
from rglm.inference.confidence_level import check_level
from rglm.inference.intervals.confint import Intervals, percent_labels
from rglm.models.brm.estimates.parameter_names import coefficient_places

if TYPE_CHECKING:
    from rglm.models.brm.brm_fit import BrmFit


def confint(
    fit: BrmFit, parm: str | Sequence[str] | None = None, level: float = 0.95
) -> Intervals:
    """Credible intervals of the coefficients, under the columns of R's ``confint``.

    The ends are the quantiles (1 - level) / 2 and (1 + level) / 2 of the draws: given the data and
    the prior, the coefficient lies between them with this probability. `posterior_interval` has
    all parameters, and intervals of highest density.

    Parameters
    ----------
    parm : name or names, optional
        Which coefficients; all by default.
    level : float
        The probability.

    Returns
    -------
    Intervals (p, 2)
        ``2.5 %`` and ``97.5 %``.

    Raises
    ------
    ValueError
        A name is no coefficient; the level is outside (0, 1).

    Examples
    --------
    >>> from rglm import brm
    >>> from rglm.datasets import load
    >>> fit = brm("mpg ~ wt", load("mtcars"), seed=1)
    >>> fit.confint(level=0.9).columns.tolist()
    ['5 %', '95 %']
    """
    check_level(level)
    places, tail = coefficient_places(fit, parm, "parm"), (1 - level) / 2
    ends = np.quantile(fit.draws.to_numpy()[:, places], [tail, 1 - tail], axis=0).T
    names = named_index(tuple(fit.names[i] for i in places))
    return Intervals(ends, index=names, columns=percent_labels([100 * tail, 100 - 100 * tail]))
