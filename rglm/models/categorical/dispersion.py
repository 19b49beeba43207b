"""Whether categories vary as much as a multinomial or ordinal model says."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from rglm.inference.diagnostics.goodness_of_fit import check_df, check_test, chi_square_test
from rglm.inference.diagnostics.overdispersion import Overdispersion
from rglm.inference.htest import HTest
from rglm.protocol.capabilities import HasLevels

MAX_SMALL_COUNTS = 0.2  # a larger share of small expected counts makes p-values rough
MIN_REPLICATES = 2.0  # observations of a pattern on average, for their spread to be seen
SMALL_COUNT = 5.0  # (Cochran 1954, Biometrics 10)
SINGLE_OBSERVATIONS_NOTE = "few observations, or none, have the same predictors"
CLUSTERED_ALTERNATIVE = {
    "summary(vcov=fit.vcov(cluster='group'))": "standard errors that allow for groups"
}


@dataclass(frozen=True)
class _Table:
    """Observed and expected counts (g, m) of the levels, by pattern of the predictors."""

    observed: np.ndarray
    expected: np.ndarray
    edf: int

    @property
    def df(self) -> int:
        """Free cells less the parameters."""
        return self.observed.shape[0] * (self.observed.shape[1] - 1) - self.edf

    @property
    def has_few_replicates(self) -> bool:
        """Whether the patterns have fewer than two observations on average."""
        return bool(self.observed.sum() < MIN_REPLICATES * len(self.observed))

    def statistic(self, test: str) -> float:
        """Pearson's chi-square, or the deviance from the saturated model."""
        o, e = self.observed, self.expected
        with np.errstate(all="ignore"):
            if test == "pearson":
                return float(np.where((o == 0) & (e == 0), 0.0, (o - e) ** 2 / e).sum())
            return float(2 * np.where(o > 0, o * np.log(o / e), 0.0).sum())


def gof(fit: HasLevels, test: str = "pearson") -> HTest:
    """Goodness of fit of the table of levels by pattern of the predictors.

    Observations with the same predictors (and offset) are put together. With O and E the observed
    and the expected counts of g patterns by m levels the statistic is chi-square on g (m - 1) less
    the parameters, if the expected counts are not small.

    Parameters
    ----------
    test : {"pearson", "deviance"}
        sum (O - E)^2 / E, or 2 sum O log(O / E), the deviance from the saturated model.

    Returns
    -------
    HTest
        With a note where most observations stand alone, or many expected counts are small.

    Raises
    ------
    ValueError
        No degrees of freedom; an unknown test.

    References
    ----------
    Agresti (2010), Analysis of Ordinal Categorical Data, section 3.5.

    Examples
    --------
    >>> from rglm import polr
    >>> from rglm.datasets import load
    >>> test = polr("ordered(tension) ~ wool", load("warpbreaks")).gof()
    >>> test.parameter, round(test.p_value, 3)
    ({'df': 1}, 1.0)
    """
    check_test(test)
    table = _table(fit, "gof()")
    return chi_square_test(test, table.statistic(test), table.df, _note(table))


def check_overdispersion(fit: HasLevels) -> Overdispersion:
    """Whether the levels vary as the model says, in numbers and in words.

    Observations with the same predictors are put together. Pearson's chi-square over its degrees
    of freedom is about 1 where the probabilities are right and the counts vary as those of
    independent observations. With fewer than two observations to a pattern it says nothing, and
    the verdict is ``"unknown"``.

    Returns
    -------
    Overdispersion
        Numbers as attributes; printing says what they mean and what to try.

    Raises
    ------
    ValueError
        No degrees of freedom are left.

    Examples
    --------
    >>> from rglm import polr
    >>> from rglm.datasets import load
    >>> polr("ordered(tension) ~ wool", load("warpbreaks")).check_overdispersion().trials
    True
    """
    table = _table(fit, "check_overdispersion()")
    return Overdispersion(
        family=fit.model_name,
        pearson_chi2=table.statistic("pearson"),
        df=table.df,
        sparse=float((table.expected < 1).mean()),
        counts=False,
        trials=True,
        binary=table.has_few_replicates,
        alternatives=CLUSTERED_ALTERNATIVE,
    )


def _table(fit: HasLevels, verb: str) -> _Table:
    """The counts of all rows.

    Raises
    ------
    ValueError
        There are no degrees of freedom.
    """
    parts = pd.concat(list(fit._map_chunks(_of_part)))
    keys = list(range(parts.index.nlevels))
    m = len(fit.lev)
    observed = parts.iloc[:, :m].groupby(level=keys, sort=False).sum().to_numpy()
    probs = parts.iloc[:, m:].groupby(level=keys, sort=False).first().to_numpy()
    table = _Table(observed, observed.sum(axis=1, keepdims=True) * probs, fit.edf)
    check_df(table.df, verb)
    return table


def _of_part(fit: HasLevels) -> pd.DataFrame:
    """Observed counts and probabilities, (n, 2m), under the values of the predictors."""
    rows, source = fit._rows_source.rows, fit._rows_source
    used = rows.weights > 0
    keys = np.column_stack([source.columns.matrix(), rows.offset])[used]
    counts = fit._observed_counts() * rows.weights[:, None]
    values = np.hstack([counts, source.by_row(fit._level_probabilities)])[used]
    index = pd.MultiIndex.from_arrays(list(keys.T))
    frame = pd.DataFrame(values, index=index)
    grouped = frame.groupby(level=list(range(index.nlevels)), sort=False)
    m = counts.shape[1]
    return pd.concat(
        [grouped[list(range(m))].sum(), grouped[list(range(m, 2 * m))].first()], axis=1
    )


def _note(table: _Table) -> str:
    if table.has_few_replicates:
        return f"Note: {SINGLE_OBSERVATIONS_NOTE}, so that the statistic is not chi-square."
    small = float((table.expected < SMALL_COUNT).mean())
    if small <= MAX_SMALL_COUNTS:
        return ""
    return (
        f"Note: {100 * small:.0f} % of the expected counts are below {SMALL_COUNT:g}, so that the "
        "p-value is rough."
    )
