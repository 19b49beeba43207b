"""Statistics of deletion: how the fit would change without each of its rows.

All are closed forms in the leverages h_i and the residuals, so that nothing is fitted again: exact
for a linear model (Belsley, Kuh & Welsch 1980, chapter 2), near to the one step of Pregibon (1981,
Annals of Statistics 9) for other glms, whose deviance residuals stand for Pearson's as in R.
Rows of weight 0 take no part and are NaN, rows that ``na_exclude`` left out too. Where h_i = 1 the
row is fitted exactly: its ratios are NaN and, as in R, its changes of coefficients 0.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from rglm.inference.diagnostics.deletion_statistics import (
    DeletionStatistics,
    coefficient_changes,
    deletion_statistics,
    scaled_changes,
)
from rglm.inference.diagnostics.influence_measures import (
    Influence,
    InfluenceMeasures,
    influence_table,
)
from rglm.protocol.capabilities import HasLeverage


def row_series(fit: HasLeverage, values: np.ndarray) -> pd.Series:
    """Row values under the index of the data."""
    return fit._pad_omitted(fit._row_series(values))


def coefficient_table(fit: HasLeverage, values: np.ndarray) -> pd.DataFrame:
    """Values by row and coefficient."""
    names = list(fit._schema.names)
    return fit._pad_omitted(pd.DataFrame(values, index=fit._index, columns=names))


def changes_table(fit: HasLeverage, statistics: DeletionStatistics, do_coef: bool) -> pd.DataFrame:
    """The changes of the coefficients by row; a table without columns if not `do_coef`."""
    if not do_coef:
        return fit._pad_omitted(pd.DataFrame(index=fit._index))
    return coefficient_table(fit, coefficient_changes(fit, statistics))


def rstudent(fit: HasLeverage) -> pd.Series:
    """Studentized deletion residuals, (n,); R's ``rstudent``.

    sign(d_i) sqrt(d_i^2 + h_i p_i^2 / (1 - h_i)) with deviance and Pearson residuals d and p,
    divided by `influence`'s sigma_i where the dispersion, or theta, is estimated (Williams 1987).
    NaN where the leverage h_i is 1 and where the weight is 0.

    Returns
    -------
    Series (n,)
        Under the index of the data.

    References
    ----------
    Williams (1987), Generalized linear model diagnostics using the deviance and single case
    deletions, Applied Statistics 36.

    Examples
    --------
    >>> from rglm import glm, poisson
    >>> from rglm.datasets import load
    >>> fit = glm("breaks ~ wool + tension", load("warpbreaks"), poisson())
    >>> fit.rstudent().abs().nlargest(2).round(4)
    4    4.4909
    8    4.0715
    dtype: float64
    """
    return row_series(fit, deletion_statistics(fit).rstudent(fit.family.is_fixed_by_mean))


def dffits(fit: HasLeverage) -> pd.Series:
    """By how many standard errors each row moves its own fitted value, (n,); R's ``dffits``.

    d_i sqrt(h_i) / (sigma_i (1 - h_i)), d the deviance residual and sigma_i that of `influence`,
    as in R also where the family knows its dispersion: of an overdispersed Poisson fit these
    standard errors are larger than those of `summary`. As exact as `dfbeta`. NaN as for
    `rstudent`.

    Returns
    -------
    Series (n,)
        Under the index of the data.

    Examples
    --------
    >>> from rglm import glm, poisson
    >>> from rglm.datasets import load
    >>> fit = glm("breaks ~ wool + tension", load("warpbreaks"), poisson())
    >>> fit.dffits().abs().nlargest(1).round(3).to_dict()
    {4: 0.678}
    """
    return row_series(fit, deletion_statistics(fit).dffits())


def covratio(fit: HasLeverage) -> pd.Series:
    """The determinant of the covariance without a row over that with it, (n,); R's ``covratio``.

    1 / ((1 - h_i) ((n - p - 1 + t_i^2) / (n - p))^p), t_i = d_i / (sigma_i sqrt(1 - h_i)), n the
    rows of weight above 0 and p the rank; sigma_i and NaN as for `dffits`. As exact as `dfbeta`.

    Returns
    -------
    Series (n,)
        Under the index of the data.

    Examples
    --------
    >>> from rglm import glm, poisson
    >>> from rglm.datasets import load
    >>> fit = glm("breaks ~ wool + tension", load("warpbreaks"), poisson())
    >>> fit.covratio().round(3).tolist()[:2]
    [1.049, 1.115]
    """
    return row_series(fit, deletion_statistics(fit).covratio())


def dfbeta(fit: HasLeverage) -> pd.DataFrame:
    """By how much the coefficients fall when a row is left out, (n, p); R's ``dfbeta``.

    (X'WX)^-1 x_i sqrt(w_i) d_i / (1 - h_i), w the working weight and d, as in R, the deviance
    residual: exact for the normal family with identity link. Elsewhere it is near to the one step
    of Fisher scoring, which has Pearson's residual for d. The columns of aliased coefficients are
    NaN (R leaves them out), and so are rows of weight 0. A row of leverage 1 gets 0, as in R,
    though without it a coefficient could not be estimated.

    Returns
    -------
    DataFrame (n, p)
        A row for each of the data, a column for each coefficient.

    Examples
    --------
    >>> from rglm import glm
    >>> import pandas as pd
    >>> data = pd.DataFrame({"x": [1, 2, 3, 4], "y": [1, 3, 2, 6]})
    >>> fit = glm("y ~ x", data)
    >>> changes_scaled = fit.coef() - fit.update(subset=[1, 2, 3]).coef()
    >>> bool((fit.dfbeta().loc[0] - changes_scaled).abs().max() < 1e-12)
    True
    """
    return coefficient_table(fit, coefficient_changes(fit, deletion_statistics(fit)))


def dfbetas(fit: HasLeverage) -> pd.DataFrame:
    """`dfbeta` in standard errors, (n, p); R's ``dfbetas``.

    The standard errors are sigma_i times the roots of the diagonal of (X'WX)^-1, sigma_i as for
    `dffits`.

    Returns
    -------
    DataFrame (n, p)
        A row for each of the data, a column for each coefficient.

    Examples
    --------
    >>> from rglm import glm, poisson
    >>> from rglm.datasets import load
    >>> fit = glm("breaks ~ wool + tension", load("warpbreaks"), poisson())
    >>> fit.dfbetas().shape
    (54, 4)
    """
    return coefficient_table(fit, scaled_changes(fit, deletion_statistics(fit)))


def influence(fit: HasLeverage, do_coef: bool = True) -> Influence:
    """Leverages, residuals and changes of the coefficients by row; R's ``influence``.

    Parameters
    ----------
    do_coef : bool
        Whether to compute the changes of the coefficients, an n x p table; else it has no column.

    Returns
    -------
    Influence
        With ``hat`` (n,), ``coefficients`` (n, p; `dfbeta`), ``sigma`` (n,; the residual standard
        deviation without the row, of deviance residuals), ``dev_res`` and ``pear_res`` (n,).

    Examples
    --------
    >>> from rglm import glm, poisson
    >>> from rglm.datasets import load
    >>> parts = glm("breaks ~ wool", load("warpbreaks"), poisson()).influence()
    >>> round(float(parts.hat.sum()), 6), parts.coefficients.shape
    (2.0, (54, 2))
    """
    statistics = deletion_statistics(fit)
    return Influence(
        hat=row_series(fit, statistics.hat),
        coefficients=changes_table(fit, statistics, do_coef),
        sigma=row_series(fit, statistics.sigma),
        dev_res=row_series(fit, statistics.deviance),
        pear_res=row_series(fit, statistics.pearson),
    )


def influence_measures(fit: HasLeverage) -> InfluenceMeasures:
    """All measures of influence, and which of them are large; R's ``influence.measures``.

    Returns
    -------
    InfluenceMeasures
        ``table``: a ``dfb.`` column (`dfbetas`) for each estimated coefficient, ``dffit``,
        ``cov.r``, ``cook.d`` and ``hat``; ``is_inf``: the same shape, whether a value is large.
        Printing shows R's page. Rows of weight 0 and rows with missing values are not in it.

    Notes
    -----
    As in R, with p the rank and n the rows: |dfbetas| > 1, |dffits| > 3 sqrt(p / (n - p)),
    |1 - covratio| > 3 p / (n - p), a Cook's distance above the median of F(p, n - p), a leverage
    above 3 p / n.

    Examples
    --------
    >>> import pandas as pd
    >>> from rglm import glm
    >>> data = pd.DataFrame({"x": [1, 2, 3, 4, 5, 20], "y": [1, 3, 2, 5, 4, 30]})
    >>> glm("y ~ x", data).influence_measures()
    Influence measures of
             glm(formula = y ~ x, family = gaussian(link = "identity")) :
    <BLANKLINE>
      dfb.1_   dfb.x  dffit cov.r   cook.d   hat inf
    0  0.4263 -0.2563  0.428 1.742  0.10408 0.260
    1  0.5861 -0.3049  0.598 1.154  0.16904 0.225
    2 -0.3501  0.1481 -0.369 1.585  0.07672 0.199
    3  0.0928 -0.0282  0.103 2.099  0.00702 0.180
    4 -0.8054  0.1252 -0.980 0.324  0.24916 0.169
    5 -3.6216 10.9418 12.028 7.579 36.29617 0.967   *
    """
    statistics = deletion_statistics(fit)
    rows = np.flatnonzero(~np.isnan(statistics.hat))
    estimable = np.sort(fit._solution.system.estimable)
    names = [fit._schema.names[i] for i in estimable]
    changes = scaled_changes(fit, statistics)[np.ix_(rows, estimable)]
    others = {
        "dffit": statistics.dffits()[rows],
        "cov.r": statistics.covratio()[rows],
        "cook.d": statistics.cooks_distance(fit.dispersion)[rows],
        "hat": statistics.hat[rows],
    }
    return influence_table(changes, names, others, fit._index[rows], statistics.n, fit.call)
