"""The estimates of a fit: their names, values and covariance."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

import numpy as np
import pandas as pd

from rglm.design.frame.schema import Schema
from rglm.formatting.tables.named_index import named_index
from rglm.models.base.cached import cached
from rglm.protocol.argument_types import Vcov
from rglm.protocol.model_result import ModelResult

TERMS_OF_INTERCEPTS = ("(Intercept)", "(cut point)")


class Estimates(ModelResult):
    """The estimates of a fit, by position and by name."""

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the estimates, as the covariance has them."""
        return self._schema.names

    @property
    def _estimates(self) -> pd.Series:
        """All that was estimated with a covariance, NaN where aliased."""
        return pd.Series(self._estimate_values, index=named_index(self.names))

    @property
    def _estimate_values(self) -> np.ndarray:
        """The numbers of `_estimates`, (p,), a new array."""
        values = np.full(len(self.names), np.nan)
        estimable = self._solution.system.estimable
        values[estimable] = self._solution.beta[estimable]
        return values

    @cached
    def _unscaled_variances(self) -> np.ndarray:
        """The diagonal of the inverse information in the order of `names`, NaN where aliased."""
        out = np.full(len(self.names), np.nan)
        out[self._solution.system.estimable] = self._solution.system.variances()
        return out

    @property
    def cov_unscaled(self) -> np.ndarray:
        """The covariance over the dispersion, p x p in the order of `names`, NaN if aliased."""
        from rglm.inference.covariance.model_covariance import unscaled_covariance

        return unscaled_covariance(self, np.arange(len(self.names)))

    @property
    def _interval_places(self) -> range:
        """The estimates that ``confint()`` is of, unless it is told."""
        return range(len(self.names))

    @property
    def _estimate_terms(self) -> list[str]:
        """The term that each estimate belongs to."""
        return terms_of(self._schema)

    @property
    def _slope_terms(self) -> list[str]:
        """The term of each slope; "" of intercepts, cut points and the like."""
        return ["" if term in TERMS_OF_INTERCEPTS else term for term in self._estimate_terms]

    @property
    def _estimate_identities(self) -> list[tuple[str, str, int]]:
        """Name, term, and number among those of one name and term, of each estimate.

        It is the name, the term, and the number among those of one name and term.
        """
        seen: Counter[tuple[str, str]] = Counter()
        out = []
        for key in zip(self.names, self._estimate_terms, strict=True):
            out.append((*key, seen[key]))
            seen[key] += 1
        return out

    @property
    def _names_in_one_part(self) -> list[str]:
        """The names that the estimates have in a model of one part, where it can have them."""
        return [str(name) for name in self.names]

    @property
    def _is_secondary(self) -> list[bool]:
        """Whether each estimate is of the model's second part, or no coefficient."""
        return [False] * len(self.names)

    @property
    def _tidy_labels(self) -> dict[str, list[str]]:
        """The columns by which ``tidy()`` tells the estimates apart."""
        return {"term": [str(name) for name in self.names]}

    def _coefficient_table(self, vcov: Any = None) -> pd.DataFrame:
        """Estimates, standard errors, statistics and p-values under R's names."""
        return self.summary(**({} if vcov is None else {"vcov": vcov})).coefficients

    def _intervals(
        self, places: Iterable[int], level: float, method: str | None, vcov: Vcov
    ) -> pd.DataFrame:
        """The intervals of some estimates, as ``confint()`` has them, (k, 2)."""
        from rglm.inference.intervals.confint import intervals

        return intervals(self, places, level, method, vcov)

    def _covariance(self, vcov: Vcov) -> np.ndarray:
        """The covariance that ``vcov=`` asks for, (p, p)."""
        from rglm.inference.covariance.given_covariance import given_covariance

        return given_covariance(self, vcov)

    def coef(self) -> Any:
        """The coefficients, NaN where aliased; R's ``coef``.

        Examples
        --------
        >>> from rglm import glm, poisson
        >>> from rglm.datasets import load
        >>> fit = glm("breaks ~ wool", load("warpbreaks"), poisson())
        >>> fit.coef().round(3).to_dict()
        {'(Intercept)': 3.435, 'woolB': -0.206}
        """
        return self.coefficients


def slope_terms(schema: Schema, prefix: str = "") -> list[str]:
    """The label of the term of each column, with a prefix; "" of the intercept."""
    terms = zip(terms_of(schema), schema.assign, strict=True)
    return [prefix + term if place else "" for term, place in terms]


def terms_of(schema: Schema) -> list[str]:
    """The label of the term that each column belongs to."""
    labels = ["(Intercept)", *schema.parsed.labels]
    return [labels[term] for term in schema.assign]
