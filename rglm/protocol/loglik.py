"""A log-likelihood that knows its degrees of freedom, and one beside that of the null model."""

from __future__ import annotations

from typing import NamedTuple

from rglm.formatting.numbers.number_format import format_numbers


class LogLik(float):
    """R's ``logLik``: a number with ``df`` (parameters estimated) and ``nobs``."""

    df: int
    nobs: float

    def __new__(cls, value: float, df: int, nobs: float) -> LogLik:
        """A log-likelihood with `df` parameters from `nobs` rows."""
        out = super().__new__(cls, value)
        out.df, out.nobs = df, nobs
        return out

    def __reduce__(self) -> tuple[type[LogLik], tuple[float, int, float]]:
        return LogLik, (float(self), self.df, self.nobs)

    def __repr__(self) -> str:
        return f"'log Lik.' {format_numbers([float(self)], 7)[0]} (df={self.df})"

    __str__ = __repr__


class NullComparison(NamedTuple):
    """The log-likelihood of a fit beside that of its intercepts (and offsets) alone.

    Both are at the maximum over all parameters that they have, dispersions, theta and cut points
    among them.

    Attributes
    ----------
    loglik, null_loglik : float
        NaN where the fit has no likelihood, or is not at its maximum.
    observations : float
        ``nobs()``.
    parameters : int
        The degrees of freedom of the fit.
    """

    loglik: float
    null_loglik: float
    observations: float
    parameters: int
