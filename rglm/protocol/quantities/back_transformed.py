"""A quantity put through its inverse link, number by number."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Self

import numpy as np

from rglm.families.links.link import Link
from rglm.protocol.quantities.row_quantity import RowQuantity


@dataclass(frozen=True)
class BackTransformed(RowQuantity):
    """Numbers g^-1(f) of a quantity f whose link is g.

    Attributes
    ----------
    inner : RowQuantity or None
        f.
    inverse : Link or None
        g.
    """

    inner: RowQuantity | None = None
    inverse: Link | None = None

    @classmethod
    def of(cls, quantity: RowQuantity, link: Link) -> Self:
        """That of a quantity, with its columns."""
        return cls(quantity.columns, inner=replace(quantity, link=None), inverse=link)

    @property
    def _parts(self) -> tuple[RowQuantity, Link]:
        assert self.inner is not None
        assert self.inverse is not None
        return self.inner, self.inverse

    def values(self, eta: np.ndarray, scalars: np.ndarray) -> np.ndarray:
        """g^-1(f), (n, k)."""
        inner, g = self._parts
        values = inner.values(eta, scalars)
        with np.errstate(all="ignore"):
            return np.where(np.isnan(values), np.nan, g.linkinv(values))

    def gradient(self, eta: np.ndarray, scalars: np.ndarray) -> np.ndarray:
        """(g^-1)'(f) times the gradient of f."""
        inner, g = self._parts
        with np.errstate(all="ignore"):
            slope = g.mu_eta(inner.values(eta, scalars))
        return slope[:, :, None] * inner.gradient(eta, scalars)

    def gradient_along(
        self, eta: np.ndarray, scalars: np.ndarray, direction: np.ndarray
    ) -> np.ndarray:
        """(g^-1)''(f) f' times the gradient of f, and (g^-1)'(f) times the change of that."""
        inner, g = self._parts
        values, gradient = inner.values(eta, scalars), inner.gradient(eta, scalars)
        speed = np.einsum("nkl,nl->nk", gradient[:, :, : direction.shape[1]], direction)
        with np.errstate(all="ignore"):
            first, second = g.mu_eta(values), g.d2mu_deta2(values)
        change = inner.gradient_along(eta, scalars, direction)
        return (second * speed)[:, :, None] * gradient + first[:, :, None] * change
