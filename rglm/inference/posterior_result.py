"""The abstract posterior: what tables and pictures of coefficients ask of draws."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable
from typing import Any

import numpy as np
import pandas as pd

from rglm.formatting.tables.named_index import named_index
from rglm.inference.confidence_level import check_level

COLUMNS = ("Estimate", "Est.Error", "statistic", "p_value")
# the lines of `regtable` that a posterior has
STATISTICS = ("nobs", "algorithm")  # and what is asked for by a function of the fit
NO_COVARIANCE = (
    "vcov= is for the estimates of maximum likelihood; the draws of {function}() have the "
    "covariance of the posterior"
)
OF_POSTERIORS = "which a posterior of brm() has not"
NO_LIKELIHOOD_VALUE = (
    "a fit of brm() is a posterior, without a maximum of the likelihood to compare: "
    "loo_compare(fit1, fit2) compares how well posteriors predict"
)
INTERCEPT = "(Intercept)"


class PosteriorResult(ABC):
    """A fit whose estimates are draws of a posterior.

    It is no `ModelResult`, which is at the maximum of a likelihood.
    """

    _function_name: str
    _clustered_type: str = "HC0"
    _has_profile_intervals: bool = False
    _statistics: tuple[str, ...] | None = STATISTICS
    _table_note: str = "Of brm(): means, standard deviations and quantiles of the posterior."

    @property
    @abstractmethod
    def names(self) -> tuple[str, ...]:
        """The names of all parameters, coefficients first."""

    @property
    @abstractmethod
    def algorithm(self) -> str:
        """How the draws were made."""

    @property
    @abstractmethod
    def draws(self) -> pd.DataFrame:
        """The draws of all parameters, (S, P)."""

    @property
    @abstractmethod
    def _estimate_terms(self) -> list[str]:
        """The term of each parameter, (P,); "" of those that are no coefficients."""

    @property
    @abstractmethod
    def _is_secondary(self) -> list[bool]:
        """Whether each parameter is of a part behind the first, or no coefficient."""

    @property
    @abstractmethod
    def _interval_places(self) -> range:
        """The coefficients."""

    @property
    def _estimates(self) -> pd.Series:
        """The posterior means, (P,)."""
        return pd.Series(self._limits(), index=named_index(self.names))

    def _limits(self) -> np.ndarray:
        """The estimates: posterior means, (P,)."""
        means: np.ndarray = self.draws.to_numpy().mean(axis=0)
        return means

    def _coefficient_table(self, vcov: Any = None) -> pd.DataFrame:
        """Means and standard deviations, and NaN for a test."""
        draws, unknown = self.draws.to_numpy(), np.full(len(self.names), np.nan)
        values = np.column_stack([draws.mean(axis=0), draws.std(axis=0, ddof=1), unknown, unknown])
        return pd.DataFrame(values, index=named_index(self.names), columns=list(COLUMNS))

    def _intervals(
        self, places: Iterable[int], level: float, method: str | None = None, vcov: Any = None
    ) -> pd.DataFrame:
        """The quantiles of equal tails of some parameters, (k, 2)."""
        if vcov is not None:
            self._covariance(vcov)
        if method is not None:
            raise ValueError(
                f"method={method!r}: the intervals of {self._function_name}() are quantiles of "
                "draws, without another method here; tidy(conf_method='HPDinterval') has others"
            )
        from rglm.inference.intervals.confint import percent_labels

        check_level(level)
        tail, at = (1 - level) / 2, list(places)
        ends = np.quantile(self.draws.to_numpy()[:, at], (tail, 1 - tail), axis=0).T
        columns = percent_labels([100 * tail, 100 - 100 * tail])
        return pd.DataFrame(
            ends, index=named_index(tuple(self.names[i] for i in at)), columns=columns
        )

    def _covariance(self, vcov: Any) -> np.ndarray:
        """An error: there is only the covariance of the draws."""
        raise ValueError(NO_COVARIANCE.format(function=self._function_name))

    @property
    def _estimate_identities(self) -> list[tuple[str, str, int]]:
        """Name, term, and number among those of one name and term, of each parameter."""
        return [
            (name, term, 0) for name, term in zip(self.names, self._estimate_terms, strict=True)
        ]

    @property
    def _names_in_one_part(self) -> list[str]:
        """The names of the lines beside models of maximum likelihood."""
        return [INTERCEPT if name == "Intercept" else name for name in self.names]

    @property
    def _tidy_labels(self) -> dict[str, list[str]]:
        """The columns by which parameters are told apart."""
        return {"term": list(self.names)}

    def _fit_statistics(self, vcov: Any = None) -> dict[str, Any]:
        """What only posteriors have among the statistics of a table of models."""
        return {"algorithm": self.algorithm}
