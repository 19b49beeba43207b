"""Estimates that are no coefficients, such as means and contrasts, as a column of `regtable`."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
import pandas as pd

from rglm.protocol.model_result import ModelResult

TEST_COLUMNS = ("estimate", "std_error", "statistic", "p_value")
LIMITS = ("conf_low", "conf_high")
NO_COVARIANCE = (
    "vcov= is for the coefficients of fits; these estimates have the covariance that they were "
    "made with, as by emmeans(..., vcov='HC3')"
)


class EstimateTable(ABC):
    """Estimates of a fit that are no coefficients, with errors, tests and intervals."""

    fit: ModelResult

    @property
    def _estimate_note(self) -> str:
        """A line below a table of models."""
        return ""

    @abstractmethod
    def _named_estimates(self, level: float, method: str | None) -> pd.DataFrame:
        """The estimates by their names, in the columns `TEST_COLUMNS` and `LIMITS`, (k, 6)."""


@dataclass(frozen=True)
class EstimateColumn:
    """What `regtable` asks of a fit, of estimates.

    Attributes
    ----------
    estimates : EstimateTable
    """

    estimates: EstimateTable
    _clustered_type: ClassVar[str] = "HC0"
    _statistics: ClassVar[tuple[str, ...]] = ("nobs",)

    @property
    def _table_note(self) -> str:
        """How p-values were adjusted, say."""
        return self.estimates._estimate_note

    @property
    def formula(self) -> str:
        """That of the fit."""
        return self.estimates.fit.formula

    @property
    def model_name(self) -> str:
        """That of the fit."""
        return self.estimates.fit.model_name

    def nobs(self) -> float:
        """The observations of the fit."""
        return self.estimates.fit.nobs()

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the estimates."""
        return tuple(map(str, self._table().index))

    def _table(self, level: float = 0.95, method: str | None = None) -> pd.DataFrame:
        return self.estimates._named_estimates(level, method)

    def _coefficient_table(self, vcov: Any = None) -> pd.DataFrame:
        return self._table()[list(TEST_COLUMNS)]

    def _intervals(
        self, places: Iterable[int], level: float, method: str | None = None, vcov: Any = None
    ) -> pd.DataFrame:
        return self._table(level, method)[list(LIMITS)].iloc[list(places)]

    def _covariance(self, vcov: Any) -> np.ndarray:
        """An error: the estimates have theirs."""
        raise ValueError(NO_COVARIANCE)

    @property
    def _estimate_identities(self) -> list[tuple[str, str, int]]:
        return [(name, name, 0) for name in self.names]

    @property
    def _names_in_one_part(self) -> list[str]:
        return list(self.names)

    @property
    def _is_secondary(self) -> list[bool]:
        return [False] * len(self.names)

    @property
    def _tidy_labels(self) -> dict[str, list[str]]:
        return {"term": list(self.names)}

    def _fit_statistics(self, vcov: Any = None) -> dict[str, Any]:
        return {}


def column_of(given: Any) -> Any:
    """Estimates as a column of a table of models; a fit as it is.

    Raises TypeError: the estimates are of no fit.
    """
    if not isinstance(given, EstimateTable):
        return given
    if given.fit is None:
        raise TypeError(
            f"a table of models has no column for a {type(given).__name__} of a vector; make it "
            "of a fit, fit.delta_method()"
        )
    return EstimateColumn(given)
