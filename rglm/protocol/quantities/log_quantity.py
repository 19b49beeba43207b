"""Quantities of a row whose logarithms have exact derivatives."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from rglm.families.likelihoods.row_density import RowTerms
from rglm.protocol.quantities.row_quantity import Predictors, RowQuantity

LogTerms: TypeAlias = Callable[[Predictors, np.ndarray], Sequence[RowTerms]]


@dataclass(frozen=True)
class LogQuantity(RowQuantity):
    """Numbers exp(l_1), ..., exp(l_k): means that are products, probabilities of a response.

    With l' and l'' the derivatives of a logarithm, those of the number q are q l', and q l'' plus
    q l' l''.

    Attributes
    ----------
    log_terms : function of (list of L (n,), (S,)) to k RowTerms
        The logarithms with their derivatives.
    """

    log_terms: LogTerms | None = None

    def _terms(self, eta: np.ndarray, scalars: np.ndarray) -> Sequence[RowTerms]:
        assert self.log_terms is not None
        with np.errstate(all="ignore"):
            return self.log_terms(list(eta.T), scalars)

    def values(self, eta: np.ndarray, scalars: np.ndarray) -> np.ndarray:
        """The exponentials of the logarithms."""
        with np.errstate(all="ignore"):
            return np.exp(np.column_stack([one.value for one in self._terms(eta, scalars)]))

    def gradient(self, eta: np.ndarray, scalars: np.ndarray) -> np.ndarray:
        """The numbers times the derivatives of their logarithms."""
        slopes = [_slopes(one) for one in self._terms(eta, scalars)]
        return np.stack(slopes, axis=1)

    def gradient_along(
        self, eta: np.ndarray, scalars: np.ndarray, direction: np.ndarray
    ) -> np.ndarray:
        """Q (l' (l'd) + l''d) of a direction d."""
        changes = [_changes(one, direction) for one in self._terms(eta, scalars)]
        return np.stack(changes, axis=1)


def _slopes(terms: RowTerms) -> np.ndarray:
    with np.errstate(all="ignore"):
        return np.exp(terms.value)[:, None] * np.column_stack(terms.first)


def _changes(terms: RowTerms, direction: np.ndarray) -> np.ndarray:
    first, count = np.column_stack(terms.first), direction.shape[1]
    change = first * (first[:, :count] * direction).sum(axis=1)[:, None]
    for (i, j), part in terms.second.items():
        if j < count:
            change[:, i] += part * direction[:, j]
        if i < count and i != j:
            change[:, j] += part * direction[:, i]
    with np.errstate(all="ignore"):
        return np.exp(terms.value)[:, None] * change
