"""Vuong's test of models that are not nested; pscl's vuong."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

import numpy as np
import pandas as pd

from rglm.formatting.numbers.number_format import format_numbers
from rglm.formatting.numbers.pvalues import format_pval
from rglm.formatting.tables.html import html_table
from rglm.formatting.text.text_layout import string_matrix_lines
from rglm.inference.nesting.comparable_fits import check_models
from rglm.inference.nesting.nested_models import is_case
from rglm.linalg.threads import single_threaded
from rglm.protocol.model_result import ModelResult

LOG_DENSITY_ROUNDING = 1e-12  # relative
ROW_NAMES = ("Raw", "AIC-corrected", "BIC-corrected")


@dataclass(frozen=True)
class Vuong:
    """Vuong's statistics; printing shows pscl's page.

    Attributes
    ----------
    table : DataFrame
        ``Vuong z-statistic``, ``H_A`` and ``p-value`` of the raw statistic and of those corrected
        by the penalties of AIC and BIC.
    note : str
        Printed below: which model is a case of the other, so that the test is not valid; else "".
    """

    table: pd.DataFrame
    note: str = ""

    def lines(self) -> list[str]:
        """The lines of pscl's page."""
        return [
            "Vuong Non-Nested Hypothesis Test-Statistic: ",
            "(test-statistic is asymptotically distributed N(0,1) under the",
            " null that the models are indistinguishible)",
            "-" * 61,
            *string_matrix_lines(self._columns(), list(ROW_NAMES), list(self.table.columns)),
            *self.note.splitlines(),
        ]

    def _columns(self) -> list[list[str]]:
        return [
            format_numbers(self.table["Vuong z-statistic"]),
            self.table["H_A"].tolist(),
            format_pval(self.table["p-value"]),
        ]

    def __repr__(self) -> str:
        return "\n".join(self.lines())

    __str__ = __repr__

    def _repr_html_(self) -> str:
        lines = self.lines()
        cells = dict(zip(self.table.columns, self._columns(), strict=True))
        head = "\n".join([*lines[:3], *self.note.splitlines()])
        return html_table(pd.DataFrame(cells, index=list(ROW_NAMES)), head)


@single_threaded
def vuong(m1: ModelResult, m2: ModelResult) -> Vuong:
    """Compare two models of which neither is a case of the other; R's ``pscl::vuong``.

    With m_i the difference of the rows' log-likelihoods and s its standard deviation,

        V = sum(m_i) / (s sqrt(n))

    is standard normal in large samples if both models are as near to the truth as each other, and
    are not one distribution there, as ``y ~ a`` and ``y ~ b`` are where neither has an effect.
    Above 0 it speaks for the first. The corrected statistics take K from the sum, the difference
    of the numbers of coefficients (AIC), or K log(n)/2 (BIC).

    The test is not valid where one model is a case of the other, as a count model is of its
    zero-inflated model: under that count model V is not normal (Wilson 2015). Of 300 samples of
    Poisson counts, none has V > 1.645 for ``zeroinfl("y ~ x | 1")`` against the Poisson model.
    There `compare` their AIC; `lrtest` tests nested models.

    Parameters
    ----------
    m1, m2 : ModelResult
        Models of the same rows: `lm`, `glm`, `glm_nb`, `zeroinfl`, `hurdle`, ...

    Returns
    -------
    Vuong
        Prints pscl's page; p-values are one-sided, for the side that the data chose: double them
        if it was not chosen before. A note stands below where one model is a case of the other.

    Raises
    ------
    TypeError
        What is no fitted model.
    ValueError
        Models of different rows, responses or weights, without a likelihood (quasi families), or
        with the same one in every row.

    Notes
    -----
    As in pscl K counts coefficients, and theta is none: where only one model has a theta, the
    corrected statistics are not those of the models' AIC and BIC. Weights that are numbers of
    observations in both models (`zeroinfl`, `hurdle`, ...) make the test that of the rows written
    out; beside a `glm`, whose rows are one observation each, they multiply the log-likelihoods of
    the rows. Rows of weight 0 do not count. pscl compares models that were fitted with weights as
    if they had none.

    References
    ----------
    Vuong (1989), Likelihood ratio tests for model selection and non-nested hypotheses,
    Econometrica 57; Wilson (2015), The misuse of the Vuong test for non-nested models to test for
    zero-inflation, Economics Letters 127.

    Examples
    --------
    >>> from rglm import hurdle, vuong, zeroinfl
    >>> from rglm.datasets import load
    >>> galaxies = load("galaxies")
    >>> fits = [f("n_gc ~ logmass", galaxies, dist="negbin") for f in (zeroinfl, hurdle)]
    >>> vuong(*fits).table["H_A"].iloc[0]
    'model2 > model1'
    """
    check_models([m1, m2])
    if np.isnan([float(model.logLik()) for model in (m1, m2)]).any():
        raise ValueError("vuong(): a quasi family has no likelihood to compare")
    differences = partial(_differences, other_on=m2._on_chunk_of())
    chunks = list(m1._map_chunks(differences, extra_columns=m2._chunk_columns))
    n, total = sum(chunk.n for chunk in chunks), sum(chunk.total for chunk in chunks)
    mean, largest = total / n, max(chunk.largest for chunk in chunks)
    # about the mean of all: squares about the mean of the chunk, and its distance from that
    squares = sum(c.squares + c.n * (c.total / c.n - mean) ** 2 for c in chunks if c.n)
    added = np.isfinite(m1._estimates).sum() - np.isfinite(m2._estimates).sum()
    penalties = np.array([0.0, added, added * np.log(n) / 2])
    spread = np.sqrt(squares / (n - 1)) * np.sqrt(n)
    if not spread > LOG_DENSITY_ROUNDING * largest:
        raise ValueError(
            "vuong(): both models give every row the same likelihood, so that nothing speaks for "
            "either"
        )
    return Vuong(_table((total - penalties) / spread), _note(m1, m2))


def _note(m1: ModelResult, m2: ModelResult) -> str:
    """Text that says which model is a case of the other."""
    for i, j, small, large in ((1, 2, m1, m2), (2, 1, m2, m1)):
        if is_case(small, large):
            return (
                f"Note: model {i} is a case of model {j}; of nested models the statistic is not\n"
                "N(0,1). Use compare(m1, m2), which shows their AIC, or lrtest(m1, m2)."
            )
    return ""


class _Differences(NamedTuple):
    """Sums over the differences of two fits in the log-likelihood of some observations.

    Attributes
    ----------
    n, total : float
        The number of observations, and the sum of the differences.
    squares : float
        The sum of squares about their mean.
    largest : float
        The largest log-likelihood, without its sign.
    """

    n: float
    total: float
    squares: float
    largest: float


def _differences(fit: ModelResult, other_on: Callable[[ModelResult], ModelResult]) -> _Differences:
    """The differences of the rows of a chunk; `other_on` gives the other fit on its rows."""
    other = other_on(fit)
    weights = fit._rows_source.rows.weights
    used = (weights > 0) & (other._rows_source.rows.weights > 0)
    one, two = (model._response_distribution().log_density()[used] for model in (fit, other))
    repeated = fit._weights_count_observations and other._weights_count_observations
    counts = weights[used] if repeated else np.ones(int(used.sum()))
    n, gap = float(counts.sum()), (one - two) / counts
    total = float(counts @ gap)
    squares = float(counts @ (gap - total / n) ** 2) if n else 0.0
    return _Differences(n, total, squares, float(np.abs(one).max(initial=0.0)))


def _table(z: np.ndarray) -> pd.DataFrame:
    from scipy.special import ndtr

    better = np.where(z > 0, "model1 > model2", "model2 > model1")
    columns = {"Vuong z-statistic": z, "H_A": better, "p-value": ndtr(-np.abs(z))}
    return pd.DataFrame(columns, index=list(ROW_NAMES))
