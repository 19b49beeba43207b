"""R's ``poly()`` and ``polym()``: polynomials of one variable or several."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from math import comb
from typing import Any

import numpy as np

from rglm.design.size_limits import MAX_BASIS_COLUMNS, check_limit
from rglm.design.transforms import polynomials
from rglm.design.values.formula_value import FunctionState
from rglm.design.values.numeric_arguments import as_column, whole_number
from rglm.design.values.r_values import Factor, Matrix


@dataclass(frozen=True)
class PolyCall:
    """The arguments of a call of ``poly()``."""

    columns: tuple[np.ndarray, ...]  # (n,) one for each variable
    degree: int
    raw: bool  # whether it takes plain powers instead of orthogonal polynomials

    @classmethod
    def read(
        cls, x: Any, *others: Any, degree: Any = 1, raw: bool = False, simple: bool = False
    ) -> PolyCall:
        """The arguments of ``poly(x, 3)`` or ``poly(x, z, degree = 2)``.

        ``simple`` changes in R what is kept with the columns; here it changes nothing.

        Raises ValueError: a degree that is no number; numbers among the variables.
        """
        if len(others) == 1 and _is_number(others[0]):
            degree, others = others[0], ()
        if np.ndim(degree) or isinstance(degree, Factor):
            raise ValueError("poly() takes a variable and a degree: poly(x, 3)")
        if any(map(_is_number, others)):
            raise ValueError("poly() of several variables names its degree: degree = 2")
        given = [x, *others]
        if isinstance(x, Matrix) and not others:
            given = list(x.values.T)
        columns = tuple(as_column(column, "poly") for column in given)
        degree = whole_number(degree, "poly", "degree", 1)
        check_limit(degree, MAX_BASIS_COLUMNS, "poly(): degree")
        check_limit(
            comb(len(columns) + degree, degree) - 1, MAX_BASIS_COLUMNS, "poly(): its columns"
        )
        return cls(columns, degree, bool(raw))

    @property
    def missing(self) -> np.ndarray:
        """True for rows with a missing value."""
        return np.asarray(np.isnan(np.column_stack(self.columns)).any(axis=1))

    def value(self, bases: list[np.ndarray]) -> Matrix:
        """The columns, from the polynomials of each variable."""
        if len(bases) == 1:
            return Matrix.numbered(bases[0])
        ones = [np.column_stack([np.ones(len(basis)), basis]) for basis in bases]
        terms = [term for term in powers(len(bases), self.degree) if any(term)]
        columns = [
            np.prod([one[:, p] for one, p in zip(ones, term, strict=True)], axis=0)
            for term in terms
        ]
        return Matrix(np.column_stack(columns), tuple(".".join(map(str, term)) for term in terms))


def powers(variables: int, degree: int) -> Iterator[tuple[int, ...]]:
    """The powers of variables whose sum is at most `degree`; the first one changes fastest.

    >>> list(powers(2, 1))
    [(0, 0), (1, 0), (0, 1)]
    """
    if not variables:
        yield ()
        return
    for last in range(degree + 1):
        yield from ((*rest, last) for rest in powers(variables - 1, degree - last))


def _is_number(value: Any) -> bool:
    return not isinstance(value, Factor) and np.ndim(value) == 0


def poly(*args: Any, state: FunctionState, **given: Any) -> Matrix:
    """Orthogonal polynomials learned from the data, or powers with ``raw = TRUE``.

    The columns of several variables are the products of theirs up to the total ``degree``.
    """
    call = PolyCall.read(*args, **given)
    if call.raw:
        return call.value([polynomials.raw_powers(x, call.degree) for x in call.columns])
    if not state:
        states = [polynomials.learn_poly(x, call.degree) for x in call.columns]
        state.update(joined_poly_state(states))
    states = state.get("variables", [state])
    bases = [polynomials.apply_poly(s, x) for s, x in zip(states, call.columns, strict=True)]
    return call.value(bases)


def joined_poly_state(states: list[FunctionState]) -> FunctionState:
    """The state of ``poly()``, from that of each variable."""
    return states[0] if len(states) == 1 else {"variables": states}


POLY_FUNCTIONS: dict[str, Callable[..., Any]] = {"poly": poly, "polym": poly}
