"""Quantities of a row: functions of its linear predictors and of the other parameters."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import numpy as np

from rglm.families.links.link import Link
from rglm.families.numerics.differences import STEP, difference_slopes, fourth_order


@dataclass(frozen=True)
class RowQuantity(ABC):
    """k numbers of each row, f(eta_1, ..., eta_L; s).

    eta are the L linear predictors of the row, s the S parameters of the model that are no
    coefficients: cut points, log(theta), ...

    Attributes
    ----------
    columns : tuple or None
        The labels of the k numbers, such as the levels of a response; None of a single number.
    link : Link or None
        The link, where the number is a linear predictor that has a scale of the response.
    scale : {"identity", "log", "logit"}
        Where intervals of one number are made that has no link.
    mean_name : str
        What tables call that which the link is of: prob, rate.
    name : str
        What tables call the number itself, as prob; empty where it is any mean.
    column_variable : str
        What the columns are levels of; empty where of the response.
    has_columns_first : bool
        Whether the variable of the columns is the first one of reference grids, and not the last.
    parts : tuple of str
        The parts of the formula that it depends on, count or zero; empty where on all.
    """

    columns: tuple[Any, ...] | None
    link: Link | None = None
    scale: str = "identity"
    mean_name: str = field(default="response", kw_only=True)
    name: str = field(default="", kw_only=True)
    column_variable: str = field(default="", kw_only=True)
    has_columns_first: bool = field(default=False, kw_only=True)
    parts: tuple[str, ...] = field(default=(), kw_only=True)

    @property
    def count(self) -> int:
        """The number k."""
        return 1 if self.columns is None else len(self.columns)

    @property
    def is_linear(self) -> bool:
        """Whether it is a linear function of the predictors and the scalars."""
        return False

    @abstractmethod
    def values(self, eta: np.ndarray, scalars: np.ndarray) -> np.ndarray:
        """The numbers (n, k) of rows with the predictors (n, L)."""

    @abstractmethod
    def gradient(self, eta: np.ndarray, scalars: np.ndarray) -> np.ndarray:
        """Their derivatives by the predictors, then by the scalars, (n, k, L + S)."""

    def gradient_along(
        self, eta: np.ndarray, scalars: np.ndarray, direction: np.ndarray
    ) -> np.ndarray:
        """How the gradient changes as the predictors move in a direction (n, L), (n, k, L + S).

        By default by differences of the fourth order, on a scale on which a predictor moves by
        about 1.
        """
        size = np.abs(direction).max(axis=1, initial=0, keepdims=True)
        unit = np.divide(direction, size, out=np.zeros_like(direction), where=size > 0)
        ends = [self.gradient(eta + k * STEP * unit, scalars) for k in (1, -1, 2, -2)]
        return fourth_order(*ends) / STEP * size[:, :, None]


@dataclass(frozen=True)
class LinearQuantity(RowQuantity):
    """Numbers A eta + B s, linear in the predictors and the scalars.

    Attributes
    ----------
    by_predictor : (k, L) float array
        By default the first predictor; those that it has no column for have the weight 0.
    by_scalar : (k, S) float array
    """

    by_predictor: np.ndarray | None = None
    by_scalar: np.ndarray | None = None

    @property
    def is_linear(self) -> bool:
        """True."""
        return True

    @property
    def _weights(self) -> tuple[np.ndarray, np.ndarray]:
        by_predictor = np.eye(1) if self.by_predictor is None else self.by_predictor
        none = np.zeros((len(by_predictor), 0))
        return by_predictor, none if self.by_scalar is None else self.by_scalar

    def values(self, eta: np.ndarray, scalars: np.ndarray) -> np.ndarray:
        """A eta + B s, (n, k)."""
        by_predictor, by_scalar = self._weights
        constant: np.ndarray = by_scalar @ scalars[: by_scalar.shape[1]]
        return eta[:, : by_predictor.shape[1]] @ by_predictor.T + constant

    def gradient(self, eta: np.ndarray, scalars: np.ndarray) -> np.ndarray:
        """A and B, the same in each row."""
        by_predictor, by_scalar = self._weights
        out = np.zeros((len(by_predictor), eta.shape[1] + len(scalars)))
        out[:, : by_predictor.shape[1]] = by_predictor
        out[:, eta.shape[1] : eta.shape[1] + by_scalar.shape[1]] = by_scalar
        return np.broadcast_to(out, (len(eta), *out.shape))

    def gradient_along(
        self, eta: np.ndarray, scalars: np.ndarray, direction: np.ndarray
    ) -> np.ndarray:
        """Zero."""
        shape = (len(eta), len(self._weights[0]), eta.shape[1] + len(scalars))
        return np.broadcast_to(np.zeros(()), shape)


@dataclass(frozen=True)
class MeanQuantity(RowQuantity):
    """The mean g^-1(eta) of a single linear predictor with a link g.

    Attributes
    ----------
    inverse : Link or None
        g; not called `link`, as the mean is on the scale of the response.
    predictor : int
        Which of the predictors.
    """

    inverse: Link | None = None
    predictor: int = 0

    @property
    def _g(self) -> Link:
        assert self.inverse is not None
        return self.inverse

    def values(self, eta: np.ndarray, scalars: np.ndarray) -> np.ndarray:
        """The mean, (n, 1)."""
        at = eta[:, self.predictor]
        with np.errstate(all="ignore"):
            mean = self._g.linkinv(at)
        return np.where(np.isnan(at), np.nan, mean)[:, None]

    def gradient(self, eta: np.ndarray, scalars: np.ndarray) -> np.ndarray:
        """dmu/deta."""
        with np.errstate(all="ignore"):
            return self._placed(self._g.mu_eta(eta[:, self.predictor]), eta, scalars)

    def gradient_along(
        self, eta: np.ndarray, scalars: np.ndarray, direction: np.ndarray
    ) -> np.ndarray:
        """d2mu/deta2 times the direction."""
        with np.errstate(all="ignore"):
            second = self._g.d2mu_deta2(eta[:, self.predictor])
        return self._placed(second * direction[:, self.predictor], eta, scalars)

    def _placed(self, slopes: np.ndarray, eta: np.ndarray, scalars: np.ndarray) -> np.ndarray:
        out = np.zeros((len(eta), 1, eta.shape[1] + len(scalars)))
        out[:, 0, self.predictor] = slopes
        return out


Predictors: TypeAlias = list[np.ndarray]
Function: TypeAlias = Callable[[Predictors, np.ndarray], np.ndarray]
Slopes: TypeAlias = Callable[[Predictors, np.ndarray], list[np.ndarray]]
Along: TypeAlias = Callable[[Predictors, np.ndarray, Predictors], list[np.ndarray]]


@dataclass(frozen=True)
class FunctionQuantity(RowQuantity):
    """Numbers of any function of the predictors and the scalars.

    Attributes
    ----------
    function : function of (list of L (n,), (S,)) to (n, k)
    derivatives : function of the same to a list of L + S (n, k), optional
        By default differences, good to twelve digits.
    along : function of the same and a list of L (n,) to a list of L + S (n, k), optional
        How the derivatives change as the predictors move in a direction; by default differences.
    """

    function: Function | None = None
    derivatives: Slopes | None = None
    along: Along | None = None

    def values(self, eta: np.ndarray, scalars: np.ndarray) -> np.ndarray:
        """The function."""
        assert self.function is not None
        with np.errstate(all="ignore"):
            return self.function(list(eta.T), scalars)

    def gradient(self, eta: np.ndarray, scalars: np.ndarray) -> np.ndarray:
        """Its derivatives, given or by differences."""
        assert self.function is not None
        with np.errstate(all="ignore"):
            if self.derivatives is None:
                slopes = difference_slopes(self.function, list(eta.T), scalars)
            else:
                slopes = self.derivatives(list(eta.T), scalars)
        return np.stack(slopes, axis=2)

    def gradient_along(
        self, eta: np.ndarray, scalars: np.ndarray, direction: np.ndarray
    ) -> np.ndarray:
        """Their changes, given or by differences."""
        if self.along is None:
            return super().gradient_along(eta, scalars, direction)
        with np.errstate(all="ignore"):
            changes = self.along(list(eta.T), scalars, list(direction.T))
        return np.stack(changes, axis=2)
