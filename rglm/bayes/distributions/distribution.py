"""The base class of the distributions that a parameter can have as its prior, and truncation."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass, fields
from functools import cached_property
from typing import Any, ClassVar, Self, TypeAlias

import numpy as np

from rglm.families.numerics.floating_point import ignore_float_errors

Derivatives: TypeAlias = tuple[np.ndarray, np.ndarray, np.ndarray]
MAX_DIGITS = 15  # of an argument in the text of a distribution


class Distribution(ABC):
    """A distribution of one real parameter; a frozen dataclass, whose fields are its arguments.

    Every method takes arrays of any shape. The arguments may be arrays too, which broadcast
    against them: see `stacked`.

    Attributes
    ----------
    name : str
        The name that brms has for it.
    lower, upper : float
        The ends of its support.
    is_proper : bool
        Whether its density has a finite integral.
    """

    name: ClassVar[str]
    is_proper: ClassVar[bool] = True
    lower: float = -np.inf
    upper: float = np.inf

    @property
    def arguments(self) -> tuple[Any, ...]:
        """The values of the arguments, in their order."""
        return tuple(getattr(self, field.name) for field in fields(self))  # type: ignore[arg-type]

    @abstractmethod
    def _terms(self, x: np.ndarray) -> Derivatives:
        """The log density with two derivatives, for x inside the support."""

    @abstractmethod
    def _tails(self, x: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """P(X <= x) and P(X > x), for x in the closed support."""

    @abstractmethod
    def _quantiles(self, p: np.ndarray, is_upper: bool) -> np.ndarray:
        """X with P(X <= x) = p, or P(X > x) = p if `is_upper`."""

    @abstractmethod
    def sample(self, rng: np.random.Generator, size: int | tuple[int, ...]) -> np.ndarray:
        """Return independent draws."""

    def log_density(self, x: np.ndarray) -> np.ndarray:
        """Return the log density, -inf outside the support."""
        return self.derivatives(x)[0]

    @ignore_float_errors
    def derivatives(self, x: np.ndarray) -> Derivatives:
        """Return the log density and its first and second derivatives, -inf, 0, 0 outside."""
        x = np.asarray(x, dtype=float)
        inside = (x > self.lower) & (x < self.upper)
        value, first, second = self._terms(x)
        if inside.all():
            return value, first, second
        return (
            np.where(inside, value, -np.inf),
            np.where(inside, first, 0.0),
            np.where(inside, second, 0.0),
        )

    @ignore_float_errors
    def cdf(self, x: np.ndarray) -> np.ndarray:
        """Return P(X <= x)."""
        return self._tails(np.clip(np.asarray(x, dtype=float), self.lower, self.upper))[0]

    @ignore_float_errors
    def sf(self, x: np.ndarray) -> np.ndarray:
        """Return P(X > x), with all its digits where it is small."""
        return self._tails(np.clip(np.asarray(x, dtype=float), self.lower, self.upper))[1]

    @ignore_float_errors
    def quantile(self, p: np.ndarray) -> np.ndarray:
        """Return x with P(X <= x) = p."""
        return self._quantiles(np.asarray(p, dtype=float), False)

    @ignore_float_errors
    def upper_quantile(self, p: np.ndarray) -> np.ndarray:
        """Return x with P(X > x) = p."""
        return self._quantiles(np.asarray(p, dtype=float), True)

    def truncated(self, lower: float, upper: float) -> Distribution:
        """Return the distribution given that X lies between two bounds, with a density that
        integrates to 1; the distribution itself where the bounds leave it as it is.

        Raises ValueError where it has no probability between them.
        """
        low, high = self.narrowed(lower, upper)
        is_whole = low == self.lower and high == self.upper
        return self if is_whole else Truncated(self, low, high)

    def narrowed(self, lower: float, upper: float) -> tuple[float, float]:
        """Return the ends of what two bounds leave of the support; ValueError if it is empty."""
        low, high = max(lower, self.lower), min(upper, self.upper)
        if not low < high:
            raise ValueError(f"{self} has no probability between {lower} and {upper}")
        return low, high

    @property
    def untruncated(self) -> Distribution:
        """The distribution before it was truncated."""
        return self

    @property
    def normal_moments(self) -> tuple[float, float] | None:
        """Mean and standard deviation of a normal distribution, None of any other."""
        return None

    @property
    def kind(self) -> tuple[type, ...]:
        """What distributions have in common that can be stacked."""
        return (type(self),)

    @classmethod
    def stacked(cls, distributions: Sequence[Self]) -> Self:
        """Return one distribution whose arguments are columns (k, 1), from k of one kind."""
        columns = zip(*(one.arguments for one in distributions), strict=True)
        return cls(*(np.array(column, dtype=float)[:, None] for column in columns))

    def text(self, digits: int = MAX_DIGITS) -> str:
        """Return brms' text of the distribution: ``normal(0, 2.5)``."""
        return f"{self.name}({', '.join(f'{value:.{digits}g}' for value in self.arguments)})"

    def __repr__(self) -> str:
        return self.text()


@dataclass(frozen=True, repr=False)
class Truncated(Distribution):
    """The distribution of X given that it lies between two bounds."""

    base: Distribution
    lower: float
    upper: float
    name: ClassVar[str] = "truncated"

    def __post_init__(self) -> None:
        if not np.all(self._mass > 0):
            raise ValueError(
                f"{self.base} has no probability between {self.lower} and {self.upper}"
            )

    @cached_property
    def _ends(self) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
        """P(X <= lower), P(X > lower), P(X <= upper), P(X > upper)."""
        low, high = np.asarray(self.lower, dtype=float), np.asarray(self.upper, dtype=float)
        return self.base.cdf(low), self.base.sf(low), self.base.cdf(high), self.base.sf(high)

    @cached_property
    def _mass(self) -> np.ndarray:
        """P(lower < X < upper), from the smaller tail."""
        below, above, below_upper, above_upper = self._ends
        return np.where(below <= above, below_upper - below, above - above_upper)

    @cached_property
    def _log_mass(self) -> np.ndarray:
        return np.log(self._mass)

    def _terms(self, x: np.ndarray) -> Derivatives:
        value, first, second = self.base._terms(x)
        return value - self._log_mass, first, second

    def _tails(self, x: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        below, above, below_upper, above_upper = self._ends
        lower, upper = self.base._tails(x)
        from_lower = np.where(lower <= upper, lower - below, above - upper)
        from_upper = np.where(lower <= upper, below_upper - lower, upper - above_upper)
        return from_lower / self._mass, from_upper / self._mass

    def _quantiles(self, p: np.ndarray, is_upper: bool) -> np.ndarray:
        below, above, below_upper, above_upper = self._ends
        part = p * self._mass
        lower = below_upper - part if is_upper else below + part
        upper = above_upper + part if is_upper else above - part
        by_lower, by_upper = self.base.quantile(lower), self.base.upper_quantile(upper)
        return np.clip(np.where(lower <= upper, by_lower, by_upper), self.lower, self.upper)

    def sample(self, rng: np.random.Generator, size: int | tuple[int, ...]) -> np.ndarray:
        """Return independent draws, by inversion."""
        return self.quantile(rng.random(size))

    def truncated(self, lower: float, upper: float) -> Distribution:
        """Return the base between the narrower bounds."""
        return self.base.truncated(*self.narrowed(lower, upper))

    @property
    def untruncated(self) -> Distribution:
        """The distribution before it was truncated."""
        return self.base

    @property
    def kind(self) -> tuple[type, ...]:
        """What distributions have in common that can be stacked."""
        return (Truncated, *self.base.kind)

    @classmethod
    def stacked(cls, distributions: Sequence[Any]) -> Truncated:
        """Return one distribution whose arguments are columns (k, 1), from k of one kind."""
        bases = [one.base for one in distributions]
        lower, upper = (
            np.array([getattr(one, end) for one in distributions], dtype=float)[:, None]
            for end in ("lower", "upper")
        )
        return cls(type(bases[0]).stacked(bases), lower, upper)  # type: ignore[arg-type]

    def text(self, digits: int = MAX_DIGITS) -> str:
        """Return the text of the base with the bounds: ``normal(0, 1) on (0, inf)``."""
        bounds = f"({self.lower:.{digits}g}, {self.upper:.{digits}g})"
        return f"{self.base.text(digits)} on {bounds}"
